"""The queue of runs, served by every worker."""

import asyncio
from collections.abc import Hashable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select

from atrium.edge.automations.engine.service import Stretch, begin_together, work
from atrium.edge.automations.runs.models import AutomationRun, AutomationSkip
from atrium.kernel.db import database, transaction
from atrium.kernel.leases import claim, renew
from atrium.kernel.loops import loop
from atrium.kernel.schedules import every, every_workspace
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

log = structlog.get_logger("atrium.automations")
IN_HAND = 60
"""Runs that a worker has leased at a time: one that waits for a slow server holds up none of the others."""
TOGETHER = 30
"""Most runs of one transaction."""
TRIED_TOGETHER = 3
"""How often a run may be claimed and still go with others: after that it may be what the workers die of."""
SKIPS_KEPT = timedelta(days=30)
RUNS_KEPT = timedelta(days=90)
FORGOTTEN_AT_ONCE = 1000
_in_hand: dict[UUID, AutomationRun] = {}
_freed = asyncio.Event()
_tasks: set[asyncio.Task[None]] = set()


@loop("automations")
async def look() -> int:
    """Lease due runs of all workspaces and take them forward beside each other. Returns how many were begun."""
    while len(_in_hand) >= IN_HAND:
        _freed.clear()
        await _freed.wait()
    runs = await take(IN_HAND - len(_in_hand))
    _in_hand.update({run.id: run for run in runs})
    for batch in batches(runs):
        task = asyncio.create_task(work_on(batch))
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
    return len(runs)


async def take(limit: int) -> list[AutomationRun]:
    """Lease due runs."""
    async with system_transaction() as session:
        return await claim(session, AutomationRun, limit, settings().job_lease_seconds)


def batches(runs: Sequence[AutomationRun]) -> list[list[AutomationRun]]:
    """Which runs go together: of one flow, for the same actor, each of another customer, none that failed or stands in
    a loop."""
    alike: dict[Hashable, list[list[AutomationRun]]] = {}
    alone: list[list[AutomationRun]] = []
    for run in runs:
        if run.customer_id is None or run.attempts > TRIED_TOGETHER or run.memory.keys() & {"failures", "loop"}:
            alone.append([run])
            continue
        found = alike.setdefault(
            (run.workspace_id, run.automation_id, run.flow_version, run.actor_type, run.actor_id), []
        )
        for batch in found:
            if len(batch) < TOGETHER and all(run.customer_id != other.customer_id for other in batch):
                batch.append(run)
                break
        else:
            found.append([run])
    return [*alone, *(batch for found in alike.values() for batch in found)]


async def work_on(runs: Sequence[AutomationRun]) -> None:
    """Take a batch as far as its runs go, each as far as it goes, renewing their leases."""
    left = {run.id: run for run in runs}
    renewal = asyncio.create_task(_keep(left))

    def let_go(*ids: UUID) -> None:
        for run_id in ids:
            left.pop(run_id, None)
            _in_hand.pop(run_id, None)
        _freed.set()

    async def go_on(run: AutomationRun, done: Stretch | None) -> None:
        await work(run, done)
        let_go(run.id)

    try:
        rest = await begin_together(runs) if len(runs) > 1 else [(run, None) for run in runs]
        let_go(*(left.keys() - {run.id for run, _ in rest}))
        await asyncio.gather(*(go_on(run, done) for run, done in rest))
    finally:
        renewal.cancel()
        let_go(*list(left))


async def _keep(runs: Mapping[UUID, AutomationRun]) -> None:
    while True:
        await asyncio.sleep(settings().job_lease_seconds / 3)
        for run in list(runs.values()):
            try:
                async with system_transaction() as session:
                    await renew(session, AutomationRun, run, settings().job_lease_seconds)
            except Exception as error:
                log.warning("lease not renewed", run=str(run.id), reason=type(error).__name__)


@every("forget why automations did not run", timedelta(hours=6))
async def forget_skips() -> None:
    """Keep a month of answers to "why did this not run?"."""
    async with system_transaction() as session:
        await session.execute(delete(AutomationSkip).where(AutomationSkip.happened_at < func.now() - SKIPS_KEPT))


@every_workspace("forget old runs", timedelta(hours=6))
async def forget_runs(workspace_id: UUID) -> None:
    """Keep a quarter of traces. A run that is still under way stays, however long ago it began."""
    oldest = datetime.now(UTC) - RUNS_KEPT
    while await _forget(workspace_id, oldest):
        pass


async def _forget(workspace_id: UUID, oldest: datetime) -> bool:
    """Delete some runs, with their steps, that ended before then; ids tell when they began (RFC 9562). Whether there
    may be more."""
    began_before = UUID(int=int(oldest.timestamp() * 1000) << 80)
    old = select(AutomationRun.id).where(
        AutomationRun.workspace_id == workspace_id, AutomationRun.id < began_before, AutomationRun.finished_at < oldest
    )
    async with transaction(database().session(workspace_id)) as session:
        ids = list(await session.scalars(old.limit(FORGOTTEN_AT_ONCE)))
        await session.execute(
            delete(AutomationRun).where(AutomationRun.workspace_id == workspace_id, AutomationRun.id.in_(ids))
        )
    return len(ids) == FORGOTTEN_AT_ONCE
