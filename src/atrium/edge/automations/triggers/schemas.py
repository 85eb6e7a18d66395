from uuid import UUID

from pydantic import Field

from atrium.edge.automations.conditions.schemas import Decision
from atrium.edge.automations.starts.schemas import Reason
from atrium.kernel.schemas import Input, JsonObject, Output
from atrium.records.customers.bulk.schemas import Selection
from atrium.records.customers.record.schemas import ID


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
