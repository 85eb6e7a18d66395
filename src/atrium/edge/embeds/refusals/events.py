from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class EmbedRefused(Event):
    """``subject_id`` is the token. Told once for each site; how often it tried stands in the log."""

    type: ClassVar[str] = "embed.refused"
    kind: ClassVar[str] = "security"
    sentence: ClassVar[str] = "{origin} tried to show “{label}” and was turned away"
    origin: str = Field(description="The site.", examples=["https://elsewhere.example"])
    label: str = Field(description="The token's label.", examples=["Shop"])
