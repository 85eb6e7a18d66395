from typing import Literal
from uuid import UUID

from pydantic import Field

from atrium.edge.automations.conditions.schemas import Decision
from atrium.kernel.schemas import Input, JsonObject, Output
from atrium.records.customers.bulk.schemas import Selection
from atrium.records.customers.record.schemas import ID

Reason = Literal[
    "stopped",
    "disabled",
    "actor_gone",
    "actor_may_not",
    "no_customer",
    "not_visible",
    "out_of_scope",
    "conditions",
    "too_many",
    "too_deep",
    "other_trigger",
    "no_event",
    "before",
]
REASONS: dict[Reason, str] = {
    "stopped": "All automations of the workspace were stopped.",
    "disabled": "The automation was switched off.",
    "actor_gone": "Whoever it acts for may no longer act in this workspace.",
    "actor_may_not": "Whoever it acts for no longer has the permission automations:write.",
    "no_customer": "The flow needs a customer, and the trigger had none.",
    "not_visible": "The customer is in the trash, or out of sight of whoever the automation acts for.",
    "out_of_scope": "The customer was in none of the automation's folders.",
    "conditions": "A condition did not hold.",
    "too_many": "It had run too often for this customer within an hour.",
    "too_deep": "Too long a chain of automations had led to it: a loop.",
    "other_trigger": "This does not start it: its trigger is another.",
    "no_event": "Nothing that starts it has happened with this customer.",
    "before": "It happened before the automation was made.",
}
"""Why a trigger starts no run, for people."""


class RunIn(Input):
    """For which customers to run an automation."""

    selection: Selection = Field(
        description="Some customers, or all that a filter finds.", examples=[{"customer_ids": [ID]}]
    )
    data: JsonObject = Field(
        default_factory=dict, max_length=50, description="What steps find under `trigger.data`.", examples=[{}]
    )


class Started(Output):
    """What became of one customer."""

    customer_id: UUID = Field(description="The customer.", examples=[ID])
    run_id: UUID | None = Field(None, description="The run, if one was started.", examples=[ID])
    reason: Reason | None = Field(None, description="Why none was.", examples=[None])
    message: str | None = Field(None, description="The same, for people.", examples=[None])
    decisions: list[Decision] = Field(default_factory=list, description="How the conditions were decided.")


class RunsStarted(Output):
    """Runs that were started, or the job that starts them."""

    started: list[Started] = Field(description="For up to 100 customers: what became of each.")
    job_id: UUID | None = Field(
        None,
        description="For more, and for a filter: follow it at `/jobs/{id}`; its result counts `started` and `skipped`.",
        examples=[None],
    )


class Received(Output):
    """A webhook's call was taken in."""

    duplicate: bool = Field(
        description="Whether it was here before under the same id; then nothing happens.", examples=[False]
    )
    run_id: UUID | None = Field(None, description="The run it started, if any.", examples=[ID])
