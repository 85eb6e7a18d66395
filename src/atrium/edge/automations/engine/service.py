"""Taking a leased run forward. Steps that stay inside the database share a transaction with their completion; one that
reaches outside is first written down, then carried out under a key that stays the same in every repetition, then
completed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import func, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.billing.quotas.service import meter
from atrium.edge.automations.engine.failures import note_failure, refusal_of, stand_still, trace_of
from atrium.edge.automations.engine.walk import STEPS_AT_ONCE, Walk, go_together
from atrium.edge.automations.flows.program import Program
from atrium.edge.automations.runs.events import AutomationRunFailed
from atrium.edge.automations.runs.models import AutomationRun, AutomationRunStep
from atrium.edge.automations.runs.queries import load_program
from atrium.edge.automations.runs.waits import look_back
from atrium.edge.automations.starts.acting import act_for, acts_for
from atrium.kernel.commit import run_hooks
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import AtriumError
from atrium.kernel.events import write_pending
from atrium.kernel.jobs import ActorGone, LeaseLost
from atrium.kernel.leases import backoff
from atrium.kernel.steps import STEP_KINDS, Output, Sending

log = structlog.get_logger("atrium.automations")
ATTEMPTS = 8
"""How often a step is tried that may succeed later: with their pauses, for about two hours."""


class Stopped(Exception):
    """The workspace's automations are switched off: the run stands still."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What became of a run in one transaction: whether it goes on at once, and what must be sent before."""

    going: bool
    sending: Sending | None


async def begin_together(runs: Sequence[AutomationRun]) -> list[tuple[AutomationRun, Stretch | None]]:
    """Take leased runs of one flow and different customers forward in one transaction, as far as they go together.
    Never raises.

    Returns those that go on from there by themselves: all from where they are, when one of them cannot do what the
    others can."""
    try:
        done = await _stretch(runs)
    except Exception as error:
        log.info("runs taken apart", runs=len(runs), reason=type(error).__name__)
        return [(run, None) for run in runs]
    return [(run, done[run.id]) for run in runs if run.id in done and (done[run.id].going or done[run.id].sending)]


async def work(run: AutomationRun, done: Stretch | None = None) -> None:
    """Take a leased run as far as it goes: to its end, a wait, or its next retry; ``done`` is what it did already.
    Never raises."""
    careful = False
    try:
        while True:
            try:
                stretch, done = done or (await _stretch([run], careful=careful))[run.id], None
                going = stretch.going if stretch.sending is None else await _send(run, stretch.sending)
                if not going:
                    return
                careful = False
            except (LeaseLost, Stopped):
                raise
            except Exception as error:
                # Several steps share a transaction only while all is well: what fails is done again alone, so that the
                # others' effects stay.
                if careful or isinstance(error, ActorGone | _SendFailed):
                    if not await _fail(run, error):
                        return
                    careful = False
                else:
                    careful = True
    except LeaseLost:
        log.info("lease lost", run=str(run.id))
    except Stopped:
        await stand_still(run)
    except Exception as error:
        log.warning("run could not be taken forward", run=str(run.id), exc_info=error)


class _SendFailed(Exception):
    """Carries what went wrong outside."""


_OWN = text("""
SELECT r.*, a.name AS automation_name, w.automations_stopped
FROM automation_runs r JOIN automations a ON a.workspace_id = r.workspace_id AND a.id = r.automation_id
  JOIN workspaces w ON w.id = r.workspace_id
WHERE r.workspace_id = :workspace_id AND r.id = ANY (CAST(:ids AS uuid[]))
  AND r.lease_token = ANY (CAST(:tokens AS uuid[])) AND r.state = 'running'
ORDER BY r.id FOR UPDATE OF r
""")


async def _own(session: AsyncSession, runs: Sequence[AutomationRun]) -> Sequence[Any]:
    """Those of the runs that are still ours as they are now, locked, with their automation's name. Raises ``LeaseLost``
    for none, and ``Stopped``."""
    values = {
        "workspace_id": runs[0].workspace_id,
        "ids": [run.id for run in runs],
        "tokens": list({run.lease_token for run in runs}),
    }
    rows = (await session.execute(_OWN, values)).all()
    if not rows:
        raise LeaseLost
    if rows[0].automations_stopped:
        raise Stopped
    return rows


