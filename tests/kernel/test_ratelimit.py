"""Rate limits: counted per caller in Redis, told in headers, and no reason to fail when Redis is away."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import pytest
from redis.asyncio import Redis
from tests.homes import Home
from tests.kernel.conftest import MakeHome

from atrium.kernel import ratelimit
from atrium.kernel import redis as redis_module
from atrium.kernel.route import SignedIn, public, router
from atrium.kernel.settings import settings

Limit = Callable[[int], None]


@pytest.fixture
async def home(home_of: MakeHome) -> Home:
    routes = router("tags")

    @routes.get("/ping")
    async def ping(ctx: SignedIn) -> None: ...

    @routes.get("/open")
    async def open_to_all(_: Annotated[None, public()]) -> None: ...

    made: Home = await home_of(routes)
    return made


@pytest.fixture
async def limit(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Limit]:
    """With a Redis that is never given up, however busy the machine: alone, this process would count anew."""
    patient = Redis.from_url(settings().redis_url, socket_timeout=30, decode_responses=True)
    monkeypatch.setattr(redis_module, "_current", patient)
    monkeypatch.setattr(ratelimit, "_away_until", 0.0)

    def to(requests: int) -> None:
        monkeypatch.setenv("ATRIUM_RATE_LIMIT_PER_MINUTE", str(requests))
        monkeypatch.setenv("ATRIUM_ANONYMOUS_RATE_LIMIT_PER_MINUTE", str(requests))
        settings.cache_clear()

    yield to
    monkeypatch.undo()
    settings.cache_clear()
    await patient.aclose()


@pytest.fixture
def no_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command fails as it does when the server is gone."""
    monkeypatch.setattr(redis_module, "_current", Redis.from_url("redis://127.0.0.1:1/0", socket_connect_timeout=0.2))
    monkeypatch.setattr(ratelimit, "_local", type(ratelimit._local)())


async def statuses(client: Any, count: int, path: str = "/ping") -> list[int]:
    return [(await client.get(path)).status_code for _ in range(count)]


async def test_the_headers_tell_what_is_left(home: Home, limit: Limit) -> None:
    limit(5)
    client = await home.as_api_key()
    answers = [await client.get("/ping") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == [
        "r=4",
        "r=3",
        "r=2",
        "r=1",
        "r=0",
        "r=0",
    ]
    assert {answer.headers["ratelimit-policy"] for answer in answers} == {'"default";q=5;w=60'}
    refusal = answers[-1]
    assert refusal.json()["code"] == "rate-limited"
    assert 1 <= int(refusal.headers["retry-after"]) <= 12


async def test_each_key_has_its_own_share(home: Home, limit: Limit) -> None:
    limit(2)
    first, second = await home.as_api_key(), await home.as_api_key()
    assert await statuses(first, 3) == [200, 200, 429]
    assert await statuses(second, 2) == [200, 200]


async def test_the_share_grows_back_evenly(home: Home, limit: Limit) -> None:
    """At 120 a minute one more request is allowed every half second."""
    limit(120)
    client = await home.as_api_key()
    answers = await asyncio.gather(*(client.get("/ping") for _ in range(240)))
    assert [answer.status_code for answer in answers].count(429) >= 8
    await asyncio.sleep(0.6)
    assert (await client.get("/ping")).status_code == 200


async def test_strangers_are_limited_by_address(home: Home, limit: Limit) -> None:
    await redis_module.redis().delete("atrium:rate:address:127.0.0.1")
    limit(3)
    assert await statuses(home.client(), 4, "/open") == [200, 200, 200, 429]
    await redis_module.redis().delete("atrium:rate:address:127.0.0.1")


async def test_many_at_once_get_no_more_than_their_share(home: Home, limit: Limit) -> None:
    limit(10)
    client = await home.as_api_key()
    answers = await asyncio.gather(*(client.get("/ping") for _ in range(30)))
    assert sorted(answer.status_code for answer in answers) == [200] * 10 + [429] * 20


async def test_without_redis_requests_are_served_and_limited_all_the_same(
    home: Home, limit: Limit, no_redis: None
) -> None:
    limit(3)
    client = await home.as_api_key()
    assert await statuses(client, 4) == [200, 200, 200, 429]


async def test_the_local_memory_is_bounded() -> None:
    for number in range(ratelimit._LOCAL_SUBJECTS + 500):
        ratelimit._locally(f"subject {number}", 1.0, 5)
    assert len(ratelimit._local) == ratelimit._LOCAL_SUBJECTS
    ratelimit._local.clear()


async def test_no_more_than_the_burst_comes_through_however_many_processes_lease(home: Home, limit: Limit) -> None:
    """Another process has its own leases; the number they are taken from is one."""
    limit(120)
    client = await home.as_api_key()
    began = time.monotonic()
    first = await statuses(client, 3)
    here = dict(ratelimit._leases)
    ratelimit._leases.clear()
    answers = first + await statuses(client, 250)
    ratelimit._leases.update(here)
    grown_back = 2 * (time.monotonic() - began) + 1
    assert 100 <= answers.count(200) <= 120 + grown_back
    assert answers.count(429) >= 1


async def test_a_lease_of_another_limit_is_not_used(home: Home, limit: Limit) -> None:
    limit(6000)
    client = await home.as_api_key()
    assert await statuses(client, 1) == [200]
    limit(2)
    assert (await statuses(client, 3))[-1] == 429
