"""Phone numbers in the forms in which people and address books write them."""

import time

import pytest

from atrium.adapters.phones import PhoneNotUnderstood, parse, region_of_locale

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
    assert (phone.e164, phone.region, phone.extension, phone.assigned) == ("+34600112233", "ES", None, True)
    assert (phone.national, phone.international) == ("600 11 22 33", "+34 600 11 22 33")


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


def test_a_number_of_no_known_range_is_kept_and_marked() -> None:
    phone = parse("+1 555 010 0123")
    assert (phone.e164, phone.region, phone.assigned) == ("+15550100123", "US", False)
    assert parse("+80012345678").region is None


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
