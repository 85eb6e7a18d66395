from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from tests.access.sessions.factory import add_to, browser, events_of, login, make_person
from tests.conftest import counting_statements
from tests.homes import Home

from atrium.access.workspaces.models import Workspace
from atrium.kernel.authentication import csrf_token
from atrium.kernel.permissions import BUILT_IN, P


async def test_me_tells_all_that_a_client_needs(home: Home) -> None:
    person = await make_person(home, "agent")
    client = await login(home, person)
    me = (await client.get("/me")).json()
    assert me["user"] == {"id": str(person.user_id), "email": person.email, "name": "Ana Ruiz"}
    assert me["member"] == {
        "id": str(person.member_id),
        "name": "Ana Ruiz",
        "email": person.email,
        "availability": "available",
        "avatar_url": None,
    }
    workspace = me["workspace"]
    assert workspace["id"] == str(home.id)
    assert (workspace["name"], workspace["locale"], workspace["time_zone"], workspace["currency"]) == (
        "Test workspace",
        "en",
        "Europe/Madrid",
        "EUR",
    )
    assert (workspace["plan"], workspace["saas_mode"], workspace["logo_url"]) == ("enterprise", False, None)
    assert workspace["colours"] == {"accent": None, "sidebar": None}
    assert me["workspaces"] == [{"id": str(home.id), "name": "Test workspace"}]
    assert me["role"] == {"id": str(home.role_ids["agent"]), "key": "agent", "name": "Agent"}
    assert me["permissions"] == sorted(BUILT_IN["agent"])
    assert (me["visibility"], me["totp_enabled"]) == ({"mode": "all", "customer_id": None}, False)
    assert me["features"] == {"prospects": {"allowed": True, "unmet": []}}
    assert me["csrf_token"] == csrf_token(client.token)


async def test_me_tells_what_the_plan_leaves_out_and_why(home: Home) -> None:
    client = await login(home, await make_person(home, "agent"))
    async with home.session() as session:
        await session.execute(update(Workspace).where(Workspace.id == home.id).values(plan="basic"))
    told = (await client.get("/me")).json()["features"]["prospects"]
    assert told["allowed"] is False
    assert [(unmet["code"], unmet["fix"]["href"]) for unmet in told["unmet"]] == [
        ("plan-excludes", "/settings/workspace")
    ]


async def test_me_for_an_api_key(home: Home) -> None:
    client = await home.as_api_key([P.customers_read])
    me = (await client.get("/me")).json()
    assert me["actor"] == {"type": "api_key", "id": str(client.api_key_id), "name": "Test key"}
    assert (me["user"], me["csrf_token"], me["permissions"], me["totp_enabled"]) == (
        None,
        None,
        ["customers:read"],
        False,
    )
    assert (me["member"]["id"], [row["id"] for row in me["workspaces"]]) == (str(home.owner_id), [str(home.id)])


async def test_me_for_a_key_of_a_person_with_two_workspaces_names_only_its_own(home: Home, elsewhere: Home) -> None:
    person = await make_person(home)
    await add_to(elsewhere, person)
    me = (await (await home.as_api_key(member_id=person.member_id)).get("/me")).json()
    assert [row["id"] for row in me["workspaces"]] == [str(home.id)]


async def test_me_needs_few_statements(client: Any) -> None:
    await client.get("/me")
    with counting_statements() as statements:
        assert (await client.get("/me")).status_code == 200
    reads = [statement for statement in statements if statement.startswith(("SELECT", "WITH", "UPDATE"))]
    assert len(reads) <= 4, reads


