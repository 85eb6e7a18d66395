"""Who may frame the page, what the others are told, and the line in the member's log."""

from pathlib import Path
from typing import Any

import pytest
from tests.conftest import counting_statements
from tests.edge.embeds.factory import SHOP, Embedded, embedded, make_token
from tests.homes import Home

import atrium.app

EVIL = "https://evil.example"


@pytest.fixture
async def its(home: Home) -> Embedded:
    return await embedded(home)


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "embed.html").write_text("<!doctype html><title>Widgets</title>")
    monkeypatch.setattr(atrium.app, "PAGES", tmp_path)


async def refusals(its: Embedded) -> list[dict[str, Any]]:
    return list((await its.owner.get(f"/customers/{its.customer_id}/embed-refusals")).json()["items"])


async def page_of(its: Embedded, key: str, **headers: str) -> Any:
    return await its.home.client().get(f"http://localhost/embed/w/{key}", headers=headers)


def ancestors(answer: Any) -> str:
    return str(
        next(
            part for part in answer.headers["content-security-policy"].split("; ") if part.startswith("frame-ancestors")
        )
    )


@pytest.mark.usefixtures("pages")
async def test_only_the_tokens_sites_may_frame_it_on_every_answer(its: Embedded) -> None:
    own = await make_token(
        its.owner, its.customer_id, its.config["id"], allowed_origins=["https://club.example", "http://localhost:3000"]
    )
    answers = {}
    for name, key in {"config's": its.token["key"], "own": own["key"], "unknown": "A" * 22, "malformed": "x"}.items():
        answer = answers[name] = await page_of(its, key)
        assert "set-cookie" not in answer.headers
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
    assert ancestors(answers["config's"]) == f"frame-ancestors {SHOP}"
    assert ancestors(answers["own"]) == "frame-ancestors https://club.example http://localhost:3000"
    assert [(answers[name].status_code, ancestors(answers[name])) for name in ("unknown", "malformed")] == [
        (404, "frame-ancestors 'none'")
    ] * 2
    await its.owner.post(f"/customers/{its.customer_id}/embed-tokens/revoke")
    ended = await page_of(its, its.token["key"])
    assert (ended.status_code, ancestors(ended)) == (410, f"frame-ancestors {SHOP}"), (
        "its sites may say that it has ended"
    )


@pytest.mark.usefixtures("pages")
async def test_a_frame_on_another_site_leaves_a_line(its: Embedded) -> None:
    frame = {"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "cross-site"}
    answer = await page_of(its, its.token["key"], Referer=f"{EVIL}/some/page", **frame)
    assert ancestors(answer) == f"frame-ancestors {SHOP}"
    await page_of(its, its.token["key"], Referer=f"{SHOP}/cart", **frame)
    await page_of(its, its.token["key"], **frame)
    assert [(line["origin"], line["times"]) for line in await refusals(its)] == [(EVIL, 1)]


async def test_the_loader_is_told_why(its: Embedded) -> None:
    path = f"/embed/pages/{its.token['key']}"
    allowed = await its.home.client().get(path, headers={"Origin": SHOP})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "*")
    assert "access-control-allow-credentials" not in allowed.headers
    for _ in range(3):
        refused = await its.home.client().get(path, headers={"Origin": EVIL})
        assert (refused.status_code, refused.json()["code"], refused.headers["access-control-allow-origin"]) == (
            403,
            "origin-not-allowed",
            "*",
        )
        assert EVIL in refused.json()["detail"]
    lines = await refusals(its)
    assert [(line["origin"], line["times"], line["token"]["name"]) for line in lines] == [(EVIL, 3, "Shop")]
    told = (await its.owner.get("/audit", params={"type": "embed.refused"})).json()["items"]
    assert len(told) == 1, "told once, counted three times"
    await its.owner.delete(f"/customers/{its.customer_id}/embed-tokens/{its.token['id']}")
    gone = await its.home.client().get(path, headers={"Origin": SHOP})
    assert (gone.status_code, gone.json()["code"]) == (410, "embed-token-revoked")
    assert (await its.home.client().get(f"/embed/pages/{'A' * 22}", headers={"Origin": EVIL})).status_code == 404


async def test_whoever_is_turned_away_cannot_fill_the_log(its: Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atrium.edge.embeds.refusals.service.MOST_ORIGINS", 3)
    for number in range(6):
        await its.home.client().get(
            f"/embed/pages/{its.token['key']}", headers={"Origin": f"https://e{number}.example"}
        )
    assert len(await refusals(its)) == 3
    await its.home.client().get(f"/embed/pages/{its.token['key']}", headers={"Origin": "https://e0.example"})
    assert {line["origin"]: line["times"] for line in await refusals(its)}["https://e0.example"] == 2


async def test_lists_take_few_statements(its: Embedded) -> None:
    for _ in range(4):
        await make_token(its.owner, its.customer_id, its.config["id"])
    with counting_statements() as statements:
        await its.owner.get(f"/customers/{its.customer_id}/embed-tokens")
    assert len(statements) <= 3, statements
    with counting_statements() as statements:
        await its.owner.get("/embed-configs")
    assert len(statements) <= 2, statements
