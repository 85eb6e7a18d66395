"""From the token on the integrator's server to a bearer in a page's memory, and everything that must not get there."""

import asyncio
from typing import Any

import pytest
from tests.edge.embeds.factory import Embedded, bearing, embedded, make_token, unlock
from tests.homes import Home


@pytest.fixture
async def its(home: Home) -> Embedded:
    return await embedded(home)


async def sessions(superuser: Any, its: Embedded) -> int:
    return int(await superuser.fetchval("SELECT count(*) FROM embed_sessions WHERE workspace_id = $1", its.home.id))


async def test_a_server_launches_and_a_page_reads(its: Embedded, superuser: Any) -> None:
    launched = await its.server.post("/embed/launches")
    assert launched.status_code == 201
    code = launched.json()["code"]
    assert launched.json()["page_url"] == f"{its.token['page_url']}#code={code}"
    answer = await its.exchange(code)
    assert answer.status_code == 201
    assert "set-cookie" not in answer.headers
    session = answer.json()
    assert session["widgets"] == ["profile", "credits", "notes", "timeline"]
    assert session["allowed_origins"] == ["https://shop.example"]
    page = bearing(its.home, session["access_token"])
    assert (await page.get("/embed/profile")).json()["name"] == "Ana Ruiz"
    assert (await page.get("/embed/session")).json()["expires_at"] == session["expires_at"]
    lives = await superuser.fetchval(
        "SELECT extract(epoch FROM expires_at - clock_timestamp()) FROM embed_sessions WHERE workspace_id = $1",
        its.home.id,
    )
    assert 890 < lives <= 900
    tables = (
        "SELECT t::text FROM embed_tokens t UNION ALL SELECT l::text FROM embed_launches l UNION ALL SELECT s::text"
        " FROM embed_sessions s"
    )
    stored = await superuser.fetch(tables)
    for secret in (its.token["secret"], code, session["access_token"]):
        assert not any(secret in row[0] for row in stored), "a secret lies in the database"
    shown = (await its.owner.get(f"/customers/{its.customer_id}/embed-tokens/{its.token['id']}")).json()
    assert shown["last_used_at"] is not None
    assert "secret" not in shown


async def test_a_code_is_good_once(its: Embedded, superuser: Any) -> None:
    code = await its.code()
    answers = await asyncio.gather(*(its.exchange(code) for _ in range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] + [410] * 11
    assert {answer.json()["code"] for answer in answers if answer.status_code == 410} == {"launch-code-used"}
    assert await sessions(superuser, its) == 1


async def test_without_the_note_of_its_use_a_code_would_work_again(its: Embedded, superuser: Any) -> None:
    """The control of the test above."""
    code = await its.code()
    assert (await its.exchange(code)).status_code == 201
    await superuser.execute("UPDATE embed_launches SET used_at = NULL WHERE workspace_id = $1", its.home.id)
    assert (await its.exchange(code)).status_code == 201


async def test_a_code_ends_after_a_minute(its: Embedded, superuser: Any) -> None:
    code = await its.code()
    left = await superuser.fetchval(
        "SELECT extract(epoch FROM expires_at - clock_timestamp()) FROM embed_launches WHERE workspace_id = $1",
        its.home.id,
    )
    assert 50 < left <= 60
    await superuser.execute(
        "UPDATE embed_launches SET expires_at = now() - interval '1 second' WHERE workspace_id = $1", its.home.id
    )
    answer = await its.exchange(code)
    assert (answer.status_code, answer.json()["code"]) == (410, "launch-code-expired")
    assert await sessions(superuser, its) == 0


async def test_an_invented_code_is_unknown(its: Embedded) -> None:
    answer = await its.exchange("atr_code_invented")
    assert (answer.status_code, answer.json()["code"]) == (401, "launch-code-unknown")


async def test_what_is_revoked_ends_at_once_everywhere(its: Embedded) -> None:
    page, code = await its.widget(), await its.code()
    assert (await its.owner.delete(f"/customers/{its.customer_id}/embed-tokens/{its.token['id']}")).status_code == 204
    refused = [await its.server.post("/embed/launches"), await its.exchange(code), await page.get("/embed/profile")]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(401, "embed-token-revoked")] * 3


