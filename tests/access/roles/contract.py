"""What contract tests need of roles: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("role_id", "view_role_id", "edit_role_id")
async def role(its: Population) -> str:
    return str((await its.post("/roles", name=its.text("Role"), permissions=["customers:read"]))["id"])
