"""Periodic work of the whole installation: rows in PostgreSQL, so a missed run is made up."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base
from atrium.kernel.system import system_transaction

log = structlog.get_logger("atrium.schedules")
Task = Callable[[], Awaitable[None]]
WorkspaceTask = Callable[[UUID], Awaitable[None]]
TASKS: dict[str, tuple[Task, timedelta]] = {}
_LEASE = timedelta(minutes=10)


class Schedule(Base):
    __tablename__ = "schedules"

    name: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), index=True)
    last_run_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class WorkerHeartbeat(Base):
    __tablename__ = "worker_heartbeats"

    worker_id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    beat_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


def every(name: str, interval: timedelta) -> Callable[[Task], Task]:
    """Register a coroutine to be run about once per interval by one of the workers."""

    def register(task: Task) -> Task:
        TASKS[name] = (task, interval)
        return task

    return register


def every_workspace(name: str, interval: timedelta) -> Callable[[WorkspaceTask], WorkspaceTask]:
    """The same for each workspace, given its id. They are listed first and no lock is held between them; one that fails
    holds up no other, and the first failure is told at the end."""

    def register(task: WorkspaceTask) -> WorkspaceTask:
        async def in_each() -> None:
            async with system_transaction() as session:
                workspace_ids = list(await session.scalars(text("SELECT id FROM workspaces")))
            failures: list[Exception] = []
            for workspace_id in workspace_ids:
                try:
                    await task(workspace_id)
                except Exception as failure:
                    log.warning("schedule failed", name=name, workspace_id=str(workspace_id), exc_info=failure)
                    failures.append(failure)
            if failures:
                raise failures[0]

        TASKS[name] = (in_each, interval)
        return task

    return register


async def run_due_schedules() -> int:
    """Run what is due. Returns how many tasks ran."""
    async with system_transaction() as session:
        if new := TASKS.keys() - set(await session.scalars(select(Schedule.name))):
            await session.execute(insert(Schedule).on_conflict_do_nothing(), [{"name": name} for name in sorted(new)])
        query = (
            select(Schedule.name)
            .where(Schedule.name.in_(TASKS), Schedule.due_at <= func.clock_timestamp())
            .with_for_update(skip_locked=True)
        )
        due = list((await session.execute(query)).scalars())
        if due:
            await session.execute(
                update(Schedule).where(Schedule.name.in_(due)).values(due_at=func.clock_timestamp() + _LEASE)
            )
    for name in due:
        task, interval = TASKS[name]
        error: str | None = None
        try:
            await task()
        except Exception as failure:
            log.warning("schedule failed", name=name, exc_info=failure)
            error = f"{type(failure).__name__}: {failure}"[:500]
        async with system_transaction() as session:
            values = {
                "due_at": func.clock_timestamp() + interval,
                "last_run_at": func.clock_timestamp(),
                "last_error": error,
            }
            await session.execute(update(Schedule).where(Schedule.name == name).values(**values))
    return len(due)


async def beat(worker_id: str) -> None:
    """Note that this worker lives (read by ``atrium doctor``)."""
    async with system_transaction() as session:
        statement = insert(WorkerHeartbeat).values(worker_id=worker_id)
        await session.execute(
            statement.on_conflict_do_update(index_elements=["worker_id"], set_={"beat_at": func.clock_timestamp()})
        )
