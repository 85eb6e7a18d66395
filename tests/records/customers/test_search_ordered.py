"""Reading a filter's own index in the order of the result: taken whenever there is one, whatever it costs."""

from collections import Counter
from typing import Any

import asyncpg
import pytest
from tests.records.customers.search_calls import search
from tests.records.customers.search_oracle import oracle, some_filter, some_query, some_visibility
from tests.records.customers.search_world import World, dice


@pytest.fixture
async def ways(million: asyncpg.Connection) -> Counter[str]:
    """How often each way was taken."""
    await million.execute("RESET ROLE")
    made = await million.fetchval("SELECT pg_get_functiondef('search_ids'::regproc)")
    forced = made.replace(
        "CASE least(listing, probing, reading, ordering)", "CASE coalesce(ordering, listing, reading)"
    )
    assert forced != made
    await million.execute(forced)
    await million.execute("SET LOCAL ROLE atrium_app")
    await million.execute("SET LOCAL client_min_messages = debug1")
    counted: Counter[str] = Counter()
    million.add_log_listener(lambda _, message: counted.update(str(message.message).split(":", maxsplit=1)[:1]))
    return counted


@pytest.mark.parametrize("mode", ["all", "folders"])
async def test_finds_exactly_what_an_oracle_finds(
    world: World, million: asyncpg.Connection, ways: Counter[str], mode: str
) -> None:
    """A member of some folders has two sources: those folders, and the customers assigned to them."""
    rng = dice(11)
    narrowing: list[dict[str, Any]] = [
        {"folder_id": [str(world.folders[0]), "none"]},
        {"status_id": [str(world.statuses[1]), str(world.statuses[2])]},
        {"owner_id": [str(world.members[3])]},
        {},
    ]
    for _ in range(40):
        q, wanted = some_query(world, rng), {**some_filter(world, rng), **rng.choice(narrowing)}
        visibility = {**some_visibility(world, rng), "mode": mode}
        found = await search(million, q, wanted, visibility, page=rng.choice([20, 50, 1000]))
        assert found == oracle(world, q, wanted, visibility), (q, wanted, visibility)
    assert ways["search by ordering"] > 10, ways
