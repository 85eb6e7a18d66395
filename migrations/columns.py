"""What tables are made of, for all migrations. Only added to: what a revision has used it must find as it was."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

Default = Any
"""A text is the default's literal value; an expression is ``sa.text("now()")``."""


def identifier(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def text(name: str, *, nullable: bool = False, default: Default = None) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable, server_default=default)


def texts(name: str, default: Default = "{}") -> sa.Column[Any]:
    """A list of texts, empty unless another default is named."""
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default=default, nullable=False)


def whole(name: str, *, nullable: bool = False, default: Default = None) -> sa.Column[Any]:
    """A whole number of 64 bits."""
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=default)


def moment(name: str, *, nullable: bool = False, default: Default = None) -> sa.Column[Any]:
    """A point in time."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, server_default=default)


def version() -> sa.Column[Any]:
    """Counts the changes of a row: its ETag."""
    return whole("version", default="1")


def times() -> list[sa.Column[Any]]:
    """When a row was made and when it was last changed."""
    return [moment(name, default=sa.text("now()")) for name in ("created_at", "updated_at")]


def changing() -> list[sa.Column[Any]]:
    """What every row has that people change."""
    return [version(), *times()]


def actor() -> list[sa.Column[Any]]:
    """Who did it, with the name at that time."""
    return [text("actor_type"), identifier("actor_id", nullable=True), text("actor_name")]


def workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"], ["workspaces.id"], name=op.f(f"fk_{table}_workspace_id"), ondelete="CASCADE"
    )


def key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    """The primary key: the workspace, then these columns."""
    return sa.PrimaryKeyConstraint("workspace_id", *names, name=op.f(f"pk_{table}"))


def own(table: str, *identifiers: str) -> list[Any]:
    """A tenant table's beginning: its workspace and its identifiers (``id`` when none is named), which are the primary
    key."""
    names = identifiers or ("id",)
    return [identifier("workspace_id"), *map(identifier, names), workspace(table), key(table, *names)]


def reference(table: str, column: str, target: str, *, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    """``column`` names a row of ``target`` in the same workspace."""
    return sa.ForeignKeyConstraint(
        ["workspace_id", column],
        [f"{target}.workspace_id", f"{target}.id"],
        name=op.f(f"fk_{table}_workspace_id_{column}"),
        ondelete=ondelete,
    )


def check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
