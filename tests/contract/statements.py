"""Statements as the application sends them, read with a parser of SQL: does each reach one workspace only, and say so?
(``tests/contract/test_statements.py``)"""

import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from types import FrameType
from typing import Any, NamedTuple

import pytest
import sqlglot
from sqlalchemy import event
from sqlglot import exp
from sqlglot.errors import ParseError, SqlglotError

from atrium.kernel.db import Connections, database

PASSED_OVER = ("atrium.kernel.db", "atrium.kernel.system")
"""Modules through which statements go, and none of which thought of one."""
WRITES = (exp.Insert, exp.Update, exp.Delete, exp.Merge)
OWNERS = (exp.Select, exp.Update, exp.Delete, exp.Insert, exp.Merge)
COMMANDS = {"SET", "SAVEPOINT", "RELEASE", "ROLLBACK"}
_ROLE = re.compile(r"SET (LOCAL |SESSION )?ROLE\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\$(\d+)")


class Catalogue(NamedTuple):
    """What the rules know of the database: the column that names the workspace, by table; names of volatile
    functions."""

    tables: dict[str, str]
    volatile: frozenset[str]


async def catalogue(connection: Any, directory: tuple[str, ...]) -> Catalogue:
    """Read from ``pg_catalog``; ``directory``: tables that belong to no workspace, whatever their columns."""
    tables = await connection.fetch("""
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')""")
    volatile = await connection.fetch("SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'v'")
    return Catalogue(
        {row[0]: "workspace_id" for row in tables if row[0] not in directory} | {"workspaces": "id"},
        frozenset(row[0] for row in volatile),
    )


# ── reading one statement ───────────────────────────────────────────────────────


def parsed(statement: str) -> exp.Expr:
    """Raises ``sqlglot.errors.SqlglotError``."""
    # $1 and the like may be taken for the quotes of a text.
    found = sqlglot.parse_one(_NUMBERED.sub(r":p\1", statement), read="postgres")
    # What it cannot parse it takes as a command, whole.
    if isinstance(found, exp.Command) and str(found.this).upper() not in COMMANDS:
        raise ParseError(f"not understood: {statement}")
    return found


def _owner(node: exp.Expr) -> exp.Expr | None:
    """The query that this is directly a part of."""
    return node.find_ancestor(*OWNERS)


def sources(statement: exp.Expr) -> Iterator[tuple[exp.Table, exp.Expr]]:
    """Each table that is read or changed, with the query it stands in; what an INSERT adds to is left out."""
    named = {cte.alias for cte in statement.find_all(exp.CTE)}
    for table in statement.find_all(exp.Table):
        owner = _owner(table)
        if owner is None or table.name in named or table.find_ancestor(exp.Lock) is not None:
            continue
        if not isinstance(owner, exp.Insert):
            yield table, owner


def _equations(owner: exp.Expr) -> Iterator[tuple[exp.Column, exp.Expr]]:
    """Columns and what they must equal, of all that this query asks for in any case (nothing under OR or NOT)."""
    for equation in owner.find_all(exp.EQ):
        above = equation.parent
        while isinstance(above, exp.And | exp.Paren):
            above = above.parent
        if isinstance(above, exp.Where | exp.Join) and _owner(equation) is owner:
            for one, other in ((equation.left, equation.right), (equation.right, equation.left)):
                if isinstance(one, exp.Column):
                    yield one, _bare(other)


def _bare(value: exp.Expr) -> exp.Expr:
    while isinstance(value, exp.Cast | exp.Paren):
        value = value.this
    return value


def workspace_of(table: exp.Table, owner: exp.Expr, column: str) -> str:
    """How a query says which workspace's rows of a table it means: by a ``parameter`` of the table's own, ``joined`` to
    another table of the query, through the ``outer`` row, or ``nowhere``."""
    beside = [other for other, its in sources(owner) if its is owner]
    names = {other.alias_or_name for other in beside} | {
        query.alias_or_name for query in owner.find_all(exp.Subquery, exp.Lateral) if _owner(query) is owner
    }
    found = "nowhere"
    for mine, other in _equations(owner):
        if mine.name != column or mine.table not in ("", table.alias_or_name) or (not mine.table and len(beside) > 1):
            continue
        if isinstance(other, exp.Placeholder | exp.Parameter):
            return "parameter"
        if isinstance(other, exp.Column) and found != "joined":
            found = "joined" if other.table in names else "outer"
    using = [
        join for join in owner.args.get("joins") or () if column in {one.name for one in join.args.get("using") or ()}
    ]
    return "joined" if found == "nowhere" and using else found


