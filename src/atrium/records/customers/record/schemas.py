from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import Input, JsonObject, Key, Line, Name, Output, Token
from atrium.records.customers.contact_points.schemas import EmailIn, EmailOut, PhoneIn, PhoneOut

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Lifecycle = Literal["prospect", "customer"]
Kind = Literal["person", "company"]
Availability = Literal["available", "busy", "away", "do_not_disturb"]
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"


class Details(Input):
    kind: Kind = Field("person", description="A person or a company.", examples=["person"])
    emails: list[EmailIn] = Field(default_factory=list, max_length=20, description="All addresses; replaces the list.")
    email: Token | None = Field(
        None,
        max_length=254,
        description="Short form of `emails` with one primary address.",
        examples=["ana@example.com"],
    )
    phones: list[PhoneIn] = Field(default_factory=list, max_length=20, description="All numbers; replaces the list.")
    phone: Token | None = Field(
        None,
        max_length=60,
        description="Short form of `phones` with one primary number.",
        examples=["+34 600 11 22 33"],
    )
    location: Line | None = Field(
        None, max_length=300, description="Where they are, as people say it.", examples=["Madrid"]
    )
    time_zone: Line | None = Field(None, max_length=64, description="IANA name.", examples=["Europe/Madrid"])
    language: Line | None = Field(None, max_length=35, pattern=LANGUAGE, description="BCP 47 tag.", examples=["es"])
    availability: Availability | None = Field(
        None, description="Whether they can be reached now.", examples=["available"]
    )
    source: Line | None = Field(None, max_length=100, description="Where they came from.", examples=["website"])
    folder_id: UUID | None = Field(None, description="The folder it lies in.", examples=[ID])
    status_id: UUID | None = Field(
        None, description="A status of that folder; without it the folder's default.", examples=[ID]
    )
    owner_id: UUID | None = Field(None, description="The member responsible; becomes a worker too.", examples=[ID])
    external_ids: dict[Key, Token] = Field(
        default_factory=dict, max_length=20, description="Its ids elsewhere, by system.", examples=[{"hubspot": "991"}]
    )
    custom_fields: JsonObject = Field(
        default_factory=dict,
        max_length=500,
        description="Values by the fields' keys.",
        examples=[{"renewal_on": "2027-01-31"}],
    )

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        for short, long in (("email", "emails"), ("phone", "phones")):
            if {short, long} <= self.model_fields_set:
                raise PydanticCustomError("two_forms", "send either {short} or {long}", {"short": short, "long": long})
        return self


class CustomerIn(Details):
    """A new customer or prospect."""

    name: Name = Field(description="Full name of the person, or the company's name.", examples=["Ana Ruiz"])
    lifecycle: Lifecycle = Field("customer", description="A prospect or already a customer.", examples=["customer"])
    tag_ids: list[UUID] = Field(
        default_factory=list, max_length=200, description="Tags to start with.", examples=[[ID]]
    )
    worker_ids: list[UUID] = Field(
        default_factory=list, max_length=100, description="Members assigned from the start.", examples=[[ID]]
    )


class CustomerPatch(Details):
    """What to change (JSON merge patch). `external_ids` and `custom_fields` merge key by key: null removes a key."""

    name: Name = Field("", description="New name.", examples=["Ana Ruiz"])
    external_ids: dict[Key, Token | None] = Field(
        default_factory=dict,
        max_length=20,
        description="Ids elsewhere to set or, with null, to remove.",
        examples=[{"hubspot": None}],
    )  # type: ignore[assignment]  # a patch may also remove


class FolderRef(Output):
    """The folder it lies in."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Leads"])
    colour: str = Field(description="Colour.", examples=["#64748b"])


class StatusRef(Output):
    """Its status."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["New"])
    colour: str = Field(description="Colour.", examples=["#3b82f6"])
    category: str = Field(description="open, won, lost or closed.", examples=["open"])


class MemberRef(Output):
    """A member."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Noa Levi"])


class TagRef(Output):
    """A tag it carries."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["VIP"])
    colour: str = Field(description="Colour.", examples=["#f59e0b"])
    group_id: UUID | None = Field(description="Its group, if any.", examples=[ID])