async def test_what_has_expired_ends_at_once_everywhere(its: Embedded, superuser: Any) -> None:
    page, code = await its.widget(), await its.code()
    await superuser.execute(
        "UPDATE embed_tokens SET expires_at = now() - interval '1 second' WHERE workspace_id = $1", its.home.id
    )
    refused = [await its.server.post("/embed/launches"), await its.exchange(code), await page.get("/embed/profile")]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(401, "embed-token-expired")] * 3


async def test_a_bearer_ends_after_its_time(its: Embedded, superuser: Any) -> None:
    page = await its.widget()
    assert (await page.get("/embed/profile")).status_code == 200
    await superuser.execute(
        "UPDATE embed_sessions SET expires_at = now() - interval '1 second' WHERE workspace_id = $1", its.home.id
    )
    answer = await page.get("/embed/profile")
    assert (answer.status_code, answer.json()["code"]) == (401, "embed-session-ended")


async def test_a_bearer_lives_no_longer_than_its_token(its: Embedded, superuser: Any) -> None:
    await superuser.execute(
        "UPDATE embed_tokens SET expires_at = now() + interval '2 minutes' WHERE workspace_id = $1", its.home.id
    )
    await its.widget()
    lives = await superuser.fetchval(
        "SELECT extract(epoch FROM expires_at - clock_timestamp()) FROM embed_sessions WHERE workspace_id = $1",
        its.home.id,
    )
    assert 100 < lives <= 120


async def test_once_the_feature_is_off_nothing_is_launched_or_read(its: Embedded) -> None:
    page, code = await its.widget(), await its.code()
    assert (await its.owner.patch(f"/customers/{its.customer_id}/features", json={"portal": False})).status_code == 200
    refused = [
        await its.server.post("/embed/launches"),
        await its.exchange(code),
        await page.get("/embed/profile"),
        await page.get("/embed/session"),
    ]
    assert [answer.status_code for answer in refused] == [409] * 4
    assert all(answer.json()["unmet"] for answer in refused)
    await unlock(its.owner, its.customer_id)
    assert (await its.exchange(code)).status_code == 201, "a code that was refused is not used up"
    assert (await page.get("/embed/profile")).status_code == 200


async def test_in_the_trash_there_is_nothing_to_see(its: Embedded) -> None:
    page = await its.widget()
    assert (await its.owner.delete(f"/customers/{its.customer_id}")).status_code == 204
    assert (await page.get("/embed/profile")).status_code == 404
    assert (await its.server.post("/embed/launches")).status_code == 404


async def test_a_rotated_token_overlaps_and_keeps_its_page(its: Embedded) -> None:
    path = f"/customers/{its.customer_id}/embed-tokens/{its.token['id']}/rotate"
    rolled = (await its.owner.post(path, json={"overlap_seconds": 60})).json()
    assert rolled["key"] == its.token["key"]
    assert rolled["secret"] != its.token["secret"]
    assert (await its.server.post("/embed/launches")).status_code == 201
    assert (await bearing(its.home, rolled["secret"]).post("/embed/launches")).status_code == 201
    last = (await its.owner.post(path, json={})).json()
    assert (await bearing(its.home, rolled["secret"]).post("/embed/launches")).status_code == 401
    assert (await bearing(its.home, last["secret"]).post("/embed/launches")).status_code == 201


async def test_all_tokens_of_a_customer_are_revoked_together(its: Embedded) -> None:
    second = await make_token(its.owner, its.customer_id, its.config["id"])
    answer = await its.owner.post(f"/customers/{its.customer_id}/embed-tokens/revoke")
    assert answer.json() == {"revoked": 2}
    for secret in (its.token["secret"], second["secret"]):
        assert (await bearing(its.home, secret).post("/embed/launches")).status_code == 401
    listed = (await its.owner.get(f"/customers/{its.customer_id}/embed-tokens")).json()["items"]
    assert {item["state"] for item in listed} == {"revoked"}


async def test_a_preview_shows_members_only_what_they_may_see(its: Embedded) -> None:
    from atrium.kernel.permissions import P

    path = f"/customers/{its.customer_id}/embed-tokens/{its.token['id']}/preview"
    session = (await its.owner.post(path)).json()
    assert (await bearing(its.home, session["access_token"]).get("/embed/credits")).status_code == 200
    blind = await its.home.as_member(
        P.customers_read, P.customers_write, P.embeds_manage, P.notes_read, P.timeline_read
    )
    refused = await blind.post(path)
    assert refused.status_code == 403
    assert "credits:read" in refused.json()["detail"]
