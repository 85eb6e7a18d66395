"""Configurations of the step kinds. They stand in the contract as schemas of their own: a step's ``config`` is the one
that its ``kind`` names.

Texts marked *template* may hold placeholders such as ``{{customer.first_name}}``."""

import re
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.edge.automations.conditions.schemas import Conditions
from atrium.kernel.schemas import Input, Json, Line, Message, Prose, Token
from atrium.records.customers.record.schemas import ID

MOST_RELATED = 100
LONGEST_WAIT = 366 * 24 * 3600


def _header_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}", value):
        raise PydanticCustomError("header_name", "must be the name of an HTTP header")
    if value.lower() in {
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "upgrade",
        "idempotency-key",
        "te",
        "trailer",
    }:
        raise PydanticCustomError("header_name", "must not be a header that is set by Atrium itself")
    return value


HeaderName = Annotated[str, AfterValidator(_header_name)]
EventType = Annotated[str, Field(min_length=3, max_length=100, pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")]
ClockTime = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""Hour and minute in the workspace's time zone."""


class SetFieldStep(Input):
    """Set or clear one field of the customer."""

    field: str = Field(
        max_length=100,
        pattern=r"^(custom_fields\.[a-z][a-z0-9_]*|name|location|language|time_zone|availability|source|lifecycle)$",
        description=(
            "`custom_fields.<key>`, or `name`, `location`, `language`, `time_zone`, `availability`, `source`,"
            " `lifecycle` (only to `customer`)."
        ),
        examples=["location"],
    )
    value: Json = Field(
        description="Template. The new value, in the form that the customer itself has; null clears.",
        examples=["Madrid"],
    )


class SetStatusStep(Input):
    """Set the status. Fails for a customer who lies in another folder than the status's own."""

    status_id: UUID = Field(description="The status.", examples=[ID])


class MoveToFolderStep(Input):
    """Move the customer to a folder."""

    folder_id: UUID | None = Field(description="The folder; null for none.", examples=[ID])
    status_id: UUID | None = Field(
        None, description="Its status there; else one of the same name, else the folder's default.", examples=[ID]
    )


class TagsStep(Input):
    """Tags and whole groups of tags, to add or to remove."""

    tag_ids: list[UUID] = Field(default_factory=list, max_length=100, description="Tags.", examples=[[ID]])
    group_ids: list[UUID] = Field(
        default_factory=list,
        max_length=20,
        description="Groups, meaning each of their tags at that time.",
        examples=[[ID]],
    )

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.tag_ids and not self.group_ids:
            raise PydanticCustomError("empty", "must name at least one tag or group")
        return self


class AssignWorkerStep(Input):
    """Assign one member: the first, one after the other, or whoever works with the fewest customers."""

    choose: Literal["fixed", "round_robin", "least_busy"] = Field(
        "fixed", description="How one is chosen.", examples=["round_robin"]
    )
    member_ids: list[UUID] = Field(
        min_length=1, max_length=50, description="Among whom. `fixed` assigns all of them.", examples=[[ID]]
    )
    as_owner: bool = Field(
        False, description="Whether the (first) one becomes the customer's owner too.", examples=[True]
    )


class CreateNoteStep(Input):
    """Write a note about the customer."""

    body: Prose = Field(
        min_length=1, description="Template. Markdown.", examples=["Asked for {{trigger.data.product}}."]
    )


class SendEmailStep(Input):
    """Send an e-mail to the customer or to an address: a template, or a subject and a body of the step's own."""

    to: Literal["customer", "address"] = Field(
        "customer", description="To the customer's primary address, or to `address`.", examples=["customer"]
    )
    address: Line | None = Field(
        None, max_length=254, description="Template. The address, for `to: address`.", examples=[None]
    )
    template_id: UUID | None = Field(
        None,
        description="The e-mail template, as it reads when it is sent; then without `subject` and `body`.",
        examples=[None],
    )
    subject: Line | None = Field(
        None, min_length=1, max_length=300, description="Template.", examples=["Welcome, {{customer.first_name}}"]
    )
    body: Message | None = Field(
        None,
        description="Template. Plain text; blank lines part paragraphs.",
        examples=["Hello {{customer.first_name}},\n\nthank you."],
    )
    reply_to: Literal["owner"] | None = Field(
        None, description="Whether answers go to the customer's owner.", examples=["owner"]
    )

    @model_validator(mode="after")
    def _address(self) -> Self:
        if (self.to == "address") != bool(self.address):
            raise PydanticCustomError("address", "address goes with to: address")
        return self


class NotifyMembersStep(Input):
    """Tell members, those of them who may see the customer."""

    to: list[Literal["owner", "workers"]] = Field(
        default_factory=list,
        max_length=2,
        description="Members by what they are to the customer.",
        examples=[["owner"]],
    )
    member_ids: list[UUID] = Field(default_factory=list, max_length=50, description="Members by name.", examples=[[ID]])
    title: Line = Field(min_length=1, max_length=200, description="Template.", examples=["New lead: {{customer.name}}"])
    message: Prose = Field("", max_length=2000, description="Template. Plain text.", examples=["Please call today."])

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.to and not self.member_ids:
            raise PydanticCustomError("empty", "must name somebody")
        return self


class CallWebhookStep(Input):
    """Call an address on the internet. The answer is there for later steps: `{{steps.<id>.status}}`,
    `{{steps.<id>.body.…}}`."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE"] = Field(
        "POST", description="HTTP method.", examples=["POST"]
    )
    url: Line = Field(
        min_length=8,
        max_length=2000,
        description="Template. http or https, not inside a private network.",
        examples=["https://example.com/hook"],
    )
    headers: dict[HeaderName, Line] = Field(
        default_factory=dict, max_length=20, description="Templates, by name.", examples=[{"X-Source": "atrium"}]
    )
    secret_headers: dict[HeaderName, Token | None] = Field(
        default_factory=dict,
        max_length=10,
        description=(
            "Headers whose values are never shown again: null in answers, and null when sent keeps the present one"
            " while the server stays the same."
        ),
        examples=[{}],
    )
    body: Json = Field(
        None, description="Template. JSON; nothing is sent for null.", examples=[{"name": "{{customer.name}}"}]
    )


class WaitStep(Input):
    """Wait for a time, until a moment, or until something happens with the customer."""

    wait: Literal["for", "until", "event"] = Field(description="What to wait for.", examples=["for"])
    seconds: int | None = Field(
        None,
        ge=1,
        le=LONGEST_WAIT,
        description="`for`: how long. `event`: how long at most; null waits 30 days.",
        examples=[60],
    )
    until: Line | None = Field(
        None,
        max_length=200,
        description="Template. `until`: a day or a moment, such as `{{customer.custom_fields.renewal_on}}`.",
        examples=[None],
    )
    offset_days: int = Field(
        0, ge=-3650, le=3650, description="`until`: so many days later, or earlier when negative.", examples=[0]
    )
    at: ClockTime | None = Field(
        None,
        description=(
            "`until`: at this time of that day in the workspace's time zone; null: at that moment, or midnight."
        ),
        examples=["09:00"],
    )
    event_types: list[EventType] = Field(
        default_factory=list, max_length=20, description="`event`: any of these.", examples=[[]]
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = {"for": self.seconds, "until": self.until, "event": self.event_types}[self.wait]
        if not needed:
            raise PydanticCustomError(
                "incomplete",
                "needs {what}",
                {"what": {"for": "seconds", "until": "until", "event": "event_types"}[self.wait]},
            )
        return self


class BranchStep(Input):
    """Go on with `then` if the conditions hold, else with `otherwise`; afterwards with the next step in any case."""

    conditions: Conditions = Field(min_length=1, description="All groups must hold.")


class ForEachRelatedStep(Input):
    """Do `then` once for each related customer that can be seen; inside, `customer` means that one."""

    relation_type_id: UUID | None = Field(None, description="Only relations of this type; null for all.", examples=[ID])
    most: int = Field(
        MOST_RELATED, ge=1, le=MOST_RELATED, description="At most so many, the oldest relations first.", examples=[20]
    )


class RunAutomationStep(Input):
    """Start another automation with the same customer, and go on without waiting for it."""

    automation_id: UUID = Field(description="The other automation.", examples=[ID])


class StopStep(Input):
    """End the run here."""

    reason: Line = Field("", max_length=200, description="For the trace.", examples=["Nothing to do"])
