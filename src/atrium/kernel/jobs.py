"""Work that outlives a request: rows in PostgreSQL, run by workers, resumed after a crash, exactly once per step.

A job is a coroutine registered under a kind. It works in steps, each one transaction that also proves the lease and
stores the progress:

    @job("import_customers")
    async def import_customers(run: Run) -> None:
        while batch := ...:
            async with run.step() as ctx: ...
        async with run.finish() as ctx:
            run.result = {"created": 3}
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, cast
from uuid import UUID

import structlog
from pydantic import Field
from sqlalchemy import BigInteger, Index, Update, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.authentication import context_from
from atrium.kernel.commit import run_hooks
from atrium.kernel.context import Actor, ActorType, Ctx
from atrium.kernel.db import Base, Entity, database, one_of, transaction
from atrium.kernel.errors import AtriumError
from atrium.kernel.events import Event, write_pending
from atrium.kernel.ids import uuid7
from atrium.kernel.leases import Leased, backoff, claim, due_index, renew
from atrium.kernel.permissions import ALL
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction
from atrium.kernel.wake import wake

log = structlog.get_logger("atrium.jobs")


class Job(Leased, Entity, Base):
    __tablename__ = "jobs"

    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    state: Mapped[str] = mapped_column(server_default="queued")
    progress_done: Mapped[int] = mapped_column(BigInteger, server_default="0")
    progress_total: Mapped[int | None] = mapped_column(BigInteger)
    result: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    errors_key: Mapped[str | None]
    result_key: Mapped[str | None]
    result_name: Mapped[str | None]
    cancel_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    visible: Mapped[bool] = mapped_column(server_default=text("false"))
    unique_key: Mapped[str | None]
    actor_type: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    finished_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("state", "queued", "running", "succeeded", "failed", "cancelled"),
            due_index("jobs"),
            Index("ix_jobs_recent", "workspace_id", "id", postgresql_where=text("visible")),
            Index(
                "uq_jobs_unique_key",
                "workspace_id",
                "kind",
                "unique_key",
                unique=True,
                postgresql_where=text("state IN ('queued', 'running')"),
            ),
        )


class LeaseLost(Exception):
    """Another worker took the job over: stop, without a trace."""


class Cancelled(Exception):
    """Someone asked for the job to stop."""


@dataclass
class Run:
    """One attempt at a job. ``done``, ``total`` and ``result`` are stored with the next step."""

    job: Job
    done: int = 0
    total: int | None = None
    result: dict[str, Any] = field(default_factory=dict)
    errors_key: str | None = None
    result_key: str | None = None
    result_name: str | None = None

    @property
    def payload(self) -> dict[str, Any]:
        return self.job.payload

    @asynccontextmanager
    async def step(self) -> AsyncIterator[Ctx]:
        """One transaction of the job, on behalf of whoever started it, with that actor's present rights.

        Raises ``LeaseLost`` when another worker has taken over and ``Cancelled`` when the job was asked to stop."""
        async with self._step(final=False) as ctx:
            yield ctx

    @asynccontextmanager
    async def finish(self) -> AsyncIterator[Ctx]:
        """The last transaction: what it does and the job's completion commit together."""
        async with self._step(final=True) as ctx:
            yield ctx

    @asynccontextmanager
    async def _step(self, *, final: bool) -> AsyncIterator[Ctx]:
        async with transaction(database().session(self.job.workspace_id)) as session:
            await session.execute(
                text(
                    "SELECT set_config('statement_timeout', '60000', true),"
                    " set_config('idle_in_transaction_session_timeout', '60000', true)"
                )
            )
            await self._prove_lease(session)
            ctx = await context_of_actor(session, self.job)
            yield ctx
            await write_pending(ctx)
            await self._store(session, final=final)
        await run_hooks(ctx)

    async def _prove_lease(self, session: AsyncSession) -> None:
        query = select(Job.cancel_requested).where(
            Job.workspace_id == self.job.workspace_id,
            Job.id == self.job.id,
            Job.lease_token == self.job.lease_token,
            Job.state == "running",
        )
        found = (await session.execute(query.with_for_update())).first()
        if found is None:
            raise LeaseLost
        if found.cancel_requested:
            raise Cancelled

    async def _store(self, session: AsyncSession, *, final: bool) -> None:
        values: dict[str, Any] = {
            "progress_done": self.done,
            "progress_total": self.total,
            "result": self.result,
            "errors_key": self.errors_key,
            "result_key": self.result_key,
            "result_name": self.result_name,
            "due_at": func.clock_timestamp() + timedelta(seconds=settings().job_lease_seconds),
        }
        if final:
            values |= {"state": "succeeded", "finished_at": func.clock_timestamp(), "lease_token": None}
        await session.execute(
            update(Job)
            .where(Job.workspace_id == self.job.workspace_id, Job.id == self.job.id)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


async def context_of_actor(session: AsyncSession, job: Job) -> Ctx:
    """The context of whoever started the job. Raises ``ActorGone`` when they may no longer act here."""
    if job.actor_type == "system":
        return Ctx(
            session=session, workspace_id=job.workspace_id, actor=Actor("system", None, job.actor_name), permissions=ALL
        )
    statement = text("SELECT rights_of(:workspace_id, :actor_type, :actor_id)")
    values = {"workspace_id": job.workspace_id, "actor_type": job.actor_type, "actor_id": job.actor_id}
    rights = (await session.execute(statement, values)).scalar_one_or_none()
    if rights is None:
        raise ActorGone("Whoever started this may no longer act in this workspace.")
    return context_from(rights, session)


class ActorGone(AtriumError):
    status, code, title = 403, "actor-gone", "Whoever started this may no longer act here"


Handler = Callable[[Run], Awaitable[None]]
HANDLERS: dict[str, tuple[Handler, int]] = {}


def job(kind: str, *, attempts: int = 5) -> Callable[[Handler], Handler]:
    """Register the coroutine that runs jobs of this kind, tried at most ``attempts`` times."""

    def register(handler: Handler) -> Handler:
        if HANDLERS.setdefault(kind, (handler, attempts))[0] is not handler:
            raise TypeError(f"job kind {kind} is registered twice")
        return handler

    return register


async def enqueue(
    ctx: Ctx,
    kind: str,
    payload: dict[str, Any],
    *,
    visible: bool = False,
    unique_key: str | None = None,
    delay_seconds: float = 0,
    as_system: bool = False,
) -> UUID:
    """Add a job in this transaction and return its id. ``visible`` jobs are listed at ``/jobs``.

    With ``unique_key`` a waiting job of the same kind and key stays the only one."""
    values = {
        "workspace_id": ctx.workspace_id,
        "id": uuid7(),
        "kind": kind,
        "payload": payload,
        "visible": visible,
        "unique_key": unique_key,
        "due_at": func.clock_timestamp() + timedelta(seconds=delay_seconds),
        "actor_type": "system" if as_system else ctx.actor.type,
        "actor_id": None if as_system else ctx.actor.id,
        "actor_name": ctx.actor.name,
    }
    ctx.after_commit.append(wake)
    waiting = select(Job.id).where(
        Job.workspace_id == ctx.workspace_id,
        Job.kind == kind,
        Job.unique_key == unique_key,
        Job.state.in_(["queued", "running"]),
    )
    while True:
        made: UUID | None = await ctx.session.scalar(
            insert(Job).values(**values).on_conflict_do_nothing().returning(Job.id)
        )
        # The job in the way may have ended in between: then the next attempt succeeds.
        if made := made or await ctx.session.scalar(waiting):
            return made


async def run_due(limit: int) -> list[Job]:
    """Lease due jobs to this worker."""
    async with system_transaction() as session:
        return await claim(session, Job, limit, settings().job_lease_seconds)


async def keep_lease(row: Job) -> None:
    """Prolong the lease of a running job (called every third of the lease)."""
    async with system_transaction() as session:
        await renew(session, Job, row, settings().job_lease_seconds)


async def run_job(row: Job) -> None:
    """Run one leased job to its end, its next retry, or its failure. Never raises."""
    known = HANDLERS.get(row.kind)
    run = Run(
        row,
        done=row.progress_done,
        total=row.progress_total,
        result=dict(row.result),
        errors_key=row.errors_key,
        result_key=row.result_key,
        result_name=row.result_name,
    )
    try:
        if known is None:
            await _settle(row, "failed", f"There is no job of the kind {row.kind}.")
            return
        await known[0](run)
        await _settle(row, "succeeded", None)
    except LeaseLost:
        log.info("lease lost", job=str(row.id), kind=row.kind)
    except Cancelled:
        await _settle(row, "cancelled", None)
    except AtriumError as error:
        if error.status == 503 and row.attempts < (known or (None, 1))[1]:
            await _retry(row, error)
        else:
            await _settle(row, "failed", error.detail)
    except Exception as error:
        log.warning("job failed", job=str(row.id), kind=row.kind, attempts=row.attempts, exc_info=error)
        if known is not None and row.attempts < known[1]:
            await _retry(row, error)
        else:
            await _settle(row, "failed", "It failed on our side, several times. See the server's log.")


class JobFailed(Event):
    """A listed job ended without having done its work; ``subject_id`` is the job."""

    type: ClassVar[str] = "job.failed"
    sentence: ClassVar[str] = "{job_kind} of {actor} failed: {reason}"
    job_kind: str = Field(description="What kind of job.", examples=["export_customers"])
    reason: str = Field(description="Why, for people.", examples=["The file breaks off."])


async def _settle(row: Job, state: str, error: str | None) -> None:
    values = {"state": state, "last_error": error, "finished_at": func.clock_timestamp(), "lease_token": None}
    async with transaction(database().session(row.workspace_id)) as session:
        settled = await session.scalar(_own(row).values(**values).returning(Job.id))
        if settled is not None and state == "failed" and row.visible:
            actor = Actor(cast("ActorType", row.actor_type), row.actor_id, row.actor_name)
            ctx = Ctx(session=session, workspace_id=row.workspace_id, actor=actor, permissions=ALL)
            ctx.emit(JobFailed(subject_id=row.id, job_kind=row.kind, reason=error or ""))
            await write_pending(ctx)


async def _retry(row: Job, error: Exception) -> None:
    values = {
        "state": "queued",
        "last_error": f"{type(error).__name__}"[:500],
        "due_at": func.clock_timestamp() + backoff(row.attempts),
        "lease_token": None,
    }
    async with system_transaction() as session:
        await session.execute(_own(row).values(**values))


def _own(row: Job) -> Update:
    """Changes the job for as long as it is this worker's."""
    mine = (
        Job.workspace_id == row.workspace_id,
        Job.id == row.id,
        Job.lease_token == row.lease_token,
        Job.state == "running",
    )
    return update(Job).where(*mine).execution_options(synchronize_session=False)
