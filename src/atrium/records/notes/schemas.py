from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import ActorOut, Input, Output, Prose
from atrium.records.customers.record.schemas import ID, MemberRef


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return value


Body = Annotated[Prose, AfterValidator(_not_blank)]
"""Markdown, not blank, at most 20,000 characters."""


class NoteIn(Input):
    """A new note."""

    body: Body = Field(
        description="Markdown. A member is mentioned as `@[Name](member:<member id>)`.",
        examples=["**Called back**, wants the annual plan. @[Noa Levi](member:" + ID + ")"],
    )


class NotePatch(Input):
    """What to change of a note."""

    body: Body = Field("", description="New Markdown.", examples=["Wants the *monthly* plan"])


class NoteAuthor(ActorOut):
    """Who wrote a note."""

    avatar_url: str | None = Field(
        None, description="Picture of the member who wrote it, if there is one.", examples=[None]
    )


class NoteOut(Output):
    """A note about a customer."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    customer_id: UUID = Field(description="The customer it is about.", examples=[ID])
    body: str = Field(description="Markdown as written.", examples=["**Called back**, wants the annual plan"])
    html: str = Field(
        description="The same as HTML that is safe to show.",
        examples=["<p><strong>Called back</strong>, wants the annual plan</p>"],
    )
    author: NoteAuthor = Field(description="Who wrote it.")
    mentions: list[MemberRef] = Field(description="Members mentioned in it, A to Z.")
    pinned: bool = Field(description="Whether it stays on top.", examples=[False])
    editable: bool = Field(description="Whether the caller may edit and delete it.", examples=[True])
    created_at: datetime = Field(description="When it was written.", examples=["2026-11-22T09:30:00Z"])
    edited_at: datetime | None = Field(description="When its text was last changed, if ever.", examples=[None])
    pinned_at: datetime | None = Field(description="When it was pinned, if it is.", examples=[None])
