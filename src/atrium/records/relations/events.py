"""What happens to relations between customers, told once for each of the two, and to their types."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


class RelationEvent(Event):
    kind: ClassVar[str] = "relation"
    other_customer_id: UUID = Field(description="The customer at the other end.", examples=[ID])
    relation_type_id: UUID = Field(description="The type of relation.", examples=[ID])
    label: str = Field(description="What the other one is to this customer.", examples=["employee"])


class RelationCreated(RelationEvent):
    type: ClassVar[str] = "relation.created"
    sentence: ClassVar[str] = "{actor} linked {other_customer} as {label}"


class RelationDeleted(RelationEvent):
    type: ClassVar[str] = "relation.deleted"
    sentence: ClassVar[str] = "{actor} unlinked {other_customer} ({label})"


class RelationTypeEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The type's name.", examples=["employee"])


class RelationTypeCreated(RelationTypeEvent):
    type: ClassVar[str] = "relation_type.created"


class RelationTypeUpdated(RelationTypeEvent):
    type: ClassVar[str] = "relation_type.updated"


class RelationTypeDeleted(RelationTypeEvent):
    type: ClassVar[str] = "relation_type.deleted"
