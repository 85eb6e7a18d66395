"""Which paths there are, and what kind of value each leads to."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from atrium.edge.automation_conditions.schemas import Kind
from atrium.kernel.events import EVENT_TYPES
from atrium.records.custom_fields.models import FieldSet
from atrium.records.customers.models import AVAILABILITIES, LIFECYCLES

Refers = Literal["folder", "status", "member", "tag", "customer"]


@dataclass(frozen=True, slots=True)
class PathKind:
    kind: Kind
    refers_to: Refers | None = None
    options: tuple[str, ...] = ()


TEXT, ANY, TIME = PathKind("text"), PathKind("any"), PathKind("time")
CUSTOMER: dict[str, PathKind] = {
    "id": PathKind("id", "customer"), "name": TEXT, "first_name": TEXT, "kind": PathKind("text", options=("person", "company")),
    "lifecycle": PathKind("text", options=LIFECYCLES), "email": TEXT, "phone": TEXT, "location": TEXT, "language": TEXT, "time_zone": TEXT, "source": TEXT,
    "availability": PathKind("text", options=AVAILABILITIES), "folder_id": PathKind("id", "folder"), "folder": TEXT, "status_id": PathKind("id", "status"),
    "status": TEXT, "status_category": PathKind("text", options=("open", "won", "lost", "closed")), "owner_id": PathKind("id", "member"), "owner": TEXT,
    "tag_ids": PathKind("list", "tag"), "tags": PathKind("list"), "worker_ids": PathKind("list", "member"), "created_at": TIME, "updated_at": TIME,
    "last_activity_at": TIME, "converted_at": TIME,
}  # fmt: skip
"""What is known of the customer under ``customer.``; ``folder``, ``status``, ``owner`` and ``tags`` are names."""
ALWAYS: dict[str, PathKind] = {
    "trigger.kind": TEXT, "trigger.type": TEXT, "trigger.occurred_at": TIME, "trigger.actor.type": TEXT, "trigger.actor.name": TEXT,
    "workspace.name": TEXT, "today": PathKind("date"), "now": TIME, "automation.name": TEXT,
}  # fmt: skip
FIELD_KINDS: dict[str, PathKind] = {
    "text": TEXT, "long_text": TEXT, "number": PathKind("number"), "currency": PathKind("number"), "percent": PathKind("number"), "date": PathKind("date"),
    "date_time": TIME, "follow_up": TIME, "checkbox": PathKind("boolean"), "select": TEXT, "multi_select": PathKind("list"), "email": TEXT, "phone": TEXT,
    "url": TEXT, "member": PathKind("id", "member"), "customer": PathKind("id", "customer"), "address": ANY,
}  # fmt: skip
DATE_TYPES = frozenset({"date", "date_time", "follow_up"})
_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[A-Za-z0-9_-]+)*")


def placeholders(text: str) -> list[str]:
    """What stands between double braces, in order."""
    return _PLACEHOLDER.findall(text)


def replaced(text: str, found: Mapping[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda match: found.get(match[1], ""), text)


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
    """What a flow can refer to at some place: its trigger's events, the custom fields, the steps before."""

    fields: FieldSet
    trigger_kind: str
    event_types: tuple[str, ...] = ()
    step_ids: frozenset[str] = frozenset()

    def kind_of(self, path: str) -> PathKind | None:
        """The kind of a path's values; None for a path that leads nowhere."""
        if _PATH.fullmatch(path) is None:
            return None
        if path in ALWAYS:
            return ALWAYS[path]
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
            return self._of_customer(name) if name.startswith("custom_fields.") else CUSTOMER.get(name, ANY if "." not in name else None)
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
        yield from ALWAYS.items()
        yield from ((f"customer.{name}", kind) for name, kind in CUSTOMER.items())
        for key, found in self.fields.by_key.items():
            if found.viewable:
                yield f"customer.custom_fields.{key}", self._of_customer(f"custom_fields.{key}") or ANY


def event_fields(event_type: str) -> Collection[str]:
    """The names of what an event of this type carries in its ``data``."""
    event = EVENT_TYPES.get(event_type)
    return [name for name in event.model_fields if name not in {"customer_id", "subject_id", "changes"}] if event else []


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def holds(op: str, actual: Any, expected: Any) -> bool:
    """Whether a comparison holds. What cannot be compared does not."""
    empty = actual is None or actual in ("", [], {})
    match op:
        case "exists":
            return not empty
        case "missing":
            return empty
        case "eq":
            return same(actual, expected)
        case "ne":
            return not same(actual, expected)
        case "in":
            return any(same(actual, value) for value in listed(expected))
        case "not_in":
            return not any(same(actual, value) for value in listed(expected))
        case "contains":
            return _contains(actual, expected)
        case "not_contains":
            return not _contains(actual, expected)
        case "older_than_days" | "within_next_days":
            return _near(op, actual, expected)
    return _ordered(op, actual, expected)


def listed(value: Any) -> list[Any]:
    """A list as it is, anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def same(left: Any, right: Any) -> bool:
    """Equal, whatever the case of letters; money by its minor units."""
    if isinstance(left, Mapping) and "amount_minor" in left and not isinstance(right, Mapping):
        left = left["amount_minor"]
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return bool(left == right)


def _contains(actual: Any, expected: Any) -> bool:
    if isinstance(actual, list):
        return any(same(item, value) for item in actual for value in listed(expected))
    return isinstance(actual, str) and isinstance(expected, str) and expected.casefold() in actual.casefold()


def _comparable(value: Any) -> float | datetime | None:
    if isinstance(value, Mapping):
        value = value.get("amount_minor")
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        return None
    try:
        return float(value)
    except ValueError:
        return instant(value)


def instant(value: Any) -> datetime | None:
    """A day or moment as it is written (ISO 8601); None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)


def _ordered(op: str, actual: Any, expected: Any) -> bool:
    left, right = _comparable(actual), _comparable(expected)
    if left is None or right is None or type(left) is not type(right):
        return False
    order = (left > right) - (left < right)  # type: ignore[operator]  # both are of one type
    return {"gt": order > 0, "gte": order >= 0, "lt": order < 0, "lte": order <= 0}[op]


def _near(op: str, actual: Any, days: Any) -> bool:
    moment = instant(actual)
    if moment is None or isinstance(days, bool) or not isinstance(days, int | float):
        return False
    now = datetime.now(UTC)
    return moment < now - timedelta(days=days) if op == "older_than_days" else now - timedelta(days=1) <= moment <= now + timedelta(days=days)
