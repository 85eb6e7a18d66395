"""Identifiers, cursors, entity tags and base types."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError
from starlette.requests import Request

from atrium.kernel.errors import PreconditionFailed
from atrium.kernel.etag import check_if_match
from atrium.kernel.ids import made_at, uuid7
from atrium.kernel.paging import BadCursor, after, decode_cursor, encode_cursor, page_of
from atrium.kernel.schemas import BigInt, Day, Input, Instant, JsonObject, Line, Name, Number, Prose
from atrium.records.tags.models import Tag


def test_identifiers_are_uuid7_and_only_grow() -> None:
    made = [uuid7() for _ in range(20_000)]
    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in made} == {(7, uuid4().variant)}


def test_identifiers_of_threads_never_meet() -> None:
    with ThreadPoolExecutor(8) as pool:
        lists = list(pool.map(lambda _: [uuid7() for _ in range(2000)], range(8)))
    assert len({each for made in lists for each in made}) == 16_000
    assert all(made == sorted(made) for made in lists)


def test_an_identifier_knows_when_it_was_made() -> None:
    assert abs(made_at(uuid7()) - datetime.now(UTC)) < timedelta(seconds=5)


KEYS = st.lists(
    st.one_of(
        st.none(),
        st.text(max_size=20),
        st.integers(-(2**53), 2**53),
        st.uuids(),
        st.datetimes(timezones=st.just(UTC)),
        st.booleans(),
    ),
    max_size=4,
)


@given(KEYS, st.text(max_size=20))
def test_a_cursor_brings_its_values_back(values: list[Any], scope: str) -> None:
    try:
        cursor = encode_cursor(scope, values)
    except TypeError:
        assert any(
            "\ud800" <= character <= "\udfff" for value in values if isinstance(value, str) for character in value
        )
        return
    assert decode_cursor(scope, cursor) == values
    with pytest.raises(BadCursor):
        decode_cursor(scope + "x", cursor)


@given(st.text(max_size=60))
def test_invented_cursors_are_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor("tags", cursor)


def test_each_tampered_character_is_noticed() -> None:
    cursor = encode_cursor("tags", ["a", uuid7()])
    for position in range(len(cursor) - 1):
        other = "A" if cursor[position] != "A" else "B"
        with pytest.raises(BadCursor):
            decode_cursor("tags", cursor[:position] + other + cursor[position + 1 :])


def test_a_page_ends_where_its_cursor_begins() -> None:
    rows, cursor = page_of([1, 2, 3], 2, "numbers", lambda row: [row])
    assert (rows, decode_cursor("numbers", cursor or "")) == ([1, 2], [2])
    assert page_of([1, 2], 2, "numbers", lambda row: [row]) == ([1, 2], None)


def test_the_rows_after_a_null_are_those_with_null_and_a_greater_key() -> None:
    condition = after((Tag.colour, Tag.id), [None, UUID(int=1)], descending=[False, False], nulls_last=[True, False])
    assert str(condition) == "tags.colour IS NULL AND tags.id > :id_1"


def request(if_match: str | None) -> Request:
    headers = [] if if_match is None else [(b"if-match", if_match.encode())]
    return Request({"type": "http", "method": "PATCH", "path": "/", "headers": headers})


@pytest.mark.parametrize("accepted", [None, "*", '"3"', 'W/"3"', '"1", "3"', ' "3" '])
def test_the_present_version_passes(accepted: str | None) -> None:
    check_if_match(request(accepted), 3)


@pytest.mark.parametrize("stale", ['"2"', "", "3", '"33"', 'W/"2"', '"1","2"'])
def test_another_version_is_stale(stale: str) -> None:
    with pytest.raises(PreconditionFailed):
        check_if_match(request(stale), 3)


class Everything(Input):
    line: Line = Field("", description="x", examples=["x"])
    name: Name = Field("x", description="x", examples=["x"])
    prose: Prose = Field("", description="x", examples=["x"])
    number: Number = Field(0, description="x", examples=[0])
    integer: BigInt = Field(0, description="x", examples=[0])
    moment: Instant | None = Field(None, description="x", examples=[None])
    day: Day | None = Field(None, description="x", examples=[None])
    data: JsonObject = Field(default_factory=dict, description="x", examples=[{}])


DEEP = {"a": json.loads("[" * 33 + "]" * 33)}
REFUSED: list[tuple[str, Any]] = [
    ("line", "a\x00"),
    ("line", "\ud800"),
    ("line", "a\nb"),
    ("line", "\x1b"),
    ("line", "x" * 501),
    ("line", None),
    ("line", 1),
    ("name", ""),
    ("name", "  "),
    ("name", "\u00a0"),
    ("name", "x" * 201),
    ("prose", "a\x00"),
    ("prose", "\udfff"),
    ("prose", "x" * 20_001),
    ("number", float("nan")),
    ("number", float("inf")),
    ("number", 1e16),
    ("integer", 2**63),
    ("integer", -(2**63) - 1),
    ("integer", 1.5),
    ("moment", "0001-01-01T00:00:00+14:00"),
    ("moment", "9999-12-31T23:59:59-14:00"),
    ("moment", "2026-01-01T00:00:00"),
    ("moment", "2026-02-30T00:00:00Z"),
    ("day", "0001-01-01"),
    ("day", "2201-01-01"),
    ("day", "2026-02-30"),
    ("data", DEEP),
    ("data", {"a": 2**63}),
    ("data", {"a": float("nan")}),
    ("data", {"a\x00": 1}),
    ("data", {"a": ["\ud800"]}),
    ("data", []),
    ("unknown", 1),
]


@pytest.mark.parametrize(("name", "value"), REFUSED, ids=lambda value: ascii(value)[:30])
def test_what_the_database_could_not_keep_is_refused(name: str, value: Any) -> None:
    with pytest.raises(ValidationError):
        Everything.model_validate({name: value})


def test_what_is_sound_passes_and_is_normalised() -> None:
    body = Everything.model_validate(
        {
            "line": " Jose\u0301 ",
            "prose": "a\r\nb",
            "moment": "2026-01-01T02:00:00+02:00",
            "integer": 2**63 - 1,
            "data": {"a": [1, None, {"b": 0.5}]},
        }
    )
    assert (body.line, body.prose, body.integer) == ("Jos\u00e9", "a\nb", 2**63 - 1)
    assert body.moment == datetime(2026, 1, 1, tzinfo=UTC)
    assert set(body.provided()) == {"line", "prose", "moment", "integer", "data"}
