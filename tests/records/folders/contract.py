"""What contract tests need of folders: things to name, and operations that need more than their examples."""

from dataclasses import replace
from typing import Any

from tests.contract.document import Place
from tests.contract.population import Population, makes
from tests.contract.requests import Call, adjusts, body_with


@makes("folder_id", "parent_id")
async def folder(its: Population) -> str:
    made = await its.post("/folders", name=its.text("Folder"))
    return str(made["id"])


@makes("status_id")
async def status(its: Population) -> str:
    folder_id = await its.identifier("folder_id")
    return str((await its.post(f"/folders/{folder_id}/statuses", name=its.text("Status"), category="open"))["id"])


@adjusts("set_folder_permissions")
async def folder_permissions(call: Call, its: Population) -> Call:
    return replace(call, body={"entries": [{"role_id": await its.identifier("role_id"), "level": "read"}]})


@body_with(("set_folder_permissions", "member_id"))
async def member_in_place_of_role(identifier: str, _place: Place, _its: Population) -> Any:
    return {"entries": [{"member_id": identifier, "level": "read"}]}


@body_with(("reorder_folders", "parent_id"))
async def children_of(identifier: str, _place: Place, its: Population) -> Any:
    child = await its.client.post("/folders", json={"name": its.text("Child"), "parent_id": identifier})
    return {
        "parent_id": identifier,
        "folder_ids": [child.json()["id"] if child.is_success else await its.identifier("folder_id")],
    }
