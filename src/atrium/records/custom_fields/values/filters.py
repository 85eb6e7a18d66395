"""Conditions and orders by custom fields, as the query string names them."""

import re
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, Unmet
from atrium.records.custom_fields.fields.access import FieldSet, FieldView, load_fields
from atrium.records.custom_fields.fields.rules import KINDS, Kind, Rules, ValueRefused
from atrium.records.custom_fields.values.reading import read_value
from atrium.records.custom_fields.values.typed import typed_values


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


MAX_FILTERS = 20


MAX_FILTER_VALUES = 200


_PARAMETER = re.compile(r"field\[([a-z][a-z0-9_]{0,59})\](?:\[([a-z_]{1,20})\])?")


_SAME = ("eq", "ne", "in", "not_in", "exists")


_ORDERED = (*_SAME, "gt", "gte", "lt", "lte")


OPERATORS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "email", "phone", "url"), (*_SAME, "contains")),
    **dict.fromkeys(("select", "multi_select", "member", "customer"), _SAME),
    **dict.fromkeys(("number", "percent", "currency", "date", "date_time", "follow_up"), _ORDERED),
    "checkbox": ("eq", "ne", "exists"),
}
"""What each type can be asked in ``field[key][operator]=value``."""


class FieldNotReady(Conflict):
    code, title = "field-not-ready", "This field cannot be filtered by yet"


async def parse_filters(ctx: Ctx, params: list[tuple[str, str]]) -> list[FieldFilter]:
    """The query parameters ``field[key][operator]=value``; ``field[key]=value`` means ``eq``. A repeated ``eq`` or
    ``in`` means any of them.

    Money is compared in minor units, days as ISO 8601, moments as RFC 3339; ``exists`` takes true or false. Texts are
    compared without regard to case. Raises ``Invalid`` (422) naming every parameter that is not understood, and
    ``FieldNotReady`` (409) while a field's values are still being copied."""
    given: dict[tuple[str, str], list[str]] = {}
    errors: list[FieldError] = []
    for name, value in params:
        match = _PARAMETER.fullmatch(name)
        if match is None:
            errors.append(_refused(name, "unknown_parameter", "must be written field[key][operator]"))
        else:
            given.setdefault((match[1], match[2] or "eq"), []).append(value)
    if len(given) > MAX_FILTERS:
        raise Invalid.at("query/field", "too_many", f"must have at most {MAX_FILTERS} conditions")
    fields = await load_fields(ctx) if given else FieldSet({})
    found: list[FieldFilter] = []
    for (key, op), values in given.items():
        name = f"field[{key}][{op}]"
        try:
            found.append(_filter(_filterable(fields, key), op, values))
        except ValueRefused as error:
            errors.append(_refused(name, error.code, error.message))
    if errors:
        raise Invalid(
            "; ".join(f"{error.pointer.removeprefix('query/')} {error.message}" for error in errors[:3]) + ".",
            errors=errors[:50],
        )
    return _ranges(found)


async def parse_sort(ctx: Ctx, sort: str) -> FieldSort:
    """``field.<key>`` or ``-field.<key>``. Raises ``Invalid`` (422) at ``query/sort``, and ``FieldNotReady`` (409)."""
    descending, name = sort.startswith("-"), sort.removeprefix("-")
    try:
        found = _filterable(await load_fields(ctx), name.removeprefix("field.")) if name.startswith("field.") else None
    except ValueRefused as error:
        raise Invalid.at("query/sort", error.code, error.message) from None
    if found is None or found.type == "multi_select":
        raise Invalid.at("query/sort", "unknown_sort", "is not an order of this list")
    return FieldSort(found.id, KINDS[found.type], descending)


def _refused(name: str, code: str, message: str) -> FieldError:
    return FieldError(pointer=f"query/{name[:100].encode('utf-8', 'replace').decode()}", code=code, message=message)


def _filterable(fields: FieldSet, key: str) -> FieldView:
    found = fields.by_key.get(key)
    if found is None or not found.viewable:
        raise ValueRefused("unknown_field", "names no custom field")
    if not found.filterable:
        raise ValueRefused("not_filterable", "names a field that is not filterable")
    if not found.filter_ready:
        unmet = Unmet(
            code="field_being_copied",
            message=f"The values of {found.label} are being made ready for filters. Try again in a while.",
            fix=None,
        )
        raise FieldNotReady(unmet.message, unmet=[unmet])
    return found


def _filter(found: FieldView, op: str, values: list[str]) -> FieldFilter:
    allowed = OPERATORS[found.type]
    kind = KINDS[found.type]
    if op not in allowed:
        raise ValueRefused("unknown_operator", f"can be asked for {', '.join(allowed)}")
    if len(values) > MAX_FILTER_VALUES:
        raise ValueRefused("too_many", f"must have at most {MAX_FILTER_VALUES} values")
    if op == "exists":
        if values not in (["true"], ["false"]):
            raise ValueRefused("not_a_boolean", "must be true or false")
        return FieldFilter(found.id, kind, "exists" if values == ["true"] else "missing")
    if op == "contains":
        return FieldFilter(found.id, kind, "contains", tuple(_part(found, value) for value in values))
    if op in {"gt", "gte", "lt", "lte"} and len(values) > 1:
        raise ValueRefused("repeated", "must be given once")
    known = {"eq": "eq" if len(values) == 1 else "in", "ne": "not_in"}.get(op, op)
    return FieldFilter(found.id, kind, known, tuple(_compared(found, value) for value in values))


def _part(found: FieldView, value: str) -> str:
    part = read_value(value, Rules("text"))
    if part is None:
        raise ValueRefused("blank", "must not be blank")
    digits = re.sub(r"\D", "", str(part))
    return digits if found.type == "phone" and digits else str(part)


def _compared(found: FieldView, text: str) -> str | float:
    """What a value in the address means for this field, in the form in which the filterable copy holds it."""
    value: Any = text
    match found.type:
        case "number" | "percent":
            value = _number(text)
        case "currency":
            return float(_number(text))
        case "checkbox":
            if text not in {"true", "false"}:
                raise ValueRefused("not_a_boolean", "must be true or false")
            value = text == "true"
        case "multi_select":
            value = [text]
    unbounded = Rules(found.type, {}, found.rules.options, found.rules.country)
    typed = typed_values(found.id, found.type, read_value(value, unbounded))
    if not typed:
        raise ValueRefused("blank", "must not be blank")
    held = typed[0]
    if held.time_value is not None:
        return held.time_value.isoformat()
    return held.number_value if held.number_value is not None else cast("str", held.text_value)


def _number(text: str) -> int | float:
    if not re.fullmatch(r"[+-]?\d{1,16}(\.\d{1,20})?", text, re.ASCII):
        raise ValueRefused("not_a_number", "must be a number")
    return float(text) if "." in text else int(text)


def _ranges(filters: list[FieldFilter]) -> list[FieldFilter]:
    """``gte`` and ``lte`` of one field as one ``between``, which the index answers with one narrow scan."""
    lower = {found.field_id: found for found in filters if found.op == "gte"}
    upper = {found.field_id: found for found in filters if found.op == "lte"}
    both = lower.keys() & upper.keys()
    rest = [found for found in filters if found.field_id not in both or found.op not in {"gte", "lte"}]
    return rest + [
        FieldFilter(field_id, lower[field_id].kind, "between", lower[field_id].values + upper[field_id].values)
        for field_id in both
    ]
