"""E-mail templates: written and kept here, sent by the automations' step ``send_email``."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from atrium.engage.email_templates import events
from atrium.engage.email_templates.models import EmailTemplate
from atrium.engage.email_templates.queries import templates_with_fields, write_letter
from atrium.engage.email_templates.schemas import EmailPreviewOut, EmailTemplateIn, EmailTemplatePatch
from atrium.engage.placeholders.paths import Known, PathKind, check_template, found_at, placeholders, rendered, written
from atrium.engage.placeholders.service import common_values, customer_values
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, NotFound
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.service import CustomerNotFound, show_customer
from atrium.records.usages.service import Thing, Use, finds_uses, refuse_if_used

TEXTS = ("subject", "body")


class EmailTemplateNotFound(NotFound):
    title = "There is no such e-mail template"


class EmailTemplateNameTaken(Conflict):
    code, title = "name-taken", "This name is taken"


async def list_templates(
    ctx: Ctx, *, archived: bool, q: str | None, limit: int, cursor: str | None
) -> tuple[Sequence[EmailTemplate], str | None]:
    """A to Z: the archived ones, or the others; optionally with ``q`` somewhere in the name."""
    query = select(EmailTemplate).where(
        EmailTemplate.workspace_id == ctx.workspace_id, EmailTemplate.archived_at.is_not(None) == archived
    )
    if q:
        query = query.where(func.strpos(func.lower(EmailTemplate.name), q.lower()) > 0)
    scope, order = f"email_templates:{archived}:{q}", (func.lower(EmailTemplate.name), EmailTemplate.id)
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[False, False]))
    rows = (
        await ctx.session.execute(query.add_columns(order[0].label("lowered")).order_by(*order).limit(limit + 1))
    ).all()
    shown, next_cursor = page_of(rows, limit, scope, lambda row: [row.lowered, row.EmailTemplate.id])
    return [row.EmailTemplate for row in shown], next_cursor


async def list_placeholders(
    ctx: Ctx, limit: int, cursor: str | None
) -> tuple[Sequence[tuple[str, PathKind]], str | None]:
    """Paths that templates may refer to, as the actor sees them, A to Z."""
    start = decode_cursor("email_placeholders", cursor)[0] if cursor else ""
    paths = sorted(found for found in Known(await load_fields(ctx), None).everything() if found[0] > start)
    return page_of(paths[: limit + 1], limit, "email_placeholders", lambda found: [found[0]])


async def get_template(ctx: Ctx, template_id: UUID, *, lock: bool = False) -> EmailTemplate:
    """Archived or not. Raises ``EmailTemplateNotFound`` (404)."""
    row = await ctx.session.get(
        EmailTemplate, (ctx.workspace_id, template_id), with_for_update=lock or None, populate_existing=lock
    )
    if row is None:
        raise EmailTemplateNotFound
    return row


async def create_template(ctx: Ctx, data: EmailTemplateIn) -> EmailTemplate:
    """Raises ``Invalid`` (422) for placeholders that lead nowhere and ``EmailTemplateNameTaken`` (409)."""
    given = data.model_dump()
    await check_texts(ctx, given)
    row = EmailTemplate(workspace_id=ctx.workspace_id, id=uuid7(), **given)
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise _taken() from error
    await ctx.session.refresh(row)
    ctx.emit(events.EmailTemplateCreated(subject_id=row.id, name=row.name))
    return row


async def update_template(ctx: Ctx, row: EmailTemplate, data: EmailTemplatePatch) -> EmailTemplate:
    """Change a locked template; runs that send it from now on send the new text. Raises as ``create_template``."""
    given = data.provided()
    changes = diff({name: getattr(row, name) for name in given}, given)
    # What stays as it is may have a field that the writer cannot see.
    await check_texts(ctx, {name: given[name] for name in changes})
    if changes:
        await _write(ctx, row, given)
        ctx.emit(events.EmailTemplateUpdated(subject_id=row.id, name=row.name, changes=changes))
    return row


async def archive_template(ctx: Ctx, row: EmailTemplate, *, archived: bool, force: bool = False) -> EmailTemplate:
    """Archive or restore a locked template. Raises ``InUse`` (409) while automations send it, unless ``force``: then
    their runs fail there."""
    if (row.archived_at is not None) != archived:
        await refuse_if_used(ctx, "email_template", [row.id], force=force or not archived)
        await _write(ctx, row, {"archived_at": func.now() if archived else None})
        ctx.emit(
            (events.EmailTemplateArchived if archived else events.EmailTemplateRestored)(
                subject_id=row.id, name=row.name
            )
        )
    return row


async def delete_template(ctx: Ctx, row: EmailTemplate) -> None:
    """Raises ``InUse`` (409) while automations send it."""
    await refuse_if_used(ctx, "email_template", [row.id], force=None)
    await ctx.session.execute(
        delete(EmailTemplate).where(EmailTemplate.workspace_id == ctx.workspace_id, EmailTemplate.id == row.id)
    )
    ctx.emit(events.EmailTemplateDeleted(subject_id=row.id, name=row.name))


async def check_texts(ctx: Ctx, given: Mapping[str, Any]) -> None:
    """Raises ``Invalid`` (422) naming each placeholder in ``subject`` and ``body`` that leads nowhere."""
    known, errors = Known(await load_fields(ctx), None), list[FieldError]()
    for name in TEXTS:
        check_template(known, f"/{name}", given.get(name), errors)
    if errors:
        raise Invalid(
            "; ".join(f"{error.pointer[1:]} {error.message}" for error in errors[:3]) + ".", errors=errors[:50]
        )


async def preview(ctx: Ctx, customer_id: UUID, subject: str, body: str) -> EmailPreviewOut:
    """What the customer would get, as far as the actor may see it. Raises ``Invalid`` (422) for a customer out of
    sight."""
    try:
        customer, _ = await show_customer(ctx, customer_id)
    except CustomerNotFound:
        raise Invalid.at("/customer_id", "unknown", "is not a customer of this workspace") from None
    look = partial(found_at, await common_values(ctx, customer_values(customer)))
    letter = write_letter(subject, body, lambda text, escape: rendered(text, look, escape))
    empty = dict.fromkeys(path for path in placeholders(f"{subject}\n{body}") if not written(look(path)))
    return EmailPreviewOut(
        to=customer.email, subject=letter.subject, body=letter.text, html=letter.html, empty=list(empty)
    )


async def _write(ctx: Ctx, row: EmailTemplate, values: Mapping[str, Any]) -> None:
    own = (EmailTemplate.workspace_id == ctx.workspace_id, EmailTemplate.id == row.id)
    statement = (
        update(EmailTemplate).where(*own).values(**values, version=EmailTemplate.version + 1, updated_at=func.now())
    )
    try:
        async with ctx.session.begin_nested():
            await ctx.session.execute(statement.execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise _taken() from error
    await ctx.session.refresh(row)


def _taken() -> EmailTemplateNameTaken:
    return EmailTemplateNameTaken("There is another e-mail template with this name, perhaps an archived one.")


@finds_uses("email_templates")
async def uses(ctx: Ctx, thing: Thing, ids: Collection[UUID]) -> Sequence[Use]:
    """Templates that have a placeholder of these custom fields, by name, or only how many to who may not read them."""
    rows = await templates_with_fields(ctx, ids) if thing == "custom_field" else []
    if rows and not ctx.may(P.email_templates_read):
        return [Use("used_by_email_template", f"{len(rows)} e-mail templates use it.")]
    return [
        Use(
            "used_by_email_template",
            f"The e-mail template “{row.name}” uses it.",
            f"/settings/email-templates/{row.id}",
        )
        for row in rows
    ]
