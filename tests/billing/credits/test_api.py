"""Credits over the API: what moves, what is refused, what is told."""

import asyncio
import csv
import io
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.conftest import counting_statements, drain
from tests.homes import Home

from atrium.billing.credits.ledger.jobs import check_workspace, expire_due
from atrium.kernel.events import EventRow
from atrium.kernel.permissions import P


class Desk:
    """One customer's credits as a client sees them."""

    def __init__(self, client: Any, customer_id: str) -> None:
        self.client, self.customer_id, self.path = client, customer_id, f"/customers/{customer_id}/credits"

    async def post(self, path: str, status: int = 201, **body: Any) -> Any:
        answer = await self.client.post(
            f"{self.path}{path}", json=body, headers={"Idempotency-Key": secrets.token_hex(8)}
        )
        assert answer.status_code == status, answer.text
        return answer.json()

    async def get(self, path: str = "", status: int = 200, **params: Any) -> Any:
        answer = await self.client.get(f"{self.path}{path}", params=params)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def grant(self, amount: int, **more: Any) -> Any:
        return (await self.post("/grants", amount=amount, **more))["grant"]

    async def consume(self, amount: int, status: int = 201, **more: Any) -> Any:
        return await self.post("/consume", status, amount=amount, source={"type": "call", "id": "call_1"}, **more)

    async def balance(self, unit: str = "credits") -> Any:
        return next(row for row in (await self.get())["balances"] if row["unit"] == unit)

    async def remaining(self) -> dict[str, int]:
        return {grant["note"]: grant["remaining"] for grant in (await self.get("/grants"))["items"]}


@pytest.fixture
async def desk(client: Any) -> Desk:
    customer = (await client.post("/customers", json={"name": "Ana Ruiz"})).json()
    return Desk(client, customer["id"])


def later(**delta: float) -> str:
    return (datetime.now(UTC) + timedelta(**delta)).isoformat()


async def told(home: Home, kind: str) -> list[EventRow]:
    async with home.session() as session:
        return list(
            await session.scalars(
                select(EventRow).where(EventRow.workspace_id == home.id, EventRow.type == kind).order_by(EventRow.id)
            )
        )


async def test_the_documented_shapes(desk: Desk) -> None:
    granted = await desk.post(
        "/grants",
        unit="credits",
        amount=500,
        priority=50,
        expires_at=later(days=30),
        category="promotional",
        note="Welcome gift",
    )
    assert (granted["balance"], granted["grant"]["remaining"], granted["grant"]["state"]) == (500, 500, "active")
    taken = await desk.post(
        "/deductions", unit="credits", amount=20, reason="Booked twice", source={"type": "call", "id": "c1"}
    )
    assert (taken["balance"], taken["entry"]["amount"], taken["entry"]["balance_after"], taken["entry"]["note"]) == (
        480,
        -20,
        480,
        "Booked twice",
    )
    lines = (await desk.get("/entries"))["items"]
    assert [(line["type"], line["amount"], line["balance_after"]) for line in lines] == [
        ("deduct", -20, 480),
        ("grant", 500, 500),
    ]
    assert lines[0]["source"] == {"type": "call", "id": "c1"}
    assert lines[0]["actor"]["type"] == "member"
    assert lines[0]["grants"] == [{"grant_id": granted["grant"]["id"], "amount": -20}]
    assert [row["unit"] for row in (await desk.get())["balances"]] == ["credits", "telephony"]


async def test_priority_then_earlier_expiry_then_older(desk: Desk) -> None:
    grants: dict[str, dict[str, Any]] = {
        "late": {"expires_at": later(days=9)},
        "early": {"expires_at": later(days=5)},
        "old": {},
        "new": {},
        "first": {"priority": 10},
        "last": {"priority": 90, "expires_at": later(days=1)},
    }
    for note, more in grants.items():
        await desk.grant(10, note=note, **more)
    order = []
    for _ in range(6):
        before = await desk.remaining()
        await desk.consume(10)
        after = await desk.remaining()
        order += [note for note in before if after[note] != before[note]]
    assert order == ["first", "early", "late", "old", "new", "last"]


async def test_one_debit_may_span_grants_and_its_reversal_goes_back_to_them(desk: Desk) -> None:
    await desk.grant(10, note="a", priority=1)
    await desk.grant(10, note="b", priority=2)
    entry = (await desk.consume(15))["entry"]
    assert [share["amount"] for share in entry["grants"]] == [-10, -5]
    back = await desk.post(f"/entries/{entry['id']}/reverse", note="Wrong customer")
    assert (back["balance"], back["entry"]["type"], back["entry"]["reverses_id"]) == (20, "reversal", entry["id"])
    assert await desk.remaining() == {"a": 10, "b": 10}
    assert (await desk.post(f"/entries/{entry['id']}/reverse", 409))["code"] == "already-reversed"
    assert (await desk.post(f"/entries/{back['entry']['id']}/reverse", 409))["code"] == "not-reversible"
    shown = {line["id"]: line["reversed_by_id"] for line in (await desk.get("/entries"))["items"]}
    assert shown[entry["id"]] == back["entry"]["id"]


async def test_too_little_stores_nothing_and_the_key_may_be_used_again(home: Home, desk: Desk) -> None:
    await desk.grant(10)
    send: dict[str, Any] = {
        "json": {"amount": 11, "source": {"type": "call", "id": "c"}},
        "headers": {"Idempotency-Key": "once"},
    }
    refused = await desk.client.post(f"{desk.path}/consume", **send)
    assert (refused.status_code, refused.json()["code"]) == (402, "insufficient-credits")
    assert len((await desk.get("/entries"))["items"]) == 1
    assert await told(home, "credits.consumed") == []
    await desk.grant(1)
    assert (await desk.client.post(f"{desk.path}/consume", **send)).status_code == 201
    again = await desk.client.post(f"{desk.path}/consume", **send)
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    other = await desk.client.post(f"{desk.path}/consume", json={**send["json"], "amount": 1}, headers=send["headers"])
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert (await desk.balance())["balance"] == 0


@pytest.mark.parametrize("amount", [0, -1, 1.5, 5.0, "5", True, None, 10**12 + 1, 2**63, 10**30])
async def test_amounts_that_cannot_be(desk: Desk, amount: Any) -> None:
    await desk.grant(10)
    bodies: dict[str, dict[str, Any]] = {
        "/grants": {},
        "/consume": {"source": {"type": "call", "id": "c"}},
        "/deductions": {"reason": "x"},
        "/holds": {},
    }
    for path, body in bodies.items():
        refused = await desk.post(path, 422, amount=amount, **body)
        assert [error["pointer"] for error in refused["errors"]] == ["/amount"]
    assert (await desk.balance())["balance"] == 10


async def test_other_bad_input_names_its_place(desk: Desk) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"unit": "gold"}, "/unit"),
        ({"priority": 101}, "/priority"),
        ({"expires_at": later(days=-1)}, "/expires_at"),
        ({"effective_at": later(days=2), "expires_at": later(days=1)}, "/expires_at"),
        ({"category": "free"}, "/category"),
        ({"gift": True}, "/gift"),
    ]
    for body, pointer in cases:
        assert [error["pointer"] for error in (await desk.post("/grants", 422, amount=5, **body))["errors"]] == [
            pointer
        ]
    without = await desk.client.post(f"{desk.path}/grants", json={"amount": 5})
    assert (without.status_code, without.json()["code"]) == (400, "bad-request")
    assert (await desk.get("/entries"))["items"] == []


async def test_a_sum_that_cannot_be_counted_exactly(home: Home, desk: Desk) -> None:
    grant = await desk.grant(10)
    async with home.session() as session:
        from sqlalchemy import text

        most = 9007199254740991
        await session.execute(
            text("UPDATE credit_grants SET amount = :most, remaining = :most WHERE id = :id"),
            {"most": most, "id": grant["id"]},
        )
        await session.execute(text("UPDATE credit_accounts SET balance = :most"), {"most": most})
    assert [error["pointer"] for error in (await desk.post("/grants", 422, amount=1))["errors"]] == ["/amount"]


async def test_void(desk: Desk) -> None:
    grant = await desk.grant(10)
    await desk.consume(4)
    voided = await desk.post(f"/grants/{grant['id']}/void", 200, note="Mistake")
    assert (voided["balance"], voided["grant"]["state"], voided["grant"]["remaining"]) == (0, "voided", 0)
    assert (await desk.post(f"/grants/{grant['id']}/void", 409))["code"] == "grant-ended"
    await desk.consume(1, 402)
    entry = next(line for line in (await desk.get("/entries"))["items"] if line["type"] == "consume")
    back = await desk.post(f"/entries/{entry['id']}/reverse")
    assert (back["balance"], back["available"]) == (0, 0), "what came from a voided grant does not come alive again"


async def test_pending_credits_cannot_be_spent(home: Home, desk: Desk) -> None:
    await desk.grant(10, note="now")
    await desk.grant(100, note="soon", effective_at=later(seconds=0.5), priority=0)
    assert {key: (await desk.balance())[key] for key in ("balance", "pending", "available")} == {
        "balance": 110,
        "pending": 100,
        "available": 10,
    }
    await desk.consume(11, 402)
    await asyncio.sleep(0.6)
    assert (await desk.consume(11))["available"] == 99
    assert await desk.remaining() == {"now": 10, "soon": 89}


