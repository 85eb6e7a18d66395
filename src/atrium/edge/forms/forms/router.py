from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.edge.forms.forms import service
from atrium.edge.forms.forms.queries import form_out
from atrium.edge.forms.forms.schemas import FormIn, FormOut, FormPatch
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line

router = slice_router("forms", "Forms that strangers fill in: their definitions, what was sent, and the public side.")
Force = Annotated[
    bool,
    Query(
        description="Delete it together with its submissions, and even when automations start from it.",
        examples=[False],
    ),
]


@router.get("/forms", summary="List forms")
async def list_forms(
    ctx: Annotated[Ctx, can(P.forms_read)],
    q: Annotated[
        Line | None,
        Query(max_length=100, description="Only forms with this somewhere in their name.", examples=["contact"]),
    ] = None,
    active: Annotated[
        bool | None, Query(description="Only those that take answers, or only the others.", examples=[True])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[FormOut]:
    """A to Z."""
    rows, next_cursor = await service.list_forms(ctx, q=q, active=active, limit=limit, cursor=cursor)
    return Page(items=[await form_out(ctx, row) for row in rows], next_cursor=next_cursor)


@router.post("/forms", status_code=201, summary="Create a form")
async def create_form(ctx: Annotated[Ctx, can(P.forms_write)], data: FormIn, response: Response) -> FormOut:
    """Without `fields` it asks for name and e-mail address. It takes answers once it is `active`."""
    return await _form(ctx, await service.create_form(ctx, data), response)


@router.get("/forms/{form_id}", summary="Get a form")
async def get_form(ctx: Annotated[Ctx, can(P.forms_read)], form_id: UUID, response: Response) -> FormOut:
    """One form with its questions and its ETag."""
    return await _form(ctx, await service.get_form(ctx, form_id), response)


@router.patch("/forms/{form_id}", summary="Change a form")
async def update_form(
    ctx: Annotated[Ctx, can(P.forms_write)], form_id: UUID, data: FormPatch, request: Request, response: Response
) -> FormOut:
    """Pages that are open somewhere keep the questions they have; what they send is checked against the new ones."""
    row = await service.get_form(ctx, form_id, lock=True)
    check_if_match(request, row.Form.version)
    return await _form(ctx, await service.update_form(ctx, row, data), response)


@router.delete("/forms/{form_id}", status_code=204, summary="Delete a form")
async def delete_form(
    ctx: Annotated[Ctx, can(P.forms_write)], form_id: UUID, request: Request, force: Force = False
) -> None:
    """Refused (409) while it has submissions, since the consents in them would go too, or automations start from it.
    Switching it off keeps them."""
    row = await service.get_form(ctx, form_id, lock=True)
    check_if_match(request, row.Form.version)
    await service.delete_form(ctx, row, force=force)


@router.post("/forms/{form_id}/duplicate", status_code=201, summary="Duplicate a form")
async def duplicate_form(ctx: Annotated[Ctx, can(P.forms_write)], form_id: UUID, response: Response) -> FormOut:
    """A copy with an address of its own, switched off, without submissions."""
    return await _form(ctx, await service.duplicate_form(ctx, await service.get_form(ctx, form_id)), response)


async def _form(ctx: Ctx, row: Any, response: Response) -> FormOut:
    set_etag(response, row.Form.version)
    return await form_out(ctx, row)
