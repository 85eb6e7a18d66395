"""Automations that start one another: no circle, and none that is not there."""

from collections.abc import Mapping
from uuid import UUID

from atrium.edge.automations.definitions.queries import calls_between
from atrium.edge.automations.flows.program import all_steps
from atrium.edge.automations.flows.schemas import Flow, Step
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError


async def check_calls(ctx: Ctx, flow: Flow, automation_id: UUID | None) -> list[FieldError]:
    """Other automations that the flow runs must exist and must not lead back to it."""
    called = [(step, at) for step, at, _ in all_steps(flow.steps) if step.kind == "run_automation" and target_of(step)]
    if not called:
        return []
    calls, errors = await calls_between(ctx), []
    for step, at in called:
        target, pointer = target_of(step), f"{at}/config/automation_id"
        assert target is not None
        if target == automation_id or (automation_id is not None and automation_id in reached_from(calls, target)):
            errors.append(
                FieldError(
                    pointer=pointer, code="cycle", message=f"{step.id} would run this automation again, in a circle"
                )
            )
        elif target not in calls:
            errors.append(FieldError(pointer=pointer, code="unknown", message="is not an automation of this workspace"))
    return errors


def target_of(step: Step) -> UUID | None:
    try:
        return UUID(str(step.config.get("automation_id")))
    except ValueError:
        return None


def reached_from(calls: Mapping[UUID, set[UUID]], start: UUID) -> set[UUID]:
    reached, ahead = set[UUID](), [start]
    while ahead:
        here = ahead.pop()
        ahead += calls.get(here, set()) - reached
        reached |= calls.get(here, set())
    return reached
