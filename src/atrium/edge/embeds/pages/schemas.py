from pydantic import Field

from atrium.edge.embeds.configs.schemas import EmbedTheme
from atrium.kernel.schemas import Output


class EmbedPageOut(Output):
    """A widgets' page that the asking site may show."""

    allowed_origins: list[str] = Field(description="Sites that may show it.", examples=[["https://shop.example"]])
    theme: EmbedTheme = Field(description="How widgets look, also before any is launched.")
