"""What contract tests need of embeds: things to name, and operations that need more than their examples."""

import time
from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.contract.population import Population, calls_as, makes
from tests.contract.requests import Call, adjusts


@makes("config_id")
async def embed_config(its: Population) -> str:
    scopes = ["customers:read", "notes:read", "timeline:read", "credits:read", "quotas:read", "forms:submit"]
    shown = {
        "widgets": ["profile", "credits", "quota", "notes", "timeline", "form"],
        "form_id": await its.identifier("form_id"),
    }
    made = await its.post(
        "/embed-configs", name=its.text("Embed"), allowed_origins=["https://shop.example"], scopes=scopes, **shown
    )
    return str(made["id"])


async def _embed_token(its: Population) -> dict[str, Any]:
    """For the customer that other ids belong to, made one who may have it."""
    customer_id = await its.identifier("customer_id")
    await unlock_embeds(its, customer_id)
    made = await its.post(
        f"/customers/{customer_id}/embed-tokens", config_id=await its.identifier("config_id"), label=its.text("Token")
    )
    its.made["embed_key"] = str(made["key"])
    return dict(made)


async def unlock_embeds(its: Population, customer_id: str) -> None:
    assert (await its.client.patch("/workspace", json={"saas_mode": True})).is_success
    await its.client.post(f"/customers/{customer_id}/convert")
    wanted = {"portal": True, "integration": True, "integration_apps": ["generic"]}
    answer = await its.client.patch(f"/customers/{customer_id}/features", json=wanted)
    assert answer.is_success, answer.text


@makes("token_id")
async def embed_token(its: Population) -> str:
    return str((await _embed_token(its))["id"])


@makes("embed_key")
async def embed_key(its: Population) -> str:
    return str((await _embed_token(its))["key"])


@calls_as("embed_token")
async def embed_token_secret(its: Population) -> str:
    return str((await _embed_token(its))["secret"])


@calls_as("embed")
async def embed_bearer(its: Population) -> str:
    path = f"/customers/{await its.identifier('customer_id')}/embed-tokens/{await its.identifier('token_id')}/preview"
    return str((await its.post(path))["access_token"])


async def launch_code(its: Population) -> str:
    client = its.home.client(headers={"Authorization": f"Bearer {await embed_token_secret(its)}"})
    answer = await client.post("/embed/launches")
    assert answer.is_success, answer.text
    return str(answer.json()["code"])


@adjusts("create_embed_token")
async def with_embeds_on(call: Call, its: Population) -> Call:
    await unlock_embeds(its, call.path["customer_id"])
    return call


@adjusts("create_embed_session")
async def with_launch_code(call: Call, its: Population) -> Call:
    return replace(call, body={"code": await launch_code(its)})


@adjusts("submit_embed_form")
async def filled_in_by_the_customer(call: Call, its: Population) -> Call:
    """As a widget sends it that was open for a while."""
    from atrium.edge.forms.pages.service import page_token

    await its.caller(call.operation)
    form_id, customer_id = UUID(await its.identifier("form_id")), UUID(await its.identifier("customer_id"))
    token = page_token(form_id, customer_id=customer_id, issued_at=time.time() - 10)
    return replace(call, body={"token": token, "values": {"name": its.text("Visitor")}})


@adjusts("delete_embed_config")
async def config_without_tokens(call: Call, its: Population) -> Call:
    made = await its.post("/embed-configs", name=its.text("Embed"), scopes=["customers:read"], widgets=["profile"])
    return call.with_path(config_id=str(made["id"]))


@adjusts("list_embed_refusals")
async def turned_away(call: Call, its: Population) -> Call:
    key = await its.identifier("embed_key")
    for number in range(3):
        await its.home.client().get(f"/embed/pages/{key}", headers={"Origin": f"https://{its.mark}{number}.example"})
    return call
