from typing import Annotated
from uuid import UUID

from fastapi import Header, Path

from atrium.edge.automations.triggers import service
from atrium.edge.automations.triggers.schemas import Received, RunIn, RunsStarted
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can, public
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import JsonObject

router = slice_router("automations")


@router.post("/automations/{automation_id}/run", status_code=202, summary="Run an automation")
async def run_automation(
    ctx: Annotated[Ctx, can(P.automations_run, P.customers_read, key_required=True)], automation_id: UUID, data: RunIn
) -> RunsStarted:
    """On behalf of the caller, whatever its trigger is: conditions on the customer and the scope hold, conditions on an
    event are left out.

    Up to 100 customers are started at once, more and filters by a job. Needs an `Idempotency-Key`."""
    return await service.run_by_hand(ctx, automation_id, data)


@router.post("/hooks/{token}", status_code=202, summary="Call an automation's webhook")
async def receive_hook(
    _: Annotated[None, public()],
    token: Annotated[
        str,
        Path(min_length=10, max_length=100, description="The secret part of the address.", examples=["atr_hook_x7Qd"]),
    ],
    data: JsonObject,
    webhook_id: Annotated[
        str | None,
        Header(
            max_length=255, description="The sender's id of this message: the same one counts once.", examples=["msg_1"]
        ),
    ] = None,
    idempotency_key: Annotated[
        str | None, Header(max_length=255, description="The same, under another name.", examples=[None])
    ] = None,
) -> Received:
    """Takes any JSON object of up to 256 KiB in, once for each id of the sender. 404 for an unknown address."""
    return await service.receive(token, data, webhook_id or idempotency_key)
