"""What contract tests need of quotas: things to name, and operations that need more than their examples."""

from tests.contract.population import Population
from tests.contract.requests import Call, adjusts


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
