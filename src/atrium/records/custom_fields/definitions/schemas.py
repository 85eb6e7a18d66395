"""The shapes of custom fields in the contract, and the rules by which each type reads a value (B5, C5)."""

import itertools
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal, cast
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field, JsonValue, TypeAdapter, ValidationError

from atrium.adapters.mail import MailRefused, check_address
from atrium.adapters.phones import PhoneNotUnderstood, parse
from atrium.kernel.schemas import Colour, Day, Input, Instant, Json, Key, Line, Name, Number, Output, Prose
from atrium.records.custom_fields.definitions.models import ALLOWED_VALIDATION, Rules, ValueRefused, compiled

__all__ = [
    "CustomFieldIn",
    "CustomFieldOrder",
    "CustomFieldOut",
    "CustomFieldPatch",
    "FieldType",
    "ValueRefused",
    "day_of",
    "instant_of",
    "read_value",
]

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
FieldType = Literal[
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
]
ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")
Ids = Annotated[list[UUID], Field(max_length=500)] | None
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d", re.ASCII)


def _pattern(value: str) -> str:
    compiled(cast("str", _adapted(_LINE, value)))
    return value


class FieldValidation(Input):
    """Limits to a field's values. Which apply depends on the type; values stored before are not checked again."""

    min: Number | Line | None = Field(
        None, description="Smallest number, amount (minor units), date or time.", examples=[0]
    )
    max: Number | Line | None = Field(
        None, description="Largest number, amount (minor units), date or time.", examples=[100]
    )
    min_length: Annotated[int, Field(ge=0, le=20_000)] | None = Field(
        None, description="Fewest characters.", examples=[2]
    )
    max_length: Annotated[int, Field(ge=1, le=20_000)] | None = Field(
        None, description="Most characters.", examples=[80]
    )
    pattern: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_pattern)] | None = Field(
        None,
        description="Regular expression that the whole text must match; without look-around and back-references.",
        examples=["[A-Z]{2}[0-9]{6}"],
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = Field(
        None,
        description="Currency (ISO 4217) of all amounts; the workspace's when absent; cannot be changed later.",
        examples=["EUR"],
    )


class FieldOption(Input):
    """One option of a select or multi-select."""

    key: Key | None = Field(
        None, description="Stable name that values hold; made from the label when absent.", examples=["gold"]
    )
    label: Name = Field(description="What people read; unique within the field.", examples=["Gold"])
    colour: Colour = Field("#64748b", description="Its colour.")


class FieldValidationOut(FieldValidation):
    """The limits to a field's values."""


class FieldOptionOut(FieldOption):
    """One option of a select or multi-select."""

    key: str = Field(description="Stable name that values hold.", examples=["gold"])


class CustomFieldPatch(Input):
    """What to change of a custom field. Its key and type are for ever."""

    label: Name = Field("", description="What people read.", examples=["Renewal"])
    help: Line = Field("", description="A hint beside the field.", examples=["The day the contract ends."])
    section: Line = Field("", max_length=100, description="Heading under which it is shown.", examples=["Contract"])
    required: bool = Field(False, description="Whether customers in its folders must have a value.", examples=[False])
    filterable: bool | None = Field(
        None,
        description=(
            "Whether lists can be filtered and sorted by it; null: as the type allows (long text and addresses cannot)."
        ),
        examples=[True],
    )
    default_value: Json = Field(None, description="What new customers get.", examples=[None])
    options: list[FieldOption] = Field(
        default_factory=list, max_length=500, description="Options of a select, in order; replaced whole."
    )
    validation: FieldValidation = Field(
        default_factory=FieldValidation, description="Limits to its values; replaced whole."
    )
    folder_ids: Ids = Field(None, description="Folders that show it; null: all, now and later.", examples=[None])
    view_role_ids: Ids = Field(
        None, description="Roles that may see its values, besides the owner; null: all.", examples=[None]
    )
    edit_role_ids: Ids = Field(
        None,
        description="Roles that may change its values, besides the owner; null: all that may see them.",
        examples=[None],
    )


class CustomFieldIn(CustomFieldPatch):
    """A new custom field."""

    label: Name = Field(description="What people read.", examples=["Renewal"])
    key: Key | None = Field(
        None, description="Stable name in the API; made from the label when absent.", examples=["renewal_on"]
    )
    type: FieldType = Field(description="What kind of value it takes.", examples=["date"])


class CustomFieldOut(Output):
    """A custom field."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    key: str = Field(description="Stable name in the API.", examples=["renewal_on"])
    label: str = Field(description="What people read.", examples=["Renewal"])
    type: FieldType = Field(description="What kind of value it takes.", examples=["date"])
    help: str = Field(description="A hint beside the field.", examples=["The day the contract ends."])
    section: str = Field(description="Heading under which it is shown.", examples=["Contract"])
    position: int = Field(description="Place among the fields.", examples=[0])
    required: bool = Field(description="Whether customers in its folders must have a value.", examples=[False])
    filterable: bool = Field(description="Whether lists can be filtered and sorted by it.", examples=[True])
    filter_ready: bool = Field(
        description="False while its values are still being copied for filters.", examples=[True]
    )
    default_value: JsonValue = Field(description="What new customers get.", examples=[None])
    options: list[FieldOptionOut] = Field(description="Options of a select, in order.")
    validation: FieldValidationOut = Field(description="Limits to its values.")
    folder_ids: list[UUID] | None = Field(
        description="Folders that show it, as far as the caller sees them; null: all.", examples=[None]
    )
    view_role_ids: list[UUID] | None = Field(
        description="Roles that may see its values, besides the owner; null: all.", examples=[None]
    )
    edit_role_ids: list[UUID] | None = Field(
        description="Roles that may change its values, besides the owner; null: all.", examples=[None]
    )
    viewable: bool = Field(description="Whether the caller may see its values.", examples=[True])
    editable: bool = Field(description="Whether the caller may change its values.", examples=[True])
    archived_at: datetime | None = Field(description="When it was archived, if it is.", examples=[None])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class CustomFieldOrder(Input):
    """The fields in their new order."""

    field_ids: list[UUID] = Field(
        min_length=1,
        max_length=1000,
        description="First to last; fields left out follow in their old order.",
        examples=[[ID]],
    )


_LINE, _PROSE, _NUMBER, _DATE, _TIME, _UUID = (
    TypeAdapter[Any](kind) for kind in (Line, Prose, Number, Day, Instant, UUID)
)


def _adapted(adapter: TypeAdapter[Any], value: Any) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ValueRefused(found["type"], found["msg"][:1].lower() + found["msg"][1:]) from None


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueRefused("not_text", "must be a text")
    return value


def _within(value: Any, rules: Rules, read: Callable[[Any], Any]) -> None:
    """Raises ``ValueRefused`` when ``value`` is beyond the field's ``min`` or ``max``."""
    low, high = rules.validation.get("min"), rules.validation.get("max")
    if low is not None and value < read(low):
        raise ValueRefused("too_small", f"must be at least {_plain(low)}")
    if high is not None and value > read(high):
        raise ValueRefused("too_large", f"must be at most {_plain(high)}")


def _plain(limit: Any) -> str:
    return f"{limit:.15g}" if isinstance(limit, float) else str(limit)


def _measured(value: str, rules: Rules) -> str:
    shortest, longest, pattern = (rules.validation.get(name) for name in ("min_length", "max_length", "pattern"))
    if shortest is not None and len(value) < shortest:
        raise ValueRefused("too_short", f"must have at least {shortest} characters")
    if longest is not None and len(value) > longest:
        raise ValueRefused("too_long", f"must have at most {longest} characters")
    if pattern is not None:
        try:
            compiled(pattern).validate_python(value)
        except ValidationError:
            raise ValueRefused("pattern_mismatch", "does not have the form that this field asks for") from None
    return value


def _text(value: Any, rules: Rules) -> Json:
    line = _adapted(_LINE, _string(value))
    return _measured(line, rules) if line else None


def _long_text(value: Any, rules: Rules) -> Json:
    prose = _adapted(_PROSE, _string(value))
    return _measured(prose, rules) if prose.strip() else None


def _any_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueRefused("not_a_number", "must be a number")
    _adapted(_NUMBER, value)
    return value


def _number(value: Any, rules: Rules) -> Json:
    number = _any_number(value)
    _within(number, rules, _any_number)
    return int(number) if number == int(number) else number


def _currency(value: Any, rules: Rules) -> Json:
    own = rules.validation.get("currency")
    if not isinstance(value, dict) or not set(value) <= {"amount_minor", "currency"}:
        raise ValueRefused("not_money", "must be an object {amount_minor, currency}")
    if value.get("currency", own) != own:
        raise ValueRefused("other_currency", f"must be in {own}", "/currency")
    amount = value.get("amount_minor")
    if isinstance(amount, bool) or not isinstance(amount, int) or abs(amount) > 10**15:
        raise ValueRefused("not_an_amount", "must be a whole number of minor units", "/amount_minor")
    _within(amount, rules, _any_number)
    return {"amount_minor": amount, "currency": own}


def day_of(value: Any) -> date:
    """A date written as ISO 8601 says. Raises ``ValueRefused``."""
    if not _DAY.fullmatch(_string(value)):
        raise ValueRefused("not_a_date", "must be a date such as 2027-01-31")
    found: date = _adapted(_DATE, value)
    return found


def instant_of(value: Any) -> datetime:
    """A moment written as RFC 3339 says, in UTC. Raises ``ValueRefused``."""
    if not _INSTANT.match(_string(value)):
        raise ValueRefused("not_a_time", "must be a time with its offset, such as 2027-01-31T09:30:00Z")
    found: datetime = _adapted(_TIME, value)
    return found


def _day(value: Any, rules: Rules) -> Json:
    day = day_of(value)
    _within(day, rules, day_of)
    return day.isoformat()


def _moment(value: Any, rules: Rules) -> Json:
    moment = instant_of(value)
    _within(moment, rules, instant_of)
    return moment.isoformat().replace("+00:00", "Z")


def _checkbox(value: Any, _rules: Rules) -> Json:
    if not isinstance(value, bool):
        raise ValueRefused("not_a_checkbox", "must be true or false")
    return value


def _select(value: Any, rules: Rules) -> Json:
    if not _string(value):
        return None
    if value not in rules.options:
        raise ValueRefused("not_an_option", "is not one of the field's options")
    return cast("str", value)


def _multi_select(value: Any, rules: Rules) -> Json:
    if not isinstance(value, list):
        raise ValueRefused("not_a_list", "must be a list of option keys")
    for index, item in enumerate(value):
        if not isinstance(item, str) or item not in rules.options:
            raise ValueRefused("not_an_option", "is not one of the field's options", f"/{index}")
    return [option for option in rules.options if option in value] or None


def _email(value: Any, _rules: Rules) -> Json:
    address = _adapted(_LINE, _string(value))
    if not address:
        return None
    try:
        checked = check_address(address)
    except MailRefused:
        raise ValueRefused("not_an_email", "must be an e-mail address") from None
    if len(checked) > 254:
        raise ValueRefused("not_an_email", "must be an e-mail address")
    return checked


def _phone(value: Any, rules: Rules) -> Json:
    number = _adapted(_LINE, _string(value))
    if not number:
        return None
    try:
        return parse(number, rules.country).e164
    except PhoneNotUnderstood as error:
        raise ValueRefused(error.reason, error.detail[:1].lower() + error.detail[1:].rstrip(".")) from None


def _url(value: Any, _rules: Rules) -> Json:
    refused = ValueRefused("not_a_url", "must be a web address that starts with https:// or http://")
    address = _adapted(_PROSE, _string(value)).strip()
    if not address:
        return None
    if len(address) > 2000 or re.search(r"[\s\x00-\x20\x7f\"<>\\^`{|}]", address):
        raise refused
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise refused from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise refused
    return cast("str", address)


def _identifier(value: Any, _rules: Rules) -> Json:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-fA-F-]{36}", value):
        raise ValueRefused("not_an_id", "must be an identifier")
    return str(_adapted(_UUID, value))


