"""What contract tests need of api keys: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("key_id")
async def api_key(its: Population) -> str:
    return str((await its.post("/api-keys", name=its.text("Key"), scopes=["customers:read"]))["id"])
