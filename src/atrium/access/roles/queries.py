"""What depends on a role in slices that come after this one, read through light tables."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, column, exists, func, or_, select, table

from atrium.access.roles.models import Role
from atrium.kernel.context import Ctx

members = table("members", column("workspace_id"), column("role_id"), column("state"))
invitations = table(
    "invitations",
    column("workspace_id"),
    column("role_id"),
    column("accepted_at"),
    column("revoked_at"),
    column("expires_at"),
)
folders = table("folders", column("workspace_id"), column("id"), column("parent_id"))
folder_permissions = table(
    "folder_permissions", *map(column, ("workspace_id", "folder_id", "role_id", "member_id", "level"))
)
field_roles = table(
    "custom_field_roles", column("workspace_id"), column("field_id"), column("role_id"), column("access")
)


def member_count() -> ScalarSelect[int]:
    """How many people have the role of the enclosing query. Removed members do not count: they keep no role."""
    mine = and_(members.c.workspace_id == Role.workspace_id, members.c.role_id == Role.id, members.c.state != "removed")
    return select(func.count()).select_from(members).where(mine).correlate(Role).scalar_subquery()


def roles(ctx: Ctx) -> Any:
    """Rows ``(Role, members)`` of the workspace."""
    return select(Role, member_count().label("members")).where(Role.workspace_id == ctx.workspace_id)


async def open_invitations(ctx: Ctx, role_id: UUID) -> int:
    """How many invitations would still give somebody this role."""
    is_open = and_(
        invitations.c.accepted_at.is_(None), invitations.c.revoked_at.is_(None), invitations.c.expires_at > func.now()
    )
    query = (
        select(func.count())
        .select_from(invitations)
        .where(invitations.c.workspace_id == ctx.workspace_id, invitations.c.role_id == role_id, is_open)
    )
    return (await ctx.session.execute(query)).scalar_one()


async def fields_it_guards_alone(ctx: Ctx, role_id: UUID) -> int:
    """How many custom fields would be open to everybody without this role, because it is the only one named for
    them."""
    other = field_roles.alias("other")
    named: ColumnElement[bool] = and_(field_roles.c.workspace_id == ctx.workspace_id, field_roles.c.role_id == role_id)
    same = and_(
        other.c.workspace_id == field_roles.c.workspace_id,
        other.c.field_id == field_roles.c.field_id,
        other.c.access == field_roles.c.access,
    )
    others = exists().where(same, other.c.role_id != role_id)
    query = select(func.count(func.distinct(field_roles.c.field_id))).where(named, ~others)
    return (await ctx.session.execute(query)).scalar_one()


async def folder_levels(ctx: Ctx, role_id: UUID, member_id: UUID | None) -> Mapping[UUID, str]:
    """The effective level of every restricted or granted folder for someone with this role, as ``rights_of_member()``
    works it out."""
    grantee: ColumnElement[bool] = folder_permissions.c.role_id == role_id
    if member_id is not None:
        grantee = or_(grantee, folder_permissions.c.member_id == member_id)
    query = select(folder_permissions.c.folder_id, folder_permissions.c.level, folder_permissions.c.member_id)
    rows = await ctx.session.execute(query.where(folder_permissions.c.workspace_id == ctx.workspace_id, grantee))
    # A member's own row comes last and beats the role's.
    own = {row.folder_id: row.level for row in sorted(rows.all(), key=lambda row: row.member_id is not None)}
    if not own:
        return {}
    tree = await ctx.session.execute(
        select(folders.c.id, folders.c.parent_id).where(folders.c.workspace_id == ctx.workspace_id)
    )
    parents: dict[UUID, UUID | None] = {row.id: row.parent_id for row in tree.all()}
    levels: dict[UUID, str] = {}
    for folder in parents:
        nearest: UUID | None = folder
        while nearest is not None and nearest not in own:
            nearest = parents.get(nearest)
        if nearest is not None:
            levels[folder] = own[nearest]
    return levels
