import asyncio
import json
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from tests.conftest import Home, counting_statements

from atrium.kernel.context import Actor, Ctx
from atrium.kernel.errors import AtriumError, Forbidden, Invalid
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import ALL, P
from atrium.records.custom_fields.definitions.schemas import CustomFieldIn
from atrium.records.custom_fields.definitions.service import create_field
from atrium.records.custom_fields.fields.access import FieldSet, FieldView, load_fields
from atrium.records.custom_fields.fields.rules import Rules
from atrium.records.custom_fields.values.filters import FieldFilter, FieldSort, parse_filters, parse_sort
from atrium.records.custom_fields.values.models import CustomFieldValue
from atrium.records.custom_fields.values.service import (
    required_fields_missing,
    store_many,
    store_values,
    validate_values,
)
from atrium.records.custom_fields.values.typed import Values
from atrium.records.customers.record.models import Customer
from atrium.records.folders.schemas import FolderIn
from atrium.records.folders.service import create_folder


async def define(ctx: Ctx, label: str, kind: str = "text", **more: Any) -> UUID:
    row = await create_field(ctx, CustomFieldIn.model_validate({"label": label, "type": kind, **more}))
    found: UUID = row.CustomField.id
    return found


async def check(
    ctx: Ctx, values: dict[str, Any], *, creating: bool = False, folder_id: UUID | None = None, present: Any = None
) -> Values:
    return await validate_values(
        ctx, await load_fields(ctx), values, creating=creating, folder_id=folder_id, present=present
    )


async def refused(ctx: Ctx, values: dict[str, Any], **how: Any) -> tuple[AtriumError, list[tuple[str, str]]]:
    with pytest.raises(AtriumError) as found:
        await check(ctx, values, **how)
    return found.value, [(error.pointer, error.code) for error in found.value.errors]


async def make_customer(ctx: Ctx, values: dict[str, Any]) -> UUID:
    customer_id = uuid7()
    checked = await check(ctx, values, creating=True)
    kept = {key: value for key, value in checked.display.items() if value is not None}
    ctx.session.add(Customer(workspace_id=ctx.workspace_id, id=customer_id, name="Ana", custom_fields=kept))
    await ctx.session.flush()
    await store_values(ctx, customer_id, checked)
    return customer_id


async def test_every_problem_is_named_at_once(home: Home) -> None:
    async with home.ctx() as ctx:
        await define(ctx, "Age", "number", validation={"min": 0})
        await define(ctx, "Levels", "multi_select", options=[{"label": "Gold"}])
        await define(ctx, "Home", "address")
        await define(ctx, "Name day", required=True)
        values = {
            "age": -1,
            "levels": ["gold", "tin"],
            "home": {"city": 5},
            "shoe/size~": 43,
            "name_day": None,
            "x" * 300: 1,
            "\ud800": 1,
        }
        problem, found = await refused(ctx, values, creating=True)
        assert problem.status == 422
        assert found == [
            ("/custom_fields/age", "too_small"),
            ("/custom_fields/levels/1", "not_an_option"),
            ("/custom_fields/home/city", "not_text"),
            ("/custom_fields/shoe~1size~0", "unknown_field"),
            ("/custom_fields/" + "x" * 100, "unknown_field"),
            ("/custom_fields/?", "unknown_field"),
            ("/custom_fields/name_day", "required"),
        ]


async def test_defaults_and_required_fields_belong_to_the_folder(home: Home) -> None:
    async with home.ctx() as ctx:
        leads, clients = [(await create_folder(ctx, FolderIn(name=name))).id for name in ("Leads", "Clients")]
        await define(ctx, "Source", default_value="web")
        await define(ctx, "Budget", "number", required=True, folder_ids=[str(leads)])
        await define(ctx, "Contract", required=True, default_value="standard", folder_ids=[str(clients)])
        assert (await check(ctx, {}, creating=True, folder_id=clients)).display == {
            "source": "web",
            "contract": "standard",
        }
        assert (await refused(ctx, {}, creating=True, folder_id=leads))[1] == [("/custom_fields/budget", "required")]
        assert (await refused(ctx, {"contract": None}, creating=True, folder_id=clients))[1] == [
            ("/custom_fields/contract", "required")
        ]
        assert (await check(ctx, {"source": None, "budget": 0}, creating=True, folder_id=leads)).display == {
            "source": None,
            "budget": 0,
        }
        # Later nothing is asked for, but what is required is not taken away.
        assert (await check(ctx, {}, folder_id=leads)).display == {}
        assert (await refused(ctx, {"budget": None}, folder_id=leads, present={"budget": 5}))[1] == [
            ("/custom_fields/budget", "required")
        ]
        assert (await check(ctx, {"budget": None}, folder_id=clients, present={"budget": 5})).display == {
            "budget": None
        }
        assert await required_fields_missing(ctx, leads, {"source": "web"}) == ["budget"]
        assert await required_fields_missing(ctx, clients, {"contract": "x"}) == []
        assert [field.key for field in (await load_fields(ctx)).shown_in(clients)] == ["source", "contract"]
        assert [field.key for field in (await load_fields(ctx)).shown_in(None)] == ["source"]


