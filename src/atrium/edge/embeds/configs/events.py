from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class EmbedConfigEvent(Event):
    """``subject_id`` is the configuration."""

    kind: ClassVar[str] = "security"
    name: str = Field(description="The configuration's name.", examples=["Client area"])


class EmbedConfigCreated(EmbedConfigEvent):
    type: ClassVar[str] = "embed_config.created"
    sentence: ClassVar[str] = "{actor} made the embed configuration “{name}”"


class EmbedConfigUpdated(EmbedConfigEvent):
    type: ClassVar[str] = "embed_config.updated"
    sentence: ClassVar[str] = "{actor} changed the embed configuration “{name}”"


class EmbedConfigDeleted(EmbedConfigEvent):
    type: ClassVar[str] = "embed_config.deleted"
    sentence: ClassVar[str] = "{actor} deleted the embed configuration “{name}”"
