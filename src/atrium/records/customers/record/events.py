from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event
from atrium.kernel.notices import ids_in, notice


class CustomerCreated(Event):
    type: ClassVar[str] = "customer.created"
    kind: ClassVar[str] = "customer"
    name: str = Field(description="Its name.", examples=["Ana Ruiz"])
    lifecycle: str = Field(description="prospect or customer.", examples=["prospect"])
    source: str | None = Field(None, description="Where it came from.", examples=["import"])


class CustomerUpdated(Event):
    """Edits of one sitting, with the values before and after (X6)."""

    type: ClassVar[str] = "customer.updated"
    kind: ClassVar[str] = "field"
    name: str = Field(description="Its name now.", examples=["Ana Ruiz"])


class CustomerStatusChanged(Event):
    type: ClassVar[str] = "customer.status_changed"
    kind: ClassVar[str] = "status"
    status_id: UUID | None = Field(
        None, description="The new status.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )


class CustomerFolderChanged(Event):
    type: ClassVar[str] = "customer.folder_changed"
    kind: ClassVar[str] = "folder"
    folder_id: UUID | None = Field(
        None, description="The new folder.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )


class CustomerConverted(Event):
    """A prospect became a customer: once in its life."""

    type: ClassVar[str] = "customer.converted"
    kind: ClassVar[str] = "status"
    name: str = Field(description="Its name.", examples=["Ana Ruiz"])


class CustomerAssigned(Event):
    type: ClassVar[str] = "customer.assigned"
    sentence: ClassVar[str] = "{actor} assigned {members}"
    kind: ClassVar[str] = "work"
    member_ids: list[UUID] = Field(
        description="The members who were assigned.", examples=[["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]]
    )


notice(
    CustomerAssigned,
    "assignment",
    "A customer is assigned to me",
    "{actor} assigned {customer} to you",
    ids_in("member_ids"),
    "/w/{customer_id}",
    more="{actor} assigned {customer} and {others} more to you",
    email="daily",
)
