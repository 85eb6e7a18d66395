from typing import Annotated

from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.bulk.schemas import JobRef
from atrium.records.transfers.exports.schemas import ExportIn
from atrium.records.transfers.exports.service import start_export

router = slice_router("imports and exports")


@router.post("/exports", status_code=202, summary="Export customers into a file")
async def create_export(ctx: Annotated[Ctx, can(P.customers_export, P.customers_read)], data: ExportIn) -> JobRef:
    """A job writes the customers that you may see, with the fields that you may see; the file is at its `result_url`.
    Cells of a CSV that a spreadsheet would take for formulas are guarded by an apostrophe, which an import takes off
    again: importing an export changes nothing."""
    return JobRef(job_id=await start_export(ctx, data))
