"""Forms, and strangers who fill them in."""

import time
from typing import Any
from uuid import UUID

from atrium.edge.forms.pages.service import page_token

NAME = {"kind": "property", "property": "name", "required": True}
EMAIL = {"kind": "property", "property": "email", "required": True}
PHONE = {"kind": "property", "property": "phone"}


def field(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, **more}


async def make_form(client: Any, *fields: Any, **more: Any) -> Any:
    body = {"name": "Contact", "active": True, **({"fields": list(fields)} if fields else {}), **more}
    answer = await client.post("/forms", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def token(form: Any, age_seconds: float = 10) -> str:
    """What the page of this age would send."""
    return page_token(UUID(form["id"]), issued_at=time.time() - age_seconds)


async def send(client: Any, form: Any, values: Any, *, headers: Any = None, **more: Any) -> Any:
    body = {"token": token(form), "values": values, **more}
    return await client.post(f"/f/{form['key']}", json=body, headers=headers or {})


async def submissions(client: Any, form: Any, **query: Any) -> list[Any]:
    answer = await client.get(f"/forms/{form['id']}/submissions", params=query)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


async def customers(client: Any) -> list[Any]:
    items: list[Any] = (await client.get("/customers", params={"limit": 200})).json()["items"]
    return items
