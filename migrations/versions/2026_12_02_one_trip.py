"""An idempotency key is taken and looked up in one round trip."""

from collections.abc import Sequence

from alembic import op

from atrium.kernel.migrate import run_script

revision: str = "2026_12_02_one_trip"
down_revision: str | None = "2026_12_01_embed_forms"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    run_script(revision, "idempotency.sql")


def downgrade() -> None:
    op.execute("DROP FUNCTION take_idempotency_key(uuid, uuid, text)")
