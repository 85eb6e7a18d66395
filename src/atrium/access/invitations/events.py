from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class InvitationEvent(Event):
    """``subject_id`` is the invitation."""

    kind: ClassVar[str] = "security"
    name: str = Field(description="The address that was invited.", examples=["noa@example.com"])
    role: str = Field(description="Name of the role it gives.", examples=["Agent"])


class InvitationSent(InvitationEvent):
    type: ClassVar[str] = "invitation.sent"
    sentence: ClassVar[str] = "{actor} invited {name} as {role}"


class InvitationResent(InvitationEvent):
    type: ClassVar[str] = "invitation.resent"
    sentence: ClassVar[str] = "{actor} sent {name} the invitation again"


class InvitationRevoked(InvitationEvent):
    type: ClassVar[str] = "invitation.revoked"
    sentence: ClassVar[str] = "{actor} revoked the invitation of {name}"
