from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event


class MemberEvent(Event):
    """``subject_id`` is the member."""

    kind: ClassVar[str] = "security"
    name: str = Field(description="The member's name.", examples=["Noa Levi"])


class MemberJoined(MemberEvent):
    type: ClassVar[str] = "member.joined"
    sentence: ClassVar[str] = "{name} joined as {role}"
    role: str = Field(description="Name of the role they got.", examples=["Agent"])
    invitation_id: UUID | None = Field(
        None, description="The invitation they accepted, if they were invited.", examples=[None]
    )


class MemberUpdated(MemberEvent):
    """Roles appear in ``changes`` by name."""

    type: ClassVar[str] = "member.updated"
    sentence: ClassVar[str] = "{actor} changed what {name} may do"


class MemberSuspended(MemberEvent):
    type: ClassVar[str] = "member.suspended"
    sentence: ClassVar[str] = "{actor} suspended {name}"


class MemberReactivated(MemberEvent):
    type: ClassVar[str] = "member.reactivated"
    sentence: ClassVar[str] = "{actor} let {name} back in"


class MemberRemoved(MemberEvent):
    type: ClassVar[str] = "member.removed"
    sentence: ClassVar[str] = "{actor} removed {name}"
    transferred_to: UUID | None = Field(
        None, description="The member who took over what they owned, if anybody.", examples=[None]
    )
    customers: int = Field(0, description="How many customers went over with it.", examples=[12])
