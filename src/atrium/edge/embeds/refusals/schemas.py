from datetime import datetime
from uuid import UUID

from pydantic import Field

from atrium.edge.embeds.configs.schemas import ID
from atrium.kernel.schemas import Output, Reference


class EmbedRefusalOut(Output):
    """A site that tried to show a customer's widgets and may not."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    origin: str = Field(
        description="The site, as its browser named it; `null` for a page without an origin.",
        examples=["https://elsewhere.example"],
    )
    token: Reference = Field(description="The embed token whose page it tried.")
    times: int = Field(description="How often.", examples=[3])
    first_at: datetime = Field(description="When it first tried.", examples=["2026-11-22T09:30:00Z"])
    last_at: datetime = Field(description="When it last tried.", examples=["2026-11-22T09:35:00Z"])
