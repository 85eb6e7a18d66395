"""Automations: flows, runs with their traces, why others did not run, and what webhooks brought."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atrium.kernel.migrate import run_script
from atrium.kernel.tenancy import open_to_system, protect

revision: str = "2026_11_28_automations"
down_revision: str | None = "2026_11_28_webhooks"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "automations", "automation_versions", "automation_rotations", "automation_runs", "automation_run_steps", "automation_skips", "automation_hook_calls",
)  # fmt: skip


def _definitions() -> None:
    op.create_table(
        "automations",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("flow_version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("trigger_kind", sa.Text(), nullable=False),
        sa.Column("event_types", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("uses", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hook_hash", sa.LargeBinary(), nullable=True),
        sa.Column("hook_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("owner_type", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("owner_type IN ('member', 'api_key')", name=op.f("ck_automations_owner_type")),
        sa.CheckConstraint(
            "trigger_kind IN ('event', 'manual', 'schedule', 'date', 'webhook')",
            name=op.f("ck_automations_trigger_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_automations_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_automations")),
    )
    op.create_index(
        "ix_automations_due",
        "automations",
        ["next_run_at"],
        postgresql_where=sa.text("enabled AND next_run_at IS NOT NULL"),
    )
    op.create_index("ix_automations_name", "automations", ["workspace_id", sa.text("lower(name)"), "id"])
    op.create_index("uq_automations_hook_hash", "automations", ["hook_hash"], unique=True)
    op.create_table(
        "automation_versions",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("flow", postgresql.JSONB(), nullable=False),
        sa.Column("author_type", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "automation_id"],
            ["automations.workspace_id", "automations.id"],
            name=op.f("fk_automation_versions_workspace_id_automation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_automation_versions_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "automation_id", "number", name=op.f("pk_automation_versions")),
    )
    op.create_table(
        "automation_rotations",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("turns", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "automation_id"],
            ["automations.workspace_id", "automations.id"],
            name=op.f("fk_automation_rotations_workspace_id_automation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_automation_rotations_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "automation_id", "step_id", name=op.f("pk_automation_rotations")),
    )


def _runs() -> None:
    op.create_table(
        "automation_runs",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("flow_version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("trigger_key", sa.Text(), nullable=False),
        sa.Column("trigger_kind", sa.Text(), nullable=False),
        sa.Column("trigger", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("state", sa.Text(), server_default="queued", nullable=False),
        sa.Column("step_id", sa.Text(), nullable=True),
        sa.Column("round", sa.Integer(), server_default="0", nullable=False),
        sa.Column("memory", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("waiting", sa.Text(), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("awaits", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("depth", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("actor_type", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("lease_token", sa.Uuid(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("actor_type IN ('member', 'api_key')", name=op.f("ck_automation_runs_actor_type")),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')", name=op.f("ck_automation_runs_state")
        ),
        sa.CheckConstraint("waiting IN ('time', 'event')", name=op.f("ck_automation_runs_waiting")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "automation_id"],
            ["automations.workspace_id", "automations.id"],
            name=op.f("fk_automation_runs_workspace_id_automation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["customers.workspace_id", "customers.id"],
            name=op.f("fk_automation_runs_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_automation_runs_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_automation_runs")),
        sa.UniqueConstraint(
            "workspace_id",
            "automation_id",
            "flow_version",
            "trigger_key",
            "customer_id",
            name="uq_automation_runs_trigger",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_automation_runs_automation", "automation_runs", ["workspace_id", "automation_id", "id"])
    op.create_index(
        "ix_automation_runs_awaiting",
        "automation_runs",
        ["workspace_id", "customer_id"],
        postgresql_where=sa.text("waiting = 'event'"),
    )
    op.create_index(
        "ix_automation_runs_customer", "automation_runs", ["workspace_id", "customer_id", "automation_id", "created_at"]
    )
    op.create_index(
        "ix_automation_runs_due",
        "automation_runs",
        ["due_at"],
        postgresql_where=sa.text("state IN ('queued', 'running')"),
    )
    op.create_index(
        "ix_automation_runs_state",
        "automation_runs",
        ["workspace_id", "automation_id", "state"],
        postgresql_where=sa.text("state IN ('queued', 'running', 'failed')"),
    )
    op.create_table(
        "automation_run_steps",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seq", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("input", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("decision", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("output", postgresql.JSONB(), server_default="{}", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("field_keys", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column(
            "started_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('done', 'failed', 'waiting', 'sending')", name=op.f("ck_automation_run_steps_state")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "run_id"],
            ["automation_runs.workspace_id", "automation_runs.id"],
            name=op.f("fk_automation_run_steps_workspace_id_run_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_automation_run_steps_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "run_id", "step_id", "round", name=op.f("pk_automation_run_steps")),
    )
    op.create_table(
        "automation_skips",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("flow_version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=True),
        sa.Column("trigger_key", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decisions", postgresql.JSONB(), server_default="[]", nullable=False),
        sa.Column(
            "happened_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "automation_id"],
            ["automations.workspace_id", "automations.id"],
            name=op.f("fk_automation_skips_workspace_id_automation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["customers.workspace_id", "customers.id"],
            name=op.f("fk_automation_skips_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_automation_skips_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_automation_skips")),
        sa.UniqueConstraint(
            "workspace_id",
            "automation_id",
            "trigger_key",
            "customer_id",
            name="uq_automation_skips_trigger",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_automation_skips_customer", "automation_skips", ["workspace_id", "customer_id", "automation_id", "id"]
    )
    op.create_index("ix_automation_skips_old", "automation_skips", ["happened_at"])
    op.create_table(
        "automation_hook_calls",
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("automation_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "automation_id"],
            ["automations.workspace_id", "automations.id"],
            name=op.f("fk_automation_hook_calls_workspace_id_automation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_automation_hook_calls_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_automation_hook_calls")),
        sa.UniqueConstraint(
            "workspace_id", "automation_id", "external_id", name="uq_automation_hook_calls_external_id"
        ),
    )


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    _definitions()
    _runs()
    op.add_column(
        "workspaces", sa.Column("automations_stopped", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    # The webhook's secret and due schedules are looked up across workspaces, and so are due runs.
    for table, commands in (
        ("automations", "SELECT"),
        ("automation_runs", "SELECT, UPDATE"),
        ("automation_skips", "SELECT, DELETE"),
    ):
        for statement in open_to_system(table, commands):
            op.execute(statement)
    run_script(revision, "automations.sql")


def downgrade() -> None:
    op.execute("DROP FUNCTION open_automation_hook(bytea)")
    op.drop_column("workspaces", "automations_stopped")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table} CASCADE")