def _name(function: exp.Func) -> str:
    return re.split(r"[\s(]", function.sql(dialect="postgres"), maxsplit=1)[0].lower().rpartition(".")[2]


def volatile_calls(statement: exp.Expr, volatile: frozenset[str]) -> set[str]:
    """Names of volatile functions called in an UPDATE, a DELETE or an ON CONFLICT."""
    return {
        _name(function)
        for write in statement.find_all(exp.Update, exp.Delete, exp.OnConflict)
        for function in write.find_all(exp.Func)
        if _name(function) in volatile
    }


# ── recording ───────────────────────────────────────────────────────────────────


class Reading(NamedTuple):
    """What one statement says: whether it writes, and what breaks a rule in it, by rule."""

    writes: bool
    breaches: dict[str, set[str]]


def read(statement: str, known: Catalogue) -> Reading:
    """Raises ``sqlglot.errors.SqlglotError``."""
    tree = parsed(statement)
    said = {
        f"{table.name} {workspace_of(table, owner, known.tables[table.name])}"
        for table, owner in sources(tree)
        if table.name in known.tables
    }
    return Reading(
        tree.find(*WRITES) is not None,
        {
            "own workspace": {one for one in said if not one.endswith(" parameter")},
            "volatile in a write": volatile_calls(tree, known.volatile),
        },
    )


@dataclass
class Recorded:
    """What breaks a rule, by rule, each time with the module that had it sent. ``unread``: statements that the parser
    does not understand."""

    known: Catalogue
    statements: int = 0
    found: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    unread: set[str] = field(default_factory=set)
    wrote: set[Any] = field(default_factory=set)
    readings: dict[str, Reading] = field(default_factory=dict)

    def note(self, statement: str, connection: Any) -> None:
        """``connection``: whose transaction it belongs to, or None for one by itself."""
        module = module_now()
        if module is None:
            return
        self.statements += 1
        if _ROLE.match(statement):
            if connection in self.wrote:
                self.found["role after a write"].add(module)
            return
        try:
            reading = self.readings.get(statement) or self.readings.setdefault(statement, read(statement, self.known))
        except SqlglotError:
            self.unread.add(statement)
            return
        if connection is not None and reading.writes:
            self.wrote.add(connection)
        for rule, breaches in reading.breaches.items():
            self.found[rule] |= {f"{module} {breach}" for breach in breaches}


def module_now() -> str | None:
    """The module of Atrium that had the statement sent, without ``atrium.``; None for a test."""
    for frame in _frames():
        name = frame.f_globals.get("__name__", "")
        if name.startswith("atrium.") and name not in PASSED_OVER and frame.f_code.co_name != "as_system":
            return str(name.removeprefix("atrium."))
    return None


def _frames() -> Iterator[FrameType]:
    """From here outwards, also out of the greenlet in which SQLAlchemy waits for the driver."""
    frame: FrameType | None = sys._getframe(1)
    here: Any = import_module("greenlet").getcurrent()
    while frame is not None or here is not None:
        while frame is not None:
            yield frame
            frame = frame.f_back
        here = here.parent
        frame = here.gr_frame if here is not None else None


@contextmanager
def recorded(known: Catalogue) -> Iterator[Recorded]:
    """All statements sent meanwhile, by sessions and by hot reads."""
    seen = Recorded(known)

    def note(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.note(statement, connection.connection.dbapi_connection)

    def end(connection: Any) -> None:
        seen.wrote.discard(connection.connection.dbapi_connection)

    fetchrow: Callable[..., Any] = Connections.fetchrow

    async def fetch(self: Connections, statement: str, *arguments: Any) -> Any:
        seen.note(statement, None)
        return await fetchrow(self, statement, *arguments)

    engine = database().engine.sync_engine
    listeners: list[tuple[str, Callable[..., None]]] = [
        ("before_cursor_execute", note),
        ("commit", end),
        ("rollback", end),
    ]
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Connections, "fetchrow", fetch)
            yield seen
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)
