"""The queue of deliveries: nothing lost, nobody stalled by another."""

import asyncio
import time
from typing import Any

import pytest
from tests.conftest import counting_statements, drain
from tests.edge.webhooks.conftest import Webhooks
from tests.edge.webhooks.receiver import Receiver, receiving, send_due
from tests.homes import Home

from atrium.edge.webhooks.deliveries import jobs, queries
from atrium.kernel.system import system_transaction


async def test_a_receiver_that_was_down_gets_everything(client: Any, webhooks: Webhooks) -> None:
    async with receiving() as gone:
        port = gone.port
    endpoint = await webhooks.add(client, f"http://127.0.0.1:{port}/hook")
    names = [f"Customer {number}" for number in range(12)]
    for name in names:
        await webhooks.customer(client, name)
    await webhooks.run()
    for _ in range(2):
        await webhooks.make_due()
        await webhooks.run()
    assert {delivery["state"] for delivery in await webhooks.log(client, endpoint)} == {"queued"}
    async with receiving(port) as back:
        await webhooks.make_due()
        await webhooks.run()
        assert sorted(call.verified(endpoint["secret"])["data"]["customer"]["name"] for call in back.calls) == sorted(
            names
        )
    assert {delivery["state"] for delivery in await webhooks.log(client, endpoint)} == {"delivered"}


async def test_an_endpoint_deleted_while_it_is_called(
    client: Any, webhooks: Webhooks, receiver: Receiver, superuser: Any
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.delay = 0.5
    await webhooks.customer(client)
    await drain()
    sending = asyncio.create_task(send_due())
    await receiver.called.wait()
    assert (await client.delete(f"/webhook-endpoints/{endpoint['id']}")).status_code == 204
    assert await sending == 1
    assert (
        await superuser.fetchval("SELECT count(*) FROM webhook_deliveries WHERE workspace_id = $1", webhooks.home.id)
        == 0
    )
    await webhooks.customer(client)
    assert await webhooks.run() == 0


async def test_a_disabled_endpoint_goes_on_where_it_was(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    path = f"/webhook-endpoints/{endpoint['id']}"
    await webhooks.customer(client, "Waits")
    await drain()
    assert (await client.post(f"{path}/disable")).json()["disabled_reason"] == "manual"
    await webhooks.customer(client, "Unheard")
    assert await webhooks.run() == 0
    assert (await client.post(f"{path}/enable")).json()["state"] == "enabled"
    assert await webhooks.run() == 1
    assert receiver.calls[0].payload["data"]["customer"]["name"] == "Waits"


async def test_a_slow_endpoint_stalls_no_other(client: Any, webhooks: Webhooks, record_property: Any) -> None:
    async with receiving() as slow, receiving() as quick:
        slow.hold = asyncio.Event()
        await webhooks.add(client, slow.url)
        await webhooks.add(client, quick.url)
        for number in range(20):
            await webhooks.customer(client, f"Customer {number}")
        await drain()
        sender, started = jobs.Sender(), time.monotonic()
        while len(quick.calls) < 20 and time.monotonic() < started + 14:
            await sender.look()
        record_property(
            "figures slow endpoint", {"others_delivered": len(quick.calls), "slow_calls_held": len(slow.calls)}
        )
        assert (len(quick.calls), len(slow.calls)) == (20, jobs.AT_ONCE)
        slow.hold.set()
        await asyncio.gather(*sender.calls)


async def test_control_a_shared_queue_stalls(client: Any, webhooks: Webhooks, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many slots, in the order of one queue, as the kernel's own claim takes them."""
    from atrium.edge.webhooks.deliveries.models import WebhookDelivery
    from atrium.kernel.leases import claim as in_order

    async with receiving() as slow, receiving() as quick:
        slow.hold = asyncio.Event()
        await webhooks.add(client, slow.url)
        for number in range(12):
            await webhooks.customer(client, f"Customer {number}")
        await drain()
        await webhooks.add(client, quick.url)
        await webhooks.customer(client, "Last")
        await drain()

        async def naive(session: Any, most: int, _at_once: int, lease_seconds: float) -> list[Any]:
            return await in_order(session, WebhookDelivery, most, lease_seconds)

        monkeypatch.setattr(queries, "claim", naive)
        monkeypatch.setattr(jobs, "SLOTS", 8)
        sender, started = jobs.Sender(), time.monotonic()
        while time.monotonic() < started + 2:
            await sender.look()
        assert (len(slow.calls), quick.calls) == (8, [])
        slow.hold.set()
        await asyncio.gather(*sender.calls)


async def test_a_failing_endpoint_is_called_one_by_one(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    await webhooks.add(client, receiver.url)
    receiver.answers(500)
    for number in range(9):
        await webhooks.customer(client, f"Customer {number}")
    await webhooks.run()
    receiver.most_at_once, receiver.delay = 0, 0.05
    await webhooks.make_due()
    await webhooks.run()
    assert receiver.most_at_once == 1


async def test_two_claims_share_one_allowance_and_a_dead_workers_call_is_due_again(
    home: Home, client: Any, webhooks: Webhooks, superuser: Any
) -> None:
    async with receiving() as receiver:
        await webhooks.add(client, receiver.url)
        for number in range(10):
            await webhooks.customer(client, f"Customer {number}")
        await drain()

        async def claimed() -> list[Any]:
            async with system_transaction() as session:
                return await queries.claim(session, 50, 4, 60)

        first, second = await asyncio.gather(claimed(), claimed())
        assert sorted([len(first), len(second)]) == [0, 4]
        # Whoever leased them died: nothing was sent, and after the lease they are due again.
        await superuser.execute(
            "UPDATE webhook_deliveries SET due_at = now() WHERE workspace_id = $1 AND state = 'running'", home.id
        )
        assert await send_due() == 10
        # The dead worker comes back and is fenced off: its outcome counts for nothing.
        await jobs.deliver((first or second)[0])
        assert await superuser.fetchval("SELECT count(*) FROM webhook_attempts WHERE workspace_id = $1", home.id) == 10


async def test_recording_costs_the_same_for_many_endpoints(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    for _ in range(6):
        await webhooks.add(client, receiver.url, "tag.created")
    await webhooks.add(client, receiver.url, "customer.created")
    await webhooks.customer(client)
    await webhooks.settle()
    with counting_statements() as statements:
        await drain()
    assert len([line for line in statements if "webhook" in line]) == 2, statements
