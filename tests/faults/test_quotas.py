"""64 callers use one customer's quota with keys that repeat, while the API is killed and Redis forgets: exactly the
limit is let through."""

import asyncio
import random
import threading
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from redis import Redis
from tests.faults.installation import Api, Installation, Record, in_background, wait_for

CALLERS = 64
TIMES = 4
AGAIN = frozenset({409, 503})
"""In flight elsewhere, or the database is away: both say "repeat this"."""
SIZES = [pytest.param(60, 40, 1, id="small"), pytest.param(1500, 1000, 10, id="large", marks=pytest.mark.soak)]


@dataclass
class Calling:
    """What was sent, and the keys that were let through or finally refused."""

    home: Installation
    url: str
    keys: int
    limit: int
    keyed: bool = True
    customer: str = ""
    done: int = 0
    let_through: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    surprises: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    async def run(self) -> None:
        limits = httpx.Limits(max_connections=CALLERS, max_keepalive_connections=CALLERS)
        async with httpx.AsyncClient(headers=self.home.headers, timeout=60, limits=limits) as client:
            made = await client.post(f"{self.url}/customers", json={"name": "Quota"})
            self.customer = f"{self.url}/customers/{made.json()['id']}"
            answer = await client.patch(
                f"{self.customer}/features", json={"integration": True, "integration_apps": ["generic"]}
            )
            assert answer.status_code == 200, answer.text
            assert (
                await client.put(f"{self.customer}/quota", json={"tier": "custom", "limit": self.limit})
            ).status_code == 200
            order = [number for number in range(self.keys) for _ in range(TIMES)]
            random.Random(7).shuffle(order)
            left = iter(order)
            await asyncio.gather(*(self._caller(client, left) for _ in range(CALLERS)))
        self.ended.set()

    async def _caller(self, client: httpx.AsyncClient, left: Any) -> None:
        for number in left:
            await self._until_answered(client, number)
            self.done += 1

    async def _until_answered(self, client: httpx.AsyncClient, number: int) -> None:
        while True:
            if await self._send(client, number):
                return
            await asyncio.sleep(random.uniform(0.05, 0.3))

    async def _send(self, client: httpx.AsyncClient, number: int) -> bool:
        key = f"key-{number}" if self.keyed else f"key-{number}-{random.random()}"
        try:
            answer = await client.post(
                f"{self.customer}/quota/consume", json={"amount": 1}, headers={"Idempotency-Key": key}
            )
        except httpx.HTTPError:
            return False
        if answer.status_code == 200:
            self.let_through.add(key)
        elif answer.status_code == 429 and answer.json()["code"] == "quota-exceeded":
            self.refused.add(key)
        elif answer.status_code not in AGAIN:
            self.surprises.append(f"{answer.status_code} {answer.text[:200]}")
        return answer.status_code not in AGAIN

    def counted(self) -> tuple[int, int]:
        """What the locked row says, and what the uses add up to."""
        row = self.home.ask("SELECT q.used, (SELECT sum(amount) FROM quota_uses) AS summed FROM quotas q")[0]
        return int(row["used"]), int(row["summed"])


def disturb(home: Installation, api: Api, calling: Calling, faults: int) -> None:
    """Kill the API and empty Redis, evenly over the load."""
    total = calling.keys * TIMES
    for number in range(faults):
        goal = total * (number + 1) // (faults + 2)
        assert wait_for(lambda goal=goal: calling.done >= goal, 180), calling.surprises[:5]  # type: ignore[misc]  # a default binds it
        with Redis.from_url(home.cluster.redis_url) as redis:
            redis.flushall()
        api.kill()
        api.start()


def call(home: Installation, keys: int, limit: int, faults: int, *, keyed: bool = True) -> Calling:
    api = Api(home)
    api.wait()
    calling = Calling(home, api.url, keys, limit, keyed)
    with in_background(calling.run):
        disturb(home, api, calling, faults)
        assert wait_for(calling.ended.is_set, 600), calling.surprises[:5]
    api.close()
    return calling


@pytest.mark.parametrize(("keys", "limit", "faults"), SIZES)
def test_exactly_the_limit_is_let_through(
    installation: Installation, keys: int, limit: int, faults: int, record_property: Record
) -> None:
    calling = call(installation, keys, limit, faults)
    let_through = len(calling.let_through)
    record_property(
        "figures quota under faults",
        {"calls": keys * TIMES, "keys": keys, "limit": limit, "kills": faults, "let_through": let_through},
    )
    assert calling.surprises == [], installation.log(20_000)
    assert calling.counted() == (limit, limit)
    assert let_through == limit
    assert len(calling.refused - calling.let_through) == keys - limit


def test_control_without_keys_repetitions_are_counted_again(installation: Installation) -> None:
    """10 operations, each sent four times, use more than 10."""
    assert call(installation, 10, 1000, 0, keyed=False).counted()[0] == 40
