import asyncio
from typing import Any

from tests.homes import Home

from atrium.kernel.permissions import P


async def test_by_external_id_creates_then_changes_then_does_nothing(client: Any) -> None:
    created = await client.put("/customers/by/hubspot/991", json={"name": "Ana", "location": "Madrid"})
    assert (created.status_code, created.json()["external_ids"]) == (201, {"hubspot": "991"})
    changed = await client.put("/customers/by/hubspot/991", json={"name": "Ana", "location": "Sevilla"})
    assert (changed.status_code, changed.json()["id"], changed.json()["location"]) == (
        200,
        created.json()["id"],
        "Sevilla",
    )
    again = await client.put("/customers/by/hubspot/991", json={"name": "Ana", "location": "Sevilla"})
    assert (again.status_code, again.headers["etag"]) == (200, changed.headers["etag"])


async def test_by_email(client: Any) -> None:
    created = await client.put("/customers/by/email/Ana@X.test", json={"name": "Ana"})
    assert (created.status_code, created.json()["email"]) == (201, "ana@x.test")
    assert (await client.put("/customers/by/email/ana@x.test", json={"location": "Madrid"})).status_code == 200
    assert (await client.put("/customers/by/email/nobody", json={"name": "x"})).status_code == 422
    assert (await client.put("/customers/by/crm/5", json={"location": "x"})).json()["errors"][0]["pointer"] == "/name"


async def test_at_once_make_one_customer(home: Home, client: Any) -> None:
    answers = await asyncio.gather(*(client.put("/customers/by/crm/7", json={"name": "Ana"}) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.json()["id"] for answer in answers}) == 1


async def test_someone_elses_customer_is_out_of_reach(home: Home, client: Any) -> None:
    await client.put("/customers/by/crm/7", json={"name": "Ana"})
    agent = await home.as_member(P.customers_read, P.customers_write, visibility="assigned")
    assert (await agent.put("/customers/by/crm/7", json={"name": "Mine"})).status_code == 404
