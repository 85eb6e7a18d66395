from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Colour, Input, Name, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Level = Literal["none", "read", "write", "manage"]
Category = Literal["open", "won", "lost", "closed"]
Icon = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9-]*$")]
Section = Literal[
    "profile",
    "tasks",
    "working_time",
    "checklists",
    "payments",
    "orders",
    "invoices",
    "calendar",
    "files",
    "recordings",
    "subscriptions",
    "workflow",
    "reservations",
    "related_customers",
    "communications",
    "insurance",
]
"""The sections of a customer's profile (B7)."""
Sections = Annotated[list[Section], Field(max_length=16)] | None


class StatusIn(Input):
    """A new status."""

    name: Name = Field(description="Unique within its folder, whatever the case of its letters.", examples=["New"])
    colour: Colour = Field("#64748b", description="Its colour.")
    category: Category = Field("open", description="What it means for reports and automations.", examples=["open"])
    is_default: bool = Field(
        False,
        description="Whether customers who come into the folder get it. The first status of a folder always is.",
        examples=[True],
    )


class StatusPatch(Input):
    """What to change of a status. Customers keep it."""

    name: Name = Field("", description="New name.", examples=["In talks"])
    colour: Colour = Field("#64748b", description="New colour.")
    category: Category = Field("open", description="New category.", examples=["won"])
    is_default: bool = Field(
        True, description="True makes it the default; make another one the default to end it.", examples=[True]
    )


class StatusOut(Output):
    """A status that customers in a folder can have."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    folder_id: UUID = Field(description="Its folder.", examples=[ID])
    name: str = Field(description="Name.", examples=["New"])
    colour: str = Field(description="Its colour.", examples=["#64748b"])
    category: Category = Field(description="What it means for reports and automations.", examples=["open"])
    position: int = Field(description="Place among the folder's statuses.", examples=[0])
    is_default: bool = Field(description="Whether customers who come into the folder get it.", examples=[True])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class StatusOrder(Input):
    """A folder's statuses in their new order."""

    status_ids: list[UUID] = Field(
        min_length=1,
        max_length=200,
        description="First to last; those left out follow in their old order.",
        examples=[[ID]],
    )


class FolderPatch(Input):
    """What to change of a folder."""

    name: Name = Field("", description="New name.", examples=["Active clients"])
    parent_id: UUID | None = Field(None, description="The folder to put it into; null for the top.", examples=[None])
    icon: Icon = Field("folder", description="Name of its icon.", examples=["star"])
    colour: Colour = Field("#64748b", description="Its colour.")
    sections: Sections = Field(
        None,
        description="Sections that its customers' profiles show, in order; null: all.",
        examples=[["profile", "tasks", "files"]],
    )


class FolderIn(FolderPatch):
    """A new folder."""

    name: Name = Field(description="Unique among its neighbours, whatever the case of its letters.", examples=["Leads"])
    statuses: list[StatusIn] = Field(default_factory=list, max_length=100, description="Its statuses, in order.")


class FolderOut(Output):
    """A folder with its policy, as far as the caller sees it."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    parent_id: UUID | None = Field(
        description="The folder it lies in; null at the top, or when the caller may not see that one.", examples=[None]
    )
    name: str = Field(description="Name.", examples=["Leads"])
    icon: str = Field(description="Name of its icon.", examples=["folder"])
    colour: str = Field(description="Its colour.", examples=["#64748b"])
    position: int = Field(description="Place among its neighbours.", examples=[0])
    depth: int = Field(description="How many folders above it the caller sees.", examples=[0])
    sections: list[Section] | None = Field(
        description="Sections that its customers' profiles show, in order; null: all.", examples=[None]
    )
    level: Level = Field(description="What the caller may do here.", examples=["manage"])
    statuses: list[StatusOut] = Field(description="Its statuses, in order.")
    custom_field_ids: list[UUID] = Field(
        description="Custom fields that its customers show the caller, in order.", examples=[[ID]]
    )
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class FolderOrder(Input):
    """The folders of one parent in their new order."""

    parent_id: UUID | None = Field(None, description="Whose folders; null for those at the top.", examples=[None])
    folder_ids: list[UUID] = Field(
        min_length=1,
        max_length=1000,
        description="First to last; those left out follow in their old order.",
        examples=[[ID]],
    )


class FolderGrant(Input):
    """What a role, or one member, may do in a folder and the folders below it."""

    role_id: UUID | None = Field(None, description="The role; or name a member.", examples=[ID])
    member_id: UUID | None = Field(
        None, description="The member, whose own entry beats that of the role.", examples=[None]
    )
    level: Level = Field(
        description="none hides the folder and its customers; read; write; manage also changes the folder.",
        examples=["read"],
    )


class FolderPermissionsIn(Input):
    """All permissions of a folder."""

    entries: list[FolderGrant] = Field(
        max_length=500,
        description="Replaces what was. Who is not named here has what the folder above grants, else everything.",
    )


class FolderGrantOut(Output):
    """What a role, or one member, may do."""

    role_id: UUID | None = Field(description="The role, if it is one.", examples=[ID])
    member_id: UUID | None = Field(description="The member, if it is one.", examples=[None])
    name: str = Field(description="Name of the role or member.", examples=["Agent"])
    level: Level = Field(description="What they may do here and below.", examples=["read"])


class FolderPermissionsOut(Output):
    """All permissions of a folder."""

    entries: list[FolderGrantOut] = Field(description="Roles first, then members, each A to Z.")
