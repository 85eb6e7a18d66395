import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from pydantic_core import SchemaError, SchemaValidator, core_schema
from sqlalchemy import BigInteger, Double, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, InWorkspace, Timestamps, belongs_to, one_of

TYPES = (
    "text",
    "long_text",
    "number",
    "currency",
    "percent",
    "date",
    "date_time",
    "follow_up",
    "checkbox",
    "select",
    "multi_select",
    "email",
    "phone",
    "url",
    "member",
    "customer",
    "address",
)
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
MAX_PATTERN_SIZE = 5000
_TOKEN = re.compile(
    r"\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\s*(?P<least>\d{0,9})\s*(?:,\s*(?P<most>\d{0,9})\s*)?\}|.",
    re.DOTALL,
)
_HEAVY = ((50, re.compile(r"\\[wWpP]")), (12, re.compile(r"\\[dDsS]|^\[\^|^\.$")))
LINKS = {"folder_ids": "every_folder", "view_role_ids": "every_viewer", "edit_role_ids": "every_editor"}
"""Lists in the contract, null where the column of the same line says that nothing restricts the field."""
INDEXED_CHARACTERS = 500
"""So much of a text is compared by filters: an entry of a PostgreSQL B-tree has room for 2,704 bytes."""


class CustomField(Timestamps, Entity, Base):
    """``options`` of selects: ``[{"key", "label", "colour"}]``; ``validation``: ``min max min_length max_length pattern
    currency``.

    ``every_folder``, ``every_viewer`` and ``every_editor`` say that no list of folders or roles restricts the field.
    They are columns of their own, because a field whose only role or folder was deleted must become narrower, never
    open to all. ``filter_ready`` is false while its values are being copied for filters."""

    __tablename__ = "custom_fields"

    key: Mapped[str]
    label: Mapped[str]
    type: Mapped[str]
    help: Mapped[str] = mapped_column(server_default="")
    section: Mapped[str] = mapped_column(server_default="")
    position: Mapped[int] = mapped_column(server_default="0")
    required: Mapped[bool] = mapped_column(server_default=text("false"))
    filterable: Mapped[bool] = mapped_column(server_default=text("true"))
    filter_ready: Mapped[bool] = mapped_column(server_default=text("true"))
    every_folder: Mapped[bool] = mapped_column(server_default=text("true"))
    every_viewer: Mapped[bool] = mapped_column(server_default=text("true"))
    every_editor: Mapped[bool] = mapped_column(server_default=text("true"))
    default_value: Mapped[Any] = mapped_column(JSONB(none_as_null=True), nullable=True)
    options: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    validation: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    archived_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (one_of("type", *TYPES), UniqueConstraint("workspace_id", "key"))


class CustomFieldFolder(InWorkspace, Base):
    """Folders that show a field, unless ``every_folder`` does."""

    __tablename__ = "custom_field_folders"

    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    folder_id: Mapped[UUID] = mapped_column(primary_key=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("custom_fields", "field_id"), belongs_to("folders", "folder_id"))


class CustomFieldRole(InWorkspace, Base):
    """Roles that may view or edit a field, unless every role may."""

    __tablename__ = "custom_field_roles"

    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    role_id: Mapped[UUID] = mapped_column(primary_key=True)
    access: Mapped[str] = mapped_column(primary_key=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("access", "view", "edit"),
            belongs_to("custom_fields", "field_id"),
            belongs_to("roles", "role_id"),
        )


class CustomFieldValue(InWorkspace, Base):
    """The filterable copy of a value, in a column whose comparison PostgreSQL may use under row security
    (``design/search.md``)."""

    __tablename__ = "custom_field_values"

    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    field_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, server_default="0")
    text_value: Mapped[str | None]
    number_value: Mapped[float | None] = mapped_column(Double)
    time_value: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        keys = ("workspace_id", "field_id")
        return (
            belongs_to("customers", "customer_id"),
            belongs_to("custom_fields", "field_id"),
            Index(
                "ix_custom_field_values_text",
                *keys,
                "text_value",
                "customer_id",
                postgresql_where=text("text_value IS NOT NULL"),
            ),
            Index(
                "ix_custom_field_values_number",
                *keys,
                "number_value",
                "customer_id",
                postgresql_where=text("number_value IS NOT NULL"),
            ),
            Index(
                "ix_custom_field_values_time",
                *keys,
                "time_value",
                "customer_id",
                postgresql_where=text("time_value IS NOT NULL"),
            ),
        )


