from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from tests.homes import Home

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Unmet
from atrium.kernel.permissions import P
from atrium.kernel.schedules import TASKS
from atrium.records.customers.profile import declared


async def make(client: Any, **body: Any) -> Any:
    answer = await client.post("/customers", json={"name": "Ana", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.fixture
def with_open_ticket() -> Iterator[set[UUID]]:
    """Stands for the tickets slice: customers in the set have an open ticket."""
    busy: set[UUID] = set()

    async def tickets(_ctx: Ctx, customer_ids: Sequence[UUID]) -> dict[UUID, list[Unmet]]:
        return {
            customer_id: [Unmet(code="has_open_tickets", message="1 ticket is open.")]
            for customer_id in customer_ids
            if customer_id in busy
        }

    declared.BLOCKERS.append(tickets)
    yield busy
    declared.BLOCKERS.remove(tickets)


async def test_deleted_customers_can_be_restored(client: Any) -> None:
    made = await make(client, email="ana@x.test")
    assert (await client.get(f"/customers/{made['id']}/deletion-plan")).json()["allowed"] is True
    assert (await client.delete(f"/customers/{made['id']}")).status_code == 204
    assert (await client.get(f"/customers/{made['id']}")).status_code == 404
    assert (await client.get("/customers", params={"q": "ana"})).json()["items"] == []
    trash = (await client.get("/customers", params={"trashed": True})).json()["items"]
    assert [item["id"] for item in trash] == [made["id"]]
    restored = await client.post(f"/customers/{made['id']}/restore")
    assert (restored.status_code, restored.json()["email"], restored.json()["deleted_at"]) == (200, "ana@x.test", None)
    assert (await client.post(f"/customers/{made['id']}/restore")).status_code == 409


async def test_an_address_taken_meanwhile_stands_in_the_way(client: Any) -> None:
    made = await make(client, email="ana@x.test")
    await client.delete(f"/customers/{made['id']}")
    other = await make(client, name="Anna", email="ana@x.test")
    answer = await client.post(f"/customers/{made['id']}/restore")
    assert (answer.status_code, answer.json()["existing_id"]) == (409, other["id"])


async def test_a_blocker_refuses_and_says_why(client: Any, with_open_ticket: set[UUID]) -> None:
    made = await make(client)
    with_open_ticket.add(UUID(made["id"]))
    plan = (await client.get(f"/customers/{made['id']}/deletion-plan")).json()
    assert (plan["allowed"], plan["blockers"][0]["code"]) == (False, "has_open_tickets")
    answer = await client.delete(f"/customers/{made['id']}")
    assert (answer.status_code, answer.json()["code"], answer.json()["unmet"][0]["code"]) == (
        409,
        "customer-blocked",
        "has_open_tickets",
    )
    assert (await client.get(f"/customers/{made['id']}")).status_code == 200


async def test_what_is_too_old_is_purged(client: Any, superuser: Any) -> None:
    old, young = await make(client), await make(client, name="Young")
    for made in (old, young):
        await client.delete(f"/customers/{made['id']}")
    await superuser.execute("UPDATE customers SET deleted_at = now() - interval '31 days' WHERE id = $1", old["id"])
    await TASKS["purge the trash"][0]()
    assert [item["id"] for item in (await client.get("/customers", params={"trashed": True})).json()["items"]] == [
        young["id"]
    ]
    assert await superuser.fetchval("SELECT count(*) FROM customer_search WHERE customer_id = $1", old["id"]) == 0


async def test_purging_by_hand_needs_the_trash_and_the_permission(home: Home, client: Any) -> None:
    made = await make(client)
    assert (await client.delete(f"/customers/{made['id']}/purge")).status_code == 409
    await client.delete(f"/customers/{made['id']}")
    writer = await home.as_member(P.customers_read, P.customers_write)
    assert (await writer.delete(f"/customers/{made['id']}/purge")).status_code == 403
    assert (await client.delete(f"/customers/{made['id']}/purge")).status_code == 204
    assert (await client.delete(f"/customers/{made['id']}/purge")).status_code == 404
