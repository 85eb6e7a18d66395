"""What happens to channel identities."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event


class ProfileEvent(Event):
    kind: ClassVar[str] = "profile"
    channel: str = Field(description="The channel.", examples=["whatsapp"])
    handle: str = Field(description="The identity within the channel.", examples=["+34600112233"])


class ProfileCreated(ProfileEvent):
    type: ClassVar[str] = "profile.created"
    sentence: ClassVar[str] = "{actor} added the {channel} profile {handle}"


class ProfileUpdated(ProfileEvent):
    type: ClassVar[str] = "profile.updated"


class ProfileDeleted(ProfileEvent):
    type: ClassVar[str] = "profile.deleted"
    sentence: ClassVar[str] = "{actor} removed the {channel} profile {handle}"


class ProfileClaimed(ProfileEvent):
    """This customer was met with an identity that belongs to another: a person has to decide."""

    type: ClassVar[str] = "profile.claimed"
    sentence: ClassVar[str] = "{actor} met the {channel} profile {handle}, which belongs to {other_customer}"
    other_customer_id: UUID = Field(
        description="The customer who has the profile.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )


class ProfileKept(ProfileEvent):
    """The claim was turned down."""

    type: ClassVar[str] = "profile.kept"
    sentence: ClassVar[str] = "{actor} left the {channel} profile {handle} with {other_customer}"
    other_customer_id: UUID = Field(
        description="The customer who keeps the profile.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )


class ProfileGained(ProfileEvent):
    """The claim was granted."""

    type: ClassVar[str] = "profile.gained"
    sentence: ClassVar[str] = "{actor} moved the {channel} profile {handle} here from {other_customer}"
    other_customer_id: UUID = Field(
        description="The customer who had the profile.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )


class ProfileLost(ProfileEvent):
    """Another customer's claim was granted."""

    type: ClassVar[str] = "profile.lost"
    sentence: ClassVar[str] = "{actor} moved the {channel} profile {handle} to {other_customer}"
    other_customer_id: UUID = Field(
        description="The customer who has the profile now.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )
