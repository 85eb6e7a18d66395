"""64 callers spend one customer's credits, every key sent four times, while the API is killed and PostgreSQL crashes:
nothing lost, nothing taken twice, never more than there was."""

import asyncio
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from tests.faults.installation import Api, Installation, Record, in_background, wait_for

CALLERS = 64
TIMES = 4
AGAIN = frozenset({409, 503})
"""In flight elsewhere, or the database is away: both say "repeat this"."""
RICH, POOR = 10**9, 200
SIZES = [pytest.param(160, 2, id="small"), pytest.param(6000, 20, id="large", marks=pytest.mark.soak)]


@dataclass
class Spending:
    """What was sent, and the final answers: key → identifiers of the entries it was told, or a refusal for want of
    credits."""

    home: Installation
    url: str
    keys: int
    keyed: bool = True
    sent: int = 0
    customers: list[str] = field(default_factory=list)
    told: dict[str, set[str]] = field(default_factory=dict)
    wanting: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    done: int = 0
    ended: threading.Event = field(default_factory=threading.Event)

    async def run(self) -> None:
        limits = httpx.Limits(max_connections=CALLERS, max_keepalive_connections=CALLERS)
        async with httpx.AsyncClient(headers=self.home.headers, timeout=60, limits=limits) as client:
            for name, amount in (("Rich", RICH), ("Poor", POOR)):
                customer = (await client.post(f"{self.url}/customers", json={"name": name})).json()["id"]
                for part in (amount // 2, amount - amount // 2):
                    grant = {"amount": part, "priority": part % 7}
                    answer = await client.post(
                        f"{self.url}/customers/{customer}/credits/grants",
                        json=grant,
                        headers={"Idempotency-Key": f"{name}-{part}-{grant}"[:40].replace(" ", "")},
                    )
                    assert answer.status_code == 201, answer.text
                self.customers.append(customer)
            order = [key for key in range(self.keys) for _ in range(TIMES)]
            random.Random(5).shuffle(order)
            left = iter(order)
            await asyncio.gather(*(self._caller(client, left) for _ in range(CALLERS)))
        self.ended.set()

    async def _caller(self, client: httpx.AsyncClient, left: Iterator[int]) -> None:
        for number in left:
            await self._until_answered(client, number)
            self.done += 1

    async def _until_answered(self, client: httpx.AsyncClient, number: int) -> None:
        while True:
            if await self._send(client, number):
                return
            await asyncio.sleep(random.uniform(0.05, 0.3))

    async def _send(self, client: httpx.AsyncClient, number: int) -> bool:
        key = f"key-{number}"
        body = {"amount": number % 9 + 1, "source": {"type": "call", "id": key}}
        headers = {"Idempotency-Key": key if self.keyed else f"{key}-{self.sent}"}
        self.sent += 1
        try:
            answer = await client.post(
                f"{self.url}/customers/{self.customers[number % 4 == 0]}/credits/consume", json=body, headers=headers
            )
        except httpx.HTTPError:
            return False
        if answer.status_code == 201:
            self.told.setdefault(key, set()).add(answer.json()["entry"]["id"])
        elif answer.status_code == 402:
            self.wanting.add(key)
        elif answer.status_code not in AGAIN:
            self.refused.append(f"{answer.status_code} {answer.text[:200]}")
        return answer.status_code not in AGAIN

    def figures(self) -> dict[str, int]:
        rows = self.home.ask("SELECT id, source_id, amount, balance_after FROM credit_entries WHERE type = 'consume'")
        keys = [row["source_id"] for row in rows]
        there = {str(row["id"]) for row in rows}
        lost = sum(1 for ids in self.told.values() for entry in ids if entry not in there)
        unheard = len({f"key-{number}" for number in range(self.keys)} - set(self.told) - self.wanting)
        return {
            "lost": lost + unheard,
            "duplicated": len(keys) - len(set(keys)),
            "negative": (
                sum(1 for row in rows if row["balance_after"] < 0)
                + sum(1 for row in self.accounts() if row["balance"] < 0)
            ),
        }

    def accounts(self) -> list[Any]:
        return self.home.ask(
            "SELECT a.customer_id, a.balance, a.held, a.last_seq, (SELECT sum(amount) FROM credit_entries e WHERE"
            " e.account_id = a.id) AS entries, (SELECT count(*) FROM credit_entries e WHERE e.account_id = a.id) AS"
            " many, (SELECT sum(remaining) FROM credit_grants g WHERE g.account_id = a.id) AS remaining FROM"
            " credit_accounts a"
        )


def break_things(home: Installation, api: Api, spending: Spending, faults: int) -> int:
    """Kill the API, every fourth time PostgreSQL with it, evenly over the load. Returns how often."""
    total = spending.keys * TIMES
    for number in range(faults):
        goal = total * (number + 1) // (faults + 2)
        assert wait_for(lambda goal=goal: spending.done >= goal, 120), spending.refused[:5]  # type: ignore[misc]  # a default binds it
        time.sleep(random.uniform(0, 0.05))
        if number % 4 == 3:
            home.crash_postgres()
        api.kill()
        api.start()
    return faults


def spend(home: Installation, keys: int, faults: int, *, keyed: bool) -> tuple[Spending, int]:
    api = Api(home)
    api.wait()
    spending = Spending(home, api.url, keys, keyed=keyed)
    with in_background(spending.run):
        kills = break_things(home, api, spending, faults)
        assert wait_for(spending.ended.is_set, 600), spending.refused[:5]
    api.close()
    return spending, kills


@pytest.mark.parametrize(("keys", "faults"), SIZES)
def test_every_key_counts_once(installation: Installation, keys: int, faults: int, record_property: Record) -> None:
    spending, kills = spend(installation, keys, faults, keyed=True)
    figures = spending.figures()
    record_property(
        "figures credits", {"callers": CALLERS, "keys": keys, "sent": spending.sent, "kills": kills, **figures}
    )
    assert spending.refused == [], installation.log(20_000)
    assert figures == {"lost": 0, "duplicated": 0, "negative": 0}
    assert all(len(entries) == 1 for entries in spending.told.values())
    for account in spending.accounts():
        assert account["balance"] == account["entries"] == account["remaining"]
        assert (account["last_seq"], account["held"]) == (account["many"], 0)
    (poor,) = [account for account in spending.accounts() if str(account["customer_id"]) == spending.customers[1]]
    assert spending.wanting, "there was less than was asked for"
    assert poor["balance"] < 9, "and what there was could be spent"


def test_control_without_keys_takes_twice(installation: Installation, record_property: Record) -> None:
    spending, _ = spend(installation, 24, 0, keyed=False)
    duplicated = spending.figures()["duplicated"]
    record_property("figures credits, control: without keys", {"sent": spending.sent, "duplicated": duplicated})
    assert duplicated > 0
