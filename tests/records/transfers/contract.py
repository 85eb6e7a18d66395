"""What contract tests need of transfers: things to name, and operations that need more than their examples."""

from dataclasses import replace
from typing import Any

from tests.contract.document import Place
from tests.contract.population import Population, makes
from tests.contract.requests import Call, adjusts, body_with


@makes("import_id")
async def uploaded_import(its: Population) -> str:
    """A file that waits to be started."""
    content = f"Name,E-mail\n{its.text('Person')},{its.key()}@example.com\n".encode()
    answer = await its.client.post(
        "/imports", files={"file": ("people.csv", content)}, data={"options": '{"preview": true}'}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@adjusts("create_import")
async def contact_file(call: Call, its: Population) -> Call:
    content = f"Name,E-mail\n{its.text('Person')},{its.key()}@example.com\n".encode()
    return replace(call, body={}, files={"file": ("people.csv", content)})


@body_with(("preview_import", "status_id"), ("start_import", "status_id"))
async def status_for_all_rows(identifier: str, _place: Place, its: Population) -> Any:
    return {"folder_id": await its.identifier("folder_id"), "status_id": identifier}
