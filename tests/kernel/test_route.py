"""One request is one transaction, committed before the answer leaves, run again when others got in its way."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI
from pydantic import Field
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.kernel.conftest import MakeHome

from atrium.kernel.context import Ctx
from atrium.kernel.db import database
from atrium.kernel.permissions import P
from atrium.kernel.route import RouteWithoutPermission, SignedIn, can, public, router
from atrium.kernel.schemas import Input, Name

ORPHAN = text("INSERT INTO probe.rows (workspace_id, value, parent_id) VALUES (:workspace, :value, gen_random_uuid())")
COUNT = "SELECT count(*) FROM probe.rows WHERE workspace_id = $1"


class Body(Input):
    name: Name = Field(description="Anything.", examples=["a"])


def test_a_route_without_a_permission_cannot_be_built() -> None:
    routes = router("tags")
    with pytest.raises(RouteWithoutPermission, match="forgetful"):

        @routes.get("/forgetful")
        async def forgetful() -> None: ...


def test_routes_name_their_permission_or_that_they_are_public() -> None:
    routes = router("tags")

    @routes.get("/open")
    async def open_to_all(_: Annotated[None, public()]) -> None: ...

    @routes.get("/signed-in")
    async def signed_in(ctx: SignedIn) -> None: ...

    @routes.get("/both")
    async def both(ctx: Annotated[Ctx, can(P.tags_read, P.tags_write)]) -> None: ...

    named = [route.openapi_extra["x-permissions"] for route in routes.routes]  # type: ignore[attr-defined]  # TransactionRoute sets it
    assert named == [None, [], ["tags:read", "tags:write"]]


async def test_a_commit_that_fails_answers_an_error(home_of: MakeHome, superuser: Any) -> None:
    """The foreign key is deferred: only COMMIT notices."""
    routes = router("tags")

    @routes.post("/orphans", status_code=201)
    async def create_orphan(ctx: SignedIn) -> dict[str, bool]:
        await ctx.session.execute(ORPHAN, {"workspace": ctx.workspace_id, "value": "orphan"})
        return {"made": True}

    home = await home_of(routes)
    answer = await (await home.as_owner()).post("/orphans")
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert await superuser.fetchval(COUNT, home.id) == 0


async def test_a_commit_behind_yield_answers_success_all_the_same(probe: str, superuser: Any) -> None:
    """The control: FastAPI's usual recipe says 201 and stores nothing."""
    workspace = uuid4()
    naive = FastAPI()

    async def session() -> AsyncIterator[AsyncSession]:
        async with database().session(workspace) as opened, opened.begin():
            yield opened

    @naive.post("/orphans", status_code=201)
    async def create_orphan(opened: Annotated[AsyncSession, Depends(session)]) -> dict[str, bool]:
        await opened.execute(ORPHAN, {"workspace": workspace, "value": "orphan"})
        return {"made": True}

    transport = httpx.ASGITransport(app=naive, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.post("/orphans")).status_code == 201
    assert await superuser.fetchval(COUNT, workspace) == 0


async def test_a_deadlock_is_run_again(home_of: MakeHome, superuser: Any) -> None:
    """Two requests lock two rows in opposite order; PostgreSQL ends one of them, the route runs it again, both
    succeed."""
    routes, runs, both_hold_one = router("tags"), [], asyncio.Barrier(2)

    @routes.post("/crossings/{first}/{second}")
    async def cross(ctx: SignedIn, first: str, second: str, data: Body) -> dict[str, str]:
        runs.append(first)
        lock = text("SELECT 1 FROM probe.rows WHERE workspace_id = :workspace AND value = :value FOR UPDATE")
        await ctx.session.execute(lock, {"workspace": ctx.workspace_id, "value": first})
        if len(runs) <= 2:
            await both_hold_one.wait()
        await ctx.session.execute(lock, {"workspace": ctx.workspace_id, "value": second})
        return {"name": data.name}

    home = await home_of(routes)
    await superuser.executemany(
        "INSERT INTO probe.rows (workspace_id, value) VALUES ($1, $2)", [(home.id, "a"), (home.id, "b")]
    )
    client = await home.as_owner()
    answers = await asyncio.gather(
        client.post("/crossings/a/b", json={"name": "one"}), client.post("/crossings/b/a", json={"name": "two"})
    )
    assert [(answer.status_code, answer.json()) for answer in answers] == [
        (200, {"name": "one"}),
        (200, {"name": "two"}),
    ]
    assert len(runs) == 3


