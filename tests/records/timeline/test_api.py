from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, true
from sqlalchemy.dialects.postgresql import JSONB
from tests.conftest import counting_statements, drain
from tests.homes import Home

from atrium.kernel import kept
from atrium.kernel.authentication import context_from
from atrium.kernel.events import EventRow
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings
from atrium.records.custom_fields.fields.models import CustomField, CustomFieldRole
from atrium.records.folders.models import FolderPermission
from atrium.records.timeline.telling import redact

READER = (P.customers_read, P.timeline_read, P.notes_read)


async def make(client: Any, path: str, **body: Any) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def change(client: Any, customer: Any, **body: Any) -> None:
    answer = await client.patch(f"/customers/{customer['id']}", json=body)
    assert answer.status_code == 200, answer.text


async def read(client: Any, customer: Any, **params: Any) -> list[Any]:
    answer = await client.get(f"/customers/{customer['id']}/timeline", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def read_pages(client: Any, customer: Any, limit: int, **params: Any) -> list[list[Any]]:
    pages: list[list[Any]] = []
    cursor = None
    while True:
        given = {"limit": limit, **params, **({"cursor": cursor} if cursor else {})}
        page = (await client.get(f"/customers/{customer['id']}/timeline", params=given)).json()
        pages.append(page["items"])
        cursor = page["next_cursor"]
        if cursor is None:
            return pages


async def make_field(home: Home, key: str, type_: str = "text", viewers: list[UUID] | None = None) -> None:
    """A custom field; ``viewers``: only these roles."""
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


async def settle(home: Home, superuser: Any) -> None:
    """End every open sitting, so that the next edit is an event of its own."""
    await superuser.execute(
        "UPDATE events SET dispatch_after = now() - interval '1 second' WHERE workspace_id = $1", home.id
    )
    await drain()


async def test_the_documented_shape_with_names_for_ids(home: Home, client: Any) -> None:
    leads, active = await make(client, "/folders", name="Leads"), await make(client, "/folders", name="Active")
    new = await make(client, f"/folders/{leads['id']}/statuses", name="Newcomer", category="open")
    hot = await make(client, f"/folders/{leads['id']}/statuses", name="Hot", category="open")
    noa = await home.as_member(*READER, name="Noa")
    customer = await make(client, "/customers", name="Ana", folder_id=leads["id"], status_id=new["id"])
    await change(client, customer, status_id=hot["id"])
    await change(client, customer, owner_id=str(noa.member_id))
    await change(client, customer, folder_id=active["id"])
    items = await read(client, customer)
    assert [item["type"] for item in items] == [
        "customer.folder_changed",
        "customer.updated",
        "customer.status_changed",
        "customer.created",
    ]
    status = items[2]
    assert status["actor"] == {"type": "member", "id": str(home.owner_id), "name": "Owner"}
    assert (status["kind"], status["data"]) == ("status", {"status_id": hot["id"]})
    assert status["changes"]["status_id"] == {
        "before": new["id"],
        "after": hot["id"],
        "label": "status",
        "before_text": "Newcomer",
        "after_text": "Hot",
    }
    assert [item["sentence"] for item in items[1:]] == [
        "Owner set owner to Noa",
        "Owner changed status from Newcomer to Hot",
        "Owner created the customer “Ana”",
    ]
    assert items[0]["sentence"].startswith("Owner changed folder from Leads to Active")
    assert status["occurred_at"].endswith("Z")


async def test_tags_workers_and_plain_values_read_well(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER, name="Noa")
    vip, gold = await make(client, "/tags", name="VIP"), await make(client, "/tags", name="Gold")
    customer = await make(client, "/customers", name="Ana", location="Madrid")
    await client.post(f"/customers/{customer['id']}/tags", json={"tag_ids": [vip["id"], gold["id"]]})
    await client.delete(f"/tags/{gold['id']}")
    await client.put(f"/customers/{customer['id']}/workers", json={"worker_ids": [str(noa.member_id)]})
    await change(
        client,
        customer,
        location=None,
        emails=[{"address": "ana@x.test", "label": "work"}],
        external_ids={"hubspot": "991"},
    )
    items = await read(client, customer)
    sentences = {item["type"]: item["sentence"] for item in items}
    assert "Noa" in sentences["customer.assigned"]
    assert "VIP" in sentences["customer.tagged"]
    assert "Gold" not in str(items)
    changes = next(item["changes"] for item in items if item["type"] == "customer.updated")
    assert (changes["location"]["before_text"], changes["location"]["after_text"]) == ("Madrid", None)
    assert changes["emails"]["after_text"] == "ana@x.test"
    assert changes["external_ids.hubspot"]["label"] == "hubspot"


async def test_filters_by_kind_and_type_and_bad_parameters(client: Any) -> None:
    customer = await make(client, "/customers", name="Ana")
    await make(client, f"/customers/{customer['id']}/notes", body="one")
    await change(client, customer, name="Anna")
    assert [item["type"] for item in await read(client, customer, kind="note")] == ["note.created"]
    assert [item["type"] for item in await read(client, customer, kind=["note", "field"])] == [
        "customer.updated",
        "note.created",
    ]
    assert [item["type"] for item in await read(client, customer, type="customer.created")] == ["customer.created"]
    assert await read(client, customer, kind="note", type="customer.created") == []
    path = f"/customers/{customer['id']}/timeline"
    first = (await client.get(path, params={"limit": 1})).json()["next_cursor"]
    for bad in (
        {"kind": "gossip"},
        {"type": "customer.sneezed"},
        {"type": "a\x00"},
        {"limit": 0},
        {"cursor": "x"},
        {"cursor": first, "kind": "note"},
        {"sort": "id"},
    ):
        assert (await client.get(path, params=bad)).status_code == 422


async def test_a_page_costs_five_statements_however_long(home: Home, client: Any) -> None:
    folders = [await make(client, "/folders", name=f"F{number}") for number in range(6)]
    tag = await make(client, "/tags", name="VIP")
    customer = await make(client, "/customers", name="Ana")
    for folder in folders:
        await change(client, customer, folder_id=folder["id"])
    await client.post(f"/customers/{customer['id']}/tags", json={"tag_ids": [tag["id"]]})
    with counting_statements() as statements:
        assert len(await read(client, customer)) == 8
    assert len(statements) == 5, statements  # who, customer, fields, events, names


async def test_hidden_fields_are_left_out_and_pages_still_fill(home: Home, client: Any, superuser: Any) -> None:
    reader = await home.as_member(*READER)
    await make_field(home, "open")
    await make_field(home, "salary", viewers=[])
    customer = await make(client, "/customers", name="Ana", custom_fields={"salary": "10"})
    for number in range(6):
        await change(client, customer, custom_fields={"salary": f"secret {number}"})
        await settle(home, superuser)
        if number % 2:
            await change(client, customer, custom_fields={"salary": f"hidden {number}", "open": f"shown {number}"})
            await settle(home, superuser)
    assert len(await read(client, customer)) == 10
    pages = await read_pages(reader, customer, 2)
    assert [len(page) for page in pages] == [2, 2]
    items = [item for page in pages for item in page]
    assert [list(item["changes"]) for item in items] == [["custom_fields.open"]] * 3 + [[]]
    for trace in ("salary", "secret", "hidden"):
        assert trace not in str(items).lower()
    assert items[0]["sentence"] == "Owner changed Open from shown 3 to shown 5"


async def test_archiving_a_field_hides_its_history(home: Home, client: Any, superuser: Any) -> None:
    await make_field(home, "salary")
    customer = await make(client, "/customers", name="Ana")
    await change(client, customer, custom_fields={"salary": "10"})
    assert "salary" in str(await read(client, customer))
    await superuser.execute("UPDATE custom_fields SET archived_at = now() WHERE workspace_id = $1", home.id)
    assert "salary" not in str(await read(client, customer))


async def test_an_edit_taken_back_leaves_no_line(client: Any) -> None:
    customer = await make(client, "/customers", name="Ana")
    await change(client, customer, name="Anna")
    await change(client, customer, name="Ana")
    assert [item["type"] for item in await read(client, customer)] == ["customer.created"]


async def test_notes_need_their_permission(home: Home, client: Any) -> None:
    customer = await make(client, "/customers", name="Ana")
    await make(client, f"/customers/{customer['id']}/notes", body="secret note")
    blind = await home.as_member(P.customers_read, P.timeline_read)
    assert "secret note" not in str(await read(blind, customer))
    assert await read(blind, customer, kind="note") == []
    assert len(await read(blind, customer)) == 1
    assert (
        await (await home.as_member(P.customers_read)).get(f"/customers/{customer['id']}/timeline")
    ).status_code == 403


async def test_who_does_not_see_the_customer_sees_no_timeline(home: Home, elsewhere: Home, client: Any) -> None:
    folder = await make(client, "/folders", name="Board")
    customer = await make(client, "/customers", name="Ana", folder_id=folder["id"])
    own = await make(client, "/customers", name="Own")
    barred = await home.as_member(*READER)
    async with home.session() as session:
        session.add(
            FolderPermission(workspace_id=home.id, folder_id=folder["id"], member_id=barred.member_id, level="none")
        )
    outsiders = (
        await home.as_member(*READER, visibility="assigned"),
        barred,
        await home.as_api_key(READER, customer_id=own["id"]),
        await elsewhere.as_owner(),
    )
    for outsider in outsiders:
        assert (await outsider.get(f"/customers/{customer['id']}/timeline")).status_code == 404


async def test_a_hidden_folder_leaves_no_trace(home: Home, client: Any) -> None:
    board, leads = await make(client, "/folders", name="Board"), await make(client, "/folders", name="Leads")
    await make(client, f"/folders/{board['id']}/statuses", name="Doomed", category="open", is_default=True)
    reader = await home.as_member(*READER)
    customer = await make(client, "/customers", name="Ana", folder_id=board["id"])
    await change(client, customer, folder_id=leads["id"])
    assert "Board" in str(await read(reader, customer))
    async with home.session() as session:
        session.add(
            FolderPermission(workspace_id=home.id, folder_id=board["id"], member_id=reader.member_id, level="none")
        )
    seen = str(await read(reader, customer))
    assert "Leads" in seen
    for trace in ("Board", "Doomed", board["id"]):
        assert trace not in seen


async def scenario(home: Home, client: Any, superuser: Any) -> tuple[Any, Any]:
    """A customer with every sort of event, and an agent who may see only part of them."""
    role_id = await home.make_role(P.customers_read, P.timeline_read)
    agent = await home._browser(await home.make_member(role_id, visibility="assigned"))
    await make_field(home, "open")
    await make_field(home, "salary", viewers=[home.role_ids["owner"]])
    partner = await make(client, "/relation-types", name="partner")
    mine = [str(agent.member_id)]
    customer, known = (
        await make(client, "/customers", name="Ana", worker_ids=mine),
        await make(client, "/customers", name="Known", worker_ids=mine),
    )
    hidden = await make(client, "/customers", name="Hidden")
    await make(client, f"/customers/{customer['id']}/notes", body="secret note")
    for other in (known, hidden):
        await make(client, f"/customers/{customer['id']}/relations", type_id=partner["id"], customer_id=other["id"])
    for values in ({"salary": "1"}, {"open": "1"}, {"salary": "2", "open": "2"}, {"salary": "3"}):
        await change(client, customer, custom_fields=values)
        await settle(home, superuser)
    return customer, agent


async def redacted(home: Home, member_id: UUID, customer: Any) -> list[EventRow]:
    async with home.session() as session:
        ctx = context_from(
            await session.scalar(select(func.rights_of_member(home.id, member_id, type_=JSONB))), session
        )
        rows = (
            await session.scalars(
                select(EventRow).where(EventRow.customer_id == UUID(customer["id"])).order_by(EventRow.id.desc())
            )
        ).all()
        return await redact(ctx, rows)


async def test_the_page_in_sql_and_redact_agree(home: Home, client: Any, superuser: Any) -> None:
    customer, agent = await scenario(home, client, superuser)
    for member_id, reader in ((agent.member_id, agent), (home.owner_id, client)):
        shown = await redacted(home, member_id, customer)
        pages = await read_pages(reader, customer, 3)
        assert [len(page) for page in pages[:-1]] == [3] * (len(pages) - 1)
        items = [item for page in pages for item in page]
        assert [item["id"] for item in items] == [str(row.id) for row in shown]
        assert [sorted(item["changes"]) for item in items] == [sorted(row.changes) for row in shown]
        assert [item["data"] for item in items] == [row.data for row in shown]


async def test_the_agent_sees_exactly_its_part(home: Home, client: Any, superuser: Any) -> None:
    customer, agent = await scenario(home, client, superuser)
    items = await read(agent, customer)
    assert [item["type"] for item in items] == [
        "customer.updated",
        "customer.updated",
        "relation.created",
        "customer.assigned",
        "customer.created",
    ]
    assert items[2]["sentence"] == "Owner linked Known as partner"
    for trace in ("Hidden", "salary", "Salary", "secret"):
        assert trace not in str(items)
    assert len(await read(client, customer)) == 9


async def test_control_without_redaction_the_secrets_leak(
    home: Home, client: Any, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, agent = await scenario(home, client, superuser)

    async def everything(_ctx: Any, events: Any, **_: Any) -> Any:
        return list(events)

    monkeypatch.setattr(settings(), "hot_reads", False)
    monkeypatch.setattr("atrium.records.timeline.telling.redact", everything)
    assert "salary" in str(await read(agent, customer))
    assert "Hidden" not in str(await read(agent, customer))
    monkeypatch.setattr("atrium.records.timeline.queries._has_visible_part", lambda _fields: true())
    monkeypatch.setattr("atrium.records.timeline.queries._sees_other_customer", lambda _ctx: true())
    monkeypatch.setattr("atrium.records.timeline.queries.hidden_types", lambda _ctx: set())
    kept.forget()
    leaked = str(await read(agent, customer))
    assert "secret note" in leaked
    assert len(await read(agent, customer)) == 9
    kept.forget()


async def test_redact_changes_no_stored_event(home: Home, client: Any, superuser: Any) -> None:
    customer, agent = await scenario(home, client, superuser)
    query = "SELECT count(*) FROM events WHERE workspace_id = $1 AND changes ? 'custom_fields.salary'"
    before = await superuser.fetchval(query, home.id)
    await redacted(home, agent.member_id, customer)
    await read(agent, customer)
    assert before == await superuser.fetchval(query, home.id) == 3


async def test_the_audit_log_hides_the_same(home: Home, client: Any, superuser: Any) -> None:
    await scenario(home, client, superuser)
    everything = str((await client.get("/audit", params={"limit": 200})).json()["items"])
    assert all(trace in everything for trace in ("custom_fields.salary", "secret note"))
    auditor = await home.as_member(P.customers_read, P.audit_read)
    answer = await auditor.get("/audit", params={"limit": 200})
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert {"customer.updated", "relation.created"} <= {item["type"] for item in items}
    for trace in ("custom_fields.salary", "secret note"):
        assert trace not in str(items)
