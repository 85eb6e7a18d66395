"""What happens to notes. Events carry a plain excerpt, never the whole text."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event
from atrium.kernel.notices import ids_in, notice
from atrium.kernel.permissions import P


class NoteEvent(Event):
    kind: ClassVar[str] = "note"
    needs: ClassVar[P | None] = P.notes_read
    excerpt: str = Field(
        description="The beginning of the note, without markup.", examples=["Called back, wants the annual plan"]
    )


class NoteCreated(NoteEvent):
    type: ClassVar[str] = "note.created"
    sentence: ClassVar[str] = "{actor} wrote a note: “{excerpt}”"


class NoteUpdated(NoteEvent):
    """Edits of one sitting (X6)."""

    type: ClassVar[str] = "note.updated"
    sentence: ClassVar[str] = "{actor} edited a note: “{excerpt}”"


class NoteDeleted(NoteEvent):
    type: ClassVar[str] = "note.deleted"
    sentence: ClassVar[str] = "{actor} deleted a note: “{excerpt}”"


class NotePinned(NoteEvent):
    type: ClassVar[str] = "note.pinned"
    sentence: ClassVar[str] = "{actor} pinned a note: “{excerpt}”"


class NoteUnpinned(NoteEvent):
    type: ClassVar[str] = "note.unpinned"
    sentence: ClassVar[str] = "{actor} unpinned a note: “{excerpt}”"


class NoteMentioned(NoteEvent):
    """Once for each member who was mentioned and may see the customer."""

    type: ClassVar[str] = "note.mentioned"
    shown: ClassVar[bool] = False
    sentence: ClassVar[str] = "{actor} mentioned {member} in a note: “{excerpt}”"
    member_id: UUID = Field(
        description="The member who was mentioned.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )


notice(
    NoteMentioned,
    "mention",
    "Someone mentions me in a note",
    "{actor} mentioned you in a note about {customer}: “{excerpt}”",
    ids_in("member_id"),
    "/w/{customer_id}?section=notes",
)
