from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.edge.automations.conditions.schemas import Decision
from atrium.edge.automations.flows.schemas import Flow
from atrium.edge.automations.runs.schemas import CustomerRef, StepTrace
from atrium.edge.automations.starts.schemas import Reason
from atrium.kernel.schemas import Input, JsonObject, Output
from atrium.records.customers.record.schemas import ID


class DryRunIn(Input):
    """What to try an automation on."""

    customer_ids: list[UUID] = Field(
        default_factory=list, max_length=20, description="These customers.", examples=[[ID]]
    )
    last_events: int | None = Field(
        None, ge=1, le=20, description="Or the last so many real events that start it.", examples=[None]
    )
    data: JsonObject = Field(
        default_factory=dict,
        max_length=50,
        description="With customers: what steps find under `trigger.data`.",
        examples=[{}],
    )
    flow: Flow | None = Field(None, description="Try this draft instead of the saved flow.", examples=[None])

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.customer_ids) == (self.last_events is not None):
            raise PydanticCustomError("one_way", "name either customer_ids or last_events")
        return self


class TrialOut(Output):
    """What would have happened with one customer or event."""

    customer: CustomerRef | None = Field(description="The customer.")
    event_id: UUID | None = Field(description="The event, if one was tried.", examples=[None])
    event_type: str | None = Field(description="Its type.", examples=[None])
    occurred_at: datetime | None = Field(description="When it happened.", examples=[None])
    would_run: bool = Field(description="Whether a run would start.", examples=[True])
    reason: Reason | None = Field(description="Why not.", examples=[None])
    message: str | None = Field(description="The same, for people.", examples=[None])
    decisions: list[Decision] = Field(description="How the conditions were decided.")
    steps: list[StepTrace] = Field(description="What the steps would do. Waits are passed over; nothing is sent.")
    error: str | None = Field(description="Where it would fail, the reason.", examples=[None])


class DryRunOut(Output):
    """What would have happened. Nothing of it did."""

    trials: list[TrialOut] = Field(description="One for each customer or event.")


class WhyOut(Output):
    """Why an automation did not run, or that it did."""

    ran: bool = Field(description="Whether it did.", examples=[False])
    run_id: UUID | None = Field(description="The run, if it did.", examples=[None])
    reason: Reason | None = Field(description="Why not.", examples=["conditions"])
    message: str = Field(description="The answer, for people.", examples=["A condition did not hold."])
    decisions: list[Decision] = Field(
        description="How the conditions were decided; the last one is the one that failed."
    )
    basis: Literal["recorded", "now"] = Field(
        description="Whether this was noted when it happened, or is decided as things are now.", examples=["recorded"]
    )
    happened_at: datetime | None = Field(description="When it was noted.", examples=["2026-11-22T09:30:00Z"])
