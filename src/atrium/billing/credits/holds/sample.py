"""Credits of customers of the sample studio."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from atrium.billing.credits.holds.schemas import CreditHoldIn
from atrium.billing.credits.holds.service import hold
from atrium.billing.credits.ledger.schemas import (
    CreditConsumeIn,
    CreditDeductionIn,
    CreditGrantIn,
    CreditSettingsPatch,
    CreditSource,
)
from atrium.billing.credits.ledger.service import account_for_change, change_settings, consume, deduct, grant
from atrium.kernel.sample import Sample


async def fill(sample: Sample) -> None:
    """Half of the people, and two companies."""
    for customer_id in [*sample.made["people"][::2], *sample.made["companies"][:2]]:
        await _credits(sample, customer_id)


async def _credits(sample: Sample, customer_id: UUID) -> None:
    """Paid credits and a gift that ends, some calls, one that is still running, and minutes of the telephone."""
    ctx, choose = sample.ctx, sample.choose
    gift = {"category": "promotional", "expires_at": datetime.now(UTC) + timedelta(days=21), "priority": 10}
    await grant(ctx, customer_id, CreditGrantIn(amount=1000, note="Starter package"))
    await grant(ctx, customer_id, CreditGrantIn.model_validate({"amount": 250, "note": "Welcome gift", **gift}))
    await grant(ctx, customer_id, CreditGrantIn(unit="telephony", amount=600, note="Ten hours"))
    settings = CreditSettingsPatch.model_validate({"low_below": 200, "price_per_minute": 10, "grace_seconds": 6})
    await change_settings(ctx, await account_for_change(ctx, customer_id, "credits"), settings)
    for number in range(8):
        minutes = choose.randint(1, 6)
        paid = CreditSource(type="call", id=f"call_{8800 + number}")
        await consume(
            ctx,
            customer_id,
            CreditConsumeIn(
                amount=10 * minutes, source=paid, note=f"Call of {minutes} minute{'s' if minutes > 1 else ''}"
            ),
        )
    await deduct(ctx, customer_id, CreditDeductionIn(amount=25, reason="Report made by hand"))
    await hold(
        ctx,
        customer_id,
        CreditHoldIn(
            amount=60, source=CreditSource(type="call", id="call_8808"), note="Running call", expires_in_seconds=86_400
        ),
    )
