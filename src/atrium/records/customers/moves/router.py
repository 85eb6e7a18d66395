from typing import Annotated
from uuid import UUID

from fastapi import Query

from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.moves import service
from atrium.records.customers.moves.schemas import MovePlan
from atrium.records.customers.record.service import get_customer

router = slice_router("customers")


@router.get("/customers/{customer_id}/move-plan", summary="Ask what moving a customer would change")
async def get_move_plan(
    ctx: Annotated[Ctx, can(P.customers_read, P.folders_read)],
    customer_id: UUID,
    folder_id: Annotated[UUID | None, Query(description="The folder to move to; absent for none.")] = None,
    status_id: Annotated[UUID | None, Query(description="The status it shall have there.")] = None,
) -> MovePlan:
    """The status it would get, fields and sections that would come and go, and what is missing. Nothing is changed;
    values of hidden fields are kept."""
    return await service.plan_move(ctx, await get_customer(ctx, customer_id), folder_id, status_id)
