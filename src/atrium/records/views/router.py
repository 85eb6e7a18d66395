from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import Row

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.record.schemas import MemberRef
from atrium.records.views import service
from atrium.records.views.schemas import ViewIn, ViewOut, ViewPatch

router = slice_router("views", "Saved views.")


@router.get("/views", summary="List views")
async def list_views(ctx: Annotated[Ctx, can(P.views_read)], limit: Limit = 50, cursor: Cursor = None) -> Page[ViewOut]:
    """The caller's own and the shared ones, in the order set by hand, then A to Z."""
    rows, next_cursor = await service.list_views(ctx, limit, cursor)
    return Page(items=await _views_out(ctx, rows), next_cursor=next_cursor)


@router.post("/views", status_code=201, summary="Save a view")
async def create_view(ctx: Annotated[Ctx, can(P.views_write)], data: ViewIn, response: Response) -> ViewOut:
    """A shared one needs `views:share`."""
    return await _one(ctx, await service.create_view(ctx, data), response)


@router.get("/views/{view_id}", summary="Get a view")
async def get_view(ctx: Annotated[Ctx, can(P.views_read)], view_id: UUID, response: Response) -> ViewOut:
    """One view with its ETag. Others' private views do not exist for the caller (404)."""
    return await _one(ctx, await service.get_view(ctx, view_id), response)


@router.patch("/views/{view_id}", summary="Change a view")
async def update_view(
    ctx: Annotated[Ctx, can(P.views_write)], view_id: UUID, data: ViewPatch, request: Request, response: Response
) -> ViewOut:
    """Whatever touches a shared view needs `views:share`; only its owner can make it private."""
    row = (await service.get_view(ctx, view_id, lock=True)).View
    check_if_match(request, row.version)
    return await _one(ctx, await service.update_view(ctx, row, data), response)


@router.delete("/views/{view_id}", status_code=204, summary="Delete a view")
async def delete_view(ctx: Annotated[Ctx, can(P.views_write)], view_id: UUID, request: Request) -> None:
    """A shared one needs `views:share`."""
    row = (await service.get_view(ctx, view_id, lock=True)).View
    check_if_match(request, row.version)
    await service.delete_view(ctx, row)


async def _one(ctx: Ctx, row: Row[Any], response: Response) -> ViewOut:
    set_etag(response, row.View.version)
    return (await _views_out(ctx, [row]))[0]


async def _views_out(ctx: Ctx, rows: Sequence[Row[Any]]) -> list[ViewOut]:
    seen = await service.as_seen(ctx, [row.View for row in rows])
    return [_view_out(ctx, row, parts) for row, parts in zip(rows, seen, strict=True)]


def _view_out(ctx: Ctx, row: Row[Any], parts: dict[str, Any]) -> ViewOut:
    view = row.View
    return ViewOut(
        id=view.id,
        name=view.name,
        shared=view.shared,
        own=service.is_own(ctx, view),
        owner=MemberRef(id=view.member_id, name=row.owner_name) if view.member_id else None,
        editable=service.may_edit(ctx, view),
        position=view.position,
        created_at=view.created_at,
        updated_at=view.updated_at,
        **parts,
    )
