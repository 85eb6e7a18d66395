"""People: who they are, their password, their second factor, and how often one may guess.

``session`` is always one that may see people: of ``system_transaction()``, or a workspace's inside ``as_system()``."""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

import structlog
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.accounts import queries
from atrium.access.accounts.events import TotpDisabled, TotpEnabled
from atrium.access.accounts.models import User, UserToken
from atrium.access.accounts.queries import as_system
from atrium.access.accounts.schemas import TotpDisable, TotpSetup
from atrium.adapters import passwords, totp
from atrium.adapters.mail import MailRefused, check_address
from atrium.kernel import encryption
from atrium.kernel.authentication import hash_token
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Forbidden, Gone, Invalid, TooManyRequests, Unauthenticated
from atrium.kernel.ids import uuid7
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

log = structlog.get_logger("atrium.accounts")
RESET_LIFE = timedelta(hours=1)
RESET_MAILS = 3
"""Password reset mails to one address within ``ATRIUM_LOGIN_LOCK_SECONDS``."""
NETWORK_FACTOR = 5
"""People of one office share a network address: it may fail this many times as often as one e-mail address."""
Purpose = Literal["login", "reset"]


class EmailInvalid(Invalid):
    code, title = "email-invalid", "This is not an e-mail address"


class EmailTaken(Conflict):
    code, title = "email-taken", "Someone has this e-mail address"


class TooManyAttempts(TooManyRequests):
    code, title = "too-many-attempts", "Too many attempts"


class WrongPassword(Invalid):
    code, title = "wrong-password", "This is not your password"


class WrongCode(Unauthenticated):
    code, title = "wrong-code", "This code is not valid, or it was used before"


class TotpRequired(Unauthenticated):
    code, title = "totp-required", "The code of your authenticator app is needed"


class TotpStateConflict(Conflict):
    code, title = "totp-state", "The second factor is not in the state for this"


class TotpUnreadable(Conflict):
    code, title = "totp-unreadable", "The second factor cannot be checked"


class PersonRequired(Forbidden):
    code, title = "person-required", "Only a signed-in person can do this"


class LinkUsed(Gone):
    code, title = "link-used", "This link was used, or its time is over"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A password that was tried. ``user`` is known even when it does not match; ``last`` when the next one would be
    refused."""

    user: User | None
    matches: bool
    last: bool


def normalise_email(address: str, pointer: str = "/email") -> str:
    """The one form in which addresses are stored and compared: trimmed, lower-case, the domain in ASCII (IDNA 2008).

    Raises ``EmailInvalid`` (422) naming ``pointer``."""
    try:
        return check_address(address.strip().lower()[:500])
    except MailRefused as error:
        raise EmailInvalid(
            error.detail, errors=[FieldError(pointer=pointer, code="email", message="is not an e-mail address")]
        ) from error


async def find_user_by_email(session: AsyncSession, email: str) -> User | None:
    """The person with this address, in whatever form it is given. Raises ``EmailInvalid`` (422)."""
    return await queries.user_by_email(session, normalise_email(email))


async def create_user(session: AsyncSession, email: str, name: str, password: str | None) -> User:
    """A new person. Without a password they can sign in once they have set one by a reset link.

    Raises ``EmailInvalid`` (422), ``EmailTaken`` (409) and ``PasswordNotAllowed`` (422)."""
    address = normalise_email(email)
    password_hash = None if password is None else await new_password_hash(password, address, name)
    user = User(id=uuid7(), email=address, name=name, password_hash=password_hash)
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise EmailTaken from error
    await session.refresh(user)
    return user


def check_new_password(password: str, email: str, name: str) -> None:
    """Raises ``PasswordNotAllowed`` (422) naming ``/password``."""
    try:
        passwords.check_new(password, personal=(email, name))
    except passwords.PasswordNotAllowed as error:
        error.errors = [FieldError(pointer="/password", code=error.reason, message=error.detail)]
        raise


async def new_password_hash(password: str, email: str, name: str) -> str:
    """The hash to store. Raises ``PasswordNotAllowed`` (422)."""
    check_new_password(password, email, name)
    return await passwords.hash_password(password)


async def set_password(session: AsyncSession, user: User, password: str) -> None:
    """Also makes reset links useless and lifts a lock, because whoever may set the password has proved who they are.

    Ending sessions is the caller's (``sessions.service.end_sessions``). Raises ``PasswordNotAllowed`` (422)."""
    await store_password(session, user, await new_password_hash(password, user.email, user.name))


async def store_password(session: AsyncSession, user: User, password_hash: str) -> None:
    """Like ``set_password`` with a hash made before the transaction."""
    await queries.set_values(session, user.id, password_hash=password_hash)
    await queries.forget_tokens(session, user.id)
    await queries.forget_attempts(session, _email_subject("login", user.email))


