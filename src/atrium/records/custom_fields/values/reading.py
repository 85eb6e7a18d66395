"""How each type of custom field reads a value (B5, C5)."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from atrium.adapters.mail import MailRefused, check_address
from atrium.adapters.phones import PhoneNotUnderstood, parse
from atrium.kernel.schemas import Day, Instant, Json, Line, Number, Prose
from atrium.records.custom_fields.fields.patterns import compiled
from atrium.records.custom_fields.fields.rules import Rules, ValueRefused

ADDRESS_PARTS = ("street", "city", "region", "postal_code", "country")


_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d", re.ASCII)


_LINE, _PROSE, _NUMBER, _DATE, _TIME, _UUID = (
    TypeAdapter[Any](kind) for kind in (Line, Prose, Number, Day, Instant, UUID)
)


def _adapted(adapter: TypeAdapter[Any], value: Any) -> Any:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)[0]
        raise ValueRefused(found["type"], found["msg"][:1].lower() + found["msg"][1:]) from None


def line_of(value: Any) -> str:
    """A text of one line. Raises ``ValueRefused``."""
    return cast("str", _adapted(_LINE, value))


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
    line = line_of(_string(value))
    return _measured(line, rules) if line else None


def _long_text(value: Any, rules: Rules) -> Json:
    prose = _adapted(_PROSE, _string(value))
    return _measured(prose, rules) if prose.strip() else None


def any_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueRefused("not_a_number", "must be a number")
    _adapted(_NUMBER, value)
    return value


def _number(value: Any, rules: Rules) -> Json:
    number = any_number(value)
    _within(number, rules, any_number)
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
    _within(amount, rules, any_number)
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
    address = line_of(_string(value))
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
    number = line_of(_string(value))
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
            parts[name] = line_of(_string(value.get(name) or ""))
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
