"""A flow laid out for the engine: every step knows where the run goes after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from cronsim import CronSim

from atrium.edge.automations.conditions.service import plain_enough
from atrium.edge.automations.flows.controls import WaitStep
from atrium.edge.automations.flows.schemas import DateTrigger, EventTrigger, Flow, ScheduleTrigger, Step
from atrium.engage.placeholders.paths import placeholders, texts_in
from atrium.kernel.schemas import Input
from atrium.kernel.steps import STEP_KINDS

_LAID_OUT: dict[tuple[UUID, int], "Program"] = {}
MOST_LAID_OUT = 500


@dataclass(frozen=True, slots=True)
class Node:
    """A step in its place. ``next``: the step after it; ``then`` and ``otherwise``: the first of its own steps, else
    ``next``. ``loop``: the loop it is in.

    None means the end of the run; the last step of a loop leads back to the loop. ``reads``: its configuration has
    placeholders, ``plain``: that look at nothing but the customer's own row."""

    step: Step
    config: Input
    next: str | None
    then: str | None
    otherwise: str | None
    loop: str | None
    reads: bool
    plain: bool


@dataclass(frozen=True, slots=True)
class Program:
    flow: Flow
    first: str
    nodes: Mapping[str, Node]


def lay_out(flow: Flow) -> Program:
    """Raises ``pydantic.ValidationError`` and ``KeyError`` for a flow that was never checked."""
    nodes: dict[str, Node] = {}

    def place(steps: Sequence[Step], after: str | None, loop: str | None) -> str | None:
        following_steps = [*(other.id for other in steps[1:]), after] if steps else []
        for step, following in zip(steps, following_steps, strict=True):
            config = STEP_KINDS[step.kind].config.model_validate(step.config)
            inside = step.id if step.kind == "for_each_related" else following
            within = step.id if step.kind == "for_each_related" else loop
            then, otherwise = (
                place(step.then, inside, within) or following,
                place(step.otherwise, following, loop) or following,
            )
            nodes[step.id] = Node(step, config, following, then, otherwise, loop, *_reading(step))
        return steps[0].id if steps else None

    first = place(flow.steps, None, None)
    assert first is not None
    return Program(flow, first, nodes)


def _reading(step: Step) -> tuple[bool, bool]:
    if step.config.get("template_id"):
        return True, False  # its text is another thing's, and may look at anything
    paths = [path for _, text in texts_in(step.config) for path in placeholders(text)]
    return bool(paths), step.kind != "branch" and plain_enough(paths)


def program_of(automation_id: UUID, number: int, flow: Mapping[str, Any]) -> Program:
    """The program of a saved flow, kept: a version never changes."""
    key = (automation_id, number)
    if key not in _LAID_OUT:
        while len(_LAID_OUT) >= MOST_LAID_OUT:
            del _LAID_OUT[next(iter(_LAID_OUT))]
        _LAID_OUT[key] = lay_out(Flow.model_validate(flow))
    return _LAID_OUT[key]


def known_program(automation_id: UUID, number: int) -> Program | None:
    """The same, if this process has met it."""
    return _LAID_OUT.get((automation_id, number))


def all_steps(steps: Sequence[Step], at: str = "/steps", depth: int = 1) -> Iterator[tuple[Step, str, int]]:
    """Every step with its pointer and depth, in reading order."""
    for number, step in enumerate(steps):
        here = f"{at}/{number}"
        yield step, here, depth
        yield from all_steps(step.then, f"{here}/then", depth + 1)
        yield from all_steps(step.otherwise, f"{here}/otherwise", depth + 1)


def awaited_events(steps: Sequence[Step]) -> set[str]:
    """The event types that the flow's wait steps wait for."""
    waits = [WaitStep.model_validate(step.config) for step, _, _ in all_steps(steps) if step.kind == "wait"]
    return {event_type for wait in waits if wait.wait == "event" for event_type in wait.event_types}


def trigger_events(flow: Flow) -> list[str]:
    return list(flow.trigger.event_types) if isinstance(flow.trigger, EventTrigger) else []


def next_time(flow: Flow, zone: ZoneInfo, after: datetime) -> datetime | None:
    """When a schedule is due next, strictly later; None for triggers that are no schedules."""
    match flow.trigger:
        case ScheduleTrigger(cron=cron):
            return next(CronSim(cron, after.astimezone(zone))).astimezone(UTC)
        case DateTrigger(at=at):
            today = after.astimezone(zone).date()
            return next(
                moment for days in range(3) if (moment := local_moment(today + timedelta(days=days), at, zone)) > after
            )
    return None


def local_moment(day: date, at: str, zone: ZoneInfo) -> datetime:
    """A time of a day where the workspace is. One that the clocks skip comes an hour later."""
    return datetime.combine(day, time.fromisoformat(at), tzinfo=zone).astimezone(UTC)
