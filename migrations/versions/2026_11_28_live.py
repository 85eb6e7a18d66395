"""Live updates: which transaction wrote an event."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_11_28_live"
down_revision: str | None = "2026_11_22_foundation"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    # First the column, then its default: so the table is not written anew, and old events are older than every position.
    op.add_column("events", sa.Column("txid", sa.BigInteger(), nullable=True))
    op.alter_column("events", "txid", server_default=sa.text("(pg_current_xact_id()::text)::bigint"))
    op.create_index("ix_events_txid", "events", ["workspace_id", "txid"], unique=False)
    op.execute("GRANT UPDATE (txid) ON events TO atrium_app")


def downgrade() -> None:
    op.drop_index("ix_events_txid", table_name="events")
    op.drop_column("events", "txid")
