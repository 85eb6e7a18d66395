"""What happens to shared views. Private ones are their owner's business and leave no trace."""

from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class ViewEvent(Event):
    kind: ClassVar[str] = "settings"
    name: str = Field(description="The view's name.", examples=["Renewals this month"])


class ViewShared(ViewEvent):
    type: ClassVar[str] = "view.shared"


class ViewUpdated(ViewEvent):
    """Without the values: a condition may name a custom field that the reader of the event may not view."""

    type: ClassVar[str] = "view.updated"
    parts: list[str] = Field(description="What was changed.", examples=[["columns", "filters"]])


class ViewUnshared(ViewEvent):
    """Deleted, or made private."""

    type: ClassVar[str] = "view.unshared"
