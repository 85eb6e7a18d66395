from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.engage.email_templates import service
from atrium.engage.email_templates.models import EmailTemplate
from atrium.engage.email_templates.schemas import (
    EmailDraftIn,
    EmailPreviewIn,
    EmailPreviewOut,
    EmailTemplateIn,
    EmailTemplateOut,
    EmailTemplatePatch,
)
from atrium.engage.placeholders.schemas import PathOut
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import Force, can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line

router = slice_router("e-mail templates", "E-mails written once, sent by automations.")


@router.get("/email-templates", summary="List e-mail templates")
async def list_email_templates(
    ctx: Annotated[Ctx, can(P.email_templates_read)],
    archived: Annotated[
        bool, Query(description="The archived ones instead of those in use.", examples=[False])
    ] = False,
    q: Annotated[
        Line | None, Query(max_length=100, description="Only with this somewhere in their name.", examples=["welcome"])
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EmailTemplateOut]:
    """A to Z."""
    rows, next_cursor = await service.list_templates(ctx, archived=archived, q=q, limit=limit, cursor=cursor)
    return Page(items=[EmailTemplateOut.model_validate(row) for row in rows], next_cursor=next_cursor)


@router.post("/email-templates", status_code=201, summary="Create an e-mail template")
async def create_email_template(
    ctx: Annotated[Ctx, can(P.email_templates_write)], data: EmailTemplateIn, response: Response
) -> EmailTemplateOut:
    """Placeholders that lead nowhere are refused (422). Its name must not be taken (409)."""
    return _template(await service.create_template(ctx, data), response)


@router.get("/email-templates/placeholders", summary="List placeholders of e-mail templates")
async def list_email_placeholders(
    ctx: Annotated[Ctx, can(P.email_templates_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[PathOut]:
    """What may stand between `{{` and `}}`: of the customer, its custom fields that the caller may see, and the
    workspace. A to Z."""
    rows, next_cursor = await service.list_placeholders(ctx, limit, cursor)
    items = [
        PathOut(path=path, kind=kind.kind, refers_to=kind.refers_to, options=list(kind.options)) for path, kind in rows
    ]
    return Page(items=items, next_cursor=next_cursor)


@router.post("/email-templates/preview", summary="Preview a draft of an e-mail template")
async def preview_email_draft(
    ctx: Annotated[Ctx, can(P.email_templates_read, P.customers_read)], data: EmailDraftIn
) -> EmailPreviewOut:
    """Filled with a real customer, without saving it. Placeholders that lead nowhere are refused (422)."""
    await service.check_texts(ctx, data.model_dump())
    return await service.preview(ctx, data.customer_id, data.subject, data.body)


@router.get("/email-templates/{template_id}", summary="Get an e-mail template")
async def get_email_template(
    ctx: Annotated[Ctx, can(P.email_templates_read)], template_id: UUID, response: Response
) -> EmailTemplateOut:
    """Archived or not, with its ETag."""
    return _template(await service.get_template(ctx, template_id), response)


@router.patch("/email-templates/{template_id}", summary="Change an e-mail template")
async def update_email_template(
    ctx: Annotated[Ctx, can(P.email_templates_write)],
    template_id: UUID,
    data: EmailTemplatePatch,
    request: Request,
    response: Response,
) -> EmailTemplateOut:
    """Automations that use it send the new text from now on, runs under way included."""
    row = await service.get_template(ctx, template_id, lock=True)
    check_if_match(request, row.version)
    return _template(await service.update_template(ctx, row, data), response)


@router.delete("/email-templates/{template_id}", status_code=204, summary="Delete an e-mail template")
async def delete_email_template(
    ctx: Annotated[Ctx, can(P.email_templates_write)], template_id: UUID, request: Request
) -> None:
    """Only one that nothing uses: 409 lists the automations that do."""
    row = await service.get_template(ctx, template_id, lock=True)
    check_if_match(request, row.version)
    await service.delete_template(ctx, row)


@router.post("/email-templates/{template_id}/archive", summary="Archive an e-mail template")
async def archive_email_template(
    ctx: Annotated[Ctx, can(P.email_templates_write)], template_id: UUID, response: Response, force: Force = False
) -> EmailTemplateOut:
    """It is sent no more until it is restored. 409 lists the automations that use it; with `force`, their runs fail
    where they would send it."""
    row = await service.get_template(ctx, template_id, lock=True)
    return _template(await service.archive_template(ctx, row, archived=True, force=force), response)


@router.post("/email-templates/{template_id}/restore", summary="Restore an archived e-mail template")
async def restore_email_template(
    ctx: Annotated[Ctx, can(P.email_templates_write)], template_id: UUID, response: Response
) -> EmailTemplateOut:
    """With the text it had."""
    row = await service.get_template(ctx, template_id, lock=True)
    return _template(await service.archive_template(ctx, row, archived=False), response)


@router.post("/email-templates/{template_id}/preview", summary="Preview an e-mail template")
async def preview_email_template(
    ctx: Annotated[Ctx, can(P.email_templates_read, P.customers_read)], template_id: UUID, data: EmailPreviewIn
) -> EmailPreviewOut:
    """Filled with a real customer. What the caller may not see of the customer stays empty."""
    row = await service.get_template(ctx, template_id)
    return await service.preview(ctx, data.customer_id, row.subject, row.body)


def _template(row: EmailTemplate, response: Response) -> EmailTemplateOut:
    set_etag(response, row.version)
    return EmailTemplateOut.model_validate(row)
