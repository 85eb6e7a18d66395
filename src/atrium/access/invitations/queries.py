"""Statements about invitations."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, case, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.accounts.models import User
from atrium.access.members.models import Invitation, Member
from atrium.access.members.queries import workspaces
from atrium.access.roles.models import Role
from atrium.kernel.context import Ctx

STATE = case(
    (Invitation.accepted_at.is_not(None), "accepted"),
    (Invitation.revoked_at.is_not(None), "revoked"),
    (Invitation.expires_at <= func.clock_timestamp(), "expired"),
    else_="open",
)


def invitations(ctx: Ctx) -> Any:
    """Rows ``(Invitation, Role, state)`` of the workspace."""
    role = and_(Role.workspace_id == Invitation.workspace_id, Role.id == Invitation.role_id)
    return (
        select(Invitation, Role, STATE.label("state"))
        .join(Role, role)
        .where(Invitation.workspace_id == ctx.workspace_id)
    )


def still_open() -> tuple[ColumnElement[bool], ...]:
    """What an invitation must fulfil to be accepted."""
    return (
        Invitation.accepted_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > func.clock_timestamp(),
    )


def unsettled(ctx: Ctx, email: str) -> tuple[ColumnElement[bool], ...]:
    """The one invitation of this address that was neither accepted nor revoked, expired or not."""
    settled = (Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
    return Invitation.workspace_id == ctx.workspace_id, Invitation.email == email, *settled


async def present_member(ctx: Ctx, email: str) -> UUID | None:
    """Who has this address and was not removed."""
    query = select(Member.id).where(
        Member.workspace_id == ctx.workspace_id, Member.email == email, Member.state != "removed"
    )
    return await ctx.session.scalar(query.limit(1))


async def change_invitation(session: AsyncSession, workspace_id: UUID, *conditions: Any, **values: Any) -> UUID | None:
    """Change the one invitation for which the conditions hold. None when they hold for none."""
    statement = update(Invitation).where(Invitation.workspace_id == workspace_id, *conditions).values(**values)
    return (
        await session.execute(statement.returning(Invitation.id).execution_options(synchronize_session=False))
    ).scalar_one_or_none()


async def invitation_by_token(session: AsyncSession, token_hash: bytes) -> Row[Any] | None:
    """The row ``(Invitation, role_name, workspace_name, state, User or None)``, in a session of
    ``system_transaction()``."""
    role = and_(Role.workspace_id == Invitation.workspace_id, Role.id == Invitation.role_id)
    query = (
        select(
            Invitation,
            Role.name.label("role_name"),
            workspaces.c.name.label("workspace_name"),
            STATE.label("state"),
            User,
        )
        .join(Role, role)
        .join(workspaces, workspaces.c.id == Invitation.workspace_id)
        .outerjoin(User, User.email == Invitation.email)
        .where(Invitation.token_hash == token_hash)
    )
    return (await session.execute(query)).first()
