"""What the centre panel shows beside a customer, and how many customers there are where, for whoever reads it."""

from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, and_, func, literal_column, select

from atrium.kernel.context import Ctx
from atrium.kernel.events import EventRow
from atrium.records.custom_fields.fields.access import FieldSet
from atrium.records.customers.profile.declared import ACTIONS, COUNTED
from atrium.records.customers.record.models import Customer, CustomerTag, CustomerVisit
from atrium.records.customers.record.rendering import NEVER
from atrium.records.customers.record.sight import visible_customers, writable_level
from atrium.records.folders.models import Folder, Status
from atrium.records.tags.models import Tag

RECENT = 20
MOST_UNREAD = 99
CAP = 10_000
NEWEST = 1_000


def fields_shown(fields: FieldSet, folder_id: UUID | None) -> list[dict[str, Any]]:
    """``FieldShown`` of each field that customers of this folder show the reader."""
    names = ("key", "label", "type", "section", "required", "editable")
    return [{name: getattr(field, name) for name in names} for field in fields.shown_in(folder_id)]


def counts_of(ctx: Ctx, happened: Select[Any], seen_at: Any) -> list[Any]:
    """Columns beside a row of ``Customer``. ``happened``: its events that the reader may see; ``seen_at``: when they
    last opened it."""
    declared = [
        (
            count.select(ctx).scalar_subquery() if count.needs is None or ctx.may(count.needs) else literal_column("0")
        ).label(name)
        for name, count in sorted(COUNTED.items())
    ]
    # Only what the timeline would show: a badge must not tell of events that the reader may not see.
    news = (
        happened.with_only_columns(EventRow.id)
        .where(
            EventRow.occurred_at > func.coalesce(seen_at, NEVER),
            EventRow.actor_id.is_distinct_from(ctx.actor.id),
        )
        .correlate(CustomerVisit)
        .limit(MOST_UNREAD)
        .subquery()
    )
    unread = (
        select(func.count()).select_from(news).scalar_subquery() if ctx.actor.type == "member" else literal_column("0")
    )
    return [*declared, unread.label("unread_events")]


def capabilities(ctx: Ctx, folder_id: UUID | None, lifecycle: str) -> list[dict[str, Any]]:
    """``Capability`` of everything that one can do with a customer."""
    read_only = writable_level(ctx, folder_id) in {"none", "read"}
    found = []
    for key, action in ACTIONS.items():
        unmet = []
        if not ctx.may(action.permission):
            unmet.append(_unmet("permission-missing", f"Your role does not include {action.permission.value}."))
        if read_only:
            unmet.append(_unmet("folder-read-only", "In this folder you may only read."))
        if refusal := action.refuses(lifecycle):
            unmet.append(_unmet(*refusal))
        found.append({"key": key, "allowed": not unmet, "unmet": unmet})
    return found


def _unmet(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message, "fix": None}


def grouped(ctx: Ctx, group: Literal["folder", "status", "tag"]) -> Select[Any]:
    """The id of each folder, status or tag and how many customers are in it."""
    table: Any = {"folder": Folder, "status": Status, "tag": Tag}[group]
    mine = select(Customer.id).where(visible_customers(ctx))
    if group == "tag":
        tagged = and_(
            CustomerTag.workspace_id == Customer.workspace_id,
            CustomerTag.customer_id == Customer.id,
            CustomerTag.tag_id == table.id,
        )
        mine = mine.join(CustomerTag, tagged)
    else:
        mine = mine.where((Customer.folder_id if group == "folder" else Customer.status_id) == table.id)
    number = select(func.count()).select_from(mine.correlate(table).limit(CAP).subquery()).scalar_subquery()
    return select(table.id, number.label("number")).where(table.workspace_id == ctx.workspace_id)


def nowhere(ctx: Ctx) -> Select[Any]:
    """How many customers lie in no folder."""
    found = select(Customer.id).where(visible_customers(ctx), Customer.folder_id.is_(None)).limit(CAP).subquery()
    return select(func.count()).select_from(found)


def news_by_folder(ctx: Ctx) -> Select[Any]:
    newest = (
        select(Customer.workspace_id, Customer.id, Customer.folder_id, Customer.last_activity_at)
        .where(visible_customers(ctx))
        .order_by(Customer.last_activity_at.desc(), Customer.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    seen = and_(
        CustomerVisit.workspace_id == newest.c.workspace_id,
        CustomerVisit.customer_id == newest.c.id,
        CustomerVisit.member_id == ctx.member_id,
    )
    return (
        select(newest.c.folder_id, func.count().label("number"))
        .outerjoin(CustomerVisit, seen)
        .where(newest.c.last_activity_at > func.coalesce(CustomerVisit.seen_at, NEVER))
        .group_by(newest.c.folder_id)
    )
