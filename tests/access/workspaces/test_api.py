"""The workspace: its settings and its logo."""

import io
from typing import Any

import pytest
from PIL import Image
from tests.homes import Home

from atrium.access.workspaces.schemas import COUNTRIES, CURRENCIES
from atrium.kernel.permissions import P


async def test_read_change_and_the_log(home: Home, client: Any) -> None:
    read = await client.get("/workspace")
    assert (read.json()["id"], read.json()["currency"], read.json()["plan"]) == (str(home.id), "EUR", "enterprise")
    match = {"If-Match": read.headers["etag"]}
    values = {
        "name": " Lumen Studio ",
        "locale": "pt-BR",
        "country": "BR",
        "time_zone": "America/Sao_Paulo",
        "currency": "BRL",
        "saas_mode": True,
    }
    changed = await client.patch("/workspace", json=values, headers=match)
    assert changed.status_code == 200, changed.text
    assert {key: changed.json()[key] for key in values} == {**values, "name": "Lumen Studio"}
    assert (await client.patch("/workspace", json={"name": "Other"}, headers=match)).status_code == 412
    assert (await client.patch("/workspace", json={})).headers["etag"] == changed.headers["etag"]
    entry = (await client.get("/audit", params={"type": "workspace.updated"})).json()["items"][0]
    assert entry["changes"]["currency"] == {"before": "EUR", "after": "BRL"}


async def test_colours_merge_one_by_one(client: Any) -> None:
    await client.patch("/workspace", json={"colours": {"accent": "#112233", "sidebar": "#445566"}})
    kept = await client.patch("/workspace", json={"colours": {"accent": None}})
    assert kept.json()["colours"] == {"accent": None, "sidebar": "#445566"}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"time_zone": "../../etc/passwd"}, "/time_zone"),
        ({"time_zone": "\x00"}, "/time_zone"),
        ({"currency": "XXX"}, "/currency"),
        ({"currency": "eur"}, "/currency"),
        ({"country": "EU"}, "/country"),
        ({"locale": "english"}, "/locale"),
        ({"locale": "en_US"}, "/locale"),
        ({"colours": {"accent": "red"}}, "/colours/accent"),
        ({"colours": {"border": "#112233"}}, "/colours/border"),
        ({"colours": None}, "/colours"),
        ({"plan": "basic"}, "/plan"),
        ({"name": ""}, "/name"),
        ({"name": None}, "/name"),
        ({"saas_mode": "perhaps"}, "/saas_mode"),
    ],
)
async def test_bad_values_are_refused_with_their_place(client: Any, body: Any, pointer: str) -> None:
    answer = await client.patch("/workspace", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_the_standards_are_whole() -> None:
    assert (len(COUNTRIES), {"ES", "IL", "TW", "XK"} - COUNTRIES) == (249, {"XK"})
    assert {"EUR", "USD", "ILS", "JPY", "XCG", "ZWG"} <= CURRENCIES
    assert not {"XAU", "XTS", "DEM", "HRK", "BGN"} & CURRENCIES


async def test_everybody_reads_and_only_managers_change(home: Home) -> None:
    agent = await home.as_member(role="agent")
    key = await home.as_api_key([P.customers_read])
    assert ((await agent.get("/workspace")).status_code, (await key.get("/workspace")).status_code) == (200, 200)
    for one in (agent, key):
        assert (await one.patch("/workspace", json={"name": "Mine"})).json()["code"] == "scope-missing"
        assert (await one.delete("/workspace/logo")).status_code == 403


async def test_logo(client: Any, home: Home) -> None:
    assert (await client.get("/workspace/logo")).status_code == 404
    out = io.BytesIO()
    Image.new("RGB", (900, 300), "green").save(out, "JPEG")
    put = await client.put("/workspace/logo", files={"file": ("logo.svg", out.getvalue(), "image/svg+xml")})
    assert put.status_code == 200, put.text
    viewer = await home.as_member(role="viewer")
    shown = await viewer.get("http://localhost" + put.json()["logo_url"])
    assert (shown.status_code, shown.headers["content-type"], Image.open(io.BytesIO(shown.content)).format) == (
        200,
        "image/webp",
        "WEBP",
    )
    assert (shown.headers["x-content-type-options"], "sandbox" in shown.headers["content-security-policy"]) == (
        "nosniff",
        True,
    )
    assert (await client.put("/workspace/logo", files={"file": ("logo.png", b"<svg/>")})).status_code == 422
    assert (await client.delete("/workspace/logo")).status_code == 204
    assert (await client.get("/workspace")).json()["logo_url"] is None
