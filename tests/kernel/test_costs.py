"""What a request may cost, counted and never timed: statements are built once, and round trips have a budget
(``speed.md``)."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bench.relay import Relay, relayed
from redis.asyncio import Redis
from sqlalchemy.engine import make_url
from sqlalchemy.sql.cache_key import HasCacheKey
from sqlalchemy.sql.compiler import Compiled
from tests.homes import Home

from atrium.kernel import db
from atrium.kernel import redis as redis_module
from atrium.kernel.settings import settings


@pytest.fixture(autouse=True)
def hot_reads_compared() -> None:
    """As in production: nothing is asked twice."""


@dataclass
class World:
    """A client and a customer with a folder, a note, a field and credits."""

    client: Any
    customer: str
    folder: str

    async def send(self, name: str) -> Any:
        method, path, body, keyed = CALLS[name]
        headers = {"Idempotency-Key": secrets.token_hex(8)} if keyed else {}
        number = secrets.token_hex(4)
        filled = path.format(customer=self.customer)
        sent = {
            key: value.format(number=number, folder=self.folder) if isinstance(value, str) else value
            for key, value in (body or {}).items()
        }
        answer = await self.client.request(method, filled, json=sent if body else None, headers=headers)
        assert answer.is_success, f"{name}: {answer.status_code} {answer.text[:300]}"
        return answer


NEW = {"name": "Ana {number}", "email": "a{number}@x.test", "phone": "+34 600 11 22 33", "folder_id": "{folder}"}
CALLS: dict[str, tuple[str, str, dict[str, Any] | None, bool]] = {
    "list": ("GET", "/customers", None, False),
    "get": ("GET", "/customers/{customer}", None, False),
    "overview": ("GET", "/customers/{customer}/overview", None, False),
    "timeline": ("GET", "/customers/{customer}/timeline", None, False),
    "counts": ("GET", "/customer-counts", None, False),
    "search": ("GET", "/customers?q=ana", None, False),
    "create": ("POST", "/customers", NEW, False),
    "create with a key": ("POST", "/customers", NEW, True),
    "update": ("PATCH", "/customers/{customer}", {"location": "Place {number}"}, False),
    "update with a key": ("PATCH", "/customers/{customer}", {"location": "Place {number}"}, True),
    "note": ("POST", "/customers/{customer}/notes", {"body": "Called {number}"}, False),
    "note with a key": ("POST", "/customers/{customer}/notes", {"body": "Called {number}"}, True),
    "deduct": ("POST", "/customers/{customer}/credits/deductions", {"amount": 1, "reason": "Bench"}, True),
}
READS = ("list", "get", "overview", "timeline", "counts", "search")
WRITES = tuple(name for name in CALLS if name not in READS)
BUDGET = dict.fromkeys(READS, 1) | dict.fromkeys(WRITES, 6)
"""Round trips to PostgreSQL, BEGIN and COMMIT included."""


async def world_of(home: Home, client: Any) -> World:
    owner = await home.as_owner()
    folder = (await owner.post("/folders", json={"name": "Leads"})).json()["id"]
    await owner.post("/custom-fields", json={"key": "renewal_on", "label": "Renewal", "type": "date"})
    made = (await owner.post("/customers", json={"name": "Ana Ruiz", "folder_id": folder})).json()["id"]
    granted = await owner.post(
        f"/customers/{made}/credits/grants", json={"amount": 1000}, headers={"Idempotency-Key": secrets.token_hex(8)}
    )
    assert granted.is_success, granted.text
    return World(client, made, folder)


@pytest.fixture(params=["key", "member"])
async def world(home: Home, request: pytest.FixtureRequest) -> World:
    client = await home.as_api_key() if request.param == "key" else await home.as_owner()
    return await world_of(home, client)


@contextmanager
def building() -> Iterator[dict[str, int]]:
    """How often SQLAlchemy compiles a statement, and makes a key to find a compiled one by."""
    seen = {"compiled": 0, "keyed": 0}
    compile_, key = Compiled.__init__, HasCacheKey._generate_cache_key

    def compiled(self: Any, *arguments: Any, **options: Any) -> None:
        seen["compiled"] += 1
        compile_(self, *arguments, **options)

    def keyed(self: Any) -> Any:
        seen["keyed"] += 1
        return key(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compiled, "__init__", compiled)
        patch.setattr(HasCacheKey, "_generate_cache_key", keyed)
        yield seen


@pytest.mark.parametrize("name", READS)
async def test_a_hot_read_builds_nothing_the_second_time(world: World, name: str) -> None:
    for _ in range(2):
        await world.send(name)
    with building() as seen:
        await world.send(name)
    assert seen == {"compiled": 0, "keyed": 0}


@pytest.mark.parametrize("name", WRITES)
async def test_a_write_builds_nothing_the_second_time(world: World, name: str) -> None:
    for _ in range(2):
        await world.send(name)
    with building() as seen:
        await world.send(name)
    assert seen == {"compiled": 0, "keyed": 0}


async def test_the_ordinary_way_is_seen_to_build(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without hot reads the same instruments find something."""
    monkeypatch.setattr(settings(), "hot_reads", False)
    for _ in range(2):
        await world.send("overview")
    with building() as seen:
        await world.send("overview")
    assert seen["keyed"] > 0


@dataclass
class Wires:
    postgres: Relay
    redis: Relay


@pytest.fixture
async def wires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Wires]:
    """Both servers behind relays that count."""
    url, cache = make_url(settings().database_url), settings().redis_url
    folder = str(url.query["host"])
    socket = cache.split("@", 1)[1].split("?", 1)[0]
    async with AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(
            relayed(tmp_path / ".s.PGSQL.5432", lambda: asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432"))
        )
        redis = await stack.enter_async_context(
            relayed(tmp_path / "redis.sock", lambda: asyncio.open_unix_connection(socket))
        )
        there = url.update_query_dict({"host": str(tmp_path)}).render_as_string(hide_password=False)
        database = db.Database(there, pool_size=4, statement_timeout_seconds=5)
        client = Redis.from_url(cache.replace(socket, str(tmp_path / "redis.sock")), decode_responses=True)
        monkeypatch.setattr(db, "_current", database)
        monkeypatch.setattr(redis_module, "_current", client)
        yield Wires(postgres, redis)
        await client.aclose()
        await database.close()


async def trips(world: World, wires: Wires, name: str) -> int:
    for _ in range(8):  # statements are prepared on first use, and plans made anew a few times
        await world.send(name)
    await asyncio.sleep(0.05)
    before = wires.postgres.trips
    await world.send(name)
    return wires.postgres.trips - before


@pytest.mark.parametrize("name", CALLS)
async def test_round_trips_keep_to_their_budget(world: World, wires: Wires, name: str) -> None:
    assert await trips(world, wires, name) <= BUDGET[name]


async def test_the_ordinary_way_takes_more(world: World, wires: Wires, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the relay counts what crosses the wire."""
    monkeypatch.setattr(settings(), "hot_reads", False)
    assert await trips(world, wires, "list") > BUDGET["list"]


async def test_the_shared_rate_limit_is_asked_for_many_requests_at_once(world: World, wires: Wires) -> None:
    await world.send("list")
    before = wires.redis.trips
    for _ in range(10):
        await world.send("list")
    assert wires.redis.trips - before <= 5
