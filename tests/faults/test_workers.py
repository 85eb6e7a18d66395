"""Workers are killed and frozen at random moments: every step of every job takes effect exactly once."""

import random
import time
from uuid import UUID

import pytest
from tests.faults.installation import Installation, Nursery, report, wait_for

from atrium.kernel.ids import uuid7

WORKERS = 2
SIZES = [pytest.param(24, 5, 5, 1, id="small"), pytest.param(600, 8, 150, 8, id="large", marks=pytest.mark.soak)]


def enqueue(home: Installation, kind: str, jobs: int, steps: int) -> list[UUID]:
    ids = [uuid7() for _ in range(jobs)]
    home.ask(
        "INSERT INTO jobs (workspace_id, id, kind, payload, actor_type, actor_name) "
        "SELECT $1, id, $2, jsonb_build_object('steps', $3::int), 'system', 'Faults' FROM unnest($4::uuid[]) AS id",
        *(home.workspace_id, kind, steps, ids),
    )
    return ids


def run_under_kills(home: Installation, kind: str, jobs: int, steps: int, kills: int, pauses: int) -> tuple[Nursery, int, int]:
    """Run jobs while workers die. Returns how many effects were lost and how many happened again."""
    rng = random.Random(5)
    nursery = Nursery(home)
    nursery.work(WORKERS)
    enqueue(home, kind, jobs, steps)

    def chaos() -> None:
        time.sleep(rng.uniform(0, 0.1))
        if nursery.pauses < pauses and nursery.kills * pauses >= kills * nursery.pauses:
            nursery.stall_one(rng)
        elif nursery.kills < kills:
            nursery.kill_one(rng)

    finished = wait_for(lambda: home.number("SELECT count(*) FROM jobs WHERE state <> 'succeeded'") == 0, 60 + kills, chaos)
    nursery.end()
    assert finished, home.ask("SELECT state, attempts, last_error, count(*) FROM jobs GROUP BY 1, 2, 3")
    happened = home.number("SELECT count(*) FROM effects")
    once = home.number("SELECT count(DISTINCT (subject, step)) FROM effects")
    return nursery, jobs * (steps + 1) - once, happened - once


@pytest.mark.parametrize(("jobs", "steps", "kills", "pauses"), SIZES)
def test_every_step_exactly_once(installation: Installation, jobs: int, steps: int, kills: int, pauses: int) -> None:
    nursery, lost, doubled = run_under_kills(installation, "fault_steps", jobs, steps, kills, pauses)
    report(f"workers jobs={jobs} steps={jobs * (steps + 1)} kills={nursery.kills} pauses={nursery.pauses} lost={lost} doubled={doubled}")
    assert (lost, doubled) == (0, 0)
    assert nursery.kills >= 1, "nothing was killed: the jobs were too few or too quick"


def test_control_progress_in_another_transaction_doubles(installation: Installation) -> None:
    nursery, lost, doubled = run_under_kills(installation, "fault_naive_steps", 16, 5, 4, 0)
    report(f"workers control: effect and progress apart jobs=16 kills={nursery.kills} lost={lost} doubled={doubled}")
    assert doubled > 0
