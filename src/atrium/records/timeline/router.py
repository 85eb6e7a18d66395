from typing import Annotated
from uuid import UUID

from fastapi import Query

from atrium.kernel.context import Ctx
from atrium.kernel.hot_reads import hot
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line
from atrium.records.timeline import hot_reads, service
from atrium.records.timeline.schemas import EventKind, TimelineItem

router = slice_router("timeline", "What happened.")
EventType = Annotated[Line, Query(max_length=100)]


@router.get("/customers/{customer_id}/timeline", summary="Read a customer's timeline")
@hot(hot_reads.TIMELINE)
async def list_timeline(
    ctx: Annotated[Ctx, can(P.timeline_read)],
    customer_id: UUID,
    kind: Annotated[
        list[EventKind] | None,
        Query(max_length=20, description="Only these groups of events.", examples=[["status", "note"]]),
    ] = None,
    type: Annotated[  # noqa: A002 - the name in the contract
        list[EventType] | None,
        Query(max_length=50, description="Only these event types.", examples=[["customer.status_changed"]]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[TimelineItem]:
    """Newest first. What the caller may not see is left out: custom fields, notes without `notes:read`, customers out
    of sight."""
    items, next_cursor = await service.list_timeline(
        ctx, customer_id, kinds=kind or (), types=type or (), limit=limit, cursor=cursor
    )
    return Page(items=items, next_cursor=next_cursor)
