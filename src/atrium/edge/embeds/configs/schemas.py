"""Embed configurations in the contract. Origins go into a header of the page, hence so strict."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.edge.forms.forms.schemas import Origin as WebOrigin
from atrium.kernel.permissions import FOR_EMBEDS, P
from atrium.kernel.schemas import Colour, Input, Name, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Widget = Literal["profile", "credits", "quota", "notes", "timeline", "form"]
NEEDS: dict[Widget, P] = {
    "profile": P.customers_read,
    "credits": P.credits_read,
    "quota": P.quotas_read,
    "notes": P.notes_read,
    "timeline": P.timeline_read,
    "form": P.forms_submit,
}
"""The scope without which a widget is of no use."""


def _first() -> list[Widget]:
    return ["profile"]


def _secure(value: str) -> str:
    host = value.removeprefix("http://").partition(":")[0]
    if value.startswith("http://") and not (host in {"localhost", "127.0.0.1"} or host.endswith(".localhost")):
        raise PydanticCustomError(
            "not_https", "must begin with https:// (http:// only for this machine, such as http://localhost:3000)"
        )
    return value


def _scope(value: P) -> P:
    if value not in FOR_EMBEDS:
        raise PydanticCustomError(
            "not_for_embeds", "is not a scope of embeds: use {scopes}", {"scopes": ", ".join(FOR_EMBEDS)}
        )
    return value


def _distinct(values: list[Widget]) -> list[Widget]:
    if len(set(values)) != len(values):
        raise PydanticCustomError("repeated", "must not name a widget twice")
    return values


Origin = Annotated[WebOrigin, AfterValidator(_secure)]
Origins = Annotated[list[Origin], Field(max_length=20)]
Scope = Annotated[P, AfterValidator(_scope)]
Scopes = Annotated[list[Scope], Field(min_length=1, max_length=len(P))]
Widgets = Annotated[list[Widget], Field(min_length=1, max_length=len(NEEDS)), AfterValidator(_distinct)]


class EmbedTheme(Input):
    """How widgets look. What is null follows the visitor's own light or dark setting."""

    mode: Literal["auto", "light", "dark"] = Field(
        "auto", description="Light, dark, or as the visitor's system.", examples=["auto"]
    )
    accent: Colour | None = Field(None, description="Colour of buttons, links and meters.", examples=["#4f46e5"])
    background: Colour | None = Field(
        None, description="Colour behind everything; null: the host page shows through.", examples=["#ffffff"]
    )
    surface: Colour | None = Field(None, description="Colour of cards.", examples=["#ffffff"])
    text: Colour | None = Field(None, description="Colour of text.", examples=["#0f172a"])
    radius: int = Field(10, strict=True, ge=0, le=32, description="Roundness of corners in pixels.", examples=[10])
    density: Literal["comfortable", "compact"] = Field(
        "comfortable", description="Room around things.", examples=["comfortable"]
    )


class EmbedConfigPatch(Input):
    """What to change of an embed configuration. Lists are replaced whole; so is the theme."""

    name: Name = Field("", description="What members call it.", examples=["Client area"])
    allowed_origins: Origins = Field(
        default_factory=list,
        description="Sites that may show it, exactly as browsers name them.",
        examples=[["https://shop.example"]],
    )
    scopes: Scopes = Field(
        default_factory=lambda: [P.customers_read],
        description="What widgets may read and send.",
        examples=[["customers:read", "credits:read"]],
    )
    widgets: Widgets = Field(
        default_factory=_first, description="Which widgets, in order.", examples=[["profile", "credits"]]
    )
    theme: EmbedTheme = Field(default_factory=EmbedTheme, description="How they look.")
    form_id: UUID | None = Field(None, description="The form that the widget `form` shows.", examples=[None])


class EmbedConfigIn(EmbedConfigPatch):
    """A new embed configuration."""

    name: Name = Field(description="What members call it.", examples=["Client area"])
    scopes: Scopes = Field(description="What widgets may read and send.", examples=[["customers:read", "credits:read"]])
    widgets: Widgets = Field(description="Which widgets, in order.", examples=[["profile", "credits"]])


class EmbedConfigOut(Output):
    """An embed configuration."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="What members call it.", examples=["Client area"])
    allowed_origins: list[str] = Field(
        description="Sites that may show it, where a token names none of its own.", examples=[["https://shop.example"]]
    )
    scopes: list[P] = Field(
        description="What widgets may read and send.", examples=[["customers:read", "credits:read"]]
    )
    widgets: list[Widget] = Field(description="Which widgets, in order.", examples=[["profile", "credits"]])
    theme: EmbedTheme = Field(description="How they look.")
    form_id: UUID | None = Field(description="The form that the widget `form` shows.", examples=[None])
    active_tokens: int = Field(description="How many tokens work with it.", examples=[2])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])