async def _walks(session: AsyncSession, runs: Sequence[AutomationRun]) -> list[tuple[Walk, Any]]:
    """The runs, all of one flow and one actor, ready to go on; what they do is written by the first one's context."""
    rows = await _own(session, runs)
    own = rows[0]
    ctx = await act_for(session, own.workspace_id, own.actor_type, own.actor_id, own.automation_name, own.automation_id)
    program = await load_program(ctx, own.automation_id, own.flow_version)
    return [(_walk_of(replace(ctx, cause_id=row.cause_id, depth=row.depth), row, program), row) for row in rows]


def _walk_of(ctx: Ctx, own: Any, program: Program) -> Walk:
    memory = {"outputs": {}, **own.memory}
    where = (own.customer_id, own.trigger, own.step_id, own.round)
    return Walk(ctx, program, own.id, own.automation_id, own.automation_name, acts_for(own), *where, memory)


async def _stretch(runs: Sequence[AutomationRun], *, careful: bool = False) -> dict[UUID, Stretch]:
    """Do the next steps in one transaction; ``careful``: only one. Raises ``LeaseLost`` when none of the runs is ours
    any more."""
    async with transaction(database().session(runs[0].workspace_id)) as session:
        found = await _walks(session, runs)
        walks = [walk for walk, _ in found]
        if len(walks) > 1:
            await go_together(walks)
        else:
            await walks[0].go(1 if careful else STEPS_AT_ONCE)
        await _store(walks)
        await write_pending(walks[0].ctx)
    await run_hooks(walks[0].ctx)
    for walk, own in found:
        if walk.pause is not None and walk.pause.kind == "event":
            await look_back(own.workspace_id, own.id)
    return {walk.run_id: Stretch(walk.going, walk.sending) for walk in walks}


async def _store(walks: Sequence[Walk]) -> None:
    """Write what the walks did, with the runs' new places: in the transaction of the effects."""
    workspace_id, session = walks[0].ctx.workspace_id, walks[0].ctx.session
    steps = [
        row | ({"attempts": walk.memory.get("failures", 0) + 1} if row is walk.rows[0] else {})
        for walk in walks
        for row in walk.rows
    ]
    if steps:
        await session.execute(_STEPS, {"workspace_id": workspace_id, "rows": orjson.dumps(steps, default=str).decode()})
        uses = [
            (row["customer_id"], f"{row['run_id']}:{row['step_id']}:{row['round']}")
            for row in steps
            if row["customer_id"] is not None
        ]
        await meter(walks[0].ctx, "automation_steps", uses)
    places = orjson.dumps([_place(walk) for walk in walks], default=str).decode()
    await session.execute(_PLACES, {"workspace_id": workspace_id, "rows": places})


def _place(walk: Walk) -> dict[str, Any]:
    if walk.rows and walk.sending is None:
        walk.memory.pop("failures", None)
    pause, state = walk.pause, "running"
    if pause is not None:
        state = "queued"
    elif walk.step_id is None:
        state = "succeeded"
    return {
        "id": walk.run_id,
        "step_id": walk.step_id,
        "round": walk.round,
        "memory": walk.memory,
        "state": state,
        "due_at": pause and pause.until,
        "waiting": pause and pause.kind,
        "awaits": list(pause.awaits) if pause else [],
    }


# One text for any number of runs and steps, so that it is compiled once.
_PLACES = text("""
UPDATE automation_runs r SET step_id = p.step_id, round = p.round, memory = p.memory, state = p.state, last_error =
  NULL, error_code = NULL,
  due_at = COALESCE(p.due_at, r.due_at), waiting = p.waiting, awaits = p.awaits, attempts = CASE WHEN p.state = 'queued'
    THEN 0 ELSE r.attempts END,
  waiting_since = CASE WHEN p.state = 'queued' THEN clock_timestamp() END, lease_token = CASE WHEN p.state = 'running'
    THEN r.lease_token END,
  finished_at = CASE WHEN p.state = 'succeeded' THEN clock_timestamp() END
FROM jsonb_to_recordset(CAST(:rows AS jsonb))
  AS p (id uuid, step_id text, round int, memory jsonb, state text, due_at timestamptz, waiting text, awaits text[])
WHERE r.workspace_id = :workspace_id AND r.id = p.id
""")
# A step that was tried before, or waited, has its row already.
_STEPS = text("""
INSERT INTO automation_run_steps
  (workspace_id, run_id, step_id, round, kind, customer_id, state, attempts, input, decision, output, field_keys,
    started_at, finished_at)
SELECT :workspace_id, run_id, step_id, round, kind, customer_id, state, COALESCE(attempts, 1), input, decision, output,
  field_keys, started_at, finished_at
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (run_id uuid, step_id text, round int, kind text, customer_id uuid,
  state text, attempts smallint,
  input jsonb, decision jsonb, output jsonb, field_keys text[], started_at timestamptz, finished_at timestamptz)
ON CONFLICT (workspace_id, run_id, step_id, round) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
  input = excluded.input,
  decision = excluded.decision, output = excluded.output, error = NULL, error_code = NULL, field_keys =
    excluded.field_keys,
  finished_at = excluded.finished_at, customer_id = excluded.customer_id
""")