def failing_routes(failures: int, runs: list[int]) -> APIRouter:
    routes = router("tags")

    @routes.post("/contested", status_code=201)
    async def contest(ctx: SignedIn, data: Body) -> dict[str, int]:
        runs.append(1)
        await ctx.session.execute(
            text("INSERT INTO probe.rows (workspace_id, value) VALUES (:workspace, :name)"),
            {"workspace": ctx.workspace_id, "name": data.name},
        )
        if len(runs) <= failures:
            await ctx.session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'contested' USING ERRCODE = '40001'; END $$"))
        return {"runs": len(runs)}

    return routes


async def test_a_serialization_failure_is_run_again_from_the_start(home_of: MakeHome, superuser: Any) -> None:
    home = await home_of(failing_routes(2, []))
    answer = await (await home.as_owner()).post(
        "/contested", json={"name": "once"}, headers={"Idempotency-Key": "contested"}
    )
    assert (answer.status_code, answer.json()) == (201, {"runs": 3})
    assert await superuser.fetchval(COUNT, home.id) == 1


async def test_it_gives_up_after_four_runs(home_of: MakeHome, superuser: Any) -> None:
    runs: list[int] = []
    home = await home_of(failing_routes(99, runs))
    answer = await (await home.as_owner()).post("/contested", json={"name": "never"})
    assert (answer.status_code, answer.headers["retry-after"], len(runs)) == (503, "2", 4)
    assert await superuser.fetchval(COUNT, home.id) == 0


STATES = {
    "22001": 422,
    "22003": 422,
    "22P02": 422,
    "22021": 422,
    "23502": 422,
    "23503": 409,
    "23505": 409,
    "23514": 422,
    "40001": 503,
    "40P01": 503,
    "42501": 500,
    "53300": 503,
    "55P03": 503,
    "57014": 503,
    "57P01": 503,
    "57P03": 503,
    "08006": 503,
    "XX000": 500,
}


async def test_every_sqlstate_has_its_answer(home_of: MakeHome) -> None:
    routes = router("tags")

    @routes.get("/states/{state}")
    async def fail(ctx: SignedIn, state: str) -> None:
        assert state in STATES
        await ctx.session.execute(
            text(f"DO $$ BEGIN RAISE EXCEPTION 'secret of another' USING ERRCODE = '{state}'; END $$")
        )

    home = await home_of(routes)
    client = await home.as_owner()
    answers = {state: await client.get(f"/states/{state}") for state in STATES}
    assert {state: answer.status_code for state, answer in answers.items()} == STATES
    for answer in answers.values():
        assert answer.headers["content-type"] == "application/problem+json"
        assert "secret" not in answer.text
        assert ("retry-after" in answer.headers) == (answer.status_code == 503)


async def test_cancelled_requests_leave_no_connection_behind(
    home_of: MakeHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    from atrium.kernel import db
    from atrium.kernel.settings import settings

    routes = router("tags")

    @routes.get("/slow")
    async def slow(ctx: SignedIn) -> None:
        await ctx.session.execute(text("SELECT pg_sleep(0.2)"))

    home = await home_of(routes)
    client = await home.as_owner()
    small = db.Database(settings().database_url, pool_size=2, statement_timeout_seconds=5)
    monkeypatch.setattr(db, "_current", small)
    try:
        for batch in range(10):
            tasks = [asyncio.create_task(client.get("/slow")) for _ in range(5)]
            await asyncio.sleep(0.01 * batch)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        answers = await asyncio.gather(*(client.get("/slow") for _ in range(4)))
        assert [answer.status_code for answer in answers] == [200] * 4
        assert small.engine.pool.checkedout() == 0  # type: ignore[attr-defined]  # QueuePool's own count
    finally:
        await small.close()
