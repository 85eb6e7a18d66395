from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class RoleEvent(Event):
    kind: ClassVar[str] = "security"
    name: str = Field(description="The role's name.", examples=["Support"])


class RoleCreated(RoleEvent):
    type: ClassVar[str] = "role.created"
    permissions: list[str] = Field(description="What it allows.", examples=[["customers:read"]])


class RoleUpdated(RoleEvent):
    type: ClassVar[str] = "role.updated"


class RoleDeleted(RoleEvent):
    type: ClassVar[str] = "role.deleted"
