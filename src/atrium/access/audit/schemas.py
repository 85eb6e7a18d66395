from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Change
from atrium.kernel.schemas import ActorOut, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


class AuditEntry(Output):
    """Something that happened."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    type: str = Field(description="What happened, a stable name.", examples=["member.updated"])
    kind: str = Field(description="The group of events it belongs to.", examples=["security"])
    occurred_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])
    actor: ActorOut = Field(description="Who did it.")
    customer_id: UUID | None = Field(description="The customer it happened to, if any.", examples=[None])
    subject_id: UUID | None = Field(description="What else it happened to: a member, key, tag ….", examples=[ID])
    data: dict[str, Any] = Field(description="Details of this type of event.", examples=[{"name": "Noa Levi"}])
    changes: dict[str, Change] = Field(
        description="Values before and after.", examples=[{"role": {"before": "Agent", "after": "Manager"}}]
    )
    sentence: str = Field(description="The same for people.", examples=["Ana Ruiz updated the member “Noa Levi”"])
    request_id: str = Field(
        description="The request in which it happened, as in the server's log.",
        examples=["0197a3f27d1c7cc09a531d0f6f3f9b10"],
    )
