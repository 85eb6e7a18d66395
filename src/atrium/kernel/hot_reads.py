"""Hot reads: what a screen asks for again and again, answered by one statement in one round trip.

The statement looks the credential up, every time, enters its workspace as the runtime role behind row security, and
reads. It is made of the same Core expressions as the ordinary way: a service builds its columns and its predicate with
a ``Ctx``, and here gets one whose values are columns of what the look-up found. So it is written once.

**This way answers nothing but success.** An unknown or revoked key, a missing permission, a parameter that is refused,
something that is not there: whatever is odd goes the ordinary way, which says what is wrong. Which statement fits a
caller depends on what it may do, and that is a guess from its last request until the answer of the very same statement
says so; rows that were read on a wrong guess are thrown away.

Keys that are bound to one customer always go the ordinary way, because their calls are counted in a transaction."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple, cast

import asyncpg
import orjson
import structlog
from fastapi.dependencies.utils import request_params_to_args
from fastapi.routing import APIRoute
from sqlalchemy import (
    CTE,
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    Uuid,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy import (
    cast as sql_cast,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from starlette.requests import Request
from starlette.responses import Response

from atrium.kernel import authentication
from atrium.kernel.authentication import USERS, Credential, client_address, credential_of
from atrium.kernel.context import Actor, ActorType, Ctx
from atrium.kernel.db import database
from atrium.kernel.errors import AtriumError, Unavailable
from atrium.kernel.kept import FORGET
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings

MOST_STATEMENTS = 500
MOST_CALLERS = 10_000
MOST_QUERIES, LONGEST_QUERY = 2_000, 500
"""So many readings of query strings are kept by each route, none of a longer one: callers write what they like."""
CLAIMS = "who.rights"
"""What the statement goes by: the answer of the look-up itself. A test points it at another workspace, so that row
security alone must hold."""
IDS = ("workspace_id", "role_id", "member_id", "actor_id")


class Shape(NamedTuple):
    """What of a caller's rights decides how a statement is built."""

    caller: str
    actor_type: ActorType
    mode: str
    hides_folders: bool
    grants_folders: bool
    permissions: frozenset[P]


def shape_of(caller: str, ctx: Ctx) -> Shape:
    sight = ctx.visibility
    folders = sight.hides_folders, sight.grants_folders
    return Shape(caller, ctx.actor.type, sight.mode, *folders, ctx.permissions)


class Answer(NamedTuple):
    """A body in JSON, and its ETag if it has one."""

    body: bytes
    etag: str | None = None


class Wanted(NamedTuple):
    """What a request asks for: ``variant`` decides how the statement is built, ``values`` are its parameters."""

    variant: Hashable = None
    values: Mapping[str, Any] = {}


@dataclass(frozen=True, eq=False)
class HotRead:
    """``wanted``: from the route's parameters as FastAPI reads them; None sends a rare request the ordinary way.
    ``build``: the parts to read, by name, as scalar expressions that may refer to the columns of the ``Ctx`` given;
    the ``CTE`` is what they are correlated to. ``answer``: from the parts; None when there is nothing.
    ``fits``: whether one kept plan serves callers of this shape."""

    wanted: Callable[[Mapping[str, Any]], Wanted | None]
    build: Callable[["Place", Any], Mapping[str, ColumnElement[Any]]]
    answer: Callable[[Ctx, Mapping[str, Any], Wanted], Awaitable[Answer | None]]
    fits: Callable[[Shape, Wanted], bool] = lambda _shape, _wanted: True


class Place(NamedTuple):
    """Where a hot read stands: ``ctx`` has columns of ``me``, the one row that says who calls, in place of values."""

    ctx: Ctx
    me: CTE

    def rows(self, query: Select[Any], name: str) -> CTE:
        """The rows of a query, read once however often they are referred to.

        Lateral to the caller's row, and fenced off by OFFSET 0: nothing may be read before the caller is known, and as
        a part of a join the planner would take the workspace for one that is not set yet and expect no rows."""
        found = query.offset(0).lateral(f"{name}_rows")
        return select(found).select_from(self.me.join(found, true())).cte(name).prefix_with("MATERIALIZED")


def _mine(name: str, kind: Any = Uuid) -> Any:
    # Not a column that SQLAlchemy knows a table for: it would put that table into every subquery once more, beside
    # and not around it, and the planner would expect no rows.
    return literal_column(f"me.{name}", kind)


