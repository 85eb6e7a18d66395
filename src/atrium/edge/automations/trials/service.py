"""Trying an automation without effects, and explaining what it did not do."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from atrium.edge.automations.conditions.schemas import Decision
from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.definitions.service import check_draft, get_automation
from atrium.edge.automations.engine.failures import refusal_of
from atrium.edge.automations.engine.walk import Walk
from atrium.edge.automations.flows.program import Program, lay_out
from atrium.edge.automations.flows.service import refuse_flow
from atrium.edge.automations.runs.models import AutomationRun, AutomationSkip
from atrium.edge.automations.runs.queries import load_program, trace_of
from atrium.edge.automations.runs.schemas import CustomerRef
from atrium.edge.automations.starts.decision import Answer, consider, owner_of, start_of_event
from atrium.edge.automations.starts.schemas import REASONS, Reason
from atrium.edge.automations.starts.starting import Start
from atrium.edge.automations.trials.schemas import DryRunIn, DryRunOut, TrialOut, WhyOut
from atrium.edge.automations.triggers.service import manual_start
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.errors import AtriumError, Invalid, NotFound, sqlstate_of
from atrium.kernel.events import EventRow
from atrium.kernel.ids import uuid7
from atrium.records.custom_fields.fields.access import FieldSet, load_fields
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.service import get_customer
from atrium.records.customers.record.sight import visible_customers

MOST_STEPS = 300
WHOLE_TRANSACTION = frozenset({"40001", "40P01", "25P02"})


class EventNotFound(NotFound):
    title = "There is no such event, or you may not see its customer"


class _TakenBack(Exception):
    """Ends a trial: everything it wrote vanishes."""


# ── dry run ─────────────────────────────────────────────────────────────────────


async def dry_run(ctx: Ctx, automation_id: UUID, data: DryRunIn) -> DryRunOut:
    """Try it as the caller, in savepoints that are rolled back; what would go outside is only shown.

    Raises ``AutomationNotFound`` and ``CustomerNotFound`` (404), ``FlowCannotWork`` (422) for a draft that cannot
    work."""
    automation, _ = await get_automation(ctx, automation_id)
    if data.flow is not None:
        refuse_flow(await check_draft(ctx, data.flow, automation_id))
        program = lay_out(data.flow)
    else:
        program = await load_program(ctx, automation_id, automation.flow_version)
    trials = []
    if data.last_events is not None:
        for event in await _last_events(ctx, program, data.last_events):
            start = replace(start_of_event(automation, event), actor=_caller(ctx))
            trials.append(await _try(ctx, automation, program, start, event.customer_id, event))
    for customer_id in dict.fromkeys(data.customer_ids):
        await get_customer(ctx, customer_id)
        start = manual_start(ctx.actor, f"trial:{uuid7()}", data.data)
        trials.append(await _try(ctx, automation, program, start, customer_id, None))
    return DryRunOut(trials=trials)


def _caller(ctx: Ctx) -> Actor:
    return ctx.actor


async def _last_events(ctx: Ctx, program: Program, most: int) -> Sequence[EventRow]:
    types = getattr(program.flow.trigger, "event_types", None)
    if not types:
        raise Invalid.at("/last_events", "no_events", "goes with a trigger that is an event")
    seen = select(Customer.id).where(visible_customers(ctx), Customer.id == EventRow.customer_id)
    query = select(EventRow).where(
        EventRow.workspace_id == ctx.workspace_id,
        EventRow.type.in_(types),
        EventRow.customer_id.is_(None) | seen.exists(),
    )
    return (await ctx.session.scalars(query.order_by(EventRow.id.desc()).limit(most))).all()


async def _try(
    ctx: Ctx, automation: Automation, program: Program, start: Start, customer_id: UUID | None, event: EventRow | None
) -> TrialOut:
    acting = replace(
        ctx,
        actor=Actor("system", automation.id, f"Automation {automation.name}"),
        pending_events=[],
        after_commit=[],
        cache={},
    )
    acting.depth = start.depth
    name = await ctx.session.scalar(
        select(Customer.name).where(Customer.workspace_id == ctx.workspace_id, Customer.id == customer_id)
    )
    fields = await load_fields(ctx)
    answer, walk, error = Answer(None), None, None
    try:
        async with ctx.session.begin_nested():
            answer = await consider(ctx, automation, program, start, customer_id)
            if answer.reason is None:
                memory: dict[str, Any] = {"outputs": {}}
                run = (uuid7(), automation.id, automation.name, start.actor, customer_id, start.trigger)
                walk = Walk(acting, program, *run, program.first, 0, memory, dry=True)
                error = await _walk(walk)
            raise _TakenBack
    except _TakenBack:
        pass
    return TrialOut(
        customer=CustomerRef(id=customer_id, name=name) if customer_id and name else None,
        event_id=event and event.id,
        event_type=event and event.type,
        occurred_at=event and event.occurred_at,
        would_run=answer.reason is None,
        reason=answer.reason,
        message=answer.reason and REASONS[answer.reason],
        decisions=_shown(answer.decisions, fields),
        steps=[_traced(row, walk.program, fields) for row in walk.rows] if walk else [],
        error=error.detail if error else None,
    )


async def _walk(walk: Walk) -> AtriumError | None:
    """Go to the end, past errors that the flow itself passes. Returns the one it ends with, if any."""
    for _ in range(MOST_STEPS):
        if walk.step_id is None:
            return None
        node = walk.node
        try:
            async with walk.ctx.attempt():
                await walk.go(1)
        except Exception as failure:
            if isinstance(failure, DBAPIError) and (
                sqlstate_of(failure) in WHOLE_TRANSACTION or failure.connection_invalidated
            ):
                raise
            error = refusal_of(failure)
            walk.note_failure(node, error)
            if node.step.on_error != "continue":
                return error
            walk.leave(node, {"error": error.detail, "error_code": error.code})
    return None


class _Row:
    """A row of a walk in the shape of ``AutomationRunStep``."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.attempts = 1
        self.error: str | None = None
        self.error_code: str | None = None
        self.__dict__.update(values)


