"""Claiming queue rows: SKIP LOCKED, a lease that ends when the worker dies, a token that fences off a worker that was
thought dead."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Index, SmallInteger, func, select, text, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

QUEUES: list[str] = []
"""The names of all queue tables."""


class Leased:
    """Mix-in of queue tables. ``due_at`` is when the row may be claimed: its start while it waits, the end of its lease
    while it runs."""

    state: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    lease_token: Mapped[UUID | None]
    last_error: Mapped[str | None]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "__tablename__" in cls.__dict__:
            QUEUES.append(cls.__dict__["__tablename__"])


def due_index(table: str) -> Index:
    """The index that claims use: only rows that still have something to do."""
    return Index(f"ix_{table}_due", "due_at", postgresql_where=text("state IN ('queued', 'running')"))


async def claim(session: AsyncSession, table: Any, limit: int, lease_seconds: float) -> list[Any]:
    """Lease up to ``limit`` due rows of a queue table to the caller. A row whose lease has ended is due again."""
    # Not clock_timestamp(): it is volatile, so the index could not be entered by it, and rows that wait would be read
    # every time.
    due = (
        select(table.workspace_id, table.id)
        .where(table.state.in_(["queued", "running"]), table.due_at <= func.statement_timestamp())
        .order_by(table.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [tuple(row) for row in (await session.execute(due)).all()]
    if not found:
        return []
    leased = (
        update(table)
        .where(tuple_(table.workspace_id, table.id).in_(found))
        .values(
            state="running",
            lease_token=uuid4(),
            attempts=table.attempts + 1,
            due_at=func.clock_timestamp() + timedelta(seconds=lease_seconds),
        )
        .returning(table)
        .execution_options(synchronize_session=False)
    )
    rows = list((await session.execute(leased)).scalars())
    session.expunge_all()
    return rows


async def renew(session: AsyncSession, table: Any, row: Any, lease_seconds: float) -> None:
    """Prolong a lease. A row that is locked is being worked on, which is as good."""
    own = select(table.id).where(
        table.workspace_id == row.workspace_id, table.id == row.id, table.lease_token == row.lease_token
    )
    if (await session.execute(own.with_for_update(skip_locked=True))).first():
        await session.execute(
            update(table)
            .where(table.workspace_id == row.workspace_id, table.id == row.id)
            .values(due_at=func.clock_timestamp() + timedelta(seconds=lease_seconds))
            .execution_options(synchronize_session=False)
        )


def backoff(attempts: int) -> timedelta:
    """Time before the next try: 1, 4, 16, 64 … seconds, at most an hour."""
    return timedelta(seconds=min(4 ** max(attempts - 1, 0), 3600))
