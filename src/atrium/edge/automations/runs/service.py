"""Starting runs, and mending, stopping and reading them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, update

from atrium.edge.automations.definitions.rendering import shown
from atrium.edge.automations.definitions.service import get_automation
from atrium.edge.automations.flows.program import Program
from atrium.edge.automations.runs.models import AutomationRun
from atrium.edge.automations.runs.queries import (
    field_keys_in,
    get_run,
    load_program,
    run_values,
    steps_of,
    trace_of,
    visible_runs,
)
from atrium.edge.automations.runs.schemas import RetriedOut, RunTrace
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.wake import wake
from atrium.records.custom_fields.fields.access import load_fields

RETRIED_AT_ONCE = 10_000


class RunNotFailed(Conflict):
    code, title = "run-not-failed", "Only a failed run can be tried again"


class RunEnded(Conflict):
    code, title = "run-ended", "This run has ended already"


class StepGone(Conflict):
    code, title = "step-gone", "The newest flow does not have this step any more"


async def list_runs(
    ctx: Ctx, *, automation_id: UUID | None, customer_id: UUID | None, state: str | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows of ``visible_runs``, the newest first."""
    query, scope = visible_runs(ctx), f"automation_runs:{automation_id}:{customer_id}:{state}"
    if automation_id is not None:
        query = query.where(AutomationRun.automation_id == automation_id)
    if customer_id is not None:
        query = query.where(AutomationRun.customer_id == customer_id)
    waits = (AutomationRun.waiting.is_not(None)) & (AutomationRun.due_at > func.clock_timestamp())
    if state == "waiting":
        query = query.where(AutomationRun.state == "queued", waits)
    elif state is not None:
        query = query.where(AutomationRun.state == state)
        query = query.where(~func.coalesce(waits, False)) if state == "queued" else query
    if cursor:
        query = query.where(AutomationRun.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(AutomationRun.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.AutomationRun.id])


async def trace(ctx: Ctx, run_id: UUID) -> RunTrace:
    """Raises ``AutomationRunNotFound`` (404)."""
    row = await get_run(ctx, run_id)
    run: AutomationRun = row.AutomationRun
    program = await load_program(ctx, run.automation_id, run.flow_version)
    fields = await load_fields(ctx)
    labels = {step_id: node.step.label for step_id, node in program.nodes.items()}
    steps = [trace_of(step, labels.get(step.step_id, ""), fields) for step in await steps_of(ctx, run_id)]
    hidden = bool(field_keys_in(run.trigger) - fields.viewable_keys)
    shown_trigger = {"kind": run.trigger.get("kind"), "type": run.trigger.get("type")} if hidden else run.trigger
    return RunTrace(
        **run_values(row),
        trigger=shown_trigger,
        trigger_hidden=hidden,
        flow_steps=shown(program.flow).steps,
        steps=steps,
    )


async def retry_run(ctx: Ctx, run_id: UUID, *, newest: bool) -> None:
    """Go on from the step that failed. Raises ``AutomationRunNotFound`` (404), ``RunNotFailed`` and ``StepGone``
    (409)."""
    run: AutomationRun = (await get_run(ctx, run_id, lock=True)).AutomationRun
    if run.state != "failed":
        raise RunNotFailed
    version = run.flow_version
    if newest:
        version = (await get_automation(ctx, run.automation_id))[0].flow_version
        if run.step_id not in _steps_at(
            await load_program(ctx, run.automation_id, version), looping="loop" in run.memory
        ):
            raise StepGone("Start it again instead, or go on with the flow it began with.")
    await _requeue(ctx, [run.id], version)


async def retry_failed(ctx: Ctx, automation_id: UUID) -> RetriedOut:
    """Go on with every failed run of an automation whose customer is in sight, by the newest flow that still has its
    step."""
    automation, _ = await get_automation(ctx, automation_id)
    program = await load_program(ctx, automation_id, automation.flow_version)
    query = visible_runs(ctx).where(AutomationRun.automation_id == automation_id, AutomationRun.state == "failed")
    rows = (
        await ctx.session.execute(
            query.order_by(AutomationRun.id).limit(RETRIED_AT_ONCE).with_for_update(of=AutomationRun)
        )
    ).all()
    fitting = [
        row.AutomationRun.id
        for row in rows
        if row.AutomationRun.step_id in _steps_at(program, looping="loop" in row.AutomationRun.memory)
    ]
    await _requeue(ctx, fitting, automation.flow_version)
    return RetriedOut(retried=len(fitting), left_out=len(rows) - len(fitting))


def _steps_at(program: Program, *, looping: bool) -> set[str]:
    """The steps where a run that is, or is not, inside a loop can go on."""
    return {
        step_id
        for step_id, node in program.nodes.items()
        if (node.loop is not None or node.step.kind == "for_each_related") or not looping
    }


async def _requeue(ctx: Ctx, run_ids: Sequence[UUID], version: int) -> None:
    values: dict[str, Any] = {
        "state": "queued",
        "due_at": func.clock_timestamp(),
        "attempts": 0,
        "memory": AutomationRun.memory.op("-")("failures"),
        "finished_at": None,
        "flow_version": version,
        "last_error": None,
        "error_code": None,
    }
    own = (AutomationRun.workspace_id == ctx.workspace_id, AutomationRun.id.in_(run_ids))
    await ctx.session.execute(
        update(AutomationRun).where(*own).values(**values).execution_options(synchronize_session=False)
    )
    if wake not in ctx.after_commit:
        ctx.after_commit.append(wake)


async def cancel_run(ctx: Ctx, run_id: UUID) -> None:
    """End a run where it stands; what it did stays. Raises ``AutomationRunNotFound`` (404) and ``RunEnded`` (409)."""
    run: AutomationRun = (await get_run(ctx, run_id, lock=True)).AutomationRun
    if run.state in {"succeeded", "cancelled"}:
        raise RunEnded
    values: dict[str, Any] = {
        "state": "cancelled",
        "finished_at": func.clock_timestamp(),
        "lease_token": None,
        "waiting": None,
        "awaits": [],
    }
    own = (AutomationRun.workspace_id == ctx.workspace_id, AutomationRun.id == run.id)
    await ctx.session.execute(
        update(AutomationRun).where(*own).values(**values).execution_options(synchronize_session=False)
    )