@dataclass(frozen=True, slots=True)
class Rules:
    """What a type needs to know to read a value. ``options`` are keys in their order; ``country`` (ISO 3166) is where
    local phone numbers belong."""

    type: str
    validation: Mapping[str, Any] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    country: str | None = None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One unarchived field with the actor's access to its values."""

    id: UUID
    key: str
    label: str
    type: str
    section: str
    position: int
    required: bool
    filterable: bool
    filter_ready: bool
    default: Any
    rules: Rules
    folder_ids: frozenset[UUID] | None
    viewable: bool
    editable: bool
    version: int

    def shown(self, folder_id: UUID | None) -> bool:
        """Whether the field belongs to customers of this folder (None: of no folder)."""
        return self.folder_ids is None or folder_id in self.folder_ids


@dataclass(frozen=True, slots=True)
class FieldSet:
    """All unarchived fields in their order."""

    by_key: Mapping[str, FieldView]
    by_id: Mapping[UUID, FieldView] = field(init=False)
    viewable_keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {found.id: found for found in self.by_key.values()})
        object.__setattr__(
            self, "viewable_keys", frozenset(found.key for found in self.by_key.values() if found.viewable)
        )

    def visible(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The values whose fields exist, are not archived, and may be viewed by the actor. Every read path goes through
        this."""
        return {key: value for key, value in values.items() if key in self.viewable_keys}

    def shown_in(self, folder_id: UUID | None) -> list[FieldView]:
        """The fields that customers of this folder show the actor."""
        return [found for found in self.by_key.values() if found.viewable and found.shown(folder_id)]


@dataclass(frozen=True, slots=True)
class TypedValue:
    """One row of the filterable copy: exactly one of the three values is set. A multi-select has a row for each of its
    options."""

    field_id: UUID
    position: int
    text_value: str | None = None
    number_value: float | None = None
    time_value: datetime | None = None


@dataclass(frozen=True, slots=True)
class FieldFilter:
    """One condition for the database function ``search_customers``. ``op``: eq, in, not_in, gt, gte, lt, lte, between,
    exists, missing, contains."""

    field_id: UUID
    kind: Kind
    op: str
    values: tuple[str | float, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"field_id": str(self.field_id), "type": self.kind, "op": self.op, "values": list(self.values)}


@dataclass(frozen=True, slots=True)
class FieldSort:
    """Order by the column ``text_value``, ``number_value`` or ``time_value`` of the field's rows in
    ``custom_field_values``."""

    field_id: UUID
    kind: Kind
    descending: bool

    @property
    def column(self) -> str:
        return f"{self.kind}_value"


class ValueRefused(ValueError):
    """A value that a field does not take. ``at`` is the JSON Pointer of the offending part inside the value."""

    def __init__(self, code: str, message: str, at: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.at = code, message, at


@lru_cache(maxsize=256)
def compiled(pattern: str) -> SchemaValidator:
    """Matches the whole of a text, in time linear in its length (Rust's regular expressions). Raises ``ValueRefused``
    for what they lack (look-around, back-references) and for patterns whose machine would be so large that one text
    keeps it busy for long."""
    if _size(pattern) > MAX_PATTERN_SIZE:
        raise ValueRefused("bad_pattern", "repeats too much: make the numbers in braces smaller")
    try:
        # Compiled alone first, so that unbalanced parentheses cannot escape from the group around it.
        for source in (pattern, rf"\A(?:{pattern})\z"):
            machine = SchemaValidator(core_schema.str_schema(pattern=source, regex_engine="rust-regex"))
    except SchemaError:
        raise ValueRefused(
            "bad_pattern",
            "is not a regular expression that can be checked in linear time (no look-around, no back-references)",
        ) from None
    return machine


def _size(pattern: str) -> int:
    """Roughly how many states the pattern's machine has, counted repetitions written out. Time to match grows with this
    times the length of the text."""
    groups, last = [0], 0
    for token in _TOKEN.finditer(pattern):
        if token[0] == "(":
            groups.append(0)
        elif token[0] == ")" and len(groups) > 1:
            last = groups.pop()
            groups[-1] += last
        elif token["least"] or token["most"]:
            more = last * (max(int(token["most"] or token["least"]), 1) - 1)
            groups[-1], last = groups[-1] + more, last + more
        elif token[0].isspace():
            groups[-1] += 1
        elif token[0] not in "*+?|":
            # A class of Unicode is itself a machine over the bytes of UTF-8.
            last = next((weight for weight, kind in _HEAVY if kind.search(token[0])), 1)
            groups[-1] += last
    return sum(groups)
