from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import true
from tests.homes import Home

from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.models import CustomField, CustomFieldRole
from atrium.records.folders.models import FolderPermission

OWN = (P.customers_read, P.views_read, P.views_write)
ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


async def make(client: Any, path: str, **body: Any) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def make_field(home: Home, key: str, type_: str = "text", viewers: list[UUID] | None = None) -> None:
    field_id = uuid7()
    async with home.session() as session:
        session.add(
            CustomField(
                workspace_id=home.id, id=field_id, key=key, label=key.title(), type=type_, every_viewer=viewers is None
            )
        )
        await session.flush()
        for role_id in viewers or ():
            session.add(CustomFieldRole(workspace_id=home.id, field_id=field_id, role_id=role_id, access="view"))


async def names(client: Any) -> list[str]:
    return [view["name"] for view in (await client.get("/views")).json()["items"]]


async def test_a_view_keeps_filters_columns_and_order(home: Home, client: Any) -> None:
    await make_field(home, "renewal", "date")
    tag = await make(client, "/tags", name="VIP")
    filters = {
        "q": "ana",
        "tag_id": [tag["id"]],
        "lifecycle": ["customer"],
        "fields": [{"key": "renewal", "op": "gte", "values": ["2026-01-01"]}],
    }
    view = await make(
        client,
        "/views",
        name="Renewals",
        filters=filters,
        columns=["name", "field.renewal", "tags"],
        sort="-field.renewal",
        position=3,
    )
    assert (view["own"], view["shared"], view["editable"], view["stale"]) == (True, False, True, [])
    assert view["owner"] == {"id": str(home.owner_id), "name": "Owner"}
    assert {key: view["filters"][key] for key in filters} == filters
    assert (view["columns"], view["sort"], view["position"]) == (["name", "field.renewal", "tags"], "-field.renewal", 3)
    read = await client.get(f"/views/{view['id']}")
    assert (read.json(), read.headers["etag"]) == (view, '"1"')
    changed = await client.patch(f"/views/{view['id']}", json={"filters": {"q": "ben"}}, headers={"If-Match": '"1"'})
    assert (changed.json()["filters"]["q"], changed.json()["filters"]["tag_id"], changed.json()["sort"]) == (
        "ben",
        [],
        "-field.renewal",
    )
    assert (await client.delete(f"/views/{view['id']}", headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(f"/views/{view['id']}")).status_code == 204
    assert (await client.get(f"/views/{view['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"columns": ["name", "shoe_size"]}, "/columns/1"),
        ({"columns": ["field.unknown"]}, "/columns/0"),
        ({"columns": ["name", "name"]}, "/columns/1"),
        ({"columns": ["name; drop"]}, "/columns/0"),
        ({"sort": "shoe_size"}, "/sort"),
        ({"sort": "-field.unknown"}, "/sort"),
        ({"sort": "name\x00"}, "/sort"),
        ({"filters": {"fields": [{"key": "unknown", "op": "eq", "values": ["x"]}]}}, "/filters/fields/0"),
        ({"filters": {"fields": [{"key": "size", "op": "eq", "values": ["large"]}]}}, "/filters/fields/0"),
        ({"filters": {"fields": [{"key": "size", "op": "contains", "values": ["1"]}]}}, "/filters/fields/0"),
        ({"filters": {"fields": [{"key": "size", "op": "eq"}]}}, "/filters/fields/0"),
        ({"filters": {"shoe_size": 1}}, "/filters/shoe_size"),
        ({"filters": {"tag_id": ["x"]}}, "/filters/tag_id/0"),
        ({"filters": None}, "/filters"),
        ({"position": -1}, "/position"),
        ({"name": " "}, "/name"),
    ],
)
async def test_what_the_list_would_refuse_cannot_be_saved(
    home: Home, client: Any, body: dict[str, Any], pointer: str
) -> None:
    await make_field(home, "size", "number")
    good = await make(client, "/views", name="Good")
    for answer in (
        await client.post("/views", json={"name": "Bad", **body}),
        await client.patch(f"/views/{good['id']}", json=body),
    ):
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await names(client) == ["Good"]


@pytest.mark.parametrize("op", ["exists", "missing"])
async def test_conditions_without_values_can_be_saved(home: Home, client: Any, op: str) -> None:
    await make_field(home, "size", "number")
    view = await make(client, "/views", name="Sized", filters={"fields": [{"key": "size", "op": op}]})
    assert view["filters"]["fields"] == [{"key": "size", "op": op, "values": []}]


async def test_order_names_and_pages(home: Home, client: Any) -> None:
    for name, position in (("beta", 1), ("Alpha", 1), ("last", 2), ("first", 0)):
        await make(client, "/views", name=name, position=position)
    assert await names(client) == ["first", "Alpha", "beta", "last"]
    page = (await client.get("/views", params={"limit": 3})).json()
    rest = (await client.get("/views", params={"limit": 3, "cursor": page["next_cursor"]})).json()
    assert [view["name"] for view in page["items"] + rest["items"]] == ["first", "Alpha", "beta", "last"]
    taken = await client.post("/views", json={"name": "ALPHA"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name-taken")
    views = (await client.get("/views")).json()["items"]
    assert (await client.patch(f"/views/{views[0]['id']}", json={"name": "Last"})).status_code == 409
    await make(await home.as_member(*OWN), "/views", name="Alpha")


async def test_private_views_are_their_owners(home: Home, elsewhere: Home, client: Any) -> None:
    noa, ben = await home.as_member(*OWN), await home.as_member(*OWN, P.views_share)
    private = await make(noa, "/views", name="Private")
    for other in (ben, client, await elsewhere.as_owner()):
        assert await names(other) == []
        for answer in (
            await other.get(f"/views/{private['id']}"),
            await other.patch(f"/views/{private['id']}", json={"name": "x"}),
            await other.delete(f"/views/{private['id']}"),
        ):
            assert answer.status_code == 404
    key = await home.as_api_key(OWN, member_id=noa.member_id)
    assert await names(key) == ["Private"]


async def test_control_without_the_predicate_private_views_leak(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    private = await make(await home.as_member(*OWN), "/views", name="Private")
    assert (await client.get(f"/views/{private['id']}")).status_code == 404
    monkeypatch.setattr("atrium.records.views.queries.or_", lambda *_: true())
    assert (await client.get(f"/views/{private['id']}")).json()["name"] == "Private"


async def test_sharing_needs_its_permission(home: Home, client: Any) -> None:
    noa, ben = await home.as_member(*OWN), await home.as_member(*OWN, P.views_share)
    assert (await noa.post("/views", json={"name": "x", "shared": True})).json()["code"] == "scope-missing"
    private = await make(noa, "/views", name="Private")
    assert (await noa.patch(f"/views/{private['id']}", json={"shared": True})).status_code == 403
    shared = await make(ben, "/views", name="Shared", shared=True)
    path = f"/views/{shared['id']}"
    seen = (await noa.get(path)).json()
    assert (seen["own"], seen["editable"], seen["shared"]) == (False, False, True)
    for refused in (await noa.patch(path, json={"name": "x"}), await noa.delete(path)):
        assert refused.status_code == 403
    assert (await client.patch(path, json={"name": "Renamed", "shared": True})).json()["name"] == "Renamed"
    unshared = await client.patch(path, json={"shared": False})
    assert (unshared.status_code, unshared.json()["code"]) == (403, "not-the-owner")
    assert (await ben.patch(path, json={"shared": False})).json()["shared"] is False
    assert (await client.get(path)).status_code == 404


async def test_events_tell_of_shared_views_only(home: Home, client: Any, superuser: Any) -> None:
    private = await make(client, "/views", name="Private")
    await client.patch(f"/views/{private['id']}", json={"name": "Still private"})
    await client.delete(f"/views/{private['id']}")
    shared = await make(client, "/views", name="Shared", shared=True)
    await client.patch(f"/views/{shared['id']}", json={"filters": {"q": "secret"}})
    await client.delete(f"/views/{shared['id']}")
    rows = await superuser.fetch(
        "SELECT type, data::text, changes::text FROM events WHERE workspace_id = $1 AND type LIKE 'view.%' ORDER BY id",
        home.id,
    )
    assert [row["type"] for row in rows] == ["view.shared", "view.updated", "view.unshared"]
    assert "secret" not in str(rows)


async def test_what_is_gone_is_named_and_the_rest_stays(home: Home, client: Any, superuser: Any) -> None:
    await make_field(home, "size", "number")
    tag, other = await make(client, "/tags", name="VIP"), await make(client, "/tags", name="Gold")
    folder = await make(client, "/folders", name="Leads")
    filters = {
        "tag_id": [tag["id"], other["id"]],
        "folder_id": [folder["id"]],
        "owner_id": [ID],
        "fields": [{"key": "size", "op": "gt", "values": ["1"]}],
    }
    view = await make(client, "/views", name="V", filters=filters, columns=["name", "field.size"], sort="field.size")
    assert [(part["pointer"], part["kind"]) for part in view["stale"]] == [("/filters/owner_id/0", "member")]
    await client.delete(f"/tags/{tag['id']}")
    await client.delete(f"/folders/{folder['id']}")
    await superuser.execute("UPDATE custom_fields SET archived_at = now() WHERE workspace_id = $1", home.id)
    read = await client.get(f"/views/{view['id']}")
    assert read.status_code == 200, read.text
    assert {part["pointer"] for part in read.json()["stale"]} == {
        "/filters/tag_id/0",
        "/filters/folder_id/0",
        "/filters/owner_id/0",
        "/filters/fields/0",
        "/columns/1",
        "/sort",
    }
    assert read.json()["filters"]["tag_id"] == [tag["id"], other["id"]]
    assert (read.json()["filters"]["fields"], read.json()["columns"], read.json()["sort"]) == (
        [],
        ["name"],
        "-last_activity_at",
    )
    renamed = await client.patch(f"/views/{view['id']}", json={"name": "W"})
    assert renamed.status_code == 200
    await superuser.execute("UPDATE custom_fields SET archived_at = NULL WHERE workspace_id = $1", home.id)
    assert (await client.get(f"/views/{view['id']}")).json()["sort"] == "field.size"


async def test_a_shared_view_keeps_hidden_fields_and_folders_to_itself(home: Home, client: Any) -> None:
    await make_field(home, "salary", "number", viewers=[home.role_ids["owner"]])
    board = await make(client, "/folders", name="Board")
    filters = {"folder_id": [board["id"]], "fields": [{"key": "salary", "op": "gt", "values": ["50000"]}]}
    view = await make(
        client,
        "/views",
        name="Rich",
        shared=True,
        filters=filters,
        columns=["name", "field.salary"],
        sort="-field.salary",
    )
    assert view["stale"] == []
    reader = await home.as_member(*OWN)
    async with home.session() as session:
        session.add(
            FolderPermission(workspace_id=home.id, folder_id=board["id"], member_id=reader.member_id, level="none")
        )
    seen = (await reader.get(f"/views/{view['id']}")).json()
    assert "salary" not in str(seen)
    assert "50000" not in str(seen)
    assert [part["pointer"] for part in seen["stale"]] == [
        "/filters/folder_id/0",
        "/filters/fields/0",
        "/columns/1",
        "/sort",
    ]
    for body in ({"columns": ["field.salary"]}, {"sort": "field.salary"}, {"filters": {"fields": filters["fields"]}}):
        assert (await reader.post("/views", json={"name": "probe", **body})).status_code == 422