def _address(value: Any, _rules: Rules) -> Json:
    if not isinstance(value, dict):
        raise ValueRefused("not_an_address", "must be an object with street, city, region, postal_code, country")
    for name in value:
        if name not in ADDRESS_PARTS:
            raise ValueRefused("unknown_part", "must have no parts but street, city, region, postal_code, country")
    parts: dict[str, Any] = {}
    for name in ADDRESS_PARTS:
        try:
            parts[name] = _adapted(_LINE, _string(value.get(name) or ""))
        except ValueRefused as error:
            raise ValueRefused(error.code, error.message, f"/{name}") from None
    return {name: text for name, text in parts.items() if text} or None


_READERS: dict[str, Callable[[Any, Rules], Json]] = {
    "text": _text,
    "long_text": _long_text,
    "number": _number,
    "percent": _number,
    "currency": _currency,
    "date": _day,
    "date_time": _moment,
    "follow_up": _moment,
    "checkbox": _checkbox,
    "select": _select,
    "multi_select": _multi_select,
    "email": _email,
    "phone": _phone,
    "url": _url,
    "member": _identifier,
    "customer": _identifier,
    "address": _address,
}


def read_value(value: Any, rules: Rules) -> Json:
    """The value as it is kept and shown; None when there is none (null, blank, empty list). Raises ``ValueRefused``.

    Kept as: numbers as numbers (percent: 25 means 25 %), money as ``{amount_minor, currency}``, dates ISO 8601, times
    RFC 3339 in UTC, phones E.164, options by key in the field's order, members and customers by id."""
    return None if value is None else _READERS[rules.type](value, rules)


