"""API keys for integrators: made and rolled within one's own rights, shown once, kept as hashes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, case, func, or_, select, update

from atrium.access.members.models import Member
from atrium.access.members.service import HOLDINGS, Holding, get_member
from atrium.access.roles.service import BeyondOwnRights, check_may_grant, check_within_own_permissions, permissions_of
from atrium.edge.api_keys.events import ApiKeyCreated, ApiKeyHandedOver, ApiKeyRevoked, ApiKeyRolled, ApiKeyUpdated
from atrium.edge.api_keys.models import ApiKey
from atrium.edge.api_keys.schemas import ApiKeyIn, ApiKeyPatch
from atrium.kernel.authentication import hash_token, new_key_secret
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, Fix, Forbidden, Invalid, NotFound, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import FOR_ONE_CUSTOMER, P
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers

STATE = case(
    (ApiKey.revoked_at.is_not(None), "revoked"),
    (ApiKey.expires_at <= func.clock_timestamp(), "expired"),
    else_="active",
)


class ApiKeyNotFound(NotFound):
    title = "There is no such API key"


class ApiKeyEnded(Conflict):
    code, title = "api-key-ended", "This API key no longer works"


class MemberRequired(Forbidden):
    code, title = "member-required", "A key acts for a member"


async def create_key(ctx: Ctx, data: ApiKeyIn) -> tuple[Row[Any], str]:
    """The row and the secret. Raises ``BeyondOwnRights`` and ``MemberRequired`` (403), ``Invalid`` (422)."""
    if ctx.member_id is None:
        raise MemberRequired
    await _check_customer(ctx, data.customer_id)
    _check_future(data.expires_at)
    await _check_within_own_key(ctx, data.scopes, data.customer_id, data.expires_at, data.networks)
    check_within_own_permissions(ctx, data.scopes)
    beyond = sorted(set(data.scopes) - FOR_ONE_CUSTOMER) if data.customer_id else []
    if beyond:
        raise Invalid.at("/scopes", "beyond_customer", f"reach beyond one customer: {', '.join(beyond)}")
    secret = new_key_secret()
    row = ApiKey(
        workspace_id=ctx.workspace_id,
        id=uuid7(),
        name=data.name,
        member_id=ctx.member_id,
        secret_hash=hash_token(secret),
        hint=secret[-4:],
        scopes=_stored(data.scopes),
        customer_id=data.customer_id,
        networks=data.networks,
        expires_at=data.expires_at,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    ctx.emit(
        ApiKeyCreated(customer_id=row.customer_id, subject_id=row.id, name=row.name, hint=row.hint, scopes=row.scopes)
    )
    return await get_key(ctx, row.id), secret


async def get_key(ctx: Ctx, key_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(ApiKey, member_name, state)``. Raises ``ApiKeyNotFound`` (404)."""
    query = _keys(ctx).where(ApiKey.id == key_id).execution_options(populate_existing=True)
    row = (await ctx.session.execute(query.with_for_update(of=ApiKey) if lock else query)).first()
    if row is None:
        raise ApiKeyNotFound
    return row


