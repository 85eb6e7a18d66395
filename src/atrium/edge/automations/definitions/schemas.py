"""Automations as the contract shows them. ``POST /automations/check`` says what is wrong with a draft, by pointers,
without saving it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from atrium.edge.automations.conditions.schemas import Conditions
from atrium.edge.automations.flows.schemas import Flow, Limits, ManualTrigger, Step, Trigger
from atrium.kernel.errors import FieldError
from atrium.kernel.schemas import ActorOut, Input, Name, Output, Prose
from atrium.records.customers.record.schemas import ID


class AutomationIn(Flow):
    """A new automation."""

    name: Name = Field(description="Name.", examples=["Welcome"])
    description: Prose = Field("", max_length=2000, description="What it is for.", examples=["Greets new leads."])
    enabled: bool = Field(False, description="Whether it runs from now on.", examples=[False])


class AutomationPatch(Input):
    """What to change. A change of the flow makes a new version, acts for whoever saves it, and leaves runs under way as
    they are."""

    name: Name = Field("", description="New name.", examples=["Welcome"])
    description: Prose = Field("", max_length=2000, description="New description.", examples=["Greets new leads."])
    enabled: bool = Field(False, description="Switch it on or off. Runs under way go on.", examples=[True])
    folder_ids: list[UUID] = Field(default_factory=list, max_length=50, description="New scope.", examples=[[]])
    trigger: Trigger = Field(ManualTrigger(kind="manual"), description="New trigger.", examples=[{"kind": "manual"}])
    conditions: Conditions = Field(default_factory=list, description="New conditions.", examples=[[]])
    steps: list[Step] = Field(
        default_factory=list,
        min_length=1,
        max_length=50,
        description="New steps; replaces them all.",
        examples=[[{"id": "wait_1", "kind": "wait", "config": {"wait": "for", "seconds": 60}}]],
    )
    limits: Limits = Field(default_factory=Limits, description="New brakes.")


class AutomationOut(Output):
    """An automation."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Welcome"])
    description: str = Field(description="What it is for.", examples=["Greets new leads."])
    enabled: bool = Field(description="Whether it runs.", examples=[True])
    flow_version: int = Field(description="Number of the flow that new runs follow.", examples=[1])
    owner: ActorOut = Field(description="Who saved the flow: runs that nobody starts act with their present rights.")
    folder_ids: list[UUID] = Field(description="Only customers in these folders or below; none: all.", examples=[[]])
    trigger: Trigger = Field(description="What starts it.")
    conditions: Conditions = Field(description="What must hold for a run to start.")
    steps: list[Step] = Field(description="What is done. Secret headers are null.")
    limits: Limits = Field(description="Brakes.")
    problems: list[FieldError] = Field(
        description="Why it cannot work any more, if so: something that it uses is gone."
    )
    next_run_at: datetime | None = Field(description="When its schedule is due next.", examples=[None])
    hook_made_at: datetime | None = Field(
        description="When its webhook address was made, if it has one.", examples=[None]
    )
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class AutomationSummary(Output):
    """An automation in the list."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Welcome"])
    description: str = Field(description="What it is for.", examples=["Greets new leads."])
    enabled: bool = Field(description="Whether it runs.", examples=[True])
    trigger_kind: Literal["event", "manual", "schedule", "date", "webhook"] = Field(
        description="What starts it.", examples=["event"]
    )
    event_types: list[str] = Field(description="Which events start it.", examples=[["customer.created"]])
    owner: ActorOut = Field(description="Who saved the flow.")
    flow_version: int = Field(description="Number of its flow.", examples=[1])
    next_run_at: datetime | None = Field(description="When its schedule is due next.", examples=[None])
    last_run_at: datetime | None = Field(description="When its newest run started.", examples=[None])
    active_runs: int = Field(description="Runs under way, waiting ones included, counted up to 1,000.", examples=[2])
    failed_runs: int = Field(description="Failed runs that can be mended, counted up to 1,000.", examples=[0])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class DraftIn(Flow):
    """A flow that is not saved yet. `automation_id`: the one it would replace, for its kept secrets and for cycles."""

    automation_id: UUID | None = Field(None, description="The automation that is being edited.", examples=[None])


class CheckOut(Output):
    """What is wrong with a draft."""

    errors: list[FieldError] = Field(description="Empty when it can be saved.")


class DuplicateIn(Input):
    """How the copy is called."""

    name: Name | None = Field(
        None, description="Name of the copy; null: the same with a number.", examples=["Welcome 2"]
    )


class HookOut(Output):
    """The address of an automation's webhook, shown only here."""

    url: str = Field(
        description="Post JSON to it. Whoever knows it can start runs.",
        examples=["https://atrium.example.com/api/v1/hooks/atr_hook_x7Qd"],
    )


class VersionOut(Output):
    """A flow as it was saved."""

    number: int = Field(description="Its number.", examples=[1])
    author: ActorOut = Field(description="Who saved it.")
    created_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])
