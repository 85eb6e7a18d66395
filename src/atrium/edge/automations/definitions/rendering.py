"""Automations as the contract shows them."""

from typing import Any
from uuid import UUID

from atrium.edge.automations.definitions.calls import check_calls
from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.definitions.schemas import AutomationOut, AutomationSummary
from atrium.edge.automations.flows.program import all_steps
from atrium.edge.automations.flows.schemas import Flow
from atrium.edge.automations.flows.service import check_flow
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError
from atrium.kernel.schemas import ActorOut, own
from atrium.kernel.steps import STEP_KINDS

FLOW = tuple(Flow.model_fields)


async def problems_of(ctx: Ctx, flow: Flow, automation_id: UUID | None) -> list[FieldError]:
    """Everything that is wrong with a flow, other automations considered."""
    errors, _ = await check_flow(ctx, flow)
    return errors + await check_calls(ctx, flow, automation_id)


def shown(flow: Flow) -> Flow:
    """The flow with its secrets left out."""
    copy = flow.model_copy(deep=True)
    for step, _, _ in all_steps(copy.steps):
        kind = STEP_KINDS.get(step.kind)
        if kind is not None and kind.secret in step.config:
            held: Any = step.config[kind.secret]
            step.config = {**step.config, kind.secret: dict.fromkeys(held)}
    return copy


def actor_out(kind: str, identifier: UUID | None, name: str) -> ActorOut:
    return ActorOut.model_validate({"type": kind, "id": identifier and str(identifier), "name": name})


def summary_out(row: object) -> AutomationSummary:
    automation: Automation = row.Automation  # type: ignore[attr-defined]  # a row of summaries()
    known = own(AutomationSummary, automation)
    counted = {name: getattr(row, name) for name in ("last_run_at", "active_runs", "failed_runs")}
    return AutomationSummary(
        **known, **counted, owner=actor_out(automation.owner_type, automation.owner_id, automation.owner_name)
    )


async def automation_out(ctx: Ctx, automation: Automation, flow: Flow) -> AutomationOut:
    """With what keeps it from working, and without secrets."""
    known = own(AutomationOut, automation)
    open_flow = shown(flow)
    return AutomationOut(
        **known,
        **{name: getattr(open_flow, name) for name in FLOW},
        owner=actor_out(automation.owner_type, automation.owner_id, automation.owner_name),
        problems=await problems_of(ctx, flow, automation.id),
    )
