"""GET /events: followed by a poller, nothing is missed."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import counting_statements
from tests.homes import Home

from atrium.kernel.permissions import P


async def read(client: Any, **params: Any) -> list[Any]:
    answer = await client.get("/events", params=params)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def customer(client: Any, name: str) -> Any:
    answer = await client.post("/customers", json={"name": name})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_oldest_first_and_followed_by_the_last_event(client: Any) -> None:
    for name in ("Ana", "Bob", "Cy"):
        await customer(client, name)
    found = await read(client, type="customer.created")
    assert [item["data"]["name"] for item in found] == ["Ana", "Bob", "Cy"]
    assert await read(client, type="customer.created", after_id=found[-1]["id"]) == []
    await customer(client, "Dee")
    assert [item["data"]["name"] for item in await read(client, type="customer.created", after_id=found[1]["id"])] == [
        "Cy",
        "Dee",
    ]


async def test_filters(client: Any) -> None:
    ana, _ = await customer(client, "Ana"), await customer(client, "Bob")
    await client.post("/tags", json={"name": "VIP"})
    assert {item["type"] for item in await read(client, type=["customer.*"])} == {"customer.created"}
    assert [item["customer_id"] for item in await read(client, customer_id=ana["id"])] == [ana["id"]]
    now = datetime.now(UTC)
    assert await read(client, until=(now - timedelta(hours=1)).isoformat()) == []
    assert len(await read(client, since=(now - timedelta(hours=1)).isoformat())) == 3
    answer = await client.get("/events", params={"type": "customer.exploded"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query/type/0")
    answer = await client.get("/events", params={"after_id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query/after_id")


async def test_an_open_sitting_is_shown_when_it_is_over(home: Home, client: Any, superuser: Any) -> None:
    ana = await customer(client, "Ana")
    for name in ("Ana R", "Ana Ruiz"):
        await client.patch(f"/customers/{ana['id']}", json={"name": name})
    assert await read(client, type="customer.updated") == []
    bob = (await read(client, type="customer.created"))[-1]
    await superuser.execute(
        "UPDATE events SET dispatch_after = clock_timestamp() WHERE workspace_id = $1 AND dispatched_at IS NULL",
        home.id,
    )
    (edit,) = await read(client, type="customer.updated", after_id=bob["id"])
    assert edit["changes"]["name"] == {"before": "Ana", "after": "Ana Ruiz"}
    # Taken back: nobody's business.
    for name in ("Eve", "Ana Ruiz"):
        await client.patch(f"/customers/{ana['id']}", json={"name": name})
    await superuser.execute(
        "UPDATE events SET dispatch_after = clock_timestamp() WHERE workspace_id = $1 AND dispatched_at IS NULL",
        home.id,
    )
    assert await read(client, type="customer.updated", after_id=edit["id"]) == []


async def test_what_commits_late_is_not_missed(home: Home, client: Any) -> None:
    """A transaction that began before a poll and commits after it: the poller stops in front of it."""
    from atrium.records.tags.events import TagCreated

    seen: list[Any] = []
    written, go_on = asyncio.Event(), asyncio.Event()

    async def slow_writer() -> None:
        from atrium.kernel.events import write_pending

        async with home.ctx() as ctx:
            ctx.emit(TagCreated(name="Late"))
            await write_pending(ctx)
            written.set()
            await go_on.wait()

    writing = asyncio.create_task(slow_writer())
    await written.wait()
    await client.post("/tags", json={"name": "Early"})

    async def poll() -> None:
        last = {"after_id": seen[-1]["id"]} if seen else {}
        seen.extend(await read(client, type="tag.created", **last))

    try:
        await poll()
        assert seen == [], "the list ends where the oldest open transaction began"
    finally:
        go_on.set()
        await writing
    await poll()
    assert [item["data"]["name"] for item in seen] == ["Late", "Early"]


async def test_control_without_the_horizon_it_is_missed(home: Home, client: Any, monkeypatch: Any) -> None:
    async def naive(_ctx: Any) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=1)

    monkeypatch.setattr("atrium.edge.events.service.settled_until", naive)
    with pytest.raises(AssertionError, match="oldest open transaction"):
        await test_what_commits_late_is_not_missed(home, client)


async def test_thirty_days(home: Home, client: Any, superuser: Any) -> None:
    await customer(client, "Ana")
    (event,) = await read(client)
    await superuser.execute(
        "UPDATE events SET dispatch_after = now() - interval '31 days' WHERE workspace_id = $1", home.id
    )
    assert await read(client) == []
    assert await read(client, since=(datetime.now(UTC) - timedelta(days=60)).isoformat()) == []
    assert (await client.get("/events", params={"after_id": event["id"]})).status_code == 422


async def test_permissions_and_statements(home: Home, client: Any) -> None:
    await customer(client, "Ana")
    assert (await (await home.as_member(P.customers_read)).get("/events")).status_code == 403
    assert await read(await home.as_member(P.events_read)) == []
    assert len(await read(await home.as_member(P.events_read, P.customers_read))) == 1
    for number in range(20):
        await customer(client, f"Customer {number}")
    with counting_statements() as statements:
        assert len(await read(client)) == 21
    assert len(statements) <= 5, statements


async def test_event_types(client: Any) -> None:
    found = (await client.get("/event-types")).json()["items"]
    assert [item["type"] for item in found] == sorted(item["type"] for item in found)
    by_type = {item["type"]: item for item in found}
    assert by_type["customer.converted"]["description"] == "A prospect became a customer: once in its life."
    assert UUID(int=0) not in by_type
