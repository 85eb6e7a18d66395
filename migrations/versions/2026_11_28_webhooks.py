"""Webhook endpoints, their deliveries and attempts; events in the order in which they settle."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from migrations import columns
from sqlalchemy.dialects import postgresql

from atrium.kernel.tenancy import open_to_system, protect

revision: str = "2026_11_28_webhooks"
down_revision: str | None = "2026_11_28_live"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOW = sa.text("clock_timestamp()")
OPEN_TO_SYSTEM = {
    # Whom to call, but neither where nor with which secret.
    "webhook_endpoints": "SELECT (workspace_id, id, state, failing_since)",
    "webhook_deliveries": "SELECT, UPDATE, DELETE",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    _endpoints()
    _deliveries()
    _attempts()
    for table in ("webhook_endpoints", "webhook_deliveries", "webhook_attempts"):
        for statement in protect(table):
            op.execute(statement)
    for table, commands in OPEN_TO_SYSTEM.items():
        for statement in open_to_system(table, commands):
            op.execute(statement)
    op.execute(
        "ALTER TABLE webhook_deliveries SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0.02)"
    )
    op.create_index("ix_events_settled", "events", ["workspace_id", "dispatch_after", "id"])


def _endpoints() -> None:
    op.create_table(
        "webhook_endpoints",
        *columns.own("webhook_endpoints"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("event_types", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("api_version", sa.Text(), server_default="v1", nullable=False),
        sa.Column("owner_id", sa.Uuid()),
        sa.Column("scopes", postgresql.ARRAY(sa.Text())),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("previous_secret", sa.Text()),
        sa.Column("previous_secret_until", sa.DateTime(timezone=True)),
        sa.Column("headers", sa.Text()),
        sa.Column("header_names", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("state", sa.Text(), server_default="enabled", nullable=False),
        sa.Column("disabled_reason", sa.Text()),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.Column("failing_since", sa.DateTime(timezone=True)),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        columns.reference("webhook_endpoints", "owner_id", "members", ondelete="SET NULL (owner_id)"),
        sa.CheckConstraint("state IN ('enabled', 'disabled')", name=op.f("ck_webhook_endpoints_state")),
        sa.CheckConstraint(
            "disabled_reason IN ('manual', 'gone', 'failing', 'owner_gone', 'owner_not_allowed')",
            name=op.f("ck_webhook_endpoints_disabled_reason"),
        ),
    )
    op.create_index("ix_webhook_endpoints_owner", "webhook_endpoints", ["workspace_id", "owner_id"])


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        *columns.own("webhook_deliveries"),
        sa.Column("endpoint_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid()),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("last_status", sa.SmallInteger()),
        sa.Column("tester", postgresql.JSONB()),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("lease_token", sa.Uuid()),
        sa.Column("last_error", sa.Text()),
        columns.reference("webhook_deliveries", "endpoint_id", "webhook_endpoints"),
        columns.reference("webhook_deliveries", "event_id", "events"),
        sa.UniqueConstraint(
            "workspace_id",
            "event_id",
            "endpoint_id",
            name=op.f("uq_webhook_deliveries_workspace_id_event_id_endpoint_id"),
        ),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'delivered', 'failed', 'withheld')",
            name=op.f("ck_webhook_deliveries_state"),
        ),
    )
    waiting = sa.text("state IN ('queued', 'running')")
    op.create_index(
        "ix_webhook_deliveries_open",
        "webhook_deliveries",
        ["workspace_id", "endpoint_id", "due_at"],
        postgresql_where=waiting,
    )
    op.create_index("ix_webhook_deliveries_log", "webhook_deliveries", ["workspace_id", "endpoint_id", "id"])
    op.create_index("ix_webhook_deliveries_state", "webhook_deliveries", ["workspace_id", "endpoint_id", "state", "id"])
    op.create_index("ix_webhook_deliveries_created", "webhook_deliveries", ["created_at"])


def _attempts() -> None:
    op.create_table(
        "webhook_attempts",
        *columns.own("webhook_attempts"),
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.SmallInteger()),
        sa.Column("error", sa.Text()),
        sa.Column("response_body", sa.Text(), server_default="", nullable=False),
        sa.Column("response_truncated", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        columns.reference("webhook_attempts", "delivery_id", "webhook_deliveries"),
    )
    op.create_index("ix_webhook_attempts_delivery", "webhook_attempts", ["workspace_id", "delivery_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_events_settled", "events")
    for table in ("webhook_attempts", "webhook_deliveries", "webhook_endpoints"):
        op.drop_table(table)
