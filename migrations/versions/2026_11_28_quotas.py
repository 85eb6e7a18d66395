"""Quotas of tool calls, their uses within a sliding window, and what else is counted."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from migrations import columns
from sqlalchemy.dialects import postgresql

from atrium.kernel.migrate import run_script
from atrium.kernel.tenancy import open_to_system, protect

revision: str = "2026_11_28_quotas"
down_revision: str | None = "2026_11_28_features"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("quotas", "quota_uses", "metering")


def _row(table: str, *key: Any, customers: bool = True) -> list[Any]:
    return [
        columns.identifier("workspace_id"),
        *key,
        columns.workspace(table),
        columns.key(table, *(column.name for column in key)),
        *([columns.reference(table, "customer_id", "customers")] if customers else []),
    ]


def _subject() -> list[Any]:
    return [columns.identifier("customer_id"), columns.text("metric")]


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        "quotas",
        *_row("quotas", *_subject()),
        sa.Column("tier", sa.Text()),
        sa.Column("own_limit", sa.BigInteger()),
        sa.Column("used", sa.BigInteger(), server_default="0", nullable=False),
        columns.moment("settled_at", default="-infinity"),
        columns.moment("last_used_at", default="-infinity"),
        columns.moment("used_up_at", nullable=True),
        sa.Column("version", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("tier IN ('basic', 'pro', 'enterprise', 'custom')", name=op.f("ck_quotas_tier")),
        # Every use rewrites the row: room on its page keeps the rewriting out of the index.
        postgresql_with={"fillfactor": "50"},
    )
    op.create_table(
        "quota_uses",
        *_row("quota_uses", *_subject(), sa.Column("key", sa.Text(), nullable=False)),
        columns.moment("used_at"),
        sa.Column("amount", sa.BigInteger(), nullable=False),
    )
    op.create_index(
        "ix_quota_uses_window",
        "quota_uses",
        ["workspace_id", "customer_id", "metric", "used_at"],
        postgresql_include=["amount"],
    )
    op.create_index("ix_quota_uses_used_at", "quota_uses", ["used_at"])
    op.create_table(
        "metering",
        *_row("metering", customers=False),
        sa.Column("metrics", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
    )
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    # Uses of all workspaces are forgotten by one schedule.
    for statement in open_to_system("quota_uses", "SELECT, DELETE"):
        op.execute(statement)
    run_script(revision, "quotas.sql")


def downgrade() -> None:
    op.execute(
        "DROP FUNCTION quota_consume(uuid, uuid, text, bigint, text, bigint, interval), quota_peek(uuid, uuid, text, bigint, interval)"
    )
    for table in reversed(TABLES):
        op.drop_table(table)
