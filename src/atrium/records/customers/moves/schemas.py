from typing import Literal

from pydantic import Field

from atrium.kernel.schemas import Output
from atrium.records.customers.record.schemas import StatusRef


class FieldRef(Output):
    """A custom field."""

    key: str = Field(description="Its key.", examples=["renewal_on"])
    label: str = Field(description="What it is called.", examples=["Renewal"])


class MovePlan(Output):
    """What a move would change."""

    allowed: bool = Field(description="Whether it can be done now.", examples=[True])
    status: StatusRef | None = Field(description="The status the customer would have there.")
    status_found: Literal["given", "same_name", "default", "none"] = Field(
        description="How that status was found.", examples=["same_name"]
    )
    appearing: list[FieldRef] = Field(description="Fields that would appear.")
    disappearing: list[FieldRef] = Field(description="Fields that would no longer be shown; their values are kept.")
    missing: list[FieldRef] = Field(description="Required fields to fill first.")
    sections_appearing: list[str] = Field(
        description="Sections of the profile that would appear.", examples=[["insurance"]]
    )
    sections_disappearing: list[str] = Field(
        description="Sections that would no longer be shown.", examples=[["orders"]]
    )
