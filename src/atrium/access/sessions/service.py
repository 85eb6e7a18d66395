"""Signing in and out, and everything that a new password ends. The order of the checks is the point of this file."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.accounts import queries as people
from atrium.access.accounts import service as accounts
from atrium.access.accounts.events import PasswordChanged
from atrium.access.accounts.models import User
from atrium.access.accounts.queries import as_system
from atrium.access.accounts.service import TotpRequired, TotpUnreadable, WrongCode
from atrium.access.members.events import MemberUpdated
from atrium.access.members.queries import change_member
from atrium.access.sessions import queries
from atrium.access.sessions.events import LoginFailed, LoginLocked, SessionEnded, SessionStarted
from atrium.access.sessions.models import LoginSession
from atrium.access.sessions.queries import Membership
from atrium.access.sessions.schemas import (
    ChangePassword,
    LoginIn,
    MeOut,
    MePatch,
    OwnMemberOut,
    OwnRoleOut,
    OwnWorkspaceOut,
    ResetPassword,
    UserOut,
    VisibilityOut,
    WorkspaceChoice,
)
from atrium.access.workspaces.service import features_of
from atrium.adapters import passwords
from atrium.kernel.authentication import context_from, csrf_token, hash_token, rights_of_member
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import Forbidden, NotFound, Unauthenticated
from atrium.kernel.events import diff, write_pending
from atrium.kernel.jobs import enqueue
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import ALL
from atrium.kernel.pictures import picture_url
from atrium.kernel.schemas import ActorOut, own
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction
from atrium.kernel.wake import wake


class WrongCredentials(Unauthenticated):
    code, title = "wrong-credentials", "The e-mail address or the password is wrong"


class NoWorkspace(Forbidden):
    code, title = "no-workspace", "You belong to no workspace"


class WorkspaceNotFound(NotFound):
    title = "There is no such workspace, or you do not belong to it"


class SessionNotFound(NotFound):
    title = "There is no such session"


@dataclass(frozen=True, slots=True)
class Caller:
    """Where a request came from."""

    address: str
    user_agent: str
    request_id: str = ""


async def login(data: LoginIn, caller: Caller, old_token: str | None = None) -> tuple[str, MeOut]:
    """The new session's token and what ``GET /me`` would say. The session of ``old_token`` ends with it.

    Raises ``TooManyAttempts`` (429), ``WrongCredentials``, ``TotpRequired`` or ``WrongCode`` (401), ``NoWorkspace``
    (403), ``WorkspaceNotFound`` (404), ``EmailInvalid`` (422)."""
    email = accounts.normalise_email(data.email)
    attempt = await accounts.try_password(email, data.password, caller.address)
    if attempt.user is None or not attempt.matches:
        await _note_failure(email, attempt, caller, "password")
        raise WrongCredentials
    try:
        return await _enter(attempt.user, data, caller, old_token)
    except WrongCode:
        await _note_failure(email, attempt, caller, "code")
        raise
    except (TotpRequired, TotpUnreadable, NoWorkspace, WorkspaceNotFound):
        async with system_transaction() as session:
            await accounts.take_back_attempt(session, email, caller.address, proved=False)
        raise


async def _enter(user: User, data: LoginIn, caller: Caller, old_token: str | None) -> tuple[str, MeOut]:
    stored = user.password_hash or ""
    rehashed = await passwords.hash_password(data.password) if passwords.needs_rehash(stored) else None
    async with system_transaction() as session:
        target = _choose(await queries.memberships(session, user.id), data.workspace_id)
    token = secrets.token_urlsafe(32)
    async with transaction(database().session(target.workspace_id)) as session:
        async with as_system(session):
            fresh = await people.locked_user(session, user.id)
            if fresh is None or fresh.password_hash != stored:
                raise WrongCredentials
            await accounts.check_second_factor(session, fresh, data.totp_code, data.recovery_code)
            if rehashed is not None:
                await people.set_values(session, user.id, password_hash=rehashed)
            if old_token is not None:
                await queries.delete_sessions(session, LoginSession.token_hash == hash_token(old_token))
            await queries.insert_session(
                session,
                user_id=user.id,
                workspace_id=target.workspace_id,
                token_hash=hash_token(token),
                user_agent=caller.user_agent,
                address=caller.address,
                days=settings().session_days,
            )
            await accounts.take_back_attempt(session, user.email, caller.address, proved=True)
        ctx = await _ctx_of_member(session, target, caller)
        await queries.note_seen(ctx)
        ctx.emit(
            SessionStarted(
                subject_id=ctx.member_id, reason="signed_in", address=caller.address, user_agent=caller.user_agent
            )
        )
        await write_pending(ctx)
        return token, (await me(ctx, token))[0]


def _choose(memberships: Sequence[Membership], workspace_id: UUID | None) -> Membership:
    if not memberships:
        raise NoWorkspace("Ask whoever runs the workspace to invite you, or to end your suspension.")
    found = next((row for row in memberships if workspace_id in {None, row.workspace_id}), None)
    if found is None:
        raise WorkspaceNotFound
    return found


async def _ctx_of_member(session: AsyncSession, membership: Membership, caller: Caller) -> Ctx:
    rights = await rights_of_member(session, membership.workspace_id, membership.member_id)
    if rights is None:
        raise WorkspaceNotFound
    return context_from(rights, session, request_id=caller.request_id)


async def _note_failure(
    email: str, attempt: accounts.Attempt, caller: Caller, reason: Literal["password", "code"]
) -> None:
    """For the audit log of the workspace that the person entered last; for anybody else the same work."""
    async with _last_workspace(attempt.user, caller) as found:
        if found is not None:
            ctx, member_id = found
            place: dict[str, Any] = {
                "subject_id": member_id,
                "email": email,
                "address": caller.address,
                "user_agent": caller.user_agent,
            }
            ctx.emit(LoginFailed(**place, reason=reason))
            if attempt.last:
                ctx.emit(LoginLocked(**place, seconds=settings().login_lock_seconds))
            return
    await accounts.spend_as_long("login", email)


@asynccontextmanager
async def _last_workspace(user: User | None, caller: Caller) -> AsyncIterator[tuple[Ctx, UUID] | None]:
    """A transaction of the system itself in the workspace that the person entered last, and their member id. None
    without one."""
    async with system_transaction() as session:
        # The look-up is made for nobody, too: what is unknown must take as long.
        found = await queries.memberships(session, user.id if user else UUID(int=0))
    if user is None or not found:
        yield None
        return
    async with transaction(database().session(found[0].workspace_id)) as session:
        actor = Actor("system", None, "Atrium")
        ctx = Ctx(session, found[0].workspace_id, actor, permissions=ALL, user_id=user.id, request_id=caller.request_id)
        yield ctx, found[0].member_id
        await write_pending(ctx)


# Who am I --------------------------------------------------------------------


async def me(ctx: Ctx, session_token: str | None) -> tuple[MeOut, int]:
    """The answer and its version. Raises ``PersonRequired`` (403) when no member stands behind the caller."""
    if ctx.member_id is None:
        raise accounts.PersonRequired("Only members and API keys have an answer here.")
    member, workspace, role = await queries.own_place(ctx)
    user: User | None = None
    choices = [WorkspaceChoice(id=workspace.id, name=workspace.name)]
    if ctx.user_id is not None:
        async with as_system(ctx.session) as session:
            user = await session.get_one(User, ctx.user_id, populate_existing=True)
            choices = [
                WorkspaceChoice(id=row.workspace_id, name=row.workspace_name)
                for row in await queries.memberships(session, user.id)
            ]
    place = own(OwnWorkspaceOut, workspace)
    known = own(OwnMemberOut, member)
    answer = MeOut(
        actor=ActorOut(type=ctx.actor.type, id=str(ctx.actor.id), name=ctx.actor.name),
        user=UserOut.model_validate(user) if user else None,
        member=OwnMemberOut.model_validate(
            {**known, "avatar_url": picture_url(f"/members/{member.id}/avatar", member.avatar_key)}
        ),
        workspace=OwnWorkspaceOut.model_validate(
            {**place, "logo_url": picture_url("/workspace/logo", workspace.logo_key)}
        ),
        workspaces=choices,
        role=OwnRoleOut(id=role.id, key=role.system_key, name=role.name),
        permissions=sorted(ctx.permissions),
        visibility=VisibilityOut(mode=ctx.visibility.mode, customer_id=ctx.visibility.customer_id),
        features=features_of(workspace.plan),
        csrf_token=csrf_token(session_token) if session_token else None,
        totp_enabled=user is not None and user.totp_enabled_at is not None,
    )
    return answer, member.version


async def member_version(ctx: Ctx) -> int:
    return (await queries.own_place(ctx))[0].version


async def update_me(ctx: Ctx, data: MePatch) -> None:
    """The name changes for the person and in this workspace, availability in this workspace. Raises ``PersonRequired``
    (403)."""
    user = await accounts.own_user(ctx)
    member = (await queries.own_place(ctx))[0]
    provided = data.provided()
    changes = diff({name: getattr(member, name) for name in provided}, provided)
    if not changes:
        return
    values = {name: provided[name] for name in changes}
    await change_member(ctx, member.id, **values)
    ctx.emit(MemberUpdated(subject_id=member.id, name=values.get("name", member.name), changes=changes))
    if "name" in values:
        async with as_system(ctx.session) as session:
            await people.set_values(session, user.id, name=values["name"])


# Sessions --------------------------------------------------------------------


async def list_sessions(
    ctx: Ctx, limit: int, cursor: str | None
) -> tuple[Sequence[Row[LoginSession, str]], str | None]:
    """The person's sessions in all workspaces, the newest first. Raises ``PersonRequired`` (403)."""
    user = await accounts.own_user(ctx)
    key = decode_cursor("sessions", cursor) if cursor else None
    async with as_system(ctx.session) as session:
        rows = await queries.sessions_of(session, user.id, limit, key)
    return page_of(rows, limit, "sessions", lambda row: [row.LoginSession.id])


