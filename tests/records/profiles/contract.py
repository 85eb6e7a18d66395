"""What contract tests need of profiles: things to name, and operations that need more than their examples."""

from uuid import UUID

from tests.contract.population import Population, makes
from tests.records.customers.contract import customer


@makes("profile_id")
async def profile(its: Population) -> str:
    customer_id = await its.identifier("customer_id")
    return str((await its.post(f"/customers/{customer_id}/profiles", channel="webchat", handle=its.key()))["id"])


@makes("conflict_id")
async def profile_conflict(its: Population) -> str:
    """Two customers with one handle, as a channel reports them."""
    from atrium.records.profiles.service import record_contact

    handle = its.key()
    for claimant in (await customer(its), await its.identifier("customer_id")):
        async with its.home.ctx() as ctx:
            await record_contact(ctx, UUID(claimant), "webchat", handle)
    return str((await its.client.get("/profile-conflicts")).json()["items"][0]["id"])
