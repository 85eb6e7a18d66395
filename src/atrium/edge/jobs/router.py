from collections.abc import AsyncIterator
from pathlib import PurePosixPath
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from atrium.edge.jobs import service
from atrium.edge.jobs.schemas import JobOut, Progress, State
from atrium.kernel.context import Ctx
from atrium.kernel.etag import set_etag
from atrium.kernel.jobs import Job
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import ActorOut, Key

router = slice_router("jobs", "Background work: progress, results, cancel.")
MEDIA_TYPE = "application/octet-stream"
FILE_RESPONSES: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": {MEDIA_TYPE: {}}}}


def job_out(ctx: Ctx, job: Job) -> JobOut:
    mine = service.is_starter(ctx, job)
    return JobOut(
        id=job.id,
        kind=job.kind,
        state=job.state,
        progress=Progress(done=job.progress_done, total=job.progress_total),
        result=job.result,
        errors_url=f"/api/v1/jobs/{job.id}/errors" if mine and job.errors_key else None,
        result_url=f"/api/v1/jobs/{job.id}/result" if mine and job.result_key else None,
        error=job.last_error if job.state == "failed" else None,
        cancel_requested=job.cancel_requested,
        started_by=ActorOut.model_validate(
            {"type": job.actor_type, "id": str(job.actor_id) if job.actor_id else None, "name": job.actor_name}
        ),
        created_at=job.created_at,
        finished_at=job.finished_at,
    )


@router.get("/jobs", summary="List jobs")
async def list_jobs(
    ctx: Annotated[Ctx, can(P.jobs_read)],
    state: Annotated[
        list[State] | None, Query(max_length=5, description="Only jobs in one of these states.", examples=[["running"]])
    ] = None,
    kind: Annotated[Key | None, Query(description="Only jobs of this kind.", examples=["import_customers"])] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[JobOut]:
    """Newest first: the caller's own, or with `workspace:manage` everybody's. Those that ended more than thirty days
    ago are gone."""
    rows, next_cursor = await service.list_jobs(ctx, states=state or [], kind=kind, limit=limit, cursor=cursor)
    return Page(items=[job_out(ctx, row) for row in rows], next_cursor=next_cursor)


@router.get("/jobs/{job_id}", summary="Get a job")
async def get_job(ctx: Annotated[Ctx, can(P.jobs_read)], job_id: UUID, response: Response) -> JobOut:
    """Ask again until `state` is succeeded, failed or cancelled."""
    return _answer(ctx, await service.get_job(ctx, job_id), response)


@router.get(
    "/jobs/{job_id}/errors", summary="Download a job's rejects", response_class=Response, responses=FILE_RESPONSES
)
async def get_job_errors(ctx: Annotated[Ctx, can(P.jobs_read)], job_id: UUID) -> StreamingResponse:
    """What was rejected and why, for whoever started the job."""
    job = await service.get_job(ctx, job_id)
    return _download(await service.open_file(ctx, job, job.errors_key), job.errors_key, f"{job.kind}-errors")


@router.get(
    "/jobs/{job_id}/result", summary="Download a job's result", response_class=Response, responses=FILE_RESPONSES
)
async def get_job_result(ctx: Annotated[Ctx, can(P.jobs_read)], job_id: UUID) -> StreamingResponse:
    """The file that the job made, for whoever started it."""
    job = await service.get_job(ctx, job_id)
    return _download(await service.open_file(ctx, job, job.result_key), job.result_key, job.kind, job.result_name)


@router.post("/jobs/{job_id}/cancel", summary="Cancel a job")
async def cancel_job(ctx: Annotated[Ctx, can(P.jobs_read)], job_id: UUID, response: Response) -> JobOut:
    """A waiting job ends at once, a running one before its next step; what it did so far stays. 409 once it has ended
    otherwise."""
    return _answer(ctx, await service.cancel_job(ctx, job_id), response)


def _answer(ctx: Ctx, job: Job, response: Response) -> JobOut:
    set_etag(response, f"{job.state}-{job.progress_done}-{int(job.cancel_requested)}")
    return job_out(ctx, job)


def _download(chunks: AsyncIterator[bytes], key: str | None, stem: str, name: str | None = None) -> StreamingResponse:
    shown = name or stem + PurePosixPath(key or "").suffix
    headers = {
        # RFC 6266: the name for every browser, whatever its letters.
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(shown, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return StreamingResponse(chunks, media_type=MEDIA_TYPE, headers=headers)
