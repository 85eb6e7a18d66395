"""What a workspace has counted besides tool calls: in the transaction of the effect, for the customer concerned,
once."""

from typing import Any
from uuid import UUID

from tests.billing.features.test_entitlements import make_customer
from tests.conftest import drain
from tests.edge.automations.factory import make, note, on, settle
from tests.homes import Home

from atrium.billing.quotas.service import meter, meter_event
from atrium.kernel.ids import uuid7


async def usage(client: Any, customer: str) -> dict[str, int]:
    answer = await client.get(f"/customers/{customer}/usage")
    assert answer.status_code == 200, answer.text
    return {item["metric"]: item["used"] for item in answer.json()["items"]}


async def count_these(client: Any, *metrics: str) -> None:
    assert (await client.put("/metering", json={"metrics": list(metrics)})).json() == {"metrics": list(metrics)}


async def test_calls_with_a_customers_key_are_counted_if_the_workspace_wants_that(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    key = await home.as_api_key(customer_id=UUID(customer))
    assert (await key.get(f"/customers/{customer}")).status_code == 200
    assert await usage(client, customer) == {}
    await count_these(client, "api_calls")
    assert await usage(client, customer) == {"api_calls": 0}, "what came before was not counted"
    assert (await key.get(f"/customers/{customer}")).status_code == 200
    assert (await key.get(f"/customers/{uuid7()}")).status_code == 404
    note = {"json": {"body": "Hello"}, "headers": {"Idempotency-Key": "once"}}
    for _ in range(2):
        assert (await key.post(f"/customers/{customer}/notes", **note)).status_code == 201
    assert await usage(client, customer) == {"api_calls": 2}, "neither refusals nor repetitions nor members' calls"


async def test_steps_of_automations_are_counted(client: Any) -> None:
    await count_these(client, "automation_steps")
    await make(client, note("note_1"), note("note_2"), trigger=on("customer.created"))
    customer = await make_customer(client)
    await settle()
    assert await usage(client, customer) == {"automation_steps": 2}


async def test_a_key_counts_once_and_only_what_commits(home: Home, client: Any) -> None:
    await count_these(client, "webhooks")
    customer = await make_customer(client)
    for keys in (["a", "b"], ["b", "c"]):
        async with home.ctx() as ctx:
            await meter(ctx, "webhooks", [(UUID(customer), key) for key in keys])
    async with home.ctx() as ctx:
        part = await ctx.session.begin_nested()
        await meter(ctx, "webhooks", [(UUID(customer), "d")])
        await part.rollback()
    assert await usage(client, customer) == {"webhooks": 3}


async def test_an_event_tells_whose_webhook_it_is(home: Home, client: Any, superuser: Any) -> None:
    await count_these(client, "webhooks")
    customer = await make_customer(client)
    await drain()
    event = await superuser.fetchval("SELECT id FROM events WHERE customer_id = $1 LIMIT 1", UUID(customer))
    async with home.ctx() as ctx:
        await meter_event(ctx, "webhooks", event, "attempt")
    assert await usage(client, customer) == {"webhooks": 1}


async def test_only_what_can_be_counted(client: Any) -> None:
    assert (await client.put("/metering", json={"metrics": ["sighs"]})).status_code == 422
    seen = (await client.get("/metering")).headers["etag"]
    await count_these(client, "webhooks")
    assert (await client.put("/metering", json={"metrics": []}, headers={"If-Match": seen})).status_code == 412
