"""The plans of the hot statements, as the code sends them and as the runtime role sees them, over tables too big to be
read whole.

Row security decides here: a condition whose operator or function is not leakproof is no condition of an index, and a
page deep in a list then reads all rows before it. What is measured is rows, never time."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pytest
from sqlalchemy import event, text
from tests.homes import Home, make_home

from atrium.kernel import dispatch, jobs
from atrium.kernel.db import database
from atrium.kernel.paging import encode_cursor
from atrium.kernel.settings import settings
from atrium.records.customers.record.listing import Listing

ROWS = 20_000
BIG = {"customers", "customer_identifiers", "events", "deliveries", "jobs", "notes"}
MOST_WASTED = 60
"""Rows that a plan may read and throw away."""
Sent = tuple[str, tuple[Any, ...]]

SEED = (
    (
        "INSERT INTO customers (workspace_id, id, name, email, created_at, updated_at, last_activity_at) SELECT $1,"
        " gen_random_uuid(), 'Person ' || md5(n::text), n || '@plans.test', now() - n * interval '1 minute', now() - n"
        f" * interval '3 minutes', now() - (n * 7919 % {ROWS}) * interval '1 minute' FROM generate_series(1, {ROWS}) n"
    ),
    (
        "INSERT INTO customer_identifiers (workspace_id, scheme, value, customer_id) SELECT $1, 'email', email, id FROM"
        " customers WHERE workspace_id = $1"
    ),
    (
        "INSERT INTO events (workspace_id, id, type, customer_id, actor_type, actor_name, dispatched_at) SELECT $1,"
        " gen_random_uuid(), 'customer.updated', id, 'system', 'Plans', now() FROM customers WHERE workspace_id = $1"
    ),
    (
        "INSERT INTO notes (workspace_id, id, customer_id, body, author_type, author_name) "
        "SELECT $1, gen_random_uuid(), id, 'x', 'system', 'Plans' FROM customers WHERE workspace_id = $1"
    ),
    (
        "INSERT INTO deliveries (workspace_id, id, event_id, consumer, state) "
        "SELECT $1, gen_random_uuid(), id, 'plans', 'done' FROM events WHERE workspace_id = $1"
    ),
    (
        "INSERT INTO jobs (workspace_id, id, kind, state, visible, actor_type, actor_name) SELECT $1,"
        f" gen_random_uuid(), 'plans', 'succeeded', n % 100 = 0, 'system', 'Plans' FROM generate_series(1, {ROWS}) n"
    ),
)


@dataclass
class Plan:
    """What EXPLAIN ANALYZE says: index names, tables read whole, rows read in vain."""

    indexes: set[str]
    read_whole: set[str]
    wasted: int

    def assert_good(self, *indexes: str) -> None:
        assert not self.read_whole & BIG, self
        assert set(indexes) <= self.indexes, self
        assert self.wasted <= MOST_WASTED, self


@contextmanager
def sent() -> Iterator[list[Sent]]:
    """The statements sent meanwhile with their parameters."""
    found: list[Sent] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        found.append((statement, tuple(parameters)))

    engine = database().engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


async def explain(statement: Sent, workspace_id: UUID | None) -> Plan:
    """Run a statement as the runtime role in a workspace, or as the system role, and undo it."""
    connection = await asyncpg.connect(settings().database_url, server_settings={"jit": "off"})
    await connection.set_type_codec("json", schema="pg_catalog", encoder=str, decoder=orjson.loads)
    transaction = connection.transaction()
    await transaction.start()
    try:
        if workspace_id is None:
            await connection.execute("SET LOCAL ROLE atrium_system")
        else:
            await connection.execute("SELECT set_config('atrium.workspace_id', $1, true)", str(workspace_id))
        sql, parameters = statement
        (document,) = await connection.fetchval(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", *parameters)
    finally:
        await transaction.rollback()
        await connection.close()
    found = list(nodes(document["Plan"]))
    return Plan(
        indexes={node["Index Name"] for node in found if "Index Name" in node},
        read_whole={node["Relation Name"] for node in found if node["Node Type"] == "Seq Scan"},
        wasted=sum(
            node.get("Rows Removed by Filter", 0) * node["Actual Loops"]
            for node in found
            if node.get("Relation Name") in BIG
        ),
    )


@pytest.fixture(scope="module")
async def big(app: Any, servers: str) -> AsyncIterator[Home]:
    """A workspace of 20,000 customers, each with an event, a note and an address, and as many finished jobs and
    deliveries."""
    home = await make_home(app)
    connection = await asyncpg.connect(servers)
    for statement in SEED:
        await connection.execute(statement, home.id)
    await connection.execute("VACUUM (ANALYZE)")
    yield home
    for client in home.clients:
        await client.aclose()
    await connection.execute("DELETE FROM workspaces WHERE id = $1", home.id)
    await connection.close()


async def sent_by(home: Home, path: str, table: str) -> Sent:
    """The longest statement of a route that reads from a table."""
    client = await home.as_api_key()
    with sent() as statements:
        answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return max(
        (statement for statement in statements if f"FROM {table}" in statement[0]),
        key=lambda statement: len(statement[0]),
    )


async def any_customer(home: Home) -> UUID:
    async with home.session() as session:
        found: UUID = (await session.execute(text("SELECT id FROM customers LIMIT 1"))).scalar_one()
        return found


SORTS = [
    ("-last_activity_at", "ix_customers_recency"),
    ("-created_at", "ix_customers_created"),
    ("updated_at", "ix_customers_updated"),
]


@pytest.mark.parametrize(("sort", "index"), SORTS)
async def test_the_first_page_of_a_list(big: Home, sort: str, index: str) -> None:
    (await explain(await sent_by(big, f"/customers?sort={sort}", "customers"), big.id)).assert_good(index)


async def deep(home: Home, sort: str) -> str:
    """The list's address from the middle of its rows on."""
    column, down = sort.removeprefix("-"), sort.startswith("-")
    direction = "DESC" if down else "ASC"
    async with home.session() as session:
        query = text(
            f"SELECT {column} AS value, id FROM customers WHERE workspace_id = :id ORDER BY {column} {direction}, id"
            f" {direction} OFFSET {ROWS // 2}"
        )
        row = (await session.execute(query, {"id": home.id})).first()
    assert row is not None
    return f"/customers?sort={sort}&cursor={encode_cursor(Listing('', {}, sort).scope, [row.value, row.id])}"


