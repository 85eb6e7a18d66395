"""``search_customers`` and ``count_customers`` against an oracle in Python, against hostile input, and in what they
read."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from tests.records.customers.search_calls import ALL, app_connection, dumps, reads, search
from tests.records.customers.search_world import HOSTILE, LARGE, NOTHING, World

from atrium.kernel.ids import uuid7

from .search_oracle import oracle, some_filter, some_query, some_visibility
from .search_world import dice, make_world

# ── The same as an oracle ───────────────────────────────────────────────────────


@pytest.mark.parametrize("seed", range(4))
async def test_finds_exactly_what_an_oracle_finds(world: World, million: asyncpg.Connection, seed: int) -> None:
    rng = dice(seed)
    ways: Counter[str] = Counter()
    million.add_log_listener(lambda _, message: ways.update(str(message.message).split(":", maxsplit=1)[:1]))
    await million.execute("SET LOCAL client_min_messages = debug1")
    visibility_mattered = 0
    for _ in range(25):
        q, wanted, visibility = some_query(world, rng), some_filter(world, rng), some_visibility(world, rng)
        expected = oracle(world, q, wanted, visibility)
        assert await search(million, q, wanted, visibility, page=rng.choice([20, 50, 1000])) == expected, (
            q,
            wanted,
            visibility,
        )
        count = await million.fetchval("SELECT count_customers($1, $2, $3, 300)", q, dumps(wanted), dumps(visibility))
        assert count == min(300, len(expected)), (q, wanted, visibility)
        if visibility["mode"] != "all":
            visibility_mattered += oracle(world, q, wanted, ALL) != expected
    assert visibility_mattered > 5, "a control: the visibilities drawn must matter"
    taken = {f"search by {way}" for way in ("reading", "ordering", "listing", "probing")} & set(ways)
    assert len(taken) >= 3, ways


async def test_finds_exactly_what_an_oracle_finds_among_a_members_own_customers(
    world: World, app: asyncpg.Connection
) -> None:
    """The assigned customers of one member lie side by side with their texts, while they are few."""
    rng = dice(7)
    mine = {"mode": "assigned", "member_id": str(world.members[1])}
    narrowed = 0
    for _ in range(40):
        q, wanted = some_query(world, rng), some_filter(world, rng)
        expected = oracle(world, q, wanted, mine)
        assert await search(app, q, wanted, mine, page=rng.choice([20, 50, 1000])) == expected, (q, wanted)
        narrowed += bool(expected) and oracle(world, q, {}, ALL) != expected
    assert narrowed > 5, "a control: somebody is found, and not everybody"
    read, sequential = await reads(app, "SELECT * FROM search_customers('ia', '{}', $1, NULL, NULL, 20)", dumps(mine))
    assert "ix_customer_workers_member" in read, "a control: that way was gone"
    assert sequential == 0


async def test_a_member_finds_a_customer_by_the_name_it_has_now(
    world: World, app: asyncpg.Connection, superuser: asyncpg.Connection
) -> None:
    """Assigning waits for a change of the customer that is under way: the text beside the assignment is never an old
    one."""
    one, member, customer = world.workspace_id, world.members[1], uuid7()
    mine = {"mode": "assigned", "member_id": str(member)}
    assign = "INSERT INTO customer_workers (workspace_id, customer_id, member_id) VALUES ($1, $2, $3)"
    await app.execute(
        "INSERT INTO customers (workspace_id, id, name) VALUES ($1, $2, 'Quetzal Vogelsang')", one, customer
    )
    renaming = superuser.transaction()
    await renaming.start()
    await superuser.execute("UPDATE customers SET name = 'Xiomara Vogelsang' WHERE id = $1", customer)
    assigning = asyncio.create_task(app.execute(assign, one, customer, member))
    done, _ = await asyncio.wait({assigning}, timeout=0.3)
    assert not done
    await renaming.commit()
    await assigning
    assert (await search(app, "xiomara", {}, mine), await search(app, "quetzal", {}, mine)) == ([customer], [])
    await app.execute("UPDATE customers SET name = 'Ptolemaios' WHERE id = $1", customer)
    assert (await search(app, "xiomara", {}, mine), await search(app, "tolema", {}, mine)) == ([], [customer])
    await app.execute("DELETE FROM customers WHERE id = $1", customer)
    assert await search(app, "tolema", {}, mine) == []


async def test_finds_the_same_before_and_after_its_rows_are_indexed(
    world: World, app: asyncpg.Connection, million: asyncpg.Connection
) -> None:
    """A search unites grams and pending rows; the control shows that either alone would miss somebody."""
    rng = dice(99)
    for person in rng.sample([person for person in world.people if person.email and person.deleted_at is None], 15):
        assert await search(million, person.email) == oracle(world, person.email, {}, ALL) == [person.id]
    await million.execute("RESET ROLE")
    states = await million.fetch(
        "SELECT indexed, count(*) FROM customer_search WHERE workspace_id = $1 GROUP BY 1", world.workspace_id
    )
    assert {row["indexed"]: row["count"] > 500 for row in states} == {True: True, False: True}


# ── Correct at every moment ─────────────────────────────────────────────────────


async def test_is_found_in_the_transaction_that_wrote_it_and_no_longer_under_the_old_name(
    world: World, app: asyncpg.Connection
) -> None:
    transaction = app.transaction()
    await transaction.start()
    one, customer = world.workspace_id, uuid7()
    await app.execute(
        "INSERT INTO customers (workspace_id, id, name) VALUES ($1, $2, 'Quetzal Vogelsang')", one, customer
    )
    assert await search(app, "quetzal") == [customer]
    await app.execute(
        "UPDATE customers SET name = 'Xiomara Vogelsang', phone = '+4915112345678' WHERE id = $1", customer
    )
    assert await search(app, "quetzal") == []
    assert await search(app, "xiomara 0151 1234") == [customer]
    await app.execute("UPDATE customers SET deleted_at = now() WHERE id = $1", customer)
    assert await search(app, "xiomara") == []
    assert await search(app, "xiomara", {"trashed": True}) == [customer]
    await app.execute("DELETE FROM customers WHERE id = $1", customer)
    assert await search(app, "xiomara", {"trashed": True}) == []
    await transaction.rollback()


async def test_an_indexed_customer_who_is_renamed_is_found_by_the_new_name_alone(
    world: World, app: asyncpg.Connection, superuser: asyncpg.Connection
) -> None:
    customer = world.people[0].id
    state = "SELECT indexed FROM customer_search WHERE workspace_id = $1 AND customer_id = $2"
    assert await superuser.fetchval(state, world.workspace_id, customer), "a control: it was indexed"
    transaction = app.transaction()
    await transaction.start()
    await app.execute("UPDATE customers SET name = 'Ptolemaios' WHERE id = $1", customer)
    assert await search(app, "tolema") == [customer]
    assert await app.fetchval(state, world.workspace_id, customer) is False
    await transaction.rollback()


async def test_a_document_longer_than_an_index_row_is_found_by_its_end(world: World, app: asyncpg.Connection) -> None:
    transaction = app.transaction()
    await transaction.start()
    emails = [
        {"address": f"someone.with.a.long.address.{number}@subsidiary-{number}.example", "label": "work"}
        for number in range(90)
    ]
    customer = uuid7()
    await app.execute(
        "INSERT INTO customers (workspace_id, id, name, emails) VALUES ($1, $2, $3, $4)",
        world.workspace_id,
        customer,
        "東京" * 50,
        dumps(emails),
    )
    assert await search(app, "subsidiary-89") == [customer]
    assert await search(app, "東京東京 address.88") == [customer]
    emails[89]["address"] = "changed@elsewhere.example"
    await app.execute("UPDATE customers SET emails = $2 WHERE id = $1", customer, dumps(emails))
    assert await search(app, "subsidiary-89") == []
    assert await search(app, "changed@elsewhere") == [customer]
    await transaction.rollback()


# ── How a query is read ─────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "query",
    [
        "60011",
        "+34 600 11",
        "600-11",
        "(600) 11 22",
        "+34600112233",
        "0034600112233",
        "0600112233",
        "+34 (0)600 112 233",
        "٦٠٠١١",
        "６００１１",
    ],
)
async def test_a_telephone_number_is_found_in_every_format(world: World, app: asyncpg.Connection, query: str) -> None:
    transaction = app.transaction()
    await transaction.start()
    customer = uuid7()
    await app.execute(
        "INSERT INTO customers (workspace_id, id, name, phone) VALUES ($1, $2, 'Number', '+34600112233')",
        world.workspace_id,
        customer,
    )
    assert customer in await search(app, query)
    assert customer not in await search(app, query.replace("1", "7").replace("١", "٧").replace("１", "７")), (
        "a control: another number"
    )
    await transaction.rollback()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Łukasz Ørsted", "lukasz orsted"),
        ("STRASSE", "straße"),
        ("Ελένη Παπαδόπουλος", "ΠΑΠΑΔΟΠΟΥΛΟΣ"),
        ("Дмитрий Фёдоров", "федоров ДМИТРИЙ"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("田中太郎", "中太"),
        ("ＡＢＣ ｶﾞｸ", "abc ガク"),
        ("김민준", "민준"),
        ("Jean-Luc d'Arc", "luc d'arc"),
        ("Studio 54 2000", "54 2000"),
    ],
)
async def test_scripts_and_accents_do_not_matter(world: World, app: asyncpg.Connection, name: str, query: str) -> None:
    transaction = app.transaction()
    await transaction.start()
    customer = uuid7()
    await app.execute(
        "INSERT INTO customers (workspace_id, id, name) VALUES ($1, $2, $3)", world.workspace_id, customer, name
    )
    assert customer in await search(app, query)
    await transaction.rollback()


async def test_a_whole_identifier_finds_its_customer(world: World, app: asyncpg.Connection) -> None:
    person = next(person for person in world.people if person.deleted_at is None)
    for written in (str(person.id), person.id.hex, f" {{{str(person.id).upper()}}}"):
        assert await search(app, written) == [person.id]
    assert await search(app, str(person.id), visibility={"mode": "customer", "customer_id": str(uuid7())}) == []


@pytest.mark.parametrize(
    "typed", ["vogelsnag", "vogelsan", "vogelssang", "wogelsang", "voglesang", "quetzal vogelsamg"]
)
async def test_one_typing_error_a_word_is_forgiven_when_little_is_found(
    world: World, app: asyncpg.Connection, typed: str
) -> None:
    transaction = app.transaction()
    await transaction.start()
    customer = uuid7()
    await app.execute(
        "INSERT INTO customers (workspace_id, id, name) VALUES ($1, $2, 'Quetzal Vogelsang')",
        world.workspace_id,
        customer,
    )
    forgiving = "SELECT customer_id FROM search_customers($1, $2, $3, NULL, NULL, 20)"
    assert await app.fetchval(forgiving, typed, "{}", dumps(ALL)) == customer
    nobody = {"mode": "assigned", "member_id": str(world.members[0])}
    assert await app.fetch(forgiving, typed, "{}", dumps(nobody)) == []
    await transaction.rollback()


# ── Hostile input and foreign workspaces ────────────────────────────────────────


async def test_hostile_queries_are_only_text(world: World, app: asyncpg.Connection) -> None:
    for nothing in NOTHING:
        assert await search(app, nothing) == [], nothing
    for hostile in HOSTILE:
        await app.fetch("SELECT * FROM search_customers($1, '{}', $2, NULL, NULL, 5)", hostile, dumps(ALL))
        field = {"field_id": str(world.fields["text"]), "type": "text"}
        for op in ("eq", "contains", "gt"):
            assert (
                len(await search(app, None, {"fields": [{**field, "op": op, "values": [hostile]}]}, page=10_000))
                < LARGE
            )
    assert await app.fetchval("SELECT count(*) FROM customers") == LARGE, "a control: nobody is gone"


@pytest.mark.parametrize(
    ("wanted", "visibility"),
    [
        ({}, {}),
        ({}, None),
        ({}, {"mode": "everything"}),
        ({}, {"mode": "assigned"}),
        ({}, {"mode": "customer"}),
        ({"folder": []}, ALL),
        ({"folder_id": ["'; --"]}, ALL),
        ({"folder_id": "x"}, ALL),
        ({"created": {"since": "2026-01-01"}}, ALL),
        ({"created": {"from": "yesterday' --"}}, ALL),
        ({"fields": [{"field_id": "' OR true --", "type": "text", "op": "exists"}]}, ALL),
        ({"fields": [{"field_id": str(uuid7()), "type": "text", "op": "= '' OR true --", "values": ["x"]}]}, ALL),
        ({"fields": [{"field_id": str(uuid7()), "type": "number", "op": "gt", "values": ["1 OR true"]}]}, ALL),
        ({"fields": [{"field_id": str(uuid7()), "type": "number", "op": "contains", "values": ["1"]}]}, ALL),
    ],
)
async def test_what_is_not_understood_is_an_error_of_class_22(
    app: asyncpg.Connection, wanted: Any, visibility: Any
) -> None:
    with pytest.raises(asyncpg.DataError):
        await app.fetch(
            "SELECT * FROM search_customers(NULL, $1, $2, NULL, NULL, 10)",
            dumps(wanted),
            None if visibility is None else dumps(visibility),
        )


async def test_without_a_workspace_nothing_is_searched(world: World) -> None:
    connection = await app_connection(None)
    for statement in (
        "SELECT * FROM search_customers('a', '{}', $1, NULL, NULL, 10)",
        "SELECT count_customers('a', '{}', $1, 10)",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.fetch(statement, dumps(ALL))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.fetch("SELECT search_reindex(10)")
    await connection.close()


async def test_another_workspace_with_the_same_names_stays_out_of_sight(
    world: World, app: asyncpg.Connection, superuser: asyncpg.Connection
) -> None:
    other = await make_world(superuser, 300, seed=5)
    stranger = await app_connection(other.workspace_id)
    own = {person.id for person in other.people}
    person = next(person for person in world.people if person.email and person.deleted_at is None)
    for q in (None, "maria", "müller", "33", person.email, person.name, str(person.id)):
        assert set(await search(stranger, q)) <= own
    tag = [str(tag) for tag in world.tags]
    assert await search(stranger, None, {"tag_id": tag}) == []
    assert await search(app, None, {"tag_id": tag}), "a control: the tag is in use"
    assert await stranger.fetchval("SELECT count(*) FROM customer_search") == 300
    for statement in (
        "UPDATE customer_search SET search_text = 'x'",
        "DELETE FROM customer_search",
        "SELECT search_ids('a', '{}', '{\"mode\": \"all\"}', NULL, NULL, 5)",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await stranger.execute(statement)
    await stranger.close()


# ── What is read ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("q", "wanted", "mode", "used", "most"),
    [
        (None, {}, "all", {"ix_customers_recency"}, 20),
        ("ia", {}, "all", {"ix_customers_recency"}, 400),
        ("müller", {}, "all", {"ix_customers_recency"}, 1_000),
        ("zqxjzqxj", {}, "all", {"ix_customer_search_grams", "ix_customer_search_pending"}, 30_000),
        ("ia", {}, "assigned", {"pk_customer_workers"}, 16_000),
        ("zqxjzqxj", {}, "assigned", {"ix_customer_search_grams", "ix_customer_search_pending"}, 16_000),
        ("müller", {"tag": 3}, "all", {"ix_customer_tags_tag"}, 16_000),
        (None, {"tag": 3}, "all", {"ix_customer_tags_tag"}, 5_000),
        ("müller", {"owner": 1}, "all", {"ix_customers_owner"}, 10_000),
        (None, {"number": 7}, "all", {"ix_custom_field_values_number"}, 7_000),
    ],
)
async def test_reads_indexes_only_and_a_bounded_number_of_rows(
    world: World,
    million: asyncpg.Connection,
    q: str | None,
    wanted: dict[str, int],
    mode: str,
    used: set[str],
    most: int,
) -> None:
    places = {"tag": world.tags, "owner": world.members}
    given: dict[str, Any] = {f"{name}_id": [str(places[name][at])] for name, at in wanted.items() if name in places}
    if "number" in wanted:
        given = {
            "fields": [
                {"field_id": str(world.fields["number"]), "type": "number", "op": "eq", "values": [wanted["number"]]}
            ]
        }
    visibility = {"mode": mode, "member_id": str(world.members[1])}
    read, sequential = await reads(
        million, "SELECT * FROM search_customers($1, $2, $3, NULL, NULL, 20)", q, dumps(given), dumps(visibility)
    )
    assert sequential == 0
    assert used <= set(read), read
    assert sum(read.values()) <= most, read


async def test_the_naive_search_reads_everything_which_is_the_control(
    world: World, million: asyncpg.Connection
) -> None:
    naive = "SELECT id FROM customers WHERE search_text LIKE '%zqxjzqxj%' ORDER BY last_activity_at DESC LIMIT 20"
    read, sequential = await reads(million, naive)
    assert sequential or sum(read.values()) > LARGE * 0.5
    assert "ix_customer_search_grams" not in read


@pytest.fixture
async def app(world: World) -> AsyncIterator[asyncpg.Connection]:
    connection = await app_connection(world.workspace_id)
    yield connection
    await connection.close()
