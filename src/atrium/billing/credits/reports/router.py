from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import StreamingResponse

from atrium.billing.credits.ledger.schemas import EntryType
from atrium.billing.credits.reports import service
from atrium.billing.credits.reports.schemas import CallPriceOut, CreditForecastOut, CreditSeriesOut, Seconds
from atrium.billing.credits.units.schemas import UNIT_EXAMPLE, UnitKey
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Day, Instant, Line

router = slice_router("credits")
HOME = "/customers/{customer_id}/credits"
FILE: dict[int | str, dict[str, Any]] = {200: {"description": "The file.", "content": {"text/csv": {}}}}
Unit = Annotated[UnitKey, Query(description="Key of the unit.", examples=[UNIT_EXAMPLE])]
OfUnit = Annotated[UnitKey | None, Query(description="Only this unit.", examples=[UNIT_EXAMPLE])]


@router.get(f"{HOME}/call-price", summary="Price a running call")
async def price_call(
    ctx: Annotated[Ctx, can(P.credits_read)],
    customer_id: UUID,
    seconds: Annotated[Seconds, Query(description="How long the call has lasted.", examples=[185])],
    unit: Unit = "credits",
) -> CallPriceOut:
    """Each minute that began after the grace costs the price per minute: with 6 seconds of grace, 6 seconds cost
    nothing, 66 one minute, 67 two. `seconds_covered` tells when a call has to end. Nothing is taken: hold credits at
    the beginning and capture what this answers at the end."""
    return await service.call_price(ctx, customer_id, unit, seconds)


@router.get(f"{HOME}/forecast", summary="Forecast when credits run out")
async def forecast_credits(
    ctx: Annotated[Ctx, can(P.credits_read)], customer_id: UUID, unit: Unit = "credits"
) -> CreditForecastOut:
    """Debits of the last thirty days, less reversals, divided by the days, are taken from the grants day by day in the
    order in which they burn; what expires meanwhile is lost. The first day that cannot be paid is the answer."""
    return await service.forecast(ctx, customer_id, unit)


@router.get(f"{HOME}/series", summary="Get balance and burn by day")
async def get_credit_series(
    ctx: Annotated[Ctx, can(P.credits_read)],
    customer_id: UUID,
    unit: Unit = "credits",
    since: Annotated[
        Day | None, Query(description="First day (UTC); 29 days before the last when absent.", examples=["2026-11-01"])
    ] = None,
    until: Annotated[
        Day | None, Query(description="Last day (UTC); today when absent.", examples=["2026-11-30"])
    ] = None,
) -> CreditSeriesOut:
    """For a chart: at most 367 days, every one of them."""
    return await service.series(ctx, customer_id, unit, since, until)


@router.get(
    f"{HOME}/export", summary="Download the history of a customer's credits", response_class=Response, responses=FILE
)
async def download_credit_entries(
    ctx: Annotated[Ctx, can(P.credits_read)],
    customer_id: UUID,
    unit: OfUnit = None,
    type: Annotated[  # noqa: A002 - the name in the contract
        list[EntryType] | None, Query(max_length=7, description="Only entries of these types.", examples=[["consume"]])
    ] = None,
    source_type: Annotated[
        Line | None, Query(max_length=60, description="Only what paid for this kind of thing.", examples=["call"])
    ] = None,
    source_id: Annotated[
        Line | None,
        Query(max_length=200, description="Only what paid for the thing with this identifier.", examples=["call_8812"]),
    ] = None,
    since: Annotated[
        Instant | None, Query(description="Only what happened at or after this moment.", examples=[None])
    ] = None,
    until: Annotated[
        Instant | None, Query(description="Only what happened before this moment.", examples=[None])
    ] = None,
) -> StreamingResponse:
    """All of it as it stands now, through the same filters as the list, newest first. Cells that a spreadsheet would
    take for formulas are guarded."""
    filters = {
        "unit": unit,
        "types": type or (),
        "source_type": source_type,
        "source_id": source_id,
        "since": since,
        "until": until,
    }
    headers = {
        "Content-Disposition": 'attachment; filename="credits.csv"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return StreamingResponse(
        await service.history_file(ctx, customer_id, filters), media_type="text/csv; charset=utf-8", headers=headers
    )
