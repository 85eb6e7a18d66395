from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Change
from atrium.kernel.schemas import ActorOut, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


class EventOut(Output):
    """Something that happened."""

    id: UUID = Field(description="Identifier, the same wherever this event appears.", examples=[ID])
    type: str = Field(description="What happened.", examples=["customer.status_changed"])
    occurred_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])
    actor: ActorOut = Field(description="Who did it.")
    customer_id: UUID | None = Field(description="The customer it happened to, if any.", examples=[ID])
    subject_id: UUID | None = Field(description="What else it happened to: a note, a tag, a folder.", examples=[None])
    cause_id: UUID | None = Field(
        description="The event that led to this one, if an automation did it.", examples=[None]
    )
    data: dict[str, Any] = Field(
        description="Further facts, by type: see the contract's webhooks.", examples=[{"status_id": ID}]
    )
    changes: dict[str, Change] = Field(
        description=(
            "Fields that changed, without those the reader may not view; custom fields as `custom_fields.<key>`."
        ),
        examples=[{"status_id": {"before": None, "after": ID}}],
    )


class EventTypeOut(Output):
    """A kind of event."""

    type: str = Field(description="Its name, as filters take it.", examples=["customer.status_changed"])
    kind: str = Field(description="Group of types.", examples=["status"])
    description: str = Field(description="What it tells.", examples=["A prospect became a customer: once in its life."])
