from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class WorkspaceEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The workspace's name.", examples=["Lumen Studio"])


class WorkspaceCreated(WorkspaceEvent):
    type: ClassVar[str] = "workspace.created"


class WorkspaceUpdated(WorkspaceEvent):
    type: ClassVar[str] = "workspace.updated"
    sentence: ClassVar[str] = "{actor} changed the settings of the workspace"
