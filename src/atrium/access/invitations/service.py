"""Invitations: a link sent by e-mail, good for a week and for one person."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.exc import IntegrityError

from atrium.access.accounts import service as accounts
from atrium.access.accounts.queries import as_system, locked_user, user_by_email
from atrium.access.invitations import queries
from atrium.access.invitations.events import InvitationResent, InvitationRevoked, InvitationSent
from atrium.access.invitations.schemas import InvitationAccept, InvitationIn
from atrium.access.members.models import Invitation
from atrium.access.members.service import AlreadyMember, get_member, join, named_role
from atrium.access.roles.models import Role
from atrium.access.roles.service import check_may_grant
from atrium.kernel.authentication import hash_token
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.encryption import seal
from atrium.kernel.errors import Conflict, Gone, Invalid, NotFound
from atrium.kernel.events import write_pending
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import enqueue
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.system import system_transaction

LIFE = timedelta(days=7)


class InvitationNotFound(NotFound):
    title = "There is no such invitation"


class AlreadyInvited(Conflict):
    code, title = "already-invited", "This address was invited already"


class InvitationClosed(Gone):
    code, title = "invitation-closed", "This invitation can no longer be used"


class InvitationSettled(Conflict):
    code, title = "invitation-settled", "This invitation was accepted or revoked"


async def get_invitation(ctx: Ctx, invitation_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(Invitation, Role, state)``. Raises ``InvitationNotFound`` (404)."""
    query = queries.invitations(ctx).where(Invitation.id == invitation_id).execution_options(populate_existing=True)
    row: Row[Any] | None = (await ctx.session.execute(query.with_for_update(of=Invitation) if lock else query)).first()
    if row is None:
        raise InvitationNotFound
    return row


