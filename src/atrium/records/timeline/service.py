"""The timeline (B6), and the one place that decides what of an event a reader may see (X1)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from atrium.access.audit.service import REDACTIONS, VISIBLE_CUSTOMERS, sentence
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Invalid
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.kernel.paging import decode_cursor, encode_cursor
from atrium.kernel.schemas import ActorOut
from atrium.lib.money import minor_digits
from atrium.records.custom_fields.fields.access import FieldSet, load_fields
from atrium.records.customers.record.service import get_customer
from atrium.records.timeline.queries import (
    CUSTOM_FIELD,
    OTHER_CUSTOMER,
    customer_in_sight,
    customers_in_sight,
    hidden_types,
    names,
    of_customer,
    sees_everyone,
)
from atrium.records.timeline.schemas import ChangeOut, TimelineItem

REFERENCES = {
    "folder_id": "folder",
    "status_id": "status",
    "owner_id": "member",
    "member_id": "member",
    "member_ids": "member",
    "worker_ids": "member",
    "tag_id": "tag",
    "tag_ids": "tag",
    OTHER_CUSTOMER: "customer",
}
"""Keys of data and changes that hold ids, and of what."""
GONE = "(no longer there)"
MOST_CHARACTERS = 80
"""Longest value in a sentence."""


async def redact(ctx: Ctx, events: Sequence[EventRow], *, in_sight: Collection[UUID] = ()) -> list[EventRow]:
    """The events as the actor may see them, for timeline, audit, webhooks, live updates and exports alike (X1).

    Left out: events of customers out of sight or that name such a customer, kinds that need a permission the actor
    lacks, and events whose every change is a custom field that the actor may not view. Taken out of the others: such
    fields, and the ids of folders hidden from the actor. The rows given stay as they are; changed ones are copies that
    belong to no session. ``in_sight``: customers already known to be."""
    fields = await load_fields(ctx)
    hidden = hidden_types(ctx)
    seen: set[UUID] | None = None
    if not sees_everyone(ctx):
        unknown = {customer for event in events for customer in _customers_of(event)} - set(in_sight)
        seen = await customers_in_sight(ctx, unknown) | set(in_sight)
    shown = (
        _without_hidden(ctx, event, fields)
        for event in events
        if event.type not in hidden and (seen is None or _customers_of(event) <= seen)
    )
    return [event for event in shown if event is not None]


# The audit log stands before customers and fields in the order of imports: they tell it here what a reader may see.
REDACTIONS.append(redact)
VISIBLE_CUSTOMERS.append(customer_in_sight)


def _customers_of(event: EventRow) -> set[UUID]:
    other = event.data.get(OTHER_CUSTOMER)
    return {customer for customer in (event.customer_id, UUID(other) if other else None) if customer is not None}


def _without_hidden(ctx: Ctx, event: EventRow, fields: FieldSet) -> EventRow | None:
    changes = {key: change for key, change in event.changes.items() if _viewable(key, fields)}
    if event.changes and not changes and not event.type.endswith(".created"):
        return None
    data = dict(event.data)
    if isinstance(data.get("custom_fields"), dict):
        data["custom_fields"] = fields.visible(data["custom_fields"])
    folders = frozenset(str(folder) for folder in ctx.visibility.hidden_folder_ids)
    if folders:
        data = {key: _without(value, folders) for key, value in data.items()}
        changes = {
            key: {side: _without(value, folders) for side, value in change.items()} for key, change in changes.items()
        }
    if (data, changes) == (event.data, event.changes):
        return event
    columns = {column.key: getattr(event, column.key) for column in EventRow.__table__.columns}
    return EventRow(**{**columns, "data": data, "changes": changes})


def _viewable(key: str, fields: FieldSet) -> bool:
    return not key.startswith(CUSTOM_FIELD) or key.removeprefix(CUSTOM_FIELD) in fields.viewable_keys


def _without(value: Any, hidden: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [item for item in value if item not in hidden]
    return None if isinstance(value, str) and value in hidden else value


async def list_timeline(
    ctx: Ctx, customer_id: UUID, *, kinds: Sequence[str], types: Sequence[str], limit: int, cursor: str | None
) -> tuple[list[TimelineItem], str | None]:
    """One page, newest first. Raises ``CustomerNotFound`` (404) and ``Invalid`` (422) for an unknown type."""
    for name in types:
        if name not in EVENT_TYPES:
            raise Invalid.at("query/type", "unknown", "is not an event type")
    await get_customer(ctx, customer_id)
    return await page(ctx, customer_id, kinds=kinds, types=types, limit=limit, cursor=cursor)


async def page(
    ctx: Ctx,
    customer_id: UUID,
    *,
    kinds: Sequence[str] = (),
    types: Sequence[str] = (),
    limit: int = 20,
    cursor: str | None = None,
) -> tuple[list[TimelineItem], str | None]:
    """The same for a customer already known to be visible: events in one statement, names of what they refer to in
    another."""
    scope = f"timeline:{customer_id}:{sorted(kinds)}:{sorted(types)}"
    query = of_customer(ctx, customer_id, await load_fields(ctx))
    if kinds:
        query = query.where(
            EventRow.type.in_(sorted(name for name, event in EVENT_TYPES.items() if event.kind in kinds))
        )
    if types:
        query = query.where(EventRow.type.in_(types))
    if cursor:
        query = query.where(EventRow.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.scalars(query.order_by(EventRow.id.desc()).limit(limit + 1))).all()
    next_cursor = encode_cursor(scope, [rows[limit - 1].id]) if len(rows) > limit else None
    return await items(ctx, rows[:limit]), next_cursor


async def items(ctx: Ctx, events: Sequence[EventRow]) -> list[TimelineItem]:
    """Events of visible customers as the contract shows them, redacted, with the names of what they refer to."""
    shown = await redact(ctx, events, in_sight={event.customer_id for event in events if event.customer_id is not None})
    fields = await load_fields(ctx)
    known = await names(ctx, _references(shown, fields))
    return [_item(event, fields, known) for event in shown]


def _item(event: EventRow, fields: FieldSet, known: Mapping[UUID, str]) -> TimelineItem:
    changes: dict[str, ChangeOut] = {
        key: _change_out(key, change, fields, known) for key, change in event.changes.items()
    }
    declared = EVENT_TYPES.get(event.type)
    actor = ActorOut.model_validate(
        {"type": event.actor_type, "id": str(event.actor_id) if event.actor_id else None, "name": event.actor_name}
    )
    return TimelineItem(
        id=event.id,
        type=event.type,
        kind=declared.kind if declared else "other",
        occurred_at=event.occurred_at,
        actor=actor,
        subject_id=event.subject_id,
        sentence=_sentence(event, changes, known),
        data=event.data,
        changes=changes,
    )


def _references(events: Sequence[EventRow], fields: FieldSet) -> dict[str, set[UUID]]:
    """The ids that the events refer to, by what they are ids of."""
    found: dict[str, set[UUID]] = defaultdict(set)
    for event in events:
        for key, value in _values(event):
            what = _refers_to(key, fields)
            if what is not None:
                found[what].update(_ids(value))
    return found


def _values(event: EventRow) -> Iterator[tuple[str, Any]]:
    yield from event.data.items()
    for key, change in event.changes.items():
        yield key, change.get("before")
        yield key, change.get("after")


def _refers_to(key: str, fields: FieldSet) -> str | None:
    if not key.startswith(CUSTOM_FIELD):
        return REFERENCES.get(key)
    found = fields.by_key.get(key.removeprefix(CUSTOM_FIELD))
    return found.type if found is not None and found.type in {"member", "customer"} else None


def _ids(value: Any) -> Iterator[UUID]:
    for item in value if isinstance(value, list) else [value]:
        try:
            yield UUID(item)
        except (TypeError, ValueError, AttributeError):
            continue


def _change_out(key: str, change: Mapping[str, Any], fields: FieldSet, known: Mapping[UUID, str]) -> ChangeOut:
    before, after = change.get("before"), change.get("after")
    field = fields.by_key.get(key.removeprefix(CUSTOM_FIELD)) if key.startswith(CUSTOM_FIELD) else None
    label = field.label if field else key.removeprefix("external_ids.").removesuffix("_id").replace("_", " ")
    refers = _refers_to(key, fields) is not None
    return ChangeOut(
        before=before,
        after=after,
        label=label,
        before_text=_text(before, known, refers=refers),
        after_text=_text(after, known, refers=refers),
    )


def _text(value: Any, known: Mapping[UUID, str], *, refers: bool = False) -> str | None:
    """A value for people; None for nothing. ``refers``: it is an id or a list of ids."""
    if value is None or value in ("", [], {}):
        return None
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(filter(None, (_text(item, known, refers=refers) for item in value)))
        case str() if refers:
            return next((known[identifier] for identifier in _ids(value) if identifier in known), GONE)
        case {"amount_minor": int(amount), "currency": currency}:
            digits = minor_digits(currency)
            return f"{amount / 10**digits:,.{digits}f} {currency}"
        case dict():
            return str(
                value.get("address")
                or value.get("display")
                or value.get("number")
                or ", ".join(str(part) for part in value.values() if part)
            )
    return str(value)


def _sentence(event: EventRow, changes: Mapping[str, ChangeOut], known: Mapping[UUID, str]) -> str:
    """From the event class's own template if it has one, else from its changes, else as the audit log says it, with the
    names behind ids."""
    texts = {key: _text(value, known, refers=key in REFERENCES) or "" for key, value in event.data.items()}
    template = getattr(EVENT_TYPES.get(event.type), "sentence", "")
    if template:
        # Templates name what an id stands for: {member} for member_id, {tags} for tag_ids.
        named = {
            key.removesuffix("_ids") + "s" if key.endswith("_ids") else key.removesuffix("_id"): text
            for key, text in texts.items()
        }
        return str(template).format_map(defaultdict(str, {**texts, **named, "actor": event.actor_name}))
    if changes:
        return f"{event.actor_name} {_changed(list(changes.values()))}"
    told = sentence(event)
    referred = ", ".join(text for key, text in texts.items() if text and key in REFERENCES)
    return f"{told}: {referred}" if referred else told


def _changed(changes: Sequence[ChangeOut]) -> str:
    if len(changes) > 2:
        return f"changed {changes[0].label}, {changes[1].label} and {len(changes) - 2} more"
    phrases = []
    for change in changes:
        before, after = _short(change.before_text), _short(change.after_text)
        if after is None:
            phrases.append(f"cleared {change.label}")
        elif before is None:
            phrases.append(f"set {change.label} to {after}")
        else:
            phrases.append(f"changed {change.label} from {before} to {after}")
    return " and ".join(phrases)


def _short(text: str | None) -> str | None:
    text = " ".join(text.split()) if text else None
    return text if text is None or len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1].rstrip()}…"
