"""Flows as the contract shows them.

For the builder: a flow is one ``trigger``, ``conditions`` and a list of ``steps`` read from top to bottom. A step has
an ``id`` that is unique in the flow (later steps refer to what it left as ``{{steps.<id>.…}}``), a ``kind`` and the
``config`` of that kind (``GET /automation-catalogue`` has the JSON schema of each; as types they are ``SetFieldStep``,
``SendEmailStep`` … in the contract). ``branch`` has the lists ``then`` and ``otherwise``, ``for_each_related`` has
``then``."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from cronsim import CronSim, CronSimError
from pydantic import AfterValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from atrium.edge.automations.conditions.schemas import Conditions, Path
from atrium.edge.automations.flows.controls import ClockTime, EventType
from atrium.kernel.schemas import Input, JsonObject, Key, Line
from atrium.records.customers.record.schemas import CustomerFilter

MOST_STEPS = 100
DEEPEST = 4


class EventTrigger(Input):
    """Something happened. Edits of one sitting arrive as one `customer.updated`; status, folder and lifecycle changes
    arrive at once."""

    kind: Literal["event"] = Field(description="What starts it.", examples=["event"])
    event_types: list[EventType] = Field(
        min_length=1, max_length=20, description="Any of these.", examples=[["customer.created"]]
    )


class ManualTrigger(Input):
    """Somebody starts it: on a customer, a selection, or all that a filter finds."""

    kind: Literal["manual"] = Field(description="What starts it.", examples=["manual"])


def _cron(value: str) -> str:
    try:
        next(CronSim(value, datetime(2026, 1, 1, tzinfo=UTC)))
    except (CronSimError, StopIteration) as error:
        raise PydanticCustomError(
            "cron", "is not a cron expression that ever comes true: {reason}", {"reason": str(error)}
        ) from None
    if len(value.split()) != 5:
        raise PydanticCustomError("cron", "must have the five parts minute, hour, day of month, month, day of week")
    return value


class ScheduleTrigger(Input):
    """At certain times in the workspace's time zone: once, or once for each customer that a filter finds."""

    kind: Literal["schedule"] = Field(description="What starts it.", examples=["schedule"])
    cron: Annotated[str, Field(max_length=100), AfterValidator(_cron)] = Field(
        description="Minute, hour, day of month, month, day of week.", examples=["0 9 * * 1-5"]
    )
    filter: CustomerFilter | None = Field(None, description="For which customers; null: one run without a customer.")


class DateTrigger(Input):
    """Some days before or after a date of the customer, each date at most once."""

    kind: Literal["date"] = Field(description="What starts it.", examples=["date"])
    field: str = Field(
        max_length=100,
        pattern=r"^(custom_fields\.[a-z][a-z0-9_]*|created_at|converted_at|last_activity_at)$",
        description="`custom_fields.<key>` of a date, or `created_at`, `converted_at`, `last_activity_at`.",
        examples=["last_activity_at"],
    )
    offset_days: int = Field(
        0, ge=-3650, le=3650, description="Days after the date; negative: before it.", examples=[-3]
    )
    at: ClockTime = Field(
        "09:00", description="At this time of that day in the workspace's time zone.", examples=["09:00"]
    )


class HookMatch(Input):
    """How the customer is found from what arrives."""

    by: Literal["id", "email", "external_id"] = Field(description="What the value is.", examples=["email"])
    path: Path = Field(description="Where it is in the body.", examples=["contact.email"])
    scheme: Key | None = Field(None, description="For `external_id`: which system's.", examples=["hubspot"])


class WebhookTrigger(Input):
    """Another system posts JSON to a secret address (`POST /automations/{id}/hook` makes it). The body is
    `trigger.data`."""

    kind: Literal["webhook"] = Field(description="What starts it.", examples=["webhook"])
    match: HookMatch | None = Field(None, description="How the customer is found; null: runs have no customer.")
    id_path: Path | None = Field(
        None,
        description=(
            "Where the other system's own id of the message is, so that it counts once; else the header `webhook-id` or"
            " `Idempotency-Key`."
        ),
        examples=["id"],
    )


Trigger = Annotated[
    EventTrigger | ManualTrigger | ScheduleTrigger | DateTrigger | WebhookTrigger, Field(discriminator="kind")
]


class Step(Input):
    """One step of a flow."""

    model_config = ConfigDict(json_schema_mode_override="validation")

    id: Key = Field(description="Unique in the flow.", examples=["wait_1"])
    kind: Key = Field(description="What it does.", examples=["wait"])
    label: Line = Field("", max_length=100, description="What people call it.", examples=["A moment"])
    config: JsonObject = Field(
        default_factory=dict,
        max_length=50,
        description="As its kind demands.",
        examples=[{"wait": "for", "seconds": 60}],
    )
    then: list["Step"] = Field(
        default_factory=list,
        max_length=50,
        description="`branch`: if the conditions hold. `for_each_related`: for each of them.",
        examples=[[]],
    )
    otherwise: list["Step"] = Field(
        default_factory=list, max_length=50, description="`branch`: if they do not hold.", examples=[[]]
    )
    on_error: Literal["fail", "continue"] = Field(
        "fail", description="Whether the run fails with it, or goes on to the next step.", examples=["fail"]
    )


class Limits(Input):
    """Brakes."""

    runs_per_customer_and_hour: int = Field(
        20, ge=1, le=1000, description="Runs of this automation for one customer within an hour.", examples=[20]
    )


class Flow(Input):
    """What an automation does: frozen with each save, so that a run ends by the rules it began with."""

    model_config = ConfigDict(json_schema_mode_override="validation")

    folder_ids: list[UUID] = Field(
        default_factory=list,
        max_length=50,
        description="Only customers in these folders or below; none named: all.",
        examples=[[]],
    )
    trigger: Trigger = Field(
        description="What starts it.", examples=[{"kind": "event", "event_types": ["customer.created"]}]
    )
    conditions: Conditions = Field(
        default_factory=list, description="What must hold for a run to start; all groups must.", examples=[[]]
    )
    steps: list[Step] = Field(
        min_length=1,
        max_length=50,
        description="What is done, in order.",
        examples=[[{"id": "wait_1", "kind": "wait", "config": {"wait": "for", "seconds": 60}}]],
    )
    limits: Limits = Field(default_factory=Limits, description="Brakes.")