async def list_invitations(
    ctx: Ctx, states: Sequence[str], limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Newest first."""
    scope = f"invitations:{sorted(states)}"
    query = queries.invitations(ctx)
    if states:
        query = query.where(queries.STATE.in_(states))
    if cursor:
        query = query.where(Invitation.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(Invitation.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.Invitation.id])


async def invite(ctx: Ctx, data: InvitationIn) -> Row[Any]:
    """Raises ``AlreadyMember`` and ``AlreadyInvited`` (409), ``BeyondOwnRights`` (403), ``Invalid`` (422)."""
    email = accounts.normalise_email(data.email)
    role = await named_role(ctx, data.role_id)
    await check_may_grant(ctx, role, data.visibility)
    member_id = await queries.present_member(ctx, email)
    if member_id is not None:
        raise AlreadyMember(existing_id=str(member_id))
    await queries.change_invitation(
        ctx.session,
        ctx.workspace_id,
        *queries.unsettled(ctx, email),
        Invitation.expires_at <= func.now(),
        revoked_at=func.now(),
    )
    token, row_id = secrets.token_urlsafe(32), uuid7()
    values = {
        "email": email,
        "role_id": role.id,
        "visibility": data.visibility,
        "token_hash": hash_token(token),
        "invited_by_name": ctx.actor.name,
    }
    try:
        async with ctx.session.begin_nested():
            row = Invitation(workspace_id=ctx.workspace_id, id=row_id, **values, expires_at=func.now() + LIFE)
            ctx.session.add(row)
    except IntegrityError as error:
        existing = await ctx.session.scalar(select(Invitation.id).where(*queries.unsettled(ctx, email)))
        raise AlreadyInvited(
            "Send that invitation again, or revoke it.", existing_id=str(existing) if existing else None
        ) from error
    await _send_invitation(ctx, row_id, token)
    ctx.emit(InvitationSent(subject_id=row_id, name=email, role=role.name))
    return await get_invitation(ctx, row_id)


async def resend_invitation(ctx: Ctx, row: Row[Any]) -> Row[Any]:
    """A new link and seven more days; the old link stops working. Raises ``InvitationSettled`` (409),
    ``BeyondOwnRights`` (403)."""
    invitation = row.Invitation
    if row.state in {"accepted", "revoked"}:
        raise InvitationSettled("Make a new one.")
    await check_may_grant(ctx, row.Role, invitation.visibility)
    token = secrets.token_urlsafe(32)
    values = {"token_hash": hash_token(token), "sent_at": func.now(), "expires_at": func.now() + LIFE}
    await queries.change_invitation(ctx.session, ctx.workspace_id, Invitation.id == invitation.id, **values)
    await _send_invitation(ctx, invitation.id, token)
    ctx.emit(InvitationResent(subject_id=invitation.id, name=invitation.email, role=row.Role.name))
    return await get_invitation(ctx, invitation.id)


async def revoke_invitation(ctx: Ctx, row: Row[Any]) -> None:
    """Raises ``InvitationSettled`` (409) when it was accepted or revoked."""
    if row.state in {"accepted", "revoked"}:
        raise InvitationSettled
    await queries.change_invitation(
        ctx.session, ctx.workspace_id, Invitation.id == row.Invitation.id, revoked_at=func.now()
    )
    ctx.emit(InvitationRevoked(subject_id=row.Invitation.id, name=row.Invitation.email, role=row.Role.name))


async def _send_invitation(ctx: Ctx, invitation_id: UUID, token: str) -> None:
    # The mail is sent by a job; its payload can be read in the database, so the secret is sealed for the way.
    payload = {"invitation_id": str(invitation_id), "sealed_token": seal(token, seal_context(invitation_id))}
    await enqueue(ctx, "send_invitation", payload, as_system=True)


def seal_context(invitation_id: UUID) -> str:
    return f"invitation:{invitation_id}"


async def open_invitation(token: str) -> Row[Any]:
    """The row ``(Invitation, role_name, workspace_name, state, User)`` for a secret.

    Raises ``InvitationNotFound`` (404) and ``InvitationClosed`` (410) when it was accepted, revoked or has expired."""
    async with system_transaction() as session:
        row = await queries.invitation_by_token(session, hash_token(token))
    if row is None:
        raise InvitationNotFound("There is no such invitation. Perhaps a newer one was sent.")
    if row.state != "open":
        raise InvitationClosed(
            {"accepted": "It was accepted already: sign in.", "revoked": "It was revoked."}.get(
                row.state, "Its time is over: ask for a new one."
            )
        )
    return row


async def accept_invitation(data: InvitationAccept, address: str) -> Row[Any]:
    """Make the invited person a member: once, however many try at the same time. Everything commits together.

    Raises what ``open_invitation`` raises, ``Invalid`` (422) without a name or with a wrong password,
    ``TooManyAttempts`` (429), ``TotpRequired`` and ``WrongCode`` (401), ``AlreadyMember`` (409)."""
    found = await open_invitation(data.token)
    invitation, user = found.Invitation, found.User
    name = data.name or (user.name if user else "")
    if not name:
        raise Invalid.at("/name", "required", "is needed for a new account")
    has_password = user is not None and user.password_hash is not None
    password_hash = None
    if has_password:
        await _prove(invitation.email, data, address)
    else:
        password_hash = await accounts.new_password_hash(data.password, invitation.email, name)
    async with transaction(database().session(invitation.workspace_id)) as session:
        unchanged = (
            Invitation.id == invitation.id,
            Invitation.token_hash == invitation.token_hash,
            *queries.still_open(),
        )
        if (
            await queries.change_invitation(
                session, invitation.workspace_id, *unchanged, accepted_at=func.clock_timestamp()
            )
            is None
        ):
            raise InvitationClosed("It was accepted already, or revoked.")
        async with as_system(session):
            user = await user_by_email(session, invitation.email) or await accounts.create_user(
                session, invitation.email, name, None
            )
            user = await locked_user(session, user.id)
            assert user is not None
            if password_hash is not None and user.password_hash is None:
                await accounts.store_password(session, user, password_hash)
            elif not has_password:
                raise accounts.EmailTaken("Someone made an account with this address just now. Open the link again.")
            else:
                await accounts.check_second_factor(session, user, data.totp_code, data.recovery_code)
                await accounts.take_back_attempt(session, invitation.email, address, proved=True)
        ctx = Ctx(
            session=session,
            workspace_id=invitation.workspace_id,
            actor=Actor("system", None, "Atrium"),
            permissions=frozenset(),
        )
        role = await session.get_one(Role, (invitation.workspace_id, invitation.role_id))
        member_id = await join(
            ctx, user, role, name=name, visibility=invitation.visibility, invitation_id=invitation.id
        )
        await write_pending(ctx)
        return await get_member(ctx, member_id)


async def _prove(email: str, data: InvitationAccept, address: str) -> None:
    attempt = await accounts.try_password(email, data.password, address)
    if attempt.user is None or not attempt.matches:
        raise Invalid.at("/password", "wrong_password", "is not the password of the account that this address has")
    if attempt.user.totp_enabled_at is not None and data.totp_code is None and data.recovery_code is None:
        async with system_transaction() as session:
            await accounts.take_back_attempt(session, email, address, proved=False)
        raise accounts.TotpRequired("Send totp_code, or recovery_code.")
