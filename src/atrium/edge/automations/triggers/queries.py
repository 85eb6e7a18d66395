"""Whether a trigger starts a run, decided as whoever the automation acts for."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from atrium.kernel.context import Ctx
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.listing import found_ids, listing_of
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.schemas import CustomerFilter, FieldCondition
from atrium.records.customers.record.sight import visible_customers

PAGE = 200


# ── dates ───────────────────────────────────────────────────────────────────────


async def customers_with_date(ctx: Ctx, field_name: str, day: date, zone: ZoneInfo) -> AsyncIterator[list[UUID]]:
    """Pages of the customers in sight whose field holds this day, where the workspace is."""
    begin = datetime.combine(day, time(), tzinfo=zone)
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    if field_name.startswith("custom_fields."):
        async for page in _with_custom_date(ctx, field_name.removeprefix("custom_fields."), day, begin, end):
            yield page
        return
    column, last = getattr(Customer, field_name), UUID(int=0)
    while True:
        query = (
            select(Customer.id)
            .where(visible_customers(ctx), column >= begin, column < end, Customer.id > last)
            .order_by(Customer.id)
            .limit(PAGE)
        )
        found = list(await ctx.session.scalars(query))
        if found:
            yield found
            last = found[-1]
        if len(found) < PAGE:
            return


async def _with_custom_date(ctx: Ctx, key: str, day: date, begin: datetime, end: datetime) -> AsyncIterator[list[UUID]]:
    found = (await load_fields(ctx)).by_key.get(key)
    if found is None or not found.viewable:
        return
    if found.type == "date":
        conditions = [FieldCondition(key=key, op="eq", values=[day.isoformat()])]
    else:
        moments = [moment.astimezone(UTC).isoformat().replace("+00:00", "Z") for moment in (begin, end)]
        conditions = [
            FieldCondition(key=key, op="gte", values=[moments[0]]),
            FieldCondition(key=key, op="lt", values=[moments[1]]),
        ]
    listing = await listing_of(ctx, CustomerFilter(fields=conditions))
    async for page in found_ids(ctx, listing, PAGE):
        yield page
