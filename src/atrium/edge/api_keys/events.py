from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class ApiKeyEvent(Event):
    """``subject_id`` is the key."""

    kind: ClassVar[str] = "security"
    name: str = Field(description="The key's name.", examples=["Website"])
    hint: str = Field(description="The last four characters of its secret.", examples=["x7Qa"])


class ApiKeyCreated(ApiKeyEvent):
    type: ClassVar[str] = "api_key.created"
    sentence: ClassVar[str] = "{actor} made the API key “{name}” (…{hint})"
    scopes: list[str] = Field(description="What it may do.", examples=[["customers:read"]])


class ApiKeyUpdated(ApiKeyEvent):
    type: ClassVar[str] = "api_key.updated"
    sentence: ClassVar[str] = "{actor} changed the API key “{name}” (…{hint})"


class ApiKeyRolled(ApiKeyEvent):
    type: ClassVar[str] = "api_key.rolled"
    sentence: ClassVar[str] = "{actor} gave the API key “{name}” a new secret (…{hint})"
    overlap_seconds: int = Field(description="How long the old secret goes on working.", examples=[3600])


class ApiKeyRevoked(ApiKeyEvent):
    type: ClassVar[str] = "api_key.revoked"
    sentence: ClassVar[str] = "{actor} revoked the API key “{name}” (…{hint})"


class ApiKeyHandedOver(ApiKeyEvent):
    """Its member was removed; ``changes`` says who answers for it now, and which scopes it lost."""

    type: ClassVar[str] = "api_key.handed_over"
    sentence: ClassVar[str] = "{actor} handed over the API key “{name}” (…{hint})"
