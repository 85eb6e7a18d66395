from typing import Annotated
from uuid import UUID

from fastapi import Query

from atrium.access.audit import service
from atrium.access.audit.schemas import AuditEntry
from atrium.kernel.context import Ctx
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Instant

router = slice_router("audit", "Who did what.")
EventType = Annotated[str, Query(max_length=100, pattern=r"^[a-z0-9_.]+$")]
Kind = Annotated[str, Query(max_length=40, pattern=r"^[a-z_]+$")]


@router.get("/audit", summary="List what happened")
async def list_audit(
    ctx: Annotated[Ctx, can(P.audit_read)],
    type: Annotated[  # noqa: A002 - the contract's name
        list[EventType] | None,
        Query(max_length=50, description="Only events of these types.", examples=[["member.updated"]]),
    ] = None,
    kind: Annotated[
        list[Kind] | None, Query(max_length=20, description="Only events of these groups.", examples=[["security"]])
    ] = None,
    actor_id: Annotated[
        UUID | None, Query(description="Only what this member, key or token did.", examples=[None])
    ] = None,
    customer_id: Annotated[
        UUID | None, Query(description="Only what happened to this customer.", examples=[None])
    ] = None,
    since: Annotated[
        Instant | None, Query(alias="from", description="Only from this moment on.", examples=["2026-11-01T00:00:00Z"])
    ] = None,
    until: Annotated[
        Instant | None, Query(alias="to", description="Only before this moment.", examples=["2026-12-01T00:00:00Z"])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[AuditEntry]:
    """Newest first: changes of customers and settings, sign-ins and everything about members, roles and keys. Nothing
    can be changed or deleted here. Entries about customers that the caller does not see, and fields closed to the
    caller's role, are left out."""
    wanted = service.Filter(tuple(type or ()), tuple(kind or ()), actor_id, customer_id, since, until)
    entries, next_cursor = await service.list_entries(ctx, wanted, limit, cursor)
    return Page(items=list(entries), next_cursor=next_cursor)
