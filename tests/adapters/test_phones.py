"""Phone numbers in the forms in which people and address books write them."""

import random
import time
from collections.abc import Iterator
from typing import Any

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from atrium.adapters import phones
from atrium.adapters.phones import MAX_LENGTH, PhoneNotUnderstood, parse, region_of_locale

SPANISH = [
    "600 11 22 33",
    "600-11-22-33",
    "(600) 112233",
    "600.11.22.33",
    "+34 600 11 22 33",
    "0034 600112233",
    "00 34 600112233",
    "(00) 34 600112233",
    "tel:+34-600-11-22-33",
    "tel:600112233;phone-context=+34",
    " \u202a+34 600 11 22 33\u202c ",
    "+34\u00a0600\u00a0112\u00a0233",
    "＋３４　６００１１２２３３",
    "٦٠٠١١٢٢٣٣",
]


@pytest.mark.parametrize("text", SPANISH)
def test_every_way_to_write_a_spanish_number(text: str) -> None:
    phone = parse(text, "ES")
    assert (phone.e164, phone.national, phone.extension) == ("+34600112233", "600 11 22 33", None)


@pytest.mark.parametrize(
    ("text", "region", "e164", "extension"),
    [
        ("1-800-FLOWERS", "US", "+18003569377", None),
        ("+1 (202) 555-0143 ext. 12", None, "+12025550143", "12"),
        ("020 7946 0958 x7", "GB", "+442079460958", "7"),
        ("+44 (0)20 7946 0958", None, "+442079460958", None),
        ("tel:+1-202-555-0143;ext=99", None, "+12025550143", "99"),
        ("tel:0034600112233", "US", "+34600112233", None),
        ("0034 600112233", None, "+34600112233", None),
        ("0034 600112233", "us", "+34600112233", None),
        ("011 34 600112233", "US", "+34600112233", None),
        ("+39 06 698 12345", None, "+390669812345", None),
        ("+800 1234 5678", None, "+80012345678", None),
    ],
)
def test_other_countries_letters_and_extensions(
    text: str, region: str | None, e164: str, extension: str | None
) -> None:
    phone = parse(text, region)
    assert (phone.e164, phone.extension) == (e164, extension)


def test_a_number_of_no_known_range_is_kept() -> None:
    assert parse("+1 555 010 0123").e164 == "+15550100123"


@pytest.mark.parametrize(
    ("text", "region", "reason"),
    [
        ("", "ES", "empty"),
        ("   ", "ES", "empty"),
        ("600112233", None, "no_country"),
        ("600112233", "XX", "no_country"),
        ("+999 600112233", "ES", "no_country"),
        ("call me", "ES", "not_a_number"),
        ("ana@example.com", "ES", "not_a_number"),
        ("\x00", "ES", "not_a_number"),
        ("\ud800", "ES", "not_a_number"),
        ("-", "ES", "not_a_number"),
        ("112", "ES", "too_short"),
        ("4021", "ES", "too_short"),
        ("555-0143", "US", "too_short"),
        ("600112233 600112244", "ES", "too_long"),
        ("1" * 5000, "ES", "too_long"),
    ],
)
def test_what_is_no_number_is_refused_with_the_reason(text: str, region: str | None, reason: str) -> None:
    with pytest.raises(PhoneNotUnderstood) as refused:
        parse(text, region)
    assert (refused.value.reason, refused.value.status) == (reason, 422)


def numbers_of_every_country(seed: int) -> Iterator[tuple[str, str | None]]:
    """Digits of every length behind each country code and in each region, and the examples of the metadata, written
    with the punctuation that people use, or with none."""
    chance = random.Random(seed)
    regions = [None, *sorted(phonenumbers.SUPPORTED_REGIONS)]
    known = [
        str(example.country_code) + phonenumbers.national_significant_number(example)
        for region in regions[1:]
        for kind in phonenumbers.PhoneNumberType.values()
        if (example := phonenumbers.example_number_for_type(region, kind)) is not None
    ]
    made = [
        f"{code}{chance.randrange(10**size):0{size}}"
        for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE
        for size in range(1, 16)
    ]
    for number in [*known, *made]:
        written = (
            number if chance.random() < 0.5 else "".join(d + chance.choice(["", "", " ", "-", ") "]) for d in number)
        )
        for text in (
            f"+{written.rstrip(' -)')}",
            written.rstrip(" -)"),
            written.rstrip(" -)")[chance.choice((1, 2, 3)) :],
        ):
            yield text, chance.choice(regions)


def understood(text: str, region: str | None) -> tuple[str, str] | None:
    """What the library says by itself."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    forms = PhoneNumberFormat.E164, PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(number, forms[0]), phonenumbers.format_number(number, forms[1])


@pytest.mark.parametrize("seed", range(3))
def test_the_short_way_says_what_the_library_says(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    class LongWay(Exception):
        pass

    def long(*_: Any) -> None:
        raise LongWay

    monkeypatch.setattr(phones, "_parsed", long)
    short = 0
    for text, region in numbers_of_every_country(seed):
        try:
            phone = parse(text, region)
        except (LongWay, PhoneNotUnderstood):
            continue
        short += 1
        assert (phone.e164, phone.national) == understood(text, region), (text, region)
    assert short > 2_000
    assert parse("+34600112233").national == "600 11 22 33"  # needs no library any more
    with pytest.raises(LongWay):
        parse("+44 (0)20 7946 0958")


def test_a_text_too_long_is_refused_however_it_is_written() -> None:
    with pytest.raises(PhoneNotUnderstood) as refused:
        parse(f"+34{' ' * MAX_LENGTH}600112233")
    assert refused.value.reason == "too_long"


def test_hostile_text_costs_no_time() -> None:
    started = time.thread_time()
    for text in (
        "+" * 250,
        "1 " * 125,
        "(" * 250,
        "00" * 125,
        "1x" * 125,
        ";ext=" * 50,
        "tel:;phone-context=" * 13,
        "-" * 10_000_000,
    ):
        with pytest.raises(PhoneNotUnderstood):
            parse(text, "US")
    assert time.thread_time() - started < 2


@pytest.mark.parametrize(
    ("locale", "region"),
    [
        ("es-ES", "ES"),
        ("pt_BR", "BR"),
        ("zh-Hant-TW", "TW"),
        ("en_US.UTF-8", "US"),
        ("de-CH@euro", "CH"),
        ("es", None),
        ("", None),
        ("en-XX", None),
        ("es-419", None),
        ("-" * 999, None),
    ],
)
def test_the_country_of_a_locale(locale: str, region: str | None) -> None:
    assert region_of_locale(locale) == region
