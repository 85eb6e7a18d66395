"""Plans, features of the workspace's own, and what customers have of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from migrations import columns
from sqlalchemy.dialects import postgresql

from atrium.kernel.tenancy import protect

revision: str = "2026_11_28_features"
down_revision: str | None = "2026_11_28_automations"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("plans", "features", "customer_features")
EMPTY = sa.text("'{}'::jsonb")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        "plans",
        *columns.own("plans"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("based_on", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(), server_default=EMPTY, nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        *columns.changing(),
        sa.CheckConstraint("based_on IN ('basic', 'pro', 'enterprise')", name=op.f("ck_plans_based_on")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_plans_workspace_id_key")),
    )
    op.create_index("uq_plans_default", "plans", ["workspace_id"], unique=True, postgresql_where=sa.text("is_default"))
    op.create_table(
        "features",
        *columns.own("features"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("default_value", postgresql.JSONB(), nullable=False),
        sa.Column("choices", postgresql.JSONB(), server_default=sa.text("'[]'::jsonb"), nullable=False),
        sa.Column("maximum", sa.BigInteger()),
        sa.Column("unit", sa.Text(), server_default="", nullable=False),
        sa.Column("requires", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        *columns.changing(),
        sa.CheckConstraint("type IN ('boolean', 'number', 'text', 'choice', 'choices')", name=op.f("ck_features_type")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_features_workspace_id_key")),
    )
    op.create_table(
        "customer_features",
        *columns.own("customer_features", "customer_id"),
        sa.Column("plan_key", sa.Text()),
        sa.Column("overrides", postgresql.JSONB(), server_default=EMPTY, nullable=False),
        columns.version(),
        columns.moment("updated_at", default=sa.text("now()")),
        columns.reference("customer_features", "customer_id", "customers"),
    )
    op.create_index("ix_customer_features_plan", "customer_features", ["workspace_id", "plan_key"])
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
