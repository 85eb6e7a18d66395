from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input, Line, Name, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Permissions = Annotated[
    list[P], Field(max_length=500, description="What its members may do.", examples=[["customers:read", "notes:read"]])
]


class PermissionOut(Output):
    """A permission that a role or an API key can have."""

    key: P = Field(description="Stable name.", examples=["customers:read"])
    group: str = Field(
        description="What it is about; permissions of one group belong together.", examples=["customers"]
    )
    group_label: str = Field(description="The group for people.", examples=["Customers"])
    label: str = Field(description="Short form for people.", examples=["See customers"])
    description: str = Field(
        description="What it allows.", examples=["Open customers and find them, as far as one's visibility reaches."]
    )


class RoleIn(Input):
    """A new role."""

    name: Name = Field(description="Unique among the roles, whatever the case of its letters.", examples=["Support"])
    description: Line = Field("", description="What it is for.", examples=["Answers customers, changes nothing else."])
    permissions: Permissions


class RolePatch(Input):
    """What to change of a role of the workspace's own."""

    name: Name = Field("", description="New name.", examples=["Support"])
    description: Line = Field("", description="New description.", examples=["Answers customers."])
    permissions: Permissions = Field(default_factory=list)


class RoleOut(Output):
    """A role."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Support"])
    description: str = Field(description="What it is for.", examples=["Answers customers, changes nothing else."])
    system_key: Literal["owner", "admin", "manager", "agent", "viewer"] | None = Field(
        description="Set for the five built-in roles, which cannot be changed.", examples=[None]
    )
    permissions: list[P] = Field(description="What its members may do.", examples=[["customers:read", "notes:read"]])
    members: int = Field(description="How many people have it, suspended ones included.", examples=[3])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])
