"""Roles: the five built-in ones and the workspace's own. Nobody can make a role that allows more than they may
themselves."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.roles import queries
from atrium.access.roles.events import RoleCreated, RoleDeleted, RoleUpdated
from atrium.access.roles.models import Role
from atrium.access.roles.schemas import RoleIn, RolePatch
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, Fix, Forbidden, Invalid, NotFound, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import BUILT_IN, P

_REACH = {"customer": 0, "assigned": 1, "folders": 2, "all": 3}
_LEVEL = {"none": 0, "read": 1, "write": 2, "manage": 3}
DESCRIPTIONS = {
    "owner": "May do everything. A workspace always has at least one.",
    "admin": "May do everything but make or change owners.",
    "manager": "Runs the daily work: customers, folders, fields, imports and exports.",
    "agent": "Works with customers.",
    "viewer": "Looks and changes nothing.",
}


class RoleNotFound(NotFound):
    title = "There is no such role"


class RoleNameTaken(Conflict):
    code, title = "name-taken", "This name is taken"


class RoleBuiltIn(Conflict):
    code, title = "role-built-in", "Built-in roles cannot be changed"


class RoleInUse(Conflict):
    code, title = "role-in-use", "This role is still in use"


class BeyondOwnRights(Forbidden):
    code, title = "beyond-own-rights", "Nobody can give or take rights that they do not have"


def permissions_of(role: Role) -> frozenset[P]:
    """What a role allows. Built-in ones take theirs from the code, so that an upgrade's new permissions are there."""
    if role.system_key in BUILT_IN:
        return BUILT_IN[role.system_key]
    stored = set(role.permissions)
    return frozenset(permission for permission in P if permission.value in stored)


def check_within_own_permissions(ctx: Ctx, permissions: Iterable[P]) -> None:
    """Raises ``BeyondOwnRights`` (403) naming the permissions that the actor lacks."""
    missing = sorted(set(permissions) - ctx.permissions)
    if missing:
        raise BeyondOwnRights(f"You lack {', '.join(missing[:5])}{' and more' if len(missing) > 5 else ''}.")


def check_within_own_rights(ctx: Ctx, role: Role) -> None:
    """Whether the actor may give this role to someone, or change someone who has it. Raises ``BeyondOwnRights`` (403).

    Admins may do what owners may, but only owners make and unmake owners."""
    check_within_own_permissions(ctx, permissions_of(role))
    if role.system_key == "owner" and ctx.role_id != role.id:
        raise BeyondOwnRights("Only an owner can make, change or remove an owner.")


async def check_may_grant(
    ctx: Ctx, role: Role, visibility: str, member_id: UUID | None = None, pointer: str = "/visibility"
) -> None:
    """Whether the actor may let someone (``member_id``, or someone new) have this role and see this much.

    Raises ``BeyondOwnRights`` (403), and ``Invalid`` (422) for an owner who would not see everything."""
    check_within_own_rights(ctx, role)
    if role.system_key == "owner" and visibility != "all":
        raise Invalid.at(pointer, "owner_sees_all", "must be all for an owner")
    sight = ctx.visibility
    if _REACH[visibility] > _REACH[sight.mode]:
        raise BeyondOwnRights("You cannot let someone see more customers than you see.")
    if sight.mode == "all" and not sight.folder_levels:
        return
    theirs = await queries.folder_levels(ctx, role.id, member_id)
    for folder, level in sight.folder_levels.items():
        if _LEVEL[theirs.get(folder, "manage")] > _LEVEL[level] and (visibility != "folders" or folder in theirs):
            raise BeyondOwnRights("This role may do more in a folder than you may.")
    granted = {folder for folder, level in theirs.items() if level != "none"}
    if sight.mode == visibility == "folders" and not granted <= set(sight.granted_folder_ids):
        raise BeyondOwnRights("This role sees a folder that you do not see.")


async def create_role(ctx: Ctx, data: RoleIn) -> Row[Any]:
    """Raises ``RoleNameTaken`` (409) and ``BeyondOwnRights`` (403)."""
    check_within_own_permissions(ctx, data.permissions)
    row = Role(
        workspace_id=ctx.workspace_id,
        id=uuid7(),
        name=data.name,
        description=data.description,
        permissions=_stored(data.permissions),
    )
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise RoleNameTaken("There is another role with this name.") from error
    ctx.emit(RoleCreated(subject_id=row.id, name=row.name, permissions=row.permissions))
    return await get_role(ctx, row.id)


