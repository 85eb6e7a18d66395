"""Filters and sorts by custom fields."""

import asyncio
import json
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from tests.homes import Home
from tests.records.custom_fields.factory import define, make_customer

from atrium.kernel.context import Actor, Ctx
from atrium.kernel.errors import Invalid
from atrium.kernel.permissions import ALL
from atrium.records.custom_fields.fields.access import FieldSet, FieldView
from atrium.records.custom_fields.fields.rules import Rules
from atrium.records.custom_fields.values.filters import FieldFilter, FieldSort, parse_filters, parse_sort


async def search(ctx: Ctx, *params: tuple[str, str]) -> set[UUID]:
    filters = [found.as_json() for found in await parse_filters(ctx, list(params))]
    statement = text(
        "SELECT customer_id FROM search_customers(NULL, CAST(:filter AS jsonb), CAST(:sight AS jsonb), NULL, NULL, 50)"
    )
    rows = await ctx.session.execute(
        statement, {"filter": json.dumps({"fields": filters}), "sight": json.dumps({"mode": "all"})}
    )
    return {row.customer_id for row in rows}


async def test_filters_find_what_they_say(home: Home) -> None:
    async with home.ctx() as ctx:
        await define(ctx, "Plan")
        await define(ctx, "Age", "number")
        await define(ctx, "Price", "currency")
        await define(ctx, "Born", "date")
        await define(ctx, "Call at", "follow_up")
        await define(ctx, "VIP", "checkbox")
        await define(ctx, "Levels", "multi_select", options=[{"label": "Gold"}, {"label": "Tin"}])
        await define(ctx, "Mobile", "phone")
        one = await make_customer(
            ctx,
            {
                "plan": "Árbol Gold",
                "age": 41.5,
                "price": {"amount_minor": 999},
                "born": "1990-05-01",
                "call_at": "2027-01-31T09:30:00Z",
                "vip": True,
                "levels": ["gold", "tin"],
                "mobile": "600112233",
            },
        )
        two = await make_customer(
            ctx,
            {
                "plan": "silver",
                "age": -3,
                "price": {"amount_minor": 1000},
                "born": "2001-01-01",
                "vip": False,
                "levels": ["tin"],
            },
        )
        none = await make_customer(ctx, {})
        cases: list[tuple[list[tuple[str, str]], set[UUID]]] = [
            ([("field[plan]", "ÁRBOL gold")], {one}),
            ([("field[plan][eq]", "silver"), ("field[plan][eq]", "árbol gold")], {one, two}),
            ([("field[plan][ne]", "silver")], {one, none}),
            ([("field[plan][contains]", "arbol")], {one}),
            ([("field[plan][exists]", "false")], {none}),
            ([("field[age][gt]", "-3")], {one}),
            ([("field[age][gte]", "-3"), ("field[age][lte]", "41.5")], {one, two}),
            ([("field[age][gte]", "0"), ("field[age][lte]", "41.4")], set()),
            ([("field[price][lt]", "1000")], {one}),
            ([("field[price]", "1000")], {two}),
            ([("field[born][lt]", "2001-01-01")], {one}),
            ([("field[born]", "2001-01-01")], {two}),
            ([("field[call_at][lte]", "2027-01-31T10:30:00+01:00")], {one}),
            ([("field[vip]", "false")], {two}),
            ([("field[levels][in]", "gold")], {one}),
            ([("field[levels][not_in]", "gold")], {two, none}),
            ([("field[levels]", "tin"), ("field[age][lt]", "0")], {two}),
            ([("field[mobile]", "600 11 22 33")], {one}),
            ([("field[mobile][contains]", "11-22")], {one}),
        ]
        for params, wanted in cases:
            assert await search(ctx, *params) == wanted, params


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("field[nope]", "x", "unknown_field"),
        ("field[story]", "x", "not_filterable"),
        ("field[age]", "x", "not_a_number"),
        ("field[age]", "1e3", "not_a_number"),
        ("field[age]", "٣", "not_a_number"),
        ("field[age]", "9999999999999999", "less_than_equal"),
        ("field[age][contains]", "1", "unknown_operator"),
        ("field[age][drop]", "1", "unknown_operator"),
        ("field[age][exists]", "maybe", "not_a_boolean"),
        ("field[born]", "yesterday", "not_a_date"),
        ("field[plan]", "", "blank"),
        ("field[plan][contains]", " ", "blank"),
        ("field[plan]", "a\x00b", "nul_character"),
        ("field[level]", "tin", "not_an_option"),
        ("field[AGE]", "1", "unknown_parameter"),
        ("field[age", "1", "unknown_parameter"),
        ("field[age][gt][x]", "1", "unknown_parameter"),
    ],
)
async def test_a_filter_that_means_nothing_is_refused_by_name(home: Home, name: str, value: str, code: str) -> None:
    async with home.ctx() as ctx:
        await define(ctx, "Plan")
        await define(ctx, "Age", "number")
        await define(ctx, "Born", "date")
        await define(ctx, "Story", "long_text")
        await define(ctx, "Level", "select", options=[{"label": "Gold"}])
        with pytest.raises(Invalid) as found:
            await parse_filters(ctx, [(name, value)])
        assert [error.code for error in found.value.errors] == [code]
        assert found.value.errors[0].pointer.startswith(f"query/{name.split('][', maxsplit=1)[0].removesuffix(']')}")


