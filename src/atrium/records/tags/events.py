from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class TagEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The tag's or group's name.", examples=["VIP"])


class TagCreated(TagEvent):
    type: ClassVar[str] = "tag.created"


class TagUpdated(TagEvent):
    type: ClassVar[str] = "tag.updated"


class TagDeleted(TagEvent):
    type: ClassVar[str] = "tag.deleted"


class TagsMerged(TagEvent):
    type: ClassVar[str] = "tag.merged"
    into: str = Field(description="Name of the tag that remains.", examples=["Very important"])


class TagGroupCreated(TagEvent):
    type: ClassVar[str] = "tag_group.created"


class TagGroupUpdated(TagEvent):
    type: ClassVar[str] = "tag_group.updated"


class TagGroupDeleted(TagEvent):
    type: ClassVar[str] = "tag_group.deleted"
