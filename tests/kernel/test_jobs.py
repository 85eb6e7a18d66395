"""Jobs outlive whoever runs them: retried, resumed where they were, cancelled between steps, never doubled."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.homes import Home

from atrium.kernel import jobs
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import Invalid, Unavailable
from atrium.kernel.jobs import HANDLERS, Job, LeaseLost, Run, enqueue, job, keep_lease, run_due, run_job
from atrium.kernel.permissions import P

EFFECT = text("INSERT INTO probe.effects (workspace_id, value) VALUES (:workspace, :value)")
Behaviour = Callable[[Run], Awaitable[None]]
behaviours: dict[str, Behaviour] = {}


@job("kernel_test", attempts=3)
async def play(run: Run) -> None:
    await behaviours[str(run.job.id)](run)


@pytest.fixture(autouse=True)
async def ready(probe: str, quiet_queues: None) -> AsyncIterator[None]:
    yield
    behaviours.clear()


async def start(home: Home, behaviour: Behaviour, **options: Any) -> UUID:
    async with home.ctx() as ctx:
        identifier = await enqueue(ctx, "kernel_test", {}, **options)
    behaviours[str(identifier)] = behaviour
    return identifier


async def steps(run: Run) -> None:
    """Five steps, each with an effect, resumed where the stored progress says."""
    run.total = 5
    while run.done < 5:
        async with run.step() as ctx:
            await ctx.session.execute(EFFECT, {"workspace": ctx.workspace_id, "value": f"step {run.done}"})
            run.done += 1
    async with run.finish():
        run.result = {"created": run.done}


async def due(superuser: Any, home: Home) -> list[Job]:
    await superuser.execute(
        "UPDATE jobs SET due_at = clock_timestamp() WHERE workspace_id = $1 AND state IN ('queued', 'running')", home.id
    )
    return await run_due(20)


async def row_of(superuser: Any, identifier: UUID) -> Any:
    return await superuser.fetchrow("SELECT * FROM jobs WHERE id = $1", identifier)


async def effects(superuser: Any, home: Home) -> list[str]:
    return [
        row["value"]
        for row in await superuser.fetch("SELECT value FROM probe.effects WHERE workspace_id = $1 ORDER BY id", home.id)
    ]


ALL_STEPS = [f"step {number}" for number in range(5)]


async def test_a_job_runs_in_steps_and_stores_its_result(home: Home, superuser: Any) -> None:
    identifier = await start(home, steps, visible=True)
    for row in await run_due(20):
        await run_job(row)
    found = await row_of(superuser, identifier)
    assert (found["state"], found["progress_done"], found["progress_total"], found["result"]) == (
        "succeeded",
        5,
        5,
        '{"created": 5}',
    )
    assert found["finished_at"] is not None
    assert await effects(superuser, home) == ALL_STEPS


async def test_a_job_of_a_transaction_that_fails_never_was(home: Home, superuser: Any) -> None:
    async def fail_late() -> None:
        async with home.ctx() as ctx:
            await enqueue(ctx, "kernel_test", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail_late()
    assert await superuser.fetchval("SELECT count(*) FROM jobs WHERE workspace_id = $1", home.id) == 0


class Died(BaseException):
    """Stands for kill -9: nothing of the worker runs any more."""


def dies_after(count: int) -> Behaviour:
    async def behaviour(run: Run) -> None:
        while run.done < count:
            async with run.step() as ctx:
                await ctx.session.execute(EFFECT, {"workspace": ctx.workspace_id, "value": f"step {run.done}"})
                run.done += 1
        async with run.step() as ctx:
            await ctx.session.execute(EFFECT, {"workspace": ctx.workspace_id, "value": "half done"})
            raise Died

    return behaviour


async def test_another_worker_goes_on_where_the_dead_one_was(home: Home, superuser: Any) -> None:
    identifier = await start(home, dies_after(3))
    (row,) = await run_due(20)
    with pytest.raises(Died):
        await run_job(row)
    assert await run_due(20) == []
    behaviours[str(identifier)] = steps
    (again,) = await due(superuser, home)
    assert (again.attempts, again.progress_done) == (2, 3)
    await run_job(again)
    assert await effects(superuser, home) == ALL_STEPS
    assert (await row_of(superuser, identifier))["state"] == "succeeded"


async def test_a_worker_that_was_thought_dead_is_fenced_off(home: Home, superuser: Any) -> None:
    identifier = await start(home, steps)
    (stale,) = await run_due(20)
    (fresh,) = await due(superuser, home)
    assert stale.lease_token != fresh.lease_token
    with pytest.raises(LeaseLost):
        async with Run(stale).step() as ctx:
            await ctx.session.execute(EFFECT, {"workspace": ctx.workspace_id, "value": "stale"})
    await run_job(stale)
    assert (await row_of(superuser, identifier))["state"] == "running"
    await run_job(fresh)
    assert await effects(superuser, home) == ALL_STEPS


async def test_without_the_proof_of_the_lease_it_doubles(home: Home, superuser: Any) -> None:
    """The control: the same steps in transactions that ask for no lease."""
    await start(home, steps)
    (stale,) = await run_due(20)
    (fresh,) = await due(superuser, home)
    for row in (stale, fresh):
        for number in range(5):
            async with transaction(database().session(row.workspace_id)) as session:
                await session.execute(EFFECT, {"workspace": row.workspace_id, "value": f"step {number}"})
    assert sorted(await effects(superuser, home)) == sorted(ALL_STEPS * 2)


async def test_a_lease_is_prolonged_only_by_its_holder(home: Home, superuser: Any) -> None:
    identifier = await start(home, steps)
    (stale,) = await run_due(20)
    (fresh,) = await due(superuser, home)
    before = (await row_of(superuser, identifier))["due_at"]
    await keep_lease(stale)
    assert (await row_of(superuser, identifier))["due_at"] == before
    await keep_lease(fresh)
    assert (await row_of(superuser, identifier))["due_at"] > before


async def test_failures_are_retried_with_growing_pauses_and_then_given_up(home: Home, superuser: Any) -> None:
    async def broken(run: Run) -> None:
        raise RuntimeError("secret of the inside")

    identifier = await start(home, broken)
    pauses = []
    for attempt in range(1, 4):
        (row,) = await due(superuser, home)
        assert row.attempts == attempt
        await run_job(row)
        found = await row_of(superuser, identifier)
        pauses.append(
            (
                found["state"],
                await superuser.fetchval(
                    "SELECT round(extract(epoch FROM $1 - clock_timestamp()))::int", found["due_at"]
                ),
            )
        )
    assert pauses[:2] == [("queued", 1), ("queued", 4)]
    assert pauses[2][0] == "failed"
    assert "secret" not in (await row_of(superuser, identifier))["last_error"]


@pytest.mark.parametrize(
    ("error", "state"), [(Invalid("This file is no list."), "failed"), (Unavailable("Busy."), "queued")]
)
async def test_a_refusal_is_final_unless_it_is_for_now(
    home: Home, superuser: Any, error: Exception, state: str
) -> None:
    async def refuse(run: Run) -> None:
        raise error

    identifier = await start(home, refuse)
    (row,) = await run_due(20)
    await run_job(row)
    assert (await row_of(superuser, identifier))["state"] == state


async def test_an_unknown_kind_fails_and_says_so(home: Home, superuser: Any) -> None:
    async with home.ctx() as ctx:
        identifier = await enqueue(ctx, "kernel_test_unknown", {})
    (row,) = await run_due(20)
    await run_job(row)
    assert (await row_of(superuser, identifier))["last_error"] == "There is no job of the kind kernel_test_unknown."


async def test_a_cancelled_job_stops_before_its_next_step(home: Home, superuser: Any) -> None:
    async def cancelled_meanwhile(run: Run) -> None:
        for number in range(5):
            async with run.step() as ctx:
                await ctx.session.execute(EFFECT, {"workspace": ctx.workspace_id, "value": f"step {number}"})
            if number == 1:
                await superuser.execute("UPDATE jobs SET cancel_requested = true WHERE id = $1", run.job.id)

    identifier = await start(home, cancelled_meanwhile)
    (row,) = await run_due(20)
    await run_job(row)
    assert (await row_of(superuser, identifier))["state"] == "cancelled"
    assert await effects(superuser, home) == ALL_STEPS[:2]


async def test_a_unique_key_keeps_one_job_waiting(home: Home, elsewhere: Home, superuser: Any) -> None:
    first = await start(home, steps, unique_key="reindex")
    second = await start(home, steps, unique_key="reindex")
    other = await start(elsewhere, steps, unique_key="reindex")
    assert (first == second, first == other) == (True, False)
    assert await superuser.fetchval("SELECT count(*) FROM jobs WHERE workspace_id = $1", home.id) == 1
    for row in await run_due(20):
        await run_job(row)
    assert await start(home, steps, unique_key="reindex") != first


async def test_a_job_runs_with_the_present_rights_of_whoever_started_it(home: Home, superuser: Any) -> None:
    seen: list[bool] = []

    async def look(run: Run) -> None:
        async with run.finish() as ctx:
            seen.append(ctx.may(P.customers_delete))

    await start(home, look)
    (row,) = await run_due(20)
    viewer = home.role_ids["viewer"]
    await superuser.execute(
        "UPDATE members SET role_id = $3 WHERE workspace_id = $1 AND id = $2", home.id, home.owner_id, viewer
    )
    await run_job(row)
    assert seen == [False]


async def test_whoever_was_removed_starts_nothing_more(home: Home, superuser: Any) -> None:
    identifier = await start(home, steps)
    await superuser.execute(
        "UPDATE members SET state = 'removed' WHERE workspace_id = $1 AND id = $2", home.id, home.owner_id
    )
    (row,) = await run_due(20)
    await run_job(row)
    assert (await row_of(superuser, identifier))["state"] == "failed"
    assert await effects(superuser, home) == []


async def test_workers_at_once_share_the_jobs(home: Home, superuser: Any) -> None:
    import asyncio

    for _ in range(20):
        await start(home, steps)
    claimed = await asyncio.gather(*(run_due(5) for _ in range(6)))
    taken = [row.id for rows in claimed for row in rows]
    assert len(taken) == len(set(taken)) == 20


def test_a_kind_is_registered_once() -> None:
    async def other(run: Run) -> None: ...

    with pytest.raises(TypeError, match="registered twice"):
        job("kernel_test")(other)
    assert HANDLERS["kernel_test"][0] is play
    assert jobs.HANDLERS is HANDLERS
