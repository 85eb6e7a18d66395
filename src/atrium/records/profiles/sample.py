"""Who talked to the sample studio on its web page."""

from atrium.kernel.sample import Sample
from atrium.records.profiles.schemas import ProfileIn
from atrium.records.profiles.service import create_profile


async def fill(sample: Sample) -> None:
    """Channel identities of some people."""
    for number, customer_id in enumerate(sample.made["people"][::3]):
        profile = ProfileIn(channel="webchat", handle=f"visitor-{number}", display_name=f"Visitor {number + 1}")
        await create_profile(sample.ctx, customer_id, profile)
