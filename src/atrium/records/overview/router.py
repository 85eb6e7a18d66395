from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from atrium.kernel.context import Ctx
from atrium.kernel.etag import set_etag
from atrium.kernel.hot_reads import hot
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.overview import hot_reads, service
from atrium.records.overview.schemas import CountsOut, Overview

router = slice_router("customers")


@router.get("/customers/{customer_id}/overview", summary="Open a customer's profile")
@hot(hot_reads.OVERVIEW)
async def get_overview(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID, response: Response) -> Overview:
    """In one round trip: the customer, its fields, counts per section, the newest events, and what the caller can do
    with it or why not."""
    overview = await service.open_profile(ctx, customer_id)
    set_etag(response, overview.version)
    return overview


@router.get("/customer-counts", summary="Count customers by group")
@hot(hot_reads.COUNTS)
async def count_customers(
    ctx: Annotated[Ctx, can(P.customers_read)],
    by: Annotated[
        Literal["folder", "status", "tag", "lifecycle"], Query(description="What to group by.", examples=["folder"])
    ] = "folder",
) -> CountsOut:
    """Only customers the caller may see."""
    return CountsOut(items=await service.count_by(ctx, by))
