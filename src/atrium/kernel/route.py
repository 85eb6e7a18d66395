"""Every route: one permission in the signature, one transaction, committed before the response leaves.

FastAPI runs code after ``yield`` in a dependency after the response was sent, so a failing commit would still answer
200; the commit therefore happens here, inside the route (``architecture.md`` rule 3)."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator
from functools import cached_property
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Query
from fastapi.dependencies.models import Dependant
from fastapi.params import Depends as DependsMarker
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match
from starlette.types import Scope

from atrium.kernel import hot_reads, idempotency, ratelimit
from atrium.kernel.authentication import (
    SAFE_METHODS,
    USERS,
    Caller,
    Credential,
    authenticate,
    client_address,
    credential_of,
    is_embed,
)
from atrium.kernel.commit import run_hooks
from atrium.kernel.context import Ctx
from atrium.kernel.db import database
from atrium.kernel.errors import (
    RESPONSES,
    BadRequest,
    FieldError,
    Forbidden,
    Invalid,
    Unauthenticated,
    Unavailable,
    sqlstate_of,
)
from atrium.kernel.events import write_pending
from atrium.kernel.metering import METERS
from atrium.kernel.permissions import P

RETRIED = frozenset({"40001", "40P01"})
ATTEMPTS = 4
API = "/api/v1"
"""Where the contract's paths begin."""


class RouteWithoutPermission(TypeError):
    """A route names none of ``can()``, ``embed()``, ``embed_token()`` and ``public()``: a programming error, raised at
    import."""


class NotForEmbeds(Forbidden):
    code, title = "not-for-embeds", "A widget may not do this"


class Permission:
    """The dependency behind ``can()``, ``embed()`` and ``embed_token()``: authenticates, checks the permissions, opens
    the transaction.

    ``callers``: the kinds of credential it takes. Whatever belongs to widgets is refused wherever a route does not name
    it."""

    def __init__(self, *permissions: P, key_required: bool = False, callers: frozenset[Caller] = USERS) -> None:
        self.permissions = permissions
        self.key_required = key_required
        self.callers = callers

    async def __call__(self, request: Request) -> Ctx:
        credential = credential_of(request)
        await limit(request, credential)
        credential = self._taken(credential)
        session = database().authenticating_session()
        request.state.session = session
        request.state.key = idempotency.valid_key_of(request) if request.method == "POST" else None
        ctx = await authenticate(session, request, credential)
        hot_reads.learn(credential, ctx)
        structlog.contextvars.bind_contextvars(
            workspace_id=str(ctx.workspace_id), actor=f"{ctx.actor.type}:{ctx.actor.id}"
        )
        request.state.ctx = ctx
        for permission in self.permissions:
            ctx.require(permission)
        _check_query(request)
        await self._idempotency(ctx, request)
        return ctx

    async def admit(self, request: Request) -> None:
        """Check the caller before an upload is received, in a transaction of its own: FastAPI reads forms before it
        solves dependencies, so a stranger could fill the disk, and a slow upload would hold a connection."""
        credential = self._taken(credential_of(request))
        async with database().authenticating_session() as session:
            ctx = await authenticate(session, request, credential)
        for permission in self.permissions:
            ctx.require(permission)

    def _taken(self, credential: Credential | None) -> Credential:
        if credential is None:
            raise Unauthenticated
        if credential.kind not in self.callers:
            raise (
                NotForEmbeds
                if credential.kind not in USERS
                else Unauthenticated("Only a widget's own bearer or token opens this.")
            )
        return credential

    async def _idempotency(self, ctx: Ctx, request: Request) -> None:
        key = idempotency.key_of(request) if request.method == "POST" else None
        if key is not None:
            await idempotency.begin(ctx, request, key)
        elif self.key_required:
            raise BadRequest("This operation moves something that must not move twice: send an Idempotency-Key header.")


