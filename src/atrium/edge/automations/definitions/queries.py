"""Automations read for lists, for each other, and for those who take away what they use."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Row, Select, Text, Uuid, and_, cast, column, func, select, table
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.types import Integer

from atrium.edge.automations.definitions.models import Automation, AutomationVersion
from atrium.kernel.context import Ctx

RUNS = table(
    "automation_runs",
    column("workspace_id", Uuid()),
    column("id", Uuid()),
    column("automation_id", Uuid()),
    column("flow_version", Integer()),
    column("state", Text()),
    column("created_at", DateTime(timezone=True)),
)
"""Only for counting: the slice of the runs comes after this one."""
MOST_COUNTED = 1000
ACTIVE = ("queued", "running")


def current_flows(ctx: Ctx) -> Select[Any]:
    """Rows ``(Automation, flow)`` with the flow that new runs follow."""
    version = and_(
        AutomationVersion.workspace_id == Automation.workspace_id,
        AutomationVersion.automation_id == Automation.id,
        AutomationVersion.number == Automation.flow_version,
    )
    query = (
        select(Automation, AutomationVersion.flow)
        .join(AutomationVersion, version)
        .where(Automation.workspace_id == ctx.workspace_id)
    )
    return query.execution_options(populate_existing=True)


def _counted(*states: str) -> Any:
    some = select(RUNS.c.id).where(
        RUNS.c.workspace_id == Automation.workspace_id, RUNS.c.automation_id == Automation.id, RUNS.c.state.in_(states)
    )
    return select(func.count()).select_from(some.limit(MOST_COUNTED).correlate(Automation).subquery()).scalar_subquery()


def summaries(ctx: Ctx) -> Select[Any]:
    """Rows ``(Automation, last_run_at, active_runs, failed_runs)``."""
    newest = select(RUNS.c.created_at).where(
        RUNS.c.workspace_id == Automation.workspace_id, RUNS.c.automation_id == Automation.id
    )
    newest = newest.order_by(RUNS.c.id.desc()).limit(1)
    return select(
        Automation,
        newest.scalar_subquery().label("last_run_at"),
        _counted(*ACTIVE).label("active_runs"),
        _counted("failed").label("failed_runs"),
    ).where(Automation.workspace_id == ctx.workspace_id)


async def live_flows(ctx: Ctx, automation_id: UUID) -> Sequence[dict[str, Any]]:
    """The flows that runs under way still follow."""
    live = select(RUNS.c.flow_version).where(
        RUNS.c.workspace_id == ctx.workspace_id, RUNS.c.automation_id == automation_id, RUNS.c.state.in_(ACTIVE)
    )
    query = select(AutomationVersion.flow).where(
        AutomationVersion.workspace_id == ctx.workspace_id,
        AutomationVersion.automation_id == automation_id,
        AutomationVersion.number.in_(live),
    )
    return list(await ctx.session.scalars(query))


async def calls_between(ctx: Ctx) -> dict[UUID, set[UUID]]:
    """Which automations each automation's present flow runs."""
    query = '$.** ? (@.kind == "run_automation").config.automation_id'
    called = func.jsonb_path_query_array(AutomationVersion.flow, cast(query, JSONPATH))
    version = and_(
        AutomationVersion.workspace_id == Automation.workspace_id,
        AutomationVersion.automation_id == Automation.id,
        AutomationVersion.number == Automation.flow_version,
    )
    rows = await ctx.session.execute(
        select(Automation.id, called)
        .join(AutomationVersion, version)
        .where(Automation.workspace_id == ctx.workspace_id)
    )
    return {automation_id: {UUID(target) for target in targets} for automation_id, targets in rows}


async def automations_using(ctx: Ctx, ids: Collection[UUID]) -> Sequence[Row[UUID, str, bool]]:
    """Rows ``(id, name, enabled)`` of the automations whose flow refers to one of these tags, folders, statuses or
    custom fields."""
    query = select(Automation.id, Automation.name, Automation.enabled).where(
        Automation.workspace_id == ctx.workspace_id, Automation.uses.overlap(list(ids))
    )
    return (await ctx.session.execute(query.order_by(func.lower(Automation.name), Automation.id))).all()
