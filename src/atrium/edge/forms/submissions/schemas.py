from datetime import datetime
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field

from atrium.kernel.schemas import Input, JsonObject, Line, Output, Reference, Token
from atrium.records.customers.record.schemas import LANGUAGE

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Outcome = Literal["created", "updated", "ignored"]


def _without_query(value: str) -> str:
    """Only where the page is: what follows ``?`` and ``#`` may be a secret of the visitor's."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"[:500] if parts.scheme in {"http", "https"} and host else ""


class FormPost(Input):
    """The answers to a form."""

    token: Token = Field(
        description="The token of the form as it was read. It works once.", examples=["eyJ2IjoxfQ.c2ln"]
    )
    values: JsonObject = Field(
        max_length=100,
        description="Answers by the questions' keys, typed as custom fields are.",
        examples=[{"name": "Ana Ruiz"}],
    )
    trap: Annotated[str, Field(max_length=2000)] = Field(
        "", description="Stays empty: behind it is an input that people do not see and robots fill in.", examples=[""]
    )
    page_url: Annotated[Line, Field(max_length=2000), AfterValidator(_without_query)] | None = Field(
        None,
        description="The page on which it was filled in; kept without its query.",
        examples=["https://shop.example/contact"],
    )
    language: Line | None = Field(
        None, max_length=35, pattern=LANGUAGE, description="BCP 47 tag of the page.", examples=["es"]
    )


class FormReceipt(Output):
    """What to show the visitor. It does not say whether they were known before."""

    thank_you: str = Field(
        description="What to show; empty: the page's own sentence.", examples=["We will call you back."]
    )
    redirect_url: str | None = Field(description="Where to go instead (https).", examples=[None])


class ConsentOut(Output):
    """A consent as it was asked for."""

    key: str = Field(description="The question's key.", examples=["consent"])
    text: str = Field(description="Its wording at the time.", examples=["You may write to me about offers."])
    given: bool = Field(description="Whether it was given.", examples=[True])


class SubmissionOut(Output):
    """What somebody sent."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    submitted_at: datetime = Field(
        description="When it came; for consents, when they were given.", examples=["2026-11-28T09:30:00Z"]
    )
    outcome: Outcome = Field(
        description="Whether the customer was created, updated, or left alone.", examples=["created"]
    )
    customer: Reference = Field(description="The customer it became or belongs to.")
    duplicate_of: Reference | None = Field(
        description="Who has the e-mail address already, so that it was not added; null also when out of sight."
    )
    values: dict[str, Any] = Field(
        description="Answers by property; `message` needs `notes:read`.", examples=[{"name": "Ana Ruiz"}]
    )
    custom_fields: dict[str, Any] = Field(
        description="Answers by custom field, without those that the caller may not view.",
        examples=[{"plan": "growth"}],
    )
    consents: list[ConsentOut] = Field(description="The consents that were asked for.")
    page_url: str | None = Field(
        description="The page on which it was filled in.", examples=["https://shop.example/contact"]
    )
    language: str | None = Field(description="The page's language.", examples=["es"])
