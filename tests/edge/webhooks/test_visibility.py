"""An endpoint is told what its owner may see at the time, and not a word more (X1)."""

from typing import Any

import pytest
from tests.edge.webhooks.conftest import Webhooks
from tests.edge.webhooks.receiver import Receiver
from tests.homes import Home
from tests.records.timeline.test_api import make_field

from atrium.edge.events import service as events
from atrium.edge.webhooks.deliveries import payload as payloads
from atrium.kernel.permissions import P
from atrium.records.folders.models import FolderPermission

OWNER = (P.webhooks_read, P.webhooks_write, P.customers_read)


async def hide(home: Home, folder: Any, member_id: Any) -> None:
    async with home.session() as session:
        session.add(FolderPermission(workspace_id=home.id, folder_id=folder["id"], member_id=member_id, level="none"))


async def a_little_of_everything(client: Any, webhooks: Webhooks, home: Home, watcher: Any) -> dict[str, Any]:
    """Customers in an open and a closed folder and one assigned to the watcher, a note, an open and a closed field, a
    tag, a role."""
    await make_field(home, "open_field")
    await make_field(home, "closed_field", viewers=[home.role_ids["owner"]])
    closed = (await client.post("/folders", json={"name": "Vault"})).json()
    await hide(home, closed, watcher.member_id)
    made = {
        "open": await webhooks.customer(client, "Open", custom_fields={"open_field": "seen", "closed_field": "hidden"}),
        "closed": await webhooks.customer(client, "Closed", folder_id=closed["id"]),
        "assigned": await webhooks.customer(client, "Assigned", worker_ids=[str(watcher.member_id)]),
    }
    for customer in made.values():
        await client.post(f"/customers/{customer['id']}/notes", json={"body": f"Note about {customer['name']}"})
        await client.patch(
            f"/customers/{customer['id']}", json={"custom_fields": {"open_field": "a", "closed_field": "b"}}
        )
    await webhooks.settle()
    await client.patch(f"/customers/{made['open']['id']}", json={"custom_fields": {"closed_field": "only"}})
    await client.post("/tags", json={"name": "VIP"})
    await client.post("/roles", json={"name": "Support", "permissions": []})
    return made


MATRIX = [
    pytest.param("all", (), {"Open", "Assigned"}, False, False, id="all"),
    pytest.param("all", (P.notes_read,), {"Open", "Assigned"}, True, False, id="all with notes"),
    pytest.param("assigned", (P.notes_read,), {"Assigned"}, True, False, id="assigned"),
    pytest.param("folders", (), {"Assigned"}, False, False, id="folders"),
    pytest.param("all", (P.audit_read,), {"Open", "Assigned"}, False, True, id="all with the audit log"),
]


@pytest.mark.parametrize(("visibility", "more", "names", "notes", "audit"), MATRIX)
async def test_the_matrix(
    home: Home,
    client: Any,
    webhooks: Webhooks,
    receiver: Receiver,
    visibility: str,
    more: Any,
    names: set[str],
    notes: bool,
    audit: bool,
) -> None:
    watcher = await home.as_member(*OWNER, *more, P.events_read, visibility=visibility)
    endpoint = await webhooks.add(watcher, receiver.url, "*")
    await a_little_of_everything(client, webhooks, home, watcher)
    await webhooks.run()
    told = [call.verified(endpoint["secret"]) for call in receiver.calls]
    assert {payload["data"]["customer"]["name"] for payload in told if payload["data"]["customer"]} == names
    assert any(payload["type"].startswith("note.") for payload in told) is notes
    assert {"tag.created", "role.created"} <= set(receiver.types) or not audit
    assert audit or not {"tag.created", "role.created", "member.joined"} & set(receiver.types)
    everything = b"".join(call.body for call in receiver.calls)
    assert b"closed_field" not in everything
    assert b'"Closed"' not in everything
    assert (b'"open_field":"a"' in everything) is ("Open" in names or "Assigned" in names)
    withheld = await webhooks.log(watcher, endpoint, state="withheld")
    assert len(withheld) + len(told) == len(await webhooks.log(watcher, endpoint))
    # The same through GET /events: the same events and not one other.
    polled = (await watcher.get("/events", params={"limit": 200})).json()["items"]
    assert {item["id"] for item in polled} == {payload["data"]["id"] for payload in told}
    assert "closed_field" not in str(polled)


