"""The shapes of custom fields in the contract, and the rules by which each type reads a value (B5, C5)."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, JsonValue

from atrium.kernel.schemas import Colour, Input, Json, Key, Line, Name, Number, Output
from atrium.records.custom_fields.fields.patterns import compiled
from atrium.records.custom_fields.values.reading import line_of

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
FieldType = Literal[
    "text",
    "long_text",
    "number",
    "currency",
    "percent",
    "date",
    "date_time",
    "follow_up",
    "checkbox",
    "select",
    "multi_select",
    "email",
    "phone",
    "url",
    "member",
    "customer",
    "address",
]
Ids = Annotated[list[UUID], Field(max_length=500)] | None


def _pattern(value: str) -> str:
    compiled(line_of(value))
    return value


class FieldValidation(Input):
    """Limits to a field's values. Which apply depends on the type; values stored before are not checked again."""

    min: Number | Line | None = Field(
        None, description="Smallest number, amount (minor units), date or time.", examples=[0]
    )
    max: Number | Line | None = Field(
        None, description="Largest number, amount (minor units), date or time.", examples=[100]
    )
    min_length: Annotated[int, Field(ge=0, le=20_000)] | None = Field(
        None, description="Fewest characters.", examples=[2]
    )
    max_length: Annotated[int, Field(ge=1, le=20_000)] | None = Field(
        None, description="Most characters.", examples=[80]
    )
    pattern: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_pattern)] | None = Field(
        None,
        description="Regular expression that the whole text must match; without look-around and back-references.",
        examples=["[A-Z]{2}[0-9]{6}"],
    )
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = Field(
        None,
        description="Currency (ISO 4217) of all amounts; the workspace's when absent; cannot be changed later.",
        examples=["EUR"],
    )


class FieldOption(Input):
    """One option of a select or multi-select."""

    key: Key | None = Field(
        None, description="Stable name that values hold; made from the label when absent.", examples=["gold"]
    )
    label: Name = Field(description="What people read; unique within the field.", examples=["Gold"])
    colour: Colour = Field("#64748b", description="Its colour.")


class FieldValidationOut(FieldValidation):
    """The limits to a field's values."""


class FieldOptionOut(FieldOption):
    """One option of a select or multi-select."""

    key: str = Field(description="Stable name that values hold.", examples=["gold"])


class CustomFieldPatch(Input):
    """What to change of a custom field. Its key and type are for ever."""

    label: Name = Field("", description="What people read.", examples=["Renewal"])
    help: Line = Field("", description="A hint beside the field.", examples=["The day the contract ends."])
    section: Line = Field("", max_length=100, description="Heading under which it is shown.", examples=["Contract"])
    required: bool = Field(False, description="Whether customers in its folders must have a value.", examples=[False])
    filterable: bool | None = Field(
        None,
        description=(
            "Whether lists can be filtered and sorted by it; null: as the type allows (long text and addresses cannot)."
        ),
        examples=[True],
    )
    default_value: Json = Field(None, description="What new customers get.", examples=[None])
    options: list[FieldOption] = Field(
        default_factory=list, max_length=500, description="Options of a select, in order; replaced whole."
    )
    validation: FieldValidation = Field(
        default_factory=FieldValidation, description="Limits to its values; replaced whole."
    )
    folder_ids: Ids = Field(None, description="Folders that show it; null: all, now and later.", examples=[None])
    view_role_ids: Ids = Field(
        None, description="Roles that may see its values, besides the owner; null: all.", examples=[None]
    )
    edit_role_ids: Ids = Field(
        None,
        description="Roles that may change its values, besides the owner; null: all that may see them.",
        examples=[None],
    )


class CustomFieldIn(CustomFieldPatch):
    """A new custom field."""

    label: Name = Field(description="What people read.", examples=["Renewal"])
    key: Key | None = Field(
        None, description="Stable name in the API; made from the label when absent.", examples=["renewal_on"]
    )
    type: FieldType = Field(description="What kind of value it takes.", examples=["date"])


class CustomFieldOut(Output):
    """A custom field."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    key: str = Field(description="Stable name in the API.", examples=["renewal_on"])
    label: str = Field(description="What people read.", examples=["Renewal"])
    type: FieldType = Field(description="What kind of value it takes.", examples=["date"])
    help: str = Field(description="A hint beside the field.", examples=["The day the contract ends."])
    section: str = Field(description="Heading under which it is shown.", examples=["Contract"])
    position: int = Field(description="Place among the fields.", examples=[0])
    required: bool = Field(description="Whether customers in its folders must have a value.", examples=[False])
    filterable: bool = Field(description="Whether lists can be filtered and sorted by it.", examples=[True])
    filter_ready: bool = Field(
        description="False while its values are still being copied for filters.", examples=[True]
    )
    default_value: JsonValue = Field(description="What new customers get.", examples=[None])
    options: list[FieldOptionOut] = Field(description="Options of a select, in order.")
    validation: FieldValidationOut = Field(description="Limits to its values.")
    folder_ids: list[UUID] | None = Field(
        description="Folders that show it, as far as the caller sees them; null: all.", examples=[None]
    )
    view_role_ids: list[UUID] | None = Field(
        description="Roles that may see its values, besides the owner; null: all.", examples=[None]
    )
    edit_role_ids: list[UUID] | None = Field(
        description="Roles that may change its values, besides the owner; null: all.", examples=[None]
    )
    viewable: bool = Field(description="Whether the caller may see its values.", examples=[True])
    editable: bool = Field(description="Whether the caller may change its values.", examples=[True])
    archived_at: datetime | None = Field(description="When it was archived, if it is.", examples=[None])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class CustomFieldOrder(Input):
    """The fields in their new order."""

    field_ids: list[UUID] = Field(
        min_length=1,
        max_length=1000,
        description="First to last; fields left out follow in their old order.",
        examples=[[ID]],
    )
