"""The queue of runs, served by every worker."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import delete, func

from atrium.edge.automation_engine.service import work
from atrium.edge.automation_runs.models import AutomationRun, AutomationSkip
from atrium.kernel.leases import claim, renew
from atrium.kernel.loops import loop
from atrium.kernel.schedules import every
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

log = structlog.get_logger("atrium.automations")
AT_ONCE = 6
"""Runs that a worker takes forward at the same time: one that waits for a slow server holds up none of the others."""
SKIPS_KEPT = timedelta(days=30)
_running: set[asyncio.Task[None]] = set()


@loop("automations")
async def look() -> int:
    """Lease due runs of all workspaces and take them forward beside each other. Returns how many were begun."""
    if len(_running) >= AT_ONCE:
        await asyncio.wait(_running, return_when=asyncio.FIRST_COMPLETED)
    runs = await take(AT_ONCE - len(_running))
    for run in runs:
        task = asyncio.create_task(_work(run))
        _running.add(task)
        task.add_done_callback(_running.discard)
    return len(runs)


async def take(limit: int) -> list[AutomationRun]:
    """Lease due runs."""
    async with system_transaction() as session:
        return await claim(session, AutomationRun, limit, settings().job_lease_seconds)


async def _work(run: AutomationRun) -> None:
    renewal = asyncio.create_task(_keep(run))
    try:
        await work(run)
    finally:
        renewal.cancel()


async def _keep(run: AutomationRun) -> None:
    while True:
        await asyncio.sleep(settings().job_lease_seconds / 3)
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
