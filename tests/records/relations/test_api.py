import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, true
from tests.conftest import drain
from tests.homes import Home

from atrium.access.workspaces.service import create_workspace_with_owner
from atrium.kernel.db import database, transaction
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.records.folders.models import FolderPermission
from atrium.records.relations import service
from atrium.records.relations.models import Relation, RelationType
from atrium.records.relations.schemas import RelationIn

WORKER = (P.customers_read, P.customers_write, P.timeline_read)


async def make_customer(client: Any, name: str = "Ana Ruiz", **more: Any) -> Any:
    answer = await client.post("/customers", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def types(home: Home, client: Any) -> dict[str, Any]:
    """The default relation types by name."""
    async with home.session() as session:
        await service.seed_relation_types(session, home.id)
    return {item["name"]: item for item in (await client.get("/relation-types")).json()["items"]}


async def link(client: Any, customer: Any, type_: Any, other: Any, direction: str = "outgoing") -> Any:
    body = {"type_id": type_["id"], "customer_id": other["id"], "direction": direction}
    return await client.post(f"/customers/{customer['id']}/relations", json=body)


async def related(client: Any, customer: Any, **params: Any) -> list[tuple[str, str]]:
    items = (await client.get(f"/customers/{customer['id']}/relations", params=params)).json()["items"]
    return [(item["label"], item["customer"]["name"]) for item in items]


async def test_seeding_is_repeatable_and_reads_both_ways(home: Home, client: Any) -> None:
    await types(home, client)
    known = await types(home, client)
    assert {name: (item["inverse_name"], item["is_tree"], item["is_symmetrical"]) for name, item in known.items()} == {
        "branch": ("parent company", True, False),
        "child": ("parent", False, False),
        "employee": ("company", False, False),
        "partner": ("partner", False, True),
    }


async def test_a_new_workspace_has_the_usual_types(app: Any) -> None:
    made = await create_workspace_with_owner("New", f"{uuid7().hex}@owner.test", "a long enough password 7", "Dana")
    await drain()
    async with transaction(database().session(made.workspace_id)) as session:
        assert set(await session.scalars(select(RelationType.name))) == {
            kind["name"] for kind in service.DEFAULT_RELATION_TYPES
        }


async def test_a_relation_is_labelled_as_read_from_each_end(home: Home, client: Any) -> None:
    known = await types(home, client)
    company, ana, ben = (
        await make_customer(client, "Acme", kind="company"),
        await make_customer(client),
        await make_customer(client, "Ben"),
    )
    made = await link(client, company, known["employee"], ana)
    assert made.status_code == 201, made.text
    assert (made.json()["label"], made.json()["direction"], made.json()["customer"]["name"]) == (
        "employee",
        "outgoing",
        "Ana Ruiz",
    )
    assert (await link(client, ben, known["employee"], company, "incoming")).json()["label"] == "company"
    assert (await link(client, ana, known["partner"], ben)).json()["direction"] == "mutual"
    assert await related(client, company) == [("employee", "Ben"), ("employee", "Ana Ruiz")]
    assert await related(client, ana) == [("partner", "Ben"), ("company", "Acme")]
    assert await related(client, ana, type_id=known["employee"]["id"]) == [("company", "Acme")]
    for direction, names in (("incoming", ["Ben", "Acme"]), ("outgoing", ["Ben"])):
        assert [name for _, name in await related(client, ana, direction=direction)] == names
    first = (await client.get(f"/customers/{company['id']}/relations", params={"limit": 1})).json()
    rest = (
        await client.get(f"/customers/{company['id']}/relations", params={"limit": 1, "cursor": first["next_cursor"]})
    ).json()
    assert [item["customer"]["name"] for item in first["items"] + rest["items"]] == ["Ben", "Ana Ruiz"]
    assert rest["next_cursor"] is None


async def test_the_same_relation_is_made_once(home: Home, client: Any) -> None:
    known = await types(home, client)
    ana, ben = await make_customer(client), await make_customer(client, "Ben")
    assert (await link(client, ana, known["partner"], ben)).status_code == 201
    for again in (await link(client, ana, known["partner"], ben), await link(client, ben, known["partner"], ana)):
        assert (again.status_code, again.json()["code"]) == (409, "already-related")
    assert (await link(client, ana, known["partner"], ana)).json()["errors"][0]["pointer"] == "/customer_id"
    assert (await link(client, ana, known["employee"], ben)).status_code == 201
    assert (await link(client, ben, known["employee"], ana)).status_code == 201


async def test_a_tree_has_one_parent_and_no_cycle(home: Home, client: Any) -> None:
    branch = (await types(home, client))["branch"]
    a, b, c, d = [await make_customer(client, name) for name in "ABCD"]
    assert (await link(client, a, branch, b)).status_code == 201
    assert (await link(client, c, branch, b, "incoming")).status_code == 201
    for above, below, code in (
        (b, a, "relation-cycle"),
        (c, a, "relation-cycle"),
        (d, c, "parent-exists"),
        (a, b, "already-related"),
    ):
        answer = await link(client, above, branch, below)
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert (await link(client, d, branch, a)).status_code == 201
    assert (await link(client, c, branch, d)).json()["code"] == "relation-cycle"


async def race(home: Home, first: RelationIn, first_id: str, second: RelationIn, second_id: str) -> list[str]:
    """Two links, the second begun while the first is not yet committed. What became of each."""

    async def other() -> str:
        try:
            async with home.ctx() as ctx:
                await service.create_relation(ctx, UUID(second_id), second)
        except (service.RelationCycle, service.ParentExists) as refusal:
            return refusal.code
        return "linked"

    async with home.ctx() as ctx:
        await service.create_relation(ctx, UUID(first_id), first)
        task = asyncio.create_task(other())
        await asyncio.wait([task], timeout=0.5)
    return ["linked", await task]


async def chain(home: Home, client: Any) -> tuple[RelationIn, str, RelationIn, str]:
    """A over B and C over D, and the two links B over C and D over A that would close a circle; they lock no customer
    in common."""
    branch = (await types(home, client))["branch"]
    a, b, c, d = [await make_customer(client, name) for name in "ABCD"]
    assert (await link(client, a, branch, b)).status_code == (await link(client, c, branch, d)).status_code == 201
    kind = UUID(branch["id"])
    return (
        RelationIn(type_id=kind, customer_id=UUID(c["id"])),
        b["id"],
        RelationIn(type_id=kind, customer_id=UUID(a["id"])),
        d["id"],
    )


async def test_two_links_at_once_cannot_close_a_circle(home: Home, client: Any) -> None:
    assert await race(home, *await chain(home, client)) == ["linked", "relation-cycle"]


async def test_control_without_the_lock_they_do(home: Home, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    links = await chain(home, client)

    async def unlocked(ctx: Any, type_id: UUID) -> RelationType:
        return await service.get_type(ctx, type_id)

    monkeypatch.setattr(service, "_type_to_link", unlocked)
    assert await race(home, *links) == ["linked", "linked"]


async def test_many_parents_at_once_leave_one(home: Home, client: Any) -> None:
    branch = (await types(home, client))["branch"]
    child = await make_customer(client, "Child")
    parents = [await make_customer(client, f"P{number}") for number in range(6)]
    answers = await asyncio.gather(*(link(client, parent, branch, child) for parent in parents))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert len(await related(client, child)) == 1


async def test_a_sub_customer_is_created_and_linked_in_one_call(home: Home, client: Any) -> None:
    branch = (await types(home, client))["branch"]
    acme = await make_customer(client, "Acme", kind="company")
    body = {
        "type_id": branch["id"],
        "new_customer": {"name": "Acme Sevilla", "kind": "company", "email": "sevilla@acme.test"},
    }
    made = await client.post(f"/customers/{acme['id']}/relations", json=body)
    assert made.status_code == 201, made.text
    assert (made.json()["label"], made.json()["customer"]["email"]) == ("branch", "sevilla@acme.test")
    assert (await client.get(f"/customers/{made.json()['customer']['id']}")).status_code == 200
    taken = await client.post(f"/customers/{acme['id']}/relations", json=body)
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (409, "/new_customer/emails")


async def test_a_refused_link_leaves_no_sub_customer(home: Home, client: Any) -> None:
    branch = (await types(home, client))["branch"]
    acme, child = await make_customer(client, "Acme"), await make_customer(client, "Child")
    await link(client, acme, branch, child)
    for body in (
        {"type_id": branch["id"], "direction": "incoming", "new_customer": {"name": "Second parent"}},
        {"type_id": acme["id"], "new_customer": {"name": "No such type"}},
        {"type_id": branch["id"], "new_customer": {"name": "Bad", "email": "nonsense"}},
        {"type_id": branch["id"], "new_customer": {"name": ""}},
        {"type_id": branch["id"]},
        {"type_id": branch["id"], "customer_id": acme["id"], "new_customer": {"name": "Both"}},
    ):
        assert (await client.post(f"/customers/{child['id']}/relations", json=body)).status_code in {409, 422}
    assert len((await client.get("/customers")).json()["items"]) == 2


async def test_unlinking_keeps_both_and_tells_both(home: Home, client: Any) -> None:
    known = await types(home, client)
    acme, ana = await make_customer(client, "Acme"), await make_customer(client)
    made = (await link(client, acme, known["employee"], ana)).json()
    assert (await client.delete(f"/relations/{made['id']}")).status_code == 204
    assert (await client.delete(f"/relations/{made['id']}")).status_code == 404
    assert await related(client, acme) == []
    sentences = [
        [
            item["sentence"]
            for item in (await client.get(f"/customers/{who['id']}/timeline", params={"kind": "relation"})).json()[
                "items"
            ]
        ]
        for who in (acme, ana)
    ]
    assert sentences == [
        ["Owner unlinked Ana Ruiz (employee)", "Owner linked Ana Ruiz as employee"],
        ["Owner unlinked Acme (company)", "Owner linked Acme as company"],
    ]


async def test_the_other_end_shows_only_to_those_who_may_see_it(home: Home, elsewhere: Home, client: Any) -> None:
    known = await types(home, client)
    folder = (await client.post("/folders", json={"name": "Board"})).json()
    agent, barred = await home.as_member(*WORKER, visibility="assigned"), await home.as_member(*WORKER)
    async with home.session() as session:
        session.add(
            FolderPermission(workspace_id=home.id, folder_id=folder["id"], member_id=barred.member_id, level="none")
        )
    own = await make_customer(client, "Own", worker_ids=[str(agent.member_id)])
    hidden = await make_customer(client, "Hidden", folder_id=folder["id"])
    made = (await link(client, own, known["employee"], hidden)).json()
    key = await home.as_api_key(WORKER, customer_id=own["id"])
    for outsider in (agent, barred, key):
        assert await related(outsider, own) == []
        assert (await outsider.get(f"/customers/{hidden['id']}/relations")).status_code == 404
        assert (await outsider.delete(f"/relations/{made['id']}")).status_code == 404
        unknown = await link(outsider, own, known["partner"], hidden)
        assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/customer_id")
        items = (await outsider.get(f"/customers/{own['id']}/timeline")).json()["items"]
        assert "Hidden" not in str(items)
        assert "relation.created" not in {item["type"] for item in items}
    assert (await (await elsewhere.as_owner()).delete(f"/relations/{made['id']}")).status_code == 404
    assert await related(client, own) == [("employee", "Hidden")]


async def test_control_without_the_predicate_the_other_end_leaks(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = await types(home, client)
    agent = await home.as_member(*WORKER, visibility="assigned")
    own = await make_customer(client, "Own", worker_ids=[str(agent.member_id)])
    await link(client, own, known["employee"], await make_customer(client, "Hidden"))
    assert await related(agent, own) == []
    monkeypatch.setattr("atrium.records.relations.queries.visible_customers", lambda *_: true())
    assert await related(agent, own) == [("employee", "Hidden")]


async def test_an_agent_sees_the_sub_customer_it_made_and_a_customers_key_makes_none(home: Home, client: Any) -> None:
    known = await types(home, client)
    agent = await home.as_member(*WORKER, visibility="assigned")
    own = await make_customer(agent, "Own")
    body = {"type_id": known["branch"]["id"], "new_customer": {"name": "Branch"}}
    assert (await agent.post(f"/customers/{own['id']}/relations", json=body)).status_code == 201
    assert await related(agent, own) == [("branch", "Branch")]
    key = await home.as_api_key(WORKER, customer_id=own["id"])
    assert (await key.post(f"/customers/{own['id']}/relations", json=body)).status_code == 403
    async with home.session() as session:
        assert await session.scalar(select(func.count()).select_from(Relation)) == 1


async def test_read_only_folders_are_read_only_at_both_ends(home: Home, client: Any) -> None:
    known = await types(home, client)
    folder = (await client.post("/folders", json={"name": "Board"})).json()
    reader = await home.as_member(*WORKER)
    async with home.session() as session:
        session.add(
            FolderPermission(workspace_id=home.id, folder_id=folder["id"], member_id=reader.member_id, level="read")
        )
    locked, free = await make_customer(client, "Locked", folder_id=folder["id"]), await make_customer(client, "Free")
    assert (await link(reader, locked, known["partner"], free)).status_code == 403
    assert (await link(reader, free, known["partner"], locked)).status_code == 403
    made = (await link(client, free, known["partner"], locked)).json()
    assert (await reader.delete(f"/relations/{made['id']}")).status_code == 403
    assert await related(reader, free) == [("partner", "Locked")]


async def test_types_can_be_made_renamed_and_deleted_when_unused(home: Home, client: Any) -> None:
    made = (await client.post("/relation-types", json={"name": "mentor", "inverse_name": "mentee"})).json()
    path = f"/relation-types/{made['id']}"
    assert (await client.post("/relation-types", json={"name": "MENTOR"})).json()["code"] == "name-taken"
    renamed = await client.patch(path, json={"name": "coach"}, headers={"If-Match": '"1"'})
    assert (renamed.json()["name"], renamed.json()["inverse_name"]) == ("coach", "mentee")
    assert (await client.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 412
    for bad in ({"inverse_name": "Coach"}, {"is_tree": True}, {"name": " "}, {"name": None}):
        assert (await client.patch(path, json=bad)).status_code == 422
    ana, ben = await make_customer(client), await make_customer(client, "Ben")
    relation = (await link(client, ana, made, ben)).json()
    assert await related(client, ben) == [("mentee", "Ana Ruiz")]
    assert (await client.delete(path)).json()["code"] == "relation-type-in-use"
    await client.delete(f"/relations/{relation['id']}")
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    twin = (await client.post("/relation-types", json={"name": "twin"})).json()
    assert twin["is_symmetrical"] is True
    assert (await client.patch(f"/relation-types/{twin['id']}", json={"name": "double"})).json()[
        "inverse_name"
    ] == "double"
    assert (
        await client.patch(f"/relation-types/{twin['id']}", json={"name": "a", "inverse_name": "b"})
    ).status_code == 422
    assert (await client.post("/relation-types", json={"name": "peer", "is_tree": True})).json()["errors"][0][
        "pointer"
    ] == "/is_tree"
    reader = await home.as_member(*WORKER)
    assert (await reader.post("/relation-types", json={"name": "x"})).status_code == 403
