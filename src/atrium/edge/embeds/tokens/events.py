from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class EmbedTokenEvent(Event):
    """``subject_id`` is the token."""

    kind: ClassVar[str] = "security"
    label: str = Field(description="The token's label.", examples=["Shop"])
    hint: str = Field(description="The last four characters of its secret.", examples=["x7Qa"])


class EmbedTokenCreated(EmbedTokenEvent):
    type: ClassVar[str] = "embed_token.created"
    sentence: ClassVar[str] = "{actor} made the embed token “{label}” (…{hint})"


class EmbedTokenUpdated(EmbedTokenEvent):
    type: ClassVar[str] = "embed_token.updated"
    sentence: ClassVar[str] = "{actor} changed the embed token “{label}” (…{hint})"


class EmbedTokenRotated(EmbedTokenEvent):
    type: ClassVar[str] = "embed_token.rotated"
    sentence: ClassVar[str] = "{actor} gave the embed token “{label}” a new secret (…{hint})"
    overlap_seconds: int = Field(description="How long the old secret goes on working.", examples=[3600])


class EmbedTokenRevoked(EmbedTokenEvent):
    type: ClassVar[str] = "embed_token.revoked"
    sentence: ClassVar[str] = "{actor} revoked the embed token “{label}” (…{hint})"