def _traced(row: Mapping[str, Any], program: Program, fields: FieldSet) -> Any:
    return trace_of(_Row(row), program.nodes[row["step_id"]].step.label, fields)


def _shown(decisions: Sequence[Decision], fields: FieldSet) -> list[Decision]:
    """The decisions without the values of custom fields that the reader may not view."""
    return [
        decision if _viewable(decision.path, fields) else decision.model_copy(update={"actual": None, "expected": None})
        for decision in decisions
    ]


def _viewable(path: str, fields: FieldSet) -> bool:
    _, found, key = path.partition("custom_fields.")
    return not found or key.split(".")[0] in fields.viewable_keys


# ── why not? ────────────────────────────────────────────────────────────────────


async def why(ctx: Ctx, automation_id: UUID, *, customer_id: UUID | None, event_id: UUID | None) -> WhyOut:
    """Raises ``AutomationNotFound``, ``CustomerNotFound`` and ``EventNotFound`` (404), ``Invalid`` (422) unless one of
    both is named."""
    if (customer_id is None) == (event_id is None):
        raise Invalid.at("query/customer_id", "one_way", "or event_id: name one of both")
    automation, _ = await get_automation(ctx, automation_id)
    program = await load_program(ctx, automation_id, automation.flow_version)
    fields = await load_fields(ctx)
    if event_id is not None:
        event = await _event(ctx, event_id)
        return await _noted(ctx, automation, fields, key=f"event:{event_id}") or await _why_event(
            ctx, automation, program, event, fields
        )
    assert customer_id is not None
    await get_customer(ctx, customer_id)
    noted = await _noted(ctx, automation, fields, customer_id=customer_id)
    if noted is not None:
        return noted
    types = list(getattr(program.flow.trigger, "event_types", ()))
    query = select(EventRow).where(
        EventRow.workspace_id == ctx.workspace_id, EventRow.customer_id == customer_id, EventRow.type.in_(types)
    )
    latest = (await ctx.session.scalars(query.order_by(EventRow.id.desc()).limit(1))).first() if types else None
    if latest is not None:
        return await _why_event(ctx, automation, program, latest, fields)
    if not automation.enabled:
        return _now("disabled")
    answer = await consider(
        ctx, automation, program, replace(manual_start(owner_of(automation), "why", {}), kind="manual"), customer_id
    )
    return _now(answer.reason or "no_event", _shown(answer.decisions, fields))


async def _event(ctx: Ctx, event_id: UUID) -> EventRow:
    seen = select(Customer.id).where(visible_customers(ctx), Customer.id == EventRow.customer_id)
    query = select(EventRow).where(
        EventRow.workspace_id == ctx.workspace_id,
        EventRow.id == event_id,
        EventRow.customer_id.is_(None) | seen.exists(),
    )
    event = (await ctx.session.scalars(query)).first()
    if event is None:
        raise EventNotFound
    return event


async def _noted(
    ctx: Ctx, automation: Automation, fields: FieldSet, *, key: str | None = None, customer_id: UUID | None = None
) -> WhyOut | None:
    """What was noted last: a run, or why there was none."""
    runs = select(AutomationRun).where(
        AutomationRun.workspace_id == ctx.workspace_id, AutomationRun.automation_id == automation.id
    )
    skips = select(AutomationSkip).where(
        AutomationSkip.workspace_id == ctx.workspace_id, AutomationSkip.automation_id == automation.id
    )
    if key is not None:
        runs, skips = runs.where(AutomationRun.trigger_key == key), skips.where(AutomationSkip.trigger_key == key)
    else:
        runs, skips = (
            runs.where(AutomationRun.customer_id == customer_id),
            skips.where(AutomationSkip.customer_id == customer_id),
        )
    run = (await ctx.session.scalars(runs.order_by(AutomationRun.id.desc()).limit(1))).first()
    skip = (await ctx.session.scalars(skips.order_by(AutomationSkip.id.desc()).limit(1))).first()
    if run is not None and (skip is None or run.id > skip.id):
        return WhyOut(
            ran=True,
            run_id=run.id,
            reason=None,
            message="It did run.",
            decisions=[],
            basis="recorded",
            happened_at=run.created_at,
        )
    if skip is None:
        return None
    decisions = _shown([Decision.model_validate(decision) for decision in skip.decisions], fields)
    reason: Any = skip.reason
    return WhyOut(
        ran=False,
        run_id=None,
        reason=reason,
        message=REASONS[reason],
        decisions=decisions,
        basis="recorded",
        happened_at=skip.happened_at,
    )


async def _why_event(ctx: Ctx, automation: Automation, program: Program, event: EventRow, fields: FieldSet) -> WhyOut:
    """Nothing was noted: decided as things are now."""
    if event.type not in automation.event_types:
        return _now("other_trigger")
    if not automation.enabled:
        return _now("disabled")
    if event.occurred_at < automation.created_at:
        return _now("before")
    answer = await consider(ctx, automation, program, start_of_event(automation, event), event.customer_id)
    return _now(answer.reason or "disabled", _shown(answer.decisions, fields))


def _now(reason: Reason, decisions: list[Decision] | None = None) -> WhyOut:
    return WhyOut(
        ran=False,
        run_id=None,
        reason=reason,
        message=REASONS[reason],
        decisions=decisions or [],
        basis="now",
        happened_at=None,
    )
