"""Starting another automation."""

from datetime import UTC, datetime
from uuid import UUID

from pydantic import Field

from atrium.edge.automations.definitions.service import get_automation
from atrium.edge.automations.runs.queries import load_program
from atrium.edge.automations.starts.service import start_or_note
from atrium.edge.automations.starts.starting import Start
from atrium.edge.automations.triggers.service import AutomationOff
from atrium.kernel.schemas import Input
from atrium.kernel.steps import Output, StepCall, step
from atrium.records.customers.record.schemas import ID


class RunAutomationStep(Input):
    """Start another automation with the same customer, and go on without waiting for it."""

    automation_id: UUID = Field(description="The other automation.", examples=[ID])


@step(
    "run_automation",
    RunAutomationStep,
    title="Run another automation",
    description="Starts it with the same customer.",
    needs_customer=False,
)
async def run_another(call: StepCall[RunAutomationStep]) -> Output:
    """For whomever this run acts, once for each execution of the step. Raises ``AutomationNotFound`` (404) and
    ``AutomationOff`` (409)."""
    automation, _ = await get_automation(call.ctx, call.config.automation_id)
    if not automation.enabled:
        raise AutomationOff(f"{automation.name} is switched off.")
    program = await load_program(call.ctx, automation.id, automation.flow_version)
    trigger = {
        "kind": "automation",
        "type": None,
        "data": {"automation_id": str(call.automation_id), "run_id": str(call.run_id)},
        "changes": {},
        "actor": {"type": "system", "id": str(call.automation_id), "name": call.automation_name},
        "occurred_at": datetime.now(UTC).isoformat(),
    }
    start = Start("automation", f"run:{call.key}", trigger, call.acts_for, call.ctx.depth + 1, call.ctx.cause_id)
    run_id, answer = await start_or_note(call.ctx, automation, program, start, call.customer_id)
    return {"run_id": run_id and str(run_id), "reason": answer.reason}
