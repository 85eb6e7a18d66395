"""What happens to a customer's credits. ``subject_id`` is the account: one for each customer and unit."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from atrium.kernel.events import Event
from atrium.kernel.notices import ids_in, notice
from atrium.kernel.permissions import P

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"


class CreditsEvent(Event):
    kind: ClassVar[str] = "credits"
    needs: ClassVar[P | None] = P.credits_read
    unit: str = Field(description="Key of the unit.", examples=["credits"])
    balance: int = Field(description="Balance after it.", examples=[420])
    available: int = Field(description="What of the balance could be spent after it.", examples=[400])


class CreditsMoved(CreditsEvent):
    entry_id: UUID = Field(description="The line of the history.", examples=[ID])
    amount: int = Field(description="How much, always positive.", examples=[80])
    note: str = Field("", description="Note or reason.", examples=["Welcome gift"])
    source_type: str | None = Field(None, description="Kind of what it paid for.", examples=["call"])
    source_id: str | None = Field(None, description="Its identifier there.", examples=["call_8812"])


class CreditsGranted(CreditsMoved):
    type: ClassVar[str] = "credits.granted"
    sentence: ClassVar[str] = "{actor} gave {amount} {unit}"
    grant_id: UUID = Field(description="The grant.", examples=[ID])
    category: str = Field(description="`paid` or `promotional`.", examples=["promotional"])
    expires_at: datetime | None = Field(None, description="When it ends, if it does.", examples=[None])


class CreditsVoided(CreditsMoved):
    """What was left of a grant was taken back."""

    type: ClassVar[str] = "credits.voided"
    sentence: ClassVar[str] = "{actor} took back {amount} {unit}"
    grant_id: UUID = Field(description="The grant.", examples=[ID])


class CreditsConsumed(CreditsMoved):
    """Usage. What one caller uses within a sitting is one event: its `changes` tell the balance before and after all of
    it, the rest tells its last debit."""

    type: ClassVar[str] = "credits.consumed"
    sentence: ClassVar[str] = "{actor} used {unit}, {balance} are left"


class CreditsDeducted(CreditsMoved):
    """A member took credits away, with a reason."""

    type: ClassVar[str] = "credits.deducted"
    sentence: ClassVar[str] = "{actor} deducted {amount} {unit}"


class CreditsReversed(CreditsMoved):
    """A debit was taken back: its credits are where they came from."""

    type: ClassVar[str] = "credits.reversed"
    sentence: ClassVar[str] = "{actor} gave back {amount} {unit}"
    reverses_id: UUID = Field(description="The line that was reversed.", examples=[ID])


class CreditsGrantExpired(CreditsEvent):
    """What was left of a grant ended with it."""

    type: ClassVar[str] = "credits.grant_expired"
    sentence: ClassVar[str] = "{amount} {unit} expired"
    grant_id: UUID = Field(description="The grant.", examples=[ID])
    amount: int = Field(description="What was left of it.", examples=[30])


class CreditsHoldEvent(CreditsEvent):
    hold_id: UUID = Field(description="The hold.", examples=[ID])
    amount: int = Field(description="How much was reserved.", examples=[50])


class CreditsHeld(CreditsHoldEvent):
    """Credits were reserved for something that is still running."""

    type: ClassVar[str] = "credits.held"
    sentence: ClassVar[str] = "{actor} reserved {amount} {unit}"


class CreditsReleased(CreditsHoldEvent):
    """A reservation ended without a payment."""

    type: ClassVar[str] = "credits.released"
    sentence: ClassVar[str] = "{amount} reserved {unit} are free again"
    expired: bool = Field(description="Whether it ended because its time was over.", examples=[False])


class CreditsLineCrossed(CreditsEvent):
    member_ids: list[UUID] = Field(
        description="Members who are told: who may manage credits and see the customer.", examples=[[ID]]
    )


class CreditsLow(CreditsLineCrossed):
    """What is available went below the threshold: once per crossing."""

    type: ClassVar[str] = "credits.low"
    sentence: ClassVar[str] = "Only {available} {unit} are left, less than {threshold}"
    threshold: int = Field(description="The threshold.", examples=[500])


class CreditsDepleted(CreditsLineCrossed):
    """Nothing is available any more."""

    type: ClassVar[str] = "credits.depleted"
    sentence: ClassVar[str] = "No {unit} are left"


class CreditsTopUpDue(CreditsLineCrossed):
    """The rule for topping up applies: at most once a month."""

    type: ClassVar[str] = "credits.top_up_due"
    sentence: ClassVar[str] = "{top_up} {unit} are to be bought: only {available} are left"
    top_up: int = Field(description="How much to add.", examples=[1000])


class CreditsCheckFailed(CreditsEvent):
    """The checker found that entries, grants, holds and balance of an account do not agree: once, until they do
    again."""

    type: ClassVar[str] = "credits.check_failed"
    sentence: ClassVar[str] = "The ledger of {unit} does not add up: {problem}"
    problem: str = Field(description="What disagrees: `entries`, `sequence`, `grants` or `holds`.", examples=["grants"])
    entries_sum: int = Field(description="Sum of all entries.", examples=[420])
    grants_sum: int = Field(description="Sum of what remains of all grants.", examples=[410])
    member_ids: list[UUID] = Field(description="Members who are told.", examples=[[ID]])


class CreditsSettingsChanged(Event):
    """Threshold, price or rule for topping up were changed."""

    type: ClassVar[str] = "credits.settings_changed"
    kind: ClassVar[str] = "credits"
    needs: ClassVar[P | None] = P.credits_read
    sentence: ClassVar[str] = "{actor} changed the settings of {unit}"
    unit: str = Field(description="Key of the unit.", examples=["credits"])


_TAB = "/customers?customer={customer_id}&manage=credits"
_TOLD = ids_in("member_ids")
notice(
    CreditsLow,
    "credits_low",
    "A customer's credits run low",
    "Only {available} {unit} of {customer} are left",
    _TOLD,
    _TAB,
    of_own=True,
)
notice(
    CreditsTopUpDue,
    "credits_top_up",
    "A customer's credits are to be topped up",
    "{top_up} {unit} are to be bought for {customer}",
    _TOLD,
    _TAB,
    of_own=True,
)
notice(
    CreditsCheckFailed,
    "credits_check",
    "A customer's credits do not add up",
    "The {unit} of {customer} do not add up: {problem}",
    _TOLD,
    _TAB,
    email="hourly",
    of_own=True,
)
