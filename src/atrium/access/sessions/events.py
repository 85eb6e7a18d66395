from typing import ClassVar, Literal

from pydantic import Field

from atrium.kernel.events import Event


class SessionEvent(Event):
    """Something about signing in; ``subject_id`` is the member."""

    kind: ClassVar[str] = "security"
    address: str = Field("", description="Network address of the browser.", examples=["203.0.113.7"])
    user_agent: str = Field("", description="What the browser says it is.", examples=["Mozilla/5.0"])


class SessionStarted(SessionEvent):
    type: ClassVar[str] = "session.started"
    reason: Literal["signed_in", "switched"] = Field(
        description="By signing in, or by coming from another workspace.", examples=["signed_in"]
    )


class SessionEnded(SessionEvent):
    type: ClassVar[str] = "session.ended"
    reason: Literal["signed_out", "revoked", "switched", "password_changed", "password_reset"] = Field(
        description="Why the sessions ended or left this workspace.", examples=["signed_out"]
    )
    count: int = Field(1, description="How many ended at once.", examples=[1])


class LoginFailed(SessionEvent):
    type: ClassVar[str] = "login.failed"
    email: str = Field(description="Address of the member that someone tried.", examples=["ana@example.com"])
    reason: Literal["password", "code"] = Field(description="What was wrong.", examples=["password"])


class LoginLocked(SessionEvent):
    type: ClassVar[str] = "login.locked"
    email: str = Field(description="Address of the member who can for now not sign in.", examples=["ana@example.com"])
    seconds: int = Field(description="How long.", examples=[900])
