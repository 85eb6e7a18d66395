"""Tools that called for customers of the sample studio."""

from atrium.billing.quotas.service import consume_quota, set_metering
from atrium.kernel.sample import Sample


async def fill(sample: Sample) -> None:
    """What is counted, and some use of it."""
    await set_metering(sample.ctx, ["api_calls", "automation_steps", "webhooks"])
    for number, customer_id in enumerate(sample.made["companies"][:3]):
        for call in range(3 + number):
            await consume_quota(sample.ctx, customer_id, 7 * (call + 1), f"demo-{call}")
