"""The typed copy of a value, by which customers are filtered and sorted (``design/search.md``)."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from atrium.kernel.schemas import Json
from atrium.records.custom_fields.fields.access import FieldView
from atrium.records.custom_fields.fields.rules import KINDS
from atrium.records.custom_fields.values.reading import day_of, instant_of

INDEXED_CHARACTERS = 500
"""So much of a text is compared by filters: an entry of a PostgreSQL B-tree has room for 2,704 bytes."""


@dataclass(frozen=True, slots=True)
class TypedValue:
    """One row of the filterable copy: exactly one of the three values is set. A multi-select has a row for each of its
    options."""

    field_id: UUID
    position: int
    text_value: str | None = None
    number_value: float | None = None
    time_value: datetime | None = None


def typed_values(field_id: UUID, type_: str, value: Any) -> list[TypedValue]:
    """A kept value as filters compare it; none for types without filters. Case is ignored, and so is what follows 500
    characters."""
    if value is None or type_ not in KINDS:
        return []
    match KINDS[type_]:
        case "number":
            return [
                TypedValue(field_id, 0, number_value=float(value["amount_minor"] if type_ == "currency" else value))
            ]
        case "time":
            return [TypedValue(field_id, 0, time_value=_midnight(value) if type_ == "date" else instant_of(value))]
        case "text":
            items = value if isinstance(value, list) else [value]
            return [
                TypedValue(field_id, position, text_value=item.lower()[:INDEXED_CHARACTERS])
                for position, item in enumerate(items)
            ]


@dataclass(slots=True)
class Values:
    """Values that passed. ``display`` is merged into ``customers.custom_fields`` (None clears the key); ``typed`` is
    the copy for filters; ``versions`` holds the version of each field, by id, that they were checked against."""

    display: dict[str, Json] = field(default_factory=dict)
    typed: list[TypedValue] = field(default_factory=list)
    versions: dict[UUID, int] = field(default_factory=dict)

    def put(self, found: FieldView, value: Json) -> None:
        self.display[found.key] = value
        self.versions[found.id] = found.version
        if found.filterable:
            self.typed += typed_values(found.id, found.type, value)


def _midnight(day: str) -> datetime:
    return datetime.combine(day_of(day), datetime.min.time(), UTC)