async def test_changing_oneself(home: Home) -> None:
    person = await make_person(home)
    client = await login(home, person)
    before = await client.get("/me")
    answer = await client.patch(
        "/me", json={"name": "  Ana  María Ruiz ", "availability": "away"}, headers={"If-Match": before.headers["etag"]}
    )
    assert answer.status_code == 200, answer.text
    me = answer.json()
    assert (me["member"]["name"], me["user"]["name"], me["member"]["availability"]) == (
        "Ana  María Ruiz",
        "Ana  María Ruiz",
        "away",
    )
    assert answer.headers["etag"] != before.headers["etag"]
    stale = await client.patch("/me", json={"availability": "busy"}, headers={"If-Match": before.headers["etag"]})
    assert stale.status_code == 412
    (event,) = await events_of(home, "member.updated")
    assert event.changes["availability"] == {"before": "available", "after": "away"}
    assert (await client.patch("/me", json={"availability": "away"})).status_code == 200
    assert len(await events_of(home, "member.updated")) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"name": ""},
        {"name": None},
        {"name": "x" * 201},
        {"availability": "asleep"},
        {"email": "a@b.test"},
        {"role_id": "1"},
        [],
    ],
)
async def test_what_cannot_be_changed(home: Home, body: Any) -> None:
    client = await login(home, await make_person(home))
    assert (await client.patch("/me", json=body)).status_code == 422


async def test_switching_to_another_workspace_moves_this_session_only(home: Home, elsewhere: Home) -> None:
    person = await make_person(home, "agent")
    there = await add_to(elsewhere, person, "viewer")
    client, other = (
        await login(home, person, workspace_id=str(home.id)),
        await login(home, person, workspace_id=str(home.id)),
    )
    for headers in ({}, {"Idempotency-Key": "switch-1"}):
        answer = await client.post("/auth/workspace", json={"workspace_id": str(elsewhere.id)}, headers=headers)
        assert answer.status_code == 200, answer.text
    me = answer.json()
    assert (me["workspace"]["id"], me["member"]["id"], me["role"]["key"]) == (str(elsewhere.id), str(there), "viewer")
    assert me == (await client.get("/me")).json()
    assert (await other.get("/me")).json()["workspace"]["id"] == str(home.id)
    (ended,) = await events_of(home, "session.ended")
    (started,) = await events_of(elsewhere, "session.started")
    assert (ended.data["reason"], started.data["reason"], started.actor_id) == ("switched", "switched", there)


async def test_an_idempotent_switch_is_kept_in_the_workspace_where_it_began(home: Home, elsewhere: Home) -> None:
    person = await make_person(home)
    await add_to(elsewhere, person)
    client = await login(home, person, workspace_id=str(home.id))
    answer = await client.post(
        "/auth/workspace", json={"workspace_id": str(elsewhere.id)}, headers={"Idempotency-Key": "switch-2"}
    )
    assert (answer.status_code, answer.json()["workspace"]["id"]) == (200, str(elsewhere.id))


async def test_nobody_switches_to_a_workspace_that_is_not_theirs(home: Home, elsewhere: Home) -> None:
    client = await login(home, await make_person(home))
    for foreign in (str(elsewhere.id), str(uuid4())):
        answer = await client.post("/auth/workspace", json={"workspace_id": foreign})
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert (await client.get("/me")).json()["workspace"]["id"] == str(home.id)


async def test_an_api_key_is_no_person(home: Home) -> None:
    key = await home.as_api_key()
    requests = [
        key.patch("/me", json={"availability": "busy"}),
        key.get("/sessions"),
        key.delete("/sessions"),
        key.delete(f"/sessions/{uuid4()}"),
        key.post("/auth/logout"),
        key.post("/auth/workspace", json={"workspace_id": str(home.id)}),
        key.post("/me/password", json={"current_password": "x", "password": "staple horse battery"}),
        key.post("/me/totp", json={"password": "x"}),
        key.post("/me/totp/confirm", json={"code": "123456"}),
        key.request("DELETE", "/me/totp", json={"password": "x", "code": "123456"}),
    ]
    for request in requests:
        answer = await request
        assert (answer.status_code, answer.json()["code"]) == (403, "person-required"), answer.request.url


async def test_anonymous_callers_learn_nothing(home: Home) -> None:
    client = browser(home)
    for method, path in (
        ("GET", "/me"),
        ("PATCH", "/me"),
        ("GET", "/sessions"),
        ("DELETE", "/sessions"),
        ("POST", "/auth/logout"),
        ("POST", "/me/totp"),
    ):
        assert (await client.request(method, path)).status_code == 401
