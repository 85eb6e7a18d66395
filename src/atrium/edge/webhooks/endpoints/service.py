"""Webhook endpoints: made and changed within one's own rights, their secrets shown once and sealed at rest."""

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from sqlalchemy import Row, and_, delete, func, select, text, update

from atrium.access.members.models import Member
from atrium.access.members.service import HOLDINGS, Holding, get_member
from atrium.access.roles.service import check_may_grant, check_within_own_permissions, permissions_of
from atrium.adapters.web import UrlNotAllowed, check_url
from atrium.edge.events.service import check_patterns
from atrium.edge.webhooks.endpoints.events import (
    WebhookEndpointCreated,
    WebhookEndpointDeleted,
    WebhookEndpointDisabled,
    WebhookEndpointEnabled,
    WebhookEndpointSecretRotated,
    WebhookEndpointUpdated,
)
from atrium.edge.webhooks.endpoints.models import WebhookEndpoint
from atrium.edge.webhooks.endpoints.schemas import MAX_HEADERS, WebhookEndpointIn, WebhookEndpointPatch
from atrium.kernel.authentication import context_from
from atrium.kernel.context import Ctx
from atrium.kernel.encryption import seal, unseal
from atrium.kernel.errors import Conflict, Fix, Forbidden, Invalid, NotFound, Unmet
from atrium.kernel.events import Change, diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings
from atrium.kernel.subscriptions import subscribe, unsubscribe

CONSUMER = "webhooks"
MOST_ENDPOINTS = 50
SECRET_BYTES = 32


class WebhookEndpointNotFound(NotFound):
    title = "There is no such webhook endpoint"


class TooManyEndpoints(Conflict):
    code, title = "too-many-endpoints", f"A workspace has at most {MOST_ENDPOINTS} webhook endpoints"


class OwnerRequired(Forbidden):
    code, title = "member-required", "An endpoint acts for a member"


async def create_endpoint(ctx: Ctx, data: WebhookEndpointIn) -> tuple[Row[Any], str]:
    """The row and the secret. Raises ``Invalid`` (422), ``OwnerRequired`` (403) and ``TooManyEndpoints`` (409)."""
    if ctx.member_id is None:
        raise OwnerRequired
    url = _checked_url(data.url)
    check_patterns(data.event_types, "/event_types")
    own = WebhookEndpoint.workspace_id == ctx.workspace_id
    if int(await ctx.session.scalar(select(func.count()).where(own)) or 0) >= MOST_ENDPOINTS:
        raise TooManyEndpoints
    endpoint_id, secret = uuid7(), _new_secret()
    row = WebhookEndpoint(
        workspace_id=ctx.workspace_id,
        id=endpoint_id,
        url=url,
        description=data.description,
        event_types=_patterns(data.event_types),
        api_version=data.api_version,
        owner_id=ctx.member_id,
        scopes=_scopes(ctx),
        secret=seal(secret, _secret_of(endpoint_id)),
        **_sealed_headers(endpoint_id, data.headers),
    )
    ctx.session.add(row)
    await ctx.session.flush()
    await subscribe(ctx, CONSUMER, row.id, row.event_types)
    ctx.emit(WebhookEndpointCreated(subject_id=row.id, url=plain(url), event_types=row.event_types))
    return await get_endpoint(ctx, row.id), secret


