"""Live updates: which transaction wrote an event; notifications."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atrium.kernel.tenancy import protect

revision: str = "2026_11_28_live"
down_revision: str | None = "2026_11_28_forms"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    # First the column, then its default: so the table is not written anew, and old events are older than every position.
    op.add_column("events", sa.Column("txid", sa.BigInteger(), nullable=True))
    op.alter_column("events", "txid", server_default=sa.text("(pg_current_xact_id()::text)::bigint"))
    op.create_index("ix_events_txid", "events", ["workspace_id", "txid"], unique=False)
    op.execute("GRANT UPDATE (txid) ON events TO atrium_app")
    _notifications()
    _choices()
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)


TABLES = ("notifications", "notification_preferences", "notification_times")


def _notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("actor_type", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        sa.Column("count", sa.Integer(), server_default="1", nullable=False),
        sa.Column("in_app", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "actor_type IN ('member', 'api_key', 'embed', 'system', 'customer')",
            name=op.f("ck_notifications_actor_type"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_notifications_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["customers.workspace_id", "customers.id"],
            name=op.f("fk_notifications_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_notifications_workspace_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "workspace_id",
            "member_id",
            "kind",
            "event_id",
            name=op.f("uq_notifications_workspace_id_member_id_kind_event_id"),
        ),
    )
    op.create_index("ix_notifications_member", "notifications", ["workspace_id", "member_id", "id"], unique=False)
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["workspace_id", "member_id", "id"],
        unique=False,
        postgresql_where=unread,
    )
    unsent = sa.text("read_at IS NULL AND digest_id IS NULL")
    op.create_index(
        "ix_notifications_unsent", "notifications", ["workspace_id", "member_id"], unique=False, postgresql_where=unsent
    )
    about = sa.text("customer_id IS NOT NULL")
    op.create_index(
        "ix_notifications_customer",
        "notifications",
        ["workspace_id", "customer_id"],
        unique=False,
        postgresql_where=about,
    )


def _choices() -> None:
    op.create_table(
        "notification_preferences",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("in_app", sa.Boolean(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.CheckConstraint("email IN ('off', 'hourly', 'daily')", name=op.f("ck_notification_preferences_email")),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspaces.id"],
            name=op.f("fk_notification_preferences_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_notification_preferences_workspace_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", "kind", name=op.f("pk_notification_preferences")),
    )
    op.create_table(
        "notification_times",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("hour", sa.SmallInteger(), server_default="8", nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_notification_times_workspace_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "member_id"],
            ["members.workspace_id", "members.id"],
            name=op.f("fk_notification_times_workspace_id_member_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "member_id", name=op.f("pk_notification_times")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_events_txid", table_name="events")
    op.drop_column("events", "txid")
