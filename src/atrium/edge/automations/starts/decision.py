"""Whether a trigger starts a run, decided as whoever the automation acts for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, any_, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from atrium.access.workspaces.models import Workspace
from atrium.edge.automations.conditions.schemas import Decision
from atrium.edge.automations.conditions.service import decide, facts_with, seen_values
from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.flows.program import Program, all_steps
from atrium.edge.automations.starts.acting import act_for
from atrium.edge.automations.starts.schemas import Reason
from atrium.edge.automations.starts.starting import Start, Trigger
from atrium.kernel.context import Actor, Ctx, Remembered
from atrium.kernel.events import MAX_DEPTH, EventRow
from atrium.kernel.jobs import ActorGone
from atrium.kernel.permissions import P
from atrium.kernel.steps import STEP_KINDS
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers
from atrium.records.folders.queries import parents

STOPPED = Remembered[bool]("automations_stopped")
BY_HAND = ("manual", "automation")
"""Starts by a person, or by an automation in its flow: nothing has happened that conditions could ask for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``reason`` None: it may run."""

    reason: Reason | None
    decisions: list[Decision] = field(default_factory=list)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [decision.model_dump(mode="json") for decision in self.decisions]


async def stopped(ctx: Ctx) -> bool:
    """Whether the workspace's emergency switch is on."""
    known = STOPPED.of(ctx)
    if known is None:
        query = select(Workspace.automations_stopped).where(Workspace.id == ctx.workspace_id)
        known = STOPPED.put(ctx, bool(await ctx.session.scalar(query)))
    return known


def owner_of(automation: Automation) -> Actor:
    return Actor(
        "api_key" if automation.owner_type == "api_key" else "member", automation.owner_id, automation.owner_name
    )


async def context_of(ctx: Ctx, automation: Automation, actor: Actor) -> Ctx | None:
    """The context of who the automation acts for, made once per transaction; None when they are gone."""
    key = f"automation_actor:{actor.type}:{actor.id}:{automation.id}"
    if key not in ctx.cache:
        try:
            ctx.cache[key] = await act_for(
                ctx.session, ctx.workspace_id, actor.type, actor.id, automation.name, automation.id
            )
        except ActorGone:
            ctx.cache[key] = None
    found: Ctx | None = ctx.cache[key]
    return found


async def consider(
    ctx: Ctx, automation: Automation, program: Program, start: Start, customer_id: UUID | None
) -> Answer:
    """Whether this trigger may start a run for this customer, and if not, why."""
    return (await consider_all(ctx, automation, program, [(start, customer_id)]))[0]


async def consider_all(ctx: Ctx, automation: Automation, program: Program, triggers: Sequence[Trigger]) -> list[Answer]:
    """The same for several triggers, as if each one that may start a run had done so before the next."""
    answers = [await _barred(ctx, automation, program, *trigger) for trigger in triggers]
    asked: dict[Actor, list[int]] = {}
    for number, (start, _) in enumerate(triggers):
        if answers[number].reason is None:
            asked.setdefault(start.actor, []).append(number)
    for actor, numbers in asked.items():
        acting = await context_of(ctx, automation, actor)
        assert acting is not None
        found = await _conditions(acting, automation, program, [triggers[number] for number in numbers])
        for number, answer in zip(numbers, found, strict=True):
            answers[number] = answer
    named = {
        customer_id
        for (_, customer_id), answer in zip(triggers, answers, strict=True)
        if answer.reason is None and customer_id is not None
    }
    recent = await _runs_of_last_hour(ctx, automation.id, named) if named else {}
    for number, (_, customer_id) in enumerate(triggers):
        if answers[number].reason is None and customer_id is not None:
            recent[customer_id] = recent.get(customer_id, 0) + 1
            if recent[customer_id] > program.flow.limits.runs_per_customer_and_hour:
                answers[number] = Answer("too_many", answers[number].decisions)
    return answers