async def get_endpoint(ctx: Ctx, endpoint_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(WebhookEndpoint, owner_name)``. Raises ``WebhookEndpointNotFound`` (404)."""
    query = _endpoints(ctx).where(WebhookEndpoint.id == endpoint_id).execution_options(populate_existing=True)
    row: Row[Any] | None = (
        await ctx.session.execute(query.with_for_update(of=WebhookEndpoint, key_share=True) if lock else query)
    ).first()
    if row is None:
        raise WebhookEndpointNotFound
    return row


async def list_endpoints(ctx: Ctx, *, limit: int, cursor: str | None) -> tuple[Sequence[Row[Any]], str | None]:
    """Newest first."""
    query = _endpoints(ctx)
    if cursor:
        query = query.where(WebhookEndpoint.id < decode_cursor("webhook_endpoints", cursor)[0])
    rows = (await ctx.session.execute(query.order_by(WebhookEndpoint.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, "webhook_endpoints", lambda row: [row.WebhookEndpoint.id])


async def update_endpoint(ctx: Ctx, row: Row[Any], data: WebhookEndpointPatch) -> Row[Any]:
    """Raises ``Invalid`` (422) and ``BeyondOwnRights`` (403). ``row`` must be locked."""
    endpoint, values = row.WebhookEndpoint, data.provided()
    await check_may_direct(ctx, endpoint)
    if "url" in values:
        values["url"] = _checked_url(data.url)
    if "event_types" in values:
        check_patterns(data.event_types, "/event_types")
        values["event_types"] = _patterns(data.event_types)
    if "headers" in values:
        merged = {**headers_of(endpoint), **values.pop("headers")}
        kept = {name: value for name, value in merged.items() if value is not None}
        if len(kept) > MAX_HEADERS:
            raise Invalid.at("/headers", "too_long", f"must be at most {MAX_HEADERS}")
        values |= _sealed_headers(endpoint.id, kept)
    shown = [name for name in values if name != "headers"]
    changes = diff({name: getattr(endpoint, name) for name in shown}, {name: values[name] for name in shown})
    if changes or values.get("headers") is not None:
        await _change(ctx, endpoint.id, **values)
        if endpoint.state == "enabled" and "event_types" in changes:
            await subscribe(ctx, CONSUMER, endpoint.id, values["event_types"])
        if "url" in changes:
            changes["url"] = Change(before=plain(endpoint.url), after=plain(values["url"]))
        ctx.emit(WebhookEndpointUpdated(subject_id=endpoint.id, url=plain(endpoint.url), changes=changes))
    return await get_endpoint(ctx, endpoint.id)


async def rotate_secret(ctx: Ctx, row: Row[Any], overlap_seconds: int) -> tuple[Row[Any], str]:
    """A new secret; the former one signs as well for ``overlap_seconds``. Raises ``BeyondOwnRights`` (403)."""
    endpoint, secret = row.WebhookEndpoint, _new_secret()
    await check_may_direct(ctx, endpoint)
    former: dict[str, Any] = {"previous_secret": None, "previous_secret_until": None}
    if overlap_seconds:
        former = {
            "previous_secret": endpoint.secret,
            "previous_secret_until": func.clock_timestamp() + timedelta(seconds=overlap_seconds),
        }
    await _change(ctx, endpoint.id, secret=seal(secret, _secret_of(endpoint.id)), **former)
    ctx.emit(
        WebhookEndpointSecretRotated(subject_id=endpoint.id, url=plain(endpoint.url), overlap_seconds=overlap_seconds)
    )
    return await get_endpoint(ctx, endpoint.id), secret


async def enable(ctx: Ctx, row: Row[Any]) -> Row[Any]:
    """Tell it again what happens. One whose owner is gone, or may no longer have it, becomes the actor's own. Raises
    ``BeyondOwnRights`` (403)."""
    endpoint = row.WebhookEndpoint
    taken_over: dict[str, Any] = {}
    if await owner_context(ctx, endpoint) is None:
        if ctx.member_id is None:
            raise OwnerRequired
        taken_over = {"owner_id": ctx.member_id, "scopes": _scopes(ctx)}
    else:
        await check_may_direct(ctx, endpoint)
    if endpoint.state != "enabled" or taken_over:
        await _change(
            ctx, endpoint.id, state="enabled", disabled_reason=None, disabled_at=None, failing_since=None, **taken_over
        )
        await subscribe(ctx, CONSUMER, endpoint.id, endpoint.event_types)
        ctx.emit(WebhookEndpointEnabled(subject_id=endpoint.id, url=plain(endpoint.url)))
    return await get_endpoint(ctx, endpoint.id)


async def disable(ctx: Ctx, endpoint: WebhookEndpoint, reason: str) -> None:
    """Stop telling it. What waits for it goes on waiting. ``endpoint`` must be locked."""
    if endpoint.state == "enabled":
        await _change(ctx, endpoint.id, state="disabled", disabled_reason=reason, disabled_at=func.clock_timestamp())
        await unsubscribe(ctx, CONSUMER, endpoint.id)
        ctx.emit(WebhookEndpointDisabled(subject_id=endpoint.id, url=plain(endpoint.url), reason=reason))


async def delete_endpoint(ctx: Ctx, endpoint: WebhookEndpoint) -> None:
    """With everything that waits for it, and its log."""
    await unsubscribe(ctx, CONSUMER, endpoint.id)
    await ctx.session.execute(
        delete(WebhookEndpoint).where(
            WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.id == endpoint.id
        )
    )
    ctx.emit(WebhookEndpointDeleted(subject_id=endpoint.id, url=plain(endpoint.url)))


async def note_outcome(ctx: Ctx, endpoint: WebhookEndpoint, *, failed: bool) -> datetime | None:
    """Keep since when nothing gets through, and return it. ``endpoint`` must be locked."""
    if failed == (endpoint.failing_since is not None):
        return endpoint.failing_since
    since = datetime.now(UTC) if failed else None
    own = (WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.id == endpoint.id)
    await ctx.session.execute(
        update(WebhookEndpoint).where(*own).values(failing_since=since).execution_options(synchronize_session=False)
    )
    return since


# Who it acts for -------------------------------------------------------------


async def owner_context(ctx: Ctx, endpoint: WebhookEndpoint) -> Ctx | None:
    """The context of the endpoint's owner with their present rights, in the same transaction. None when they may no
    longer have it."""
    if endpoint.owner_id is None:
        return None
    values = {"workspace_id": ctx.workspace_id, "owner_id": endpoint.owner_id}
    rights = (
        await ctx.session.execute(text("SELECT rights_of(:workspace_id, 'member', :owner_id)"), values)
    ).scalar_one_or_none()
    if rights is None:
        return None
    owner = context_from(rights, ctx.session)
    if endpoint.scopes is not None:
        owner = replace(
            owner,
            permissions=frozenset(
                permission for permission in owner.permissions if permission.value in endpoint.scopes
            ),
        )
    return owner if owner.may(P.webhooks_write) else None


async def check_may_direct(ctx: Ctx, endpoint: WebhookEndpoint) -> None:
    """Whether the actor may decide where an endpoint's payloads go: they would get to read what its owner sees. Raises
    ``BeyondOwnRights`` (403)."""
    if endpoint.owner_id is None:
        return
    holder = await get_member(ctx, endpoint.owner_id)
    granted = {permission.value for permission in permissions_of(holder.Role)}
    if endpoint.scopes is not None:
        granted &= set(endpoint.scopes)
    check_within_own_permissions(ctx, [permission for permission in P if permission.value in granted])
    if endpoint.owner_id != ctx.member_id:
        await check_may_grant(ctx, holder.Role, holder.Member.visibility, endpoint.owner_id)


def _scopes(ctx: Ctx) -> list[str] | None:
    """An API key's endpoint is told no more than the key may read; a member's follows the member."""
    return sorted(permission.value for permission in ctx.permissions) if ctx.actor.type == "api_key" else None


# Secrets ---------------------------------------------------------------------


def secrets_of(endpoint: WebhookEndpoint, now: datetime) -> list[str]:
    """What signs now: the secret, and during a rotation the former one as well."""
    found = [endpoint.secret]
    if (
        endpoint.previous_secret is not None
        and endpoint.previous_secret_until is not None
        and endpoint.previous_secret_until > now
    ):
        found.append(endpoint.previous_secret)
    return [unseal(sealed, _secret_of(endpoint.id)) for sealed in found]


def headers_of(endpoint: WebhookEndpoint) -> dict[str, str]:
    found: dict[str, str] = orjson.loads(unseal(endpoint.headers, _headers_of(endpoint.id))) if endpoint.headers else {}
    return found


def _sealed_headers(endpoint_id: UUID, headers: Mapping[str, str]) -> dict[str, Any]:
    names = {name.lower(): name for name in headers}
    if len(names) < len(headers):
        raise Invalid.at("/headers", "duplicate", "names a header twice")
    return {
        "headers": seal(orjson.dumps(dict(headers)).decode(), _headers_of(endpoint_id)),
        "header_names": sorted(headers),
    }


def _secret_of(endpoint_id: UUID) -> str:
    return f"webhook secret:{endpoint_id}"


def _headers_of(endpoint_id: UUID) -> str:
    return f"webhook headers:{endpoint_id}"


def _new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


# Below -----------------------------------------------------------------------


def _checked_url(url: str) -> str:
    try:
        checked = check_url(url)
    except UrlNotAllowed as error:
        raise Invalid.at("/url", error.reason, f"cannot be called: {error.detail.rstrip('.')}") from error
    if settings().env == "production" and not checked.startswith("https://"):
        raise Invalid.at("/url", "scheme", "must start with https://")
    return checked


def plain(url: str) -> str:
    """An address for logs: a query may hold a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _patterns(patterns: Sequence[str]) -> list[str]:
    return sorted(set(patterns))


def _endpoints(ctx: Ctx) -> Any:
    owner = and_(Member.workspace_id == WebhookEndpoint.workspace_id, Member.id == WebhookEndpoint.owner_id)
    return (
        select(WebhookEndpoint, Member.name.label("owner_name"))
        .outerjoin(Member, owner)
        .where(WebhookEndpoint.workspace_id == ctx.workspace_id)
    )


async def _change(ctx: Ctx, endpoint_id: UUID, **values: Any) -> None:
    own = (WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.id == endpoint_id)
    changed = (
        update(WebhookEndpoint)
        .where(*own)
        .values(**values, version=WebhookEndpoint.version + 1, updated_at=func.clock_timestamp())
    )
    await ctx.session.execute(changed.execution_options(synchronize_session=False))


# When a member leaves --------------------------------------------------------


async def _owned(ctx: Ctx, member_id: UUID) -> Sequence[WebhookEndpoint]:
    own = (WebhookEndpoint.workspace_id == ctx.workspace_id, WebhookEndpoint.owner_id == member_id)
    return (
        await ctx.session.scalars(
            select(WebhookEndpoint).where(*own).order_by(WebhookEndpoint.id).with_for_update(key_share=True)
        )
    ).all()


async def _unmet(ctx: Ctx, member_id: UUID) -> Unmet | None:
    count = len(await _owned(ctx, member_id))
    if not count:
        return None
    message = f"{count} webhook endpoint{'s act' if count > 1 else ' acts'} on their behalf. Say who takes over."
    return Unmet(code="owns_webhook_endpoints", message=message, fix=Fix(label="Show them", href="/settings/webhooks"))


async def _hand_over(ctx: Ctx, member_id: UUID, to_member_id: UUID) -> None:
    """Whoever leaves may know where payloads go, so an endpoint tells no more than its former owner was allowed."""
    leaving, heir = await get_member(ctx, member_id), await get_member(ctx, to_member_id)
    kept = {permission.value for permission in permissions_of(leaving.Role)}
    for endpoint in await _owned(ctx, member_id):
        scopes = sorted(kept if endpoint.scopes is None else kept & set(endpoint.scopes))
        await _change(ctx, endpoint.id, owner_id=to_member_id, scopes=scopes)
        changes = diff({"owner": leaving.Member.name}, {"owner": heir.Member.name})
        ctx.emit(WebhookEndpointUpdated(subject_id=endpoint.id, url=plain(endpoint.url), changes=changes))


HOLDINGS.append(Holding(_unmet, _hand_over))
