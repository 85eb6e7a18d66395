from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import Force, can
from atrium.kernel.route import router as slice_router
from atrium.records.folders import queries, service, statuses
from atrium.records.folders.models import Folder, Status
from atrium.records.folders.queries import folders_out, grants_of
from atrium.records.folders.schemas import (
    FolderGrantOut,
    FolderIn,
    FolderOrder,
    FolderOut,
    FolderPatch,
    FolderPermissionsIn,
    FolderPermissionsOut,
    StatusIn,
    StatusOrder,
    StatusOut,
    StatusPatch,
)

router = slice_router("folders", "Folders, their statuses and permissions.")


@router.get("/folders", summary="List folders")
async def list_folders(
    ctx: Annotated[Ctx, can(P.folders_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[FolderOut]:
    """Each after the folder it lies in, with its statuses and what the caller may do there. Hidden folders are left
    out."""
    places, next_cursor = await service.list_folders(ctx, limit, cursor)
    return Page(items=await folders_out(ctx, places), next_cursor=next_cursor)


@router.post("/folders", status_code=201, summary="Create a folder")
async def create_folder(ctx: Annotated[Ctx, can(P.folders_manage)], data: FolderIn, response: Response) -> FolderOut:
    """Its statuses can be given at once; the one marked as default, else the first, is what customers who come into it
    get."""
    return await _folder(ctx, await service.create_folder(ctx, data), response)


@router.put("/folders/order", status_code=204, summary="Order folders")
async def reorder_folders(ctx: Annotated[Ctx, can(P.folders_manage)], data: FolderOrder) -> None:
    """Puts the folders of one parent into the given order."""
    await service.reorder_folders(ctx, data)


@router.get("/folders/{folder_id}", summary="Get a folder")
async def get_folder(ctx: Annotated[Ctx, can(P.folders_read)], folder_id: UUID, response: Response) -> FolderOut:
    """One folder with its policy and its ETag."""
    return await _folder(ctx, await queries.get_folder(ctx, folder_id), response)


@router.patch("/folders/{folder_id}", summary="Change a folder")
async def update_folder(
    ctx: Annotated[Ctx, can(P.folders_manage)], folder_id: UUID, data: FolderPatch, request: Request, response: Response
) -> FolderOut:
    """Name, looks, place in the tree, visible sections. Needs the level manage in it, and in the folder it is moved
    into."""
    row = await queries.get_folder(ctx, folder_id, "manage")
    check_if_match(request, row.version)
    await service.update_folder(ctx, row, data)
    return await _folder(ctx, row, response)


@router.delete("/folders/{folder_id}", status_code=204, summary="Delete a folder")
async def delete_folder(
    ctx: Annotated[Ctx, can(P.folders_manage)], folder_id: UUID, request: Request, force: Force = False
) -> None:
    """Only an empty one: 409 counts the customers and folders in it, or lists the forms and automations that use it.
    Its statuses and permissions go with it."""
    row = await queries.get_folder(ctx, folder_id, "manage")
    check_if_match(request, row.version)
    await service.delete_folder(ctx, row, force=force)


@router.get("/folders/{folder_id}/permissions", summary="Get a folder's permissions")
async def get_folder_permissions(
    ctx: Annotated[Ctx, can(P.folders_manage)], folder_id: UUID, response: Response
) -> FolderPermissionsOut:
    """What it grants by itself. Who is not named has what the folder above grants, else every level; owners always have
    every level."""
    row = await queries.get_folder(ctx, folder_id, "manage")
    return await _permissions(ctx, row, response)


@router.put("/folders/{folder_id}/permissions", summary="Set a folder's permissions")
async def set_folder_permissions(
    ctx: Annotated[Ctx, can(P.folders_manage)],
    folder_id: UUID,
    data: FolderPermissionsIn,
    request: Request,
    response: Response,
) -> FolderPermissionsOut:
    """Replaces them all. Refused (409) when the caller would no longer manage the folder."""
    row = await queries.get_folder(ctx, folder_id, "manage")
    check_if_match(request, row.version)
    await service.set_permissions(ctx, row, data.entries)
    return await _permissions(ctx, row, response)


@router.get("/folders/{folder_id}/statuses", summary="List a folder's statuses")
async def list_statuses(
    ctx: Annotated[Ctx, can(P.folders_read)], folder_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[StatusOut]:
    """In their order."""
    rows, next_cursor = await statuses.list_statuses(ctx, folder_id, limit, cursor)
    return Page(items=[StatusOut.model_validate(row) for row in rows], next_cursor=next_cursor)


@router.post("/folders/{folder_id}/statuses", status_code=201, summary="Create a status")
async def create_status(
    ctx: Annotated[Ctx, can(P.folders_manage)], folder_id: UUID, data: StatusIn, response: Response
) -> StatusOut:
    """At the end of the folder's list. Its name must not be taken there (409)."""
    return _status(
        await statuses.create_status(ctx, await queries.get_folder(ctx, folder_id, "manage"), data), response
    )


@router.put("/folders/{folder_id}/statuses/order", status_code=204, summary="Order a folder's statuses")
async def reorder_statuses(
    ctx: Annotated[Ctx, can(P.folders_manage)], folder_id: UUID, data: StatusOrder, request: Request
) -> None:
    """Puts them into the given order."""
    row = await queries.get_folder(ctx, folder_id, "manage")
    check_if_match(request, row.version)
    await statuses.reorder_statuses(ctx, row, data.status_ids)


@router.get("/statuses/{status_id}", summary="Get a status")
async def get_status(ctx: Annotated[Ctx, can(P.folders_read)], status_id: UUID, response: Response) -> StatusOut:
    """One status with its ETag."""
    return _status((await statuses.get_status(ctx, status_id))[0], response)


@router.patch("/statuses/{status_id}", summary="Change a status")
async def update_status(
    ctx: Annotated[Ctx, can(P.folders_manage)], status_id: UUID, data: StatusPatch, request: Request, response: Response
) -> StatusOut:
    """Customers keep it, whatever it is called."""
    row, folder = await statuses.get_status(ctx, status_id, "manage")
    check_if_match(request, row.version)
    await statuses.update_status(ctx, row, folder, data)
    return _status(row, response)


@router.delete("/statuses/{status_id}", status_code=204, summary="Delete a status")
async def delete_status(
    ctx: Annotated[Ctx, can(P.folders_manage)], status_id: UUID, request: Request, force: Force = False
) -> None:
    """Only one that no customer has (409): give them another first, by a bulk edit. The next status becomes the default
    in its stead. 409 also lists the forms and automations that use it."""
    row, folder = await statuses.get_status(ctx, status_id, "manage")
    check_if_match(request, row.version)
    await statuses.delete_status(ctx, row, folder, force=force)


async def _folder(ctx: Ctx, row: Folder, response: Response) -> FolderOut:
    set_etag(response, row.version)
    return (await folders_out(ctx, [await service.place_of(ctx, row.id)]))[0]


async def _permissions(ctx: Ctx, row: Folder, response: Response) -> FolderPermissionsOut:
    set_etag(response, row.version)
    return FolderPermissionsOut(
        entries=[FolderGrantOut.model_validate(grant) for grant in await grants_of(ctx, row.id)]
    )


def _status(row: Status, response: Response) -> StatusOut:
    set_etag(response, row.version)
    return StatusOut.model_validate(row)