async def test_control_without_redaction_everything_leaks(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def naive(_ctx: Any, rows: Any) -> Any:
        return [events.event_out(row) for row in rows]

    monkeypatch.setattr(payloads, "render", naive)
    watcher = await home.as_member(*OWNER, visibility="assigned")
    await webhooks.add(watcher, receiver.url, "*")
    await a_little_of_everything(client, webhooks, home, watcher)
    await webhooks.run()
    everything = b"".join(call.body for call in receiver.calls)
    assert b"closed_field" in everything
    assert b'"Closed"' in everything


async def test_rights_count_when_it_is_sent(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, superuser: Any
) -> None:
    watcher = await home.as_member(*OWNER)
    endpoint = await webhooks.add(watcher, receiver.url)
    folder = (await client.post("/folders", json={"name": "Later closed"})).json()
    await webhooks.customer(client, "Ana", folder_id=folder["id"])
    await hide(home, folder, watcher.member_id)
    assert await webhooks.run() == 1
    assert receiver.calls == []
    (delivery,) = await webhooks.log(client, endpoint)
    assert delivery["state"] == "withheld"
    await superuser.execute("DELETE FROM folder_permissions WHERE workspace_id = $1", home.id)
    assert (
        await client.post(f"/webhook-endpoints/{endpoint['id']}/deliveries/{delivery['id']}/redeliver")
    ).status_code == 202
    await webhooks.run()
    assert receiver.types == ["customer.created"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE members SET state = 'suspended' WHERE id = $1", "owner_gone"),
        (
            "UPDATE roles SET permissions = '{customers:read}' WHERE id = (SELECT role_id FROM members WHERE id = $1)",
            "owner_not_allowed",
        ),
    ],
)
async def test_it_pauses_when_its_owner_may_no_longer_have_it(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, superuser: Any, statement: str, reason: str
) -> None:
    watcher = await home.as_member(*OWNER)
    endpoint = await webhooks.add(watcher, receiver.url)
    await webhooks.customer(client, "Waits")
    await superuser.execute(statement, watcher.member_id)
    await webhooks.run()
    shown = await webhooks.get(client, endpoint)
    assert (shown["state"], shown["disabled_reason"], receiver.calls) == ("disabled", reason, [])
    assert (await client.post(f"/webhook-endpoints/{endpoint['id']}/test", json={})).status_code == 202
    assert await webhooks.run() == 1, "a test does not come back for ever"
    assert (await webhooks.log(client, endpoint, state="failed"))[0]["event_type"] == "webhook_endpoint.tested"
    assert [item["state"] for item in await webhooks.log(client, endpoint, event_type="customer.created")] == ["queued"]
    # Whoever enables it takes it over, and what waited goes out.
    enabled = (await client.post(f"/webhook-endpoints/{endpoint['id']}/enable")).json()
    assert (enabled["state"], enabled["owner"]["id"]) == ("enabled", str(home.owner_id))
    await webhooks.run()
    assert receiver.types == ["customer.created"]


async def test_a_keys_endpoint_reads_no_more_than_the_key(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver
) -> None:
    await webhooks.add(await home.as_api_key([P.webhooks_write]), receiver.url, "*")
    await webhooks.customer(client)
    await client.post("/tags", json={"name": "VIP"})
    await webhooks.run()
    assert receiver.calls == []
    await webhooks.add(await home.as_api_key([P.webhooks_write, P.customers_read]), receiver.url, "*")
    await webhooks.customer(client)
    await client.post("/tags", json={"name": "Gold"})
    await webhooks.run()
    assert receiver.types == ["customer.created"], "the control: with the scope it is told"
