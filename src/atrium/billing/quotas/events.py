from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class QuotaChanged(Event):
    type: ClassVar[str] = "customer.quota_changed"
    kind: ClassVar[str] = "customer"
    metric: str = Field(description="What is counted.", examples=["tool_calls"])
    limit: int = Field(description="How much is allowed now within a sliding 15 minutes.", examples=[500])


class QuotaUsedUp(Event):
    """The last of a quota was used: further calls are refused until some leave the window. Told at most once in a
    window."""

    type: ClassVar[str] = "customer.quota_used_up"
    kind: ClassVar[str] = "customer"
    sentence: ClassVar[str] = "The quota of {limit} {metric} is used up"
    metric: str = Field(description="What is counted.", examples=["tool_calls"])
    limit: int = Field(description="How much is allowed within a sliding 15 minutes.", examples=[100])


class MeteringChanged(Event):
    type: ClassVar[str] = "workspace.metering_changed"
    kind: ClassVar[str] = "settings"
