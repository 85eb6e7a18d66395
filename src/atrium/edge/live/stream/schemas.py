from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from pydantic import Field

from atrium.kernel.schemas import Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


class Change(Output):
    """Something that happened, as much of it as is needed to read again what it touched."""

    id: UUID = Field(
        description=(
            "Identifier of the event. An edit that joins an earlier one of the same sitting comes with the same id"
            " again."
        ),
        examples=[ID],
    )
    type: str = Field(description="What happened.", examples=["customer.status_changed"])
    kind: str = Field(description="Group of types.", examples=["status"])
    customer_id: UUID | None = Field(description="The customer it happened to, if any.", examples=[ID])
    subject_id: UUID | None = Field(description="What else it happened to: a note, a profile.", examples=[None])
    actor_id: UUID | None = Field(description="The member or key that did it.", examples=[ID])
    occurred_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])


def frame(event: str, data: object, *, position: str | None = None) -> bytes:
    """One message in the format of server-sent events."""
    name = f"id: {position}\n" if position else ""
    return f"{name}event: {event}\ndata: ".encode() + orjson.dumps(data) + b"\n\n"


def change_frames(changes: Sequence[Change], position: str, *, settings: bool) -> bytes:
    """A batch. Only its last message moves the position, so that one that arrives in part comes again as a whole."""
    said: list[tuple[str, object]] = [("change", change.model_dump(mode="json")) for change in changes]
    if settings:
        said.append(("settings", {}))
    return b"".join(
        frame(event, data, position=position if number == len(said) else None)
        for number, (event, data) in enumerate(said, 1)
    )
