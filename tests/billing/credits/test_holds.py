"""Hold, capture a part, release the rest, expire."""

import asyncio
from typing import Any

from tests.billing.credits.test_api import Desk, told
from tests.homes import Home

from atrium.billing.credits.ledger.jobs import check_workspace, expire_due


async def hold(desk: Desk, amount: int, **more: Any) -> Any:
    return (await desk.post("/holds", amount=amount, source={"type": "call", "id": "call_7"}, **more))["hold"]


async def test_hold_capture_a_part_release_the_rest(home: Home, desk: Desk) -> None:
    await desk.grant(100)
    held = await hold(desk, 60)
    assert {key: (await desk.balance())[key] for key in ("balance", "held", "available")} == {
        "balance": 100,
        "held": 60,
        "available": 40,
    }
    await desk.consume(41, 402)
    done = await desk.post(f"/holds/{held['id']}/capture", 200, amount=25)
    assert (done["balance"], done["available"], done["hold"]["state"], done["hold"]["captured"]) == (
        75,
        75,
        "captured",
        25,
    )
    assert (done["entry"]["type"], done["entry"]["hold_id"], done["entry"]["source"]) == (
        "capture",
        held["id"],
        {"type": "call", "id": "call_7"},
    )
    assert (await desk.post(f"/holds/{held['id']}/capture", 409, amount=1))["code"] == "hold-settled"
    assert (await desk.post(f"/holds/{held['id']}/release", 409))["code"] == "hold-settled"
    assert (await desk.post(f"/entries/{done['entry']['id']}/reverse"))["balance"] == 100
    assert await check_workspace(home.id, whole=True) == 0


async def test_never_beyond_its_amount(desk: Desk) -> None:
    await desk.grant(100)
    held = await hold(desk, 10)
    assert (await desk.post(f"/holds/{held['id']}/capture", 409, amount=11))["code"] == "hold-exceeded"
    assert (await desk.balance())["held"] == 10
    await desk.post("/holds", 402, amount=91)


async def test_release(home: Home, desk: Desk) -> None:
    grant = await desk.grant(100)
    held = await hold(desk, 10)
    assert (await desk.post(f"/grants/{grant['id']}/void", 409))["code"] == "grant-held"
    done = await desk.post(f"/holds/{held['id']}/release", 200)
    assert (done["entry"], done["available"]) == (None, 100)
    assert len((await desk.get("/entries"))["items"]) == 1
    assert [event.data["hold_id"] for event in await told(home, "credits.released")] == [held["id"]]


async def test_a_hold_expires(home: Home, desk: Desk) -> None:
    await desk.grant(100)
    held = await hold(desk, 10, expires_in_seconds=1)
    await asyncio.sleep(1.05)
    assert (await desk.post(f"/holds/{held['id']}/capture", 409, amount=1))["code"] == "hold-expired"
    await expire_due()
    assert (await desk.get(f"/holds/{held['id']}"))["state"] == "expired"
    assert (await desk.balance())["available"] == 100
    assert [event.data["expired"] for event in await told(home, "credits.released")] == [True]
    assert await expire_due() == 0


async def test_what_is_held_outlives_its_grant(home: Home, desk: Desk) -> None:
    from tests.billing.credits.test_api import later

    await desk.grant(10, expires_at=later(seconds=0.4))
    held, other = await hold(desk, 4), await hold(desk, 3)
    await asyncio.sleep(0.5)
    await expire_due()
    assert {key: (await desk.balance())[key] for key in ("balance", "held", "available")} == {
        "balance": 7,
        "held": 7,
        "available": 0,
    }
    assert (await desk.post(f"/holds/{held['id']}/capture", 200, amount=3))["balance"] == 3, (
        "the rest of it ended with the grant"
    )
    assert (await desk.post(f"/holds/{other['id']}/release", 200))["balance"] == 0
    assert await check_workspace(home.id, whole=True) == 0
