from typing import Any
from uuid import uuid4

from tests.access.sessions.factory import add_to, events_of, login, make_person
from tests.homes import Home

from atrium.kernel.authentication import hash_token


async def test_the_list_shows_where_one_is_signed_in(home: Home, elsewhere: Home) -> None:
    person = await make_person(home)
    await add_to(elsewhere, person)
    await login(home, await make_person(home))
    first = await login(home, person, address="203.0.113.7", workspace_id=str(home.id))
    second = await login(home, person, workspace_id=str(elsewhere.id))
    items = (await second.get("/sessions")).json()["items"]
    assert [row["current"] for row in items] == [True, False]
    assert [row["workspace"]["id"] for row in items] == [str(elsewhere.id), str(home.id)]
    assert (items[1]["address"], items[1]["user_agent"]) == ("203.0.113.7", "Test browser")
    assert all(row["created_at"] <= row["last_used_at"] < row["expires_at"] for row in items)
    assert "token" not in str(items)
    assert [row["current"] for row in (await first.get("/sessions")).json()["items"]] == [False, True]


async def test_the_list_has_pages(home: Home) -> None:
    person = await make_person(home)
    clients = [await login(home, person) for _ in range(5)]
    seen: list[str] = []
    cursor: dict[str, Any] = {}
    while True:
        page = (await clients[0].get("/sessions", params={"limit": 2, **cursor})).json()
        seen += [row["id"] for row in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)
    assert (await clients[0].get("/sessions?cursor=nonsense")).status_code == 422


async def test_a_session_that_is_ended_is_refused_at_its_next_request(home: Home) -> None:
    person = await make_person(home)
    here, there = await login(home, person), await login(home, person)
    other = next(row for row in (await here.get("/sessions")).json()["items"] if not row["current"])
    assert (await there.get("/me")).status_code == 200
    assert (await here.delete(f"/sessions/{other['id']}")).status_code == 204
    refused = await there.get("/me")
    assert (refused.status_code, refused.json()["detail"]) == (401, "The session has ended. Sign in again.")
    assert (await here.get("/me")).status_code == 200
    assert (await here.delete(f"/sessions/{other['id']}")).status_code == 404
    (event,) = await events_of(home, "session.ended")
    assert (event.data["reason"], event.actor_id) == ("revoked", person.member_id)


async def test_other_peoples_sessions_are_not_there(home: Home) -> None:
    mine, theirs = await login(home, await make_person(home)), await login(home, await make_person(home))
    (row,) = (await theirs.get("/sessions")).json()["items"]
    for foreign in (row["id"], str(uuid4())):
        assert (await mine.delete(f"/sessions/{foreign}")).status_code == 404
    assert (await theirs.get("/me")).status_code == 200


async def test_all_others_end_at_once(home: Home) -> None:
    person, stranger = await make_person(home), await make_person(home)
    here, *others = [await login(home, person) for _ in range(4)]
    foreign = await login(home, stranger)
    assert (await here.delete("/sessions")).status_code == 204
    assert [(await client.get("/me")).status_code for client in others] == [401] * 3
    assert [(await client.get("/me")).status_code for client in (here, foreign)] == [200, 200]
    (event,) = await events_of(home, "session.ended")
    assert event.data["count"] == 3
    assert (await here.delete("/sessions")).status_code == 204
    assert len(await events_of(home, "session.ended")) == 1


async def test_ending_the_own_session_clears_the_cookie(home: Home) -> None:
    client = await login(home, await make_person(home))
    (row,) = (await client.get("/sessions")).json()["items"]
    answer = await client.delete(f"/sessions/{row['id']}")
    assert (answer.status_code, dict(client.cookies)) == (204, {})


async def test_expired_sessions_are_not_listed_and_are_purged(home: Home, superuser: Any) -> None:
    from atrium.access.sessions.jobs import purge_sessions

    person = await make_person(home)
    here, old = await login(home, person), await login(home, person)
    await superuser.execute(
        "UPDATE sessions SET expires_at = clock_timestamp() WHERE token_hash = $1", hash_token(old.token)
    )
    assert len((await here.get("/sessions")).json()["items"]) == 1
    await purge_sessions()
    assert await superuser.fetchval("SELECT count(*) FROM sessions WHERE user_id = $1", person.user_id) == 1
    assert (await here.get("/me")).status_code == 200
