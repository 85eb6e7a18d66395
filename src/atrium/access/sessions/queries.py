"""Statements about sessions, and about which workspaces a person can enter. They need ``accounts.queries.as_system``
unless they say otherwise."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import Row, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.members.models import Member
from atrium.access.roles.models import Role
from atrium.access.sessions.models import LoginSession
from atrium.access.workspaces.models import Workspace
from atrium.kernel.context import Ctx
from atrium.kernel.paging import after

Membership: TypeAlias = Row[UUID, str, UUID]


async def memberships(session: AsyncSession, user_id: UUID) -> Sequence[Membership]:
    """``(workspace_id, workspace_name, member_id)`` of every workspace the person may enter, the last entered first."""
    query = (
        select(Member.workspace_id, Workspace.name.label("workspace_name"), Member.id.label("member_id"))
        .join(Workspace, Workspace.id == Member.workspace_id)
        .where(Member.user_id == user_id, Member.state == "active")
        .order_by(Member.last_seen_at.desc().nulls_last(), Member.id.desc())
        .limit(1000)
    )
    return (await session.execute(query)).all()


async def insert_session(
    session: AsyncSession,
    *,
    user_id: UUID,
    workspace_id: UUID,
    token_hash: bytes,
    user_agent: str,
    address: str,
    days: int,
) -> UUID:
    now = func.now()
    row = LoginSession(
        user_id=user_id,
        workspace_id=workspace_id,
        token_hash=token_hash,
        user_agent=user_agent,
        address=address,
        created_at=now,
        last_used_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    await session.flush()
    return row.id


async def delete_sessions(session: AsyncSession, *conditions: Any) -> int:
    """Returns how many ended."""
    gone = await session.scalars(
        delete(LoginSession).where(*conditions).returning(LoginSession.id).execution_options(synchronize_session=False)
    )
    return len(gone.all())


async def move_session(session: AsyncSession, session_id: UUID, workspace_id: UUID) -> None:
    await session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id)
        .values(workspace_id=workspace_id)
        .execution_options(synchronize_session=False)
    )


async def sessions_of(
    session: AsyncSession, user_id: UUID, limit: int, key: list[Any] | None
) -> Sequence[Row[LoginSession, str]]:
    """``(LoginSession, workspace_name)`` of sessions that still run, the newest first, ``limit + 1`` of them."""
    query = (
        select(LoginSession, Workspace.name.label("workspace_name"))
        .join(Workspace, Workspace.id == LoginSession.workspace_id)
        .where(LoginSession.user_id == user_id, LoginSession.expires_at > func.clock_timestamp())
    )
    if key is not None:
        query = query.where(after((LoginSession.id,), key, descending=[True]))
    return (await session.execute(query.order_by(LoginSession.id.desc()).limit(limit + 1))).all()


async def delete_expired(session: AsyncSession, limit: int) -> int:
    """Returns how many of at most ``limit`` were deleted."""
    chosen = (
        select(LoginSession.id)
        .where(LoginSession.expires_at <= func.clock_timestamp())
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return await delete_sessions(session, LoginSession.id.in_(chosen))


async def own_place(ctx: Ctx) -> Row[Member, Workspace, Role]:
    """``(Member, Workspace, Role)`` of the caller. Reads with the workspace's own rights."""
    query = (
        select(Member, Workspace, Role)
        .join(Workspace, Workspace.id == Member.workspace_id)
        .join(Role, (Role.workspace_id == Member.workspace_id) & (Role.id == Member.role_id))
        .where(Member.workspace_id == ctx.workspace_id, Member.id == ctx.member_id)
    )
    return (await ctx.session.execute(query.execution_options(populate_existing=True))).one()


async def enter_workspace(session: AsyncSession, workspace_id: UUID) -> None:
    """From here on the transaction sees this workspace and no other."""
    await session.execute(text("SELECT set_config('atrium.workspace_id', :id, true)"), {"id": str(workspace_id)})
    session.info["workspace_id"] = workspace_id


async def note_seen(ctx: Ctx) -> None:
    """The member entered the workspace. Writes with the workspace's own rights."""
    statement = (
        update(Member)
        .where(Member.workspace_id == ctx.workspace_id, Member.id == ctx.member_id)
        .values(last_seen_at=func.now())
    )
    await ctx.session.execute(statement.execution_options(synchronize_session=False))
