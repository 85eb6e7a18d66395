"""The log of deliveries, tests, and sending again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.conftest import counting_statements, drain
from tests.edge.webhooks.conftest import Webhooks
from tests.edge.webhooks.receiver import Receiver
from tests.homes import Home

from atrium.edge.webhooks.deliveries import jobs
from atrium.kernel.permissions import P


async def replay(client: Any, endpoint: Any, **body: Any) -> Any:
    since = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    answer = await client.post(f"/webhook-endpoints/{endpoint['id']}/replay", json={"since": since, **body})
    assert answer.status_code == 202, answer.text
    await drain()
    job = (await client.get(f"/jobs/{answer.json()['job_id']}")).json()
    assert job["state"] == "succeeded", job
    return job


async def test_a_test_is_sent_once_and_counts_for_nothing(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    path = f"/webhook-endpoints/{endpoint['id']}"
    receiver.answers(500, b"not yet")
    assert (await client.post(f"{path}/test", json={})).json()["event_type"] == "webhook_endpoint.tested"
    assert await webhooks.run() == 1
    assert receiver.calls[0].verified(endpoint["secret"])["data"]["data"] == {"url": receiver.url}
    (delivery,) = await webhooks.log(client, endpoint)
    assert (delivery["state"], delivery["event_id"], (await webhooks.get(client, endpoint))["failing_since"]) == (
        "failed",
        None,
        None,
    )
    await client.post(f"{path}/disable")
    receiver.answers(200)
    assert (await client.post(f"{path}/test", json={"event_type": "customer.tagged"})).status_code == 202
    await webhooks.run()
    payload = receiver.calls[1].payload
    assert (payload["type"], payload["data"]["customer"]["name"]) == ("customer.tagged", "Ana Ruiz")
    answer = await client.post(f"{path}/test", json={"event_type": "customer.exploded"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/event_type")


async def test_the_log_is_paged_and_filtered(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url, "customer.*", "tag.*")
    for number in range(3):
        await webhooks.customer(client, f"Customer {number}")
    await webhooks.run()
    receiver.answers(500)
    await client.post("/tags", json={"name": "VIP"})
    await webhooks.run()
    assert [item["state"] for item in await webhooks.log(client, endpoint)] == [
        "queued",
        "delivered",
        "delivered",
        "delivered",
    ]
    assert len(await webhooks.log(client, endpoint, state="delivered")) == 3
    assert [item["event_type"] for item in await webhooks.log(client, endpoint, event_type="tag.created")] == [
        "tag.created"
    ]
    path = f"/webhook-endpoints/{endpoint['id']}/deliveries"
    page = (await client.get(path, params={"limit": 3})).json()
    rest = (await client.get(path, params={"limit": 3, "cursor": page["next_cursor"]})).json()
    assert page["items"] + rest["items"] == await webhooks.log(client, endpoint)
    assert (await client.get(path, params={"state": "lost"})).status_code == 422
    with counting_statements() as statements:
        await webhooks.log(client, endpoint)
    assert len(statements) == 3, statements


async def test_one_is_sent_again_under_its_id(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    await webhooks.customer(client)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    path = f"/webhook-endpoints/{endpoint['id']}/deliveries/{delivery['id']}/redeliver"
    assert (await client.post(path)).json()["state"] == "queued"
    await webhooks.run()
    assert [call.id for call in receiver.calls] == [delivery["webhook_id"]] * 2
    assert len((await webhooks.detail(client, endpoint, delivery))["calls"]) == 2
    await client.post(f"/webhook-endpoints/{endpoint['id']}/disable")
    refused = await client.post(path)
    assert (refused.status_code, refused.json()["unmet"][0]["code"]) == (409, "endpoint_disabled")


async def test_what_is_being_sent_is_not_queued_twice(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, superuser: Any
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    await webhooks.customer(client)
    await drain()
    await superuser.execute("UPDATE webhook_deliveries SET state = 'running' WHERE workspace_id = $1", home.id)
    (delivery,) = await webhooks.log(client, endpoint)
    answer = await client.post(f"/webhook-endpoints/{endpoint['id']}/deliveries/{delivery['id']}/redeliver")
    assert (answer.status_code, answer.json()["code"]) == (409, "delivery-in-flight")


async def test_a_period_is_sent_again(
    client: Any, webhooks: Webhooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BATCH", 2)
    endpoint = await webhooks.add(client, receiver.url)
    path = f"/webhook-endpoints/{endpoint['id']}"
    for number in range(3):
        await webhooks.customer(client, f"Heard {number}")
    await webhooks.run()
    await client.post(f"{path}/disable")
    for number in range(2):
        await webhooks.customer(client, f"Missed {number}")
    await client.post("/tags", json={"name": "Unwanted"})
    await client.post(f"{path}/enable")
    assert (await replay(client, endpoint))["result"] == {"queued": 2}
    await webhooks.run()
    assert sorted(call.payload["data"]["customer"]["name"] for call in receiver.calls[3:]) == ["Missed 0", "Missed 1"]
    assert (await replay(client, endpoint, failed_only=False))["result"] == {"queued": 5}
    await webhooks.run()
    assert len({call.id for call in receiver.calls}) == 5
    now = datetime.now(UTC)
    assert (
        await replay(
            client, endpoint, since=(now - timedelta(hours=2)).isoformat(), until=(now - timedelta(hours=1)).isoformat()
        )
    )["result"] == {"queued": 0}


@pytest.mark.parametrize(
    ("since_hours", "until_hours", "pointer"),
    [(24 * 31, None, "/since"), (1, 2, "/until"), (-1, None, "/until")],
    ids=["too old", "backwards", "future"],
)
async def test_a_period_that_makes_no_sense_is_refused(
    client: Any, webhooks: Webhooks, receiver: Receiver, since_hours: int, until_hours: int | None, pointer: str
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    now = datetime.now(UTC)
    body = {"since": (now - timedelta(hours=since_hours)).isoformat()}
    if until_hours is not None:
        body["until"] = (now - timedelta(hours=until_hours)).isoformat()
    answer = await client.post(f"/webhook-endpoints/{endpoint['id']}/replay", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_answers_are_shown_to_whom_they_tell_nothing_new(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver
) -> None:
    """A receiver may echo what it was sent."""
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answer = lambda call: (500, {}, call.body)
    await webhooks.customer(client)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    lesser = await home.as_member(P.webhooks_read, P.customers_read, visibility="assigned")
    shown = await webhooks.detail(lesser, endpoint, delivery)
    assert (shown["payload"], shown["calls"][0]["response_body"], shown["calls"][0]["status"]) == (None, None, 500)
    for reader in (client, await home.as_member(role="admin")):
        shown = await webhooks.detail(reader, endpoint, delivery)
        assert (shown["payload"]["data"]["customer"]["name"], "Ana Ruiz" in shown["calls"][0]["response_body"]) == (
            "Ana Ruiz",
            True,
        )


async def test_old_deliveries_are_forgotten(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, superuser: Any
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    for name in ("Old", "New"):
        await webhooks.customer(client, name)
    await webhooks.run()
    await superuser.execute(
        "UPDATE webhook_deliveries SET created_at = now() - interval '31 days' WHERE id = (SELECT min(id::text)::uuid"
        " FROM webhook_deliveries)"
    )
    await jobs.purge_deliveries()
    assert len(await webhooks.log(client, endpoint)) == 1
    assert await superuser.fetchval("SELECT count(*) FROM webhook_attempts WHERE workspace_id = $1", home.id) == 1
