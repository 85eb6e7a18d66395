"""What contract tests need of customers: things to name, and operations that need more than their examples."""

from dataclasses import replace
from typing import Any

from tests.contract.document import Place
from tests.contract.population import Population, makes, natural_key
from tests.contract.requests import Call, adjusts, alone, body_with, picture_file


@makes("customer_id", "other_customer_id")
async def customer(its: Population) -> str:
    details = {
        "email": f"{its.key()}@example.com",
        "location": its.text("Location"),
        "external_ids": {"crm": its.key()},
    }
    return str((await its.post("/customers", name=its.text("Customer"), lifecycle="prospect", **details))["id"])


@adjusts("get_customer_avatar", "remove_customer_avatar")
async def with_customer_avatar(call: Call, its: Population) -> Call:
    assert (await its.client.put(f"/customers/{call.path['customer_id']}/avatar", files=picture_file())).is_success
    return call


@adjusts("restore_customer", "purge_customer")
async def in_the_trash(call: Call, its: Population) -> Call:
    assert (await its.client.delete(f"/customers/{call.path['customer_id']}")).status_code == 204
    return call


@adjusts("upsert_customer_by_identifier")
async def upsert(call: Call, its: Population) -> Call:
    return replace(call, body={"name": its.text("Customer")})


@adjusts("remove_customer_tag")
async def with_tag(call: Call, its: Population) -> Call:
    await its.post(f"/customers/{call.path['customer_id']}/tags", tag_ids=[call.path["tag_id"]])
    return call


@adjusts("remove_customer_tag_group")
async def with_tag_group(call: Call, its: Population) -> Call:
    await its.post(f"/customers/{call.path['customer_id']}/tag-groups/{call.path['group_id']}")
    return call


@adjusts("edit_customers")
async def bulk_edit(call: Call, its: Population) -> Call:
    return replace(
        call, body={"selection": {"customer_ids": [await its.identifier("customer_id")]}, "action": {"type": "delete"}}
    )


@body_with(
    ("create_customer", "status_id"), ("update_customer", "status_id"), ("upsert_customer_by_identifier", "status_id")
)
async def status_in_its_folder(identifier: str, _place: Place, its: Population) -> Any:
    return {"name": its.text("Customer"), "folder_id": await its.identifier("folder_id"), "status_id": identifier}


@body_with(("edit_customers", "filter"))
async def bulk_edit_by_filter(identifier: str, place: Place, _its: Population) -> Any:
    return {"selection": {"filter": alone(identifier, place[2:])}, "action": {"type": "delete"}}


natural_key("scheme", "hubspot")
natural_key("value", "991")