async def test_roles_decide_who_views_and_who_edits(home: Home) -> None:
    reader, editor = await home.make_role(P.customers_read), await home.make_role(P.customers_write)
    async with home.ctx() as ctx:
        await define(ctx, "Open")
        await define(
            ctx,
            "Salary",
            "number",
            view_role_ids=[str(reader), str(editor)],
            edit_role_ids=[str(editor)],
            required=True,
        )
        values = {"open": "x", "salary": 5, "unheard_of": 1}
        seen = {}
        for role_id in (home.role_ids["owner"], reader, editor, home.role_ids["agent"], None):
            ctx.role_id = role_id
            ctx.cache.clear()
            seen[role_id] = set((await load_fields(ctx)).visible(values))
        assert list(seen.values()) == [{"open", "salary"}, {"open", "salary"}, {"open", "salary"}, {"open"}, {"open"}]
        ctx.role_id = reader
        ctx.cache.clear()
        problem, found = await refused(ctx, {"salary": 5})
        assert isinstance(problem, Forbidden)
        assert found == [("/custom_fields/salary", "not_editable")]
        assert (await refused(ctx, {"salary": 5, "nonsense": 1}))[0].status == 422
        assert (await check(ctx, {}, creating=True)).display == {}
        assert await required_fields_missing(ctx, None, {}) == []
        ctx.role_id = home.role_ids["agent"]
        ctx.cache.clear()
        assert (await refused(ctx, {"salary": 5}))[1] == [("/custom_fields/salary", "unknown_field")]
        with pytest.raises(Invalid):
            await parse_filters(ctx, [("field[salary][gt]", "5")])
        with pytest.raises(Invalid):
            await parse_sort(ctx, "field.salary")
        ctx.role_id = editor
        ctx.cache.clear()
        assert (await check(ctx, {"salary": 5})).display == {"salary": 5}


async def test_references_must_lead_somewhere_unless_they_stay_as_they_were(home: Home, elsewhere: Home) -> None:
    left = await home.make_member(home.role_ids["agent"])
    async with home.session() as session:
        await session.execute(text("UPDATE members SET state = 'removed' WHERE id = :id"), {"id": left})
    async with home.ctx() as ctx:
        await define(ctx, "Adviser", "member", default_value=str(home.owner_id))
        await define(ctx, "Referrer", "customer")
        assert (await check(ctx, {}, creating=True)).display == {"adviser": str(home.owner_id)}
        for member_id in (left, elsewhere.owner_id, uuid4()):
            assert (await refused(ctx, {"adviser": str(member_id)}))[1] == [
                ("/custom_fields/adviser", "unknown_member")
            ]
        assert (await check(ctx, {"adviser": str(left)}, present={"adviser": str(left)})).display == {
            "adviser": str(left)
        }
        known, asked = uuid4(), list[Any]()

        async def visible(_ctx: Ctx, ids: Any) -> Any:
            asked.append(ids)
            return {known} & set(ids)

        fields = await load_fields(ctx)
        good = await validate_values(
            ctx, fields, {"referrer": str(known)}, creating=False, folder_id=None, visible_customers=visible
        )
        assert good.display == {"referrer": str(known)}
        with pytest.raises(Invalid):
            await validate_values(
                ctx, fields, {"referrer": str(uuid4())}, creating=False, folder_id=None, visible_customers=visible
            )
        # Without anybody to ask, nothing is believed.
        assert (await refused(ctx, {"referrer": str(known)}))[1] == [("/custom_fields/referrer", "unknown_customer")]
        assert len(asked) == 2
        await ctx.session.execute(text("UPDATE members SET state = 'suspended' WHERE id = :id"), {"id": home.owner_id})
        ctx.cache.clear()
        assert (await check(ctx, {}, creating=True)).display == {}


async def test_the_copy_follows_the_values_in_one_statement(home: Home) -> None:
    async with home.ctx() as ctx:
        levels = await define(
            ctx, "Levels", "multi_select", options=[{"label": "Gold"}, {"label": "Silver"}, {"label": "Tin"}]
        )
        price = await define(ctx, "Price", "currency")
        born = await define(ctx, "Born", "date")
        await define(ctx, "Story", "long_text")
        await define(ctx, "Quiet", filterable=False)
        first = {
            "levels": ["tin", "gold", "silver"],
            "price": {"amount_minor": 1250},
            "born": "1990-05-01",
            "story": "long",
            "quiet": "x",
        }
        one, two = await make_customer(ctx, first), await make_customer(ctx, {"levels": ["gold"]})

        async def held(customer_id: UUID) -> set[Any]:
            query = select(CustomFieldValue).where(
                CustomFieldValue.customer_id == customer_id, CustomFieldValue.time_value.is_(None)
            )
            rows = await ctx.session.scalars(query.execution_options(populate_existing=True))
            return {(row.field_id, row.text_value if row.number_value is None else row.number_value) for row in rows}

        assert await held(one) == {(levels, "gold"), (levels, "silver"), (levels, "tin"), (price, 1250.0)}
        query = select(CustomFieldValue.time_value).where(
            CustomFieldValue.customer_id == one, CustomFieldValue.field_id == born
        )
        assert (await ctx.session.scalars(query)).all() == [datetime(1990, 5, 1, tzinfo=UTC)]
        changed, cleared = await check(ctx, {"levels": ["tin"], "price": None}), await check(ctx, {"levels": []})
        with counting_statements() as statements:
            await store_many(ctx, [(one, changed), (two, cleared)])
            await store_many(ctx, [])
            await store_values(ctx, one, Values())
        assert len(statements) == 1
        assert await held(one) == {(levels, "tin")}
        assert await held(two) == set()
        assert len((await ctx.session.scalars(query)).all()) == 1


async def test_a_thousand_rows_of_an_import_load_the_fields_once(home: Home) -> None:
    async with home.ctx() as ctx:
        await define(ctx, "Adviser", "member")
        with counting_statements() as statements:
            for _ in range(1000):
                await check(ctx, {"adviser": str(home.owner_id)}, creating=True)
        assert len(statements) == 2


# ── Filters and sorts ───────────────────────────────────────────────────────────


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
