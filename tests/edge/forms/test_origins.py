"""Which sites may send from scripts, and which may show the page in a frame."""

from typing import Any

import pytest
from tests.edge.forms.factory import customers, make_form, send
from tests.homes import Home

from atrium import app as pages

GOOD, BAD = "https://shop.example", "https://evil.example"
VALUES = {"name": "Ana", "email": "ana@x.test"}
ASK = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


async def test_an_allowed_origin_passes_and_another_does_not(client: Any, home: Home) -> None:
    form, stranger = await make_form(client, allowed_origins=[GOOD]), home.client()
    preflight = await stranger.options(f"/f/{form['key']}", headers={"Origin": GOOD, **ASK})
    assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (204, GOOD)
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert "access-control-allow-credentials" not in preflight.headers
    sent = await send(stranger, form, VALUES, headers={"Origin": GOOD})
    assert (sent.status_code, sent.headers["access-control-allow-origin"], sent.headers["vary"]) == (
        201,
        GOOD,
        "Origin",
    )
    # A refusal can be read by the allowed site's script too.
    refused = await send(stranger, form, {}, headers={"Origin": GOOD})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (422, GOOD)
    before = len(await customers(client))
    for origin in (BAD, "null", f"{GOOD}.evil.example", "http://shop.example"):
        preflight = await stranger.options(f"/f/{form['key']}", headers={"Origin": origin, **ASK})
        assert (preflight.status_code, "access-control-allow-origin" in preflight.headers) == (403, False), origin
        sent = await send(stranger, form, {"name": "Eve", "email": "eve@x.test"}, headers={"Origin": origin})
        assert (sent.status_code, sent.json()["code"], "access-control-allow-origin" in sent.headers) == (
            403,
            "origin-not-allowed",
            False,
        )
    assert len(await customers(client)) == before
    assert (await send(stranger, form, VALUES, headers={"Origin": "http://localhost"})).status_code == 201, (
        "our own pages need no entry"
    )
    assert (await send(stranger, form, VALUES)).status_code == 201, "a server sends no Origin"


async def test_no_other_route_answers_other_origins(client: Any, home: Home) -> None:
    form = await make_form(client, allowed_origins=[GOOD])
    for path in ("/customers", f"/forms/{form['id']}", f"/f/{form['key']}/x", "/auth/login"):
        answer = await client.request("GET", path, headers={"Origin": GOOD})
        assert "access-control-allow-origin" not in answer.headers, path
        preflight = await home.client().options(path, headers={"Origin": GOOD, **ASK})
        assert preflight.status_code in {404, 405}, path


async def test_the_page_may_be_framed_by_allowed_origins_only(
    client: Any, home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(pages, "PAGES", tmp_path)
    (tmp_path / "form.html").write_text("<!doctype html><title>Form</title>")
    embedded, alone = await make_form(client, allowed_origins=[GOOD, "http://localhost:5000"]), await make_form(client)
    stranger = home.client()
    for key, ancestors, status in (
        (embedded["key"], f"frame-ancestors {GOOD} http://localhost:5000", 200),
        (alone["key"], "frame-ancestors 'none'", 200),
        ("A" * 22, "frame-ancestors 'none'", 404),
    ):
        answer = await stranger.get(f"http://localhost/f/{key}")
        policy = answer.headers["content-security-policy"]
        assert (answer.status_code, policy.rsplit("; ", 1)[1]) == (status, ancestors)
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert "set-cookie" not in answer.headers
