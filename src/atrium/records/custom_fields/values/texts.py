"""From a cell to the value of a custom field and back: what is written into a table is read again as the same value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast
from uuid import UUID

import orjson

from atrium.adapters.contact_files import VALUE_SEPARATOR, DateOrder, parse_date, split_tags
from atrium.kernel.schemas import Json
from atrium.lib.money import minor_digits
from atrium.records.custom_fields.fields.access import FieldView
from atrium.records.custom_fields.fields.rules import ValueRefused

YES = frozenset(["true", "yes", "y", "1", "x", "on", "ja", "si", "sí", "oui", "sim", "да", "כן", "✓"])
NO = frozenset(["false", "no", "n", "0", "off", "nein", "non", "não", "nao", "нет", "לא"])
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([ ,.'’])\d{3})(?:\1\d{3})*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_NO_DATE = re.compile(r"0+([/.-])0+(?:\1)0+")
"""What Outlook writes for no date."""
_DATES = frozenset({"date", "date_time", "follow_up"})
_ADDRESS = re.compile(r"[^\s<>()@]+@[^\s<>()@]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How cells are read. ``decimal`` None tells the mark from each number; ``members`` holds ids by e-mail address and
    name, in lower case, None where several members share a name; ``labels`` the option keys of a field by label and
    key, in lower case."""

    date_order: DateOrder = "dmy"
    decimal: Literal["point", "comma"] | None = None
    zone: tzinfo = UTC
    members: Mapping[str, UUID | None] = field(default_factory=dict)
    labels: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


def read_text(found: FieldView, cell: str, how: Reading) -> Json:
    """The JSON value that a cell means for this field, None for no value; its rules are checked by ``validate_values``.
    Raises ``ValueRefused``."""
    if not cell.strip() or (found.type in _DATES and _NO_DATE.fullmatch(cell.strip())):
        return None
    reader = _READERS.get(found.type)
    if reader is not None:
        return reader(found, cell.strip(), how)
    return cell if found.type == "long_text" else _CONTROL.sub(" ", cell).strip()


