"""Phone numbers as people write them, to E.164 and back, by Google's metadata (``phonenumbers``)."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

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
    """``e164`` as ``+34600112233``; ``national`` and ``international`` for people; ``region`` as ISO 3166 (None for
    numbers of no country); ``extension`` digits or None. ``assigned`` is false for numbers of the right length in no
    known range."""

    e164: str
    national: str
    international: str
    region: str | None
    extension: str | None
    assigned: bool


def parse(text: str, region: str | None = None) -> Phone:
    """A number in any usual form: spaces, brackets, ``00`` or ``+`` before the country code, letters (1-800-FLOWERS),
    extensions, ``tel:``.

    ``region`` (ISO 3166) is where a number without country code is taken to be. The length must be possible there; the
    range need not be known, since new ones appear faster than metadata. Raises `PhoneNotUnderstood`.
    """
    if not text.strip():
        raise PhoneNotUnderstood("empty", "There is no phone number.")
    if len(text) > MAX_LENGTH:
        raise PhoneNotUnderstood("too_long", "The phone number is too long.")
    home = region.upper() if region and region.upper() in phonenumbers.SUPPORTED_REGIONS else None
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
    found = phonenumbers.region_code_for_number(number) or phonenumbers.region_code_for_country_code(
        number.country_code or 0
    )
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        national=phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL),
        international=phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        region=None if found in {"001", "ZZ"} else found,
        extension=number.extension or None,
        assigned=phonenumbers.is_valid_number(number),
    )


def region_of_locale(locale: str) -> str | None:
    """The country in a locale such as ``es-ES``, ``pt_BR`` or ``zh-Hant-TW`` (BCP 47); None for a language alone or an
    unknown country."""
    for part in re.split(r"[-_.@]", locale[:40])[1:]:
        if part.upper() in phonenumbers.SUPPORTED_REGIONS:
            return part.upper()
    return None