async def logout(ctx: Ctx, caller: Caller) -> None:
    """Raises ``PersonRequired`` (403)."""
    user = await accounts.own_user(ctx)
    await _end(ctx, caller, "signed_out", LoginSession.user_id == user.id, LoginSession.id == ctx.session_id)


async def end_session(ctx: Ctx, session_id: UUID, caller: Caller) -> None:
    """Raises ``SessionNotFound`` (404), also for other people's, and ``PersonRequired`` (403)."""
    user = await accounts.own_user(ctx)
    if not await _end(ctx, caller, "revoked", LoginSession.user_id == user.id, LoginSession.id == session_id):
        raise SessionNotFound


async def end_other_sessions(ctx: Ctx, caller: Caller) -> None:
    """Raises ``PersonRequired`` (403)."""
    user = await accounts.own_user(ctx)
    await _end(ctx, caller, "revoked", LoginSession.user_id == user.id, LoginSession.id != ctx.session_id)


async def _end(
    ctx: Ctx,
    caller: Caller,
    reason: Literal["signed_out", "revoked", "password_changed", "password_reset"],
    *which: Any,
    member_id: UUID | None = None,
) -> int:
    async with as_system(ctx.session) as session:
        count = await queries.delete_sessions(session, *which)
    if count:
        subject = member_id or ctx.member_id
        ctx.emit(
            SessionEnded(
                subject_id=subject, reason=reason, count=count, address=caller.address, user_agent=caller.user_agent
            )
        )
    return count


