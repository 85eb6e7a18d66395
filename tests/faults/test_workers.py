"""Workers are killed and frozen at random moments: every step of every job takes effect exactly once."""

import random
import time

import pytest
from tests.faults.installation import Installation, Nursery, Record, wait_for

from atrium.kernel.ids import uuid7

WORKERS = 2
BUSY = 12
"""Jobs that are more than two workers of four at once can hold."""
SIZES = [pytest.param(5, 5, 1, id="small"), pytest.param(8, 150, 8, id="large", marks=pytest.mark.soak)]


def enqueue(home: Installation, kind: str, jobs: int, steps: int) -> None:
    ids = [uuid7() for _ in range(jobs)]
    home.ask(
        "INSERT INTO jobs (workspace_id, id, kind, payload, actor_type, actor_name) "
        "SELECT $1, id, $2, jsonb_build_object('steps', $3::int), 'system', 'Faults' FROM unnest($4::uuid[]) AS id",
        *(home.workspace_id, kind, steps, ids),
    )


def run_under_kills(home: Installation, kind: str, steps: int, kills: int, pauses: int) -> dict[str, int]:
    """Keep two workers busy until so many were killed and frozen, then let all jobs end. Returns the figures."""
    rng = random.Random(5)
    nursery = Nursery(home)
    nursery.work(WORKERS)
    jobs = 0

    def unfinished() -> int:
        return home.number("SELECT count(*) FROM jobs WHERE kind = $1 AND state <> 'succeeded'", kind)

    def struck() -> bool:
        return nursery.kills >= kills and nursery.pauses >= pauses

    def chaos() -> None:
        nonlocal jobs
        if not struck() and unfinished() < BUSY:
            enqueue(home, kind, BUSY, steps)
            jobs += BUSY
        time.sleep(rng.uniform(0, 0.1))
        if nursery.pauses < pauses and nursery.kills * pauses >= kills * nursery.pauses:
            nursery.stall_one(rng)
        elif nursery.kills < kills:
            nursery.kill_one(rng)

    finished = wait_for(lambda: struck() and unfinished() == 0, 60 + 3 * (kills + pauses), chaos)
    nursery.end()
    assert finished, home.ask("SELECT state, attempts, last_error, count(*) FROM jobs GROUP BY 1, 2, 3")
    happened = home.number("SELECT count(*) FROM effects")
    once = home.number("SELECT count(DISTINCT (subject, step)) FROM effects")
    expected = jobs * (steps + 1)
    return {
        "jobs": jobs,
        "steps": expected,
        "kills": nursery.kills,
        "pauses": nursery.pauses,
        "lost": expected - once,
        "doubled": happened - once,
    }


@pytest.mark.parametrize(("steps", "kills", "pauses"), SIZES)
def test_every_step_exactly_once(
    installation: Installation, steps: int, kills: int, pauses: int, record_property: Record
) -> None:
    figures = run_under_kills(installation, "fault_steps", steps, kills, pauses)
    record_property("figures workers killed", figures)
    assert (figures["lost"], figures["doubled"]) == (0, 0)
    assert (figures["kills"], figures["pauses"]) == (kills, pauses)


def test_control_progress_in_another_transaction_doubles(installation: Installation, record_property: Record) -> None:
    figures = run_under_kills(installation, "fault_naive_steps", 5, 4, 0)
    record_property("figures workers killed, control: effect and progress apart", figures)
    assert figures["doubled"] > 0
