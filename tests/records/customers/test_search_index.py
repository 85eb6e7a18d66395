"""The job that indexes what was written: it gets on when the database stops its batches, shares its time among
workspaces, and is never waited for by a search."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from uuid import UUID

import asyncpg
import pytest
from tests.records.customers.search_calls import app_connection, search
from tests.records.customers.search_oracle import oracle
from tests.records.customers.search_world import World

from atrium.kernel.ids import uuid7
from atrium.kernel.schedules import TASKS
from atrium.records.customers.search import jobs

SLOW = """
CREATE FUNCTION stop_large_batches() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM changed) > 150 THEN
    RAISE 'canceling statement due to statement timeout' USING ERRCODE = 'query_canceled';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER stop_large_batches AFTER UPDATE ON customer_search REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION stop_large_batches()"""
"""A machine on which no more than 150 rows are indexed in time."""


async def index_customers() -> None:
    await TASKS["index customers for search"][0]()


async def waiting(superuser: asyncpg.Connection, world: World) -> int:
    query = "SELECT count(*) FROM customer_search WHERE workspace_id = $1 AND NOT indexed"
    return int(await superuser.fetchval(query, world.workspace_id))


@pytest.fixture
async def backlog(world: World, superuser: asyncpg.Connection) -> int:
    """Every row waits. Returns how many."""
    await superuser.execute("UPDATE customer_search SET indexed = false WHERE workspace_id = $1", world.workspace_id)
    return await waiting(superuser, world)


@asynccontextmanager
async def slow_machine(superuser: asyncpg.Connection) -> AsyncIterator[None]:
    await superuser.execute(SLOW)
    try:
        yield
    finally:
        await superuser.execute("DROP FUNCTION stop_large_batches CASCADE")


async def test_a_job_whose_first_batches_are_stopped_gets_on(
    world: World, backlog: int, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "RUN_SECONDS", 0)
    app = await app_connection(world.workspace_id)
    async with slow_machine(superuser):
        with pytest.raises(asyncpg.QueryCanceledError):
            await app.fetchval("SELECT search_reindex(2000)")
        assert await waiting(superuser, world) == backlog, "a control: so large a batch does nothing"
        for run in (1, 2, 3):
            await index_customers()
            assert await waiting(superuser, world) == backlog - run * jobs.FIRST_BATCH // 4
    await app.close()


async def test_searches_find_all_while_a_backlog_is_worked_off(
    world: World, backlog: int, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "LARGEST_BATCH", 400)
    monkeypatch.setattr(jobs, "RUN_SECONDS", 120)
    app = await app_connection(world.workspace_id)
    await app.execute("SET statement_timeout = '5s'")
    person = next(person for person in world.people if person.email and person.deleted_at is None)
    assert person.email
    common = oracle(world, "müller", {}, {"mode": "all"})
    indexing = asyncio.create_task(index_customers())
    seen = set()
    while not indexing.done():
        assert await search(app, person.email) == [person.id]
        assert await search(app, "müller") == common
        seen.add(await waiting(superuser, world))
    await indexing
    assert len([left for left in seen if 1000 < left < backlog]) > 3, "a control: it was looked at meanwhile"
    assert await waiting(superuser, world) <= 1000
    await app.close()


async def test_a_run_ends_in_time_and_the_next_one_goes_on(
    world: World, backlog: int, superuser: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "RUN_SECONDS", 0)
    await index_customers()
    assert await waiting(superuser, world) == backlog - jobs.FIRST_BATCH
    await index_customers()
    assert await waiting(superuser, world) == backlog - 2 * jobs.FIRST_BATCH


async def test_workspaces_take_turns_and_one_that_fails_holds_up_no_other(
    superuser: asyncpg.Connection, world: World, backlog: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[UUID] = []
    other = uuid7()
    await superuser.execute("INSERT INTO workspaces (id, name) VALUES ($1, 'Other')", other)
    await superuser.execute(
        "INSERT INTO customers (workspace_id, id, name) SELECT $1, gen_random_uuid(), 'N' || n"
        " FROM generate_series(1, 10001) n",
        other,
    )

    async def index(workspace_id: UUID, size: int) -> int:
        batches.append(workspace_id)
        if workspace_id == other and len(batches) > 6:
            raise ConnectionError("gone")
        return size if len(batches) < 20 else 0

    monkeypatch.setattr(jobs, "_index", index)
    with pytest.raises(ConnectionError):
        await index_customers()
    first, second = batches[:2]
    assert {first, second} == {world.workspace_id, other}
    assert batches[:6] == [first, second] * 3
    assert batches[8:] == [world.workspace_id] * 12
    await superuser.execute("DELETE FROM workspaces WHERE id = $1", other)


@pytest.mark.parametrize(
    ("seconds", "following"),
    [(0.1, 400), (0.3, 200), (0.7, 100)],
)
async def test_batches_grow_while_they_are_quick_and_shrink_when_they_are_not(
    world: World, backlog: int, monkeypatch: pytest.MonkeyPatch, seconds: float, following: int
) -> None:
    clock = iter([0.0, seconds])
    monkeypatch.setattr(jobs, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    assert await jobs._index(world.workspace_id, 200) == following