async def list_keys(
    ctx: Ctx, *, states: Sequence[str], member_id: UUID | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Newest first."""
    scope = f"api_keys:{sorted(states)}:{member_id}"
    query = _keys(ctx)
    if states:
        query = query.where(STATE.in_(states))
    if member_id is not None:
        query = query.where(ApiKey.member_id == member_id)
    if cursor:
        query = query.where(ApiKey.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(ApiKey.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.ApiKey.id])


async def update_key(ctx: Ctx, row: Row[Any], data: ApiKeyPatch) -> Row[Any]:
    """Raises ``ApiKeyEnded`` (409) when it was revoked, ``BeyondOwnRights`` (403), ``Invalid`` (422). ``row`` must be
    locked."""
    key, values = row.ApiKey, data.provided()
    if key.revoked_at is not None:
        raise ApiKeyEnded("It was revoked. Make a new one.")
    if "expires_at" in values:
        _check_future(data.expires_at)
    if "scopes" in values:
        check_within_own_permissions(ctx, data.scopes)
        values["scopes"] = _stored(data.scopes)
    before = {
        "name": key.name,
        "scopes": key.scopes,
        "expires_at": key.expires_at,
        "networks": [str(network) for network in key.networks],
    }
    after = {**before, **values}
    await _check_may_wield(ctx, key, after["scopes"], after["expires_at"], after["networks"])
    changes = diff({name: before[name] for name in values}, values)
    if changes:
        await _change(ctx, key.id, **values)
        ctx.emit(
            ApiKeyUpdated(
                customer_id=key.customer_id, subject_id=key.id, name=after["name"], hint=key.hint, changes=changes
            )
        )
    return await get_key(ctx, key.id)


async def roll_key(ctx: Ctx, row: Row[Any], overlap_seconds: int) -> tuple[Row[Any], str]:
    """A new secret; the old one works for ``overlap_seconds`` more, any older one no longer.

    Raises ``ApiKeyEnded`` (409) and ``BeyondOwnRights`` (403): whoever rolls a key gets to hold it."""
    key = row.ApiKey
    if row.state != "active":
        raise ApiKeyEnded(f"It is {row.state}. Make a new one.")
    await _check_may_wield(ctx, key, key.scopes, key.expires_at, [str(network) for network in key.networks])
    secret = new_key_secret()
    previous: dict[str, Any] = {"previous_hash": None, "previous_expires_at": None}
    if overlap_seconds:
        previous = {
            "previous_hash": key.secret_hash,
            "previous_expires_at": func.clock_timestamp() + timedelta(seconds=overlap_seconds),
        }
    await _change(ctx, key.id, secret_hash=hash_token(secret), hint=secret[-4:], **previous)
    ctx.emit(
        ApiKeyRolled(
            customer_id=key.customer_id,
            subject_id=key.id,
            name=key.name,
            hint=secret[-4:],
            overlap_seconds=overlap_seconds,
        )
    )
    return await get_key(ctx, key.id), secret


async def revoke_key(ctx: Ctx, row: Row[Any]) -> None:
    """Both its secrets stop working with this commit. Raises ``ApiKeyEnded`` (409) when they did already. ``row`` must
    be locked."""
    key = row.ApiKey
    if key.revoked_at is not None:
        raise ApiKeyEnded
    await _change(ctx, key.id, revoked_at=func.clock_timestamp(), previous_hash=None, previous_expires_at=None)
    ctx.emit(ApiKeyRevoked(customer_id=key.customer_id, subject_id=key.id, name=key.name, hint=key.hint))


def _keys(ctx: Ctx) -> Any:
    """Every key, or for a customer's own key that customer's."""
    member = and_(Member.workspace_id == ApiKey.workspace_id, Member.id == ApiKey.member_id)
    query = (
        select(ApiKey, Member.name.label("member_name"), STATE.label("state"))
        .join(Member, member)
        .where(ApiKey.workspace_id == ctx.workspace_id)
    )
    return query.where(ApiKey.customer_id == ctx.visibility.customer_id) if ctx.visibility.mode == "customer" else query


async def _change(ctx: Ctx, key_id: UUID, **values: Any) -> None:
    changed = (
        update(ApiKey)
        .where(ApiKey.workspace_id == ctx.workspace_id, ApiKey.id == key_id)
        .values(**values, version=ApiKey.version + 1, updated_at=func.now())
    )
    await ctx.session.execute(changed.execution_options(synchronize_session=False))


def _stored(scopes: Sequence[P]) -> list[str]:
    return sorted({scope.value for scope in scopes})


def _check_future(expires_at: datetime | None) -> None:
    if expires_at is not None and expires_at <= datetime.now(UTC):
        raise Invalid.at("/expires_at", "past", "must lie in the future")


async def _check_customer(ctx: Ctx, customer_id: UUID | None) -> None:
    if customer_id is None:
        return
    if (
        await ctx.session.scalar(select(Customer.id).where(visible_customers(ctx), Customer.id == customer_id))
    ) is None:
        raise Invalid.at("/customer_id", "unknown", "is not a customer that you see")


async def _check_may_wield(
    ctx: Ctx, key: ApiKey, scopes: Sequence[str], expires_at: datetime | None, networks: Sequence[str]
) -> None:
    """Whether the actor may hold this key, or change what it can do. Raises ``BeyondOwnRights`` (403).

    One's own key acts within one's own rights anyway; another member's acts with theirs."""
    if key.member_id != ctx.member_id:
        holder = await get_member(ctx, key.member_id)
        await check_may_grant(ctx, holder.Role, holder.Member.visibility, key.member_id)
    await _check_within_own_key(
        ctx, [P(scope) for scope in scopes if scope in set(P)], key.customer_id, expires_at, networks
    )


async def _check_within_own_key(
    ctx: Ctx, scopes: Sequence[P], customer_id: UUID | None, expires_at: datetime | None, networks: Sequence[str]
) -> None:
    """A key that manages keys makes none that can do more, live longer or be used from elsewhere than itself. Raises
    ``BeyondOwnRights`` (403)."""
    if ctx.actor.type != "api_key" or ctx.actor.id is None:
        return
    own = (await get_key(ctx, ctx.actor.id)).ApiKey
    check_within_own_permissions(ctx, scopes)
    if own.customer_id is not None and customer_id != own.customer_id:
        raise BeyondOwnRights("This key is limited to one customer, and so must be what it manages.")
    if own.expires_at is not None and (expires_at is None or expires_at > own.expires_at):
        raise BeyondOwnRights("A key cannot let another one live longer than itself.")
    if own.networks and not (networks and all(_lies_in(network, own.networks) for network in networks)):
        raise BeyondOwnRights("A key cannot let another one be used from elsewhere than itself.")


def _lies_in(network: str, allowed: Sequence[Any]) -> bool:
    inner = ip_network(network)
    return any(_contains(ip_network(str(outer)), inner) for outer in allowed)


def _contains(outer: IPv4Network | IPv6Network, inner: IPv4Network | IPv6Network) -> bool:
    return (
        outer.version == inner.version
        and int(outer.network_address) <= int(inner.network_address)
        and outer.prefixlen <= inner.prefixlen
        and (int(inner.broadcast_address) <= int(outer.broadcast_address))
    )


# When a member leaves --------------------------------------------------------


async def _working_keys(ctx: Ctx, member_id: UUID) -> Sequence[ApiKey]:
    own = (ApiKey.workspace_id == ctx.workspace_id, ApiKey.member_id == member_id, ApiKey.revoked_at.is_(None))
    query = select(ApiKey).where(*own, or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.clock_timestamp()))
    return (await ctx.session.scalars(query.order_by(ApiKey.id).with_for_update())).all()


