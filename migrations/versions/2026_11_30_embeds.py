"""Embeds: configurations, tokens of customers, launches, sessions of widgets, and the sites that were turned away."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from migrations import columns
from sqlalchemy.dialects import postgresql

from atrium.kernel.migrate import run_script
from atrium.kernel.tenancy import open_to_system, protect

revision: str = "2026_11_30_embeds"
down_revision: str | None = "2026_11_30_email_templates"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("embed_configs", "embed_tokens", "embed_launches", "embed_sessions", "embed_refusals")


def _configs() -> None:
    op.create_table(
        "embed_configs",
        *columns.own("embed_configs"),
        sa.Column("name", sa.Text(), nullable=False),
        columns.texts("allowed_origins"),
        columns.texts("scopes"),
        columns.texts("widgets"),
        sa.Column("theme", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        *columns.changing(),
        columns.reference("embed_configs", "form_id", "forms", ondelete="SET NULL (form_id)"),
    )
    op.create_index("ix_embed_configs_name", "embed_configs", ["workspace_id", sa.text("lower(name)"), "id"])


def _tokens() -> None:
    op.create_table(
        "embed_tokens",
        *columns.own("embed_tokens"),
        sa.Column("config_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        columns.texts("allowed_origins"),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.Text(), nullable=False),
        columns.moment("expires_at", nullable=True),
        columns.moment("revoked_at", nullable=True),
        columns.moment("last_used_at", nullable=True),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        columns.moment("previous_expires_at", nullable=True),
        *columns.changing(),
        columns.reference("embed_tokens", "config_id", "embed_configs"),
        columns.reference("embed_tokens", "customer_id", "customers"),
    )
    for column in ("key", "secret_hash", "previous_hash"):
        op.create_index(f"uq_embed_tokens_{column}", "embed_tokens", [column], unique=True)
    op.create_index("ix_embed_tokens_customer", "embed_tokens", ["workspace_id", "customer_id", "id"])
    op.create_index("ix_embed_tokens_config", "embed_tokens", ["workspace_id", "config_id"])


def _launches_and_sessions() -> None:
    op.create_table(
        "embed_launches",
        *columns.own("embed_launches"),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        columns.moment("expires_at"),
        columns.moment("used_at", nullable=True),
        columns.reference("embed_launches", "token_id", "embed_tokens"),
    )
    op.create_index("uq_embed_launches_code_hash", "embed_launches", ["code_hash"], unique=True)
    op.create_table(
        "embed_sessions",
        *columns.own("embed_sessions"),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        columns.moment("expires_at"),
        columns.reference("embed_sessions", "token_id", "embed_tokens"),
    )
    op.create_index("uq_embed_sessions_secret_hash", "embed_sessions", ["secret_hash"], unique=True)
    for table in ("embed_launches", "embed_sessions"):
        op.create_index(f"ix_{table}_expires_at", table, ["expires_at"])
        op.create_index(f"ix_{table}_token", table, ["workspace_id", "token_id"])


def _refusals() -> None:
    op.create_table(
        "embed_refusals",
        *columns.own("embed_refusals"),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), server_default="1", nullable=False),
        columns.moment("first_at", default=sa.text("clock_timestamp()")),
        columns.moment("last_at", default=sa.text("clock_timestamp()")),
        columns.reference("embed_refusals", "token_id", "embed_tokens"),
        columns.reference("embed_refusals", "customer_id", "customers"),
        sa.UniqueConstraint(
            "workspace_id", "token_id", "origin", name=op.f("uq_embed_refusals_workspace_id_token_id_origin")
        ),
    )
    op.create_index("ix_embed_refusals_customer", "embed_refusals", ["workspace_id", "customer_id", "id"])


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    _configs()
    _tokens()
    _launches_and_sessions()
    _refusals()
    for table in TABLES:
        for statement in protect(table):
            op.execute(statement)
    for table, commands in {
        "embed_configs": "SELECT",
        "embed_tokens": "SELECT, UPDATE",
        "embed_launches": "SELECT, DELETE",
        "embed_sessions": "SELECT, DELETE",
    }.items():
        for statement in open_to_system(table, commands):
            op.execute(statement)
    run_script(revision, "embeds.sql")


def downgrade() -> None:
    for function in (
        "open_embed_page(text)",
        "open_embed_launch(bytea)",
        "authenticate_embed(bytea)",
        "authenticate_embed_token(bytea)",
    ):
        op.execute(f"DROP FUNCTION {function}")
    op.execute("DROP FUNCTION rights_of_embed(uuid, uuid)")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table} CASCADE")
