from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.pictures import picture_url
from atrium.kernel.schemas import Input, Output, own

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
VisibilityName = Literal["all", "folders", "assigned"]
VISIBILITY = (
    "Which customers they see: all, those of the folders granted to them and assigned ones, or assigned ones only."
)


class RoleShort(Output):
    """A role, in short."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Agent"])
    system_key: Literal["owner", "admin", "manager", "agent", "viewer"] | None = Field(
        description="Set for built-in roles.", examples=["agent"]
    )


class MemberOut(Output):
    """A person in the workspace."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Noa Levi"])
    email: str = Field(description="The address they sign in with.", examples=["noa@example.com"])
    role: RoleShort = Field(description="Their role.")
    visibility: VisibilityName = Field(description=VISIBILITY, examples=["all"])
    availability: Literal["available", "busy", "away"] = Field(
        description="What they say of themselves.", examples=["available"]
    )
    state: Literal["active", "suspended", "removed"] = Field(
        description="Only active members can sign in.", examples=["active"]
    )
    avatar_url: str | None = Field(
        description="Address of their picture, if they have one.", examples=[f"/api/v1/members/{ID}/avatar?v=1a2b3c4d"]
    )
    last_seen_at: datetime | None = Field(description="When they were last here.", examples=["2026-11-22T09:30:00Z"])
    created_at: datetime = Field(description="When they joined.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When this was last changed.", examples=["2026-11-22T09:30:00Z"])


class MemberPatch(Input):
    """What to change of a member."""

    role_id: UUID = Field(UUID(int=0), description="New role, within the caller's own rights.", examples=[ID])
    visibility: VisibilityName = Field("all", description=VISIBILITY, examples=["folders"])
    state: Literal["active", "suspended"] = Field(
        "active", description="A suspended member is signed out and cannot sign in.", examples=["suspended"]
    )


def member_out(row: Any) -> MemberOut:
    """A row ``(Member, Role)`` as the contract shows it."""
    member = row.Member
    known = own(MemberOut, member)
    avatar_url = picture_url(f"/members/{member.id}/avatar", member.avatar_key)
    return MemberOut.model_validate({**known, "role": RoleShort.model_validate(row.Role), "avatar_url": avatar_url})
