"""Everything the centre panel shows, in four statements whatever the customer holds: who calls, the fields, the
customer, the names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, func, literal_column, select

from atrium.kernel.context import Ctx
from atrium.kernel.events import EventRow
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.profile.declared import COUNTED
from atrium.records.customers.record.models import LIFECYCLES, Customer, CustomerVisit
from atrium.records.customers.record.rendering import customer_out, customers_with_names
from atrium.records.customers.record.service import CustomerNotFound
from atrium.records.customers.record.sight import visible_customers
from atrium.records.folders.models import Folder
from atrium.records.overview.schemas import Capability, CountOut, Counts, FieldShown, Overview
from atrium.records.overview.summary import (
    CAP,
    RECENT,
    capabilities,
    counts_of,
    fields_shown,
    grouped,
    news_by_folder,
    nowhere,
)
from atrium.records.timeline.queries import of_customer, viewable_changes
from atrium.records.timeline.telling import items

_INSTANTS = {"occurred_at", "dispatch_after", "dispatched_at"}
_IDENTIFIERS = {"workspace_id", "id", "customer_id", "subject_id", "actor_id", "cause_id"}


async def open_profile(ctx: Ctx, customer_id: UUID) -> Overview:
    """Raises ``CustomerNotFound`` (404)."""
    fields = await load_fields(ctx)
    happened = of_customer(ctx, customer_id, viewable_changes(fields))
    query = customers_with_names(ctx).add_columns(
        Folder.sections, *counts_of(ctx, happened, CustomerVisit.seen_at), _recent(ctx, happened)
    )
    row = (await ctx.session.execute(query.where(visible_customers(ctx), Customer.id == customer_id))).first()
    if row is None:
        raise CustomerNotFound
    events = [_event(values) for values in row.recent or ()]
    customer = customer_out(row, fields)
    return Overview(
        customer=customer,
        version=row.version,
        sections=row.sections,
        fields=[FieldShown(**shown) for shown in fields_shown(fields, row.folder_id)],
        counts=Counts(unread=row.unread_events or 0, **{name: row._mapping[name] or 0 for name in COUNTED}),
        timeline=await items(ctx, events),
        capabilities=[Capability(**shown) for shown in capabilities(ctx, row.folder_id, customer.lifecycle)],
    )


def _recent(ctx: Ctx, happened: Select[Any]) -> Any:
    if not ctx.may(P.timeline_read):
        return literal_column("NULL").label("recent")
    newest = happened.order_by(EventRow.id.desc()).limit(RECENT).subquery("newest")
    return (
        select(func.jsonb_agg(func.to_jsonb(literal_column("newest"))))
        .select_from(newest)
        .scalar_subquery()
        .label("recent")
    )


def _event(values: dict[str, Any]) -> EventRow:
    typed = {key: _typed(key, value) for key, value in values.items()}
    return EventRow(**typed)


def _typed(key: str, value: Any) -> Any:
    if value is None:
        return None
    if key in _INSTANTS:
        return datetime.fromisoformat(value)
    return UUID(value) if key in _IDENTIFIERS else value


async def count_by(ctx: Ctx, group: Literal["folder", "status", "tag", "lifecycle"]) -> list[CountOut]:
    """How many visible customers each folder, status, tag or lifecycle has, each counted up to 10,000."""
    if group == "lifecycle":
        return await _by_lifecycle(ctx)
    rows = (await ctx.session.execute(grouped(ctx, group))).all()
    hidden = set(ctx.visibility.hidden_folder_ids) if group == "folder" else set()
    news = await _news_by_folder(ctx) if group == "folder" else {}
    found = [
        CountOut(key=str(row.id), count=row.number, unread=news.get(row.id, 0)) for row in rows if row.id not in hidden
    ]
    if group == "folder":
        number = await ctx.session.scalar(nowhere(ctx)) or 0
        found.append(CountOut(key=None, count=number, unread=news.get(None, 0)))
    return found


async def _news_by_folder(ctx: Ctx) -> dict[UUID | None, int]:
    """Customers with news for the calling member. Only the newest are looked at: what is older is no news, and the cost
    stays the same at any size."""
    if ctx.actor.type != "member":
        return {}
    return {row.folder_id: row.number for row in await ctx.session.execute(news_by_folder(ctx))}


async def _by_lifecycle(ctx: Ctx) -> list[CountOut]:
    counts: Sequence[Any] = [
        select(func.count())
        .select_from(
            select(Customer.id).where(visible_customers(ctx), Customer.lifecycle == name).limit(CAP).subquery()
        )
        .scalar_subquery()
        for name in LIFECYCLES
    ]
    row = (await ctx.session.execute(select(*counts))).one()
    return [CountOut(key=name, count=number, unread=0) for name, number in zip(LIFECYCLES, row, strict=True)]
