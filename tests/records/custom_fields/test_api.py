import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text
from tests.conftest import drain
from tests.homes import Home

from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.custom_fields.values.models import CustomFieldValue
from atrium.records.custom_fields.values.service import store_values, validate_values
from atrium.records.customers.record.models import Customer

UNKNOWN = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


async def make_field(client: Any, label: str = "Plan", kind: str = "text", **more: Any) -> Any:
    answer = await client.post("/custom-fields", json={"label": label, "type": kind, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def make_folder(client: Any, name: str = "Leads", **more: Any) -> Any:
    answer = await client.post("/folders", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def give(home: Home, values: dict[str, Any], customer_id: UUID | None = None) -> UUID:
    """A customer with these values, written as the customers slice does."""
    async with home.ctx() as ctx:
        checked = await validate_values(
            ctx, await load_fields(ctx), values, creating=customer_id is None, folder_id=None
        )
        kept = {key: value for key, value in checked.display.items() if value is not None}
        if customer_id is None:
            customer_id = uuid7()
            ctx.session.add(Customer(workspace_id=home.id, id=customer_id, name="Ana", custom_fields=kept))
        else:
            row = await ctx.session.get_one(Customer, (home.id, customer_id))
            row.custom_fields = {**row.custom_fields, **kept}
        await ctx.session.flush()
        await store_values(ctx, customer_id, checked)
    return customer_id


async def copies(home: Home, field: Any) -> list[Any]:
    async with home.session() as session:
        query = (
            select(CustomFieldValue)
            .where(CustomFieldValue.field_id == UUID(field["id"]))
            .order_by(CustomFieldValue.customer_id, CustomFieldValue.position)
        )
        return [row.text_value or row.number_value or row.time_value for row in await session.scalars(query)]


def pointers(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(error["pointer"], error["code"]) for error in answer.json()["errors"]]


async def test_a_key_is_made_from_the_label_and_stays(client: Any) -> None:
    field = await make_field(client, "Próxima  cita!", "date")
    assert (field["key"], field["filterable"], field["viewable"], field["editable"]) == (
        "proxima_cita",
        True,
        True,
        True,
    )
    assert (await make_field(client, "Proxima cita"))["key"] == "proxima_cita_2"
    assert (await make_field(client, "טלפון"))["key"] == "field"
    assert (await make_field(client, "3 wishes"))["key"] == "field_3_wishes"
    renamed = await client.patch(f"/custom-fields/{field['id']}", json={"label": "Next"})
    assert (renamed.json()["key"], renamed.json()["label"]) == ("proxima_cita", "Next")
    for fixed in ({"key": "other"}, {"type": "text"}):
        assert (await client.patch(f"/custom-fields/{field['id']}", json=fixed)).status_code == 422
    taken = await client.post("/custom-fields", json={"label": "x", "type": "text", "key": "proxima_cita"})
    assert (taken.status_code, taken.json()["code"]) == (409, "key-taken")
    exact = await client.post("/custom-fields", json={"key": "renewal_on", "label": "Renewal", "type": "date"})
    assert (exact.status_code, exact.json()["key"]) == (201, "renewal_on")


async def test_many_at_once_get_keys_of_their_own_or_a_clear_refusal(client: Any) -> None:
    answers = await asyncio.gather(
        *(client.post("/custom-fields", json={"label": "Same", "type": "text"}) for _ in range(6))
    )
    made = [answer.json()["key"] for answer in answers if answer.status_code == 201]
    assert len(made) == len(set(made)) >= 1
    assert {answer.json()["code"] for answer in answers if answer.status_code != 201} <= {"key-taken"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"type": "select"}, [("/options", "options")]),
        ({"type": "text", "options": [{"label": "A"}]}, [("/options", "options")]),
        ({"type": "select", "options": [{"label": "A"}, {"label": "a"}]}, [("/options/1/label", "repeated")]),
        (
            {"type": "select", "options": [{"label": "A", "key": "x"}, {"label": "B", "key": "x"}]},
            [("/options/1/key", "repeated")],
        ),
        ({"type": "number", "validation": {"min": 5, "max": 4}}, [("/validation/max", "empty_range")]),
        ({"type": "number", "validation": {"min": "5"}}, [("/validation/min", "not_a_number")]),
        ({"type": "date", "validation": {"min": "2027-02-30"}}, [("/validation/min", "date_from_datetime_parsing")]),
        ({"type": "checkbox", "validation": {"min": 1}}, [("/validation/min", "not_for_type")]),
        ({"type": "text", "validation": {"pattern": "(?=a)b"}}, [("/validation/pattern", "value_error")]),
        ({"type": "text", "validation": {"pattern": "a)|(b"}}, [("/validation/pattern", "value_error")]),
        ({"type": "text", "validation": {"pattern": "(a{1000}){1000}"}}, [("/validation/pattern", "value_error")]),
        ({"type": "long_text", "filterable": True}, [("/filterable", "not_filterable")]),
        ({"type": "number", "default_value": "x"}, [("/default_value", "not_a_number")]),
        ({"type": "number", "default_value": 7, "validation": {"max": 6}}, [("/default_value", "too_large")]),
        ({"type": "customer", "default_value": UNKNOWN}, [("/default_value", "no_default")]),
        ({"type": "member", "default_value": UNKNOWN}, [("/default_value", "unknown_member")]),
        (
            {"type": "text", "folder_ids": [UNKNOWN], "edit_role_ids": [UNKNOWN]},
            [("/folder_ids/0", "unknown"), ("/edit_role_ids/0", "unknown")],
        ),
        ({"type": "text", "label": " "}, [("/label", "blank")]),
        ({"type": "magic"}, [("/type", "literal_error")]),
    ],
)
async def test_a_definition_that_cannot_work_is_refused_by_name(
    client: Any, given: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert pointers(await client.post("/custom-fields", json={"label": "x", **given})) == found
    assert (await client.get("/custom-fields")).json()["items"] == []


async def test_order_pages_and_folders(client: Any) -> None:
    folder, other = await make_folder(client), await make_folder(client, "Other")
    a, b, c = [
        await make_field(client, label, folder_ids=folders)
        for label, folders in (("A", None), ("B", [folder["id"]]), ("C", [other["id"]]))
    ]
    assert (await client.put("/custom-fields/order", json={"field_ids": [c["id"], a["id"]]})).status_code == 204
    first = (await client.get("/custom-fields", params={"limit": 2})).json()
    second = (await client.get("/custom-fields", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["label"] for item in first["items"] + second["items"]] == ["C", "A", "B"]
    shown = (await client.get("/custom-fields", params={"folder_id": folder["id"]})).json()["items"]
    assert [item["label"] for item in shown] == ["A", "B"]
    assert (await client.get(f"/folders/{folder['id']}")).json()["custom_field_ids"] == [a["id"], b["id"]]
    assert (await client.get("/custom-fields", params={"folder_id": UNKNOWN})).status_code == 404
    assert pointers(await client.put("/custom-fields/order", json={"field_ids": [a["id"], UNKNOWN, a["id"]]})) == [
        ("/field_ids/1", "unknown"),
        ("/field_ids/2", "unknown"),
    ]


async def test_what_restricts_a_field_never_falls_away_with_its_last_role_or_folder(client: Any, home: Home) -> None:
    folder = await make_folder(client)
    role_id = await home.make_role(P.custom_fields_read)
    field = await make_field(client, "Salary", folder_ids=[folder["id"]], view_role_ids=[str(role_id)])
    assert (await client.delete(f"/folders/{folder['id']}")).status_code == 204
    async with home.session() as session:
        await session.execute(text("DELETE FROM roles WHERE id = :id"), {"id": role_id})
    read = (await client.get(f"/custom-fields/{field['id']}")).json()
    assert (read["folder_ids"], read["view_role_ids"], read["viewable"]) == ([], [], True)
    member = await home.as_member(P.custom_fields_read)
    assert (await member.get(f"/custom-fields/{field['id']}")).status_code == 404


async def test_who_may_not_view_a_field_does_not_know_it(client: Any, home: Home) -> None:
    inside, outside = await home.as_member(P.custom_fields_read), await home.as_member(P.custom_fields_read)
    manager = await home.as_member(P.custom_fields_read, P.custom_fields_manage)
    field = await make_field(client, "Salary", "number", view_role_ids=[str(inside.role_id)], edit_role_ids=[])
    assert [(item["viewable"], item["editable"]) for item in (await inside.get("/custom-fields")).json()["items"]] == [
        (True, False)
    ]
    assert (await outside.get("/custom-fields")).json()["items"] == []
    assert (await outside.get(f"/custom-fields/{field['id']}")).status_code == 404
    # Who manages the fields sees the definition, and not the values.
    assert (await manager.get(f"/custom-fields/{field['id']}")).json()["viewable"] is False
    assert (await inside.patch(f"/custom-fields/{field['id']}", json={"label": "x"})).status_code == 403
    key = await home.as_api_key([P.custom_fields_read], member_id=outside.member_id)
    assert (await key.get("/custom-fields")).json()["items"] == []


async def test_a_folder_out_of_sight_keeps_its_field(client: Any, home: Home) -> None:
    open_folder, secret = await make_folder(client), await make_folder(client, "Secret")
    manager = await home.as_member(P.custom_fields_read, P.custom_fields_manage)
    hide = {"entries": [{"role_id": str(manager.role_id), "level": "none"}]}
    assert (await client.put(f"/folders/{secret['id']}/permissions", json=hide)).status_code == 200
    field = await make_field(client, folder_ids=[open_folder["id"], secret["id"]])
    path = f"/custom-fields/{field['id']}"
    assert (await manager.get(path)).json()["folder_ids"] == [open_folder["id"]]
    assert pointers(await manager.patch(path, json={"folder_ids": [secret["id"]]})) == [("/folder_ids/0", "unknown")]
    assert (await manager.patch(path, json={"folder_ids": []})).json()["folder_ids"] == []
    assert (await client.get(path)).json()["folder_ids"] == [secret["id"]]


@pytest.mark.parametrize("filterable", [True, False])
async def test_what_customers_hold_is_not_lost_by_accident(client: Any, home: Home, filterable: bool) -> None:
    options = [{"label": "Gold"}, {"label": "Silver"}, {"label": "Bronze"}]
    one = await make_field(client, "Level", "select", options=options, filterable=filterable)
    many = await make_field(client, "Levels", "multi_select", options=options, filterable=filterable)
    customer_id = await give(home, {"level": "gold", "levels": ["silver", "gold"]})
    for field, used in ((one, {"gold"}), (many, {"gold", "silver"})):
        path = f"/custom-fields/{field['id']}"
        for option in field["options"]:
            rest = [other for other in field["options"] if other != option]
            refused = await client.patch(path, json={"options": rest})
            assert refused.status_code == (409 if option["key"] in used else 200), refused.text
            if option["key"] in used:
                assert refused.json()["unmet"][0]["message"].startswith("1 customers")
        relabelled = await client.patch(path, json={"options": [{"key": "gold", "label": "Goud"}, {"label": "silver"}]})
        assert [(option["key"], option["label"]) for option in relabelled.json()["options"]] == [
            ("gold", "Goud"),
            ("silver", "silver"),
        ]
        refused = await client.delete(path)
        assert (refused.status_code, refused.json()["unmet"][0]["code"]) == (409, "has_values")
    async with home.session() as session:
        await session.delete(await session.get_one(Customer, (home.id, customer_id)))
    assert (await client.delete(f"/custom-fields/{one['id']}")).status_code == 204
    assert (await client.get(f"/custom-fields/{one['id']}")).status_code == 404


async def test_an_archived_field_hides_its_values_until_it_is_restored(client: Any, home: Home) -> None:
    field = await make_field(client, "Plan")
    await give(home, {"plan": "gold"})
    path = f"/custom-fields/{field['id']}"
    assert (await client.post(f"{path}/archive")).json()["archived_at"] is not None
    assert (await client.get("/custom-fields")).json()["items"] == []
    assert [
        item["key"] for item in (await client.get("/custom-fields", params={"archived": "true"})).json()["items"]
    ] == ["plan"]
    async with home.ctx() as ctx:
        assert (await load_fields(ctx)).visible({"plan": "gold"}) == {}
    assert (await client.post(f"{path}/restore")).json()["archived_at"] is None
    async with home.ctx() as ctx:
        assert (await load_fields(ctx)).visible({"plan": "gold"}) == {"plan": "gold"}


async def test_becoming_filterable_copies_the_values_and_ceasing_removes_them(
    client: Any, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    from atrium.kernel.errors import Conflict
    from atrium.records.custom_fields.values import jobs
    from atrium.records.custom_fields.values.filters import FieldFilter, parse_filters

    monkeypatch.setattr(jobs, "BATCH", 3)
    field = await make_field(client, "Plan", filterable=False)
    path = f"/custom-fields/{field['id']}"
    for number in range(8):
        await give(home, {"plan": f"Plan {number}"})
    assert await copies(home, field) == []
    assert (await client.patch(path, json={"filterable": True})).json()["filter_ready"] is False
    async with home.ctx() as ctx:
        with pytest.raises(Conflict):
            await parse_filters(ctx, [("field[plan]", "plan 1")])
    await give(home, {"plan": "Plan 8"})
    await drain()
    assert (await client.get(path)).json()["filter_ready"] is True
    assert sorted(await copies(home, field)) == [f"plan {number}" for number in range(9)]
    async with home.ctx() as ctx:
        assert await parse_filters(ctx, [("field[plan]", "PLAN 1")]) == [
            FieldFilter(UUID(field["id"]), "text", "eq", ("plan 1",))
        ]
    await client.patch(path, json={"filterable": False})
    await client.patch(path, json={"filterable": True})
    await client.patch(path, json={"filterable": False})
    await drain()
    assert await copies(home, field) == []


async def test_a_value_checked_against_an_older_definition_is_not_stored(client: Any, home: Home) -> None:
    from atrium.records.custom_fields.values.service import FieldChanged

    field = await make_field(client, "Level", "select", options=[{"label": "Gold"}, {"label": "Silver"}])
    customer_id = await give(home, {})
    async with home.ctx() as ctx:
        checked = await validate_values(ctx, await load_fields(ctx), {"level": "gold"}, creating=False, folder_id=None)
        assert (
            await client.patch(f"/custom-fields/{field['id']}", json={"options": [{"label": "Silver"}]})
        ).status_code == 200
        with pytest.raises(FieldChanged):
            await store_values(ctx, customer_id, checked)
        await ctx.session.rollback()
    async with home.ctx() as ctx:
        checked = await validate_values(
            ctx, await load_fields(ctx), {"level": "silver"}, creating=False, folder_id=None
        )
        await store_values(ctx, customer_id, checked)
        # From here to the commit nobody deletes or redefines the field.
        waiting = asyncio.create_task(client.delete(f"/custom-fields/{field['id']}"))
        await asyncio.sleep(0.2)
        assert not waiting.done()
    assert (await waiting).status_code == 409


async def test_changes_are_told_and_nothing_is_told_of_none(client: Any, home: Home) -> None:
    from atrium.kernel.events import EventRow

    field = await make_field(client)
    path = f"/custom-fields/{field['id']}"
    role = str(home.role_ids["agent"])
    for change in ({"label": "Tariff", "view_role_ids": [role]}, {"label": "Tariff", "view_role_ids": [role]}, {}):
        answer = await client.patch(path, json=change)
        assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    stale = await client.patch(path, json={"label": "x"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    async with home.session() as session:
        rows = (await session.execute(select(EventRow.type, EventRow.changes).order_by(EventRow.id))).all()
    assert [row.type for row in rows] == ["custom_field.created", "custom_field.updated"]
    assert rows[1].changes == {
        "label": {"before": "Plan", "after": "Tariff"},
        "view_role_ids": {"before": None, "after": [role]},
    }


async def test_another_workspace_sees_nothing(client: Any, elsewhere: Home) -> None:
    field = await make_field(client)
    stranger = await elsewhere.as_owner()
    assert (await stranger.get("/custom-fields")).json()["items"] == []
    for answer in (
        await stranger.get(f"/custom-fields/{field['id']}"),
        await stranger.patch(f"/custom-fields/{field['id']}", json={"label": "x"}),
        await stranger.post(f"/custom-fields/{field['id']}/archive"),
        await stranger.delete(f"/custom-fields/{field['id']}"),
    ):
        assert answer.status_code == 404