async def _update(session: AsyncSession, own: AutomationRun, values: dict[str, Any]) -> None:
    mine = (AutomationRun.workspace_id == own.workspace_id, AutomationRun.id == own.id)
    await session.execute(
        update(AutomationRun).where(*mine).values(**values).execution_options(synchronize_session=False)
    )


async def _send(run: AutomationRun, sending: Sending) -> bool:
    """Reach outside, then complete the step and go on. Returns whether the run goes on."""
    send = STEP_KINDS[sending.kind].send
    assert send is not None
    try:
        output = await send(sending)
    except Exception as error:
        raise _SendFailed from error
    return await _complete(run, output)


async def _complete(run: AutomationRun, output: Output) -> bool:
    async with transaction(database().session(run.workspace_id)) as session:
        ((walk, own),) = await _walks(session, [run])
        node = walk.node
        mine = (
            AutomationRunStep.workspace_id == own.workspace_id,
            AutomationRunStep.run_id == own.id,
            AutomationRunStep.step_id == node.step.id,
        )
        done = {
            "state": "done",
            "output": output,
            "error": None,
            "error_code": None,
            "finished_at": func.clock_timestamp(),
        }
        await session.execute(
            update(AutomationRunStep)
            .where(*mine, AutomationRunStep.round == (walk.round if node.loop else 0))
            .values(**done)
        )
        walk.leave(node, output)
        walk.memory.pop("failures", None)
        await _store([walk])
    return walk.step_id is not None


# ── failing ─────────────────────────────────────────────────────────────────────


async def _fail(run: AutomationRun, failure: Exception) -> bool:
    """Note a failure: try again later, go on after it if the step says so, or end the run. Returns whether the run goes
    on at once."""
    error = (
        failure.__cause__ if isinstance(failure, _SendFailed) and isinstance(failure.__cause__, Exception) else failure
    )
    known = refusal_of(error)
    if known.status >= 500 and not isinstance(error, AtriumError):
        log.warning("step failed", run=str(run.id), exc_info=error)
    async with transaction(database().session(run.workspace_id)) as session:
        (own,) = await _own(session, [run])
        name = own.automation_name
        ctx = Ctx(
            session=session,
            workspace_id=own.workspace_id,
            actor=Actor("system", own.automation_id, f"Automation {name}"),
            permissions=frozenset(),
        )
        ctx.cause_id, ctx.depth = own.cause_id, own.depth
        program = await load_program(ctx, own.automation_id, own.flow_version)
        # Claims are not counted: a worker's death is not the step's fault.
        failures = own.memory.get("failures", 0) + 1
        again = known.status >= 500 and failures < ATTEMPTS
        node = program.nodes[own.step_id] if own.step_id else None
        goes_on = (
            not again and node is not None and node.step.on_error == "continue" and not isinstance(error, ActorGone)
        )
        walk = _walk_of(ctx, own, program)
        if node is not None and not isinstance(error, ActorGone):
            await note_failure(walk, own, known)
        if goes_on and node is not None:
            walk.leave(node, {"error": known.detail, "error_code": known.code})
            await _store([walk])
        elif again:
            await _update(
                session,
                own,
                {
                    "state": "queued",
                    "due_at": func.clock_timestamp() + backoff(failures),
                    "lease_token": None,
                    **trace_of(known, own, failures),
                },
            )
        else:
            await _update(
                session,
                own,
                {
                    "state": "failed",
                    "finished_at": func.clock_timestamp(),
                    "lease_token": None,
                    **trace_of(known, own, failures),
                },
            )
            member_id = own.actor_id if own.actor_type == "member" else None
            told = {
                "automation_id": own.automation_id,
                "name": name,
                "step_id": own.step_id,
                "member_id": member_id,
                "error": known.detail[:500],
            }
            ctx.emit(AutomationRunFailed(customer_id=own.customer_id, subject_id=own.id, **told))
        await write_pending(ctx)
    await run_hooks(ctx)
    return goes_on and walk.step_id is not None
