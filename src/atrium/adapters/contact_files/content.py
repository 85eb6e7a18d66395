"""What a single value looks like, when nobody says what it is."""

import re
from typing import Literal

Kind = Literal["email", "phone", "url", "date", "datetime", "number", "checkbox"]

_EMAIL = re.compile(r"(?:mailto:)?[^\s@,;<>\"]{1,64}@[^\s@,;<>\"]{1,190}\.[^\s@,;<>\".\d][^\s@,;<>\".]{0,62}")
_URL = re.compile(r"(?:https?://|www\.)[^\s]{3,2000}", re.IGNORECASE)
_PHONE = re.compile(r"(?:tel:)?[+(]?[\d][\d\s().\-/ ]{5,24}(?:\s?(?:x|ext\.?|#)\s?\d{1,6})?", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:[,. ]\d{3})+|\d+)(?:[.,]\d+)?")
_DATE = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[AaPp][Mm]|[+-]\d{2}:?\d{2}| UTC)?$")
_CHECKBOX = frozenset(
    ("true", "false", "yes", "no", "sí", "si", "ja", "nein", "oui", "non", "sim", "não", "vero", "falso", "כן", "לא")
)


def classify(value: str) -> Kind | None:
    """The kind of one value, or ``None`` for words, names and everything longer than 2,000 characters.

    >>> classify("ana@x.test"), classify("+34 600 11 22 33"), classify("1985-04-12"), classify("Ana")
    ('email', 'phone', 'date', None)
    """
    value = value.strip()
    if not value or len(value) > 2_000:
        return None
    if "@" in value:
        return "email" if _EMAIL.fullmatch(value) else None
    if _URL.fullmatch(value):
        return "url"
    if value.casefold() in _CHECKBOX:
        return "checkbox"
    return _classify_digits(value) if any(char.isdigit() for char in value) else None


def _classify_digits(value: str) -> Kind | None:
    if _DATE.fullmatch(value):
        return "date"
    if (time := _TIME.search(value)) and _DATE.fullmatch(value[: time.start()]):
        return "datetime"
    digits = sum(char.isdigit() for char in value)
    if _PHONE.fullmatch(value) and 7 <= digits <= 19 and (not _NUMBER.fullmatch(value) or _is_dialable(value, digits)):
        return "phone"
    return "number" if _NUMBER.fullmatch(value) else None


def _is_dialable(value: str, digits: int) -> bool:
    """Bare digits may be a phone or an amount: a plus sign, or nine to fifteen digits without a fraction, speak for a
    phone."""
    return "." not in value and "," not in value and (8 if value.startswith("+") else 9) <= digits <= 15
