"""Forks workers on demand: ``python -m tests.faults.nursery`` reads ``[role, options]`` lines and prints the number of
each new process."""

import asyncio
import json
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID
from zlib import crc32

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from atrium import worker
from atrium.access.members.models import Member
from atrium.edge.automations.definitions.schemas import AutomationIn
from atrium.edge.automations.definitions.service import create_automation
from atrium.edge.automations.engine import service as engine
from atrium.edge.automations.runs.models import AutomationRun
from atrium.edge.webhooks.deliveries import jobs as webhooks
from atrium.edge.webhooks.deliveries.models import WebhookDelivery
from atrium.edge.webhooks.deliveries.service import Outcome, Prepared
from atrium.kernel import dispatch
from atrium.kernel.authentication import context_from
from atrium.kernel.commit import run_hooks
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.dispatch import Delivery, consumes
from atrium.kernel.events import Event, EventRow, write_pending
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import Run, job
from atrium.kernel.logging import configure_logging
from atrium.kernel.loops import LOOPS
from atrium.kernel.permissions import ALL
from atrium.kernel.schemas import Input
from atrium.kernel.steps import STEP_KINDS, Output, Sending, StepCall, step
from atrium.processes import die_with_parent
from atrium.registry import load_handlers


async def effect(session: AsyncSession, source: str, subject: UUID, step: int) -> None:
    values = {"source": source, "subject": subject, "step": step, "worker": os.getpid()}
    await session.execute(
        text("INSERT INTO effects (source, subject, step, worker) VALUES (:source, :subject, :step, :worker)"), values
    )


async def moment() -> None:
    """Some milliseconds during which a kill may come."""
    await asyncio.sleep(random.uniform(0, 0.02))


@job("fault_steps")
async def steps(run: Run) -> None:
    """Every step's effect and the progress commit together."""
    while run.done < run.payload["steps"]:
        async with run.step() as ctx:
            await effect(ctx.session, "steps", run.job.id, run.done)
            await moment()
            run.done += 1
        await moment()
    async with run.finish() as ctx:
        await effect(ctx.session, "steps", run.job.id, run.done)


@job("fault_naive_steps")
async def naive_steps(run: Run) -> None:
    """The control: the effect commits first, the progress afterwards, and nobody proves the lease in between."""
    while run.done < run.payload["steps"]:
        async with transaction(database().session(run.job.workspace_id)) as session:
            await effect(session, "steps", run.job.id, run.done)
        await moment()
        async with run.step():
            run.done += 1
    async with run.finish() as ctx:
        await effect(ctx.session, "steps", run.job.id, run.done)


class FaultHappened(Event):
    type: ClassVar[str] = "fault.happened"


@consumes("fault.happened", name="fault_ledger")
async def ledger(ctx: Ctx, event: EventRow) -> None:
    await effect(ctx.session, "event", event.id, 0)
    await asyncio.sleep(0.002)


async def deliver_naively(rows: Sequence[Delivery]) -> None:
    """The control: the effects in one transaction, their completion in others."""
    for row in rows:
        async with transaction(database().session(row.workspace_id)) as session:
            await effect(session, "event", row.event_id, 0)
        await moment()
        async with transaction(database().session(row.workspace_id)) as session:
            own = (Delivery.workspace_id == row.workspace_id, Delivery.id == row.id)
            await session.execute(update(Delivery).where(*own).values(state="done", done_at=func.clock_timestamp()))


async def work(**_: Any) -> None:
    await worker.run()


async def work_naively(**_: Any) -> None:
    dispatch._carry_out = deliver_naively
    await worker.run()


async def work_forgetfully(**_: Any) -> None:
    """The control: a webhook is noted as delivered in one transaction and sent some moments after it."""
    deliver, send = webhooks.deliver, webhooks.call
    unsent: list[Prepared] = []

    async def note(message: Prepared) -> Outcome:
        unsent.append(message)
        return Outcome(0, 204)

    async def deliver_and_send(row: WebhookDelivery) -> None:
        await deliver(row)
        while unsent:
            message = unsent.pop()
            await asyncio.sleep(random.uniform(0.1, 0.6))
            await send(message)

    vars(webhooks).update(call=note, deliver=deliver_and_send)
    await worker.run()


