"""Forms in the contract, and how the addresses in them are read."""

import re
from datetime import datetime
from typing import Annotated, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import Input, Key, Line, Name, Output, Prose

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Property = Literal["name", "email", "phone", "location", "company", "message"]
FieldKind = Literal["property", "custom_field", "consent"]
Lifecycle = Literal["prospect", "customer"]
OnDuplicate = Literal["update", "new", "ignore"]
MAX_FIELDS = 60
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_PORTS = {"http": 80, "https": 443}


def _origin(value: str) -> str:
    """``https://shop.example`` or with a port: what a browser sends as ``Origin``. Goes into a header of the page,
    hence so strict."""
    refused = PydanticCustomError("not_an_origin", "must be an address such as https://shop.example, without a path")
    try:
        parts = urlsplit(value.strip().lower().rstrip("/"))
        port = parts.port
    except ValueError:
        raise refused from None
    host = parts.hostname or ""
    bare = parts.path == parts.query == parts.fragment == "" and "@" not in parts.netloc
    if parts.scheme not in _PORTS or not bare or not _HOST.fullmatch(host):
        raise refused
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in {None, _PORTS[parts.scheme]} else "")


def _redirect(value: str) -> str:
    refused = PydanticCustomError("not_https", "must be a web address that starts with https://")
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise refused from None
    if (
        parts.scheme != "https"
        or not parts.hostname
        or "@" in parts.netloc
        or re.search(r"[\s\x00-\x20\x7f\"<>\\^`{|}]", value)
    ):
        raise refused
    return value


Origin = Annotated[Line, Field(max_length=300), AfterValidator(_origin)]
Redirect = Annotated[Line, Field(max_length=2000), AfterValidator(_redirect)]
Paragraphs = Annotated[Prose, Field(max_length=5000)]


class FormFieldIn(Input):
    """One question of a form: bound to a property of the customer, to a custom field, or a consent."""

    kind: FieldKind = Field(description="What it is bound to.", examples=["property"])
    property: Property | None = Field(
        None,
        description=(
            "For `property`: which. `company` links the company of that name, made when there is none; `message`"
            " becomes a note."
        ),
        examples=["email"],
    )
    field_id: UUID | None = Field(
        None,
        description="For `custom_field`: which. Fields for members, customers and reminders cannot be asked.",
        examples=[None],
    )
    consent_text: Prose = Field(
        "", max_length=2000, description="For `consent`: what is agreed to; kept with every submission.", examples=[""]
    )
    key: Key | None = Field(
        None, description="Name of its value in a submission; made by the server when absent.", examples=[None]
    )
    label: Line = Field(
        "", max_length=200, description="What people read; empty: the field's own label.", examples=["Your e-mail"]
    )
    help: Line = Field("", description="A hint below it; empty: the field's own.", examples=[""])
    required: bool = Field(False, description="Whether it must be answered; a box must be ticked.", examples=[True])


class FormFieldOut(Output):
    """One question of a form."""

    kind: FieldKind = Field(description="What it is bound to.", examples=["property"])
    property: Property | None = Field(description="The property, for `property`.", examples=["email"])
    field_id: UUID | None = Field(description="The custom field, for `custom_field`.", examples=[None])
    consent_text: str = Field(description="What is agreed to, for `consent`.", examples=[""])
    key: str = Field(description="Name of its value in a submission.", examples=["email"])
    label: str = Field(description="What people read; empty: the field's own label.", examples=["Your e-mail"])
    help: str = Field(description="A hint below it; empty: the field's own.", examples=[""])
    required: bool = Field(description="Whether it must be answered.", examples=[True])


def _first_fields() -> list[FormFieldIn]:
    return [
        FormFieldIn(kind="property", property="name", required=True),
        FormFieldIn(kind="property", property="email", required=True),
    ]


def _both() -> list[Literal["email", "phone"]]:
    return ["email", "phone"]


