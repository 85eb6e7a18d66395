"""What contract tests need of jobs: things to name, and operations that need more than their examples."""

from collections.abc import AsyncIterator
from uuid import UUID

from sqlalchemy import update
from tests.contract.population import Population, makes
from tests.contract.requests import Call, adjusts


@makes("job_id")
async def job(its: Population) -> str:
    from atrium.kernel.jobs import enqueue

    async with its.home.ctx() as ctx:
        return str(await enqueue(ctx, "contract_test", {"note": its.text()}, visible=True))


@adjusts("get_job_errors", "get_job_result")
async def with_files(call: Call, its: Population) -> Call:
    from atrium.adapters import storage
    from atrium.kernel.jobs import Job

    async def content() -> AsyncIterator[bytes]:
        yield its.text("row").encode()

    job_id = UUID(call.path["job_id"])
    key = f"{its.home.id}/jobs/{job_id}.csv"
    await storage.put_stream(key, content(), 1000)
    async with its.home.session() as session:
        await session.execute(
            update(Job).where(Job.workspace_id == its.home.id, Job.id == job_id).values(errors_key=key, result_key=key)
        )
    return call