class _Sight:
    """Stands in for ``Visibility``."""

    def __init__(self, shape: Shape) -> None:
        self.mode, self.member_id, self.customer_id = shape.mode, _mine("member_id"), None
        self.hides_folders, self.grants_folders = shape.hides_folders, shape.grants_folders
        self.hidden_folder_ids = _mine("hidden_folder_ids", ARRAY(Uuid)) if shape.hides_folders else []
        self.granted_folder_ids = _mine("granted_folder_ids", ARRAY(Uuid)) if shape.grants_folders else []


class Sessionless:
    """In a hot read's context in place of a session: there is none."""

    def __init__(self) -> None:
        self.info: dict[str, Any] = {}


class Statement(NamedTuple):
    """``names``: of the parameters in their order; ``constants``: those that the expressions themselves brought."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        return [values[name] if name in values else self.constants[name] for name in self.names]


def hot(read: HotRead) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Marks a route's function: what ``read`` can answer goes by it."""

    def mark(endpoint: Callable[..., Any]) -> Callable[..., Any]:
        endpoint.hot_read = read  # type: ignore[attr-defined]  # read by kernel/route.py
        return endpoint

    return mark


def _me(shape: Shape) -> CTE:
    """The one row that says who calls; none for a credential that is not valid."""
    credential = bindparam("credential", type_=LargeBinary)
    look_up = {
        "session": func.authenticate_session(credential),
        "key": func.authenticate_key(credential, bindparam("address", type_=Text)),
    }[shape.caller]
    # Materialized: the look-up sets the workspace, so it has to run before, and once.
    who = select(look_up.label("rights")).cte("who").prefix_with("MATERIALIZED")
    found = [literal_column(f"({CLAIMS} ->> '{name}')::uuid", Uuid).label(name) for name in IDS]
    levels = f"jsonb_each_text({CLAIMS} -> 'folder_levels') AS folder WHERE folder.value"
    for name, has, test in (
        ("hidden_folder_ids", shape.hides_folders, "= 'none'"),
        ("granted_folder_ids", shape.grants_folders, "<> 'none'"),
    ):
        if has:
            ids = f"ARRAY(SELECT folder.key::uuid FROM {levels} {test})"  # noqa: S608 - texts of our own
            found.append(literal_column(ids, ARRAY(Uuid)).label(name))
    rights = literal_column(CLAIMS, JSONB).label("rights")
    return (
        select(rights, *found).select_from(who).where(who.c.rights.is_not(None)).cte("me").prefix_with("MATERIALIZED")
    )


@cache
def _compiler(base: Any) -> Any:
    """Writes what the expressions themselves bring into the statement: the plan is kept, and has to know them."""

    class Compiler(base):  # type: ignore[misc]  # the dialect's own
        def visit_bindparam(self, given: Any, **options: Any) -> Any:
            if given.required:
                options["literal_binds"] = False
            return super().visit_bindparam(given, **options)

    return Compiler


@lru_cache(maxsize=MOST_STATEMENTS)
def statement_of(read: HotRead, shape: Shape, variant: Hashable) -> Statement:
    """Built and compiled once for all callers of a shape: that costs more than everything else in a request."""
    me = _me(shape)
    ctx = Ctx(
        session=cast("Any", Sessionless()),
        workspace_id=_mine("workspace_id"),
        actor=Actor(shape.actor_type, _mine("actor_id"), ""),
        permissions=shape.permissions,
        visibility=cast("Any", _Sight(shape)),
        role_id=_mine("role_id"),
    )
    parts = read.build(Place(ctx, me), variant)
    query = select(sql_cast(me.c.rights, Text).label("rights"), *(part.label(name) for name, part in parts.items()))
    dialect = copy(database().engine.dialect)
    dialect.statement_compiler = _compiler(cast("Any", dialect.statement_compiler))
    compiled = query.select_from(me).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return Statement(str(compiled), tuple(compiled.positiontup or ()), dict(compiled.params))


FORGET.append(statement_of.cache_clear)
_shapes: OrderedDict[bytes, Shape] = OrderedDict()


