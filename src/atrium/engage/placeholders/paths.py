"""Which paths there are, and what kind of value each leads to."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from atrium.engage.placeholders.schemas import Kind
from atrium.kernel.errors import FieldError
from atrium.kernel.events import EVENT_TYPES
from atrium.records.custom_fields.fields.access import FieldSet
from atrium.records.customers.record.models import AVAILABILITIES, LIFECYCLES

Refers = Literal["folder", "status", "member", "tag", "customer"]


@dataclass(frozen=True, slots=True)
class PathKind:
    kind: Kind
    refers_to: Refers | None = None
    options: tuple[str, ...] = ()


TEXT, ANY, TIME = PathKind("text"), PathKind("any"), PathKind("time")
CUSTOMER: dict[str, PathKind] = {
    "id": PathKind("id", "customer"),
    "name": TEXT,
    "first_name": TEXT,
    "kind": PathKind("text", options=("person", "company")),
    "lifecycle": PathKind("text", options=LIFECYCLES),
    "email": TEXT,
    "phone": TEXT,
    "location": TEXT,
    "language": TEXT,
    "time_zone": TEXT,
    "source": TEXT,
    "availability": PathKind("text", options=AVAILABILITIES),
    "folder_id": PathKind("id", "folder"),
    "folder": TEXT,
    "status_id": PathKind("id", "status"),
    "status": TEXT,
    "status_category": PathKind("text", options=("open", "won", "lost", "closed")),
    "owner_id": PathKind("id", "member"),
    "owner": TEXT,
    "tag_ids": PathKind("list", "tag"),
    "tags": PathKind("list"),
    "worker_ids": PathKind("list", "member"),
    "created_at": TIME,
    "updated_at": TIME,
    "last_activity_at": TIME,
    "converted_at": TIME,
}
"""What is known of the customer under ``customer.``; ``folder``, ``status``, ``owner`` and ``tags`` are names."""
ALWAYS: dict[str, PathKind] = {
    "trigger.kind": TEXT,
    "trigger.type": TEXT,
    "trigger.occurred_at": TIME,
    "trigger.actor.type": TEXT,
    "trigger.actor.name": TEXT,
    "workspace.name": TEXT,
    "today": PathKind("date"),
    "now": TIME,
    "automation.name": TEXT,
}
OF_RUNS = ("trigger.", "automation.")
"""How paths begin that only runs of flows know."""
FIELD_KINDS: dict[str, PathKind] = {
    "text": TEXT,
    "long_text": TEXT,
    "number": PathKind("number"),
    "currency": PathKind("number"),
    "percent": PathKind("number"),
    "date": PathKind("date"),
    "date_time": TIME,
    "follow_up": TIME,
    "checkbox": PathKind("boolean"),
    "select": TEXT,
    "multi_select": PathKind("list"),
    "email": TEXT,
    "phone": TEXT,
    "url": TEXT,
    "member": PathKind("id", "member"),
    "customer": PathKind("id", "customer"),
    "address": ANY,
}
DATE_TYPES = frozenset({"date", "date_time", "follow_up"})
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
MOST_RENDERED = 100_000
"""Characters that a text may have once its placeholders are filled."""
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)*")


def placeholders(text: str) -> list[str]:
    """What stands between double braces, in order."""
    return _PLACEHOLDER.findall(text)


def as_is(text: str) -> str:
    return text


def rendered(text: str, look: Callable[[str], Any], escape: Callable[[str], str] = as_is) -> str:
    """The text with every placeholder replaced by what ``look`` finds at its path, written as people do and escaped.
    What is not there is empty."""
    return _PLACEHOLDER.sub(lambda match: escape(written(look(match[1]))), text)[:MOST_RENDERED]


def found_at(values: Any, path: str) -> Any:
    """The value at a path inside JSON; None when there is none."""
    for part in path.split("."):
        if isinstance(values, Mapping):
            values = values.get(part)
        elif isinstance(values, list) and part.isdigit() and int(part) < len(values):
            values = values[int(part)]
        else:
            return None
    return values


def written(value: Any) -> str:
    """A value as people write it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case {"amount_minor": int(amount), "currency": str(currency)}:
            return f"{amount / 100:.2f} {currency}"
        case list():
            return ", ".join(written(item) for item in value)
        case Mapping():
            return ", ".join(written(item) for item in value.values())
    return str(value)


