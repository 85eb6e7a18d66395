"""Widgets send their form with a scope of their own; who could show such a widget before still can."""

from collections.abc import Sequence

from alembic import op

revision: str = "2026_12_01_embed_forms"
down_revision: str | None = "2026_11_30_embeds"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SCOPE = "forms:submit"
GRANTED = (
    ("embed_configs", "scopes", "'form' = ANY (widgets)"),
    ("roles", "permissions", "'embeds:manage' = ANY (permissions)"),
    ("api_keys", "scopes", "'embeds:manage' = ANY (scopes)"),
)
"""Tables, their lists of permissions, and which rows gain the scope."""


def _change(table: str, statement: str) -> None:
    """Across workspaces: the owner of the tables is held to no policy while none is forced, and nobody else is let in meanwhile."""
    op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(statement)
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    for table, column, condition in GRANTED:
        _change(
            table,
            f"UPDATE {table} SET {column} = array_append({column}, '{SCOPE}') WHERE {condition} AND NOT '{SCOPE}' = ANY ({column})",
        )


def downgrade() -> None:
    for table, column, _ in GRANTED:
        _change(
            table, f"UPDATE {table} SET {column} = array_remove({column}, '{SCOPE}') WHERE '{SCOPE}' = ANY ({column})"
        )
