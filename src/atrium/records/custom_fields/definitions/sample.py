"""What the sample studio wants to know about its customers."""

from atrium.kernel.sample import Sample
from atrium.records.custom_fields.definitions.schemas import CustomFieldIn
from atrium.records.custom_fields.definitions.service import create_field

FIELDS = (
    CustomFieldIn(
        key="renewal_on", label="Renewal", type="date", section="Contract", help="The day the contract ends."
    ),
    CustomFieldIn(key="monthly_budget", label="Monthly budget", type="currency", section="Contract"),
    CustomFieldIn.model_validate(
        {
            "key": "plan",
            "label": "Plan",
            "type": "select",
            "section": "Contract",
            "options": [{"label": label} for label in ("Starter", "Growth", "Partner")],
        }
    ),
    CustomFieldIn(key="website", label="Website", type="url", section="About"),
    CustomFieldIn(key="call_back_at", label="Call back", type="follow_up", section="About"),
    CustomFieldIn(key="newsletter", label="Newsletter", type="checkbox", section="About", default_value=False),
)


async def fill(sample: Sample) -> None:
    """The fields."""
    for field in FIELDS:
        await create_field(sample.ctx, field)
    sample.ctx.cache.clear()
