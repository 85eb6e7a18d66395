from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class AutomationEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The automation's name.", examples=["Welcome"])


class AutomationCreated(AutomationEvent):
    type: ClassVar[str] = "automation.created"


class AutomationUpdated(AutomationEvent):
    type: ClassVar[str] = "automation.updated"
    flow_version: int = Field(description="The flow that new runs follow.", examples=[2])


class AutomationEnabled(AutomationEvent):
    type: ClassVar[str] = "automation.enabled"


class AutomationDisabled(AutomationEvent):
    type: ClassVar[str] = "automation.disabled"


class AutomationDeleted(AutomationEvent):
    type: ClassVar[str] = "automation.deleted"


class AutomationHookMade(AutomationEvent):
    """Its webhook has a new address; the former one is dead."""

    type: ClassVar[str] = "automation.hook_made"
