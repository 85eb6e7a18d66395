"""Runs as a reader may see them: of customers in sight, without the custom fields that the reader may not view."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select

from atrium.edge.automations.definitions.models import Automation, AutomationVersion
from atrium.edge.automations.flows.program import Program, known_program, program_of
from atrium.edge.automations.runs.models import AutomationRun, AutomationRunStep
from atrium.edge.automations.runs.schemas import CustomerRef, RunOut, StepTrace
from atrium.kernel.context import Ctx
from atrium.kernel.errors import NotFound
from atrium.kernel.schemas import ActorOut, own
from atrium.records.custom_fields.fields.access import FieldSet
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers


class AutomationRunNotFound(NotFound):
    title = "There is no such run, or you may not see its customer"


def visible_runs(ctx: Ctx) -> Any:
    """Rows ``(AutomationRun, automation_name, customer_name)`` without a customer or with one in sight."""
    own = and_(Automation.workspace_id == AutomationRun.workspace_id, Automation.id == AutomationRun.automation_id)
    seen = and_(
        Customer.workspace_id == AutomationRun.workspace_id,
        Customer.id == AutomationRun.customer_id,
        visible_customers(ctx),
    )
    query = select(AutomationRun, Automation.name.label("automation_name"), Customer.name.label("customer_name"))
    query = query.join(Automation, own).outerjoin(Customer, seen).where(AutomationRun.workspace_id == ctx.workspace_id)
    return query.where(or_(AutomationRun.customer_id.is_(None), Customer.id.is_not(None))).execution_options(
        populate_existing=True
    )


async def get_run(ctx: Ctx, run_id: UUID, *, lock: bool = False) -> Row[Any]:
    """A row of ``visible_runs``. Raises ``AutomationRunNotFound`` (404)."""
    query = visible_runs(ctx).where(AutomationRun.id == run_id)
    row: Row[Any] | None = (
        await ctx.session.execute(query.with_for_update(of=AutomationRun) if lock else query)
    ).first()
    if row is None:
        raise AutomationRunNotFound
    return row


async def steps_of(ctx: Ctx, run_id: UUID) -> Sequence[AutomationRunStep]:
    query = select(AutomationRunStep).where(
        AutomationRunStep.workspace_id == ctx.workspace_id, AutomationRunStep.run_id == run_id
    )
    order = (AutomationRunStep.started_at, AutomationRunStep.round, AutomationRunStep.step_id)
    return (await ctx.session.scalars(query.order_by(*order))).all()


async def load_program(ctx: Ctx, automation_id: UUID, number: int) -> Program:
    """A saved flow, laid out."""
    known = known_program(automation_id, number)
    if known is not None:
        return known
    own = (AutomationVersion.workspace_id == ctx.workspace_id, AutomationVersion.automation_id == automation_id)
    flow = (
        await ctx.session.execute(select(AutomationVersion.flow).where(*own, AutomationVersion.number == number))
    ).scalar_one()
    return program_of(automation_id, number, flow)


def state_of(run: AutomationRun) -> str:
    """The state for people: a queued run that is due later waits."""
    return (
        "waiting" if run.state == "queued" and run.waiting is not None and run.due_at > datetime.now(UTC) else run.state
    )


def run_values(row: Any) -> dict[str, Any]:
    """What ``RunOut`` shows of a row of ``visible_runs``."""
    run: AutomationRun = row.AutomationRun
    known = own(RunOut, run)
    return known | {
        "state": state_of(run),
        "automation_name": row.automation_name,
        "customer": CustomerRef(id=run.customer_id, name=row.customer_name) if run.customer_id else None,
        "trigger_type": run.trigger.get("type"),
        "acts_for": ActorOut.model_validate({"type": run.actor_type, "id": str(run.actor_id), "name": run.actor_name}),
        "error": run.last_error,
        "failures": run.memory.get("failures", 0),
        "next_at": run.due_at if run.state == "queued" else None,
    }


def field_keys_in(trigger: Mapping[str, Any]) -> set[str]:
    """The custom fields that a trigger tells of."""
    names = (trigger.get("changes") or {}).keys()
    return {name.removeprefix("custom_fields.") for name in names if name.startswith("custom_fields.")}


def trace_of(row: Any, label: str, fields: FieldSet) -> StepTrace:
    """A step as the reader may see it."""
    sending = row.state == "sending"
    hidden = bool(set(row.field_keys or ()) - fields.viewable_keys)
    values = own(StepTrace, row)
    if hidden:
        values |= {
            "input": {},
            "decision": {},
            "output": {},
            "error": None if row.error is None else "The reason tells of a field that you may not see.",
        }
    values |= {"output": {}} if sending else {}
    return StepTrace(**values, label=label, hidden=hidden)
