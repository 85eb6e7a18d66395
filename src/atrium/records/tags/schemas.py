from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Colour, Input, Name, Output, Position

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


class TagGroupIn(Input):
    """A new tag group."""

    name: Name = Field(description="Unique among the groups, whatever the case of its letters.", examples=["Stage"])
    colour: Colour = Field("#64748b", description="Colour of its tags that have none of their own.")
    sort: Literal["name", "position"] = Field(
        "name", description="How its tags are ordered: A to Z, or by hand.", examples=["name"]
    )
    position: Position = Field(0, description="Place among the groups.", examples=[0])


class TagGroupPatch(Input):
    """What to change of a tag group."""

    name: Name = Field("", description="New name.", examples=["Stage"])
    colour: Colour = Field("#64748b", description="New colour.")
    sort: Literal["name", "position"] = Field("name", description="New order of its tags.", examples=["position"])
    position: Position = Field(0, description="New place among the groups.", examples=[1])


class TagGroupOut(Output):
    """A tag group."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Stage"])
    colour: str = Field(description="Colour of its tags that have none of their own.", examples=["#64748b"])
    sort: Literal["name", "position"] = Field(description="How its tags are ordered.", examples=["name"])
    position: int = Field(description="Place among the groups.", examples=[0])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class TagIn(Input):
    """A new tag."""

    name: Name = Field(description="Unique within its group, whatever the case of its letters.", examples=["VIP"])
    group_id: UUID | None = Field(None, description="Its group, if any.", examples=[ID])
    colour: Colour | None = Field(None, description="Its own colour; null takes the group's.", examples=["#f59e0b"])
    position: Position = Field(0, description="Place within its group when that is ordered by hand.", examples=[0])


class TagPatch(Input):
    """What to change of a tag. Its id stays, so customers keep it."""

    name: Name = Field("", description="New name.", examples=["Very important"])
    group_id: UUID | None = Field(None, description="New group; null takes it out of its group.", examples=[ID])
    colour: Colour | None = Field(None, description="New colour; null takes the group's.", examples=["#f59e0b"])
    position: Position = Field(0, description="New place within its group.", examples=[2])


class TagOut(Output):
    """A tag."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["VIP"])
    group_id: UUID | None = Field(description="Its group, if any.", examples=[ID])
    colour: str = Field(description="The colour to show: its own, else its group's.", examples=["#f59e0b"])
    own_colour: str | None = Field(description="Its own colour, if any.", examples=["#f59e0b"])
    position: int = Field(description="Place within its group.", examples=[0])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])
