from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.billing.credits.units.schemas import UNIT_EXAMPLE, UnitKey
from atrium.kernel.schemas import ActorOut, Input, Instant, Line, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
LATER = "2027-06-30T00:00:00Z"
MOST = 1_000_000_000_000
"""Most credits that move at once."""

Amount = Annotated[int, Field(strict=True, ge=1, le=MOST, description="Whole credits, at least 1.", examples=[5])]
Note = Annotated[Line, Field(max_length=500)]
Category = Literal["paid", "promotional"]
EntryType = Literal["grant", "consume", "deduct", "capture", "expire", "void", "reversal"]
GrantState = Literal["active", "pending", "spent", "expired", "voided"]
Unit = Annotated[UnitKey, Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])]


class CreditSource(Input):
    """What a debit pays for."""

    type: Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_.]*$")] = Field(
        description="Kind of thing: `call`, `tool_call`, `order` or a name of your own.", examples=["call"]
    )
    id: Annotated[Line, Field(min_length=1, max_length=200)] = Field(
        description="Its identifier there.", examples=["call_8812"]
    )


class CreditGrantIn(Input):
    """Credits to give."""

    unit: Unit = Field("credits", description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: Amount = Field(description="How many.", examples=[500])
    priority: Annotated[int, Field(strict=True, ge=0, le=100)] = Field(
        50, description="Lower burns first.", examples=[50]
    )
    effective_at: Instant | None = Field(
        None, description="From when they can be spent; null: at once.", examples=[None]
    )
    expires_at: Instant | None = Field(
        None, description="When what is left of them ends; null: never.", examples=[LATER]
    )
    category: Category = Field("paid", description="Whether they were paid for.", examples=["promotional"])
    note: Note = Field("", description="Why, for the history.", examples=["Welcome gift"])


class CreditConsumeIn(Input):
    """Usage to pay for."""

    unit: Unit = Field("credits", description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: Amount = Field(description="How many.", examples=[5])
    source: CreditSource = Field(description="What it pays for; the history links to it.")
    note: Note = Field("", description="A line for the history.", examples=["Call of 3 minutes"])


class CreditDeductionIn(Input):
    """Credits to take away."""

    unit: Unit = Field("credits", description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: Amount = Field(description="How many.", examples=[5])
    reason: Annotated[Line, Field(min_length=1, max_length=500)] = Field(
        description="Why, for the history.", examples=["Booked twice"]
    )
    source: CreditSource | None = Field(None, description="What it pays for, if anything.")


class CreditNoteIn(Input):
    """A line for the history."""

    note: Note = Field("", description="Why.", examples=["Given to the wrong customer"])


class CreditSourceOut(Output):
    """What a debit paid for."""

    type: str = Field(description="Kind of thing.", examples=["call"])
    id: str = Field(description="Its identifier there.", examples=["call_8812"])


class CreditGrantShare(Output):
    """The part of an entry that went into or came out of one grant."""

    grant_id: UUID = Field(description="The grant.", examples=[ID])
    amount: int = Field(description="Negative when it came out of it.", examples=[-5])


class CreditEntryOut(Output):
    """One line of the history. It is never changed."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    type: EntryType = Field(description="What happened.", examples=["consume"])
    amount: int = Field(description="What it added to the balance; negative when it took away.", examples=[-5])
    balance_after: int = Field(description="Balance of the unit after it.", examples=[495])
    note: str = Field(description="Note or reason.", examples=["Call of 3 minutes"])
    actor: ActorOut = Field(description="Who did it.")
    source: CreditSourceOut | None = Field(description="What it paid for, if anything.")
    grants: list[CreditGrantShare] = Field(
        description="The grants it went into or came out of, in the order in which they burn."
    )
    hold_id: UUID | None = Field(description="The hold it captured, if it did.", examples=[None])
    reverses_id: UUID | None = Field(description="The entry that it reverses, if it does.", examples=[None])
    reversed_by_id: UUID | None = Field(description="The entry that reversed it, if one did.", examples=[None])
    created_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])


class CreditMovementOut(Output):
    """What a movement left behind."""

    balance: int = Field(description="Balance of the unit after it.", examples=[495])
    available: int = Field(description="What of it can be spent.", examples=[495])
    entry: CreditEntryOut = Field(description="The new line of the history.")


class CreditGrantOut(Output):
    """Credits given at one time."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: int = Field(description="How many were given.", examples=[500])
    remaining: int = Field(description="What is left of them.", examples=[420])
    held: int = Field(description="What of the rest is reserved.", examples=[0])
    priority: int = Field(description="Lower burns first.", examples=[50])
    category: Category = Field(description="Whether they were paid for.", examples=["promotional"])
    source: Literal["manual", "api", "automation", "top_up"] = Field(
        description="Where they came from.", examples=["manual"]
    )
    state: GrantState = Field(
        description="`pending` until it is effective, `active` while something is left of it.", examples=["active"]
    )
    effective_at: datetime = Field(description="From when they can be spent.", examples=["2026-11-22T09:30:00Z"])
    expires_at: datetime | None = Field(description="When what is left of them ends, if ever.", examples=[LATER])
    voided_at: datetime | None = Field(description="When it was taken back, if it was.", examples=[None])
    note: str = Field(description="Why they were given.", examples=["Welcome gift"])
    actor: ActorOut = Field(description="Who gave them.")
    created_at: datetime = Field(description="When.", examples=["2026-11-22T09:30:00Z"])


class CreditGrantedOut(Output):
    """A grant, and the balance with it."""

    balance: int = Field(description="Balance of the unit after it.", examples=[500])
    available: int = Field(description="What of it can be spent.", examples=[500])
    grant: CreditGrantOut = Field(description="The grant.")


class CreditBalanceOut(Output):
    """What a customer has of one unit."""

    account_id: UUID | None = Field(
        description="The account, the `subject_id` of its events; null until something happened.", examples=[ID]
    )
    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    unit_name: str = Field(description="Its name.", examples=["Credits"])
    balance: int = Field(description="What is left of all grants.", examples=[420])
    held: int = Field(description="Reserved by holds.", examples=[20])
    pending: int = Field(description="Given, but not effective yet.", examples=[0])
    available: int = Field(description="What can be spent now.", examples=[400])
    promotional: int = Field(description="What of the balance was not paid for.", examples=[100])
    low_below: int | None = Field(description="Threshold of the low balance, if there is one.", examples=[500])
    low: bool = Field(description="Whether less than the threshold is available.", examples=[True])
    next_expiry_at: datetime | None = Field(description="When the next credits end, if any do.", examples=[LATER])
    next_expiry_amount: int = Field(description="How many end then.", examples=[120])


class CreditBalancesOut(Output):
    """What a customer has of every unit."""

    balances: list[CreditBalanceOut] = Field(description="One for each unit of the workspace.")


class TopUpRule(Input):
    """Below `below` available credits, `amount` are to be bought, at most `monthly_ceiling` a month."""

    below: Annotated[int, Field(strict=True, ge=1, le=MOST)] = Field(
        description="When less than this is available.", examples=[100]
    )
    amount: Amount = Field(description="How many are to be added.", examples=[1000])
    monthly_ceiling: Amount = Field(description="Most that is added in a calendar month (UTC).", examples=[3000])

    @model_validator(mode="after")
    def _within(self) -> "TopUpRule":
        if self.monthly_ceiling < self.amount:
            raise PydanticCustomError("below_amount", "monthly_ceiling must be at least the amount")
        return self


class TopUpRuleOut(Output):
    """When credits are to be bought."""

    below: int = Field(description="When less than this is available.", examples=[100])
    amount: int = Field(description="How many are to be added.", examples=[1000])
    monthly_ceiling: int = Field(description="Most that is added in a calendar month (UTC).", examples=[3000])
    asked_this_month: bool = Field(description="Whether members were told already this month.", examples=[False])


class CreditSettingsPatch(Input):
    """What to change of the settings of one unit."""

    low_below: Annotated[int, Field(strict=True, ge=1, le=MOST)] | None = Field(
        None, description="Threshold of the low balance; null: none.", examples=[500]
    )
    price_per_minute: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)] | None = Field(
        None, description="Credits for each begun minute of a call; null: calls are not priced.", examples=[10]
    )
    grace_seconds: Annotated[int, Field(strict=True, ge=0, le=3600)] = Field(
        0, description="Seconds that are free, at the beginning and after each minute.", examples=[6]
    )
    top_up: TopUpRule | None = Field(None, description="Rule for topping up; null: none.")


class CreditSettingsOut(Output):
    """Settings of one unit of a customer."""

    unit: str = Field(description="Key of the unit.", examples=[UNIT_EXAMPLE])
    low_below: int | None = Field(description="Threshold of the low balance, if there is one.", examples=[500])
    price_per_minute: int | None = Field(description="Credits for each begun minute of a call.", examples=[10])
    grace_seconds: int = Field(
        description="Seconds that are free, at the beginning and after each minute.", examples=[6]
    )
    top_up: TopUpRuleOut | None = Field(description="Rule for topping up, if there is one.")


class ConsumeCreditsStep(Input):
    """Pays for something with the customer's credits."""

    unit: Unit = Field("credits", description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: Amount = Field(description="How many.", examples=[5])
    note: Note = Field("", description="A line for the history, with placeholders.", examples=["{{automation.name}}"])


class GrantCreditsStep(Input):
    """Gives the customer credits."""

    unit: Unit = Field("credits", description="Key of the unit.", examples=[UNIT_EXAMPLE])
    amount: Amount = Field(description="How many.", examples=[50])
    priority: Annotated[int, Field(strict=True, ge=0, le=100)] = Field(
        50, description="Lower burns first.", examples=[50]
    )
    expires_in_days: Annotated[int, Field(strict=True, ge=1, le=3650)] | None = Field(
        None, description="How long they last; null: for ever.", examples=[90]
    )
    category: Category = Field("promotional", description="Whether they were paid for.", examples=["promotional"])
    note: Note = Field("", description="A line for the history, with placeholders.", examples=["Birthday gift"])
