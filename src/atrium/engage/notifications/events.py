"""What members are told, as an event."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event
from atrium.kernel.notices import ids_in, notice


class MembersNotified(Event):
    """A step told members something about a customer."""

    type: ClassVar[str] = "members.notified"
    sentence: ClassVar[str] = "{actor} told the team: “{title}”"
    member_ids: list[UUID] = Field(
        description="The members who were told.", examples=[["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]]
    )
    title: str = Field(description="What they were told.", examples=["A new lead: Ana Ruiz"])


notice(
    MembersNotified,
    "automation",
    "An automation tells me something",
    "{title}",
    ids_in("member_ids"),
    "/w/{customer_id}",
    of_own=True,
)
