from typing import Literal

from pydantic import Field

from atrium.kernel.errors import Unmet
from atrium.kernel.schemas import Output
from atrium.records.customers.record.schemas import CustomerOut
from atrium.records.timeline.schemas import TimelineItem


class FieldShown(Output):
    """A custom field that the customer's folder shows."""

    key: str = Field(description="Its key in `custom_fields`.", examples=["renewal_on"])
    label: str = Field(description="What it is called.", examples=["Renewal"])
    type: str = Field(description="Its type.", examples=["date"])
    section: str = Field(description="The section it stands in.", examples=["Contract"])
    required: bool = Field(description="Whether it must have a value.", examples=[False])
    editable: bool = Field(description="Whether the caller may change it.", examples=[True])


class Counts(Output):
    """How much there is in the sections of the profile."""

    notes: int = Field(description="Notes.", examples=[3])
    profiles: int = Field(description="Channel identities.", examples=[2])
    relations: int = Field(description="Related customers that the caller may see.", examples=[1])
    unread: int = Field(
        description="Events by others since the calling member last opened it, counted up to 99.", examples=[4]
    )


class Capability(Output):
    """Something one can do with a customer, and if not, why."""

    key: Literal["edit", "tag", "note", "assign", "convert", "delete"] = Field(description="What.", examples=["delete"])
    allowed: bool = Field(description="Whether the caller can do it now.", examples=[False])
    unmet: list[Unmet] = Field(description="Why not.")


class Overview(Output):
    """Everything the open profile shows at first."""

    customer: CustomerOut = Field(description="The customer.")
    version: int = Field(description="Send it as `If-Match` with a change, in double quotes.", examples=[3])
    sections: list[str] | None = Field(
        description="Sections of the profile that its folder shows; null for all.", examples=[None]
    )
    fields: list[FieldShown] = Field(description="Custom fields that its folder shows the caller, in order.")
    counts: Counts = Field(description="How much there is in the sections.")
    timeline: list[TimelineItem] = Field(description="The newest events.")
    capabilities: list[Capability] = Field(description="What the caller can do with it, with the reasons where not.")


class CountOut(Output):
    """How many customers there are in one group."""

    key: str | None = Field(
        description="The folder's, status's or tag's id, or the lifecycle; null for customers in none.",
        examples=["prospect"],
    )
    count: int = Field(description="How many the caller may see, counted up to 10,000.", examples=[128])
    unread: int = Field(
        description=(
            "How many of them have news for the calling member, among the 1,000 customers with the newest activity; by"
            " folder only, else 0."
        ),
        examples=[3],
    )


class CountsOut(Output):
    """How many customers there are, by group."""

    items: list[CountOut] = Field(description="One per group, also those without customers.")
