"""Automations that start with an event, and what they started already."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.runs.models import AutomationRun
from atrium.kernel.context import Ctx


async def automations_for(ctx: Ctx, event_type: str) -> Sequence[Automation]:
    """The automations that are on and start with this event."""
    query = select(Automation).where(
        Automation.workspace_id == ctx.workspace_id, Automation.enabled, Automation.event_types.contains([event_type])
    )
    return (await ctx.session.scalars(query.order_by(Automation.id))).all()


async def run_before(ctx: Ctx, automation_id: UUID, key: str, customer_ids: Sequence[UUID]) -> set[UUID]:
    """Which of the customers this trigger started a run for already, by whatever version of the flow."""
    query = select(AutomationRun.customer_id).where(
        AutomationRun.workspace_id == ctx.workspace_id,
        AutomationRun.customer_id.in_(customer_ids),
        AutomationRun.automation_id == automation_id,
        AutomationRun.trigger_key == key,
    )
    return {customer_id for customer_id in await ctx.session.scalars(query) if customer_id is not None}