async def test_expiry(home: Home, desk: Desk) -> None:
    await desk.grant(10, note="short", expires_at=later(seconds=0.4))
    await desk.grant(5, note="long")
    await desk.consume(3)
    await asyncio.sleep(0.5)
    assert (await desk.balance())["available"] == 5, "what is over cannot be spent, swept or not"
    await desk.consume(6, 402)
    assert await expire_due() >= 1
    assert await desk.remaining() == {"short": 0, "long": 5}
    newest = (await desk.get("/entries", limit=1))["items"][0]
    assert (newest["type"], newest["amount"]) == ("expire", -7)
    assert [event.data["amount"] for event in await told(home, "credits.grant_expired")] == [7]
    entry = next(line for line in (await desk.get("/entries"))["items"] if line["type"] == "consume")
    assert (await desk.post(f"/entries/{entry['id']}/reverse"))["available"] == 5, "ends at once again"
    assert await check_workspace(home.id, whole=True) == 0
    states = {grant["note"]: grant["state"] for grant in (await desk.get("/grants"))["items"]}
    assert states == {"short": "expired", "long": "active"}
    assert [grant["note"] for grant in (await desk.get("/grants", state="expired"))["items"]] == ["short"]


async def test_low_and_depleted_are_told_once_per_crossing(home: Home, desk: Desk) -> None:
    await desk.grant(100)
    await desk.client.patch(f"{desk.path}/settings/credits", json={"low_below": 50})
    for amount in (30, 30, 10):
        await desk.consume(amount)
    assert [event.data["available"] for event in await told(home, "credits.low")] == [40]
    assert (await desk.balance())["low"] is True
    await desk.grant(100)
    await desk.consume(130)
    lows, depleted = await told(home, "credits.low"), await told(home, "credits.depleted")
    assert [event.data["available"] for event in lows] == [40, 0]
    assert len(depleted) == 1
    await drain()
    notices = (await desk.client.get("/notifications")).json()["items"]
    assert [notice for notice in notices if notice["kind"] == "credits_low"], "whoever manages credits is told"


async def test_top_up_is_told_once_a_month(home: Home, desk: Desk) -> None:
    rule = {"below": 50, "amount": 100, "monthly_ceiling": 300}
    assert (
        await desk.client.patch(f"{desk.path}/settings/credits", json={"top_up": {**rule, "monthly_ceiling": 50}})
    ).status_code == 422
    changed = await desk.client.patch(f"{desk.path}/settings/credits", json={"top_up": rule})
    assert changed.json()["top_up"] == {**rule, "asked_this_month": False}
    await desk.grant(60)
    for _ in range(3):
        await desk.consume(15)
    assert [event.data["top_up"] for event in await told(home, "credits.top_up_due")] == [100]
    assert (await desk.get("/settings/credits"))["top_up"]["asked_this_month"] is True


async def test_usage_of_a_sitting_is_one_event(home: Home, desk: Desk) -> None:
    await desk.grant(100)
    for _ in range(3):
        await desk.consume(10)
    events = await told(home, "credits.consumed")
    assert [event.changes for event in events] == [{"balance": {"before": 100, "after": 70}}]
    timeline = (await desk.client.get(f"/customers/{desk.customer_id}/timeline", params={"kind": "credits"})).json()[
        "items"
    ]
    assert [item["sentence"] for item in timeline] == ["Owner used credits, 70 are left", "Owner gave 100 credits"]


