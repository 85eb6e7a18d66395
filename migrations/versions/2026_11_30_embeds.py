"""Embeds: configurations, tokens of customers, launches, sessions of widgets, and the sites that were turned away."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from atrium.kernel.migrate import run_script
from atrium.kernel.tenancy import open_to_system, protect

revision: str = "2026_11_30_embeds"
down_revision: str | None = "2026_11_30_email_templates"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("embed_configs", "embed_tokens", "embed_launches", "embed_sessions", "embed_refusals")


def _own(*, id_column: bool = True) -> list[sa.Column[Any]]:
    return [
        sa.Column("workspace_id", sa.Uuid(), nullable=False),
        *([sa.Column("id", sa.Uuid(), nullable=False)] if id_column else []),
    ]


def _moment(name: str, *, nullable: bool = True, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=nullable, server_default=sa.text(default) if default else None
    )


def _texts(name: str, default: str = "{}") -> sa.Column[Any]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default=default, nullable=False)


def _reference(table: str, column: str, target: str, *, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{target}.workspace_id", f"{target}.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
        ondelete=ondelete,
    )


def _tail(table: str, *key: str) -> list[Any]:
    return [
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", *(key or ("id",)), name=op.f(f"pk_{table}")),
    ]


def _changing() -> list[sa.Column[Any]]:
    version = sa.Column("version", sa.BigInteger(), server_default="1", nullable=False)
    return [
        version,
        _moment("created_at", nullable=False, default="now()"),
        _moment("updated_at", nullable=False, default="now()"),
    ]


def _configs() -> None:
    op.create_table(
        "embed_configs",
        *_own(),
        sa.Column("name", sa.Text(), nullable=False),
        _texts("allowed_origins"),
        _texts("scopes"),
        _texts("widgets"),
        sa.Column("theme", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        *_changing(),
        _reference("embed_configs", "form_id", "forms", ondelete="SET NULL (form_id)"),
        *_tail("embed_configs"),
    )
    op.create_index("ix_embed_configs_name", "embed_configs", ["workspace_id", sa.text("lower(name)"), "id"])


def _tokens() -> None:
    op.create_table(
        "embed_tokens",
        *_own(),
        sa.Column("config_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        _texts("allowed_origins"),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_name", sa.Text(), nullable=False),
        _moment("expires_at"),
        _moment("revoked_at"),
        _moment("last_used_at"),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=True),
        _moment("previous_expires_at"),
        *_changing(),
        _reference("embed_tokens", "config_id", "embed_configs"),
        _reference("embed_tokens", "customer_id", "customers"),
        *_tail("embed_tokens"),
    )
    for column in ("key", "secret_hash", "previous_hash"):
        op.create_index(f"uq_embed_tokens_{column}", "embed_tokens", [column], unique=True)
    op.create_index("ix_embed_tokens_customer", "embed_tokens", ["workspace_id", "customer_id", "id"])
    op.create_index("ix_embed_tokens_config", "embed_tokens", ["workspace_id", "config_id"])


def _launches_and_sessions() -> None:
    op.create_table(
        "embed_launches",
        *_own(),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        _moment("expires_at", nullable=False),
        _moment("used_at"),
        _reference("embed_launches", "token_id", "embed_tokens"),
        *_tail("embed_launches"),
    )
    op.create_index("uq_embed_launches_code_hash", "embed_launches", ["code_hash"], unique=True)
    op.create_table(
        "embed_sessions",
        *_own(),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        _moment("expires_at", nullable=False),
        _reference("embed_sessions", "token_id", "embed_tokens"),
        *_tail("embed_sessions"),
    )
    op.create_index("uq_embed_sessions_secret_hash", "embed_sessions", ["secret_hash"], unique=True)
    for table in ("embed_launches", "embed_sessions"):
        op.create_index(f"ix_{table}_expires_at", table, ["expires_at"])
        op.create_index(f"ix_{table}_token", table, ["workspace_id", "token_id"])


def _refusals() -> None:
    op.create_table(
        "embed_refusals",
        *_own(),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), server_default="1", nullable=False),
        _moment("first_at", nullable=False, default="clock_timestamp()"),
        _moment("last_at", nullable=False, default="clock_timestamp()"),
        _reference("embed_refusals", "token_id", "embed_tokens"),
        _reference("embed_refusals", "customer_id", "customers"),
        sa.UniqueConstraint(
            "workspace_id", "token_id", "origin", name=op.f("uq_embed_refusals_workspace_id_token_id_origin")
        ),
        *_tail("embed_refusals"),
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
    run_script("embeds.sql")


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
