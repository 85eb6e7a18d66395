"""Plans, features of the workspace's own, and what customers have of them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atrium.kernel.tenancy import protect

revision: str = "2026_11_28_features"
down_revision: str | None = "2026_11_28_automations"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("plans", "features", "customer_features")
EMPTY = sa.text("'{}'::jsonb")


def _row(table: str, *identifiers: str) -> list[Any]:
    return [
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in identifiers),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", *identifiers, name=op.f(f"pk_{table}")),
    ]


def _times() -> list[Any]:
    now = sa.text("now()")
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=now, nullable=False)
        for name in ("created_at", "updated_at")
    ]


def _version() -> Any:
    return sa.Column("version", sa.BigInteger(), server_default="1", nullable=False)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        "plans",
        *_row("plans", "id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(), server_default=EMPTY, nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        _version(),
        *_times(),
        sa.CheckConstraint("based_on IN ('basic', 'pro', 'enterprise')", name=op.f("ck_plans_based_on")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_plans_workspace_id_key")),
    )
    op.create_index("uq_plans_default", "plans", ["workspace_id"], unique=True, postgresql_where=sa.text("is_default"))
    op.create_table(
        "features",
        *_row("features", "id"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("default_value", postgresql.JSONB(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("maximum", sa.BigInteger()),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("requires", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        _version(),
        *_times(),
        sa.CheckConstraint("type IN ('boolean', 'number', 'text', 'choice', 'choices')", name=op.f("ck_features_type")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_features_workspace_id_key")),
    )
    op.create_table(
        "customer_features",
        *_row("customer_features", "customer_id"),
        sa.Column("plan_key", sa.Text()),
        sa.Column("overrides", postgresql.JSONB(), server_default=EMPTY, nullable=False),
        _version(),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["customers.workspace_id", "customers.id"],
            name=op.f("fk_customer_features_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_customer_features_plan", "customer_features", ["workspace_id", "plan_key"])
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