async def switch_workspace(ctx: Ctx, workspace_id: UUID, session_token: str, caller: Caller) -> MeOut:
    """Move this session to another workspace of the person. Raises ``WorkspaceNotFound`` (404) and ``PersonRequired``
    (403)."""
    user = await accounts.own_user(ctx)
    async with as_system(ctx.session) as session:
        target = next(
            (row for row in await queries.memberships(session, user.id) if row.workspace_id == workspace_id), None
        )
        if target is None or ctx.session_id is None:
            raise WorkspaceNotFound
        await queries.move_session(session, ctx.session_id, workspace_id)
    place: dict[str, Any] = {"address": caller.address, "user_agent": caller.user_agent}
    if workspace_id != ctx.workspace_id:
        ctx.emit(SessionEnded(subject_id=ctx.member_id, reason="switched", **place))
        await write_pending(ctx)
    await queries.enter_workspace(ctx.session, workspace_id)
    there = await _ctx_of_member(ctx.session, target, caller)
    await queries.note_seen(there)
    if workspace_id != ctx.workspace_id:
        there.emit(SessionStarted(subject_id=there.member_id, reason="switched", **place))
        await write_pending(there)
    answer, _version = await me(there, session_token)
    # What the kernel still writes for this request belongs to the workspace in which it began.
    await queries.enter_workspace(ctx.session, ctx.workspace_id)
    return answer


