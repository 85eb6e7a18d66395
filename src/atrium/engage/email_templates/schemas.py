from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import Input, Name, Output, Prose
from atrium.records.customers.record.schemas import ID

SUBJECT = "Welcome, {{customer.first_name}}"
BODY = "Hello {{customer.first_name}},\n\nthank you for **your order**."
FILLED = "Hello Ana,\n\nthank you for **your order**."
HTML = "<p>Hello Ana,</p>\n<p>thank you for <strong>your order</strong>.</p>\n"


def _not_blank(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("blank", "must not be blank")
    return value


Body = Annotated[Prose, Field(min_length=1), AfterValidator(_not_blank)]
"""Markdown, not blank, at most 20,000 characters."""


class EmailTemplateIn(Input):
    """A new e-mail template. Subject and body may hold placeholders (`GET /email-templates/placeholders`)."""

    name: Name = Field(
        description="Unique, whatever the case of its letters, archived ones included.", examples=["Welcome"]
    )
    subject: Name = Field(description="Subject, with placeholders.", examples=[SUBJECT])
    body: Body = Field(
        description="Markdown, with placeholders. What they are filled with is shown as it is, never as Markdown.",
        examples=[BODY],
    )


class EmailTemplatePatch(Input):
    """What to change of an e-mail template."""

    name: Name = Field("", description="New name.", examples=["Warm welcome"])
    subject: Name = Field("", description="New subject.", examples=[SUBJECT])
    body: Body = Field("", description="New Markdown.", examples=[BODY])


class EmailTemplateOut(Output):
    """An e-mail template."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Welcome"])
    subject: str = Field(description="Subject, with placeholders.", examples=[SUBJECT])
    body: str = Field(description="Markdown, with placeholders.", examples=[BODY])
    archived_at: datetime | None = Field(description="Since when it is archived, if it is.", examples=[None])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class EmailPreviewIn(Input):
    """For whom to fill a template."""

    customer_id: UUID = Field(description="The customer.", examples=[ID])


class EmailDraftIn(EmailPreviewIn):
    """A text that is not saved yet, and for whom to fill it."""

    subject: Name = Field(description="Subject, with placeholders.", examples=[SUBJECT])
    body: Body = Field(description="Markdown, with placeholders.", examples=[BODY])


class EmailPreviewOut(Output):
    """What the customer would get."""

    to: str | None = Field(
        description="The customer's primary address; null: it has none.", examples=["ana@example.com"]
    )
    subject: str = Field(description="Subject as sent.", examples=["Welcome, Ana"])
    body: str = Field(description="Text as sent to those whose mail program shows no HTML.", examples=[FILLED])
    html: str = Field(description="The same as HTML that is safe to show.", examples=[HTML])
    empty: list[str] = Field(
        description="Placeholders for which this customer has nothing that the caller may see.",
        examples=[["customer.location"]],
    )
