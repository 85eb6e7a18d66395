"""What the types of custom fields have in common: how they are compared and limited, and how a value is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "number", "time"]


KINDS: dict[str, Kind] = {
    "text": "text",
    "email": "text",
    "phone": "text",
    "url": "text",
    "select": "text",
    "multi_select": "text",
    "member": "text",
    "customer": "text",
    "number": "number",
    "currency": "number",
    "percent": "number",
    "checkbox": "number",
    "date": "time",
    "date_time": "time",
    "follow_up": "time",
}
"""The column of the filterable copy. Types that are missing here (long text, addresses) cannot be filtered or sorted
by."""


ALLOWED_VALIDATION = {
    "text": {"min_length", "max_length", "pattern"},
    "long_text": {"min_length", "max_length"},
    "number": {"min", "max"},
    "percent": {"min", "max"},
    "currency": {"min", "max", "currency"},
    "date": {"min", "max"},
    "date_time": {"min", "max"},
    "follow_up": {"min", "max"},
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a type needs to know to read a value. ``options`` are keys in their order; ``country`` (ISO 3166) is where
    local phone numbers belong."""

    type: str
    validation: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    country: str | None = None


class ValueRefused(ValueError):
    """A value that a field does not take. ``at`` is the JSON Pointer of the offending part inside the value."""

    def __init__(self, code: str, message: str, at: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.at = code, message, at
