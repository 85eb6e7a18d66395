"""What contract tests need of webhooks: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("endpoint_id")
async def webhook_endpoint(its: Population) -> str:
    return str(
        (
            await its.post(
                "/webhook-endpoints",
                url="https://example.com/atrium",
                event_types=["*"],
                description=its.text("Endpoint"),
            )
        )["id"]
    )


@makes("delivery_id")
async def webhook_delivery(its: Population) -> str:
    endpoint_id = await its.identifier("endpoint_id")
    return str((await its.post(f"/webhook-endpoints/{endpoint_id}/test"))["id"])