async def test_too_many_filters_and_repeated_bounds(home: Home) -> None:
    async with home.ctx() as ctx:
        age = await define(ctx, "Age", "number")
        for params in (
            [(f"field[f{n}]", "1") for n in range(21)],
            [("field[age][gt]", "1"), ("field[age][gt]", "2")],
            [("field[age]", "1")] * 201,
        ):
            with pytest.raises(Invalid):
                await parse_filters(ctx, params)
        found = await parse_filters(ctx, [("field[age][lte]", "9"), ("field[age][gte]", "1"), ("field[age][ne]", "5")])
        assert found == [
            FieldFilter(age, "number", "not_in", (5.0,)),
            FieldFilter(age, "number", "between", (1.0, 9.0)),
        ]
        assert found[0].as_json() == {"field_id": str(age), "type": "number", "op": "not_in", "values": [5.0]}


async def test_sorts(home: Home) -> None:
    async with home.ctx() as ctx:
        age = await define(ctx, "Age", "number")
        await define(ctx, "Levels", "multi_select", options=[{"label": "Gold"}])
        assert await parse_sort(ctx, "-field.age") == FieldSort(age, "number", descending=True)
        assert (await parse_sort(ctx, "field.age")).column == "number_value"
        for sort in ("age", "field.nope", "field.levels", "--field.age", "field.", ""):
            with pytest.raises(Invalid) as found:
                await parse_sort(ctx, sort)
            assert found.value.errors[0].pointer == "query/sort"


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_no_filter_a_caller_can_write_breaks_anything(data: st.DataObject) -> None:
    """What passes ``parse_filters`` is of the right kind for the database function; everything else is refused by
    name."""
    types = [
        "text",
        "number",
        "currency",
        "date",
        "date_time",
        "checkbox",
        "select",
        "multi_select",
        "email",
        "phone",
        "url",
        "member",
        "customer",
    ]
    kind = data.draw(st.sampled_from(types))
    op = data.draw(st.sampled_from(["eq", "ne", "in", "not_in", "gt", "lte", "contains", "exists", "x"]))
    close = st.sampled_from(
        [
            "1",
            "-1.5",
            "true",
            "gold",
            "2027-01-31",
            "2027-01-31T09:30:00Z",
            "+34600112233",
            "a@b.test",
            "https://a.test",
        ]
    )
    values = data.draw(st.lists(close | st.text(max_size=30), min_size=1, max_size=3))
    rules = Rules(kind, {"currency": "EUR"} if kind == "currency" else {}, ("gold",), "ES")
    field = FieldView(uuid4(), "f", "F", kind, "", 0, False, True, True, None, rules, None, True, True, 1)
    ctx = Ctx(
        session=cast("Any", None),
        workspace_id=uuid4(),
        actor=Actor("system", None, ""),
        permissions=ALL,
        cache={"custom_fields": FieldSet({"f": field})},
    )
    try:
        (found,) = asyncio.run(parse_filters(ctx, [(f"field[f][{op}]", value) for value in values]))
    except Invalid as error:
        pointed = [problem.pointer for problem in error.errors]
    else:
        pointed = []
        held = {"text": str, "number": float, "time": str}[found.kind]
        assert all(isinstance(value, held) for value in found.values)
        assert bool(found.values) == (found.op not in {"exists", "missing"})
        json.dumps(found.as_json(), allow_nan=False)
    assert all(pointer == f"query/field[f][{op}]" for pointer in pointed)