async def _barred(ctx: Ctx, automation: Automation, program: Program, start: Start, customer_id: UUID | None) -> Answer:
    """What keeps a run from starting whatever the conditions say."""
    if await stopped(ctx):
        return Answer("stopped")
    if start.depth > MAX_DEPTH:
        return Answer("too_deep")
    acting = await context_of(ctx, automation, start.actor)
    if acting is None:
        return Answer("actor_gone")
    if start.kind not in BY_HAND and not acting.may(P.automations_write):
        return Answer("actor_may_not")
    if customer_id is None and any(
        STEP_KINDS[step.kind].needs_customer for step, _, _ in all_steps(program.flow.steps)
    ):
        return Answer("no_customer")
    return Answer(None)


async def _conditions(
    acting: Ctx, automation: Automation, program: Program, triggers: Sequence[Trigger]
) -> list[Answer]:
    flow = program.flow
    named = list({customer_id for _, customer_id in triggers if customer_id is not None})
    if named and not (flow.conditions or flow.folder_ids):
        chosen = Customer.id == any_(literal(named, ARRAY(Uuid)))
        seen = set(await acting.session.scalars(select(Customer.id).where(visible_customers(acting), chosen)))
        return [
            Answer(None if customer_id is None or customer_id in seen else "not_visible") for _, customer_id in triggers
        ]
    customers = await seen_values(acting, named)
    return [await _decided(acting, automation, program, *trigger, customers) for trigger in triggers]


async def _decided(
    acting: Ctx,
    automation: Automation,
    program: Program,
    start: Start,
    customer_id: UUID | None,
    customers: Mapping[UUID, Mapping[str, Any]],
) -> Answer:
    flow, customer = program.flow, customers.get(customer_id) if customer_id else None
    if customer_id is not None and customer is None:
        return Answer("not_visible")
    if flow.folder_ids and not await _inside(acting, customer["folder_id"] if customer else None, flow.folder_ids):
        return Answer("out_of_scope")
    facts = await facts_with(acting, customer, start.trigger, automation_name=automation.name)
    groups = flow.conditions
    if start.kind in BY_HAND:
        # Whoever starts it by hand is not asked what happened.
        groups = [
            group for group in groups if not all(condition.path.startswith("trigger.") for condition in group.any_of)
        ]
    held, decisions = decide(facts, groups)
    return Answer(None if held else "conditions", decisions)


async def _inside(ctx: Ctx, folder_id: str | None, folder_ids: Sequence[UUID]) -> bool:
    """Whether a folder is one of these or lies below one."""
    if folder_id is None:
        return False
    above, here = await parents(ctx), UUID(folder_id)
    for _ in range(len(above) + 1):
        if here in folder_ids:
            return True
        parent = above.get(here)
        if parent is None:
            return False
        here = parent
    return False


_LAST_HOUR = text("""
SELECT customer_id, count(*) AS runs FROM automation_runs WHERE workspace_id = :workspace_id
  AND customer_id = ANY (CAST(:customers AS uuid[]))
AND automation_id = :automation_id AND created_at > clock_timestamp() - interval '1 hour' GROUP BY customer_id
""")


async def _runs_of_last_hour(ctx: Ctx, automation_id: UUID, customer_ids: Collection[UUID]) -> dict[UUID, int]:
    values = {"workspace_id": ctx.workspace_id, "customers": list(customer_ids), "automation_id": automation_id}
    return {row.customer_id: row.runs for row in await ctx.session.execute(_LAST_HOUR, values)}


def start_of_event(automation: Automation, event: EventRow) -> Start:
    """The start that an event is."""
    trigger = {
        "kind": "event",
        "type": event.type,
        "event_id": str(event.id),
        "data": {**event.data, **({"subject_id": str(event.subject_id)} if event.subject_id else {})},
        "changes": event.changes,
        "actor": {"type": event.actor_type, "id": event.actor_id and str(event.actor_id), "name": event.actor_name},
        "occurred_at": event.occurred_at.isoformat(),
    }
    return Start("event", f"event:{event.id}", trigger, owner_of(automation), event.depth + 1, event.id)
