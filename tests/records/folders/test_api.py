import asyncio
from typing import Any

import pytest
from tests.homes import Home

from atrium.kernel.permissions import P

UNKNOWN = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


async def make_folder(client: Any, name: str = "Leads", **more: Any) -> Any:
    answer = await client.post("/folders", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def make_status(client: Any, folder: Any, name: str, **more: Any) -> Any:
    answer = await client.post(f"/folders/{folder['id']}/statuses", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def statuses(client: Any, folder: Any) -> list[tuple[str, bool]]:
    items = (await client.get(f"/folders/{folder['id']}")).json()["statuses"]
    return [(item["name"], item["is_default"]) for item in items]


async def permit(client: Any, folder: Any, *entries: Any) -> Any:
    return await client.put(f"/folders/{folder['id']}/permissions", json={"entries": list(entries)})


# ── The tree ────────────────────────────────────────────────────────────────────


async def test_folders_come_in_tree_order_page_by_page(client: Any) -> None:
    first, second = await make_folder(client, "Sales"), await make_folder(client, "Archive")
    inner = await make_folder(client, "Spain", parent_id=first["id"])
    await make_folder(client, "Madrid", parent_id=inner["id"])
    await make_folder(client, "France", parent_id=first["id"])
    await make_folder(client, "2025", parent_id=second["id"])
    whole = (await client.get("/folders")).json()["items"]
    assert [(item["name"], item["depth"]) for item in whole] == [
        ("Sales", 0),
        ("Spain", 1),
        ("Madrid", 2),
        ("France", 1),
        ("Archive", 0),
        ("2025", 1),
    ]
    names: list[str] = []
    cursor = None
    while True:
        page = (await client.get("/folders", params={"limit": 2} | ({"cursor": cursor} if cursor else {}))).json()
        names += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == [item["name"] for item in whole]


async def test_order_by_hand_keeps_what_is_not_named(client: Any) -> None:
    a, b, c = [await make_folder(client, name) for name in "ABC"]
    assert (await client.put("/folders/order", json={"folder_ids": [c["id"], a["id"]]})).status_code == 204
    assert [item["name"] for item in (await client.get("/folders")).json()["items"]] == ["C", "A", "B"]
    inner = await make_folder(client, "inner", parent_id=b["id"])
    refused = await client.put("/folders/order", json={"folder_ids": [c["id"], inner["id"], c["id"]]})
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/folder_ids/1", "/folder_ids/2"]


async def test_names_are_unique_among_neighbours(client: Any) -> None:
    top = await make_folder(client)
    assert (await client.post("/folders", json={"name": "LEADS"})).json()["code"] == "name-taken"
    inner = await make_folder(client, "Leads", parent_id=top["id"])
    assert (await client.patch(f"/folders/{inner['id']}", json={"parent_id": None})).status_code == 409
    assert (await client.get(f"/folders/{inner['id']}")).json()["parent_id"] == top["id"]


async def test_a_folder_never_lies_in_itself_nor_too_deep(client: Any) -> None:
    chain = [await make_folder(client, "0")]
    for number in range(1, 10):
        chain.append(await make_folder(client, str(number), parent_id=chain[-1]["id"]))
    for target in (chain[0], chain[4], chain[9]):
        refused = await client.patch(f"/folders/{chain[0]['id']}", json={"parent_id": target["id"]})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "cycle")
    deep = await client.post("/folders", json={"name": "10", "parent_id": chain[-1]["id"]})
    assert deep.json()["errors"][0]["code"] == "too_deep"
    other = await make_folder(client, "other")
    assert (await client.patch(f"/folders/{chain[1]['id']}", json={"parent_id": other["id"]})).status_code == 200
    assert (await client.patch(f"/folders/{other['id']}", json={"parent_id": chain[0]["id"]})).json()["errors"][0][
        "code"
    ] == "too_deep"


async def test_two_moves_at_once_make_no_cycle(client: Any, home: Home) -> None:
    for number in range(8):
        a, b = await make_folder(client, f"a{number}"), await make_folder(client, f"b{number}")
        answers = await asyncio.gather(
            client.patch(f"/folders/{a['id']}", json={"parent_id": b["id"]}),
            client.patch(f"/folders/{b['id']}", json={"parent_id": a["id"]}),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]
    assert len((await client.get("/folders", params={"limit": 200})).json()["items"]) == 16


async def test_without_taking_turns_two_moves_do_make_a_cycle(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above: each move checks before the other commits."""
    from atrium.records.folders import queries, service
    from atrium.records.folders.queries import parents
    from atrium.records.folders.schemas import FolderIn, FolderPatch

    async with home.ctx() as ctx:
        a, b = (
            await service.create_folder(ctx, FolderIn(name="a")),
            await service.create_folder(ctx, FolderIn(name="b")),
        )
    both_checked = asyncio.Barrier(2)

    async def unlocked(ctx: Any, folder_id: Any, parent_id: Any) -> None:
        assert (await parents(ctx))[parent_id] != folder_id
        await both_checked.wait()

    monkeypatch.setattr(service, "_check_parent", unlocked)

    async def move(folder: Any, parent: Any) -> None:
        async with home.ctx() as ctx:
            await service.update_folder(ctx, await queries.get_folder(ctx, folder.id), FolderPatch(parent_id=parent.id))

    await asyncio.gather(move(a, b), move(b, a))
    async with home.ctx() as ctx:
        above = await parents(ctx)
        assert above[a.id] == b.id
        assert above[b.id] == a.id


async def test_only_an_empty_folder_is_deleted(client: Any, home: Home) -> None:
    from atrium.kernel.ids import uuid7
    from atrium.records.customers.record.models import Customer

    top = await make_folder(client, statuses=[{"name": "New"}])
    inner = await make_folder(client, "inner", parent_id=top["id"])
    customer_id = uuid7()
    async with home.session() as session:
        session.add(
            Customer(
                workspace_id=home.id,
                id=customer_id,
                name="Ana",
                folder_id=top["id"],
                status_id=top["statuses"][0]["id"],
            )
        )
    refused = await client.delete(f"/folders/{top['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "folder-in-use")
    assert [unmet["code"] for unmet in refused.json()["unmet"]] == ["has_customers", "has_folders"]
    in_use = await client.delete(f"/statuses/{top['statuses'][0]['id']}")
    assert (in_use.status_code, in_use.json()["unmet"][0]["code"]) == (409, "has_customers")
    async with home.session() as session:
        await session.delete(await session.get_one(Customer, (home.id, customer_id)))
    assert (await client.delete(f"/folders/{inner['id']}")).status_code == 204
    assert (await client.delete(f"/folders/{top['id']}")).status_code == 204
    assert (await client.get("/folders")).json()["items"] == []
    assert (await client.get(f"/statuses/{top['statuses'][0]['id']}")).status_code == 404


async def test_policy_and_bad_input(client: Any) -> None:
    folder = await make_folder(client, sections=["profile", "files"], icon="star", colour="#112233")
    assert folder["sections"] == ["profile", "files"]
    assert (await client.patch(f"/folders/{folder['id']}", json={"sections": None})).json()["sections"] is None
    bad = await client.post(
        "/folders", json={"name": "\u0000", "icon": "../x", "colour": "red", "sections": ["nonsense"], "position": 1}
    )
    assert {error["pointer"] for error in bad.json()["errors"]} == {
        "/name",
        "/icon",
        "/colour",
        "/sections/0",
        "/position",
    }
    unknown = await client.post("/folders", json={"name": "x", "parent_id": UNKNOWN})
    assert unknown.json()["errors"][0]["pointer"] == "/parent_id"
    doubled = await client.post(
        "/folders",
        json={"name": "x", "statuses": [{"name": "A", "is_default": True}, {"name": "a", "is_default": True}]},
    )
    assert [error["pointer"] for error in doubled.json()["errors"]] == ["/statuses/1/name", "/statuses/1/is_default"]
    stale = await client.patch(f"/folders/{folder['id']}", json={"name": "y"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412


# ── Statuses ────────────────────────────────────────────────────────────────────


async def test_a_folder_with_statuses_has_one_default(client: Any) -> None:
    folder = await make_folder(client)
    assert await statuses(client, folder) == []
    new = await make_status(client, folder, "New", category="open", is_default=True)
    won = await make_status(client, folder, "Won", category="won")
    assert await statuses(client, folder) == [("New", True), ("Won", False)]
    assert (await client.patch(f"/statuses/{won['id']}", json={"is_default": True})).json()["is_default"] is True
    assert await statuses(client, folder) == [("New", False), ("Won", True)]
    refused = await client.patch(f"/statuses/{won['id']}", json={"is_default": False})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/is_default")
    await make_status(client, folder, "Later")
    assert (await client.delete(f"/statuses/{won['id']}")).status_code == 204
    assert await statuses(client, folder) == [("New", True), ("Later", False)]
    assert (
        await client.put(f"/folders/{folder['id']}/statuses/order", json={"status_ids": [UNKNOWN]})
    ).status_code == 422
    await make_status(client, folder, "Last", is_default=True)
    assert await statuses(client, folder) == [("New", False), ("Later", False), ("Last", True)]
    assert (
        await client.put(
            f"/folders/{folder['id']}/statuses/order",
            json={"status_ids": [(await make_status(client, folder, "X"))["id"]]},
        )
    ).status_code == 204
    assert [name for name, _ in await statuses(client, folder)] == ["X", "New", "Later", "Last"]
    assert (await client.post(f"/folders/{folder['id']}/statuses", json={"name": "NEW"})).status_code == 409
    assert (await client.patch(f"/statuses/{new['id']}", json={"name": "last"})).status_code == 409
    page = (await client.get(f"/folders/{folder['id']}/statuses", params={"limit": 3})).json()
    rest = (
        await client.get(f"/folders/{folder['id']}/statuses", params={"limit": 3, "cursor": page["next_cursor"]})
    ).json()
    assert [item["name"] for item in page["items"] + rest["items"]] == ["X", "New", "Later", "Last"]


async def test_many_at_once_leave_one_default(client: Any) -> None:
    folder = await make_folder(client)
    answers = await asyncio.gather(
        *(
            client.post(f"/folders/{folder['id']}/statuses", json={"name": str(n), "is_default": n % 2 == 0})
            for n in range(8)
        )
    )
    assert {answer.status_code for answer in answers} == {201}
    assert [default for _, default in await statuses(client, folder)].count(True) == 1
    ids = [answer.json()["id"] for answer in answers]
    answers = await asyncio.gather(
        *(client.patch(f"/statuses/{status_id}", json={"is_default": True}) for status_id in ids)
    )
    assert {answer.status_code for answer in answers} == {200}
    assert [default for _, default in await statuses(client, folder)].count(True) == 1
    answers = await asyncio.gather(*(client.delete(f"/statuses/{status_id}") for status_id in ids[:7]))
    assert {answer.status_code for answer in answers} == {204}
    assert [default for _, default in await statuses(client, folder)] == [True]


# ── Permissions ─────────────────────────────────────────────────────────────────


async def test_what_a_role_may_not_see_is_not_there(client: Any, home: Home) -> None:
    secret = await make_folder(client, "Secret", statuses=[{"name": "New"}])
    inner = await make_folder(client, "Inner", parent_id=secret["id"])
    shared = await make_folder(client, "Shared", parent_id=inner["id"])
    agent = await home.as_member(P.folders_read, P.folders_manage)
    assert (await agent.get(f"/folders/{secret['id']}")).json()["level"] == "manage"
    put = await permit(client, secret, {"role_id": str(agent.role_id), "level": "none"})
    assert put.json()["entries"][0]["level"] == "none"
    assert (await permit(client, shared, {"member_id": str(agent.member_id), "level": "read"})).status_code == 200
    seen = (await agent.get("/folders")).json()["items"]
    assert [(item["name"], item["parent_id"], item["depth"], item["level"]) for item in seen] == [
        ("Shared", None, 0, "read")
    ]
    for folder in (secret, inner):
        path = f"/folders/{folder['id']}"
        assert (await agent.get(path)).status_code == 404
        assert (await agent.patch(path, json={"name": "x"})).status_code == 404
        assert (await agent.delete(path)).status_code == 404
        assert (await agent.get(f"{path}/statuses")).status_code == 404
        assert (await agent.post(f"{path}/statuses", json={"name": "x"})).status_code == 404
        assert (await agent.get(f"{path}/permissions")).status_code == 404
    assert (await agent.get(f"/statuses/{secret['statuses'][0]['id']}")).status_code == 404
    assert (await agent.post("/folders", json={"name": "x", "parent_id": secret["id"]})).json()["errors"][0][
        "code"
    ] == "unknown"
    assert (await agent.put("/folders/order", json={"folder_ids": [secret["id"]]})).status_code == 422
    forbidden = await agent.patch(f"/folders/{shared['id']}", json={"name": "x"})
    assert (forbidden.status_code, forbidden.json()["code"]) == (403, "folder-level-missing")
    assert (await agent.post("/folders", json={"name": "x", "parent_id": shared["id"]})).status_code == 403


async def test_nobody_locks_themselves_out_and_owners_are_never_restricted(client: Any, home: Home) -> None:
    folder = await make_folder(client)
    manager = await home.as_member(P.folders_read, P.folders_manage)
    refused = await permit(manager, folder, {"role_id": str(manager.role_id), "level": "write"})
    assert (refused.status_code, refused.json()["code"]) == (409, "locks-you-out")
    assert (await client.get(f"/folders/{folder['id']}/permissions")).json()["entries"] == []
    mine = {"member_id": str(manager.member_id), "level": "manage"}
    assert (await permit(manager, folder, {"role_id": str(manager.role_id), "level": "none"}, mine)).status_code == 200
    assert (await manager.get(f"/folders/{folder['id']}")).status_code == 200
    for owner in ({"role_id": str(home.role_ids["owner"])}, {"member_id": str(home.owner_id)}):
        assert (await permit(client, folder, owner | {"level": "read"})).json()["errors"][0]["code"] == "owner"


async def test_bad_permissions_name_their_entry(client: Any, home: Home, elsewhere: Home) -> None:
    folder = await make_folder(client)
    agent = {"role_id": str(home.role_ids["agent"]), "level": "read"}
    entries = [
        agent,
        agent,
        {"level": "read"},
        {**agent, "member_id": str(home.owner_id)},
        {"role_id": str(elsewhere.role_ids["agent"]), "level": "read"},
    ]
    errors = (await permit(client, folder, *entries)).json()["errors"]
    found = [(error["pointer"], error["code"]) for error in errors]
    assert found == [
        ("/entries/1", "repeated"),
        ("/entries/2", "one_grantee"),
        ("/entries/3", "one_grantee"),
        ("/entries/4", "unknown"),
    ]
    assert (await permit(client, folder, {"role_id": UNKNOWN, "level": "all"})).status_code == 422


async def test_reading_is_not_managing(client: Any, home: Home) -> None:
    folder = await make_folder(client, statuses=[{"name": "New"}])
    reader = await home.as_member(P.folders_read)
    assert (await reader.get(f"/folders/{folder['id']}")).status_code == 200
    for answer in (
        await reader.post("/folders", json={"name": "x"}),
        await reader.patch(f"/folders/{folder['id']}", json={"name": "x"}),
        await reader.get(f"/folders/{folder['id']}/permissions"),
        await reader.delete(f"/statuses/{folder['statuses'][0]['id']}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


async def test_another_workspace_sees_nothing(client: Any, elsewhere: Home) -> None:
    folder = await make_folder(client, statuses=[{"name": "New"}])
    stranger = await elsewhere.as_owner()
    assert (await stranger.get("/folders")).json()["items"] == []
    assert (await stranger.get(f"/folders/{folder['id']}")).status_code == 404
    assert (await stranger.patch(f"/statuses/{folder['statuses'][0]['id']}", json={"name": "x"})).status_code == 404


async def test_changes_are_told(client: Any, home: Home) -> None:
    from sqlalchemy import select

    from atrium.kernel.events import EventRow

    folder = await make_folder(client)
    await client.patch(f"/folders/{folder['id']}", json={"name": "Clients"})
    await client.patch(f"/folders/{folder['id']}", json={"name": "Clients"})
    await make_status(client, folder, "New")
    await permit(client, folder, {"role_id": str(home.role_ids["agent"]), "level": "read"})
    async with home.session() as session:
        rows = (await session.execute(select(EventRow.type, EventRow.changes).order_by(EventRow.id))).all()
    assert [row.type for row in rows] == [
        "folder.created",
        "folder.updated",
        "status.created",
        "folder.permissions_changed",
    ]
    assert rows[1].changes == {"name": {"before": "Leads", "after": "Clients"}}
    assert rows[3].changes == {"permissions": {"before": [], "after": ["Agent: read"]}}