class FormPatch(Input):
    """What to change of a form."""

    name: Name = Field("", description="What members call it.", examples=["Contact"])
    title: Line = Field(
        "", max_length=200, description="Heading of the page; empty: the name.", examples=["Talk to us"]
    )
    description: Paragraphs = Field("", description="Text below the heading.", examples=["We answer within a day."])
    submit_label: Line = Field(
        "", max_length=60, description="Text of the button; empty: “Send” in the visitor's language.", examples=["Send"]
    )
    thank_you: Paragraphs = Field(
        "",
        description="What is shown afterwards; empty: a sentence in the visitor's language.",
        examples=["We will call you back."],
    )
    redirect_url: Redirect | None = Field(
        None, description="Where the visitor is sent afterwards instead (https).", examples=[None]
    )
    fields: list[FormFieldIn] = Field(
        default_factory=_first_fields,
        min_length=1,
        max_length=MAX_FIELDS,
        description="The questions in order; replaced whole. One asks for a name or address.",
    )
    folder_id: UUID | None = Field(None, description="Folder of the customers it makes.", examples=[None])
    status_id: UUID | None = Field(
        None, description="Their status in that folder; null: the folder's default.", examples=[None]
    )
    tag_ids: list[UUID] = Field(
        default_factory=list,
        max_length=50,
        description="Tags that whoever sends it gets; replaced whole.",
        examples=[[]],
    )
    lifecycle: Lifecycle = Field("prospect", description="What the customers it makes are.", examples=["prospect"])
    owner_id: UUID | None = Field(None, description="The member responsible for them.", examples=[None])
    allowed_origins: list[Origin] = Field(
        default_factory=list,
        max_length=50,
        description="Sites that may embed it or send to it from their scripts.",
        examples=[["https://shop.example"]],
    )
    on_duplicate: OnDuplicate = Field(
        "update",
        description=(
            "When a customer has the address or number already: `update` them, make a `new` one all the same, or"
            " `ignore` the answers."
        ),
        examples=["update"],
    )
    match_by: list[Literal["email", "phone"]] = Field(
        default_factory=_both,
        max_length=2,
        description="What makes two customers the same.",
        examples=[["email", "phone"]],
    )
    active: bool = Field(False, description="Whether it takes answers.", examples=[True])


class FormIn(FormPatch):
    """A new form."""

    name: Name = Field(description="What members call it.", examples=["Contact"])


class FormOut(Output):
    """A form."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    key: str = Field(description="Its public, unguessable name.", examples=["3vQx0bq2mP9yT7Lr1cZkWd"])
    page_url: str = Field(
        description="Address of its page.", examples=["https://atrium.example/f/3vQx0bq2mP9yT7Lr1cZkWd"]
    )
    name: str = Field(description="What members call it.", examples=["Contact"])
    title: str = Field(description="Heading of the page; empty: the name.", examples=["Talk to us"])
    description: str = Field(description="Text below the heading.", examples=["We answer within a day."])
    submit_label: str = Field(description="Text of the button; empty: “Send”.", examples=["Send"])
    thank_you: str = Field(description="What is shown afterwards.", examples=["We will call you back."])
    redirect_url: str | None = Field(description="Where the visitor is sent afterwards.", examples=[None])
    fields: list[FormFieldOut] = Field(description="The questions in order, without those bound to archived fields.")
    folder_id: UUID | None = Field(
        description="Folder of the customers it makes, if the caller sees it.", examples=[None]
    )
    status_id: UUID | None = Field(description="Their status.", examples=[None])
    tag_ids: list[UUID] = Field(description="Tags that whoever sends it gets.", examples=[[]])
    lifecycle: Lifecycle = Field(description="What the customers it makes are.", examples=["prospect"])
    owner_id: UUID | None = Field(description="The member responsible for them.", examples=[None])
    allowed_origins: list[str] = Field(description="Sites that may embed it.", examples=[["https://shop.example"]])
    on_duplicate: OnDuplicate = Field(description="What happens when the customer is known.", examples=["update"])
    match_by: list[str] = Field(description="What makes two customers the same.", examples=[["email", "phone"]])
    active: bool = Field(description="Whether it takes answers.", examples=[True])
    submission_count: int = Field(
        description="Submissions of customers that the caller may see, counted up to 10,000.", examples=[12]
    )
    last_submitted_at: datetime | None = Field(description="When the last of them came.", examples=[None])
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-28T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-28T09:30:00Z"])
