from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from atrium.edge.embeds.configs.schemas import ID, Origins
from atrium.kernel.schemas import Input, Instant, Name, Output, Reference

EXAMPLE = "atr_token_4f9KpQ2mXc7RtB1vLz8WnE3sYd6HgA0u2bTq9Z"
KEY = "3vQx0bq2mP9yT7Lr1cZkWd"
MAX_OVERLAP_SECONDS = 7 * 24 * 3600


class EmbedTokenPatch(Input):
    """What to change of an embed token."""

    label: Name = Field("", description="Where it is used.", examples=["Shop"])
    expires_at: Instant | None = Field(
        None, description="When it stops working; null means never.", examples=["2027-11-22T00:00:00Z"]
    )
    allowed_origins: Origins = Field(
        default_factory=list,
        description="Sites that may show it; none means those of its configuration.",
        examples=[["https://shop.example"]],
    )


class EmbedTokenIn(EmbedTokenPatch):
    """A new embed token of a customer."""

    config_id: UUID = Field(description="The embed configuration: which widgets, scopes and looks.", examples=[ID])
    label: Name = Field(description="Where it is used.", examples=["Shop"])


class EmbedTokenRotate(Input):
    """How to change over to a new secret."""

    overlap_seconds: int = Field(
        0,
        ge=0,
        le=MAX_OVERLAP_SECONDS,
        description="How long the old secret goes on working, at most seven days.",
        examples=[3600],
    )


class EmbedTokenOut(Output):
    """An embed token. Its secret cannot be shown again."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    key: str = Field(description="Public name of its page; goes into snippets.", examples=[KEY])
    page_url: str = Field(
        description="Address of the page that shows its widgets.", examples=[f"https://atrium.example/embed/w/{KEY}"]
    )
    customer_id: UUID = Field(description="The one customer it shows.", examples=[ID])
    config: Reference = Field(description="The embed configuration it works with.")
    label: str = Field(description="Where it is used.", examples=["Shop"])
    hint: str = Field(description="The last four characters of its secret.", examples=["Tq9Z"])
    allowed_origins: list[str] = Field(
        description="Sites of its own that may show it; none means those of its configuration.", examples=[[]]
    )
    effective_origins: list[str] = Field(description="Sites that may show it.", examples=[["https://shop.example"]])
    state: Literal["active", "expired", "revoked"] = Field(
        description="Only an active token works.", examples=["active"]
    )
    created_by_name: str = Field(description="Who made it.", examples=["Noa Levi"])
    expires_at: datetime | None = Field(
        description="When it stops working, if ever.", examples=["2027-11-22T00:00:00Z"]
    )
    revoked_at: datetime | None = Field(description="When it was revoked, if it was.", examples=[None])
    last_used_at: datetime | None = Field(
        description="When a server last launched a widget with it, to the minute.", examples=["2026-11-22T09:30:00Z"]
    )
    previous_secret_until: datetime | None = Field(
        description="Until when the secret before the last rotation works as well.", examples=[None]
    )
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class EmbedTokenCreated(EmbedTokenOut):
    """An embed token with its secret, which is shown only here."""

    secret: str = Field(
        description="For your server: `Authorization: Bearer …`. Keep it: it cannot be shown again.", examples=[EXAMPLE]
    )


class EmbedTokensRevoked(Output):
    """What was revoked."""

    revoked: int = Field(description="How many tokens worked until now.", examples=[2])
