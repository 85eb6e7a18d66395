"""What contract tests need of custom fields: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("field_id")
async def custom_field(its: Population) -> str:
    return str((await its.post("/custom-fields", key=its.key(), label=its.text("Field"), type="text"))["id"])
