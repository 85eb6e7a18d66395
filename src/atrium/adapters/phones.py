"""Phone numbers as people write them, to E.164 and back, by Google's metadata (``phonenumbers``)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumberFormat, ValidationResult

from atrium.kernel.errors import Invalid

MAX_LENGTH = 250

_NOT_PARSED = {
    NumberParseException.INVALID_COUNTRY_CODE: ("no_country", "The number needs its country code, such as +34."),
    NumberParseException.NOT_A_NUMBER: ("not_a_number", "This is not a phone number."),
    NumberParseException.TOO_SHORT_AFTER_IDD: ("too_short", "The phone number is too short."),
    NumberParseException.TOO_SHORT_NSN: ("too_short", "The phone number is too short."),
    NumberParseException.TOO_LONG: ("too_long", "The phone number is too long."),
}
_NOT_POSSIBLE = {
    ValidationResult.INVALID_COUNTRY_CODE: ("no_country", "No country has this code."),
    ValidationResult.TOO_SHORT: ("too_short", "The phone number is too short."),
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: ("too_short", "The phone number lacks its area code."),
    ValidationResult.TOO_LONG: ("too_long", "The phone number is too long."),
    ValidationResult.INVALID_LENGTH: ("wrong_length", "No phone number of this country has so many digits."),
}


class PhoneNotUnderstood(Invalid):
    """``reason``: empty, not_a_number, no_country, too_short (also short codes and internal extensions), too_long or
    wrong_length."""

    code, title = "phone-not-understood", "This is not a phone number"

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Phone:
    """``e164`` as ``+34600112233``; ``national`` as people of its country write it; ``extension`` digits or None."""

    e164: str
    national: str
    extension: str | None = None


def parse(text: str, region: str | None = None) -> Phone:
    """A number in any usual form: spaces, brackets, ``00`` or ``+`` before the country code, letters (1-800-FLOWERS),
    extensions, ``tel:``.

    ``region`` (ISO 3166) is where a number without country code is taken to be. The length must be possible there; the
    range need not be known, since new ones appear faster than metadata. Raises `PhoneNotUnderstood`.
    """
    if len(text) > MAX_LENGTH:
        raise PhoneNotUnderstood("too_long", "The phone number is too long.")
    home = region.upper() if region and region.upper() in phonenumbers.SUPPORTED_REGIONS else None
    if (plain := _plain(text, home)) is not None:
        return plain
    if not text.strip():
        raise PhoneNotUnderstood("empty", "There is no phone number.")
    try:
        return _parsed(text, home)
    except PhoneNotUnderstood:
        # 00 is how most of the world dials abroad, also written by people in countries that dial 011.
        abroad = re.sub(r"^(tel:)?[\s(]*00[\s)]*(?=[1-9])", "+", text.strip())
        if abroad == text.strip():
            raise
        return _parsed(abroad, None)


def _parsed(text: str, region: str | None) -> Phone:
    try:
        number = phonenumbers.parse(text, region)
    except NumberParseException as error:
        raise PhoneNotUnderstood(*_NOT_PARSED[error.error_type]) from error
    result = phonenumbers.is_possible_number_with_reason(number)
    if result != ValidationResult.IS_POSSIBLE:
        raise PhoneNotUnderstood(*_NOT_POSSIBLE[result])
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        national=phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL),
        extension=number.extension or None,
    )


_PLAIN = re.compile(r"(\+?)([0-9(][0-9 ().-]*[0-9])")
_PUNCTUATION = str.maketrans("", "", " ().-")
_CODES = frozenset(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
_NEVER = r"(?!)"


def _plain(text: str, region: str | None) -> Phone | None:
    """What the library would say, thirty times sooner, of a number whose digits leave no doubt. None when they do: what
    may be a prefix for dialling, a wrong length, or anything but digits and their usual punctuation."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    digits = found[2].translate(_PUNCTUATION)
    if found[1]:
        code = next((digits[:size] for size in (1, 2, 3) if digits[:size] in _CODES), None)
        if code is None:
            return None
        plan = _plan(code)
        number, prefix = digits[len(code) :], plan.prefix
    elif region is not None:
        code, prefix = _dialled_from(region)
        plan, number = _plan(code), digits
    else:
        return None
    if len(number) not in plan.lengths or prefix.match(number):
        return None
    return Phone(f"+{code}{number}", plan.national(number))


class _Format(NamedTuple):
    """How numbers with this beginning and this shape are written."""

    beginning: re.Pattern[str]
    shape: re.Pattern[str]
    written: str


class _Plan(NamedTuple):
    """What the metadata say of a country code: possible lengths of its numbers, what may precede them, and how they
    are written."""

    lengths: frozenset[int]
    prefix: re.Pattern[str]
    formats: tuple[_Format, ...]

    def national(self, number: str) -> str:
        for beginning, shape, written in self.formats:
            if beginning.match(number) and shape.fullmatch(number):
                return shape.sub(written, number)
        return number


@cache
def _plan(code: str) -> _Plan:
    region = phonenumbers.region_code_for_country_code(int(code))
    data = PhoneMetadata.metadata_for_region_or_calling_code(int(code), region)
    assert data is not None
    assert data.general_desc is not None
    formats = []
    for form in data.number_format:
        written, rule = form.format or "", form.national_prefix_formatting_rule
        if rule:
            written = re.sub(r"(\\\d)", rule, written, count=1)
        beginning = form.leading_digits_pattern[-1] if form.leading_digits_pattern else ""
        formats.append(_Format(re.compile(beginning), re.compile(form.pattern or _NEVER), written))
    lengths = frozenset(data.general_desc.possible_length) - frozenset(data.general_desc.possible_length_local_only)
    return _Plan(lengths, re.compile(data.national_prefix_for_parsing or _NEVER), tuple(formats))


@cache
def _dialled_from(region: str) -> tuple[str, re.Pattern[str]]:
    """The country code of a region, and what may precede a number dialled there: the way abroad, the country code
    itself, or a national prefix."""
    data = PhoneMetadata.metadata_for_region(region)
    assert data is not None
    code, abroad = str(data.country_code), data.international_prefix or _NEVER
    return code, re.compile(f"{code}|{abroad}|{data.national_prefix_for_parsing or _NEVER}")


def region_of_locale(locale: str) -> str | None:
    """The country in a locale such as ``es-ES``, ``pt_BR`` or ``zh-Hant-TW`` (BCP 47); None for a language alone or an
    unknown country."""
    for part in re.split(r"[-_.@]", locale[:40])[1:]:
        if part.upper() in phonenumbers.SUPPORTED_REGIONS:
            return part.upper()
    return None
