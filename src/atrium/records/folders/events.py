"""What happens to folders, their statuses and their permissions (B8)."""

from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class FolderEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The folder's name.", examples=["Leads"])


class FolderCreated(FolderEvent):
    type: ClassVar[str] = "folder.created"


class FolderUpdated(FolderEvent):
    type: ClassVar[str] = "folder.updated"


class FolderDeleted(FolderEvent):
    type: ClassVar[str] = "folder.deleted"


class FoldersReordered(Event):
    type: ClassVar[str] = "folder.reordered"
    kind: ClassVar[str] = "settings"
    names: list[str] = Field(
        description="Names of the folders in their new order.", examples=[["Leads", "Active clients"]]
    )


class FolderPermissionsChanged(FolderEvent):
    type: ClassVar[str] = "folder.permissions_changed"
    kind: ClassVar[str] = "security"


class StatusEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The status's name.", examples=["New"])
    folder_name: str = Field(description="Its folder's name.", examples=["Leads"])


class StatusCreated(StatusEvent):
    type: ClassVar[str] = "status.created"


class StatusUpdated(StatusEvent):
    type: ClassVar[str] = "status.updated"


class StatusDeleted(StatusEvent):
    type: ClassVar[str] = "status.deleted"


class StatusesReordered(Event):
    type: ClassVar[str] = "status.reordered"
    kind: ClassVar[str] = "settings"
    folder_name: str = Field(description="Their folder's name.", examples=["Leads"])
    names: list[str] = Field(description="Names of the statuses in their new order.", examples=[["New", "Won"]])
