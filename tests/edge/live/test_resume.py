"""Nothing lost and nothing twice, however transactions commit, and whatever happens to Redis or the reader."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.edge.live.reader import Reader, reading
from tests.edge.live.test_stream import make_customer
from tests.homes import Home

from atrium.edge.live.stream import service
from atrium.kernel import live
from atrium.kernel.context import Actor, Ctx, Visibility
from atrium.kernel.db import database, transaction
from atrium.kernel.events import EventRow, write_pending
from atrium.kernel.permissions import ALL, P
from atrium.kernel.settings import settings
from atrium.records.notes.events import NoteCreated


@asynccontextmanager
async def writing(home: Home, customer_id: str) -> AsyncIterator[None]:
    """A transaction that has written an event, its id made, and commits at the end of the block."""
    async with transaction(database().session(home.id)) as session:
        ctx = Ctx(session, home.id, Actor("member", home.owner_id, "Owner"), ALL, Visibility(member_id=home.owner_id))
        ctx.emit(NoteCreated(customer_id=UUID(customer_id), excerpt="…"))
        await write_pending(ctx)
        yield


def ids(reader: Reader) -> list[str]:
    return [change["id"] for change in reader.of("change") if change["type"] == "note.created"]


async def written(home: Home) -> set[str]:
    async with home.session() as session:
        return {
            str(found)
            for found in await session.scalars(
                select(EventRow.id).where(EventRow.workspace_id == home.id, EventRow.type == "note.created")
            )
        }


async def test_what_commits_late_with_an_early_id_arrives_after_a_break(home: Home, client: Any) -> None:
    customer_id = await make_customer(client)
    async with reading(client) as reader, writing(home, customer_id):
        async with writing(home, customer_id):
            pass
        await reader.until(lambda: len(ids(reader)) == 1)
        last_id = reader.last_id
        # The early one commits while nobody listens.
    async with reading(client, last_id=last_id) as again:
        await again.quiet()
        assert len(ids(again)) + 1 == len(await written(home)) == 2
        assert not set(ids(again)) & set(ids(reader)[:1])


async def test_control_a_reader_by_the_highest_id_would_lose_it(home: Home, client: Any) -> None:
    customer_id = await make_customer(client)
    async with writing(home, customer_id):
        async with writing(home, customer_id):
            pass
        seen = max(await written(home))
    assert not {event for event in await written(home) if event > seen}
    assert len(await written(home)) == 2


async def test_readers_that_come_and_go_get_everything_once(home: Home, client: Any) -> None:
    """Concurrent writers that commit in any order; a reader that breaks off again and again."""
    customer_id = await make_customer(client)
    rng, got = random.Random(7), []

    async def write() -> None:
        for _ in range(12):
            async with writing(home, customer_id):
                await asyncio.sleep(rng.uniform(0, 0.05))

    async with reading(client) as reader:
        pass
    last_id = reader.last_id
    writers = [asyncio.create_task(write()) for _ in range(5)]
    while not all(writer.done() for writer in writers):
        async with reading(client, last_id=last_id) as reader:
            await asyncio.sleep(rng.uniform(0, 0.2))
        got += ids(reader)
        last_id = reader.last_id
    async with reading(client, last_id=last_id) as reader:
        await reader.quiet()
    got += ids(reader)
    assert len(got) == len(set(got))
    assert set(got) == await written(home)
    assert len(got) == 60


async def test_an_edit_that_joins_a_sitting_is_told_again(client: Any) -> None:
    customer_id = await make_customer(client)
    async with reading(client) as reader:
        for name in ("One", "Two"):
            await client.patch(f"/customers/{customer_id}", json={"name": name})
            await reader.quiet(0.3)
        edits = [change for change in reader.of("change") if change["type"] == "customer.updated"]
        assert len(edits) == 2


async def test_a_position_that_nobody_gave_asks_to_read_again(home: Home, elsewhere: Home, client: Any) -> None:
    async with reading(await elsewhere.as_owner()) as reader:
        foreign = reader.last_id
    for given in ("nonsense", "1:1:", "v1.aaaaaaaa.AAAA", foreign):
        async with reading(client, last_id=given) as reader:
            await reader.until(lambda: reader.of("resync"))
            assert reader.of("resync") == [{"reason": "unknown_position"}]


async def test_too_much_at_once_asks_to_read_again(home: Home, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_EVENTS", 3)
    customer_id = await make_customer(client)
    async with reading(client) as reader:
        async with transaction(database().session(home.id)) as session:
            ctx = Ctx(session, home.id, Actor("member", home.owner_id, "Owner"), ALL)
            for _ in range(5):
                ctx.emit(NoteCreated(customer_id=UUID(customer_id), excerpt="…"))
            await write_pending(ctx)
        await reader.until(lambda: reader.of("resync"))
        assert reader.of("resync") == [{"reason": "many"}]
        async with writing(home, customer_id):
            pass
        await reader.until(lambda: len(ids(reader)) == 1)


async def test_a_slow_reader_is_cut_off_and_told_so(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_WAITING", 4)
    hold = asyncio.Event()
    async with reading(client, hold=hold) as reader:
        for number in range(8):
            await make_customer(client, name=f"Customer {number}")
            await asyncio.sleep(0.06)
        hold.set()
        await reader.until(lambda: reader.ended)
        assert reader.messages[-1] == ("resync", {"reason": "slow"})


async def test_a_credential_has_so_many_streams_and_no_more(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "streams_per_credential", 2)
    async with reading(client), reading(client):
        refused = await client.get("/stream")
        assert (refused.status_code, refused.json()["code"]) == (429, "too-many-streams")
        assert refused.headers["retry-after"] == "10"
        assert (await (await home.as_member(P.customers_read)).get("/stream")).status_code == 200
    assert (await client.get("/stream")).status_code == 200


async def test_a_ring_that_is_lost_is_made_up_by_the_next(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer_id = await make_customer(client)
    async with reading(client) as reader:
        with monkeypatch.context() as patch:
            patch.setattr(live, "_quiet_until", float("inf"))
            async with writing(home, customer_id):
                pass
            await reader.quiet(0.3)
        assert ids(reader) == []
        async with writing(home, customer_id):
            pass
        await reader.until(lambda: len(ids(reader)) == 2)


async def test_signs_of_life(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atrium.edge.live.stream.router.HEARTBEAT_SECONDS", 0.05)
    async with reading(client) as reader:
        await reader.quiet(0.3)
        assert reader.comments >= 3
        assert not reader.ended


async def test_a_stream_ends_when_its_time_is_over_or_the_process_stops(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(client) as reader:
        live.hang_up()
        await reader.until(lambda: reader.ended)
    monkeypatch.setattr(service, "LIFETIME_SECONDS", 0.2)
    monkeypatch.setattr("atrium.edge.live.stream.router.HEARTBEAT_SECONDS", 0.05)
    async with reading(client) as reader:
        await reader.until(lambda: reader.ended)
        assert reader.of("ended") == []


async def test_nothing_is_left_behind(client: Any) -> None:
    async with reading(client):
        assert service.hub().rooms
    assert not service.hub().rooms
    assert not service.hub().streams
