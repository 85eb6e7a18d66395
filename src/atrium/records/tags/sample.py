"""Tags of the sample studio."""

from atrium.kernel.sample import Sample
from atrium.records.tags.schemas import TagGroupIn, TagIn
from atrium.records.tags.service import create_group, create_tag

TAGS = {
    "Segment": ("#f59e0b", ("VIP", "Wholesale", "Local")),
    "Interest": ("#8b5cf6", ("Branding", "Website", "Photography", "Upsell target")),
}


async def fill(sample: Sample) -> None:
    """Leaves ``tags``."""
    found = sample.made["tags"] = []
    for name, (colour, tags) in TAGS.items():
        group = await create_group(sample.ctx, TagGroupIn(name=name, colour=colour))
        for tag in tags:
            found.append((await create_tag(sample.ctx, TagIn(name=tag, group_id=group.id))).Tag.id)
