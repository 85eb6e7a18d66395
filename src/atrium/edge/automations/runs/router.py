from typing import Annotated
from uuid import UUID

from fastapi import Query

from atrium.edge.automations.definitions.service import get_automation
from atrium.edge.automations.runs import service
from atrium.edge.automations.runs.queries import run_values
from atrium.edge.automations.runs.schemas import RetriedOut, RetryIn, RunOut, RunState, RunTrace
from atrium.kernel.context import Ctx
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("automations")
State = Annotated[RunState | None, Query(description="Only runs in this state.", examples=["failed"])]


@router.get("/automation-runs", summary="List runs of all automations")
async def list_automation_runs(
    ctx: Annotated[Ctx, can(P.automations_read)],
    customer_id: Annotated[UUID | None, Query(description="Only of this customer.", examples=[None])] = None,
    automation_id: Annotated[UUID | None, Query(description="Only of this automation.", examples=[None])] = None,
    state: State = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RunOut]:
    """The newest first; only those without a customer or with one that you may see."""
    rows, next_cursor = await service.list_runs(
        ctx, automation_id=automation_id, customer_id=customer_id, state=state, limit=limit, cursor=cursor
    )
    return Page(items=[RunOut(**run_values(row)) for row in rows], next_cursor=next_cursor)


@router.get("/automations/{automation_id}/runs", summary="List an automation's runs")
async def list_runs_of_automation(
    ctx: Annotated[Ctx, can(P.automations_read)],
    automation_id: UUID,
    state: State = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RunOut]:
    """The newest first; only those without a customer or with one that you may see."""
    await get_automation(ctx, automation_id)
    rows, next_cursor = await service.list_runs(
        ctx, automation_id=automation_id, customer_id=None, state=state, limit=limit, cursor=cursor
    )
    return Page(items=[RunOut(**run_values(row)) for row in rows], next_cursor=next_cursor)


@router.get("/automation-runs/{run_id}", summary="Get a run with its trace")
async def get_automation_run(ctx: Annotated[Ctx, can(P.automations_read)], run_id: UUID) -> RunTrace:
    """Every step with its input, decision and output. What tells of a custom field that you may not see is left out."""
    return await service.trace(ctx, run_id)


@router.post("/automation-runs/{run_id}/retry", summary="Go on with a failed run")
async def retry_automation_run(ctx: Annotated[Ctx, can(P.automations_run)], run_id: UUID, data: RetryIn) -> RunTrace:
    """From the step that failed, by the flow it began with or by the newest one. 409 when it has not failed."""
    await service.retry_run(ctx, run_id, newest=data.flow == "newest")
    return await service.trace(ctx, run_id)


@router.post("/automation-runs/{run_id}/cancel", summary="Cancel a run")
async def cancel_automation_run(ctx: Annotated[Ctx, can(P.automations_run)], run_id: UUID) -> RunTrace:
    """It ends where it stands; what it did stays. 409 when it has ended."""
    await service.cancel_run(ctx, run_id)
    return await service.trace(ctx, run_id)


@router.post("/automations/{automation_id}/retry-failed", summary="Go on with all failed runs")
async def retry_failed_runs(ctx: Annotated[Ctx, can(P.automations_run)], automation_id: UUID) -> RetriedOut:
    """Those of customers that you may see, each from the step that failed, by the newest flow. At most 10,000 at
    once."""
    return await service.retry_failed(ctx, automation_id)