async def test_settings_and_their_etag(desk: Desk) -> None:
    path = f"{desk.path}/settings/telephony"
    first = await desk.client.get(path)
    assert (first.json()["low_below"], first.headers["etag"]) == (None, '"0"')
    changed = await desk.client.patch(path, json={"price_per_minute": 10, "grace_seconds": 6})
    assert changed.status_code == 200, changed.text
    assert (await desk.client.patch(path, json={"low_below": 5}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await desk.client.patch(path, json={"low_below": 0})).status_code == 422
    assert (await desk.client.get(f"{desk.path}/settings/gold")).status_code == 422
    price = {
        seconds: (await desk.get("/call-price", unit="telephony", seconds=seconds))["amount"]
        for seconds in (0, 6, 7, 66, 67, 185)
    }
    assert price == {0: 0, 6: 0, 7: 10, 66: 10, 67: 20, 185: 30}
    assert (await desk.get("/call-price", 409, unit="credits", seconds=5))["unmet"][0]["code"] == "no_call_price"


async def test_units(desk: Desk) -> None:
    client = desk.client
    assert (await client.post("/credit-units", json={"key": "sms", "name": "SMS"})).status_code == 201
    assert (await client.post("/credit-units", json={"key": "sms", "name": "SMS"})).status_code == 409
    await desk.grant(5, unit="sms")
    assert (await desk.balance("sms"))["balance"] == 5
    assert (await desk.balance())["balance"] == 0
    assert (await client.patch("/credit-units/telephony", json={"name": "Minutes"})).json()["name"] == "Minutes"
    assert (await client.delete("/credit-units/sms")).json()["code"] == "unit-in-use"
    assert (await client.delete("/credit-units/credits")).json()["code"] == "unit-built-in"


async def test_history_pages_filters_and_file(desk: Desk) -> None:
    await desk.grant(1000, note="=1+1")
    for number in range(5):
        await desk.post("/consume", amount=number + 1, source={"type": "tool_call", "id": f"t{number}"})
    found, cursor = [], None
    while True:
        page = await desk.get("/entries", limit=2, **({"cursor": cursor} if cursor else {}))
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [entry["amount"] for entry in found] == [-5, -4, -3, -2, -1, 1000]
    assert [entry["amount"] for entry in (await desk.get("/entries", source_id="t3"))["items"]] == [-4]
    assert [entry["amount"] for entry in (await desk.get("/entries", type="grant"))["items"]] == [1000]
    answer = await desk.client.get(f"{desk.path}/export")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 7
    assert rows[-1][5] == "'=1+1"
    assert [row[3] for row in rows[1:]] == ["-5", "-4", "-3", "-2", "-1", "1000"]


async def test_reading_does_not_cost_more_with_more(desk: Desk) -> None:
    async def cost(path: str) -> int:
        with counting_statements() as statements:
            await desk.get(path)
        return len(statements)

    await desk.grant(100)
    await desk.consume(1)
    before = [await cost(path) for path in ("", "/entries", "/grants", "/forecast", "/series")]
    for _ in range(5):
        await desk.grant(100)
        await desk.consume(1)
    assert [await cost(path) for path in ("", "/entries", "/grants", "/forecast", "/series")] == before


async def test_series_and_forecast(home: Home, desk: Desk) -> None:
    from sqlalchemy import text

    assert (await desk.get("/forecast"))["runs_out_on"] is None
    await desk.grant(300)
    await desk.consume(100)
    days = (await desk.get("/series"))["days"]
    assert len(days) == 30
    assert (days[-1]["balance"], days[-1]["burned"], days[-1]["added"], days[0]["balance"]) == (200, 100, 300, 0)
    forecast = await desk.get("/forecast")
    assert (forecast["per_day"], forecast["days_observed"], forecast["days_left"]) == (100.0, 1, 2)
    assert "100 used in 1 day" in forecast["explanation"]
    assert (await desk.get("/series", 422, since="2026-02-01", until="2026-01-01"))["errors"][0][
        "pointer"
    ] == "query/since"
    async with home.session() as session:
        assert await session.scalar(text("SELECT count(*) FROM credit_entries")) == 2


async def test_who_may(home: Home, desk: Desk, elsewhere: Home) -> None:
    await desk.grant(10)
    reader = Desk(await home.as_member(P.customers_read, P.credits_read), desk.customer_id)
    assert (await reader.balance())["balance"] == 10
    bodies: dict[str, dict[str, Any]] = {"/grants": {"amount": 1}, "/deductions": {"amount": 1, "reason": "x"}}
    for path, body in bodies.items():
        assert (await reader.post(path, 403, **body))["code"] == "scope-missing"
    blind = Desk(await home.as_member(P.customers_read, P.timeline_read), desk.customer_id)
    assert (await blind.get("", 403))["code"] == "scope-missing"
    timeline = (await blind.client.get(f"/customers/{desk.customer_id}/timeline")).json()["items"]
    assert not [item for item in timeline if item["type"].startswith("credits.")], "the timeline tells nothing either"
    assigned = Desk(await home.as_member(P.customers_read, P.credits_read, visibility="assigned"), desk.customer_id)
    stranger = Desk(await elsewhere.as_owner(), desk.customer_id)
    for who in (assigned, stranger):
        for path in ("", "/entries", "/grants", "/holds", "/forecast", "/series", "/settings/credits", "/export"):
            await who.get(path, 404)
    await stranger.consume(1, 404)
    meter = Desk(await home.as_api_key([P.credits_consume, P.customers_read]), desk.customer_id)
    assert (await meter.consume(1))["balance"] == 9
    assert (await meter.post("/grants", 403, amount=1))["code"] == "scope-missing"
    bound = Desk(await home.as_api_key(customer_id=UUID(desk.customer_id)), desk.customer_id)
    assert (await bound.consume(1))["balance"] == 8
