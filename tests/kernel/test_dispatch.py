"""Each event has each effect once: however many dispatchers run at once, and whichever of them die."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, ClassVar

import pytest
from sqlalchemy import text, update
from tests.conftest import drain
from tests.homes import Home

from atrium.kernel import dispatch
from atrium.kernel.context import Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.dispatch import Delivery, consumes, deliver_due, fan_out
from atrium.kernel.events import MAX_DEPTH, Event, EventRow, write_pending
from atrium.kernel.leases import backoff, claim
from atrium.kernel.system import system_transaction


class Tick(Event):
    type: ClassVar[str] = "kernel_test.ticked"


class Echo(Event):
    type: ClassVar[str] = "kernel_test.echoed"


failures: list[str] = []
refused: set[str] = set()
EFFECT = text("INSERT INTO probe.effects (workspace_id, value) VALUES (:workspace, :value)")
EFFECTS = "SELECT count(*), count(DISTINCT value) FROM probe.effects WHERE workspace_id = $1"


@consumes(Tick.type, name="kernel_test_effect")
async def have_effect(ctx: Ctx, event: EventRow) -> None:
    await ctx.session.execute(EFFECT, {"workspace": ctx.workspace_id, "value": str(event.id)})
    if failures:
        raise RuntimeError(failures.pop())
    if str(event.id) in refused:
        raise RuntimeError("not this one")


@consumes(Echo.type, name="kernel_test_loop")
async def echo_for_ever(ctx: Ctx, event: EventRow) -> None:
    ctx.emit(Echo(customer_id=event.customer_id))


@pytest.fixture(autouse=True)
async def ready(probe: str, quiet_queues: None) -> AsyncIterator[None]:
    yield
    failures.clear()
    refused.clear()


async def tick(home: Home, times: int) -> None:
    async with home.ctx() as ctx:
        for _ in range(times):
            ctx.emit(Tick())


async def work() -> None:
    """One dispatcher, until nothing is left."""
    while await fan_out(20) + await deliver_due(10):
        pass


async def effects(superuser: Any, home: Home) -> tuple[int, int]:
    return tuple(await superuser.fetchrow(EFFECTS, home.id))


async def test_dispatchers_at_once_do_everything_once(
    home: Home, elsewhere: Home, superuser: Any, record_property: Any
) -> None:
    for made in (home, elsewhere):
        for _ in range(5):
            await tick(made, 30)
    await asyncio.gather(*(work() for _ in range(6)))
    assert await effects(superuser, home) == await effects(superuser, elsewhere) == (150, 150)
    record_property("figures dispatch", {"events": 300, "dispatchers": 6, "lost": 0, "doubled": 0})


async def test_without_claims_dispatchers_at_once_double(home: Home, superuser: Any) -> None:
    """The control: reading what is due and doing it, as one would at first."""
    await tick(home, 30)

    async def naive() -> None:
        async with home.session() as session:
            due = (await session.execute(text("SELECT id FROM events WHERE dispatched_at IS NULL"))).all()
            await asyncio.sleep(0.05)
            for row in due:
                await session.execute(EFFECT, {"workspace": home.id, "value": str(row.id)})

    await asyncio.gather(naive(), naive())
    assert await effects(superuser, home) == (60, 30)


async def test_an_event_that_commits_late_is_not_passed_over(home: Home, superuser: Any) -> None:
    """It has the smaller id and appears after a greater one was dispatched: a cursor over ids would lose
    it."""
    async with home.ctx() as slow:
        slow.emit(Tick())
        await write_pending(slow)
        await tick(home, 1)
        await work()
        assert await effects(superuser, home) == (1, 1)
    await work()
    assert await effects(superuser, home) == (2, 2)


async def lease(home: Home) -> Delivery:
    """A delivery in the hands of a worker."""
    await tick(home, 1)
    await fan_out()
    async with system_transaction() as session:
        (row,) = await claim(session, Delivery, 1, 30)
    assert isinstance(row, Delivery)
    return row


EXPIRE = "UPDATE deliveries SET due_at = clock_timestamp() WHERE workspace_id = $1"


async def test_a_worker_that_was_thought_dead_has_no_effect(home: Home, superuser: Any) -> None:
    stale = await lease(home)
    await superuser.execute(EXPIRE, home.id)
    assert await deliver_due() == 1
    assert await effects(superuser, home) == (1, 1)
    await dispatch._deliver(stale)
    assert await effects(superuser, home) == (1, 1)


async def test_without_the_fence_it_doubles(home: Home, superuser: Any) -> None:
    """The control: the effect first, the completion by id alone."""
    stale = await lease(home)
    await superuser.execute(EXPIRE, home.id)
    await deliver_due()
    async with transaction(database().session(home.id)) as session:
        await session.execute(EFFECT, {"workspace": home.id, "value": str(stale.event_id)})
        await session.execute(
            update(Delivery)
            .where(Delivery.id == stale.id)
            .values(state="done")
            .execution_options(synchronize_session=False)
        )
    assert await effects(superuser, home) == (2, 1)


async def test_a_lease_keeps_others_away_until_it_ends(home: Home, superuser: Any) -> None:
    await lease(home)
    assert await deliver_due() == 0
    await superuser.execute(EXPIRE, home.id)
    assert await deliver_due() == 1


async def test_a_failure_undoes_the_effect_and_tries_again_later(home: Home, superuser: Any) -> None:
    failures.append("not today")
    await tick(home, 1)
    await fan_out()
    await deliver_due()
    assert await effects(superuser, home) == (0, 0)
    row = await superuser.fetchrow(
        "SELECT state, attempts, lease_token, last_error, due_at > clock_timestamp() AS later FROM deliveries WHERE"
        " workspace_id = $1",
        home.id,
    )
    assert tuple(row) == ("queued", 1, None, "RuntimeError: not today", True)
    await superuser.execute(EXPIRE, home.id)
    await deliver_due()
    assert await effects(superuser, home) == (1, 1)
    assert await superuser.fetchval("SELECT state FROM deliveries WHERE workspace_id = $1", home.id) == "done"


async def test_after_ten_failures_it_is_dead_and_kept(home: Home, superuser: Any) -> None:
    failures.extend(["never"] * 12)
    await tick(home, 1)
    await fan_out()
    for _ in range(12):
        await superuser.execute(EXPIRE, home.id)
        await deliver_due()
    row = await superuser.fetchrow("SELECT state, attempts FROM deliveries WHERE workspace_id = $1", home.id)
    assert tuple(row) == ("dead", dispatch.ATTEMPTS)


def test_waiting_grows_fourfold_to_an_hour() -> None:
    assert [backoff(attempt).total_seconds() for attempt in range(1, 9)] == [1, 4, 16, 64, 256, 1024, 3600, 3600]


async def test_a_loop_ends(home: Home, superuser: Any) -> None:
    """Events that cause one another stop at the greatest depth."""
    async with home.ctx() as ctx:
        ctx.emit(Echo())
    await drain()
    rows = await superuser.fetch(
        "SELECT depth, cause_id FROM events WHERE workspace_id = $1 AND type = $2 ORDER BY id", home.id, Echo.type
    )
    assert [row["depth"] for row in rows] == list(range(MAX_DEPTH + 1))
    assert all((row["cause_id"] is None) == (row["depth"] == 0) for row in rows)


async def test_events_nobody_consumes_are_born_dispatched(home: Home, superuser: Any) -> None:
    class Unheard(Event):
        type: ClassVar[str] = "kernel_test.unheard"

    async with home.ctx() as ctx:
        ctx.emit(Unheard())
    assert await superuser.fetchval(
        "SELECT dispatched_at IS NOT NULL FROM events WHERE workspace_id = $1 AND type = 'kernel_test.unheard'", home.id
    )
    assert await fan_out() == 0


async def test_a_bad_one_holds_up_no_other(home: Home, superuser: Any) -> None:
    """Ten deliveries share a transaction; one fails, the others have their effect once, by themselves."""
    await tick(home, 10)
    await fan_out()
    bad = await superuser.fetchval(
        "SELECT id::text FROM events WHERE workspace_id = $1 AND type = $2 ORDER BY id OFFSET 4 LIMIT 1",
        home.id,
        Tick.type,
    )
    refused.add(bad)
    assert await deliver_due() == 10
    assert await effects(superuser, home) == (9, 9)
    states = await superuser.fetch(
        "SELECT state, count(*) FROM deliveries WHERE workspace_id = $1 GROUP BY state ORDER BY state", home.id
    )
    assert [tuple(row) for row in states] == [("done", 9), ("queued", 1)]
    refused.clear()
    await superuser.execute(
        "UPDATE deliveries SET due_at = clock_timestamp() WHERE workspace_id = $1 AND state = 'queued'", home.id
    )
    await deliver_due()
    assert await effects(superuser, home) == (10, 10)


async def test_deliveries_of_one_consumer_share_a_transaction(home: Home, superuser: Any) -> None:
    """Also the one that another worker has taken over in the meantime is left out, and only that."""
    await tick(home, 4)
    await fan_out()
    async with system_transaction() as session:
        rows = await claim(session, Delivery, 4, 30)
    await superuser.execute(
        "UPDATE deliveries SET lease_token = gen_random_uuid() WHERE workspace_id = $1 AND id = $2", home.id, rows[0].id
    )
    await dispatch._carry_out(rows)
    assert await effects(superuser, home) == (3, 3)
    assert (
        await superuser.fetchval(
            "SELECT count(DISTINCT done.xmin::text) FROM deliveries done WHERE workspace_id = $1 AND state = 'done'",
            home.id,
        )
        == 1
    )
