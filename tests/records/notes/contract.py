"""What contract tests need of notes: things to name, and operations that need more than their examples."""

from tests.contract.population import Population, makes


@makes("note_id")
async def note(its: Population) -> str:
    customer_id = await its.identifier("customer_id")
    return str((await its.post(f"/customers/{customer_id}/notes", body=its.text("Note")))["id"])
