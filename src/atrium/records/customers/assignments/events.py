from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event

IDS = [["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]]


class CustomerTagged(Event):
    type: ClassVar[str] = "customer.tagged"
    sentence: ClassVar[str] = "{actor} added the tags {tags}"
    kind: ClassVar[str] = "tag"
    tag_ids: list[UUID] = Field(description="The tags that were added.", examples=IDS)


class CustomerUntagged(Event):
    type: ClassVar[str] = "customer.untagged"
    sentence: ClassVar[str] = "{actor} removed the tags {tags}"
    kind: ClassVar[str] = "tag"
    tag_ids: list[UUID] = Field(description="The tags that were removed.", examples=IDS)


class CustomerUnassigned(Event):
    type: ClassVar[str] = "customer.unassigned"
    sentence: ClassVar[str] = "{actor} took {members} off"
    kind: ClassVar[str] = "work"
    member_ids: list[UUID] = Field(description="The members who were taken off.", examples=IDS)


class CustomerOwnerChanged(Event):
    type: ClassVar[str] = "customer.owner_changed"
    kind: ClassVar[str] = "work"
    owner_id: UUID | None = Field(None, description="The new owner.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"])
