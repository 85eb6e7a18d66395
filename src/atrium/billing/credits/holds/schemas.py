from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from atrium.billing.credits.ledger.schemas import (
    ID,
    LATER,
    Amount,
    CreditEntryOut,
    CreditSource,
    CreditSourceOut,
    Note,
    Unit,
)
from atrium.billing.credits.units.schemas import UNIT_EXAMPLE
from atrium.kernel.schemas import ActorOut, Input, Output

HoldState = Literal["open", "captured", "released", "expired"]


class CreditHoldIn(Input):
    """Credits to reserve."""

    unit: Unit = Field("credits", description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: Amount = Field(description="How many.", examples=[50])
    expires_in_seconds: Annotated[int, Field(strict=True, ge=1, le=30 * 86_400)] = Field(
        3600, description="How long they stay reserved when nobody settles the hold.", examples=[3600]
    )
    source: CreditSource | None = Field(None, description="What they are reserved for.")
    note: Note = Field("", description="A line for people.", examples=["Running call"])


class CreditCaptureIn(Input):
    """What to pay of a hold."""

    amount: Amount = Field(description="How many; the rest is free again.", examples=[30])
    note: Note = Field("", description="A line for the history.", examples=["Call of 3 minutes"])


class CreditHoldOut(Output):
    """Credits reserved for something."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: int = Field(description="How many.", examples=[50])
    captured: int = Field(description="What of them was paid.", examples=[0])
    state: HoldState = Field(description="It is settled once.", examples=["open"])
    expires_at: datetime = Field(description="Until when they stay reserved.", examples=[LATER])
    source: CreditSourceOut | None = Field(description="What they are reserved for, if said.")
    note: str = Field(description="A line for people.", examples=["Running call"])
    actor: ActorOut = Field(description="Who reserved them.")
    created_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])
    settled_at: datetime | None = Field(description="When it was captured, released or expired.", examples=[None])


class CreditHoldSettledOut(Output):
    """A hold, and the account with it."""

    balance: int = Field(description="Balance of the unit after it.", examples=[500])
    available: int = Field(description="What of it can be spent.", examples=[450])
    hold: CreditHoldOut = Field(description="The hold.")
    entry: CreditEntryOut | None = Field(description="The new line of the history, when something was paid.")
