from datetime import timedelta

from sqlalchemy import delete, func, select, tuple_

from atrium.adapters import storage
from atrium.kernel.jobs import Job
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction

KEPT = timedelta(days=30)
BATCH = 200


@every("delete_old_jobs", timedelta(hours=1))
async def delete_old_jobs() -> None:
    """Forget jobs that ended more than thirty days ago. Their files go first: if that fails, the job is still there to
    say which."""
    while rows := await _old_jobs():
        for row in rows:
            for key in (row.errors_key, row.result_key):
                if key is not None:
                    await storage.delete(key)
        async with system_transaction() as session:
            keys = [(row.workspace_id, row.id) for row in rows]
            await session.execute(
                delete(Job)
                .where(tuple_(Job.workspace_id, Job.id).in_(keys))
                .execution_options(synchronize_session=False)
            )


async def _old_jobs() -> list[Job]:
    ended = Job.state.in_(["succeeded", "failed", "cancelled"])
    query = (
        select(Job).where(ended, Job.finished_at < func.clock_timestamp() - KEPT).order_by(Job.finished_at).limit(BATCH)
    )
    async with system_transaction() as session:
        return list((await session.scalars(query)).all())