async def _unmet(ctx: Ctx, member_id: UUID) -> Unmet | None:
    count = len(await _working_keys(ctx, member_id))
    if not count:
        return None
    fix = Fix(label="Show them", href=f"/settings/api-keys?member_id={member_id}")
    return Unmet(
        code="owns_api_keys",
        message=f"{count} API key{'s work' if count > 1 else ' works'} on their behalf. Say who takes over.",
        fix=fix,
    )


async def _hand_over(ctx: Ctx, member_id: UUID, to_member_id: UUID) -> None:
    """Keys keep at most what their member could do last: whoever leaves may know their secrets, and must not gain by
    leaving."""
    leaving, heir = await get_member(ctx, member_id), await get_member(ctx, to_member_id)
    kept = {permission.value for permission in permissions_of(leaving.Role)}
    for key in await _working_keys(ctx, member_id):
        scopes = [scope for scope in key.scopes if scope in kept]
        changes = diff(
            {"member": leaving.Member.name, "scopes": key.scopes}, {"member": heir.Member.name, "scopes": scopes}
        )
        await _change(ctx, key.id, member_id=to_member_id, scopes=scopes)
        ctx.emit(
            ApiKeyHandedOver(
                customer_id=key.customer_id, subject_id=key.id, name=key.name, hint=key.hint, changes=changes
            )
        )


HOLDINGS.append(Holding(_unmet, _hand_over))
