"""Presence and notifications: messages that nobody keeps."""

import asyncio
from typing import Any

from sqlalchemy import delete
from tests.conftest import drain
from tests.edge.live.reader import reading
from tests.edge.live.test_stream import make_customer
from tests.homes import Home

from atrium.kernel.attendance import attend, leave, present
from atrium.kernel.permissions import P
from atrium.records.customers.record.models import CustomerWorker

READER = (P.customers_read, P.notes_read)


async def here(client: Any, customer_id: str) -> list[str]:
    answer = await client.post(f"/customers/{customer_id}/presence")
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


async def test_who_looks_at_the_same_customer_is_seen_by_the_others(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER, name="Noa")
    customer_id, other = await make_customer(client), await make_customer(client, name="Other")
    assert await here(client, customer_id) == []
    async with reading(client) as reader:
        assert await here(noa, other) == []
        assert await here(noa, customer_id) == ["Owner"]
        await reader.until(lambda: reader.of("presence"))
        assert reader.of("presence") == [{"customer_id": customer_id}]
        assert await here(client, customer_id) == ["Noa"]
        assert await here(noa, customer_id) == ["Owner"]
        assert (await noa.delete(f"/customers/{customer_id}/presence")).status_code == 204
        await reader.until(lambda: len(reader.of("presence")) == 2)
    assert (await client.get(f"/customers/{customer_id}/presence")).json() == {"items": []}


async def test_presence_needs_sight_of_the_customer(home: Home, client: Any) -> None:
    blind = await home.as_member(*READER, visibility="assigned")
    customer_id = await make_customer(client)
    for method in ("POST", "GET", "DELETE"):
        assert (await blind.request(method, f"/customers/{customer_id}/presence")).status_code == 404
    assert await here(client, customer_id) == []


async def test_presence_is_not_told_to_whoever_lost_sight(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER, visibility="assigned")
    customer_id = await make_customer(client, worker_ids=[str(noa.member_id)])
    await here(noa, customer_id)
    async with reading(noa) as reader:
        async with home.session() as session:
            await session.execute(delete(CustomerWorker).where(CustomerWorker.workspace_id == home.id))
        await here(client, customer_id)
        await reader.quiet()
        assert reader.of("presence") == []


async def test_a_key_looks_and_is_not_seen(home: Home, client: Any) -> None:
    customer_id = await make_customer(client)
    await here(client, customer_id)
    noa = await home.as_member(*READER, name="Noa")
    key = await home.as_api_key(member_id=noa.member_id)
    assert await here(key, customer_id) == ["Owner"]
    assert await here(client, customer_id) == []


async def test_attendance_fades() -> None:
    assert await attend("test:fades", "ana", 1) == ({"ana"}, True)
    assert await attend("test:fades", "noa", 5) == ({"ana", "noa"}, True)
    assert await attend("test:fades", "noa", 5) == ({"ana", "noa"}, False)
    await asyncio.sleep(1.1)
    assert await present("test:fades") == {"noa"}
    assert await leave("test:fades", "noa") == (set(), True)
    assert await leave("test:fades", "noa") == (set(), False)


async def test_a_notification_rings_its_member_and_nobody_else(home: Home, client: Any) -> None:
    noa, other = await home.as_member(*READER), await home.as_member(*READER)
    customer_id = await make_customer(client)
    async with reading(noa) as reader, reading(other) as control:
        await client.post(f"/customers/{customer_id}/notes", json={"body": f"@[Noa](member:{noa.member_id})"})
        await drain()
        await reader.until(lambda: reader.of("notification"))
        await control.until(lambda: control.types)
        await control.quiet(0.2)
        assert control.of("notification") == []