async def emit(*, workspace_id: str, events: int, writers: int, seed: int) -> None:
    """Emit events from concurrent transactions that stay open for random times, so that they commit in another order
    than they wrote."""
    rng = random.Random(seed)
    left = iter(range(events))

    async def writer() -> None:
        for _ in left:
            async with transaction(database().session(UUID(workspace_id))) as session:
                ctx = Ctx(
                    session=session,
                    workspace_id=UUID(workspace_id),
                    actor=Actor("system", None, "Faults"),
                    permissions=ALL,
                )
                ctx.emit(FaultHappened(subject_id=uuid7()))
                await write_pending(ctx)
                await asyncio.sleep(rng.choice((0, 0, 0.005, 0.05)))

    await asyncio.gather(*(writer() for _ in range(writers)))


class FaultStep(Input):
    """Leaves an effect under this number."""

    number: int


def die_once(place: str) -> None:
    """End as by ``kill -9``, the first time that any worker comes to this place, or to one of ``FAULT_ONE_IN``
    places."""
    if (marks := os.environ.get("FAULT_MARKS")) and crc32(place.encode()) % int(
        os.environ.get("FAULT_ONE_IN", "1")
    ) == 0:
        try:
            os.close(os.open(Path(marks) / place.replace(":", "_"), os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


@step("fault_effect", FaultStep, title="Fault", description="Leaves an effect.", needs_customer=False)
async def automated(call: StepCall[FaultStep]) -> Output:
    """An effect with a death before it, between it and the commit, and after the commit."""
    die_once(f"{call.key}:before")
    await effect(call.ctx.session, "automation", call.run_id, call.config.number)
    die_once(f"{call.key}:written")

    async def committed() -> None:
        die_once(f"{call.key}:committed")

    call.ctx.after_commit.append(committed)
    return {}


def die_around_sending() -> None:
    """Let workers die before and after they reach outside."""
    genuine = STEP_KINDS["call_webhook"]
    assert genuine.send is not None

    async def send(sending: Sending) -> Output:
        die_once(f"{sending.key}:unsent")
        assert genuine.send is not None
        output = await genuine.send(sending)
        die_once(f"{sending.key}:sent")
        return output

    STEP_KINDS["call_webhook"] = replace(genuine, send=send)


async def automate(*, workspace_id: str, flow: dict[str, Any]) -> None:
    """Save an automation as the workspace's owner."""
    async with transaction(database().session(UUID(workspace_id))) as session:
        member_id = (await session.scalars(select(Member.id))).one()
        rights = await session.scalar(
            text("SELECT rights_of(:workspace_id, 'member', :id)"),
            {"workspace_id": UUID(workspace_id), "id": member_id},
        )
        ctx = context_from(rights, session)
        await create_automation(ctx, AutomationIn.model_validate({"name": "Faults", "enabled": True, **flow}))
        await write_pending(ctx)


async def stretch_naively(runs: Sequence[AutomationRun], *, careful: bool = False) -> dict[UUID, engine.Stretch]:
    """The control: the effects commit first, that they are done afterwards."""
    async with transaction(database().session(runs[0].workspace_id)) as session:
        walks = [walk for walk, _ in await engine._walks(session, runs)]
        for walk in walks:
            await walk.go(1)
    await run_hooks(walks[0].ctx)
    async with transaction(database().session(runs[0].workspace_id)) as session:
        await engine._own(session, runs)
        walks[0].ctx.session = session
        await engine._store(walks)
    return {walk.run_id: engine.Stretch(walk.going, walk.sending) for walk in walks}


async def work_dying(**_: Any) -> None:
    """Looks often, so that the runs of a dead worker do not lie about for longer than their lease."""
    die_around_sending()
    LOOPS["automations"] = (LOOPS["automations"][0], 0.1)
    await worker.run()


async def work_dying_naively(**_: Any) -> None:
    engine._stretch = stretch_naively
    await work_dying()


ROLES: dict[str, Callable[..., Awaitable[None]]] = {
    "worker": work,
    "naive_worker": work_naively,
    "forgetful_worker": work_forgetfully,
    "emitter": emit,
}
ROLES |= {"automate": automate, "dying_worker": work_dying, "naive_dying_worker": work_dying_naively}


def main() -> None:
    load_handlers()
    configure_logging()  # to stderr: stdout carries the answers
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    end_with_us = die_with_parent(signal.SIGKILL)
    for line in sys.stdin:
        role, options = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            end_with_us()
            random.seed()
            asyncio.run(ROLES[role](**options))  # type: ignore[arg-type]  # coroutine functions all
            os._exit(0)
        print(child, flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
