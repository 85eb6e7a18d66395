"""What one server counted says so, or is not kept: a workspace can go on elsewhere."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "2026_12_03_epochs"
down_revision: str | None = "2026_12_02_one_trip"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

COUNTED = ("events", "automation_run_steps")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    # First the column, then its default: who counted the numbers of old events is not known, and everybody has seen
    # them.
    op.add_column("events", sa.Column("epoch", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("events", "epoch", server_default=sa.text("pg_postmaster_start_time()"))
    op.execute("GRANT UPDATE (epoch) ON events TO atrium_app")
    op.drop_index("ix_events_txid", table_name="events")
    op.create_index("ix_events_written", "events", ["workspace_id", "epoch", "txid"], unique=False)
    for table in COUNTED:
        op.drop_column(table, "seq")


def downgrade() -> None:
    for table in COUNTED:
        op.add_column(table, sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False))
    op.drop_index("ix_events_written", table_name="events")
    op.create_index("ix_events_txid", "events", ["workspace_id", "txid"], unique=False)
    op.drop_column("events", "epoch")
