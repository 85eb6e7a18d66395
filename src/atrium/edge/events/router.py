from typing import Annotated
from uuid import UUID

from fastapi import Query

from atrium.edge.events import service
from atrium.edge.events.schemas import EventOut, EventTypeOut
from atrium.kernel.context import Ctx
from atrium.kernel.paging import Cursor, Limit, Page, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.route import SignedIn, can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Instant, Line

router = slice_router("events", "What happened, for those who poll.")
Pattern = Annotated[Line, Query(max_length=100)]


@router.get("/events", summary="List events")
async def list_events(
    ctx: Annotated[Ctx, can(P.events_read)],
    type: Annotated[  # noqa: A002 - the name in the contract
        list[Pattern] | None,
        Query(
            max_length=50,
            description="Only these: a type, a family such as `customer.*`, or `*`.",
            examples=[["customer.*"]],
        ),
    ] = None,
    customer_id: Annotated[
        UUID | None, Query(description="Only what happened to this customer.", examples=[None])
    ] = None,
    since: Annotated[
        Instant | None, Query(description="Only what settled at or after this moment.", examples=[None])
    ] = None,
    until: Annotated[
        Instant | None, Query(description="Only what settled before this moment.", examples=[None])
    ] = None,
    after_id: Annotated[
        UUID | None, Query(description="Only what settled after this event: the last one you have.", examples=[None])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EventOut]:
    """Of the last thirty days, in the order in which they settled, oldest first: follow it with `after_id` and nothing
    is missed. Edits of one sitting are one event, shown when the sitting is over. What the caller may not see is left
    out, so a page may be shorter than `limit`; events of the kinds `security` and `settings` need `audit:read`, those
    of customers `customers:read`."""
    items, next_cursor = await service.list_events(
        ctx,
        types=type or (),
        customer_id=customer_id,
        since=since,
        until=until,
        after_id=after_id,
        limit=limit,
        cursor=cursor,
    )
    return Page(items=items, next_cursor=next_cursor)


@router.get("/event-types", summary="List event types")
async def list_event_types(_ctx: SignedIn, limit: Limit = 200, cursor: Cursor = None) -> Page[EventTypeOut]:
    """Everything that events, webhooks and automations can be about, A to Z."""
    found = service.event_types()
    if cursor:
        position = decode_cursor("event_types", cursor)[0]
        found = [item for item in found if item.type > position]
    items, next_cursor = page_of(found[: limit + 1], limit, "event_types", lambda item: [item.type])
    return Page(items=list(items), next_cursor=next_cursor)
