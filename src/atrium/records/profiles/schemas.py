from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Input, Line, Output, Reference

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Channel = Literal["webchat", "email", "whatsapp", "sms", "phone", "messenger", "instagram", "telegram", "api", "other"]


class ProfileIn(Input):
    """An identity by which a customer can be met on a channel."""

    channel: Channel = Field(description="The channel.", examples=["whatsapp"])
    handle: Annotated[Line, Field(min_length=1, max_length=320)] = Field(
        description="Address, number or name there. Addresses are kept in lower case, numbers as E.164.",
        examples=["+34 600 11 22 33"],
    )
    display_name: Line | None = Field(
        None, max_length=200, description="What they call themselves there.", examples=["Ana"]
    )
    verified: bool = Field(False, description="Whether it is certain that it is them.", examples=[True])


class ProfilePatch(Input):
    """What to change of a profile. Another channel or handle is another profile."""

    display_name: Line | None = Field(
        None, max_length=200, description="What they call themselves there.", examples=["Ana R."]
    )
    verified: bool = Field(False, description="Whether it is certain that it is them.", examples=[True])


class ProfileOut(Output):
    """A channel identity of a customer."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    customer_id: UUID = Field(description="The customer.", examples=[ID])
    channel: str = Field(description="The channel.", examples=["whatsapp"])
    handle: str = Field(description="Address, number or name there.", examples=["+34600112233"])
    display_name: str | None = Field(description="What they call themselves there.", examples=["Ana"])
    verified: bool = Field(description="Whether it is certain that it is them.", examples=[True])
    verified_at: datetime | None = Field(description="Since when that is certain.", examples=["2026-11-22T09:30:00Z"])
    first_seen_at: datetime = Field(description="When they were first met there.", examples=["2026-11-22T09:30:00Z"])
    last_seen_at: datetime = Field(description="When they were last met there.", examples=["2026-11-22T09:30:00Z"])


class ProfileConflictOut(Output):
    """Two customers were met with the same identity: a person decides whose it is."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    profile: ProfileOut = Field(description="The identity.")
    held_by: Reference = Field(description="The customer who has it now.")
    claimed_by: Reference = Field(description="The customer who was met with it too.")
    state: Literal["open", "kept", "moved"] = Field(
        description="Still open, left where it was, or moved to the claimant.", examples=["open"]
    )
    created_at: datetime = Field(
        description="When the second customer was first met with it.", examples=["2026-11-22T09:30:00Z"]
    )
    resolved_at: datetime | None = Field(description="When it was decided, if it was.", examples=[None])
    resolved_by: str | None = Field(description="Name of who decided.", examples=[None])


class ConflictDecision(Input):
    """Whose identity it is."""

    decision: Literal["keep", "move"] = Field(
        description="`keep` leaves it with its holder, `move` gives it to the claimant.", examples=["move"]
    )
