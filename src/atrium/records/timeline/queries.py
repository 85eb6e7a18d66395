"""Events as the reader may see them, in SQL, and the names behind the ids in events."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    all_,
    and_,
    any_,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text, Uuid

from atrium.access.members.models import Member
from atrium.kernel.context import Ctx
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.records.custom_fields.fields.access import FieldSet
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import folder_array, in_sight, visible_customers
from atrium.records.folders.models import Folder, Status
from atrium.records.tags.models import Tag

CUSTOM_FIELD = "custom_fields."
"""What the key of a custom field's change begins with."""
OTHER_CUSTOMER = "other_customer_id"
"""Where an event's data names a second customer. Who may not see that one does not see the event."""


def sees_everyone(ctx: Ctx) -> bool:
    """Whether no customer of the workspace is out of the actor's sight."""
    return ctx.visibility.mode == "all" and not ctx.visibility.hides_folders


def hidden_types(ctx: Ctx) -> set[str]:
    """Event types that the actor lacks the permission to read."""
    return {name for name, event in EVENT_TYPES.items() if event.needs is not None and not ctx.may(event.needs)}


def field_types() -> set[str]:
    """Event types that tell nothing but their changes."""
    return {name for name, event in EVENT_TYPES.items() if event.kind == "field"}


def of_customer(ctx: Ctx, customer_id: Any, viewable: ColumnElement[Any]) -> Select[EventRow]:
    """A customer's events that ``service.redact`` would not leave out: the same rules in SQL, so that pages fill. Edits
    taken back are left out too."""
    query = select(EventRow).where(
        EventRow.workspace_id == ctx.workspace_id, EventRow.customer_id == customer_id, _has_visible_part(viewable)
    )
    hidden = hidden_types(ctx) | {name for name, event in EVENT_TYPES.items() if not event.shown}
    query = query.where(EventRow.type.not_in(sorted(hidden)))
    return query if sees_everyone(ctx) else query.where(_sees_other_customer(ctx))


def customer_in_sight(ctx: Ctx) -> ColumnElement[bool]:
    """The events whose customer, trash included, the actor may see."""
    return exists().where(in_sight(ctx), Customer.id == EventRow.customer_id)


def viewable_changes(fields: FieldSet) -> ColumnElement[Any]:
    """The keys under which changes of the fields stand whose values the reader may view, as an array."""
    return literal([f"{CUSTOM_FIELD}{key}" for key in sorted(fields.viewable_keys)], ARRAY(Text))


def _has_visible_part(viewable: ColumnElement[Any]) -> ColumnElement[bool]:
    changed = func.jsonb_object_keys(EventRow.changes).column_valued("changed")
    visible = exists(select(changed).where(or_(~func.starts_with(changed, CUSTOM_FIELD), changed == any_(viewable))))
    nothing_to_hide = and_(
        EventRow.changes == cast(literal("{}", Text), JSONB), EventRow.type.not_in(sorted(field_types()))
    )
    return or_(nothing_to_hide, EventRow.type.like("%.created"), visible)


def _sees_other_customer(ctx: Ctx) -> ColumnElement[bool]:
    other = aliased(Customer)
    named = EventRow.data[OTHER_CUSTOMER].astext
    return or_(named.is_(None), exists().where(in_sight(ctx, other), other.id == cast(named, Uuid)))


async def customers_in_sight(ctx: Ctx, customer_ids: Collection[UUID]) -> set[UUID]:
    """Those of the customers, trash included, that the actor may see."""
    if not customer_ids:
        return set()
    return set(await ctx.session.scalars(select(Customer.id).where(in_sight(ctx), Customer.id.in_(customer_ids))))


def named(ctx: Ctx) -> dict[str, tuple[Any, ColumnElement[bool]]]:
    """The tables that events refer to, each with which of its rows the actor may know the names of."""
    hidden = folder_array(ctx.visibility.hidden_folder_ids)
    return {
        "folder": (Folder, true() if hidden is None else Folder.id != all_(hidden)),
        "status": (Status, true() if hidden is None else Status.folder_id != all_(hidden)),
        "member": (Member, true()),
        "tag": (Tag, true()),
        "customer": (Customer, visible_customers(ctx)),
    }


async def names(ctx: Ctx, wanted: Mapping[str, Collection[UUID]]) -> dict[UUID, str]:
    """Names of ``folder``, ``status``, ``member``, ``tag`` and ``customer`` ids that exist and may be seen, in one
    statement."""
    parts: Sequence[Select[Any]] = [
        select(table.id, table.name).where(table.workspace_id == ctx.workspace_id, table.id.in_(wanted[what]), allowed)
        for what, (table, allowed) in named(ctx).items()
        if wanted.get(what)
    ]
    if not parts:
        return {}
    query = parts[0] if len(parts) == 1 else union_all(*parts)
    return {row.id: row.name for row in await ctx.session.execute(query)}
