from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from atrium.kernel.schemas import Input, Output

Metric = Literal["tool_calls", "api_calls", "automation_steps", "webhooks"]
Metered = Literal["api_calls", "automation_steps", "webhooks"]
Tier = Literal["basic", "pro", "enterprise", "custom"]
TIERS: Mapping[str, int] = {"basic": 100, "pro": 500, "enterprise": 2000}
"""Tool calls within the window."""
WINDOW = timedelta(minutes=15)
MOST = 1_000_000
Amount = Annotated[int, Field(strict=True, ge=1, le=MOST)]


class QuotaIn(Input):
    """How much a customer may use."""

    tier: Tier | None = Field(
        description="`basic` 100, `pro` 500, `enterprise` 2,000, `custom`; null: as its plan says.", examples=["pro"]
    )
    limit: Amount | None = Field(
        None, description="With `custom`, and only then: how much within a sliding 15 minutes.", examples=[None]
    )


class ConsumeIn(Input):
    """One use of a quota."""

    metric: Literal["tool_calls"] = Field("tool_calls", description="What is used.", examples=["tool_calls"])
    amount: Amount = Field(1, description="How much of it.", examples=[1])


class QuotaOut(Output):
    """A quota and what is left of it."""

    metric: str = Field(description="What is counted.", examples=["tool_calls"])
    tier: Tier = Field(description="The tier.", examples=["basic"])
    source: Literal["customer", "plan"] = Field(
        description="Whether the customer was given the tier, or has its plan's.", examples=["plan"]
    )
    limit: int = Field(description="How much is allowed within the window.", examples=[100])
    used: int = Field(description="How much was used within the window that ends now.", examples=[3])
    remaining: int = Field(description="How much is left now.", examples=[97])
    window_seconds: int = Field(description="Length of the sliding window.", examples=[900])
    resets_at: datetime | None = Field(
        description="When the oldest use leaves the window and more is left; null when nothing is used.",
        examples=["2026-11-22T09:45:00Z"],
    )
    full_at: datetime | None = Field(
        description="When everything is left again, if nothing else is used; null when it is now.",
        examples=["2026-11-22T09:45:00Z"],
    )


class UsageOut(Output):
    """How much of something was used within the window that ends now. It is counted, not limited."""

    metric: Metered = Field(
        description=(
            "What is counted: calls with a key of the customer, steps of automations that ran for it, attempts to tell"
            " webhooks about it."
        ),
        examples=["api_calls"],
    )
    used: int = Field(description="How much.", examples=[12])
    window_seconds: int = Field(description="Length of the sliding window.", examples=[900])


class MeteringIn(Input):
    """What to count."""

    metrics: Annotated[list[Metered], Field(max_length=3)] = Field(
        description="Counted from now on for the customer concerned.", examples=[["api_calls"]]
    )


class MeteringOut(Output):
    """What is counted besides tool calls."""

    metrics: list[Metered] = Field(description="Counted for the customer concerned.", examples=[["api_calls"]])
