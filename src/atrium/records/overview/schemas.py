from typing import Annotated

from pydantic import ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from atrium.kernel.errors import Unmet
from atrium.kernel.schemas import Output
from atrium.records.customers.profile.declared import ACTIONS, COUNTED
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

    model_config = ConfigDict(extra="allow")

    unread: int = Field(
        description="Events by others since the calling member last opened it, counted up to 99.", examples=[4]
    )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """With what every capability counts: by the time the contract is written all of them are known."""
        reference = handler(schema)
        shape = handler.resolve_ref_schema(reference)
        declared = {
            name: {
                "type": "integer",
                "title": name.replace("_", " ").title(),
                "description": count.description,
                "examples": [count.example],
            }
            for name, count in sorted(COUNTED.items())
        }
        shape["properties"] = {**declared, **shape["properties"]}
        shape["required"] = [*declared, *shape["required"]]
        shape.pop("additionalProperties", None)
        return reference


class _Actions:
    """Names the actions in the contract when it is written."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "enum": list(ACTIONS)}


class Capability(Output):
    """Something one can do with a customer, and if not, why."""

    key: Annotated[str, _Actions()] = Field(description="What.", examples=["delete"])
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
