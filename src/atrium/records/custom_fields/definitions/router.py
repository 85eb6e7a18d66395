from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import Force, can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import own
from atrium.records.custom_fields.definitions import service
from atrium.records.custom_fields.definitions.queries import links_of
from atrium.records.custom_fields.definitions.schemas import (
    CustomFieldIn,
    CustomFieldOrder,
    CustomFieldOut,
    CustomFieldPatch,
)

router = slice_router("custom fields", "What this business wants to know about its customers.")


@router.get("/custom-fields", summary="List custom fields")
async def list_custom_fields(
    ctx: Annotated[Ctx, can(P.custom_fields_read)],
    archived: Annotated[
        bool, Query(description="The archived ones instead of those in use.", examples=[False])
    ] = False,
    folder_id: Annotated[
        UUID | None, Query(description="Only fields that customers of this folder show.", examples=[None])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CustomFieldOut]:
    """In their order. Who may not see a field's values does not see the field, unless they manage the fields."""
    rows, next_cursor = await service.list_fields(
        ctx, archived=archived, folder_id=folder_id, limit=limit, cursor=cursor
    )
    return Page(items=[field_out(ctx, row) for row in rows], next_cursor=next_cursor)


@router.post("/custom-fields", status_code=201, summary="Create a custom field")
async def create_custom_field(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)], data: CustomFieldIn, response: Response
) -> CustomFieldOut:
    """Its key, made from the label when absent, and its type are for ever. It comes last."""
    return _field(ctx, await service.create_field(ctx, data), response)


@router.put("/custom-fields/order", status_code=204, summary="Order custom fields")
async def reorder_custom_fields(ctx: Annotated[Ctx, can(P.custom_fields_manage)], data: CustomFieldOrder) -> None:
    """Puts the fields into the given order."""
    await service.reorder_fields(ctx, data.field_ids)


@router.get("/custom-fields/{field_id}", summary="Get a custom field")
async def get_custom_field(
    ctx: Annotated[Ctx, can(P.custom_fields_read)], field_id: UUID, response: Response
) -> CustomFieldOut:
    """One field, archived or not, with its ETag."""
    return _field(ctx, await service.get_field(ctx, field_id), response)


@router.patch("/custom-fields/{field_id}", summary="Change a custom field")
async def update_custom_field(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)],
    field_id: UUID,
    data: CustomFieldPatch,
    request: Request,
    response: Response,
) -> CustomFieldOut:
    """Values that customers have stay as they are, whatever the new limits. An option that customers have cannot be
    left out (409)."""
    check_if_match(request, (await service.get_field(ctx, field_id)).CustomField.version)
    return _field(ctx, await service.update_field(ctx, field_id, data), response)


@router.delete("/custom-fields/{field_id}", status_code=204, summary="Delete a custom field")
async def delete_custom_field(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)], field_id: UUID, request: Request, force: Force = False
) -> None:
    """Only one in which no customer has a value (409); archive the others. 409 also lists the forms and automations
    that use it."""
    check_if_match(request, (await service.get_field(ctx, field_id)).CustomField.version)
    await service.delete_field(ctx, field_id, force=force)


@router.post("/custom-fields/{field_id}/archive", summary="Archive a custom field")
async def archive_custom_field(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)], field_id: UUID, response: Response, force: Force = False
) -> CustomFieldOut:
    """Its values are kept, out of sight, until it is restored. 409 lists the forms and automations that use it."""
    return _field(ctx, await service.archive_field(ctx, field_id, archived=True, force=force), response)


@router.post("/custom-fields/{field_id}/restore", summary="Restore an archived custom field")
async def restore_custom_field(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)], field_id: UUID, response: Response
) -> CustomFieldOut:
    """With the values it had."""
    return _field(ctx, await service.archive_field(ctx, field_id, archived=False), response)


def field_out(ctx: Ctx, row: Any) -> CustomFieldOut:
    """A row of ``queries.definitions`` as the contract shows it, without the folders that the actor may not see."""
    found, links = row.CustomField, links_of(row)
    hidden = set(ctx.visibility.hidden_folder_ids)
    if links["folder_ids"] is not None:
        links["folder_ids"] = [folder_id for folder_id in links["folder_ids"] if folder_id not in hidden]
    known = own(CustomFieldOut, found)
    return CustomFieldOut.model_validate({**known, **links, "viewable": row.viewable, "editable": row.editable})


def _field(ctx: Ctx, row: Any, response: Response) -> CustomFieldOut:
    set_etag(response, row.CustomField.version)
    return field_out(ctx, row)
