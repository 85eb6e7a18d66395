"""The timeline (B6)."""

from collections.abc import Sequence
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Invalid
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.kernel.paging import decode_cursor, encode_cursor
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.service import get_customer
from atrium.records.timeline.queries import (
    of_customer,
    viewable_changes,
)
from atrium.records.timeline.schemas import TimelineItem
from atrium.records.timeline.telling import chosen, items, scope_of


async def list_timeline(
    ctx: Ctx, customer_id: UUID, *, kinds: Sequence[str], types: Sequence[str], limit: int, cursor: str | None
) -> tuple[list[TimelineItem], str | None]:
    """One page, newest first. Raises ``CustomerNotFound`` (404) and ``Invalid`` (422) for an unknown type."""
    for name in types:
        if name not in EVENT_TYPES:
            raise Invalid.at("query/type", "unknown", "is not an event type")
    await get_customer(ctx, customer_id)
    return await page(ctx, customer_id, kinds=kinds, types=types, limit=limit, cursor=cursor)


async def page(
    ctx: Ctx,
    customer_id: UUID,
    *,
    kinds: Sequence[str] = (),
    types: Sequence[str] = (),
    limit: int = 20,
    cursor: str | None = None,
) -> tuple[list[TimelineItem], str | None]:
    """The same for a customer already known to be visible: events in one statement, names of what they refer to in
    another."""
    scope = scope_of(customer_id, kinds, types)
    query = chosen(of_customer(ctx, customer_id, viewable_changes(await load_fields(ctx))), kinds, types)
    if cursor:
        query = query.where(EventRow.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.scalars(query.order_by(EventRow.id.desc()).limit(limit + 1))).all()
    next_cursor = encode_cursor(scope, [rows[limit - 1].id]) if len(rows) > limit else None
    return await items(ctx, rows[:limit]), next_cursor
