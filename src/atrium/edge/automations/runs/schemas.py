"""Runs and their traces."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from atrium.edge.automations.flows.schemas import Step
from atrium.kernel.schemas import ActorOut, Input, Output
from atrium.records.customers.record.schemas import ID

RunState = Literal["queued", "running", "waiting", "succeeded", "failed", "cancelled"]


class CustomerRef(Output):
    """The customer of a run."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Ana Ruiz"])


class RunOut(Output):
    """A run of an automation."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    automation_id: UUID = Field(description="The automation.", examples=[ID])
    automation_name: str = Field(description="Its name.", examples=["Welcome"])
    flow_version: int = Field(description="The flow that this run follows.", examples=[1])
    customer: CustomerRef | None = Field(description="The customer, if it has one.")
    state: RunState = Field(description="Where it stands.", examples=["succeeded"])
    trigger_kind: str = Field(
        description="What started it: event, manual, schedule, date, webhook or automation.", examples=["event"]
    )
    trigger_type: str | None = Field(description="The type of the event, if it was one.", examples=["customer.created"])
    acts_for: ActorOut = Field(description="Whose present rights it has.")
    step_id: str | None = Field(description="The step it does, waits at, or failed at.", examples=[None])
    error: str | None = Field(description="Why it failed, or why it is trying again.", examples=[None])
    error_code: str | None = Field(description="The same, for machines.", examples=[None])
    next_at: datetime | None = Field(description="When it goes on, if it waits.", examples=[None])
    failures: int = Field(description="How often the present step has failed so far.", examples=[0])
    created_at: datetime = Field(description="When it started.", examples=["2026-11-22T09:30:00Z"])
    finished_at: datetime | None = Field(description="When it ended.", examples=["2026-11-22T09:31:00Z"])


class StepTrace(Output):
    """What became of one step."""

    step_id: str = Field(description="The step.", examples=["tag_1"])
    kind: str = Field(description="Its kind.", examples=["add_tags"])
    label: str = Field(description="What people call it.", examples=["Tag it"])
    round: int = Field(description="Turn of the loop it is in, 0 outside of loops.", examples=[0])
    customer_id: UUID | None = Field(description="The customer it was done with.", examples=[ID])
    state: Literal["done", "failed", "waiting", "sending", "would_send", "would_wait"] = Field(
        description="What became of it; `would_…` only in a dry run.", examples=["done"]
    )
    attempts: int = Field(description="How often it was tried.", examples=[1])
    input: dict[str, Any] = Field(
        description="Its configuration with placeholders filled.", examples=[{"tag_ids": [ID]}]
    )
    decision: dict[str, Any] = Field(description="What was decided and why: conditions, outcome.", examples=[{}])
    output: dict[str, Any] = Field(description="What it left for later steps.", examples=[{}])
    error: str | None = Field(description="Why it failed.", examples=[None])
    error_code: str | None = Field(description="The same, for machines.", examples=[None])
    hidden: bool = Field(
        description=(
            "Whether input, decision and output are left out, because they tell of a custom field that the reader may"
            " not see."
        ),
        examples=[False],
    )
    started_at: datetime = Field(description="When it began.", examples=["2026-11-22T09:30:00Z"])
    finished_at: datetime | None = Field(description="When it ended.", examples=["2026-11-22T09:30:00Z"])


class RunTrace(RunOut):
    """A run with all that it did."""

    trigger: dict[str, Any] = Field(
        description="What started it: `kind`, `type`, `data`, `changes`, `actor`, `occurred_at`.",
        examples=[{"kind": "manual"}],
    )
    trigger_hidden: bool = Field(
        description="Whether it tells of a custom field that the reader may not see, and is left out.", examples=[False]
    )
    flow_steps: list[Step] = Field(description="The steps of the flow that this run follows.")
    steps: list[StepTrace] = Field(description="What it did, in order.")


class RetryIn(Input):
    """How to go on with a failed run, from the step that failed."""

    flow: Literal["same", "newest"] = Field(
        "same",
        description="By the flow it began with, or by the newest one, which must still have that step.",
        examples=["newest"],
    )


class RetriedOut(Output):
    """How many failed runs go on."""

    retried: int = Field(description="Runs that go on.", examples=[3])
    left_out: int = Field(description="Runs whose failed step the newest flow does not have any more.", examples=[0])
