"""Forms with their questions, tags and what came in through them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from atrium.edge.forms.forms.models import Form, FormField, FormSubmission, FormTag
from atrium.edge.forms.forms.schemas import FormFieldOut, FormOut
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.schemas import own
from atrium.kernel.settings import settings
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers

MOST_COUNTED = 10_000


def page_url(key: str) -> str:
    return f"{settings().base_url.rstrip('/')}/f/{key}"


def forms(ctx: Ctx) -> Select[Any]:
    """Rows ``(Form, fields, tag_ids, submission_count, last_submitted_at)``; only submissions of visible customers
    count."""
    fields = (
        select(func.jsonb_agg(aggregate_order_by(_as_json(), FormField.position)))
        .where(FormField.workspace_id == Form.workspace_id, FormField.form_id == Form.id)
        .scalar_subquery()
    )
    tags = (
        select(func.jsonb_agg(FormTag.tag_id))
        .where(FormTag.workspace_id == Form.workspace_id, FormTag.form_id == Form.id)
        .scalar_subquery()
    )
    seen = (
        select(FormSubmission.submitted_at)
        .join(
            Customer,
            and_(Customer.workspace_id == FormSubmission.workspace_id, Customer.id == FormSubmission.customer_id),
        )
        .where(
            FormSubmission.workspace_id == Form.workspace_id, FormSubmission.form_id == Form.id, visible_customers(ctx)
        )
        .order_by(FormSubmission.id.desc())
        .limit(MOST_COUNTED)
        .correlate(Form)
        .lateral()
    )
    counted = (
        select(func.count(seen.c.submitted_at).label("count"), func.max(seen.c.submitted_at).label("last"))
        .select_from(seen)
        .lateral()
    )
    return (
        select(
            Form,
            fields.label("fields"),
            tags.label("tag_ids"),
            counted.c.count.label("submission_count"),
            counted.c.last.label("last_submitted_at"),
        )
        .join(counted, onclause=Form.workspace_id == ctx.workspace_id)
        .execution_options(populate_existing=True)
    )


def _as_json() -> Any:
    columns = ("key", "kind", "property", "field_id", "consent_text", "label", "help", "required")
    return func.jsonb_build_object(
        *(part for name in columns for part in (name, getattr(FormField, name))), type_=JSONB
    )


async def form_out(ctx: Ctx, row: Row[Any]) -> FormOut:
    """A row of ``forms`` as the contract shows it, without a folder hidden from the actor and without archived
    fields."""
    form: Form = row.Form
    known = (await load_fields(ctx)).by_id
    values = own(FormOut, form)
    if form.folder_id in ctx.visibility.hidden_folder_ids:
        values |= {"folder_id": None, "status_id": None}
    shown = [field for field in row.fields or () if field["field_id"] is None or UUID(field["field_id"]) in known]
    return FormOut(
        **values,
        page_url=page_url(form.key),
        fields=[FormFieldOut.model_validate(field) for field in shown],
        tag_ids=sorted(UUID(tag) for tag in row.tag_ids or ()),
        submission_count=row.submission_count if ctx.may(P.customers_read) else 0,
        last_submitted_at=row.last_submitted_at if ctx.may(P.customers_read) else None,
    )


async def fields_of(ctx: Ctx, form_id: UUID) -> Sequence[FormField]:
    query = (
        select(FormField)
        .where(FormField.workspace_id == ctx.workspace_id, FormField.form_id == form_id)
        .order_by(FormField.position)
    )
    return (await ctx.session.scalars(query)).all()


async def tags_of(ctx: Ctx, form_id: UUID) -> Sequence[UUID]:
    return (
        await ctx.session.scalars(
            select(FormTag.tag_id).where(FormTag.workspace_id == ctx.workspace_id, FormTag.form_id == form_id)
        )
    ).all()


async def count_submissions(ctx: Ctx, form_id: UUID) -> int:
    """All of them, whoever may see their customers, up to 10,000."""
    some = (
        select(FormSubmission.id)
        .where(FormSubmission.workspace_id == ctx.workspace_id, FormSubmission.form_id == form_id)
        .limit(MOST_COUNTED)
        .subquery()
    )
    return (await ctx.session.execute(select(func.count()).select_from(some))).scalar_one()


async def forms_using(ctx: Ctx, thing: str, ids: Collection[UUID]) -> Sequence[Row[UUID, str]]:
    """Rows ``(id, name)`` of the forms that use one of these fields, tags, folders or statuses."""
    query = (
        select(Form.id, Form.name).where(Form.workspace_id == ctx.workspace_id).order_by(func.lower(Form.name), Form.id)
    )
    match thing:
        case "custom_field":
            query = query.where(
                Form.id.in_(
                    select(FormField.form_id).where(
                        FormField.workspace_id == ctx.workspace_id, FormField.field_id.in_(ids)
                    )
                )
            )
        case "tag":
            query = query.where(
                Form.id.in_(
                    select(FormTag.form_id).where(FormTag.workspace_id == ctx.workspace_id, FormTag.tag_id.in_(ids))
                )
            )
        case "folder":
            query = query.where(Form.folder_id.in_(ids))
        case "status":
            query = query.where(Form.status_id.in_(ids))
        case _:
            return []
    return (await ctx.session.execute(query)).all()
