from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text
from tests.conftest import counting_statements
from tests.homes import Home
from tests.records.custom_fields.factory import check, define, make_customer

from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError, Forbidden, Invalid
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.custom_fields.values.filters import parse_filters, parse_sort
from atrium.records.custom_fields.values.models import CustomFieldValue
from atrium.records.custom_fields.values.service import (
    required_fields_missing,
    store_many,
    store_values,
    validate_values,
)
from atrium.records.custom_fields.values.typed import Values
from atrium.records.folders.schemas import FolderIn
from atrium.records.folders.service import create_folder


async def refused(ctx: Ctx, values: dict[str, Any], **how: Any) -> tuple[AtriumError, list[tuple[str, str]]]:
    with pytest.raises(AtriumError) as found:
        await check(ctx, values, **how)
    return found.value, [(error.pointer, error.code) for error in found.value.errors]


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
