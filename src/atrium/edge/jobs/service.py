"""Background jobs as people see them. What runs them is ``kernel/jobs.py``."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select, update

from atrium.adapters import storage
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, NotFound
from atrium.kernel.jobs import Job
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import P


class JobNotFound(NotFound):
    title = "There is no such job"


class JobFinished(Conflict):
    code, title = "job-finished", "This job has ended"


class NoJobFile(NotFound):
    title = "This job has no such file"


async def list_jobs(
    ctx: Ctx, *, states: Sequence[str], kind: str | None, limit: int, cursor: str | None
) -> tuple[Sequence[Job], str | None]:
    """Newest first: one's own, or everybody's for those who manage the workspace."""
    scope = f"jobs:{sorted(states)}:{kind}"
    query = select(Job).where(*_in_sight(ctx))
    if states:
        query = query.where(Job.state.in_(states))
    if kind is not None:
        query = query.where(Job.kind == kind)
    if cursor:
        query = query.where(Job.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.scalars(query.order_by(Job.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.id])


async def get_job(ctx: Ctx, job_id: UUID) -> Job:
    """Raises ``JobNotFound`` (404), also for what is somebody else's."""
    row = (
        await ctx.session.scalars(
            select(Job).where(*_in_sight(ctx), Job.id == job_id).execution_options(populate_existing=True)
        )
    ).first()
    if row is None:
        raise JobNotFound
    return row


async def cancel_job(ctx: Ctx, job_id: UUID) -> Job:
    """A waiting job ends at once, a running one before its next step. Asking twice is no error. Raises ``JobFinished``
    (409)."""
    waiting = Job.state == "queued"
    values = {
        "cancel_requested": True,
        "state": case((waiting, "cancelled"), else_=Job.state),
        "finished_at": case((waiting, func.clock_timestamp()), else_=None),
    }
    statement = (
        update(Job).where(*_in_sight(ctx), Job.id == job_id, Job.state.in_(["queued", "running"])).values(**values)
    )
    changed = await ctx.session.execute(statement.returning(Job.id).execution_options(synchronize_session=False))
    row = await get_job(ctx, job_id)
    if changed.first() is None and row.state != "cancelled":
        raise JobFinished(f"It has {row.state} already.")
    return row


def is_starter(ctx: Ctx, job: Job) -> bool:
    """Whether the actor started it. Its files hold what its starter may see, so they are for nobody else."""
    return job.actor_id is not None and (job.actor_type, job.actor_id) == (ctx.actor.type, ctx.actor.id)


async def open_file(ctx: Ctx, job: Job, key: str | None) -> AsyncIterator[bytes]:
    """The file in chunks, its first one read already, so that a missing file answers 404 and not half an answer. Raises
    ``NoJobFile`` (404)."""
    if key is None or not is_starter(ctx, job):
        raise NoJobFile
    chunks = storage.get_stream(key)
    first = await anext(chunks, b"")

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for chunk in chunks:
            yield chunk

    return whole()


def _in_sight(ctx: Ctx) -> tuple[ColumnElement[bool], ...]:
    own = and_(Job.actor_type == ctx.actor.type, Job.actor_id == ctx.actor.id)
    visible = (Job.workspace_id == ctx.workspace_id, Job.visible.is_(True))
    return visible if ctx.may(P.workspace_manage) else (*visible, own)