def texts_in(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every text inside a JSON value, with its pointer."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from texts_in(item, f"{at}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, f"{at}/{key.replace('~', '~0').replace('/', '~1')}")


@dataclass(frozen=True, slots=True)
class Known:
    """What a text can refer to at some place: the custom fields, and in a flow its trigger's events and the steps
    before.

    ``trigger_kind`` None: outside any flow."""

    fields: FieldSet
    trigger_kind: str | None
    event_types: tuple[str, ...] = ()
    step_ids: frozenset[str] = frozenset()

    def kind_of(self, path: str) -> PathKind | None:
        """The kind of a path's values; None for a path that leads nowhere."""
        if _PATH.fullmatch(path) is None:
            return None
        if path in ALWAYS:
            return ALWAYS[path] if self.trigger_kind or not path.startswith(OF_RUNS) else None
        first, _, rest = path.partition(".")
        match first:
            case "customer":
                return self._of_customer(rest)
            case "trigger":
                return self._of_trigger(rest)
            case "steps":
                step_id, _, inside = rest.partition(".")
                return ANY if step_id in self.step_ids and inside else None
        return None

    def _of_customer(self, rest: str) -> PathKind | None:
        group, _, key = rest.partition(".")
        if group == "custom_fields":
            found = self.fields.by_key.get(key)
            if found is None or not found.viewable:
                return None
            kind = FIELD_KINDS[found.type]
            return PathKind(kind.kind, kind.refers_to, found.rules.options) if found.rules.options else kind
        if group == "external_ids":
            return TEXT if key and "." not in key else None
        return CUSTOMER.get(rest)

    def _of_trigger(self, rest: str) -> PathKind | None:
        group, _, name = rest.partition(".")
        if group == "changes" and name and self.trigger_kind == "event":
            return (
                self._of_customer(name)
                if name.startswith("custom_fields.")
                else CUSTOMER.get(name, ANY if "." not in name else None)
            )
        if group != "data" or not name:
            return None
        if self.trigger_kind != "event":
            return ANY if self.trigger_kind in {"webhook", "manual"} else None
        declared = {field for event_type in self.event_types for field in event_fields(event_type)}
        if name == "subject_id":
            return PathKind("id")
        known = CUSTOMER.get(name, ANY)
        return known if name.split(".")[0] in declared else None

    def everything(self) -> Iterator[tuple[str, PathKind]]:
        """All paths that can be listed."""
        yield from ((path, kind) for path, kind in ALWAYS.items() if self.trigger_kind or not path.startswith(OF_RUNS))
        yield from ((f"customer.{name}", kind) for name, kind in CUSTOMER.items())
        for key, found in self.fields.by_key.items():
            if found.viewable:
                yield f"customer.custom_fields.{key}", self._of_customer(f"custom_fields.{key}") or ANY


def event_fields(event_type: str) -> Collection[str]:
    """The names of what an event of this type carries in its ``data``."""
    event = EVENT_TYPES.get(event_type)
    return (
        [name for name in event.model_fields if name not in {"customer_id", "subject_id", "changes"}] if event else []
    )


def check_template(known: Known, pointer: str, value: Any, errors: list[FieldError]) -> None:
    """Note every placeholder inside a JSON value that leads nowhere."""
    for at, text in texts_in(value, pointer):
        for path in placeholders(text):
            if known.kind_of(path) is None:
                errors.append(
                    FieldError(
                        pointer=at,
                        code="unknown_placeholder",
                        message=f"has the placeholder {{{{{path[:60]}}}}}, which leads nowhere",
                    )
                )
        if text.count("{{") != len(placeholders(text)):
            errors.append(
                FieldError(pointer=at, code="open_placeholder", message="has braces that do not make a placeholder")
            )
