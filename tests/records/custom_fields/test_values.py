"""The rules by which each type reads a value: exact cases, and whatever Hypothesis can think of."""

import json
import math
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atrium.records.custom_fields.definitions.schemas import FieldType
from atrium.records.custom_fields.fields.models import TYPES
from atrium.records.custom_fields.fields.patterns import compiled
from atrium.records.custom_fields.fields.rules import KINDS, Rules, ValueRefused
from atrium.records.custom_fields.values.reading import read_value
from atrium.records.custom_fields.values.typed import typed_values

FIELD = UUID("0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10")
RULES = {
    type_: Rules(
        type_, {"currency": "EUR"} if type_ == "currency" else {}, ("gold", "silver") if "select" in type_ else (), "ES"
    )
    for type_ in TYPES
}


def limited(type_: str, **validation: Any) -> Rules:
    return Rules(type_, {**RULES[type_].validation, **validation}, RULES[type_].options, "ES")


def test_every_type_is_covered() -> None:
    assert set(TYPES) == set(get_args(FieldType)) == set(RULES)


@pytest.mark.parametrize(
    ("type_", "value", "kept"),
    [
        ("text", "  Ana\u0301 ", "Aná"),
        ("text", "   ", None),
        ("text", "", None),
        ("long_text", "a\r\nb", "a\nb"),
        ("long_text", " \n ", None),
        ("number", 5, 5),
        ("number", 5.0, 5),
        ("number", -0.25, -0.25),
        ("percent", 12.5, 12.5),
        ("number", 0, 0),
        ("currency", {"amount_minor": 1250}, {"amount_minor": 1250, "currency": "EUR"}),
        ("currency", {"amount_minor": -1, "currency": "EUR"}, {"amount_minor": -1, "currency": "EUR"}),
        ("date", "2027-01-31", "2027-01-31"),
        ("date_time", "2027-01-31T10:30:00+01:00", "2027-01-31T09:30:00Z"),
        ("follow_up", "2027-01-31t09:30:00.5z", "2027-01-31T09:30:00.500000Z"),
        ("checkbox", False, False),
        ("checkbox", True, True),
        ("select", "gold", "gold"),
        ("select", "", None),
        ("multi_select", ["silver", "gold", "silver"], ["gold", "silver"]),
        ("multi_select", [], None),
        ("email", " Ana@EXAMPLE.test ", "Ana@example.test"),
        ("email", "ana@bücher.test", "ana@xn--bcher-kva.test"),
        ("email", "", None),
        ("phone", "600 11 22 33", "+34600112233"),
        ("phone", "+972 50-123-4567", "+972501234567"),
        ("phone", " ", None),
        ("url", "https://example.test/a?b=c#d", "https://example.test/a?b=c#d"),
        ("url", "", None),
        ("member", str(FIELD).upper(), str(FIELD)),
        ("customer", str(FIELD), str(FIELD)),
        (
            "address",
            {"street": " Gran Vía 1 ", "city": "Madrid", "region": None, "country": ""},
            {"street": "Gran Vía 1", "city": "Madrid"},
        ),
        ("address", {}, None),
        ("address", {"city": " "}, None),
    ],
)
def test_kept_in_one_form(type_: str, value: Any, kept: Any) -> None:
    assert read_value(value, RULES[type_]) == kept
    assert type(read_value(value, RULES[type_])) is type(kept)