class Public:
    """The dependency behind ``public()``: no login, a tighter rate limit by network address."""

    async def __call__(self, request: Request) -> None:
        await ratelimit.check(request, f"address:{client_address(request)}", anonymous=True)
        if is_embed(request):
            raise NotForEmbeds
        _check_query(request)


def can(*permissions: P, key_required: bool = False) -> DependsMarker:
    """``ctx: Annotated[Ctx, can(P.customers_read)]``. No permission named: any signed-in member or key."""
    return DependsMarker(Permission(*permissions, key_required=key_required))


def embed(*scopes: P) -> DependsMarker:
    """``ctx: Annotated[Ctx, embed(P.credits_read)]`` marks a route for widgets: it takes their bearer and nothing else.
    ``ctx`` sees one customer."""
    return DependsMarker(Permission(*scopes, callers=frozenset({"embed"})))


def embed_token() -> DependsMarker:
    """``ctx: Annotated[Ctx, embed_token()]`` marks a route for integrators' servers: it takes an embed token and
    nothing else."""
    return DependsMarker(Permission(callers=frozenset({"embed_token"})))


def public() -> DependsMarker:
    """``_: Annotated[None, public()]`` marks a route that needs no login."""
    return DependsMarker(Public())


Force = Annotated[
    bool,
    Query(
        description="Do it even when forms or automations use it (409 lists them); they go on without it.",
        examples=[False],
    ),
]
"""The parameter of every operation that takes away what something else may use."""

SignedIn = Annotated[Ctx, Depends(Permission())]
"""Any signed-in member or key, whatever it may do."""


async def limit(request: Request, credential: Credential | None) -> None:
    """Count the request, once however often it is tried."""
    if getattr(request.state, "limited", False):
        return
    request.state.limited = True
    subject = f"credential:{credential.hash.hex()}" if credential else f"address:{client_address(request)}"
    await ratelimit.check(request, subject, anonymous=credential is None)


def _check_query(request: Request) -> None:
    """Refuse query parameters that the route does not declare: a filter with a typing error must not answer
    everything."""
    known: frozenset[str] = request.state.query_parameters
    patterns: tuple[str, ...] = request.state.query_prefixes
    unknown = [
        name for name in request.query_params if name not in known and not (patterns and name.startswith(patterns))
    ]
    if unknown:
        names = [name[:100].encode("utf-8", "replace").decode() for name in unknown[:10]]
        errors = [
            FieldError(
                pointer=f"query/{name}", code="unknown_parameter", message="is not a parameter of this operation"
            )
            for name in names
        ]
        raise Invalid(f"Unknown parameter: {', '.join(names)}.", errors=errors)