# Guessing --------------------------------------------------------------------


def _email_subject(purpose: Purpose, email: str) -> bytes:
    return hashlib.sha256(f"{purpose}:email:{email}".encode()).digest()


def _network_subject(purpose: Purpose, address: str) -> bytes:
    """One household or office: an IPv4 address, or the 64 bits of an IPv6 address that its provider assigned."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        network = address
    else:
        mapped = getattr(ip, "ipv4_mapped", None) or ip
        network = str(ipaddress.ip_network((mapped, 64 if mapped.version == 6 else 32), strict=False))
    return hashlib.sha256(f"{purpose}:network:{network}".encode()).digest()


async def count_attempt(session: AsyncSession, purpose: Purpose, email: str, address: str) -> bool:
    """Count an attempt before it is made, so that parallel guesses and crashes leave none uncounted. Commit before
    trying.

    True when the next one will be refused. Raises ``TooManyAttempts`` (429) with ``Retry-After``."""
    config = settings()
    span = timedelta(seconds=config.login_lock_seconds)
    most = config.login_max_failures if purpose == "login" else RESET_MAILS
    by_email = _email_subject(purpose, email)
    limits = {by_email: most, _network_subject(purpose, address): most * NETWORK_FACTOR}
    last = False
    # Sorted, so that no two transactions wait for each other.
    for subject in sorted(limits):
        counted = await queries.count_attempt(session, subject, most=limits[subject], span=span)
        if counted.failures > limits[subject]:
            wait = max(counted.wait_seconds or 0, 1)
            raise TooManyAttempts(
                f"Too many attempts. Try again in {-(-wait // 60)} min.", headers={"Retry-After": str(wait)}
            )
        last = last or (subject == by_email and counted.failures == limits[subject])
    return last


async def take_back_attempt(session: AsyncSession, email: str, address: str, *, proved: bool) -> None:
    """The attempt was no failure. ``proved``: it was a full success, so the failures of this e-mail address are
    forgotten."""
    by_email, by_network = _email_subject("login", email), _network_subject("login", address)
    for subject in sorted((by_email, by_network)):
        if proved and subject == by_email:
            await queries.forget_attempts(session, subject)
        else:
            await queries.take_back_attempt(session, subject)


async def spend_as_long(purpose: Purpose, email: str) -> None:
    """What happens for an unknown address in place of what would be written for a known one."""
    async with system_transaction() as session:
        await queries.write_like_an_event(session, _email_subject(purpose, email))


async def try_password(email: str, password: str, address: str) -> Attempt:
    """Count, then compare. It takes as long for an unknown address. Raises ``TooManyAttempts`` (429)."""
    async with system_transaction() as session:
        last = await count_attempt(session, "login", email, address)
        user = await queries.user_by_email(session, email)
    matches = await passwords.verify(user.password_hash if user else None, password)
    return Attempt(user, matches, last)


async def confirm_password(ctx: Ctx, password: str, address: str, pointer: str = "/password") -> User:
    """Make a signed-in person prove who they are. Call it first: it commits the count, and holds no connection while it
    compares.

    Once everything else is right, call ``take_back_attempt(proved=True)``.
    Raises ``PersonRequired`` (403), ``WrongPassword`` (422), ``TooManyAttempts`` (429)."""
    user = await own_user(ctx)
    async with as_system(ctx.session) as session:
        await count_attempt(session, "login", user.email, address)
    await ctx.session.commit()
    if not await passwords.verify(user.password_hash, password):
        raise WrongPassword(errors=[FieldError(pointer=pointer, code="wrong_password", message="is not your password")])
    return user


async def own_user(ctx: Ctx) -> User:
    """The person who acts. Raises ``PersonRequired`` (403) for API keys."""
    if ctx.user_id is None:
        raise PersonRequired("An API key cannot do this: sign in as a person.")
    async with as_system(ctx.session) as session:
        return await session.get_one(User, ctx.user_id)


# The second factor -----------------------------------------------------------


async def check_second_factor(session: AsyncSession, user: User, code: str | None, recovery_code: str | None) -> None:
    """Use up a code. ``user`` is fresh from ``queries.locked_user``. Nothing to do while the second factor is off.

    Raises ``TotpRequired`` and ``WrongCode`` (both 401)."""
    if user.totp_enabled_at is None or user.totp_secret is None:
        return
    if recovery_code is not None:
        accepted = await queries.take_recovery_code(session, user.id, bytes.fromhex(totp.recovery_hash(recovery_code)))
    elif code is not None:
        step = totp.verify(_secret(user), code, user.totp_last_step)
        accepted = step is not None and await queries.take_totp_step(session, user.id, step)
    else:
        raise TotpRequired("Send totp_code, or recovery_code.")
    if not accepted:
        raise WrongCode


async def begin_totp(ctx: Ctx, password: str, address: str) -> TotpSetup:
    """A new secret, not yet in force. Raises what ``confirm_password`` raises and ``TotpStateConflict`` (409)."""
    user = await confirm_password(ctx, password, address)
    secret = totp.new_secret()
    sealed = encryption.seal(secret, _seal_context(user.id))
    async with as_system(ctx.session) as session:
        if not await queries.set_values(
            session, user.id, User.totp_enabled_at.is_(None), totp_secret=sealed, totp_last_step=None
        ):
            raise TotpStateConflict("The second factor is on already. Switch it off first.")
        await take_back_attempt(session, user.email, address, proved=True)
    return TotpSetup(secret=secret, provisioning_uri=totp.provisioning_uri(secret, user.email, "Atrium"))


async def confirm_totp(ctx: Ctx, code: str) -> list[str]:
    """Put the secret in force and return the recovery codes. Raises ``TotpStateConflict`` (409) and ``Invalid``
    (422)."""
    user = await own_user(ctx)
    if user.totp_enabled_at is not None or user.totp_secret is None:
        raise TotpStateConflict("There is nothing to confirm: begin with POST /me/totp.")
    step = totp.verify(_secret(user), code, None)
    if step is None:
        raise Invalid.at("/code", "wrong_code", "is not the code that the authenticator app shows now")
    codes = totp.new_recovery_codes()
    hashes = [bytes.fromhex(totp.recovery_hash(one)) for one in codes]
    unchanged = (User.totp_enabled_at.is_(None), User.totp_secret == user.totp_secret)
    async with as_system(ctx.session) as session:
        values = {"totp_enabled_at": func.now(), "totp_last_step": step, "recovery_code_hashes": hashes}
        if not await queries.set_values(session, user.id, *unchanged, **values):
            raise TotpStateConflict("Someone else confirmed or began anew meanwhile.")
    ctx.emit(TotpEnabled(subject_id=ctx.member_id))
    return codes


async def disable_totp(ctx: Ctx, data: TotpDisable, address: str) -> None:
    """Raises what ``confirm_password`` raises, ``TotpStateConflict`` (409) and ``Invalid`` (422) for a wrong or missing
    code."""
    user = await confirm_password(ctx, data.password, address)
    async with as_system(ctx.session) as session:
        fresh = await queries.locked_user(session, user.id)
        if fresh is None or fresh.totp_enabled_at is None:
            raise TotpStateConflict("The second factor is off already.")
        try:
            await check_second_factor(session, fresh, data.code, data.recovery_code)
        except (WrongCode, TotpRequired) as error:
            raise Invalid.at("/code", "wrong_code", "is missing, wrong or was used before") from error
        await queries.set_values(
            session, user.id, totp_secret=None, totp_enabled_at=None, totp_last_step=None, recovery_code_hashes=[]
        )
        await take_back_attempt(session, user.email, address, proved=True)
    ctx.emit(TotpDisabled(subject_id=ctx.member_id))


def _seal_context(user_id: UUID) -> str:
    return f"totp:{user_id}"


def _secret(user: User) -> str:
    """Raises ``TotpUnreadable`` (409): the way in is then a recovery code."""
    try:
        return encryption.unseal(user.totp_secret or "", _seal_context(user.id))
    except encryption.UnsealError as error:
        log.error("second factor unreadable", user=str(user.id), reason=error.reason)
        raise TotpUnreadable(
            "The server's secret key has changed since the second factor was set up. Use a recovery code."
        ) from error


# Password reset --------------------------------------------------------------


async def new_reset_token(session: AsyncSession, user_id: UUID) -> str:
    """A secret of 256 bits for one reset within ``RESET_LIFE``. Only its hash is stored."""
    token = secrets.token_urlsafe(32)
    session.add(
        UserToken(
            user_id=user_id,
            purpose="password_reset",
            token_hash=hash_token(token),
            expires_at=func.clock_timestamp() + RESET_LIFE,
        )
    )
    await session.flush()
    return token


async def reset_token_owner(session: AsyncSession, token: str) -> User:
    """Whose token this is, without using it up. Raises ``LinkUsed`` (410)."""
    user = await queries.valid_token_owner(session, hash_token(token))
    if user is None:
        raise LinkUsed("Ask for a new link.")
    return user


async def take_reset_token(session: AsyncSession, token: str) -> None:
    """Raises ``LinkUsed`` (410) when someone was faster or its time is over."""
    if not await queries.take_token(session, hash_token(token)):
        raise LinkUsed("Ask for a new link.")
