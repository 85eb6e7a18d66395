from typing import Annotated
from uuid import UUID

from atrium.edge.live.presence import service
from atrium.edge.live.presence.schemas import PresenceOut
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("live")


@router.post("/customers/{customer_id}/presence", summary="Say that one is looking at a customer")
async def enter_presence(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID) -> PresenceOut:
    """Counts for 45 seconds: say it again every 20. Others who are looking get `presence` in their streams. Answers who
    they are."""
    return await service.stay(ctx, customer_id)


@router.get("/customers/{customer_id}/presence", summary="See who is looking at a customer")
async def get_presence(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID) -> PresenceOut:
    """Just now, the caller left out."""
    return await service.look(ctx, customer_id)


@router.delete(
    "/customers/{customer_id}/presence", status_code=204, summary="Say that one no longer looks at a customer"
)
async def leave_presence(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID) -> None:
    """At once, in place of after 45 seconds."""
    await service.go(ctx, customer_id)