def _query_parameters(dependant: Dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for child in dependant.dependencies:
        yield from _query_parameters(child)


def _guarded(dependant: Dependant) -> bool:
    return isinstance(dependant.call, Permission | Public) or any(_guarded(child) for child in dependant.dependencies)


def _permission(dependant: Dependant) -> Permission | None:
    if isinstance(dependant.call, Permission):
        return dependant.call
    return next((found for child in dependant.dependencies if (found := _permission(child))), None)


class TransactionRoute(APIRoute):
    """Refuses to be built without a permission; commits before it answers; runs again after a serialization failure or
    deadlock."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        options["responses"] = {**RESPONSES, **(options.get("responses") or {})}
        super().__init__(path, endpoint, **options)
        if not _guarded(self.dependant):
            raise RouteWithoutPermission(
                f"{endpoint.__module__}.{endpoint.__name__} names none of can(), embed(), embed_token() and public()"
            )
        self.permission = _permission(self.dependant)
        extra = dict(self.openapi_extra or {})
        named = [permission.value for permission in self.permission.permissions] if self.permission else None
        users = self.permission is not None and self.permission.callers == USERS
        extra["x-permissions"] = named if users else None
        if self.permission and not users:
            extra["x-embed"] = {"caller": next(iter(self.permission.callers)), "scopes": named}
        if self.permission and self.permission.key_required:
            extra["x-idempotency-key"] = "required"
        self.openapi_extra = extra
        self.query_parameters = frozenset(_query_parameters(self.dependant))
        # A route with parameters such as field[renewal_on] names their beginning in the contract.
        self.query_prefixes = tuple(extra.get("x-query-prefixes", ()))

    @cached_property
    def hot(self) -> hot_reads.HotRoute | None:
        read = getattr(self.endpoint, "hot_read", None)
        if read is None or self.permission is None:
            return None
        return hot_reads.HotRoute(read, self, self.permission.permissions)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def ordinary(request: Request) -> Response:
            upload = request.headers.get("content-type", "").startswith("multipart/")
            if upload and self.permission is not None:
                await self.permission.admit(request)
            for attempt in range(1, ATTEMPTS + 1):
                request.state.query_parameters, request.state.query_prefixes = (
                    self.query_parameters,
                    self.query_prefixes,
                )
                try:
                    return await _in_transaction(request, answer)
                except DBAPIError as error:
                    if sqlstate_of(error) not in RETRIED or upload:
                        raise
                    if attempt == ATTEMPTS:
                        raise Unavailable("Others are changing the same data just now.") from error
                    await asyncio.sleep(random.uniform(0.005, 0.02) * 2**attempt)  # noqa: S311 - jitter
            raise AssertionError("unreachable")

        async def handler(request: Request) -> Response:
            return await ordinary(request) if self.hot is None else await self.hot.serve(request, limit, ordinary)

        return handler


async def _in_transaction(request: Request, answer: Callable[[Request], Coroutine[Any, Any, Response]]) -> Response:
    request.state.session = request.state.ctx = None
    try:
        response = await answer(request)
        ctx: Ctx | None = request.state.ctx
        if ctx is not None and request.method not in SAFE_METHODS:
            kept = idempotency.to_keep(ctx, request, response)
            await write_pending(ctx, None if kept is None else (idempotency.KEEP, kept))
        if ctx is not None:
            for meter in METERS:
                await meter(ctx)
            await ctx.session.commit()
            await run_hooks(ctx)
        return response
    except idempotency.Replay as replay:
        return replay.response
    finally:
        if request.state.session is not None:
            await asyncio.shield(request.state.session.close())


class SliceRouter(APIRouter):
    """Says at once that it has no route for a path, instead of trying each of its regular expressions.

    FastAPI asks all routers one after another and the chosen one twice; with some 300 routes that was a third of a
    millisecond a request. A path is known by its first and third segment: ``customers`` and ``notes`` of
    ``/customers/{customer_id}/notes/{note_id}``."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        first, third = _place(scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(API))
        if not self._places & {(first, third), (first, "*"), ("*", third), ("*", "*")}:
            return Match.NONE, {}
        return super().matches(scope)

    @cached_property
    def _places(self) -> frozenset[tuple[str, str]]:
        named = (_place(route.path) for route in self.routes if isinstance(route, APIRoute))
        return frozenset((_any(first), _any(third)) for first, third in named)


def _place(path: str) -> tuple[str, str]:
    _, first, _, third, *_ = (*path.split("/"), "", "", "")
    return first, third


def _any(segment: str) -> str:
    return "*" if "{" in segment else segment


TAGS: dict[str, str] = {}
"""What the contract's groups of operations are, by name, in the order in which they were declared."""


def router(tag: str, description: str = "", *, prefix: str = "") -> APIRouter:
    """A part's router: ``route_class`` set, tagged for the contract. One part of each tag says what it is."""
    if description and TAGS.get(tag):
        raise TypeError(f"the tag {tag} is described twice")
    TAGS[tag] = TAGS.get(tag) or description
    return SliceRouter(prefix=prefix, tags=[tag], route_class=TransactionRoute)
