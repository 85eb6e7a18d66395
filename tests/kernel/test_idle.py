"""An idle worker asks one question for all queues, and waits in Redis for a call."""

import asyncio
from typing import Any

from tests.conftest import counting_statements
from tests.homes import Home

from atrium.kernel import dispatch, jobs, wake
from atrium.kernel.db import Base
from atrium.kernel.leases import QUEUES, Leased


def test_the_question_is_about_every_queue() -> None:
    from atrium.registry import load_models

    load_models()
    queues = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, Leased)}
    assert queues == set(QUEUES) >= {"jobs", "deliveries"}
    assert all(f"FROM {table} " in str(dispatch._anything_due()) for table in ("events", *queues))


async def test_it_is_one_statement_and_knows_what_is_due(home: Home, superuser: Any, quiet_queues: None) -> None:
    await superuser.execute("DELETE FROM automation_runs")
    await superuser.execute("DELETE FROM webhook_deliveries")
    with counting_statements() as sent:
        assert not await dispatch.anything_due()
    assert len(sent) == 1
    async with home.ctx() as ctx:
        await jobs.enqueue(ctx, "later", {}, delay_seconds=600)
    assert not await dispatch.anything_due()  # the control: what waits for its time is not due
    async with home.ctx() as ctx:
        await jobs.enqueue(ctx, "now", {})
    assert await dispatch.anything_due()
    await superuser.execute("DELETE FROM jobs WHERE kind IN ('now', 'later')")


async def test_an_event_that_nobody_has_handed_on_is_due(home: Home, superuser: Any, quiet_queues: None) -> None:
    client = await home.as_owner()
    assert (await client.post("/customers", json={"name": "Ada"})).status_code == 201
    mine = "UPDATE events SET dispatched_at = {}, dispatch_after = now() + {} WHERE workspace_id = $1"
    for dispatched, later, due in (("NULL", "'-1 s'", True), ("NULL", "'1 h'", False), ("now()", "'-1 s'", False)):
        await superuser.execute(mine.format(dispatched, f"interval {later}"), home.id)
        assert await dispatch.anything_due() is due


async def test_every_call_is_heard(servers: str) -> None:
    rung = asyncio.Queue[None]()
    listener = asyncio.create_task(wake.heed(lambda: rung.put_nowait(None)))
    try:
        async with asyncio.timeout(30):
            for _ in range(3):
                await wake.wake()
                await rung.get()
        assert wake.listening()
        assert rung.empty()  # the control: nobody rings by himself
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)
        await wake.close_wake()
    assert not wake.listening()
