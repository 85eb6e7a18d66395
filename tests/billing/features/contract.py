"""What contract tests need of features: things to name, and operations that need more than their examples."""

import secrets

from tests.contract.population import Population, natural_key
from tests.contract.requests import Call, adjusts


@adjusts("update_feature", "delete_feature")
async def own_feature(call: Call, its: Population) -> Call:
    return call.with_path(
        feature_key=(await its.post("/features", key=f"f_{secrets.token_hex(6)}", label=its.text("Feature")))["key"]
    )


@adjusts("delete_plan")
async def own_plan(call: Call, its: Population) -> Call:
    return call.with_path(
        plan_key=(await its.post("/plans", key=f"p_{secrets.token_hex(6)}", name=its.text("Plan")))["key"]
    )


natural_key("feature_key", "portal")
natural_key("plan_key", "pro")
