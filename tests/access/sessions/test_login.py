import json
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select, update
from tests.access.sessions.factory import PASSWORD, add_to, browser, events_of, login, make_person, try_login
from tests.homes import Home

from atrium.access.accounts.models import User
from atrium.access.members.models import Member
from atrium.access.sessions.models import LoginSession
from atrium.kernel.authentication import hash_token, session_cookie_name
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction


async def test_signing_in_sets_a_cookie_and_says_who_one_is(home: Home) -> None:
    person = await make_person(home, "agent")
    client = browser(home)
    answer = await try_login(client, f"  {person.email.upper()} ")
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{session_cookie_name()}=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
    assert "Secure" not in cookie
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["actor"], body["user"]["id"]) == (
        {"type": "member", "id": str(person.member_id), "name": "Ana Ruiz"},
        str(person.user_id),
    )
    assert body == (await client.get("/me")).json()


async def test_the_token_is_stored_as_a_hash_only(home: Home, superuser: Any) -> None:
    client = await login(home, await make_person(home))
    row = await superuser.fetchrow("SELECT * FROM sessions WHERE token_hash = $1", hash_token(client.token))
    assert len(client.token) >= 43
    assert client.token not in str(dict(row))
    assert row["user_agent"] == "Test browser"


async def test_under_https_the_cookie_is_secure_and_bound_to_the_host(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = await make_person(home)
    monkeypatch.setattr(settings(), "base_url", "https://crm.example.com")
    cookie = (await try_login(browser(home), person.email)).headers["set-cookie"]
    assert cookie.startswith("__Host-atrium_session=")
    assert "; Secure" in cookie
    assert "Domain" not in cookie


async def test_each_login_makes_a_new_token_and_ends_the_browsers_old_session(home: Home) -> None:
    person = await make_person(home)
    client, other = await login(home, person), await login(home, person)
    old = client.token
    assert (await try_login(client, person.email)).status_code == 200
    assert client.cookies[session_cookie_name()] != old
    stale = browser(home)
    stale.cookies.set(session_cookie_name(), old)
    assert (await stale.get("/me")).status_code == 401
    assert (await other.get("/me")).status_code == 200


@pytest.mark.parametrize("email", ["nobody@nowhere.test", "{own}"])
async def test_a_wrong_password_and_an_unknown_address_answer_the_same(home: Home, email: str) -> None:
    person = await make_person(home)
    client = browser(home)
    answer = await try_login(client, email.format(own=person.email), "not the password")
    body = answer.json()
    assert (answer.status_code, body["code"], body["detail"]) == (
        401,
        "wrong-credentials",
        "The e-mail address or the password is wrong",
    )
    assert "set-cookie" not in answer.headers


async def test_a_person_without_a_password_cannot_sign_in(home: Home) -> None:
    person = await make_person(home)
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == person.user_id).values(password_hash=None))
    assert (await try_login(browser(home), person.email)).status_code == 401
    assert (await try_login(browser(home), person.email, "nobody has this password")).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "a@b.test"},
        {"email": "no address", "password": "x"},
        {"email": "a@b\x00.test", "password": "x"},
        {"email": "a@b.test", "password": "\ud800"},
        {"email": "a@b.test", "password": "x" * 501},
        {"email": "a" * 400 + "@b.test", "password": "x"},
        {"email": "a@" + "b" * 300 + ".test", "password": "x"},
        {"email": "\u202e@b.test", "password": "x"},
        {"email": "a@b.test", "password": "x", "workspace_id": "1"},
        {"email": "a@b.test", "password": "x", "admin": True},
        {"email": ["a@b.test"], "password": 5},
    ],
)
async def test_malformed_input_is_refused_with_its_place(home: Home, body: dict[str, Any]) -> None:
    answer = await browser(home).post(
        "/auth/login", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {400, 422}, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_the_last_used_workspace_is_entered_unless_another_is_named(home: Home, elsewhere: Home) -> None:
    person = await make_person(home)
    there = await add_to(elsewhere, person, "viewer")
    first = await login(home, person, workspace_id=str(home.id))
    me = (await first.get("/me")).json()
    assert me["workspace"]["id"] == str(home.id)
    assert {row["id"] for row in me["workspaces"]} == {str(home.id), str(elsewhere.id)}
    await login(home, person, workspace_id=str(elsewhere.id))
    third = (await (await login(home, person)).get("/me")).json()
    assert (third["workspace"]["id"], third["member"]["id"], third["role"]["key"]) == (
        str(elsewhere.id),
        str(there),
        "viewer",
    )
    assert [row["id"] for row in third["workspaces"]] == [str(elsewhere.id), str(home.id)]
    assert "notes:write" not in third["permissions"]


async def test_a_workspace_one_does_not_belong_to_is_not_there(home: Home, elsewhere: Home) -> None:
    person = await make_person(home)
    for foreign in (str(elsewhere.id), str(uuid4())):
        answer = await try_login(browser(home), person.email, workspace_id=foreign)
        assert (answer.status_code, "set-cookie" in answer.headers) == (404, False)


async def test_a_suspended_member_is_out_at_once_and_stays_out(home: Home, elsewhere: Home) -> None:
    person = await make_person(home)
    await add_to(elsewhere, person)
    client = await login(home, person, workspace_id=str(home.id))
    assert (await client.get("/me")).status_code == 200
    await _set_state(home, person.member_id, "suspended")
    assert (await client.get("/me")).status_code == 401
    assert (await try_login(browser(home), person.email, workspace_id=str(home.id))).status_code == 404
    # The other workspace goes on.
    me = (await (await login(home, person)).get("/me")).json()
    assert [row["id"] for row in me["workspaces"]] == [str(elsewhere.id)]


async def test_without_any_workspace_nobody_enters(home: Home) -> None:
    person = await make_person(home)
    await _set_state(home, person.member_id, "removed")
    answer = await try_login(browser(home), person.email)
    assert (answer.status_code, answer.json()["code"]) == (403, "no-workspace")


async def _set_state(home: Home, member_id: Any, state: str) -> None:
    async with home.session() as session:
        await session.execute(
            update(Member).where(Member.workspace_id == home.id, Member.id == member_id).values(state=state)
        )


async def test_signing_in_and_out_is_in_the_event_log(home: Home) -> None:
    person = await make_person(home)
    client = await login(home, person, address="203.0.113.7")
    await try_login(browser(home, "203.0.113.8"), person.email, "not the password")
    assert (await client.post("/auth/logout")).status_code == 204
    rows = await events_of(home, "session.started", "login.failed", "session.ended")
    assert [row.type for row in rows] == ["session.started", "login.failed", "session.ended"]
    by_type = {row.type: row for row in rows}
    assert (by_type["session.started"].actor_id, by_type["session.started"].data["address"]) == (
        person.member_id,
        "203.0.113.7",
    )
    assert (by_type["login.failed"].actor_type, by_type["login.failed"].data["address"]) == ("system", "203.0.113.8")
    assert by_type["login.failed"].subject_id == person.member_id
    assert by_type["session.ended"].data["reason"] == "signed_out"
    logged = str([(row.data, row.changes) for row in by_type.values()])
    assert PASSWORD not in logged
    assert "not the password" not in logged
    assert client.token not in logged


async def test_signing_out_ends_the_session_at_once_and_clears_the_cookie(home: Home) -> None:
    client = await login(home, await make_person(home))
    token = client.token
    answer = await client.post("/auth/logout")
    assert answer.status_code == 204
    assert 'atrium_session="";' in answer.headers["set-cookie"]
    assert session_cookie_name() not in client.cookies
    client.cookies.set(session_cookie_name(), token)
    assert (await client.get("/me")).status_code == 401


async def test_an_old_hash_is_renewed_when_the_password_is_at_hand(home: Home) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    person = await make_person(home)
    async with system_transaction() as session:
        await session.execute(update(User).where(User.id == person.user_id).values(password_hash=weak))
    await login(home, person)
    async with system_transaction() as session:
        stored = await session.scalar(select(User.password_hash).where(User.id == person.user_id))
    assert stored != weak
    assert "m=19456,t=2,p=1" in str(stored)
    await login(home, person)


async def test_an_expired_session_is_no_session(home: Home, superuser: Any) -> None:
    client = await login(home, await make_person(home))
    assert (await client.get("/me")).status_code == 200
    await superuser.execute(
        "UPDATE sessions SET expires_at = clock_timestamp() WHERE token_hash = $1", hash_token(client.token)
    )
    assert (await client.get("/me")).status_code == 401


async def test_a_session_that_is_used_lives_on(home: Home, superuser: Any) -> None:
    client = await login(home, await make_person(home))
    await superuser.execute(
        "UPDATE sessions SET last_used_at = last_used_at - interval '29 days', expires_at = expires_at - interval '29"
        " days' WHERE token_hash = $1",
        hash_token(client.token),
    )
    assert (await client.get("/me")).status_code == 200
    left = await superuser.fetchval(
        "SELECT extract(day FROM expires_at - clock_timestamp()) FROM sessions WHERE token_hash = $1",
        hash_token(client.token),
    )
    assert int(left) == settings().session_days - 1


async def test_nobody_but_the_system_role_reads_sessions_and_people(home: Home) -> None:
    await login(home, await make_person(home))
    for table in (LoginSession, User):
        with pytest.raises(Exception, match="permission denied"):
            async with home.session() as session:
                await session.scalar(select(table.id).limit(1))
    # The control: the same statement in the role that may.
    async with system_transaction() as session:
        assert await session.scalar(select(User.id).limit(1)) is not None


async def test_the_system_role_is_left_again_even_after_an_error(home: Home) -> None:
    from atrium.access.accounts.queries import as_system

    async with home.session() as session:
        with pytest.raises(RuntimeError):
            async with as_system(session):
                raise RuntimeError
        with pytest.raises(Exception, match="permission denied"):
            async with session.begin_nested():
                await session.scalar(select(User.id).limit(1))
        async with as_system(session):
            assert await session.scalar(select(User.id).limit(1)) is not None
        with pytest.raises(Exception, match="permission denied"):
            await session.scalar(select(User.id).limit(1))
        await session.rollback()


async def test_api_clients_without_browser_headers_may_sign_in(home: Home) -> None:
    person = await make_person(home)
    transport = httpx.ASGITransport(app=home.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as client:
        assert (await try_login(client, person.email)).status_code == 200
