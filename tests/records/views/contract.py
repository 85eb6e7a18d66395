"""What contract tests need of views: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("view_id")
async def view(its: Population) -> str:
    return str((await its.post("/views", name=its.text("View"), shared=True))["id"])
