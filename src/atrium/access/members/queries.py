"""Statements about members, and light tables for what later slices keep about them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import and_, column, delete, func, insert, or_, select, table, update
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.accounts.queries import as_system
from atrium.access.members.models import Member
from atrium.access.roles.models import Role
from atrium.kernel.context import Ctx

workspaces = table("workspaces", column("id"), column("name"), column("colours"), column("locale"))
sessions = table("sessions", column("workspace_id"), column("user_id"))
folder_permissions = table(
    "folder_permissions",
    column("workspace_id"),
    column("folder_id"),
    column("role_id"),
    column("member_id"),
    column("level"),
)
customers = table(
    "customers",
    column("workspace_id"),
    column("id"),
    column("owner_id"),
    column("deleted_at"),
    column("version"),
    column("updated_at"),
)
customer_workers = table("customer_workers", column("workspace_id"), column("customer_id"), column("member_id"))


def members(ctx: Ctx) -> Any:
    """Rows ``(Member, Role)`` of the workspace."""
    role = and_(Role.workspace_id == Member.workspace_id, Role.id == Member.role_id)
    return select(Member, Role).join(Role, role).where(Member.workspace_id == ctx.workspace_id)


async def lock_member_and_owners(ctx: Ctx, member_id: UUID) -> set[UUID]:
    """Lock a member together with all active owners, always in the same order. Returns the ids of the active owners.

    Whoever takes an owner away holds this lock, so two of them cannot both leave the other as the last one."""
    owner_role = (
        select(Role.id).where(Role.workspace_id == ctx.workspace_id, Role.system_key == "owner").scalar_subquery()
    )
    is_owner = and_(Member.role_id == owner_role, Member.state == "active")
    query = select(Member.id, is_owner).where(
        Member.workspace_id == ctx.workspace_id, or_(Member.id == member_id, is_owner)
    )
    rows = await ctx.session.execute(query.order_by(Member.id).with_for_update(of=Member))
    return {found for found, owns in rows.all() if owns}


async def change_member(ctx: Ctx, member_id: UUID, **values: Any) -> None:
    statement = update(Member).where(Member.workspace_id == ctx.workspace_id, Member.id == member_id)
    changed = statement.values(**values, version=Member.version + 1, updated_at=func.now())
    await ctx.session.execute(changed.execution_options(synchronize_session=False))


async def end_sessions(ctx: Ctx, user_id: UUID) -> None:
    """Sign the person out of this workspace, on every device."""
    async with as_system(ctx.session) as session:
        await session.execute(
            delete(sessions).where(sessions.c.workspace_id == ctx.workspace_id, sessions.c.user_id == user_id)
        )


async def owned_customers(ctx: Ctx, member_id: UUID) -> int:
    """Customers that are not in the trash and have this owner, counted up to 1,001."""
    mine = and_(
        customers.c.workspace_id == ctx.workspace_id,
        customers.c.owner_id == member_id,
        customers.c.deleted_at.is_(None),
    )
    some = select(customers.c.id).where(mine).limit(1001).subquery()
    return (await ctx.session.execute(select(func.count()).select_from(some))).scalar_one()


async def hand_over_customers(ctx: Ctx, member_id: UUID, to_member_id: UUID | None) -> int:
    """Make someone else owner of every customer of this member (trash included) and worker in their place. Returns how
    many owners changed."""
    here = customers.c.workspace_id == ctx.workspace_id
    work = and_(customer_workers.c.workspace_id == ctx.workspace_id, customer_workers.c.member_id == member_id)
    changed = 0
    if to_member_id is not None:
        values = {"owner_id": to_member_id, "version": customers.c.version + 1, "updated_at": func.now()}
        rows = await ctx.session.execute(
            update(customers).where(here, customers.c.owner_id == member_id).values(**values).returning(customers.c.id)
        )
        changed = len(rows.all())
        taken = customer_workers.alias("taken")
        has_them = select(taken.c.customer_id).where(
            taken.c.workspace_id == ctx.workspace_id,
            taken.c.member_id == to_member_id,
            taken.c.customer_id == customer_workers.c.customer_id,
        )
        await ctx.session.execute(
            update(customer_workers).where(work, ~has_them.exists()).values(member_id=to_member_id)
        )
    await ctx.session.execute(delete(customer_workers).where(work))
    return changed


async def forget_folder_permissions(ctx: Ctx, member_id: UUID) -> None:
    """Whoever comes back later starts with what their role gives."""
    own = and_(folder_permissions.c.workspace_id == ctx.workspace_id, folder_permissions.c.member_id == member_id)
    await ctx.session.execute(delete(folder_permissions).where(own))


async def add_member(session: AsyncSession, values: Mapping[str, Any]) -> UUID:
    """A new member, or a removed one who comes back: their old row, so that what they once did stays theirs. Returns
    its id."""
    keys = (Member.workspace_id == values["workspace_id"], Member.user_id == values["user_id"])
    returned = {key: values[key] for key in ("role_id", "name", "email", "visibility")}
    back = (
        update(Member)
        .where(*keys, Member.state == "removed")
        .values(**returned, state="active", version=Member.version + 1, updated_at=func.now())
    )
    found = await session.scalar(back.returning(Member.id).execution_options(synchronize_session=False))
    return (
        found
        if found is not None
        else (await session.execute(insert(Member).values(**values).returning(Member.id))).scalar_one()
    )
