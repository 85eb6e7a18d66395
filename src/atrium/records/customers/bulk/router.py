from typing import Annotated

from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.bulk import service
from atrium.records.customers.bulk.schemas import BatchIn, BatchOut, BulkIn, JobRef

router = slice_router("customers")


@router.post("/customers/batch", summary="Do up to 100 operations")
async def batch_customers(ctx: Annotated[Ctx, can(P.customers_write)], data: BatchIn) -> BatchOut:
    """In order, each by itself: one that is refused leaves no trace and does not stop the others. The answer is 200
    even so; look at the results."""
    return BatchOut(results=await service.run_batch(ctx, data.operations))


@router.post("/customers/bulk", status_code=202, summary="Edit many customers")
async def edit_customers(ctx: Annotated[Ctx, can(P.customers_read)], data: BulkIn) -> JobRef:
    """A job edits a selection, or everything a filter finds. Its result counts `changed` and `failed`; the error file
    says why.

    Needs the permission of the single operation: `customers:write`, `tags:write` or `customers:delete`."""
    return JobRef(job_id=await service.start_bulk(ctx, data))