def learn(credential: Credential, ctx: Ctx) -> None:
    """Guess that the next request with this credential comes with the same rights."""
    if credential.kind in USERS and ctx.visibility.mode != "customer":
        _shapes[credential.hash] = shape_of(credential.kind, ctx)
        _shapes.move_to_end(credential.hash)
        while len(_shapes) > MOST_CALLERS:
            _shapes.popitem(last=False)


async def guess(_request: Request, credential: Credential) -> Shape | None:
    """The rights that this credential came with the last time."""
    return _shapes.get(credential.hash)


class HotRoute:
    """A route's hot way, made with the route. ``permissions``: what the caller must have."""

    def __init__(self, read: HotRead, route: APIRoute, permissions: tuple[P, ...]) -> None:
        self.read, self.route, self.permissions = read, route, frozenset(permissions)
        self.names = frozenset(parameter.alias for parameter in route.dependant.query_params)
        self._queries: OrderedDict[str, Mapping[str, Any] | None] = OrderedDict()

    async def serve(
        self,
        request: Request,
        limit: Callable[[Request, Credential], Awaitable[None]],
        ordinary: Callable[[Request], Awaitable[Response]],
    ) -> Response:
        """``limit`` counts the request, whichever way it goes."""
        return await self.answer(request, limit) or await ordinary(request)

    async def answer(
        self, request: Request, limit: Callable[[Request, Credential], Awaitable[None]]
    ) -> Response | None:
        """None sends the request the ordinary way."""
        if not settings().hot_reads:
            return None
        try:
            credential = credential_of(request)
        except AtriumError:
            return None
        shape = None if credential is None else await guess(request, credential)
        if credential is None or shape is None or not self.permissions <= shape.permissions:
            return None
        await limit(request, credential)
        try:
            given = self._given(request)
            wanted = None if given is None else self.read.wanted(given)
        except AtriumError:
            return None
        if wanted is None or not self.read.fits(shape, wanted):
            return None
        found = await _fetched(statement_of(self.read, shape, wanted.variant), credential, request, wanted)
        ctx = None if found is None else _ctx_of(found["rights"], request)
        if found is None or ctx is None:
            return None
        if shape_of(credential.kind, ctx) != shape:
            learn(credential, ctx)
            return None
        answer = await self.read.answer(ctx, found, wanted)
        if answer is None:
            return None
        structlog.contextvars.bind_contextvars(
            workspace_id=str(ctx.workspace_id), actor=f"{ctx.actor.type}:{ctx.actor.id}"
        )
        headers = None if answer.etag is None else {"ETag": answer.etag}
        return Response(answer.body, headers=headers, media_type="application/json")

    def _given(self, request: Request) -> Mapping[str, Any] | None:
        """The parameters as FastAPI reads them. None where it would refuse them, or does not know one."""
        query = request.url.query
        read = self._queries.get(query) if query in self._queries else self._read_query(request)
        if read is None or not request.path_params:
            return read
        path, errors = request_params_to_args(self.route.dependant.path_params, request.path_params)
        return None if errors else {**read, **path}

    def _read_query(self, request: Request) -> Mapping[str, Any] | None:
        read: Mapping[str, Any] | None = None
        if self.names.issuperset(request.query_params):
            values, errors = request_params_to_args(self.route.dependant.query_params, request.query_params)
            read = None if errors else values
        if len(request.url.query) <= LONGEST_QUERY:
            self._queries[request.url.query] = read
        while len(self._queries) > MOST_QUERIES:
            self._queries.popitem(last=False)
        return read


def _ctx_of(rights: str, request: Request) -> Ctx:
    session = cast("Any", Sessionless())
    return authentication.context_from(
        orjson.loads(rights), session, request_id=request.scope.get("atrium.request_id", "")
    )


async def _fetched(
    statement: Statement, credential: Credential, request: Request, wanted: Wanted
) -> Mapping[str, Any] | None:
    """The one row, or None: nobody is known by this credential, or the ordinary way shall say what is the matter.

    The driver's own connection, in the driver's own transaction of one statement: what the look-up set ends with
    it."""
    values = {"credential": credential.hash, "address": client_address(request), **wanted.values}
    try:
        row = await database().hot.fetchrow(statement.sql, *statement.arguments(values))
    except asyncpg.QueryCanceledError as error:
        raise Unavailable("This took too long and was stopped.") from error
    except TimeoutError as error:
        raise Unavailable("All database connections are busy.") from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        return None
    return None if row is None else dict(row)
