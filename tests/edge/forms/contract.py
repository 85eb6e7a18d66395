"""What contract tests need of forms: things to name, and operations that need more than their examples."""

import time
from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.contract.document import Place
from tests.contract.population import Population, makes
from tests.contract.requests import Call, adjusts, body_with


@makes("form_id")
async def form(its: Population) -> str:
    return str((await its.post("/forms", name=its.text("Form"), title=its.text("Title"), active=True))["id"])


@makes("form_key")
async def form_key(its: Population) -> str:
    made = await its.client.get(f"/forms/{await its.identifier('form_id')}")
    return str(made.json()["key"])


@adjusts("submit_form")
async def filled_in(call: Call, its: Population) -> Call:
    """As a page sends it that was open for a while."""
    from atrium.edge.forms.pages.service import page_token

    token = page_token(UUID(await its.identifier("form_id")), issued_at=time.time() - 10)
    return replace(
        call, body={"token": token, "values": {"name": its.text("Visitor"), "email": f"{its.key()}@example.com"}}
    )


@adjusts("list_form_submissions")
async def with_submissions(call: Call, its: Population) -> Call:
    from tests.contract.document import operations

    submit = next(operation for operation in operations() if operation.id == "submit_form")
    form = (await its.client.get(f"/forms/{call.path['form_id']}")).json()
    from atrium.edge.forms.pages.service import page_token

    for _ in range(3):
        token = page_token(UUID(form["id"]), issued_at=time.time() - 10)
        values = {"name": its.text("Visitor"), "email": f"{its.key()}@example.com"}
        answer = await Call(submit, {"form_key": form["key"]}, body={"token": token, "values": values}).send(its.client)
        assert answer.status_code == 201, answer.text
    return call


@body_with(("create_form", "status_id"), ("update_form", "status_id"))
async def status_of_a_form(identifier: str, _place: Place, its: Population) -> Any:
    return {"name": its.text("Form"), "folder_id": await its.identifier("folder_id"), "status_id": identifier}


@body_with(("create_form", "fields"), ("update_form", "fields"))
async def question_about_a_field(identifier: str, _place: Place, its: Population) -> Any:
    questions = [{"kind": "property", "property": "name"}, {"kind": "custom_field", "field_id": identifier}]
    return {"name": its.text("Form"), "fields": questions}
