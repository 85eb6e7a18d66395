"""From a trigger to runs: considered, started, or noted why not. Whatever happens enters here and nowhere else."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.flows.program import Program
from atrium.edge.automations.runs.queries import load_program
from atrium.edge.automations.runs.waits import wake_waiting
from atrium.edge.automations.starts.decision import STOPPED, Answer, consider_all, start_of_event
from atrium.edge.automations.starts.queries import automations_for, run_before
from atrium.edge.automations.starts.starting import Skipped, Start, Trigger, note_skips, start_runs
from atrium.kernel.context import Ctx
from atrium.kernel.dispatch import Happened
from atrium.kernel.events import EventRow
from atrium.kernel.wake import wake

_STATE = text("""
SELECT (SELECT automations_stopped FROM workspaces WHERE id = :workspace_id) AS stopped, ARRAY(
  SELECT customer_id FROM automation_runs WHERE workspace_id = :workspace_id
    AND customer_id = ANY (CAST(:customers AS uuid[])) AND waiting = 'event'
) AS waiting
""")


async def start_for_events(happened: Sequence[Happened]) -> None:
    """Let waiting runs go on and start what these events of one workspace start, in the transaction of their
    deliveries."""
    ctx = happened[0].ctx
    customers = list({event.customer_id for _, event in happened if event.customer_id is not None})
    state = (await ctx.session.execute(_STATE, {"workspace_id": ctx.workspace_id, "customers": customers})).one()
    STOPPED.put(ctx, bool(state.stopped))
    kinds: dict[str, list[EventRow]] = {}
    for _, event in happened:
        kinds.setdefault(event.type, []).append(event)
        if event.customer_id in state.waiting and await wake_waiting(ctx, event):
            ctx.after_commit.append(wake)
    for kind, events in kinds.items():
        for automation in await automations_for(ctx, kind):
            program = await load_program(ctx, automation.id, automation.flow_version)
            await start_or_note_all(
                ctx, automation, program, [(start_of_event(automation, event), event.customer_id) for event in events]
            )


async def start_or_note(
    ctx: Ctx, automation: Automation, program: Program, start: Start, customer_id: UUID | None
) -> tuple[UUID | None, Answer]:
    """Start a run, or note why not. Returns the run, if any."""
    return (await start_or_note_all(ctx, automation, program, [(start, customer_id)]))[0]


async def start_or_note_all(
    ctx: Ctx, automation: Automation, program: Program, triggers: Sequence[Trigger]
) -> list[tuple[UUID | None, Answer]]:
    """The same for several triggers of one automation."""
    answers = await consider_all(ctx, automation, program, triggers)
    asked = list(zip(triggers, answers, strict=True))
    runs = iter(
        await start_runs(
            ctx, automation, program.first, [trigger for trigger, answer in asked if answer.reason is None]
        )
    )
    skipped = [
        Skipped(start.key, customer_id, answer.reason, answer.told)
        for (start, customer_id), answer in asked
        if answer.reason is not None
    ]
    await note_skips(ctx, automation, skipped)
    return [(next(runs) if answer.reason is None else None, answer) for answer in answers]


async def start_many(
    ctx: Ctx, automation: Automation, program: Program, start: Start, customer_ids: Sequence[UUID]
) -> tuple[int, int]:
    """Start runs for those of the customers who have none by this trigger yet. Returns how many were started and left
    out."""
    before = await run_before(ctx, automation.id, start.key, customer_ids)
    runs = await start_or_note_all(
        ctx, automation, program, [(start, customer_id) for customer_id in customer_ids if customer_id not in before]
    )
    started = sum(run_id is not None for run_id, _ in runs)
    return started, len(customer_ids) - started
