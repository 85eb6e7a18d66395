"""What becomes of a run whose step fails, and who hears of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import ValidationError
from sqlalchemy import func, update
from sqlalchemy.dialects.postgresql import insert

from atrium.edge.automations.engine.walk import Walk
from atrium.edge.automations.runs.models import AutomationRun, AutomationRunStep
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import AtriumError, Invalid, as_atrium_error
from atrium.kernel.steps import STEP_KINDS

PAUSED_FOR = timedelta(seconds=30)
"""How often runs of a workspace with its automations stopped look whether they may go on."""


def refusal_of(error: Exception) -> AtriumError:
    """What went wrong, as the trace shows it."""
    if isinstance(error, ValidationError):
        # A placeholder was filled with something that the service does not take.
        found = error.errors()[0]
        return Invalid(f"{'.'.join(str(part) for part in found['loc'])}: {found['msg']}"[:500])
    return as_atrium_error(error)


def trace_of(error: AtriumError, own: AutomationRun, failures: int) -> dict[str, Any]:
    return {"memory": {**own.memory, "failures": failures}, "last_error": error.detail[:1000], "error_code": error.code}


async def note_failure(walk: Walk, own: AutomationRun, error: AtriumError) -> None:
    node = walk.node
    kind = STEP_KINDS[node.step.kind]
    given = {name: value for name, value in node.step.config.items() if name != kind.secret}
    now = datetime.now(UTC)
    values = {
        "workspace_id": own.workspace_id,
        "run_id": own.id,
        "step_id": node.step.id,
        "round": walk.round if node.loop else 0,
        "kind": node.step.kind,
        "customer_id": walk.subject_id,
        "state": "failed",
        "attempts": own.memory.get("failures", 0) + 1,
        "input": given,
        "output": {},
        "error": error.detail[:1000],
        "error_code": error.code,
        "started_at": now,
        "finished_at": now,
    }
    statement = insert(AutomationRunStep).values(values)
    changed = {name: values[name] for name in ("state", "attempts", "output", "error", "error_code", "finished_at")}
    await walk.ctx.session.execute(
        statement.on_conflict_do_update(index_elements=["workspace_id", "run_id", "step_id", "round"], set_=changed)
    )


async def stand_still(run: AutomationRun) -> None:
    """Give a run of a stopped workspace back, as if it had not been taken."""
    async with transaction(database().session(run.workspace_id)) as session:
        mine = (
            AutomationRun.workspace_id == run.workspace_id,
            AutomationRun.id == run.id,
            AutomationRun.lease_token == run.lease_token,
        )
        values = {
            "state": "queued",
            "due_at": func.clock_timestamp() + PAUSED_FOR,
            "lease_token": None,
            "attempts": func.greatest(AutomationRun.attempts - 1, 0),
        }
        await session.execute(
            update(AutomationRun).where(*mine).values(**values).execution_options(synchronize_session=False)
        )
