"""A form that knows who answers it: the customer of the widget's token, whatever name or address is in the answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from atrium.edge.embeds.configs.models import EmbedConfig, EmbedToken
from atrium.edge.embeds.forms.schemas import EmbedForm
from atrium.edge.embeds.reads.service import subject
from atrium.edge.forms.forms.models import Form
from atrium.edge.forms.pages.service import Question, in_its_name, page_token, present, questions_of, require_active
from atrium.edge.forms.submissions import service as submissions
from atrium.edge.forms.submissions.schemas import FormPost, FormReceipt
from atrium.kernel.context import Ctx
from atrium.kernel.errors import NotFound
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.service import get_customer, show_customer


class EmbedFormNotFound(NotFound):
    title = "This widget has no form"


async def open_form(ctx: Ctx) -> tuple[Form, UUID]:
    """The form of the widget's configuration, and the customer who answers it.

    Raises as ``subject`` does, ``EmbedFormNotFound`` (404) when it was deleted or is shown no more, and ``FormClosed``
    (410)."""
    customer_id = await subject(ctx)
    of_token = and_(
        EmbedToken.workspace_id == EmbedConfig.workspace_id,
        EmbedToken.config_id == EmbedConfig.id,
        EmbedToken.id == ctx.actor.id,
    )
    query = (
        select(Form)
        .join(EmbedConfig, and_(EmbedConfig.workspace_id == Form.workspace_id, EmbedConfig.form_id == Form.id))
        .join(EmbedToken, of_token)
    )
    form = await ctx.session.scalar(
        query.where(Form.workspace_id == ctx.workspace_id, EmbedConfig.widgets.contains(["form"]))
    )
    if form is None:
        raise EmbedFormNotFound
    require_active(form)
    return form, customer_id


async def show(ctx: Ctx) -> EmbedForm:
    """Raises as ``open_form`` does."""
    form, customer_id = await open_form(ctx)
    acting = in_its_name(ctx, form)
    customer = await get_customer(acting, customer_id)
    questions = await questions_of(acting, form, submissions.known_of(customer))
    shown = await present(acting, form, questions, page_token(form.id, customer_id=customer_id))
    values = await _values(ctx, questions, customer_id) if ctx.may(P.customers_read) else {}
    return EmbedForm(**shown.model_dump(), values=values)


async def submit(ctx: Ctx, form: Form, customer_id: UUID, data: FormPost) -> tuple[FormReceipt, bool]:
    """Store one post as this customer's; the event names the widget. What it returns and raises:
    ``form_submissions``."""
    acting = in_its_name(ctx, form)
    return await submissions.submit(acting, form, data, await get_customer(acting, customer_id), by=ctx)


async def _values(ctx: Ctx, questions: Sequence[Question], customer_id: UUID) -> dict[str, Any]:
    """What the widget may see of its customer, by question: as much as its profile shows."""
    found, _ = await show_customer(ctx, customer_id)
    fields = {field.key for field in (await load_fields(ctx)).shown_in(found.folder.id if found.folder else None)}
    own = {
        "email": found.email,
        "phone": found.phone,
        "location": found.location,
        "company" if found.kind == "company" else "name": found.name,
    }
    values: dict[str, Any] = {}
    for question in questions:
        if question.bound is None:
            values[question.row.key] = own.get(question.row.property or "")
        elif question.bound.key in fields:
            values[question.row.key] = found.custom_fields.get(question.bound.key)
    return {key: value for key, value in values.items() if value not in (None, "", [])}
