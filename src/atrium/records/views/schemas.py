from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Input, Line, Name, Output, Position
from atrium.records.customers.record.schemas import CustomerFilter, MemberRef

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
COLUMNS = (
    "id",
    "name",
    "kind",
    "lifecycle",
    "email",
    "phone",
    "location",
    "folder",
    "status",
    "tags",
    "owner",
    "workers",
    "availability",
    "source",
    "language",
    "time_zone",
    "external_ids",
    "created_at",
    "updated_at",
    "last_activity_at",
    "converted_at",
    "unread",
)
"""Columns a list can show, besides ``field.<key>``."""
DEFAULT_SORT = "-last_activity_at"
Column = Annotated[Line, Field(pattern=r"^([a-z_]{1,60}|field\.[a-z][a-z0-9_]{0,59})$")]
Sort = Annotated[Line, Field(pattern=r"^-?([a-z_]{1,60}|field\.[a-z][a-z0-9_]{0,59})$")]


class ViewIn(Input):
    """A new view."""

    name: Name = Field(
        max_length=100,
        description="Unique among the caller's own views, whatever the case of its letters.",
        examples=["Renewals this month"],
    )
    shared: bool = Field(False, description="Whether every member sees it; needs `views:share`.", examples=[False])
    position: Position = Field(0, description="Place among the views.", examples=[0])
    filters: CustomerFilter = Field(default_factory=CustomerFilter, description="Which customers it shows.")
    columns: list[Column] = Field(
        default_factory=list,
        max_length=60,
        description="Columns in order, custom fields as `field.<key>`; empty for the standard ones.",
        examples=[["name", "status", "field.renewal_on"]],
    )
    sort: Sort = Field(DEFAULT_SORT, description="Order, as in the list of customers.", examples=["-last_activity_at"])


class ViewPatch(Input):
    """What to change of a view. `filters` and `columns` are replaced whole."""

    name: Name = Field("", max_length=100, description="New name.", examples=["Renewals"])
    shared: bool = Field(
        False, description="Whether every member sees it; only its owner can make it private.", examples=[True]
    )
    position: Position = Field(0, description="New place among the views.", examples=[1])
    filters: CustomerFilter = Field(default_factory=CustomerFilter, description="Which customers it shows.")
    columns: list[Column] = Field(
        default_factory=list, max_length=60, description="Columns in order.", examples=[["name", "status"]]
    )
    sort: Sort = Field(DEFAULT_SORT, description="New order.", examples=["name"])


class StalePart(Output):
    """A part of a view that names something that is gone, or that the caller may not see."""

    pointer: str = Field(description="JSON Pointer into the view.", examples=["/filters/tag_id/0"])
    kind: Literal["folder", "status", "tag", "member", "field"] = Field(description="What it named.", examples=["tag"])
    message: str = Field(description="The same for people.", examples=["This tag does not exist any more."])


class ViewOut(Output):
    """A saved view of the list of customers."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Renewals this month"])
    shared: bool = Field(description="Whether every member sees it.", examples=[False])
    own: bool = Field(description="Whether it is the caller's.", examples=[True])
    owner: MemberRef | None = Field(description="Whose it is.")
    editable: bool = Field(description="Whether the caller may change it.", examples=[True])
    position: int = Field(description="Place among the views.", examples=[0])
    filters: CustomerFilter = Field(
        description="Which customers it shows. Conditions on custom fields that the caller may not view are left out."
    )
    columns: list[str] = Field(
        description="Columns in order; empty for the standard ones.", examples=[["name", "status", "field.renewal_on"]]
    )
    sort: str = Field(description="Order.", examples=["-last_activity_at"])
    stale: list[StalePart] = Field(
        description=(
            "Parts that no longer exist for the caller; ids stay in `filters`, fields are left out. Pointers refer to"
            " the view as saved."
        )
    )
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])
