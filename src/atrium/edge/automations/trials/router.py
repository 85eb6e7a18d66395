from typing import Annotated
from uuid import UUID

from fastapi import Query

from atrium.edge.automations.trials import service
from atrium.edge.automations.trials.schemas import DryRunIn, DryRunOut, WhyOut
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("automations")


@router.post("/automations/{automation_id}/dry-run", summary="Try an automation without effects")
async def dry_run_automation(
    ctx: Annotated[Ctx, can(P.automations_run, P.customers_read)], automation_id: UUID, data: DryRunIn
) -> DryRunOut:
    """On customers, or on the last real events, with your own rights: nothing is written and nothing is sent. It need
    not be switched on."""
    return await service.dry_run(ctx, automation_id, data)


@router.get("/automations/{automation_id}/why", summary="Ask why an automation did not run")
async def explain_automation(
    ctx: Annotated[Ctx, can(P.automations_read, P.customers_read)],
    automation_id: UUID,
    customer_id: Annotated[
        UUID | None, Query(description="For this customer: what was noted last.", examples=[None])
    ] = None,
    event_id: Annotated[UUID | None, Query(description="Or for this event.", examples=[None])] = None,
) -> WhyOut:
    """With the condition that failed. Name one of `customer_id` and `event_id`."""
    return await service.why(ctx, automation_id, customer_id=customer_id, event_id=event_id)