class CustomerOut(Output):
    """A customer or prospect."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    kind: str = Field(description="person or company.", examples=["person"])
    name: str = Field(description="Name.", examples=["Ana Ruiz"])
    lifecycle: str = Field(description="prospect or customer.", examples=["customer"])
    email: str | None = Field(description="The primary address.", examples=["ana@example.com"])
    phone: str | None = Field(description="The primary number (E.164).", examples=["+34600112233"])
    emails: list[EmailOut] = Field(description="All addresses, the primary one first.")
    phones: list[PhoneOut] = Field(description="All numbers, the primary one first.")
    location: str | None = Field(description="Where they are.", examples=["Madrid"])
    time_zone: str | None = Field(description="IANA name.", examples=["Europe/Madrid"])
    language: str | None = Field(description="BCP 47 tag.", examples=["es"])
    availability: str | None = Field(description="Whether they can be reached now.", examples=["available"])
    source: str | None = Field(description="Where they came from.", examples=["website"])
    folder: FolderRef | None = Field(description="The folder it lies in, if any.")
    status: StatusRef | None = Field(description="Its status, if any.")
    owner: MemberRef | None = Field(description="The member responsible, if any.")
    workers: list[MemberRef] = Field(description="Members assigned.")
    tags: list[TagRef] = Field(description="Tags, A to Z.")
    external_ids: dict[str, str] = Field(description="Its ids elsewhere, by system.", examples=[{"hubspot": "991"}])
    custom_fields: dict[str, Any] = Field(
        description="Values by the fields' keys, without those the caller may not view.",
        examples=[{"renewal_on": "2027-01-31"}],
    )
    avatar_url: str | None = Field(description="Its picture, if any.", examples=[None])
    unread: bool = Field(
        description="Whether something happened since the calling member last opened it.", examples=[False]
    )
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])
    last_activity_at: datetime = Field(
        description="When something last happened with it.", examples=["2026-11-22T09:30:00Z"]
    )
    converted_at: datetime | None = Field(description="When the prospect became a customer.", examples=[None])
    deleted_at: datetime | None = Field(description="When it was put into the trash, if it is there.", examples=[None])


class CustomerPage(Output):
    """One page of customers."""

    items: list[CustomerOut] = Field(description="The customers of this page.")
    next_cursor: str | None = Field(
        None,
        description="Send it as `cursor` to get the next page; null on the last one.",
        examples=["eyJrIjpbXX0.c2ln"],
    )
    total: int | None = Field(
        None, description="With `include_total`: how many there are, counted up to 10,000.", examples=[1284]
    )


class FieldCondition(Input):
    """A condition on a custom field."""

    key: Key = Field(description="The field's key.", examples=["renewal_on"])
    op: Literal["eq", "in", "gt", "gte", "lt", "lte", "contains", "exists", "missing"] = Field(
        description="How to compare.", examples=["gte"]
    )
    values: list[Token] = Field(
        default_factory=list,
        max_length=50,
        description="What to compare with, written as in the query string.",
        examples=[["2026-01-01"]],
    )


class CustomerFilter(Input):
    """Which customers: the same conditions as the list's parameters. Several values of one condition mean any of
    them."""

    q: Line = Field(
        "", max_length=200, description="Part of a name, address, number, location or id.", examples=["60011"]
    )
    lifecycle: list[Lifecycle] = Field(
        default_factory=list, max_length=2, description="Prospects, customers or both.", examples=[["customer"]]
    )
    folder_id: list[UUID] = Field(
        default_factory=list, max_length=100, description="In one of these folders.", examples=[[ID]]
    )
    no_folder: bool = Field(False, description="Also (or only) those in no folder.", examples=[False])
    status_id: list[UUID] = Field(
        default_factory=list, max_length=100, description="With one of these statuses.", examples=[[ID]]
    )
    tag_id: list[UUID] = Field(
        default_factory=list, max_length=100, description="With one of these tags.", examples=[[ID]]
    )
    all_tag_id: list[UUID] = Field(
        default_factory=list, max_length=100, description="With all of these tags.", examples=[[ID]]
    )
    owner_id: list[UUID] = Field(
        default_factory=list, max_length=100, description="Owned by one of these members.", examples=[[ID]]
    )
    worker_id: list[UUID] = Field(
        default_factory=list, max_length=100, description="Assigned to one of these members.", examples=[[ID]]
    )
    trashed: bool = Field(False, description="Those in the trash instead.", examples=[False])
    fields: list[FieldCondition] = Field(
        default_factory=list, max_length=10, description="Conditions on custom fields; all must hold."
    )
