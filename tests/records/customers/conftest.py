"""A world of customers to search in."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
from tests.records.customers.search_calls import TABLES, app_connection, search
from tests.records.customers.search_world import LARGE, World, make_world


@pytest.fixture(scope="module")
async def world(servers: str) -> AsyncIterator[World]:
    """A workspace past the threshold of the gram index, all but 1,000 of its rows indexed, among them someone found at
    every step of it."""
    superuser = await asyncpg.connect(servers)
    made = await make_world(superuser, LARGE, seed=5)
    app = await app_connection(made.workspace_id)
    watched = made.people[:: LARGE // 7]
    while await app.fetchval("SELECT search_reindex(3200)"):
        for person in watched:
            if person.email and person.deleted_at is None:
                assert await search(app, person.email) == [person.id]
    assert (
        0
        < await superuser.fetchval(
            "SELECT count(*) FROM customer_search WHERE workspace_id = $1 AND NOT indexed", made.workspace_id
        )
        <= 1000
    )
    await superuser.execute(
        "VACUUM ANALYZE customers, customer_search, customer_tags, customer_workers, custom_field_values"
    )
    yield made
    await app.close()
    await superuser.close()


@pytest.fixture
async def million(world: World, superuser: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    """The runtime role in a transaction whose planner believes in a hundred times as many rows, so that searches go the
    ways they go at a million."""
    transaction = superuser.transaction()
    await transaction.start()
    await superuser.execute("UPDATE pg_class SET reltuples = reltuples * 100 WHERE oid = ANY ($1::regclass[])", TABLES)
    await superuser.execute("SET LOCAL ROLE atrium_app")
    await superuser.execute("SELECT set_config('atrium.workspace_id', $1, true)", str(world.workspace_id))
    yield superuser
    await transaction.rollback()
