"""Hot reads keep every wall: the credential is looked up each time, the workspace ends with the statement, and what was
read on a wrong guess is thrown away. (That both ways answer the same: ``tests/hot_reads.py``.)"""

from typing import Any

import pytest
from sqlalchemy import text
from starlette.requests import Request
from tests.homes import Home

from atrium.kernel import hot_reads
from atrium.kernel.authentication import Credential
from atrium.kernel.db import database
from atrium.kernel.hot_reads import HotRoute, Shape, Wanted, statement_of
from atrium.kernel.permissions import ALL, P
from atrium.kernel.settings import settings
from atrium.records.customers.record.hot_reads import PAGE
from atrium.records.timeline.hot_reads import TIMELINE

READER = (P.customers_read, P.customers_write)


@pytest.fixture(autouse=True)
def hot_reads_compared() -> None:
    """As in production: not compared, and guessed from the request before."""


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each request to a hot route, whether it was answered by one statement."""
    found: list[bool] = []
    genuine = HotRoute.answer

    async def noted(*arguments: Any) -> Any:
        response = await genuine(*arguments)
        found.append(response is not None)
        return response

    monkeypatch.setattr(HotRoute, "answer", noted)
    return found


async def names(client: Any) -> list[str]:
    answer = await client.get("/customers")
    assert answer.status_code == 200, answer.text
    return sorted(item["name"] for item in answer.json()["items"])


async def made(client: Any, name: str, **more: Any) -> str:
    answer = await client.post("/customers", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def request_of(read: hot_reads.HotRead, given: dict[str, Any]) -> Wanted:
    wanted = read.wanted(given)
    assert wanted is not None
    return wanted


LISTED = {
    **dict.fromkeys(("lifecycle", "folder_id", "status_id", "tag_id", "all_tag_id", "owner_id", "worker_id", "cursor")),
    **{"q": "", "no_folder": False, "trashed": False, "include_total": False, "sort": "-last_activity_at", "limit": 50},
}
ASKED = Request({"type": "http", "client": ("127.0.0.1", 1), "headers": []})
OWNERS_KEY = Shape("key", "api_key", "all", hides_folders=False, grants_folders=False, permissions=ALL)


async def rows_for(secret: str) -> Any:
    """What the statement of a list gives for this key, whoever asks."""
    wanted = request_of(PAGE, LISTED)
    statement = statement_of(PAGE, OWNERS_KEY, wanted.variant)
    return await hot_reads._fetched(statement, Credential("key", secret), ASKED, wanted)


async def test_a_second_request_takes_one_statement_and_the_next_revocation_holds(
    home: Home, client: Any, answered: list[bool]
) -> None:
    await made(client, "Ana")
    key = await home.as_api_key(READER)
    assert [await names(key), await names(key)] == [["Ana"], ["Ana"]]
    assert answered == [False, True]
    async with home.session() as session:
        await session.execute(text("UPDATE api_keys SET revoked_at = now() WHERE id = :id"), {"id": key.api_key_id})
    assert (await key.get("/customers")).status_code == 401


async def test_the_statement_itself_gives_nothing_without_a_valid_key(home: Home, client: Any) -> None:
    await made(client, "Ana")
    key = await home.as_api_key()
    assert "Ana" in (await rows_for(key.secret))["rows"]
    assert await rows_for(f"{key.secret[:-1]}_") is None
    async with home.session() as session:
        await session.execute(text("UPDATE api_keys SET expires_at = now() WHERE id = :id"), {"id": key.api_key_id})
    assert await rows_for(key.secret) is None


async def test_one_kept_statement_serves_each_workspace_alone(home: Home, elsewhere: Home) -> None:
    keys = []
    for place, name in ((home, "Ana"), (elsewhere, "Bo")):
        await made(await place.as_owner(), name)
        keys.append(await place.as_api_key())
    for _ in range(3):
        assert [await names(key) for key in keys] == [["Ana"], ["Bo"]]


async def test_the_workspace_ends_with_the_statement(home: Home, client: Any) -> None:
    await made(client, "Ana")
    key = await home.as_api_key()
    assert (await rows_for(key.secret))["rows"] is not None
    here = "SELECT current_setting('atrium.workspace_id', true) AS setting, (SELECT count(*) FROM customers) AS seen"
    after = await database().hot.fetchrow(here)
    assert (after["setting"] or "", after["seen"]) == ("", 0)
    # Control: a setting that lasts would be seen here, and the rows with it.
    await database().hot.fetchrow("SELECT set_config('atrium.workspace_id', $1, false)", str(home.id))
    assert (await database().hot.fetchrow(here))["seen"] == 1
    await database().hot.fetchrow("SELECT set_config('atrium.workspace_id', '', false)")


async def test_rows_of_a_wrong_guess_are_thrown_away(
    home: Home, client: Any, answered: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    member = await home.as_member(*READER)
    await made(client, "Ana")
    await made(client, "Bo", worker_ids=[str(member.member_id)])
    assert [await names(member), await names(member)] == [["Ana", "Bo"]] * 2

    async def see(visibility: str) -> None:
        async with home.session() as session:
            values = {"visibility": visibility, "id": member.member_id}
            await session.execute(text("UPDATE members SET visibility = :visibility WHERE id = :id"), values)

    await see("assigned")
    assert [await names(member), await names(member)] == [["Bo"], ["Bo"]]
    assert answered == [False, True, False, True]
    # Control: believed, the guess of before would show what is hidden now.
    await see("all")
    assert [await names(member), await names(member)] == [["Ana", "Bo"]] * 2
    guessed = next(reversed(hot_reads._shapes.values()))
    await see("assigned")
    monkeypatch.setattr(hot_reads, "shape_of", lambda _caller, _ctx: guessed)
    assert await names(member) == ["Ana", "Bo"]


async def test_a_permission_that_was_taken_away_is_missed_at_once(home: Home, client: Any) -> None:
    member = await home.as_member(P.customers_read)
    assert [await names(member), await names(member)] == [[], []]
    async with home.session() as session:
        taken = text("UPDATE roles SET permissions = '{notes:read}' WHERE id = :id")
        await session.execute(taken, {"id": member.role_id})
    assert (await member.get("/customers")).status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/customers?limit=0", 422),
        ("/customers?shoe=1", 422),
        ("/customers?cursor=abc", 422),
        ("/customers?sort=shoe", 422),
        ("/customers/nobody", 422),
        ("/customers/0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10", 404),
        ("/customers/0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10/overview", 404),
        ("/customers/0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10/timeline", 404),
        ("/customers/0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10/timeline?type=shoe", 422),
    ],
)
async def test_what_is_odd_goes_the_ordinary_way(client: Any, answered: list[bool], path: str, status: int) -> None:
    await names(client)
    assert (await client.get(path)).status_code == status
    assert answered[-1] is False


async def test_a_key_of_one_customer_goes_the_ordinary_way(home: Home, client: Any, answered: list[bool]) -> None:
    customer_id = await made(client, "Ana")
    key = await home.as_api_key(READER, customer_id=customer_id)  # type: ignore[arg-type]  # a text does as well
    assert [await names(key), await names(key)] == [["Ana"], ["Ana"]]
    assert answered == [False, False]


async def test_a_switch_turns_them_off(client: Any, answered: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    await names(client)
    monkeypatch.setattr(settings(), "hot_reads", False)
    await names(client)
    monkeypatch.setattr(settings(), "hot_reads", True)
    await names(client)
    assert answered == [False, False, True]


async def test_a_request_counts_once_whichever_way_it_goes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "rate_limit_per_minute", 30)
    key = await home.as_api_key()
    left = []
    for path in ("/customers", "/customers", "/customers?limit=0", "/customers"):
        left.append(int((await key.get(path)).headers["ratelimit"].split("r=")[1].split(";")[0]))
    assert left == [29, 28, 27, 26]


async def test_a_kept_statement_knows_everything_but_its_parameters() -> None:
    """Its plan is kept, so what the expressions bring must stand in it; values of a request never do."""
    wanted = request_of(TIMELINE, {"customer_id": "c", "kind": ["note"], "type": None, "limit": 50, "cursor": None})
    statement = statement_of(TIMELINE, OWNERS_KEY, wanted.variant)
    assert set(statement.names) == {"credential", "address", "customer_id"}
