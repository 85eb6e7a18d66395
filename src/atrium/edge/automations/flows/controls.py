"""Configurations of the steps that direct a flow."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.edge.automations.conditions.schemas import Conditions
from atrium.kernel.schemas import Input, Line
from atrium.records.customers.record.schemas import ID

MOST_RELATED = 100


LONGEST_WAIT = 366 * 24 * 3600


EventType = Annotated[str, Field(min_length=3, max_length=100, pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]


ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""Hour and minute in the workspace's time zone."""


class WaitStep(Input):
    """Wait for a time, until a moment, or until something happens with the customer."""

    wait: Literal["for", "until", "event"] = Field(description="What to wait for.", examples=["for"])
    seconds: int | None = Field(
        None,
        ge=1,
        le=LONGEST_WAIT,
        description="`for`: how long. `event`: how long at most; null waits 30 days.",
        examples=[60],
    )
    until: Line | None = Field(
        None,
        max_length=200,
        description="Template. `until`: a day or a moment, such as `{{customer.custom_fields.renewal_on}}`.",
        examples=[None],
    )
    offset_days: int = Field(
        0, ge=-3650, le=3650, description="`until`: so many days later, or earlier when negative.", examples=[0]
    )
    at: ClockTime | None = Field(
        None,
        description=(
            "`until`: at this time of that day in the workspace's time zone; null: at that moment, or midnight."
        ),
        examples=["09:00"],
    )
    event_types: list[EventType] = Field(
        default_factory=list, max_length=20, description="`event`: any of these.", examples=[[]]
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {"for": self.seconds, "until": self.until, "event": self.event_types}[self.wait]
        if not needed:
            raise PydanticCustomError(
                "incomplete",
                "needs {what}",
                {"what": {"for": "seconds", "until": "until", "event": "event_types"}[self.wait]},
            )
        return self


class BranchStep(Input):
    """Go on with `then` if the conditions hold, else with `otherwise`; afterwards with the next step in any case."""

    conditions: Conditions = Field(min_length=1, description="All groups must hold.")


class ForEachRelatedStep(Input):
    """Do `then` once for each related customer that can be seen; inside, `customer` means that one."""

    relation_type_id: UUID | None = Field(None, description="Only relations of this type; null for all.", examples=[ID])
    most: int = Field(
        MOST_RELATED, ge=1, le=MOST_RELATED, description="At most so many, the oldest relations first.", examples=[20]
    )


class StopStep(Input):
    """End the run here."""

    reason: Line = Field("", max_length=200, description="For the trace.", examples=["Nothing to do"])
