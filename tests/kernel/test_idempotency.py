"""Repeating a request with its key repeats the answer and not the effect."""

import asyncio
from typing import Annotated, Any

import pytest
from fastapi import Response
from pydantic import Field
from sqlalchemy import text
from tests.homes import Home
from tests.kernel.conftest import MakeHome

from atrium.kernel import idempotency
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Forbidden, TooManyRequests
from atrium.kernel.permissions import P
from atrium.kernel.route import SignedIn, can, router
from atrium.kernel.schemas import Input, Name

KEY = {"Idempotency-Key": "once"}
EFFECTS = "SELECT count(*) FROM probe.effects WHERE workspace_id = $1"


class Body(Input):
    name: Name = Field(description="Anything.", examples=["a"])


class Gate:
    """Holds the handler until the test lets it go on, and makes it refuse when told to."""

    def __init__(self) -> None:
        self.entered, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()
        self.refusal: Exception | None = None


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def home(home_of: MakeHome, gate: Gate) -> Home:
    routes = router("tags")

    @routes.post("/effects", status_code=201)
    async def create_effect(ctx: SignedIn, data: Body, response: Response) -> dict[str, str]:
        await ctx.session.execute(
            text("INSERT INTO probe.effects (workspace_id, value) VALUES (:workspace, :value)"),
            {"workspace": ctx.workspace_id, "value": data.name},
        )
        gate.entered.set()
        await gate.go_on.wait()
        if gate.refusal is not None:
            raise gate.refusal
        response.headers["ETag"] = '"7"'
        return {"name": data.name}

    @routes.post("/payments")
    async def pay(ctx: Annotated[Ctx, can(P.tags_read, key_required=True)]) -> None: ...

    made: Home = await home_of(routes)
    return made


async def test_the_answer_is_repeated_with_its_headers(home: Home, superuser: Any) -> None:
    client = await home.as_owner()
    first = await client.post("/effects", json={"name": "a"}, headers=KEY)
    again = await client.post("/effects", json={"name": "a"}, headers=KEY)
    assert (again.status_code, again.content, again.headers["etag"]) == (201, first.content, '"7"')
    assert again.headers["content-type"] == first.headers["content-type"]
    assert (first.headers.get("idempotent-replayed"), again.headers["idempotent-replayed"]) == (None, "true")
    assert await superuser.fetchval(EFFECTS, home.id) == 1


async def test_without_a_key_the_effect_is_repeated(home: Home, superuser: Any) -> None:
    """The control."""
    client = await home.as_owner()
    for _ in range(2):
        await client.post("/effects", json={"name": "a"})
    assert await superuser.fetchval(EFFECTS, home.id) == 2


async def test_the_second_of_two_at_once_is_told_to_wait(home: Home, gate: Gate, superuser: Any) -> None:
    client = await home.as_owner()
    gate.go_on.clear()
    first = asyncio.create_task(client.post("/effects", json={"name": "a"}, headers=KEY))
    await gate.entered.wait()
    second = await client.post("/effects", json={"name": "a"}, headers=KEY)
    assert (second.status_code, second.json()["code"]) == (409, "idempotency-key-in-flight")
    gate.go_on.set()
    assert (await first).status_code == 201
    assert (await client.post("/effects", json={"name": "a"}, headers=KEY)).headers["idempotent-replayed"] == "true"
    assert await superuser.fetchval(EFFECTS, home.id) == 1


async def test_many_at_once_have_one_effect(home: Home, superuser: Any) -> None:
    client = await home.as_owner()
    answers = await asyncio.gather(*(client.post("/effects", json={"name": "a"}, headers=KEY) for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await superuser.fetchval(EFFECTS, home.id) == 1


async def test_another_request_cannot_take_the_key(home: Home, superuser: Any) -> None:
    client = await home.as_owner()
    await client.post("/effects", json={"name": "a"}, headers=KEY)
    other = await client.post("/effects", json={"name": "b"}, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert await superuser.fetchval(EFFECTS, home.id) == 1


async def test_a_key_belongs_to_its_actor(home: Home, superuser: Any) -> None:
    owner, key = await home.as_owner(), await home.as_api_key()
    for client in (owner, key):
        assert "idempotent-replayed" not in (await client.post("/effects", json={"name": "a"}, headers=KEY)).headers
    assert await superuser.fetchval(EFFECTS, home.id) == 2


@pytest.mark.parametrize("refusal", [Forbidden("no"), TooManyRequests("later"), RuntimeError("ours")])
async def test_refusals_are_not_kept(home: Home, gate: Gate, superuser: Any, refusal: Exception) -> None:
    client = await home.as_owner()
    gate.refusal = refusal
    assert (await client.post("/effects", json={"name": "a"}, headers=KEY)).status_code in {403, 429, 500}
    assert await superuser.fetchval(EFFECTS, home.id) == 0
    gate.refusal = None
    answer = await client.post("/effects", json={"name": "a"}, headers=KEY)
    assert (answer.status_code, "idempotent-replayed" in answer.headers) == (201, False)


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "schlüssel".encode()])
async def test_keys_are_short_and_printable(home: Home, key: str | bytes) -> None:
    answer = await (await home.as_owner()).post("/effects", json={"name": "a"}, headers={"Idempotency-Key": key})
    assert answer.status_code == 400


async def test_where_it_is_required_its_absence_is_malformed(home: Home) -> None:
    client = await home.as_owner()
    assert (await client.post("/payments")).status_code == 400
    assert (await client.post("/payments", headers=KEY)).status_code == 200


async def test_keys_are_forgotten_after_a_day(home: Home, superuser: Any) -> None:
    client = await home.as_owner()
    await client.post("/effects", json={"name": "a"}, headers=KEY)
    await client.post("/effects", json={"name": "a"}, headers={"Idempotency-Key": "young"})
    await superuser.execute(
        "UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE workspace_id = $1 AND key = 'once'",
        home.id,
    )
    await idempotency.forget_old()
    assert [
        row["key"] for row in await superuser.fetch("SELECT key FROM idempotency_keys WHERE workspace_id = $1", home.id)
    ] == ["young"]
