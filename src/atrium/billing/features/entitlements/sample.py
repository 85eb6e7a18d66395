"""A feature and a plan of the sample studio's own."""

from typing import Any

from atrium.billing.features.entitlements.service import change_features, lock_features
from atrium.billing.features.plans.schemas import FeatureIn, PlanIn
from atrium.billing.features.plans.service import create_feature, create_plan
from atrium.kernel.sample import Sample


async def fill(sample: Sample) -> None:
    """Three companies use the portal, embeds and tools of other apps."""
    ctx = sample.ctx
    described = {"label": "Priority support", "description": "Answers within an hour.", "requires": ["portal"]}
    await create_feature(ctx, FeatureIn.model_validate({"key": "priority_support", **described}))
    values = {"api_access": True, "priority_support": True}
    await create_plan(
        ctx, PlanIn.model_validate({"key": "partner", "name": "Partner", "based_on": "pro", "values": values})
    )
    for number, plan in enumerate(("pro", "partner", "enterprise")):
        apps = ["generic", "zapier"][: number + 1]
        chosen: dict[str, Any] = {"plan": plan, "portal": True, "integration": True, "integration_apps": apps}
        await change_features(ctx, await lock_features(ctx, sample.made["companies"][number]), chosen)
