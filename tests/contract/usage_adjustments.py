"""As ``adjustments.py``, for what customers may use: credits, features, quotas and embeds."""

import secrets
import time
from dataclasses import replace
from uuid import UUID

from tests.contract.population import Population, credits_of, launch_code, unlock_embeds
from tests.contract.requests import Call, adjusts

# ── billing
# ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@adjusts("consume_credits", "deduct_credits", "create_credit_hold")
async def spend_credits(call: Call, its: Population) -> Call:
    await credits_of(its)
    return call


@adjusts("price_call")
async def price_call(call: Call, its: Population) -> Call:
    answer = await its.client.patch(
        f"/customers/{call.path['customer_id']}/credits/settings/credits", json={"price_per_minute": 10}
    )
    assert answer.is_success, answer.text
    return call


@adjusts("create_credit_unit")
async def create_credit_unit(call: Call, its: Population) -> Call:
    return replace(call, body={**call.body, "key": its.key()})


@adjusts("delete_credit_unit")
async def delete_credit_unit(call: Call, its: Population) -> Call:
    return call.with_path(
        unit=(await its.post("/credit-units", key=f"u_{secrets.token_hex(6)}", name=its.text("Unit")))["key"]
    )


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


@adjusts("get_customer_quota", "set_customer_quota", "consume_customer_quota")
async def integrated(call: Call, its: Population) -> Call:
    customer = await its.identifier("customer_id")
    answer = await its.client.patch(
        f"/customers/{customer}/features", json={"integration": True, "integration_apps": ["generic"]}
    )
    assert answer.is_success, answer.text
    return (
        call.with_headers(Idempotency_Key="contract-quota") if call.operation.id == "consume_customer_quota" else call
    )


# ── embeds
# ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@adjusts("create_embed_token")
async def with_embeds_on(call: Call, its: Population) -> Call:
    await unlock_embeds(its, call.path["customer_id"])
    return call


@adjusts("create_embed_session")
async def with_launch_code(call: Call, its: Population) -> Call:
    return replace(call, body={"code": await launch_code(its)})


@adjusts("submit_embed_form")
async def filled_in_by_the_customer(call: Call, its: Population) -> Call:
    """As a widget sends it that was open for a while."""
    from atrium.edge.forms.pages.service import page_token

    await its.caller(call.operation)
    form_id, customer_id = UUID(await its.identifier("form_id")), UUID(await its.identifier("customer_id"))
    token = page_token(form_id, customer_id=customer_id, issued_at=time.time() - 10)
    return replace(call, body={"token": token, "values": {"name": its.text("Visitor")}})


@adjusts("delete_embed_config")
async def config_without_tokens(call: Call, its: Population) -> Call:
    made = await its.post("/embed-configs", name=its.text("Embed"), scopes=["customers:read"], widgets=["profile"])
    return call.with_path(config_id=str(made["id"]))


@adjusts("list_embed_refusals")
async def turned_away(call: Call, its: Population) -> Call:
    key = await its.identifier("embed_key")
    for number in range(3):
        await its.home.client().get(f"/embed/pages/{key}", headers={"Origin": f"https://{its.mark}{number}.example"})
    return call
