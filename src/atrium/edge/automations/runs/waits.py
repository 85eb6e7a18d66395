"""Letting runs go on that wait for something to happen with their customer."""

from uuid import UUID

from sqlalchemy import func, select, update

from atrium.edge.automations.runs.models import AutomationRun
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.events import EventRow


async def wake_waiting(ctx: Ctx, event: EventRow) -> int:
    """Let the runs go on that wait for this event of this customer. Returns how many."""
    if event.customer_id is None:
        return 0
    happened = {
        "wait": {"event": {"type": event.type, "id": str(event.id), "data": event.data, "changes": event.changes}}
    }
    waiting = (
        AutomationRun.workspace_id == ctx.workspace_id,
        AutomationRun.customer_id == event.customer_id,
        AutomationRun.waiting == "event",
        AutomationRun.state == "queued",
        AutomationRun.awaits.contains([event.type]),
        AutomationRun.waiting_since <= event.occurred_at,
    )
    rows = (
        await ctx.session.execute(select(AutomationRun.id, AutomationRun.memory).where(*waiting).with_for_update())
    ).all()
    for row in rows:
        memory = {**row.memory, "wait": {**row.memory["wait"], **happened["wait"]}}
        own = (AutomationRun.workspace_id == ctx.workspace_id, AutomationRun.id == row.id)
        values = {"memory": memory, "due_at": func.clock_timestamp(), "waiting": "time", "awaits": []}
        await ctx.session.execute(
            update(AutomationRun).where(*own).values(**values).execution_options(synchronize_session=False)
        )
    return len(rows)


async def look_back(workspace_id: UUID, run_id: UUID) -> None:
    """An event may have been delivered between the beginning of the wait and its commit: look once more."""
    async with transaction(database().session(workspace_id)) as session:
        own = (AutomationRun.workspace_id == workspace_id, AutomationRun.id == run_id, AutomationRun.waiting == "event")
        waiting = (
            await session.execute(
                select(AutomationRun.customer_id, AutomationRun.awaits, AutomationRun.waiting_since).where(*own)
            )
        ).first()
        if waiting is None or waiting.customer_id is None:
            return
        query = select(EventRow).where(
            EventRow.workspace_id == workspace_id,
            EventRow.customer_id == waiting.customer_id,
            EventRow.type.in_(waiting.awaits),
            EventRow.occurred_at >= waiting.waiting_since,
            EventRow.dispatched_at.is_not(None),
        )
        event = (await session.scalars(query.order_by(EventRow.id).limit(1))).first()
        if event is not None:
            ctx = Ctx(
                session=session,
                workspace_id=workspace_id,
                actor=Actor("system", None, "Atrium"),
                permissions=frozenset(),
            )
            await wake_waiting(ctx, event)
