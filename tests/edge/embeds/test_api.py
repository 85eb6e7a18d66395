"""Embed configurations and tokens: what is refused, and why."""

from typing import Any

import pytest
from tests.edge.embeds.factory import Embedded, embedded, make_config, make_customer, make_token, unlock
from tests.homes import Home

from atrium.kernel.permissions import P


@pytest.fixture
async def its(home: Home) -> Embedded:
    return await embedded(home)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://Shop.example/", "https://shop.example"),
        ("https://shop.example:443", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("http://app.localhost", "http://app.localhost"),
    ],
)
async def test_origins_are_kept_as_browsers_send_them(client: Any, given: str, kept: str) -> None:
    assert (await make_config(client, allowed_origins=[given]))["allowed_origins"] == [kept]


@pytest.mark.parametrize(
    "given",
    [
        "http://shop.example",
        "*",
        "https://*",
        "https://*.shop.example",
        "https://shop.example/path",
        "https://shop.example?x",
        "https://a@shop.example",
        "ftp://shop.example",
        "shop.example",
        "https://shop.example; script-src *",
        "https://shop.example\nX: y",
        "null",
        "",
        "http://localhost.shop.example",
    ],
)
async def test_what_is_no_exact_safe_origin_is_refused(client: Any, given: str) -> None:
    body = {
        "name": "Area",
        "allowed_origins": ["https://good.example", given],
        "scopes": ["customers:read"],
        "widgets": ["profile"],
    }
    answer = await client.post("/embed-configs", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/allowed_origins/1"


async def test_widgets_need_their_scopes_and_their_form(client: Any) -> None:
    body = {"name": "Area", "scopes": ["customers:read"], "widgets": ["profile", "credits", "form"]}
    answer = await client.post("/embed-configs", json=body)
    assert answer.status_code == 422
    assert {(error["pointer"], error["code"]) for error in answer.json()["errors"]} == {
        ("/widgets/1", "scope_missing"),
        ("/widgets/2", "scope_missing"),
        ("/form_id", "required"),
    }
    for bad in (
        {"scopes": ["customers:write"]},
        {"widgets": ["profile", "profile"]},
        {"theme": {"accent": "red"}},
        {"theme": {"radius": 1.5}},
    ):
        refused = await client.post("/embed-configs", json={**body, "widgets": ["profile"], **bad})
        assert refused.status_code == 422, bad


async def test_a_configuration_is_changed_whole_and_in_use_not_deleted(its: Embedded) -> None:
    path = f"/embed-configs/{its.config['id']}"
    assert (await its.owner.get(path)).json()["active_tokens"] == 1
    changed = await its.owner.patch(path, json={"theme": {"accent": "#ff0000"}}, headers={"If-Match": '"1"'})
    assert changed.json()["theme"]["accent"] == "#ff0000"
    assert (await its.owner.patch(path, json={"name": "x"}, headers={"If-Match": '"1"'})).status_code == 412
    dropped = await its.owner.patch(path, json={"scopes": ["customers:read"]})
    assert dropped.status_code == 422, "widgets would be left without their scopes"
    refused = await its.owner.delete(path)
    assert (refused.status_code, refused.json()["code"]) == (409, "embed-config-in-use")
    await its.owner.post(f"/customers/{its.customer_id}/embed-tokens/revoke")
    assert (await its.owner.delete(path)).status_code == 204
    assert (await its.owner.get(path)).status_code == 404


async def test_open_widgets_follow_their_configuration(its: Embedded) -> None:
    page = await its.widget()
    assert (await page.get("/embed/credits")).status_code == 200
    body = {"scopes": ["customers:read"], "widgets": ["profile"]}
    assert (await its.owner.patch(f"/embed-configs/{its.config['id']}", json=body)).status_code == 200
    refused = await page.get("/embed/credits")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope-missing")
    assert (await page.get("/embed/session")).json()["widgets"] == ["profile"]


async def test_nobody_hands_out_more_than_they_may_see(its: Embedded) -> None:
    member = await its.home.as_member(P.customers_read, P.customers_write, P.embeds_read, P.embeds_manage)
    body = {"name": "Area", "scopes": ["customers:read", "credits:read"], "widgets": ["profile"]}
    assert (await member.post("/embed-configs", json=body)).status_code == 403
    assert (await member.post("/embed-configs", json={**body, "scopes": ["customers:read"]})).status_code == 201
    path = f"/customers/{its.customer_id}/embed-tokens"
    assert (await member.post(path, json={"config_id": its.config["id"], "label": "Mine"})).status_code == 403
    assert (await member.post(f"{path}/{its.token['id']}/rotate", json={})).status_code == 403
    assert (
        await member.patch(f"{path}/{its.token['id']}", json={"allowed_origins": ["https://evil.example"]})
    ).status_code == 403
    assert (await member.delete(f"{path}/{its.token['id']}")).status_code == 204, "taking away is always safe"


async def test_a_locked_feature_says_what_is_missing(home: Home) -> None:
    owner = await home.as_owner()
    config, prospect = await make_config(owner), await make_customer(owner, lifecycle="prospect")
    body = {"config_id": config["id"], "label": "Shop"}
    refused = await owner.post(f"/customers/{prospect}/embed-tokens", json=body)
    assert refused.status_code == 409
    assert {reason["code"] for reason in refused.json()["unmet"]} >= {"account-not-active", "portal-off"}
    assert all(reason["fix"]["href"].startswith("/") for reason in refused.json()["unmet"] if reason["fix"])
    assert (await owner.get(f"/customers/{prospect}/embed-tokens")).json()["items"] == []
    customer = await make_customer(owner)
    await unlock(owner, customer)
    assert (await owner.post(f"/customers/{customer}/embed-tokens", json=body)).status_code == 201


async def test_bad_tokens_are_refused_and_leave_nothing(its: Embedded) -> None:
    path = f"/customers/{its.customer_id}/embed-tokens"
    good = {"config_id": its.config["id"], "label": "Second"}
    for bad, pointer in (
        ({"label": " "}, "/label"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "/expires_at"),
        ({"config_id": its.customer_id}, "/config_id"),
        ({"allowed_origins": ["http://shop.example"]}, "/allowed_origins/0"),
    ):
        answer = await its.owner.post(path, json={**good, **bad})
        assert answer.status_code == 422, bad
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert len((await its.owner.get(path)).json()["items"]) == 1


async def test_a_customer_out_of_sight_has_no_tokens(its: Embedded) -> None:
    member = await its.home.as_member(
        P.customers_read, P.customers_write, P.embeds_read, P.embeds_manage, visibility="assigned"
    )
    path = f"/customers/{its.customer_id}"
    for answer in (
        await member.get(f"{path}/embed-tokens"),
        await member.get(f"{path}/embed-tokens/{its.token['id']}"),
        await member.get(f"{path}/embed-refusals"),
        await member.post(f"{path}/embed-tokens/revoke"),
        await member.delete(f"{path}/embed-tokens/{its.token['id']}"),
    ):
        assert answer.status_code == 404
    other = await make_customer(its.owner)
    assert (await its.owner.get(f"/customers/{other}/embed-tokens/{its.token['id']}")).status_code == 404


async def test_a_token_narrows_the_sites_of_its_configuration(its: Embedded) -> None:
    own = await make_token(its.owner, its.customer_id, its.config["id"], allowed_origins=["https://club.example"])
    assert own["effective_origins"] == ["https://club.example"]
    assert its.token["effective_origins"] == ["https://shop.example"]
    path = f"/customers/{its.customer_id}/embed-tokens/{own['id']}"
    assert (await its.owner.patch(path, json={"allowed_origins": []})).json()["effective_origins"] == [
        "https://shop.example"
    ]
    await its.owner.delete(path)
    assert (await its.owner.patch(path, json={"label": "x"})).status_code == 409


async def test_what_happens_is_told(its: Embedded) -> None:
    path = f"/customers/{its.customer_id}/embed-tokens/{its.token['id']}"
    await its.owner.patch(path, json={"label": "Club"})
    await its.owner.post(f"{path}/rotate", json={})
    await its.owner.delete(path)
    told = {entry["type"] for entry in (await its.owner.get("/audit", params={"limit": 50})).json()["items"]}
    assert told >= {
        "embed_config.created",
        "embed_token.created",
        "embed_token.updated",
        "embed_token.rotated",
        "embed_token.revoked",
    }
