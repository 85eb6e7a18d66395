from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from atrium.billing.credits.ledger.schemas import EntryType
from atrium.billing.credits.units.schemas import UNIT_EXAMPLE
from atrium.edge.embeds.configs.schemas import ID
from atrium.kernel.schemas import Output


class EmbedStatus(Output):
    """Where the customer stands."""

    name: str = Field(description="Name.", examples=["Active"])
    colour: str = Field(description="Colour.", examples=["#10b981"])


class EmbedField(Output):
    """A custom field with its value."""

    key: str = Field(description="Key.", examples=["renewal_on"])
    label: str = Field(description="What it is called.", examples=["Renewal"])
    type: str = Field(description="What kind of value it is.", examples=["date"])
    value: Any = Field(description="The value; for selects the labels of what was chosen.", examples=["2027-01-31"])


class EmbedProfile(Output):
    """The customer as its own widget shows it."""

    name: str = Field(description="Name.", examples=["Ana Ruiz"])
    kind: str = Field(description="person or company.", examples=["person"])
    email: str | None = Field(description="The primary address.", examples=["ana@example.com"])
    phone: str | None = Field(description="The primary number (E.164).", examples=["+34600112233"])
    location: str | None = Field(description="Where they are.", examples=["Madrid"])
    status: EmbedStatus | None = Field(description="Its status, if any.")
    fields: list[EmbedField] = Field(
        description="Custom fields that its folder shows and no role has to itself, those with a value, in their order."
    )


class EmbedNote(Output):
    """A note about the customer."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    html: str = Field(description="Its text as HTML that is safe to show.", examples=["<p>Wants the annual plan</p>"])
    author_name: str = Field(description="Who wrote it.", examples=["Noa Levi"])
    pinned: bool = Field(description="Whether it stays on top.", examples=[False])
    created_at: datetime = Field(description="When it was written.", examples=["2026-11-22T09:30:00Z"])


class EmbedTimelineItem(Output):
    """Something that happened with the customer."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    type: str = Field(description="What happened.", examples=["customer.status_changed"])
    kind: str = Field(description="Group of types.", examples=["status"])
    sentence: str = Field(
        description="The same for people, in English.", examples=["Noa Levi changed status from New to Won"]
    )
    occurred_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])


class EmbedBalance(Output):
    """What the customer has of one unit."""

    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    unit_name: str = Field(description="Its name.", examples=["Credits"])
    balance: int = Field(description="What is left.", examples=[420])
    available: int = Field(description="What of it can be spent now.", examples=[400])
    low: bool = Field(description="Whether it runs low.", examples=[False])
    next_expiry_at: datetime | None = Field(
        description="When the next credits end, if any do.", examples=["2027-06-30T00:00:00Z"]
    )
    next_expiry_amount: int = Field(description="How many end then.", examples=[120])


class EmbedCredits(Output):
    """What the customer has of every unit."""

    balances: list[EmbedBalance] = Field(description="One for each unit of the workspace.")


class EmbedCreditEntry(Output):
    """One line of the history of credits."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    type: EntryType = Field(description="What happened.", examples=["consume"])
    amount: int = Field(description="What it added to the balance; negative when it took away.", examples=[-5])
    balance_after: int = Field(description="Balance of the unit after it.", examples=[495])
    note: str = Field(description="Note or reason.", examples=["Call of 3 minutes"])
    created_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])


class EmbedQuota(Output):
    """How many tool calls are left."""

    limit: int = Field(description="How much is allowed within the window.", examples=[100])
    used: int = Field(description="How much was used within the window that ends now.", examples=[3])
    remaining: int = Field(description="How much is left now.", examples=[97])
    window_seconds: int = Field(description="Length of the sliding window.", examples=[900])
    resets_at: datetime | None = Field(
        description="When more is left again; null when nothing is used.", examples=["2026-11-22T09:45:00Z"]
    )
