from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.access.members import service
from atrium.access.members.schemas import MemberOut, MemberPatch, member_out
from atrium.adapters.images import MAX_INPUT_BYTES
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.pictures import PICTURE_RESPONSES, Picture, PictureVersion, picture_response
from atrium.kernel.route import SignedIn, can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line

router = slice_router("members", "People in the workspace, invitations, roles.")


@router.get("/members", summary="List members")
async def list_members(
    ctx: Annotated[Ctx, can(P.members_read)],
    q: Annotated[
        Line | None,
        Query(
            max_length=100, description="Only people with this somewhere in their name or address.", examples=["noa"]
        ),
    ] = None,
    state: Annotated[
        list[Literal["active", "suspended", "removed"]] | None,
        Query(
            max_length=3,
            description="Only members in one of these states; without it, all but removed ones.",
            examples=[["active"]],
        ),
    ] = None,
    role_id: Annotated[UUID | None, Query(description="Only people with this role.", examples=[None])] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MemberOut]:
    """A to Z."""
    rows, next_cursor = await service.list_members(
        ctx, q=q, states=state or [], role_id=role_id, limit=limit, cursor=cursor
    )
    return Page(items=[member_out(row) for row in rows], next_cursor=next_cursor)


@router.get("/members/{member_id}", summary="Get a member")
async def get_member(ctx: Annotated[Ctx, can(P.members_read)], member_id: UUID, response: Response) -> MemberOut:
    """One member with their ETag."""
    return _answer(await service.get_member(ctx, member_id), response)


@router.patch("/members/{member_id}", summary="Change a member")
async def update_member(
    ctx: Annotated[Ctx, can(P.members_manage)], member_id: UUID, data: MemberPatch, request: Request, response: Response
) -> MemberOut:
    """Role, visibility, suspension. Takes effect with the member's next request. Nobody can give or take rights beyond
    their own (403), and the last owner stays an owner (409)."""
    row, owners = await service.lock_member(ctx, member_id)
    check_if_match(request, row.Member.version)
    return _answer(await service.update_member(ctx, row, owners, data), response)


@router.delete("/members/{member_id}", status_code=204, summary="Remove a member")
async def delete_member(
    ctx: Annotated[Ctx, can(P.members_manage)],
    member_id: UUID,
    request: Request,
    transfer_to: Annotated[
        UUID | None, Query(description="The member who takes over their customers and API keys.", examples=[None])
    ] = None,
) -> None:
    """Signs them out and keeps what they did under their name. 409 with `unmet` while they own customers or working API
    keys and `transfer_to` does not say who takes over; the last owner cannot be removed (409)."""
    row, owners = await service.lock_member(ctx, member_id)
    check_if_match(request, row.Member.version)
    await service.remove_member(ctx, row, owners, transfer_to)


@router.get(
    "/members/{member_id}/avatar",
    summary="Get a member's picture",
    response_class=Response,
    responses=PICTURE_RESPONSES,
)
async def get_member_avatar(ctx: SignedIn, member_id: UUID, v: PictureVersion = None) -> Response:  # noqa: ARG001 - only makes addresses differ
    """256 × 256 pixels. 404 when they have none."""
    content = await service.avatar((await service.get_member(ctx, member_id)).Member)
    return picture_response(content)


@router.put("/members/{member_id}/avatar", summary="Set a member's picture")
async def set_member_avatar(
    ctx: SignedIn, member_id: UUID, file: Picture, request: Request, response: Response
) -> MemberOut:
    """One's own, or with `members:manage` somebody else's."""
    row = await service.get_member(ctx, member_id)
    check_if_match(request, row.Member.version)
    return _answer(await service.set_avatar(ctx, row.Member, await file.read(MAX_INPUT_BYTES + 1)), response)


@router.delete("/members/{member_id}/avatar", status_code=204, summary="Remove a member's picture")
async def delete_member_avatar(ctx: SignedIn, member_id: UUID, request: Request) -> None:
    """One's own, or with `members:manage` somebody else's."""
    row = await service.get_member(ctx, member_id)
    check_if_match(request, row.Member.version)
    await service.set_avatar(ctx, row.Member, None)


def _answer(row: Any, response: Response) -> MemberOut:
    set_etag(response, row.Member.version)
    return member_out(row)
