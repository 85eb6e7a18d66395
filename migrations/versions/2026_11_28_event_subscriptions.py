"""Who listens to which events in a workspace, and how long a sitting lasts there."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atrium.kernel.tenancy import protect

revision: str = "2026_11_28_event_subscriptions"
down_revision: str | None = "2026_11_22_foundation"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        "event_subscriptions",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("patterns", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_event_subscriptions_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_event_subscriptions")),
        sa.UniqueConstraint(
            "workspace_id",
            "consumer",
            "subject_id",
            name=op.f("uq_event_subscriptions_workspace_id_consumer_subject_id"),
        ),
    )
    for statement in protect("event_subscriptions"):
        op.execute(statement)
    op.add_column("events", sa.Column("consumers", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False))
    op.execute("GRANT UPDATE (consumers) ON events TO atrium_app")
    op.add_column("workspaces", sa.Column("settle_seconds", sa.Integer(), server_default="10", nullable=False))
    op.create_check_constraint(op.f("ck_workspaces_settle_seconds"), "workspaces", "settle_seconds BETWEEN 0 AND 300")


def downgrade() -> None:
    op.drop_column("workspaces", "settle_seconds")
    op.drop_column("events", "consumers")
    op.drop_table("event_subscriptions")
