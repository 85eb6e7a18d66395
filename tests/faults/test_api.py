"""The API is killed and PostgreSQL crashes under load: what was acknowledged is there, and there once."""

import asyncio
import random
import secrets
import threading
import time
from dataclasses import dataclass, field

import httpx
import pytest
from tests.faults.installation import Api, Installation, Record, in_background, wait_for

CALLERS = 8
ATTEMPTS = 4
AGAIN = frozenset({409, 503})
"""In flight elsewhere, or the database is away: both say "repeat this"."""


@dataclass
class Load:
    """What callers sent and what they were told. ``acknowledged``: name of the customer → identifiers in the
    answers."""

    home: Installation
    url: str
    keyed: bool = True
    stop: threading.Event = field(default_factory=threading.Event)
    sent: int = 0
    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    async def run(self) -> None:
        async with httpx.AsyncClient(headers=self.home.headers, timeout=60) as client:
            await asyncio.gather(*(self._caller(client, random.Random(number)) for number in range(CALLERS)))

    async def _caller(self, client: httpx.AsyncClient, rng: random.Random) -> None:
        while not self.stop.is_set():
            name = f"Load {secrets.token_hex(8)}"
            headers = {"Idempotency-Key": name.replace(" ", "-")} if self.keyed else {}
            repeat_anyway = rng.random() < 0.3  # as a caller does whose answer got lost on its way
            for attempt in range(ATTEMPTS):
                self.sent += 1
                if await self._send(client, name, headers) and not (repeat_anyway and attempt == 0):
                    break

    async def _send(self, client: httpx.AsyncClient, name: str, headers: dict[str, str]) -> bool:
        try:
            answer = await client.post(f"{self.url}/customers", json={"name": name}, headers=headers)
        except httpx.HTTPError:
            await asyncio.sleep(0.3)
            return False
        if answer.status_code == 201:
            self.acknowledged.setdefault(name, set()).add(answer.json()["id"])
            return True
        if answer.status_code not in AGAIN:
            self.refused.append(f"{answer.status_code} {answer.text[:200]}")
        await asyncio.sleep(0.3)
        return False

    def figures(self) -> tuple[int, int]:
        """Acknowledged customers that are missing, and customers that exist more than once."""
        rows = {
            str(row["id"]): row["name"]
            for row in self.home.ask("SELECT id, name FROM customers WHERE name LIKE 'Load %'")
        }
        lost = sum(1 for ids in self.acknowledged.values() for identifier in ids if identifier not in rows)
        return lost, len(rows) - len(set(rows.values()))


def break_things(home: Installation, api: Api, load: Load, faults: int) -> tuple[int, int]:
    """In turn kill the API and crash PostgreSQL, each time in the middle of the load. Returns how often each was
    done."""
    kills = crashes = 0
    for number in range(faults + 1):
        goal = len(load.acknowledged) + 30
        enough = wait_for(lambda goal=goal: len(load.acknowledged) >= goal, 60)  # type: ignore[misc]  # a default binds it
        assert enough, (load.refused[:5], len(load.acknowledged))
        time.sleep(random.uniform(0, 0.05))
        if number == faults:
            break
        if number % 2:
            home.crash_postgres()
            crashes += 1
        else:
            api.kill()
            api.start()
            kills += 1
    load.stop.set()
    return kills, crashes


@pytest.mark.parametrize("faults", [pytest.param(3, id="small"), pytest.param(40, id="large", marks=pytest.mark.soak)])
def test_acknowledged_writes_survive(installation: Installation, faults: int, record_property: Record) -> None:
    api = Api(installation)
    api.wait()
    load = Load(installation, api.url)
    with in_background(load.run):
        try:
            kills, crashes = break_things(installation, api, load, faults)
        finally:
            load.stop.set()
    lost, duplicated = load.figures()
    api.close()
    figures = {
        "sent": load.sent,
        "acknowledged": len(load.acknowledged),
        "kills": kills,
        "crashes": crashes,
        "lost": lost,
        "duplicated": duplicated,
    }
    record_property("figures api killed, database crashed", figures)
    assert (lost, duplicated) == (0, 0)
    assert load.refused == [], installation.log(200_000)
    assert all(len(ids) == 1 for ids in load.acknowledged.values())


def test_control_without_keys_duplicates(installation: Installation, record_property: Record) -> None:
    api = Api(installation)
    api.wait()
    load = Load(installation, api.url, keyed=False)
    with in_background(load.run):
        try:
            break_things(installation, api, load, 0)
        finally:
            load.stop.set()
    _, duplicated = load.figures()
    api.close()
    record_property(
        "figures api, control: callers without keys",
        {"sent": load.sent, "acknowledged": len(load.acknowledged), "duplicated": duplicated},
    )
    assert duplicated > 0
