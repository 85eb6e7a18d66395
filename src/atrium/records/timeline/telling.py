"""What of an event a reader may see, decided in one place (X1), and how it is told."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select

from atrium.access.audit.service import REDACTIONS, VISIBLE_CUSTOMERS, sentence
from atrium.kernel.context import Ctx
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.lib.money import minor_digits
from atrium.records.custom_fields.fields.access import FieldSet, load_fields
from atrium.records.timeline.queries import (
    CUSTOM_FIELD,
    OTHER_CUSTOMER,
    customer_in_sight,
    customers_in_sight,
    hidden_types,
    names,
    sees_everyone,
)
from atrium.records.timeline.schemas import TimelineItem

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
    if isinstance(event, Told):
        return cast("EventRow", replace(event, data=data, changes=changes))
    columns = {column.key: getattr(event, column.key) for column in EventRow.__table__.columns}
    return EventRow(**{**columns, "data": data, "changes": changes})


def _viewable(key: str, fields: FieldSet) -> bool:
    return not key.startswith(CUSTOM_FIELD) or key.removeprefix(CUSTOM_FIELD) in fields.viewable_keys


def _without(value: Any, hidden: frozenset[str]) -> Any:
    if isinstance(value, list):
        return [item for item in value if item not in hidden]
    return None if isinstance(value, str) and value in hidden else value


def scope_of(customer_id: UUID, kinds: Sequence[str], types: Sequence[str]) -> str:
    """What a cursor of the timeline belongs to."""
    return f"timeline:{customer_id}:{sorted(kinds)}:{sorted(types)}"


def chosen(query: Select[Any], kinds: Sequence[str], types: Sequence[str]) -> Select[Any]:
    """Only events of these kinds and types."""
    if kinds:
        of_kinds = sorted(name for name, event in EVENT_TYPES.items() if event.kind in kinds)
        query = query.where(EventRow.type.in_(of_kinds))
    return query.where(EventRow.type.in_(types)) if types else query


@dataclass(frozen=True, slots=True)
class Told:
    """What of an event a timeline needs, read without its row."""

    id: str
    type: str
    occurred_at: datetime
    customer_id: UUID
    subject_id: str | None
    actor_type: str
    actor_id: str | None
    actor_name: str
    data: dict[str, Any]
    changes: dict[str, Any]


async def items(ctx: Ctx, events: Sequence[EventRow]) -> list[TimelineItem]:
    """Events of visible customers as the contract shows them, redacted, with the names of what they refer to."""
    shown = await redact(ctx, events, in_sight={event.customer_id for event in events if event.customer_id is not None})
    fields = await load_fields(ctx)
    known = await names(ctx, _references(shown, fields))
    return [TimelineItem.model_validate(_item(event, fields, known)) for event in shown]


async def told(ctx: Ctx, events: Sequence[Told], found: Mapping[str, Mapping[UUID, str]]) -> list[dict[str, Any]]:
    """The same for events whose customers, also those that they only name, are all known to be in sight. ``found``:
    names of more than what they refer to, by what it is."""
    rows = cast("Sequence[EventRow]", events)
    shown = await redact(ctx, rows, in_sight={customer for event in rows for customer in _customers_of(event)})
    fields = await load_fields(ctx)
    wanted = _references(shown, fields)
    known = {one: found[what][one] for what, ids in wanted.items() for one in ids if one in found[what]}
    return [_item(event, fields, known) for event in shown]


def _item(event: EventRow, fields: FieldSet, known: Mapping[UUID, str]) -> dict[str, Any]:
    changes: dict[str, dict[str, Any]] = {
        key: _change_out(key, change, fields, known) for key, change in event.changes.items()
    }
    declared = EVENT_TYPES.get(event.type)
    return {
        "id": event.id,
        "type": event.type,
        "kind": declared.kind if declared else "other",
        "occurred_at": event.occurred_at,
        "actor": {
            "type": event.actor_type,
            "id": str(event.actor_id) if event.actor_id else None,
            "name": event.actor_name,
        },
        "subject_id": event.subject_id,
        "sentence": _sentence(event, changes, known),
        "data": event.data,
        "changes": changes,
    }


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


def _change_out(key: str, change: Mapping[str, Any], fields: FieldSet, known: Mapping[UUID, str]) -> dict[str, Any]:
    before, after = change.get("before"), change.get("after")
    field = fields.by_key.get(key.removeprefix(CUSTOM_FIELD)) if key.startswith(CUSTOM_FIELD) else None
    label = field.label if field else key.removeprefix("external_ids.").removesuffix("_id").replace("_", " ")
    refers = _refers_to(key, fields) is not None
    return {
        "before": before,
        "after": after,
        "label": label,
        "before_text": _text(before, known, refers=refers),
        "after_text": _text(after, known, refers=refers),
    }


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


def _sentence(event: EventRow, changes: Mapping[str, Mapping[str, Any]], known: Mapping[UUID, str]) -> str:
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


def _changed(changes: Sequence[Mapping[str, Any]]) -> str:
    if len(changes) > 2:
        return f"changed {changes[0]['label']}, {changes[1]['label']} and {len(changes) - 2} more"
    phrases = []
    for change in changes:
        before, after = _short(change["before_text"]), _short(change["after_text"])
        if after is None:
            phrases.append(f"cleared {change['label']}")
        elif before is None:
            phrases.append(f"set {change['label']} to {after}")
        else:
            phrases.append(f"changed {change['label']} from {before} to {after}")
    return " and ".join(phrases)


def _short(text: str | None) -> str | None:
    text = " ".join(text.split()) if text else None
    return text if text is None or len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1].rstrip()}…"
