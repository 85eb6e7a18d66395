"""Events from concurrent transactions that commit out of order, dispatchers that die, a Redis that forgets and goes
away: each effect once."""

import asyncio
import random
import time
from uuid import UUID

import asyncpg
import pytest
from redis import Redis
from tests.faults.installation import Installation, Nursery, Record, in_background, wait_for

WRITERS = 10
SIZES = [pytest.param(1000, 5, id="small"), pytest.param(20_000, 100, id="large", marks=pytest.mark.soak)]
EMITTED = "SELECT count(*) FROM events WHERE type = 'fault.happened'"
UNDONE = (
    "SELECT (SELECT count(*) FROM deliveries WHERE state <> 'done') + (SELECT count(*) FROM events WHERE dispatched_at"
    " IS NULL)"
)
COUNTS = (
    "SELECT count(*) - count(DISTINCT subject) AS doubled, count(DISTINCT subject) AS reached FROM effects WHERE source"
    " = 'event'"
)


async def read_by_cursor(dsn: str, events: int) -> int:
    """The control: remember the highest id seen and ask for what is beyond. Returns how many events it saw."""
    connection = await asyncpg.connect(dsn)
    seen = 0
    try:
        last = await connection.fetchval(
            "SELECT coalesce(max(id::text)::uuid, $1) FROM events WHERE type <> 'fault.happened'", UUID(int=0)
        )
        while (
            await connection.fetchval(EMITTED) < events
            or await connection.fetchval("SELECT max(id::text)::uuid FROM events") > last
        ):
            for row in await connection.fetch("SELECT id FROM events WHERE id > $1 ORDER BY id", last):
                last, seen = row["id"], seen + 1
            await asyncio.sleep(0.005)
    finally:
        await connection.close()
    return seen


def deliver_under_faults(home: Installation, role: str, events: int, kills: int) -> tuple[Nursery, int, int, int]:
    """Returns how many Redis faults there were, and how many effects were lost and doubled."""
    rng = random.Random(9)
    nursery = Nursery(home, role)
    nursery.work(2)
    nursery.fork("emitter", workspace_id=str(home.workspace_id), events=events, writers=WRITERS, seed=11)
    faults = 0

    def chaos() -> None:
        nonlocal faults
        time.sleep(rng.uniform(0, 0.1))
        if nursery.kills >= kills:
            return
        before = nursery.kills
        nursery.kill_one(rng)
        if nursery.kills > before and nursery.kills % 5 == 2:
            home.stop_redis()
            faults += 1
        elif nursery.kills > before and nursery.kills % 5 == 4:
            home.cluster.start_redis()
            Redis.from_url(home.cluster.redis_url).flushall()
            faults += 1

    def finished() -> bool:
        return home.number(EMITTED) == events and home.number(UNDONE) == 0

    done = wait_for(finished, 50 + kills * 3, chaos)
    nursery.end()
    if kills % 5 in {2, 3}:
        home.cluster.start_redis()
    assert done, home.ask("SELECT state, attempts, last_error, count(*) FROM deliveries GROUP BY 1, 2, 3")
    counts = home.ask(COUNTS)[0]
    return nursery, faults, events - counts["reached"], counts["doubled"]


@pytest.mark.parametrize(("events", "kills"), SIZES)
def test_every_event_takes_effect_once(
    installation: Installation, events: int, kills: int, record_property: Record
) -> None:
    with in_background(lambda: read_by_cursor(installation.admin_dsn, events)) as seen:
        nursery, faults, lost, doubled = deliver_under_faults(installation, "worker", events, kills)
    figures = {"events": events, "kills": nursery.kills, "redis_faults": faults, "lost": lost, "doubled": doubled}
    record_property("figures dispatcher killed", figures)
    record_property(
        "figures dispatcher killed, control: a cursor over ids", {"events": events, "lost": events - seen[0]}
    )
    assert (lost, doubled, nursery.kills) == (0, 0, kills)
    assert seen[0] < events  # the control


def test_control_completion_in_another_transaction_doubles(installation: Installation, record_property: Record) -> None:
    nursery, _, _, doubled = deliver_under_faults(installation, "naive_worker", 200, 4)
    record_property(
        "figures dispatcher killed, control: effect and completion apart",
        {"events": 200, "kills": nursery.kills, "doubled": doubled},
    )
    assert doubled > 0
