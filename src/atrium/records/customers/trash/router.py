from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.record.schemas import CustomerOut
from atrium.records.customers.record.service import get_customer, show_customer
from atrium.records.customers.trash import service
from atrium.records.customers.trash.schemas import DeletionPlan

router = slice_router("customers")


@router.get("/customers/{customer_id}/deletion-plan", summary="Ask what deleting a customer would mean")
async def get_deletion_plan(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID) -> DeletionPlan:
    """What blocks it, what would be lost, and until when it could be restored."""
    return await service.plan_deletion(ctx, await get_customer(ctx, customer_id))


@router.delete("/customers/{customer_id}", status_code=204, summary="Delete a customer")
async def delete_customer(ctx: Annotated[Ctx, can(P.customers_delete)], customer_id: UUID, request: Request) -> None:
    """Puts it into the trash for 30 days. Refused (409, `unmet`) while tickets or live chats exist."""
    row = await get_customer(ctx, customer_id, level="write")
    check_if_match(request, row.version)
    await service.delete_customers(ctx, [row])


@router.post("/customers/{customer_id}/restore", summary="Restore a customer from the trash")
async def restore_customer(
    ctx: Annotated[Ctx, can(P.customers_delete)], customer_id: UUID, response: Response
) -> CustomerOut:
    """Refused (409) when another customer has taken one of its addresses or ids meanwhile."""
    await service.restore_customer(ctx, await get_customer(ctx, customer_id, level="write", trashed=True))
    customer, version = await show_customer(ctx, customer_id)
    set_etag(response, version)
    return customer


@router.delete("/customers/{customer_id}/purge", status_code=204, summary="Delete a customer for good")
async def purge_customer(ctx: Annotated[Ctx, can(P.customers_delete)], customer_id: UUID) -> None:
    """Only from the trash, and only once: nothing of it remains but the log's line that it was purged."""
    await service.purge_customer(ctx, await get_customer(ctx, customer_id, level="write", trashed=True))
