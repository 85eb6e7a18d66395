from datetime import datetime

from pydantic import Field

from atrium.edge.embeds.configs.schemas import EmbedTheme, Widget
from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input, Output, Token

CODE = "atr_code_kT8mXw2cQ5pR9vN3yB7hJ1sL4dF6gA0z"
KEY = "3vQx0bq2mP9yT7Lr1cZkWd"
BEARER = "atr_embed_4f9KpQ2mXc7RtB1vLz8WnE3sYd6HgA0u2bTq9Z"


class EmbedLaunchOut(Output):
    """A launch code, good for one exchange."""

    code: str = Field(description="Give it to the page at once.", examples=[CODE])
    expires_at: datetime = Field(description="A minute from now.", examples=["2026-11-22T09:31:00Z"])
    page_url: str = Field(
        description="The page with the code in its fragment, for an iframe.",
        examples=[f"https://atrium.example/embed/w/{KEY}#code={CODE}"],
    )


class EmbedExchangeIn(Input):
    """A launch code to exchange."""

    code: Token = Field(max_length=200, description="The launch code.", examples=[CODE])


class EmbedView(Output):
    """What a widget's page shows, and how."""

    expires_at: datetime = Field(
        description="When the bearer ends. Ask the host page for another launch code before.",
        examples=["2026-11-22T09:45:00Z"],
    )
    workspace_name: str = Field(description="Whose customer it is.", examples=["Lumen Studio"])
    widgets: list[Widget] = Field(description="Which widgets, in order.", examples=[["profile", "credits"]])
    scopes: list[P] = Field(
        description="What the bearer may read and send.", examples=[["customers:read", "credits:read"]]
    )
    theme: EmbedTheme = Field(description="How they look.")
    form_key: str | None = Field(description="Public key of the form that the widget `form` shows.", examples=[None])
    allowed_origins: list[str] = Field(
        description="Sites to which the page may speak.", examples=[["https://shop.example"]]
    )


class EmbedSessionOut(EmbedView):
    """A bearer for the embed API, with what its page shows."""

    access_token: str = Field(
        description="`Authorization: Bearer …` for the operations under `/embed/`. Keep it in memory only.",
        examples=[BEARER],
    )