# Passwords -------------------------------------------------------------------


async def request_password_reset(email: str, caller: Caller) -> None:
    """Mail a link if someone has this address; nobody learns whether. Raises ``EmailInvalid`` (422),
    ``TooManyAttempts`` (429)."""
    address = accounts.normalise_email(email)
    async with system_transaction() as session:
        await accounts.count_attempt(session, "reset", address, caller.address)
        user = await people.user_by_email(session, address)
    async with _last_workspace(user, caller) as found:
        if found is not None and user is not None:
            # Members can read a job: the secret is made when the mail is sent, and never stored.
            await enqueue(
                found[0], "send_password_reset", {"user_id": str(user.id)}, unique_key=str(user.id), as_system=True
            )
    if found is None:
        await accounts.spend_as_long("reset", address)
    await wake()


async def reset_password(data: ResetPassword, caller: Caller) -> None:
    """Raises ``LinkUsed`` (410) and ``PasswordNotAllowed`` (422), after which the link still works."""
    async with system_transaction() as session:
        user = await accounts.reset_token_owner(session, data.token)
    password_hash = await accounts.new_password_hash(data.password, user.email, user.name)
    async with _last_workspace(user, caller) as found:
        if found is None:
            raise NoWorkspace("Ask whoever runs the workspace to invite you, or to end your suspension.")
        ctx, member_id = found
        async with as_system(ctx.session) as session:
            # The person first, as everywhere: two links clicked at once wait for each other in one order.
            await people.locked_user(session, user.id)
            await accounts.take_reset_token(session, data.token)
            await accounts.store_password(session, user, password_hash)
        await _end(ctx, caller, "password_reset", LoginSession.user_id == user.id, member_id=member_id)
        ctx.emit(PasswordChanged(subject_id=member_id))


async def change_password(ctx: Ctx, data: ChangePassword, caller: Caller) -> None:
    """Ends the person's other sessions. Raises ``WrongPassword`` or ``PasswordNotAllowed`` (422), ``TooManyAttempts``
    (429), ``PersonRequired`` (403)."""
    user = await accounts.own_user(ctx)
    # First what costs nobody an attempt.
    accounts.check_new_password(data.password, user.email, user.name)
    await accounts.confirm_password(ctx, data.current_password, caller.address, "/current_password")
    password_hash = await passwords.hash_password(data.password)
    async with as_system(ctx.session) as session:
        fresh = await people.locked_user(session, user.id)
        if fresh is None or fresh.password_hash != user.password_hash:
            raise accounts.WrongPassword("It was changed meanwhile.")
        await accounts.store_password(session, user, password_hash)
        await accounts.take_back_attempt(session, user.email, caller.address, proved=True)
    await _end(ctx, caller, "password_changed", LoginSession.user_id == user.id, LoginSession.id != ctx.session_id)
    ctx.emit(PasswordChanged(subject_id=ctx.member_id))
