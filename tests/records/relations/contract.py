"""What contract tests need of relations: things to name, and operations that need more than their examples."""

from dataclasses import replace
from typing import Any

from tests.contract.document import Place
from tests.contract.population import Population, makes, means
from tests.contract.requests import Call, adjusts, alone, body_with
from tests.records.customers.contract import customer


@makes("type_id")
async def relation_type(its: Population) -> str:
    return str((await its.post("/relation-types", name=its.text("Employee"), inverse_name=its.text("Company")))["id"])


@makes("relation_id")
async def relation(its: Population) -> str:
    first, second, kind = await its.identifier("customer_id"), await customer(its), await its.identifier("type_id")
    return str((await its.post(f"/customers/{first}/relations", type_id=kind, customer_id=second))["id"])


@adjusts("create_relation")
async def relate(call: Call, its: Population) -> Call:
    return replace(call, body={"type_id": await its.identifier("type_id"), "customer_id": await customer(its)})


@body_with(("create_relation", "new_customer"))
async def related_new_customer(identifier: str, place: Place, its: Population) -> Any:
    inside = {
        "name": its.text("Customer"),
        "folder_id": await its.identifier("folder_id"),
        **alone(identifier, place[1:]),
    }
    return {"type_id": await its.identifier("type_id"), "new_customer": inside}


means("create_relation", "customer_id", "other_customer_id")
