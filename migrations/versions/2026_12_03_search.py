"""Filters of a search read indexes of their own in the order of the result, and what waits for its grams costs less."""

from collections.abc import Sequence

from alembic import op

from atrium.kernel.migrate import run_script

revision: str = "2026_12_03_search"
down_revision: str | None = "2026_12_03_people_elsewhere"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    run_script(revision, "search.sql")


def downgrade() -> None:
    run_script(revision, "search_down.sql")
    run_script("2026_11_22_foundation", "search.sql")
