"""Events, schedules and long selections on their way to runs."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select

from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.definitions.service import get_automation
from atrium.edge.automations.flows.schemas import DateTrigger, ScheduleTrigger
from atrium.edge.automations.runs.queries import load_program
from atrium.edge.automations.starts.decision import owner_of
from atrium.edge.automations.starts.service import start_many
from atrium.edge.automations.starts.starting import Start
from atrium.edge.automations.triggers.queries import PAGE, customers_with_date
from atrium.edge.automations.triggers.service import dated_start, fire, manual_start, scheduled_start
from atrium.engage.placeholders.service import workspace_of
from atrium.kernel.context import Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.jobs import Run, job
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction
from atrium.records.customers.bulk.schemas import Selection
from atrium.records.customers.record.listing import found_ids, listing_of
from atrium.records.customers.record.schemas import CustomerFilter

log = structlog.get_logger("atrium.automations")


@every("start scheduled automations", timedelta(seconds=5))
async def start_scheduled() -> None:
    """Each due schedule in a transaction of its own, so that one that fails holds up no other."""
    async with system_transaction() as session:
        query = select(Automation.workspace_id, Automation.id).where(
            Automation.enabled, Automation.next_run_at <= func.statement_timestamp()
        )
        due = (await session.execute(query.order_by(Automation.next_run_at).limit(1000))).all()
    for workspace_id, automation_id in due:
        try:
            async with transaction(database().session(workspace_id)) as scoped:
                await fire(scoped, workspace_id, automation_id)
        except Exception as error:
            log.warning("schedule not started", automation=str(automation_id), exc_info=error)


@job("start_automation_runs")
async def start_automation_runs(run: Run) -> None:
    """Payload: ``automation_id`` and ``kind``: manual with ``selection`` and ``data``, schedule with ``moment``, date
    with ``days``.

    Result: ``started`` and ``skipped``. Running it again starts nothing twice: each run is named by its trigger and
    customer."""
    pages = [page async for page in _pages(run)]
    run.total = sum(len(customer_ids) for _, customer_ids in pages)
    run.done, counts = 0, {"started": 0, "skipped": 0}
    for start, customer_ids in pages:
        async with run.step() as ctx:
            automation, _ = await get_automation(ctx, UUID(run.payload["automation_id"]))
            if automation.enabled:
                program = await load_program(ctx, automation.id, automation.flow_version)
                started, skipped = await start_many(ctx, automation, program, start, customer_ids)
                counts["started"] += started
                counts["skipped"] += skipped
            run.done += len(customer_ids)
            run.result = dict(counts)
    async with run.finish():
        run.result = dict(counts)


async def _pages(run: Run) -> AsyncIterator[tuple[Start, list[UUID]]]:
    """The customers, found once in one transaction, in pages."""
    payload = run.payload
    async with run.step() as ctx:
        automation, flow = await get_automation(ctx, UUID(payload["automation_id"]))
        owner, trigger = owner_of(automation), flow.trigger
        if payload["kind"] == "manual":
            start = manual_start(ctx.actor, f"manual:{run.job.id}", payload["data"])
            selection = Selection.model_validate(payload["selection"])
            if selection.filter is None:
                for first in range(0, len(selection.customer_ids), PAGE):
                    yield start, selection.customer_ids[first : first + PAGE]
                return
            async for page in _found(ctx, selection.filter):
                yield start, page
        elif payload["kind"] == "schedule" and isinstance(trigger, ScheduleTrigger) and trigger.filter is not None:
            start = scheduled_start(owner, datetime.fromisoformat(payload["moment"]).astimezone(UTC))
            async for page in _found(ctx, trigger.filter):
                yield start, page
        elif payload["kind"] == "date" and isinstance(trigger, DateTrigger):
            _, zone = await workspace_of(ctx)
            for day in payload["days"]:
                async for page in customers_with_date(ctx, trigger.field, date.fromisoformat(day), zone):
                    yield dated_start(owner, trigger.field, day), page


async def _found(ctx: Ctx, wanted: CustomerFilter) -> AsyncIterator[list[UUID]]:
    async for page in found_ids(ctx, await listing_of(ctx, wanted), PAGE):
        yield page