def unused_key(label: str, taken: Collection[str], otherwise: str) -> str:
    """A key made from a label (``Próxima cita`` → ``proxima_cita``), numbered when it is taken; ``otherwise`` for a
    label without Latin letters."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50].rstrip("_")
    key = key if key[:1].isalpha() else f"{otherwise}_{key}".rstrip("_")
    return next(
        candidate
        for number in itertools.count(1)
        if (candidate := key if number == 1 else f"{key}_{number}") not in taken
    )


def options_of(type_: str, given: Sequence[FieldOption], present: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The options as they are kept. One without a key keeps that of the present option with its label. Raises
    ``ValueRefused``."""
    if (type_ in {"select", "multi_select"}) != bool(given):
        raise ValueRefused("options", "are for selects, which need at least one", "/options")
    keys = {option.key for option in given if option.key}
    known = {option["label"].lower(): option["key"] for option in present if option["key"] not in keys}
    made: list[dict[str, Any]] = []
    for index, option in enumerate(given):
        if any(option.label.lower() == other["label"].lower() for other in made):
            raise ValueRefused("repeated", "is the label of two options", f"/options/{index}/label")
        if any(option.key == other["key"] for other in made):
            raise ValueRefused("repeated", "is the key of two options", f"/options/{index}/key")
        taken = keys | {other["key"] for other in [*made, *present]}
        key = option.key or known.get(option.label.lower()) or unused_key(option.label, taken, "option")
        made.append({"key": key, "label": option.label, "colour": option.colour})
    return made


def limits_of(type_: str, given: FieldValidation, currency: str) -> dict[str, Any]:
    """The limits as they are kept; ``currency`` is the one that the field has or would get. Raises ``ValueRefused``."""
    limits = given.model_dump(exclude_none=True)
    for name in limits:
        if name not in ALLOWED_VALIDATION.get(type_, ()):
            raise ValueRefused("not_for_type", f"does not apply to the type {type_}", f"/validation/{name}")
    read: Callable[[Any], Any] = {"date": day_of, "date_time": instant_of, "follow_up": instant_of}.get(
        type_, _any_number
    )
    for name in ("min", "max"):
        try:
            limits.get(name) is None or read(limits[name])
        except ValueRefused as error:
            raise ValueRefused(error.code, error.message, f"/validation/{name}") from None
    bounds: tuple[tuple[str, str, Callable[[Any], Any]], ...] = (
        ("min", "max", read),
        ("min_length", "max_length", int),
    )
    for low, high, reader in bounds:
        if low in limits and high in limits and reader(limits[low]) > reader(limits[high]):
            raise ValueRefused("empty_range", f"must not be less than {low}", f"/validation/{high}")
    return limits | ({"currency": limits.get("currency", currency)} if type_ == "currency" else {})
