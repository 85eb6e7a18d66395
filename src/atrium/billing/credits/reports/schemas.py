from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from atrium.billing.credits.units.schemas import UNIT_EXAMPLE
from atrium.kernel.schemas import Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
MOST_SECONDS = 7 * 86_400
Seconds = Annotated[int, Field(ge=0, le=MOST_SECONDS, description="How long the call has lasted.", examples=[185])]


class CallPriceOut(Output):
    """What a call costs so far, and how long it can go on."""

    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    seconds: int = Field(description="How long the call has lasted.", examples=[185])
    price_per_minute: int = Field(description="Credits for each begun minute.", examples=[10])
    grace_seconds: int = Field(
        description="Seconds that are free, at the beginning and after each minute.", examples=[6]
    )
    billed_minutes: int = Field(description="Minutes that count: those begun after the grace.", examples=[3])
    amount: int = Field(description="What it costs so far.", examples=[30])
    available: int = Field(description="What the customer can spend.", examples=[400])
    covered: bool = Field(description="Whether that is enough for the amount.", examples=[True])
    seconds_covered: int | None = Field(
        description="How long a call the available credits pay for; null when calls are free.", examples=[2406]
    )
    explanation: str = Field(description="The sum, for people.", examples=["185 s - 6 s grace = 3 begun minutes at 10"])


class CreditForecastOut(Output):
    """When the credits run out if they go on burning as in the last thirty days."""

    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    available: int = Field(description="What can be spent now.", examples=[400])
    burned: int = Field(description="Debits of the time looked at, less reversals.", examples=[600])
    days_observed: int = Field(
        description="Days looked at: thirty, or fewer when the account is younger.", examples=[30]
    )
    per_day: float = Field(description="`burned` / `days_observed`.", examples=[20.0])
    runs_out_on: date | None = Field(
        description="The day; null when nothing burns or it lasts longer than two years.", examples=["2026-12-18"]
    )
    days_left: int | None = Field(description="Days until then.", examples=[20])
    expiring_unused: int = Field(description="What will end before it is used at this pace.", examples=[0])
    explanation: str = Field(
        description="How it was worked out.", examples=["600 used in 30 days is 20 a day; 400 last 20 days."]
    )


class CreditDay(Output):
    """One day of a unit (UTC)."""

    dated_on: date = Field(description="The day.", examples=["2026-11-22"])
    balance: int = Field(description="Balance at its end.", examples=[420])
    burned: int = Field(description="Debits of the day, less what was reversed on it.", examples=[35])
    added: int = Field(description="What was given on it.", examples=[0])
    ended: int = Field(description="What expired or was voided on it.", examples=[0])


class CreditSeriesOut(Output):
    """Balance and burn, day by day."""

    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    customer_id: UUID = Field(description="The customer.", examples=[ID])
    days: list[CreditDay] = Field(description="Every day of the span, oldest first.")