@pytest.mark.parametrize(("sort", "index"), SORTS)
async def test_a_page_deep_in_a_list(big: Home, sort: str, index: str) -> None:
    (await explain(await sent_by(big, await deep(big, sort), "customers"), big.id)).assert_good(index)


async def test_control_a_page_after_words_of_or_reads_all_rows_before_it(big: Home) -> None:
    """The same page asked for as every textbook on keysets writes it."""
    query = (
        "SELECT id FROM customers WHERE workspace_id = $1 AND deleted_at IS NULL AND (created_at < $2 OR (created_at ="
        " $2 AND id < $3)) ORDER BY created_at DESC, id DESC LIMIT 51"
    )
    async with big.session() as session:
        row = (
            await session.execute(
                text(f"SELECT created_at, id FROM customers ORDER BY created_at DESC OFFSET {ROWS // 2} LIMIT 1")
            )
        ).one()
    plan = await explain((query, (big.id, row.created_at, row.id)), big.id)
    assert plan.wasted >= ROWS // 2
    with pytest.raises(AssertionError):
        plan.assert_good()


async def test_who_has_this_address(big: Home) -> None:
    query = "SELECT customer_id FROM customer_identifiers WHERE workspace_id = $1 AND scheme = $2 AND value = $3"
    plan = await explain((query, (big.id, "email", "77@plans.test")), big.id)
    plan.assert_good()
    assert any("customer_identifiers" in name for name in plan.indexes)


async def test_a_customer_s_timeline_and_notes(big: Home) -> None:
    customer_id = await any_customer(big)
    (await explain(await sent_by(big, f"/customers/{customer_id}/timeline", "events"), big.id)).assert_good(
        "ix_events_customer"
    )
    (await explain(await sent_by(big, f"/customers/{customer_id}/notes", "notes"), big.id)).assert_good(
        "ix_notes_customer"
    )
    (await explain(await sent_by(big, f"/customers/{customer_id}/overview", "customers"), big.id)).assert_good(
        "ix_events_customer"
    )


async def test_claims(big: Home) -> None:
    """What every idle worker asks once a second finds nothing without reading anything."""
    for work, index in (
        (lambda: jobs.run_due(4), "ix_jobs_due"),
        (dispatch.deliver_due, "ix_deliveries_due"),
        (dispatch.fan_out, "ix_events_undispatched"),
    ):
        with sent() as statements:
            await work()
        claim = next(statement for statement in statements if "SKIP LOCKED" in statement[0])
        (await explain(claim, None)).assert_good(index)


async def test_control_a_claim_without_its_index_reads_the_table(big: Home, servers: str) -> None:
    with sent() as statements:
        await dispatch.deliver_due()
    claim = next(statement for statement in statements if "SKIP LOCKED" in statement[0])
    connection = await asyncpg.connect(servers)
    definition = await connection.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_deliveries_due'")
    await connection.execute("DROP INDEX ix_deliveries_due")
    try:
        assert (await explain(claim, None)).read_whole == {"deliveries"}
    finally:
        await connection.execute(definition)
        await connection.close()
