"""What contract tests need of credits: things to name, and operations that need more than their examples."""

import secrets
from dataclasses import replace

from tests.contract.population import Population, makes, natural_key
from tests.contract.requests import Call, adjusts


async def credits_of(its: Population) -> str:
    """The address of a customer's credits, of whom there are enough."""
    path = f"/customers/{await its.identifier('customer_id')}/credits"
    await its.post(f"{path}/grants", amount=500, note=its.text("Grant"))
    return path


@makes("grant_id")
async def credit_grant(its: Population) -> str:
    path = f"/customers/{await its.identifier('customer_id')}/credits/grants"
    return str((await its.post(path, amount=500, note=its.text("Grant")))["grant"]["id"])


@makes("entry_id")
async def credit_entry(its: Population) -> str:
    source = {"type": "call", "id": its.key()}
    return str(
        (await its.post(f"{await credits_of(its)}/consume", amount=5, source=source, note=its.text("Call")))["entry"][
            "id"
        ]
    )


@makes("hold_id")
async def credit_hold(its: Population) -> str:
    return str((await its.post(f"{await credits_of(its)}/holds", amount=50, note=its.text("Call")))["hold"]["id"])


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


natural_key("unit", "credits")
