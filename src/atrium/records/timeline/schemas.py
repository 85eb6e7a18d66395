from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from atrium.kernel.events import event_kinds
from atrium.kernel.schemas import ActorOut, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


def _known(kind: str) -> str:
    if kind not in event_kinds():
        raise PydanticCustomError("literal_error", "must be one of {kinds}", {"kinds": ", ".join(event_kinds())})
    return kind


class _Kinds:
    """Names the kinds in the contract when it is written: by then every event has been declared."""

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "enum": event_kinds()}


EventKind = Annotated[str, AfterValidator(_known), _Kinds()]
"""A group of events, as their classes name it."""


class ChangeOut(Output):
    """A field's value before and after, raw and readable."""

    before: Any = Field(description="Value before.", examples=[None])
    after: Any = Field(description="Value after.", examples=["2027-01-31"])
    label: str = Field(description="What the field is called.", examples=["Renewal"])
    before_text: str | None = Field(description="Value before for people: ids are resolved to names.", examples=[None])
    after_text: str | None = Field(
        description="Value after for people: ids are resolved to names.", examples=["2027-01-31"]
    )


class TimelineItem(Output):
    """Something that happened with a customer."""

    id: UUID = Field(description="Identifier of the event.", examples=[ID])
    type: str = Field(description="What happened.", examples=["customer.status_changed"])
    kind: str = Field(description="Group of types, for filters.", examples=["status"])
    occurred_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])
    actor: ActorOut = Field(description="Who did it.")
    subject_id: UUID | None = Field(
        description="The note, profile or relation it happened to, if not the customer itself.", examples=[None]
    )
    sentence: str = Field(
        description="The same for people, in English.", examples=["Noa Levi changed status from New to Won"]
    )
    data: dict[str, Any] = Field(description="Further facts, by event type.", examples=[{"status_id": ID}])
    changes: dict[str, ChangeOut] = Field(
        description=(
            "Fields that changed, without those the caller may not view; custom fields as `custom_fields.<key>`."
        )
    )
