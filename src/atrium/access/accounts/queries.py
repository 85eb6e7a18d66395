"""Statements about people that must be atomic, and the way to reach tables that no workspace can see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.accounts.models import LoginAttempt, User, UserToken


@asynccontextmanager
async def as_system(session: AsyncSession) -> AsyncIterator[AsyncSession]:
    """Inside a workspace's transaction, act as ``atrium_system``, which alone sees people, sessions and reset tokens.

    The change and the workspace's event about it so commit together, and no request waits for a second connection while
    it holds one. When the block raises, the savepoint's rollback takes the role away again."""
    async with session.begin_nested():
        await session.execute(text("SET LOCAL ROLE atrium_system"))
        yield session
        await session.flush()
        await session.execute(text("SET LOCAL ROLE NONE"))


# An attempt that finds its subject over the limit is refused, and its transaction rolled back: stored counts never
# exceed the limit.
_COUNT = text("""
    INSERT INTO login_attempts AS kept (subject, failures, window_started_at, locked_until)
    VALUES (:subject, 1, clock_timestamp(), CASE WHEN :most <= 1 THEN clock_timestamp() + CAST(:span AS interval) END)
    ON CONFLICT (subject) DO UPDATE SET (failures, window_started_at, locked_until) = (
      SELECT CASE WHEN past THEN 1 ELSE kept.failures + 1 END,
             CASE WHEN past THEN clock_timestamp() ELSE kept.window_started_at END,
             CASE WHEN past AND :most > 1 THEN NULL
                  WHEN past OR kept.failures + 1 = :most THEN clock_timestamp() + CAST(:span AS interval)
                  ELSE kept.locked_until END
      FROM (SELECT COALESCE(kept.locked_until, kept.window_started_at + CAST(:span AS interval)) <= clock_timestamp())
        AS age (past))
    RETURNING failures, ceil(extract(epoch FROM locked_until - clock_timestamp()))::integer AS wait_seconds
""")


async def count_attempt(session: AsyncSession, subject: bytes, *, most: int, span: timedelta) -> Row[Any]:
    """Count one attempt, atomically. The row ``(failures, wait_seconds)``: more failures than ``most`` means refused.

    The count starts anew when its lock, or without a lock its window, is over; both last ``span``."""
    return (await session.execute(_COUNT, {"subject": subject, "most": most, "span": span})).one()


async def take_back_attempt(session: AsyncSession, subject: bytes) -> None:
    """An attempt that was counted turned out not to be a failure. Whoever it locked out is let in again."""
    await session.execute(
        update(LoginAttempt)
        .where(LoginAttempt.subject == subject)
        .values(failures=func.greatest(LoginAttempt.failures - 1, 0), locked_until=None)
    )


async def forget_attempts(session: AsyncSession, subject: bytes) -> None:
    await session.execute(delete(LoginAttempt).where(LoginAttempt.subject == subject))


async def write_like_an_event(session: AsyncSession, subject: bytes) -> None:
    """Costs what writing an event costs: answers about unknown addresses must take as long as others."""
    await session.execute(
        update(LoginAttempt).where(LoginAttempt.subject == subject).values(failures=LoginAttempt.failures)
    )


async def user_by_email(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email == email).execution_options(populate_existing=True))


async def locked_user(session: AsyncSession, user_id: UUID) -> User | None:
    """The person as stored now, kept unchanged by others until the transaction ends."""
    return await session.scalar(
        select(User).where(User.id == user_id).with_for_update().execution_options(populate_existing=True)
    )


async def take_totp_step(session: AsyncSession, user_id: UUID, step: int) -> bool:
    """Use up a time step and all before it. False when it was used already: a code works once (RFC 6238 section
    5.2)."""
    statement = (
        update(User)
        .where(User.id == user_id, or_(User.totp_last_step.is_(None), User.totp_last_step < step))
        .values(totp_last_step=step)
    )
    return (await _returning(session, statement)) is not None


async def take_recovery_code(session: AsyncSession, user_id: UUID, code_hash: bytes) -> bool:
    """Use up a recovery code. False when there is no such code any more."""
    kept = func.array_remove(User.recovery_code_hashes, code_hash)
    statement = (
        update(User)
        .where(User.id == user_id, User.recovery_code_hashes.contains([code_hash]))
        .values(recovery_code_hashes=kept)
    )
    return (await _returning(session, statement)) is not None


async def set_values(session: AsyncSession, user_id: UUID, *conditions: Any, **values: Any) -> bool:
    """Change a person if the conditions hold. False when they do not."""
    statement = update(User).where(User.id == user_id, *conditions).values(**values, updated_at=func.now())
    return (await _returning(session, statement)) is not None


async def _returning(session: AsyncSession, statement: Any) -> UUID | None:
    found: UUID | None = await session.scalar(statement.returning(User.id).execution_options(synchronize_session=False))
    return found


async def valid_token_owner(session: AsyncSession, token_hash: bytes) -> User | None:
    """Whose unused, unexpired token this is."""
    return await session.scalar(
        select(User).join(UserToken, UserToken.user_id == User.id).where(UserToken.token_hash == token_hash, *_usable())
    )


async def take_token(session: AsyncSession, token_hash: bytes) -> bool:
    """Use up a token. False when someone was faster or its time is over."""
    statement = (
        update(UserToken).where(UserToken.token_hash == token_hash, *_usable()).values(used_at=func.clock_timestamp())
    )
    return (
        await session.scalar(statement.returning(UserToken.id).execution_options(synchronize_session=False))
    ) is not None


def _usable() -> tuple[Any, ...]:
    return UserToken.used_at.is_(None), UserToken.expires_at > func.clock_timestamp()


async def forget_tokens(session: AsyncSession, user_id: UUID) -> None:
    await session.execute(delete(UserToken).where(UserToken.user_id == user_id, UserToken.used_at.is_(None)))


async def delete_old_tokens(session: AsyncSession, kept: timedelta) -> None:
    """Tokens that ended longer ago than ``kept``; until then a link that was used says so."""
    await session.execute(delete(UserToken).where(UserToken.expires_at < func.clock_timestamp() - kept))


async def delete_old_attempts(session: AsyncSession, span: timedelta, limit: int) -> int:
    """Up to ``limit`` counts whose lock or window is over. Returns how many."""
    now = func.clock_timestamp()
    over = (
        case(
            (LoginAttempt.locked_until.is_not(None), LoginAttempt.locked_until),
            else_=LoginAttempt.window_started_at + span,
        )
        <= now
    )
    chosen = select(LoginAttempt.subject).where(over).limit(limit).with_for_update(skip_locked=True)
    gone = await session.scalars(
        delete(LoginAttempt).where(LoginAttempt.subject.in_(chosen)).returning(LoginAttempt.subject)
    )
    return len(gone.all())