async def get_role(ctx: Ctx, role_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(Role, members)``. Raises ``RoleNotFound`` (404)."""
    query = queries.roles(ctx).where(Role.id == role_id).execution_options(populate_existing=True)
    row: Row[Any] | None = (await ctx.session.execute(query.with_for_update(of=Role) if lock else query)).first()
    if row is None:
        raise RoleNotFound
    return row


async def list_roles(ctx: Ctx, limit: int, cursor: str | None) -> tuple[Sequence[Row[Any]], str | None]:
    """A to Z."""
    order = (func.lower(Role.name), Role.id)
    query = queries.roles(ctx)
    if cursor:
        query = query.where(after(order, decode_cursor("roles", cursor), descending=[False, False]))
    rows = (
        await ctx.session.execute(query.add_columns(order[0].label("sort_key")).order_by(*order).limit(limit + 1))
    ).all()
    return page_of(rows, limit, "roles", lambda row: [row.sort_key, row.Role.id])


async def update_role(ctx: Ctx, role: Role, data: RolePatch) -> Row[Any]:
    """Raises ``RoleBuiltIn`` and ``RoleNameTaken`` (409), and ``BeyondOwnRights`` (403) when it allows, or would allow,
    more than the actor."""
    _check_own(role)
    values = data.provided()
    check_within_own_permissions(ctx, permissions_of(role))
    if "permissions" in values:
        check_within_own_permissions(ctx, data.permissions)
        values["permissions"] = _stored(data.permissions)
    changes = diff({key: getattr(role, key) for key in values}, values)
    if changes:
        statement = update(Role).where(Role.workspace_id == ctx.workspace_id, Role.id == role.id)
        try:
            async with ctx.session.begin_nested():
                changed = statement.values(**values, version=Role.version + 1, updated_at=func.now())
                await ctx.session.execute(changed.execution_options(synchronize_session=False))
        except IntegrityError as error:
            raise RoleNameTaken("There is another role with this name.") from error
        ctx.emit(RoleUpdated(subject_id=role.id, name=values.get("name", role.name), changes=changes))
    return await get_role(ctx, role.id)


async def delete_role(ctx: Ctx, role: Role, members: int) -> None:
    """Raises ``RoleBuiltIn`` or ``RoleInUse`` (409, with what is in the way), and ``BeyondOwnRights`` (403)."""
    _check_own(role)
    check_within_own_permissions(ctx, permissions_of(role))
    unmet = []
    if members:
        fix = Fix(label="Show them", href=f"/settings/members?role_id={role.id}")
        unmet.append(
            Unmet(
                code="has_members",
                message=f"{_count(members, 'member has', 'members have')} this role. Give them another one first.",
                fix=fix,
            )
        )
    if invited := await queries.open_invitations(ctx, role.id):
        fix = Fix(label="Show invitations", href="/settings/members/invitations")
        unmet.append(
            Unmet(
                code="has_invitations",
                message=f"{_count(invited, 'open invitation gives', 'open invitations give')} this role.",
                fix=fix,
            )
        )
    if fields := await queries.fields_it_guards_alone(ctx, role.id):
        fix = Fix(label="Show custom fields", href="/settings/custom-fields")
        unmet.append(
            Unmet(
                code="guards_fields",
                message=f"{_count(fields, 'custom field', 'custom fields')} would be open to everybody without it.",
                fix=fix,
            )
        )
    if unmet:
        raise RoleInUse(" ".join(reason.message for reason in unmet), unmet=unmet)
    await ctx.session.execute(
        delete(Role)
        .where(Role.workspace_id == ctx.workspace_id, Role.id == role.id)
        .execution_options(synchronize_session=False)
    )
    ctx.emit(RoleDeleted(subject_id=role.id, name=role.name))


async def create_built_in(session: AsyncSession, workspace_id: UUID) -> dict[str, UUID]:
    """The five built-in roles of a new workspace, in a session of that workspace: their ids by ``system_key``."""
    ids = {key: uuid7() for key in BUILT_IN}
    for key, role_id in ids.items():
        permissions = _stored(BUILT_IN[key])
        session.add(
            Role(
                workspace_id=workspace_id,
                id=role_id,
                name=key.title(),
                description=DESCRIPTIONS[key],
                system_key=key,
                permissions=permissions,
            )
        )
    await session.flush()
    return ids


async def find_role(session: AsyncSession, workspace_id: UUID, name: str) -> Role:
    """The role with this name or built-in key, whatever its case. Raises ``RoleNotFound`` (404)."""
    wanted = func.lower(name.strip())
    query = select(Role).where(
        Role.workspace_id == workspace_id, (func.lower(Role.name) == wanted) | (Role.system_key == wanted)
    )
    role = (await session.scalars(query.order_by(Role.system_key.nulls_last()).limit(1))).first()
    if role is None:
        raise RoleNotFound(f"There is no role {name}.")
    return role


def _check_own(role: Role) -> None:
    if role.system_key:
        raise RoleBuiltIn(f"{role.name} is a built-in role. Make one of your own instead.")


def _stored(permissions: Iterable[P]) -> list[str]:
    return sorted({permission.value for permission in permissions})


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
