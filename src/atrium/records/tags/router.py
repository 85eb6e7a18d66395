from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import Force, can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line, own
from atrium.records.tags import service
from atrium.records.tags.models import TagGroup
from atrium.records.tags.schemas import TagGroupIn, TagGroupOut, TagGroupPatch, TagIn, TagOut, TagPatch

router = slice_router("tags", "Tags and tag groups.")


def tag_out(row: Any) -> TagOut:
    tag = row.Tag
    colour = tag.colour or row.group_colour or "#64748b"
    return TagOut.model_validate(
        {
            **own(TagOut, tag),
            "colour": colour,
            "own_colour": tag.colour,
        }
    )


@router.get("/tag-groups", summary="List tag groups")
async def list_tag_groups(
    ctx: Annotated[Ctx, can(P.tags_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[TagGroupOut]:
    """In the order set by hand, then A to Z."""
    rows, next_cursor = await service.list_groups(ctx, limit, cursor)
    return Page(items=[TagGroupOut.model_validate(row) for row in rows], next_cursor=next_cursor)


@router.post("/tag-groups", status_code=201, summary="Create a tag group")
async def create_tag_group(
    ctx: Annotated[Ctx, can(P.tags_manage)], data: TagGroupIn, response: Response
) -> TagGroupOut:
    """Its name must not be taken (409)."""
    return _group(await service.create_group(ctx, data), response)


@router.get("/tag-groups/{group_id}", summary="Get a tag group")
async def get_tag_group(ctx: Annotated[Ctx, can(P.tags_read)], group_id: UUID, response: Response) -> TagGroupOut:
    """One tag group with its ETag."""
    return _group(await service.get_group(ctx, group_id), response)


@router.patch("/tag-groups/{group_id}", summary="Change a tag group")
async def update_tag_group(
    ctx: Annotated[Ctx, can(P.tags_manage)], group_id: UUID, data: TagGroupPatch, request: Request, response: Response
) -> TagGroupOut:
    """Its tags stay in it."""
    row = await service.get_group(ctx, group_id)
    check_if_match(request, row.version)
    return _group(await service.update_group(ctx, row, data), response)


@router.delete("/tag-groups/{group_id}", status_code=204, summary="Delete a tag group")
async def delete_tag_group(ctx: Annotated[Ctx, can(P.tags_manage)], group_id: UUID, request: Request) -> None:
    """Its tags stay, without a group."""
    row = await service.get_group(ctx, group_id)
    check_if_match(request, row.version)
    await service.delete_group(ctx, row)


@router.get("/tags", summary="List tags")
async def list_tags(
    ctx: Annotated[Ctx, can(P.tags_read)],
    group_id: Annotated[UUID | None, Query(description="Only tags of this group.", examples=[None])] = None,
    q: Annotated[
        Line | None, Query(max_length=100, description="Only tags with this somewhere in their name.", examples=["vip"])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[TagOut]:
    """A to Z; of one group in the order set by hand where the group is sorted so."""
    rows, next_cursor = await service.list_tags(ctx, group_id=group_id, q=q, limit=limit, cursor=cursor)
    return Page(items=[tag_out(row) for row in rows], next_cursor=next_cursor)


@router.post("/tags", status_code=201, summary="Create a tag")
async def create_tag(ctx: Annotated[Ctx, can(P.tags_manage)], data: TagIn, response: Response) -> TagOut:
    """Its name must not be taken within its group (409)."""
    return _tag(await service.create_tag(ctx, data), response)


@router.get("/tags/{tag_id}", summary="Get a tag")
async def get_tag(ctx: Annotated[Ctx, can(P.tags_read)], tag_id: UUID, response: Response) -> TagOut:
    """One tag with its ETag."""
    return _tag(await service.get_tag(ctx, tag_id), response)


@router.patch("/tags/{tag_id}", summary="Change a tag")
async def update_tag(
    ctx: Annotated[Ctx, can(P.tags_manage)], tag_id: UUID, data: TagPatch, request: Request, response: Response
) -> TagOut:
    """Renaming keeps the id, so customers keep the tag."""
    check_if_match(request, (await service.get_tag(ctx, tag_id)).Tag.version)
    return _tag(await service.update_tag(ctx, tag_id, data), response)


@router.delete("/tags/{tag_id}", status_code=204, summary="Delete a tag")
async def delete_tag(
    ctx: Annotated[Ctx, can(P.tags_manage)], tag_id: UUID, request: Request, force: Force = False
) -> None:
    """Takes it from every customer. 409 lists the forms and automations that use it."""
    check_if_match(request, (await service.get_tag(ctx, tag_id)).Tag.version)
    await service.delete_tag(ctx, tag_id, force=force)


def _group(row: TagGroup, response: Response) -> TagGroupOut:
    set_etag(response, row.version)
    return TagGroupOut.model_validate(row)


def _tag(row: Any, response: Response) -> TagOut:
    set_etag(response, row.Tag.version)
    return tag_out(row)
