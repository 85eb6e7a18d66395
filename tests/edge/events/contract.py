"""What contract tests need of events: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("event_id", "after_id")
async def event(its: Population) -> str:
    await its.post("/tags", name=its.text("Tag"))
    return str((await its.client.get("/events", params={"limit": 1})).json()["items"][0]["id"])