@pytest.mark.parametrize(
    ("type_", "value", "code"),
    [
        ("text", 5, "not_text"),
        ("text", "a\x00b", "nul_character"),
        ("text", "\ud800", "string_unicode"),
        ("text", "a\nb", "control_character"),
        ("text", "x" * 501, "string_too_long"),
        ("long_text", "x" * 20_001, "string_too_long"),
        ("text", ["a"], "not_text"),
        ("number", "5", "not_a_number"),
        ("number", True, "not_a_number"),
        ("number", 2**63, "less_than_equal"),
        ("number", math.nan, "less_than_equal"),
        ("number", math.inf, "less_than_equal"),
        ("number", 10**400, "float_type"),
        ("currency", 5, "not_money"),
        ("currency", {"amount_minor": 1.5}, "not_an_amount"),
        ("currency", {"amount_minor": True}, "not_an_amount"),
        ("currency", {"amount_minor": 1, "currency": "USD"}, "other_currency"),
        ("currency", {"amount_minor": 1, "x": 1}, "not_money"),
        ("currency", {}, "not_an_amount"),
        ("currency", {"amount_minor": 10**16}, "not_an_amount"),
        ("date", "2027-02-30", "date_from_datetime_parsing"),
        ("date", 5, "not_text"),
        ("date", "5", "not_a_date"),
        ("date", "2027-01-31T00:00", "not_a_date"),
        ("date", "0001-01-01", "out_of_range"),
        ("date", "٢٠٢٧-٠١-٣١", "not_a_date"),
        ("date_time", "2027-01-31", "not_a_time"),
        ("date_time", "2027-01-31T10:30:00", "timezone_aware"),
        ("date_time", "0001-01-01T00:00:00+14:00", "out_of_range"),
        ("date_time", "2027-01-31T10:30:00+99:99", "datetime_from_date_parsing"),
        ("checkbox", 1, "not_a_checkbox"),
        ("checkbox", "true", "not_a_checkbox"),
        ("select", "bronze", "not_an_option"),
        ("select", 1, "not_text"),
        ("multi_select", "gold", "not_a_list"),
        ("multi_select", ["gold", {}], "not_an_option"),
        ("email", "ana", "not_an_email"),
        ("email", "a@b@c", "not_an_email"),
        ("email", "a b@c.test", "not_an_email"),
        ("email", "@", "not_an_email"),
        ("phone", "hello", "not_a_number"),
        ("phone", "12", "too_short"),
        ("url", "javascript:alert(1)", "not_a_url"),
        ("url", "https://", "not_a_url"),
        ("url", "https://a b.test", "not_a_url"),
        ("url", "https://user:pass@example.test", "not_a_url"),
        ("url", "https://[::1", "not_a_url"),
        ("url", "https://example.test:99999999/", "not_a_url"),
        ("url", "//example.test", "not_a_url"),
        ("url", "https://e.test/" + "x" * 2000, "not_a_url"),
        ("member", "x", "not_an_id"),
        ("member", "-" * 36, "uuid_parsing"),
        ("customer", 7, "not_an_id"),
        ("address", "Gran Vía 1", "not_an_address"),
        ("address", {"planet": "Mars"}, "unknown_part"),
        ("address", {"city": 5}, "not_text"),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_refused_by_name(type_: str, value: Any, code: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        read_value(value, RULES[type_])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("rules", "good", "bad"),
    [
        (limited("number", min=1, max=3.5), [1, 3.5], [0.99, 4]),
        (limited("currency", min=0), [{"amount_minor": 0}], [{"amount_minor": -1}]),
        (
            limited("date", min="2027-01-01", max="2027-12-31"),
            ["2027-01-01", "2027-12-31"],
            ["2026-12-31", "2028-01-01"],
        ),
        (limited("date_time", max="2027-01-01T00:00:00+01:00"), ["2026-12-31T23:00:00Z"], ["2026-12-31T23:00:01Z"]),
        (limited("text", min_length=2, max_length=3), ["ab", "äöü"], ["a", "abcd"]),
        (limited("text", pattern="[A-Z]{2}[0-9]+|x"), ["AB12", "x"], ["AB12 ", "xx", "ab12", "AB12\u2028"]),
        (limited("text", pattern=r"(?i)\d+ apples$"), ["5 APPLES"], ["5 applesx", "5 pears"]),
    ],
)
def test_limits(rules: Rules, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert read_value(value, rules) is not None
    for value in bad:
        if isinstance(value, str) and value != value.strip():
            continue
        with pytest.raises(ValueRefused):
            read_value(value, rules)


def test_patterns_cannot_hang_us() -> None:
    """``(a*)*b`` on a run of a's takes Python's own engine minutes; a linear one does not notice. Its exponential kin
    is the control."""
    import re
    import time

    evil = "(a|a)*(a|a)*(a*)*b"
    began = time.perf_counter()
    with pytest.raises(ValueRefused):
        read_value("a" * 500, limited("text", pattern=evil))
    linear = time.perf_counter() - began
    began = time.perf_counter()
    assert re.fullmatch("(a|a)*c", "a" * 22) is None
    assert time.perf_counter() - began > linear
    for unsupported in (
        "(?=a)",
        r"(a)\1",
        "a)|(?:b",
        "(a{1000}){1000}",
        "[",
        "(?:[a-z]{0,50}){0,500}x",
        "(?x)(a?b?) { , 4000 }",
        r"(\w{20}|\d){30}",
    ):
        with pytest.raises(ValueRefused):
            compiled(unsupported)
    for usual in (
        r"[A-Z]{2}\d{2}[A-Z0-9]{4}\d{7}[A-Z0-9]{0,16}",
        r"\+?[\d -]{6,20}",
        r"[^@\s]{1,64}@[^@]{1,255}",
        ".{1,300}",
        "a{0}b{0,3}",
        "[]a]{2}[[a-z][0-9]]",
    ):
        compiled(usual)


def anything() -> st.SearchStrategy[Any]:
    texts = st.text(st.characters(exclude_categories=[]), max_size=60)
    close = st.sampled_from(
        [
            "gold",
            "2027-01-31",
            "2027-01-31T09:30:00Z",
            "+34600112233",
            "a@b.test",
            "https://a.test",
            str(FIELD),
            "EUR",
            "-1",
            "٣",
            "1e400",
        ]
    )
    leaves = (
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | texts
        | close
        | st.dates().map(str)
        | st.datetimes().map(lambda at: at.isoformat() + "Z")
    )
    keys = st.sampled_from(["amount_minor", "currency", "street", "city", "country"]) | texts
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=8
    )


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(type_=st.sampled_from(TYPES), value=anything())
def test_any_value_is_kept_or_refused_and_reading_it_again_changes_nothing(type_: str, value: Any) -> None:
    try:
        kept = read_value(value, RULES[type_])
    except ValueRefused:
        return
    assert read_value(kept, RULES[type_]) == kept
    json.dumps(kept, allow_nan=False).encode()
    rows = typed_values(FIELD, type_, kept)
    assert bool(rows) == (kept is not None and type_ in KINDS)
    for row in rows:
        held = [row.text_value, row.number_value, row.time_value]
        assert sum(one is not None for one in held) == 1
        assert row.text_value is None or len(row.text_value.encode()) <= 2000
        assert row.number_value is None or math.isfinite(row.number_value)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.lists(
        st.datetimes(
            datetime.fromisoformat("1900-01-02"), datetime.fromisoformat("2200-12-30"), timezones=st.just(UTC)
        ),
        min_size=2,
        max_size=2,
    )
)
def test_the_copy_of_times_sorts_as_they_do(moments: list[datetime]) -> None:
    first, second = (
        typed_values(FIELD, "date_time", read_value(moment.isoformat(), RULES["date_time"]))[0].time_value
        for moment in sorted(moments)
    )
    assert first is not None
    assert second is not None
    assert first <= second