def read_number(text: str, decimal: Literal["point", "comma"] | None) -> Decimal:
    """A number with its marks. Without ``decimal`` a mark that groups thousands is one that comes twice, or a comma
    before exactly three digits.

    Raises ``ValueRefused``."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    point, comma = plain.rfind("."), plain.rfind(",")
    if decimal is None:
        grouped = _GROUPED.fullmatch(plain)
        comma_is_decimal = comma > point and not (grouped and (grouped[1] == "," or plain.count(",") > 1))
        decimal = "comma" if comma_is_decimal or (plain.count(".") > 1 and comma < point) else "point"
    thousands, mark = (".", ",") if decimal == "comma" else (",", ".")
    plain = re.sub(r"(?<=\d)[ '’](?=\d{3})", "", plain).replace(thousands, "").replace(mark, ".")
    try:
        number = Decimal(plain) if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", plain, re.ASCII) else None
    except InvalidOperation:
        number = None
    if number is None:
        raise ValueRefused("not_a_number", f"“{text[:60]}” is not a number")
    return number


def _number(_found: FieldView, cell: str, how: Reading) -> Json:
    number = read_number(cell.removesuffix("%").strip(), how.decimal)
    return int(number) if number == number.to_integral_value() and abs(number) < 10**15 else float(number)


def _currency(found: FieldView, cell: str, how: Reading) -> Json:
    if cell.startswith("{"):
        return _json(cell)
    own = str(found.rules.validation.get("currency") or "")
    codes = re.findall(r"[A-Z]{3}", cell)
    if codes and codes != [own]:
        raise ValueRefused("other_currency", f"“{cell[:60]}” is not in {own}")
    amount = read_number(re.sub(r"[A-Z]{3}|[^\d.,'’\s+-]", "", cell).strip(), how.decimal)
    minor = amount.scaleb(minor_digits(own))
    if minor != minor.to_integral_value():
        raise ValueRefused("too_fine", f"“{cell[:60]}” has more decimals than {own} has")
    return {"amount_minor": int(minor), "currency": own}


def _moment(cell: str, how: Reading) -> date | datetime:
    found = parse_date(cell, how.date_order)
    if found is None:
        raise ValueRefused("not_a_date", f"“{cell[:60]}” is not a date such as 2027-01-31")
    return found


def _date(_found: FieldView, cell: str, how: Reading) -> Json:
    moment = _moment(cell, how)
    return (moment.date() if isinstance(moment, datetime) else moment).isoformat()


def _date_time(_found: FieldView, cell: str, how: Reading) -> Json:
    moment = _moment(cell, how)
    at = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return (at if at.tzinfo else at.replace(tzinfo=how.zone)).astimezone(UTC).isoformat()


def _checkbox(_found: FieldView, cell: str, _how: Reading) -> Json:
    word = cell.casefold()
    if word not in YES and word not in NO:
        raise ValueRefused("not_a_checkbox", f"“{cell[:60]}” is neither yes nor no")
    return word in YES


def _option(found: FieldView, text: str, how: Reading) -> str:
    key = how.labels.get(found.id, {}).get(text.casefold())
    if key is None:
        raise ValueRefused("not_an_option", f"“{text[:60]}” is not one of the field's options")
    return key


def _select(found: FieldView, cell: str, how: Reading) -> Json:
    return _option(found, cell, how)


def _multi_select(found: FieldView, cell: str, how: Reading) -> Json:
    parts = [cell] if cell.casefold() in how.labels.get(found.id, {}) else split_tags(cell)
    return [_option(found, part, how) for part in parts]


def _member(_found: FieldView, cell: str, how: Reading) -> Json:
    return str(read_member(cell, how))


def read_member(cell: str, how: Reading) -> UUID:
    """A member by address, name, ``Name (address)`` or id. Raises ``ValueRefused``."""
    address = _ADDRESS.search(cell)
    for key in (address[0] if address else "", cell):
        if found := how.members.get(key.strip().casefold()):
            return found
    if cell.casefold() in how.members:
        raise ValueRefused("ambiguous_member", f"several members are called “{cell[:60]}”; write the e-mail address")
    raise ValueRefused("unknown_member", f"“{cell[:60]}” is not a member of this workspace")


def _address(_found: FieldView, cell: str, _how: Reading) -> Json:
    return _json(cell) if cell.startswith("{") else {"street": ", ".join(cell.split("\n"))}


def _json(cell: str) -> Json:
    try:
        return cast("Json", orjson.loads(cell))
    except orjson.JSONDecodeError:
        raise ValueRefused("not_json", "begins like JSON and is none") from None


_READERS: dict[str, Callable[[FieldView, str, Reading], Json]] = {
    "number": _number,
    "percent": _number,
    "currency": _currency,
    "date": _date,
    "date_time": _date_time,
    "follow_up": _date_time,
    "checkbox": _checkbox,
    "select": _select,
    "multi_select": _multi_select,
    "member": _member,
    "address": _address,
}


@dataclass(frozen=True, slots=True)
class Writing:
    """Names for ids: option labels by field and key, and members."""

    labels: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)


def write_text(found: FieldView, value: Any, names: Writing) -> str:
    """The text of a value for a table; ``read_text`` makes the same value of it."""
    match found.type:
        case "currency":
            digits = minor_digits(value["currency"])
            return f"{Decimal(value['amount_minor']).scaleb(-digits):.{digits}f} {value['currency']}"
        case "select":
            return names.labels.get(found.id, {}).get(value, str(value))
        case "multi_select":
            return VALUE_SEPARATOR.join(names.labels.get(found.id, {}).get(item, str(item)) for item in value)
        case "member":
            return names.members.get(value, str(value))
        case "checkbox":
            return "true" if value else "false"
        case "address":
            return orjson.dumps(value).decode()
        case _:
            return str(value)
