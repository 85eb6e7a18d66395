"""Runs that begin, and triggers that started none, as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Text, Uuid, any_, bindparam, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert

from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.runs.models import AutomationRun, AutomationSkip
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.ids import uuid7
from atrium.kernel.wake import wake
from atrium.records.customers.record.models import Customer


@dataclass(frozen=True, slots=True)
class Start:
    """What starts runs: ``key`` names it, once per automation, version and customer; ``depth`` counts how many causes
    came before."""

    kind: str
    key: str
    trigger: Mapping[str, Any]
    actor: Actor
    depth: int = 0
    cause_id: UUID | None = None


Trigger = tuple[Start, UUID | None]
"""What starts a run, and the customer it is about."""


async def start_runs(ctx: Ctx, automation: Automation, first_step: str, triggers: Sequence[Trigger]) -> list[UUID]:
    """Add runs in this transaction. Returns the run of each trigger, those that it started before included."""
    if not triggers:
        return []
    rows = [
        {
            "id": str(uuid7()),
            "customer_id": customer_id and str(customer_id),
            "trigger_key": start.key,
            "trigger_kind": start.kind,
            "trigger": dict(start.trigger),
            "depth": start.depth,
            "cause_id": start.cause_id and str(start.cause_id),
            "actor_type": start.actor.type,
            "actor_id": str(start.actor.id),
            "actor_name": start.actor.name,
        }
        for start, customer_id in triggers
    ]
    values = {
        "workspace_id": ctx.workspace_id,
        "automation_id": automation.id,
        "flow_version": automation.flow_version,
        "first_step": first_step,
    }
    made = set(await ctx.session.scalars(_START, {**values, "rows": rows}))
    ids = [UUID(str(row["id"])) for row in rows]
    if len(made) < len(ids):
        before = await _started_before(
            ctx, automation, [trigger for trigger, run_id in zip(triggers, ids, strict=True) if run_id not in made]
        )
        ids = [
            run_id if run_id in made else before[start.key, customer_id]
            for run_id, (start, customer_id) in zip(ids, triggers, strict=True)
        ]
    if wake not in ctx.after_commit:
        ctx.after_commit.append(wake)
    return ids


_START = text("""
INSERT INTO automation_runs (workspace_id, id, automation_id, flow_version, customer_id, trigger_key, trigger_kind,
  trigger, step_id, depth, cause_id,
  actor_type, actor_id, actor_name)
SELECT :workspace_id, id, :automation_id, :flow_version, customer_id, trigger_key, trigger_kind, trigger, :first_step,
  depth, cause_id,
  actor_type, actor_id, actor_name
FROM jsonb_to_recordset(:rows) AS r (id uuid, customer_id uuid, trigger_key text, trigger_kind text, trigger jsonb,
  depth smallint, cause_id uuid,
  actor_type text, actor_id uuid, actor_name text)
ON CONFLICT DO NOTHING RETURNING id
""").bindparams(bindparam("rows", type_=JSONB), bindparam("first_step", type_=Text()))


async def _started_before(
    ctx: Ctx, automation: Automation, triggers: Sequence[Trigger]
) -> dict[tuple[str, UUID | None], UUID]:
    own = (AutomationRun.workspace_id == ctx.workspace_id, AutomationRun.automation_id == automation.id)
    query = select(AutomationRun.trigger_key, AutomationRun.customer_id, AutomationRun.id).where(
        *own,
        AutomationRun.flow_version == automation.flow_version,
        AutomationRun.trigger_key.in_({start.key for start, _ in triggers}),
    )
    return {(row.trigger_key, row.customer_id): row.id for row in await ctx.session.execute(query)}


class Skipped(NamedTuple):
    """A trigger that starts no run, and why."""

    key: str
    customer_id: UUID | None
    reason: str
    decisions: Sequence[Mapping[str, Any]] = ()


async def note_skips(ctx: Ctx, automation: Automation, skipped: Sequence[Skipped]) -> None:
    """Keep why triggers started no run. Of customers that were deleted for good meanwhile only that there was one."""
    if not skipped:
        return
    named = {entry.customer_id for entry in skipped if entry.customer_id is not None}
    own = (Customer.workspace_id == ctx.workspace_id, Customer.id == any_(literal(list(named), ARRAY(Uuid))))
    kept = set(await ctx.session.scalars(select(Customer.id).where(*own))) if named else set()
    rows = [
        {
            "workspace_id": ctx.workspace_id,
            "id": uuid7(),
            "automation_id": automation.id,
            "flow_version": automation.flow_version,
            "customer_id": entry.customer_id if entry.customer_id in kept else None,
            "trigger_key": entry.key,
            "reason": entry.reason,
            "decisions": list(entry.decisions),
        }
        for entry in skipped
    ]
    await ctx.session.execute(insert(AutomationSkip).on_conflict_do_nothing(), rows)
