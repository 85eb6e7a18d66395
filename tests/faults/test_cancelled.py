"""Callers hang up in the middle of a request, on a pool of two connections: none of them is lost."""

import asyncio
import random
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from tests.faults.installation import Api, Installation, Record
from tests.homes import Home

from atrium.kernel import db, route
from atrium.kernel.context import Ctx
from atrium.kernel.events import write_pending
from atrium.kernel.settings import settings

POOL = 2
SIZES = [pytest.param(200, id="small"), pytest.param(10_000, id="large", marks=pytest.mark.soak)]


@pytest.fixture
async def small_pool(home: Home, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Any]:
    """This process's database with a pool of two connections, one for hot reads, and little patience."""
    monkeypatch.setenv("ATRIUM_DATABASE_POOL_TIMEOUT_SECONDS", "0.3")
    settings.cache_clear()
    made = db.Database(settings().database_url, pool_size=POOL + 1, statement_timeout_seconds=5)
    monkeypatch.setattr(db, "_current", made)
    yield made.engine.pool
    await made.close()
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def midway(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set while a request has its transaction open and waits for something else, as for a file or a hash (after a wait
    of its own the driver cleans up by itself)."""
    reached = asyncio.Event()

    async def slowly(ctx: Ctx, *more: Any) -> None:
        reached.set()
        await asyncio.sleep(0.3)
        await write_pending(ctx, *more)

    monkeypatch.setattr(route, "write_pending", slowly)
    return reached


async def cancel_requests(client: httpx.AsyncClient, midway: asyncio.Event, count: int) -> int:
    """Start requests and cancel them, one half midway, the other, four at once, at random moments. Returns how many
    were really cut off."""
    rng = random.Random(4)
    cut = 0

    async def one(number: int, moment: Callable[[], Awaitable[Any]]) -> None:
        nonlocal cut
        task = asyncio.create_task(client.post("/customers", json={"name": f"Cancelled {number}"}))
        with suppress(TimeoutError):
            await moment()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
            return
        cut += 1

    for number in range(count // 2):
        midway.clear()
        await one(number, lambda: asyncio.wait_for(midway.wait(), 0.5))
    for start in range(count // 2, count, 4):
        await asyncio.gather(*(one(start + offset, lambda: asyncio.sleep(rng.uniform(0, 0.03))) for offset in range(4)))
    return cut


async def test_cancelled_requests_leak_no_connection(
    home: Home, small_pool: Any, midway: asyncio.Event, record_property: Record
) -> None:
    client = await home.as_api_key()
    cut = await cancel_requests(client, midway, 200)
    await asyncio.sleep(0.2)
    answers = [(await client.get("/customers")).status_code for _ in range(5)]
    record_property(
        "figures cancelled requests", {"requests": 200, "cut": cut, "pool": POOL, "leaked": small_pool.checkedout()}
    )
    assert small_pool.checkedout() == 0
    assert answers == [200] * 5
    assert cut > 150


async def test_control_a_session_left_open_exhausts_the_pool(
    home: Home, small_pool: Any, midway: asyncio.Event, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    """What a route without ``finally`` does: whoever is cancelled never closes."""
    left_open: list[AsyncSession] = []
    close = AsyncSession.close

    async def forgetful(session: AsyncSession) -> None:
        if session.in_transaction():
            left_open.append(session)
        else:
            await close(session)

    client = await home.as_api_key()
    with monkeypatch.context() as patch:
        patch.setattr(AsyncSession, "close", forgetful)
        cut = await cancel_requests(client, midway, 8)
        answer = await client.get("/tags")
    record_property(
        "figures cancelled requests, control: sessions left open",
        {"requests": 8, "cut": cut, "leaked": small_pool.checkedout()},
    )
    assert answer.status_code == 503
    for session in left_open:
        await close(session)


def hang_up(address: tuple[str, int], request: bytes, patience: float) -> None:
    with socket.create_connection(address, timeout=10) as line:
        line.sendall(request)
        time.sleep(patience)


@pytest.mark.parametrize("requests", SIZES)
def test_callers_that_hang_up_leak_no_connection(
    installation: Installation, requests: int, record_property: Record
) -> None:
    """The same over real sockets, to a real server."""
    api = Api(installation, ATRIUM_DATABASE_POOL_SIZE=str(POOL), ATRIUM_DATABASE_POOL_TIMEOUT_SECONDS="2")
    api.wait()
    address = api.socket.getsockname()
    rng = random.Random(6)
    headers = f"Host: localhost\r\nAuthorization: Bearer {installation.key}\r\n"
    request = f"GET /api/v1/customers HTTP/1.1\r\n{headers}\r\n".encode()
    for _ in range(requests):
        hang_up(address, request, rng.uniform(0, 0.01))
    with httpx.Client(base_url=api.url, headers=installation.headers, timeout=10) as client:
        answers = {client.get("/customers").status_code for _ in range(5)}
    time.sleep(0.2)
    query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'atrium' AND datname = current_database()"
    held, stuck = installation.number(query), installation.number(f"{query} AND state <> 'idle'")
    api.close()
    record_property(
        "figures callers that hang up", {"requests": requests, "pool": POOL, "connections": held, "not_idle": stuck}
    )
    assert answers == {200}
    assert held <= POOL
    assert stuck == 0
