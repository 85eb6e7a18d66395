"""People in a workspace: their role and what they see, how they come in and how they leave."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.exc import IntegrityError

from atrium.access.accounts import service as accounts
from atrium.access.accounts.models import User
from atrium.access.accounts.queries import as_system
from atrium.access.members import queries
from atrium.access.members.events import MemberJoined, MemberReactivated, MemberRemoved, MemberSuspended, MemberUpdated
from atrium.access.members.models import Member
from atrium.access.members.schemas import MemberPatch
from atrium.access.roles import service as roles
from atrium.access.roles.models import Role
from atrium.access.roles.service import check_may_grant, check_within_own_rights
from atrium.adapters import images, storage
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import Conflict, FieldError, Fix, Invalid, NotFound, Unmet, note_unknown
from atrium.kernel.events import diff, write_pending
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.system import system_transaction


class MemberNotFound(NotFound):
    title = "There is no such member"


class MemberGone(Conflict):
    code, title = "member-removed", "This member was removed"


class OwnMembership(Conflict):
    code, title = "own-membership", "Nobody can suspend themselves"


class LastOwner(Conflict):
    code, title = "last-owner", "A workspace needs an owner"


class MustHandOver(Conflict):
    code, title = "must-hand-over", "This member still owns something"


class AlreadyMember(Conflict):
    code, title = "already-member", "This person is in the workspace already"


class NoAvatar(NotFound):
    title = "There is no picture"


@dataclass(frozen=True, slots=True)
class Holding:
    """What a member may own that somebody else must take over before they go. Slices register theirs in ``HOLDINGS``.

    ``unmet`` says what there is, or None; ``hand_over`` passes it on to another member, in the same transaction."""

    unmet: Callable[[Ctx, UUID], Awaitable[Unmet | None]]
    hand_over: Callable[[Ctx, UUID, UUID], Awaitable[None]]


HOLDINGS: list[Holding] = []


# Members ---------------------------------------------------------------------


async def get_member(ctx: Ctx, member_id: UUID) -> Row[Any]:
    """The row ``(Member, Role)``. Raises ``MemberNotFound`` (404)."""
    query = queries.members(ctx).where(Member.id == member_id)
    row: Row[Any] | None = (await ctx.session.execute(query.execution_options(populate_existing=True))).first()
    if row is None:
        raise MemberNotFound
    return row


async def lock_member(ctx: Ctx, member_id: UUID) -> tuple[Row[Any], set[UUID]]:
    """The row ``(Member, Role)``, kept unchanged by others, and the ids of the active owners. Raises ``MemberNotFound``
    (404)."""
    owners = await queries.lock_member_and_owners(ctx, member_id)
    return await get_member(ctx, member_id), owners


async def check_members(ctx: Ctx, member_ids: Sequence[UUID], pointer: str, errors: list[FieldError]) -> None:
    """Also raises ``ScopeMissing`` (403) when someone assigns others without the permission to."""
    if any(member_id != ctx.member_id for member_id in member_ids):
        ctx.require(P.customers_assign)
    if member_ids:
        query = select(Member.id).where(
            Member.workspace_id == ctx.workspace_id, Member.id.in_(member_ids), Member.state == "active"
        )
        note_unknown(
            member_ids,
            set(await ctx.session.scalars(query)),
            pointer,
            "is not an active member of this workspace",
            errors,
        )


async def list_members(
    ctx: Ctx, *, q: str | None, states: Sequence[str], role_id: UUID | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """A to Z. Without ``states`` removed members are left out; ``q`` is looked for in names and addresses."""
    scope = f"members:{q}:{sorted(states)}:{role_id}"
    query = queries.members(ctx).where(Member.state.in_(states or ("active", "suspended")))
    if role_id is not None:
        query = query.where(Member.role_id == role_id)
    if q:
        query = query.where(
            or_(func.strpos(func.lower(Member.name), q.lower()) > 0, func.strpos(Member.email, q.lower()) > 0)
        )
    order = (func.lower(Member.name), Member.id)
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[False, False]))
    rows = (
        await ctx.session.execute(query.add_columns(order[0].label("sort_key")).order_by(*order).limit(limit + 1))
    ).all()
    return page_of(rows, limit, scope, lambda row: [row.sort_key, row.Member.id])


async def update_member(ctx: Ctx, row: Row[Any], owners: set[UUID], data: MemberPatch) -> Row[Any]:
    """Raises ``BeyondOwnRights`` (403), ``LastOwner``, ``OwnMembership`` and ``MemberGone`` (409), ``Invalid`` (422).
    Call ``lock_member`` first."""
    member, role, values = row.Member, row.Role, data.provided()
    if member.state == "removed":
        raise MemberGone(f"Invite {member.email} again.")
    check_within_own_rights(ctx, role)
    wanted = await named_role(ctx, data.role_id) if "role_id" in values else role
    if wanted.system_key == "owner":
        values.setdefault("visibility", "all")
    if wanted.id != role.id or "visibility" in values:
        await check_may_grant(ctx, wanted, values.get("visibility", member.visibility), member.id)
    if values.get("state") == "suspended" and member.id == ctx.member_id:
        raise OwnMembership("Ask another member to do it.")
    if wanted.system_key != "owner" or values.get("state") == "suspended":
        _keep_an_owner(member, owners)
    changes = diff({key: getattr(member, key) for key in values}, values)
    if changes:
        await queries.change_member(ctx, member.id, **values)
    state = changes.pop("state", None)
    if "role_id" in changes:
        changes = {**changes, **diff({"role": role.name}, {"role": wanted.name})}
        del changes["role_id"]
    if changes:
        ctx.emit(MemberUpdated(subject_id=member.id, name=member.name, changes=changes))
    if state is not None:
        if state.after == "suspended":
            await queries.end_sessions(ctx, member.user_id)
        ctx.emit(
            (MemberSuspended if state.after == "suspended" else MemberReactivated)(
                subject_id=member.id, name=member.name
            )
        )
    return await get_member(ctx, member.id)


async def remove_member(ctx: Ctx, row: Row[Any], owners: set[UUID], transfer_to: UUID | None) -> None:
    """Takes the person out; what they did stays theirs. Call ``lock_member`` first.

    Raises ``MustHandOver`` (409, with what they own) unless ``transfer_to`` names who takes it over, ``LastOwner`` and
    ``MemberGone`` (409), ``BeyondOwnRights`` (403), ``Invalid`` (422) for a bad ``transfer_to``."""
    member = row.Member
    if member.state == "removed":
        raise MemberGone
    check_within_own_rights(ctx, row.Role)
    _keep_an_owner(member, owners)
    if transfer_to is None:
        found = [await _owned_customers(ctx, member.id), *[await holding.unmet(ctx, member.id) for holding in HOLDINGS]]
        unmet = [reason for reason in found if reason is not None]
        if unmet:
            raise MustHandOver(" ".join(reason.message for reason in unmet), unmet=unmet)
    else:
        await _check_heir(ctx, member, transfer_to)
        for holding in HOLDINGS:
            await holding.hand_over(ctx, member.id, transfer_to)
    customers = await queries.hand_over_customers(ctx, member.id, transfer_to)
    await queries.forget_folder_permissions(ctx, member.id)
    await queries.end_sessions(ctx, member.user_id)
    # A removed member keeps no role, so that a role of the workspace's own can be deleted.
    viewer = select(Role.id).where(Role.workspace_id == ctx.workspace_id, Role.system_key == "viewer").scalar_subquery()
    await queries.change_member(ctx, member.id, state="removed", role_id=viewer, visibility="assigned")
    ctx.emit(MemberRemoved(subject_id=member.id, name=member.name, transferred_to=transfer_to, customers=customers))


async def create_member(workspace_id: UUID, email: str, password: str, role: str, name: str) -> UUID:
    """Add a person to a workspace from the command line; someone who has an account keeps their password. Returns the
    member's id.

    Raises ``AlreadyMember`` (409), ``RoleNotFound`` (404), and what ``accounts.create_user`` raises."""
    async with transaction(database().session(workspace_id)) as session:
        found = await roles.find_role(session, workspace_id, role)
        async with as_system(session):
            user = await accounts.find_user_by_email(session, email) or await accounts.create_user(
                session, email, name, password
            )
        ctx = Ctx(
            session=session, workspace_id=workspace_id, actor=Actor("system", None, "Atrium"), permissions=frozenset()
        )
        member_id = await join(ctx, user, found, name=name)
        await write_pending(ctx)
    return member_id


async def create_member_from_shell(workspace: str, email: str, password: str, name: str, role: str) -> UUID:
    """``create_member`` for a workspace given by name or id. Raises ``Invalid`` (422) when none or several have the
    name."""
    async with system_transaction() as session:
        named = queries.workspaces.c.name == workspace
        with suppress(ValueError):
            named = queries.workspaces.c.id == UUID(workspace)
        found = (await session.execute(select(queries.workspaces.c.id).where(named).limit(2))).scalars().all()
    if len(found) != 1:
        raise Invalid(
            "There is no workspace with this name." if not found else "Several workspaces have this name: give the id."
        )
    return await create_member(found[0], email, password, role, name)


async def join(
    ctx: Ctx, user: User, role: Role, *, name: str, visibility: str = "all", invitation_id: UUID | None = None
) -> UUID:
    """Make a person a member and return the member's id. Without an actor of its own, ``ctx`` acts as the new member
    from here on.

    Raises ``AlreadyMember`` (409)."""
    own = {"user_id": user.id, "name": name, "email": user.email, "role_id": role.id, "visibility": visibility}
    try:
        async with ctx.session.begin_nested():
            member_id = await queries.add_member(ctx.session, {"workspace_id": ctx.workspace_id, "id": uuid7(), **own})
    except IntegrityError as error:
        raise AlreadyMember from error
    if ctx.actor.id is None:
        ctx.actor = Actor("member", member_id, name)
    ctx.emit(MemberJoined(subject_id=member_id, name=name, role=role.name, invitation_id=invitation_id))
    return member_id


def _keep_an_owner(member: Member, owners: set[UUID]) -> None:
    if owners == {member.id}:
        raise LastOwner("Make someone else an owner first.")


async def named_role(ctx: Ctx, role_id: UUID) -> Role:
    """The role that a body names as ``role_id``. Raises ``Invalid`` (422)."""
    role = await ctx.session.get(Role, (ctx.workspace_id, role_id))
    if role is None:
        raise Invalid.at("/role_id", "unknown", "is not a role of this workspace")
    return role


async def _owned_customers(ctx: Ctx, member_id: UUID) -> Unmet | None:
    count = await queries.owned_customers(ctx, member_id)
    if not count:
        return None
    number = "More than 1,000" if count > 1000 else str(count)
    fix = Fix(label="Show them", href=f"/customers?owner_id={member_id}")
    return Unmet(
        code="owns_customers",
        message=f"{number} customer{'s have' if count > 1 else ' has'} this owner. Say who takes over.",
        fix=fix,
    )


async def _check_heir(ctx: Ctx, member: Member, heir_id: UUID) -> None:
    place = "query/transfer_to"
    heir = (
        await ctx.session.execute(queries.members(ctx).where(Member.id == heir_id, Member.state == "active"))
    ).first()
    if heir is None or heir_id == member.id:
        raise Invalid.at(place, "unknown", "is not another active member of this workspace")
    # API keys act with the rights of whoever holds them: they must not rise by changing hands.
    if heir_id != ctx.member_id:
        await check_may_grant(ctx, heir.Role, heir.Member.visibility, heir_id)


# Pictures --------------------------------------------------------------------


async def set_avatar(ctx: Ctx, member: Member, content: bytes | None) -> Row[Any]:
    """Show this picture, or none. One's own, or that of someone the actor may manage. Raises ``NotAnImage`` (422),
    ``ScopeMissing`` (403)."""
    if ctx.actor.type != "member" or ctx.member_id != member.id:
        ctx.require(P.members_manage)
        check_within_own_rights(ctx, (await get_member(ctx, member.id)).Role)
    key = None if content is None else await store_picture(ctx, "avatar", content)
    await queries.change_member(ctx, member.id, avatar_key=key)
    delete_after_commit(ctx, member.avatar_key)
    return await get_member(ctx, member.id)


async def avatar(member: Member) -> bytes:
    """The picture as WebP. Raises ``NoAvatar`` (404)."""
    if member.avatar_key is None:
        raise NoAvatar
    return await storage.get_bytes(member.avatar_key, images.AVATAR_MAX_BYTES * 2)


async def store_picture(ctx: Ctx, kind: str, content: bytes) -> str:
    """Encode a picture anew, store it under a new key and return that. Raises ``NotAnImage`` (422)."""
    clean = await images.avatar(content)

    async def whole() -> AsyncIterator[bytes]:
        yield clean

    key = f"{ctx.workspace_id}/{kind}/{uuid7()}.webp"
    await storage.put_stream(key, whole(), len(clean))
    return key


def delete_after_commit(ctx: Ctx, key: str | None) -> None:
    """Delete a file that nothing refers to once this is committed. It may stay behind when storage is away, which only
    costs its room."""

    async def forget() -> None:
        if key is not None:
            with suppress(storage.StorageUnavailable):
                await storage.delete(key)

    ctx.after_commit.append(forget)
