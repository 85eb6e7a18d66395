"""Search inside the database at a million customers in one workspace beside ten thousand, and beside the naive query.

    python -m bench.search [--rows 1000000] [--repeat 5] [--waiting 300000]

Every term of the list below (two to twelve characters, from the commonest to none, in several scripts) with every
filter, for an owner and for members who see 1 % or one folder; custom fields alone and in pairs; capped counts; a page
half-way down. Prints one line a scenario: milliseconds by the clock, milliseconds of processor time of the backend
(what remains true on a busy machine; Linux only), and the buffers that the costliest search touched. Each scenario is
measured at ten thousand just before it is at a million, so that both see the same machine.

``--waiting``: the same terms while so many rows wait for their grams, and while they are indexed."""

import argparse
import asyncio
import itertools
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from bench.search_people import words
from bench.seed import ROWS, Seeded, seeded

TERMS = words(
    """
    an ma co 33 zq xj qj 王 ga mar com mai ava xyz qqz smit gmail garc maria smith rossi kowal 12345 muller
    garcia potava zuxabe 600112 tanaka dupont johnson virtanen schneider rodriguez 33612 0612 @yahoo hs-1234
    moscow москва дмитрий 王伟 محمد 김민준 gmail.com orange.fr papado mcdonald macleod zzqqxx qwertyuiopas o'brien
    lakavo lakavoto bobra quiquiqui xaxaxa zozozozo
    """
)
TERMS += ["+33 6 12", "maria garcia", "anna smith", "van der berg", "gar sil", "ma an com"]
ALL = {"mode": "all"}
SEARCH = "SELECT customer_id FROM search_customers($1, $2, $3, $4, $5, 20)"
COUNT = "SELECT count_customers($1, $2, $3, 10000)"
FIELDS = {
    "text": UUID(int=0x7000_8000 << 96 | 1),
    "number": UUID(int=0x7000_8000 << 96 | 2),
    "time": UUID(int=0x7000_8000 << 96 | 3),
}
RARE_TAG = UUID(int=0x7000_8000 << 96 | 4)


def dumps(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


@dataclass
class Measured:
    """Samples of one scenario, in milliseconds."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    buffers: int = 0
    slowest: tuple[float, str] = (0.0, "")

    def line(self, name: str) -> str:
        def cells(samples: Sequence[float]) -> str:
            return (
                f"{statistics.median(samples):7.1f} {ranked(samples, 0.99):7.1f} {max(samples):7.1f}"
                if samples
                else " " * 23
            )

        return (
            f"{name:34} {len(self.clock):5} |{cells(self.clock)} |{cells(self.processor)} | {self.buffers:7} |"
            f" {self.slowest[1]} {self.slowest[0]:.1f}"
        )


def ranked(samples: Sequence[float], share: float) -> float:
    return sorted(samples)[min(int(len(samples) * share), len(samples) - 1)]


async def furnish(made: Seeded) -> None:
    """Custom fields and a rare tag, once; everything indexed, as the job would have done."""
    admin = await asyncpg.connect(made.admin_dsn)
    one = made.workspace_id
    if not await admin.fetchval("SELECT count(*) FROM custom_fields WHERE workspace_id = $1", one):
        for kind, identifier in FIELDS.items():
            stored = "date_time" if kind == "time" else kind
            await admin.execute(
                "INSERT INTO custom_fields (workspace_id, id, key, label, type) VALUES ($1, $2, $3, $3, $4)",
                one,
                identifier,
                kind,
                stored,
            )
        await admin.execute("INSERT INTO tags (workspace_id, id, name) VALUES ($1, $2, 'Rare')", one, RARE_TAG)
        await admin.execute(
            "INSERT INTO customer_tags (workspace_id, customer_id, tag_id) SELECT workspace_id, id, $2 FROM customers"
            " WHERE workspace_id = $1 AND abs(hashtext(id::text)) % 10007 = 0",
            one,
            RARE_TAG,
        )
        await admin.execute(
            "SET session_replication_role = replica"
        )  # spares a million foreign key checks; no trigger of the search is concerned
        await admin.execute(
            "INSERT INTO custom_field_values (workspace_id, customer_id, field_id, text_value, number_value,"
            " time_value) SELECT $1, id, f, CASE WHEN f = $2 THEN 'option ' || floor(pow(2000, (seed % 1000) / 1000.0))"
            " END, CASE WHEN f = $3 THEN seed % 10000 END,   CASE WHEN f = $4 THEN timestamptz '2024-01-01' + seed %"
            " 94608000 * interval '1 second' END FROM customers, unnest(ARRAY[$2, $3, $4]::uuid[]) f, LATERAL (SELECT"
            " abs(hashtext(f::text || id::text)) AS seed) s WHERE workspace_id = $1",
            *(one, FIELDS["text"], FIELDS["number"], FIELDS["time"]),
        )
    await admin.execute("SET session_replication_role = origin")
    await admin.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(one))
    started = time.monotonic()
    indexed = 0
    while batch := await admin.fetchval("SELECT search_reindex(2000)"):
        indexed += batch
    if indexed:
        print(f"{indexed:,} rows indexed in {time.monotonic() - started:.0f} s", flush=True)
    await admin.execute("VACUUM (ANALYZE)")
    await admin.close()


def processor_clock(pid: int) -> Callable[[], float] | None:
    """Milliseconds of processor time that a process has used, to the nanosecond, where the kernel tells."""
    source = Path(f"/proc/{pid}/schedstat")
    return (lambda: int(source.read_text().split()[0]) / 1e6) if source.exists() else None


async def measure(connection: Any, statement: str, calls: Sequence[tuple[Any, ...]], repeat: int) -> Measured:
    prepared = await connection.prepare(statement)
    processor = processor_clock(connection.get_server_pid())
    found = Measured()
    for call in calls:
        await prepared.fetch(*call)
        samples = []
        for _ in range(repeat):
            used, started = processor() if processor else 0.0, time.perf_counter()
            await prepared.fetch(*call)
            samples.append((time.perf_counter() - started) * 1000)
            if processor:
                found.processor.append(processor() - used)
        found.clock += samples
        found.slowest = max(found.slowest, (statistics.median(samples), str(call[0] or "")))
        plan = orjson.loads(
            await connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {statement}", *call)
        )[0]["Plan"]
        found.buffers = max(found.buffers, plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
    return found


async def scenarios(
    made: Seeded,
) -> tuple[dict[str, tuple[dict[str, Any], dict[str, Any]]], dict[str, list[dict[str, Any]]], tuple[datetime, UUID]]:
    """Filters with visibilities; filters on custom fields; a position half-way down."""
    admin = await asyncpg.connect(made.admin_dsn)
    one = made.workspace_id

    async def busiest(column: str, table: str, place: int) -> str:
        rows = await admin.fetch(
            f"SELECT {column} AS id FROM {table} WHERE workspace_id = $1 AND {column} IS NOT NULL GROUP BY 1 ORDER BY"
            " count(*)",
            one,
        )
        return str(rows[min(place, len(rows) - 1)]["id"])

    member = str(
        await admin.fetchval("SELECT id FROM members WHERE workspace_id = $1 AND visibility = 'assigned'", one)
    )
    folder, large = await busiest("folder_id", "customers", 0), await busiest("folder_id", "customers", 99)
    filters: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "no filter": ({}, ALL),
        "member who sees 1 %": ({}, {"mode": "assigned", "member_id": member}),
        "member of one folder": (
            {},
            {"mode": "folders", "member_id": member, "granted_folder_ids": [folder], "hidden_folder_ids": [large]},
        ),
        "tag of 1 in 10,000": ({"tag_id": [str(RARE_TAG)]}, ALL),
        "tag of 1 in 33": ({"tag_id": [await busiest("tag_id", "customer_tags", 9)]}, ALL),
        "smallest folder": ({"folder_id": [folder]}, ALL),
        "status": ({"status_id": [await busiest("status_id", "customers", 0)]}, ALL),
        "owner": ({"owner_id": [await busiest("owner_id", "customers", 0)]}, ALL),
        "lifecycle": ({"lifecycle": ["prospect"]}, ALL),
    }

    def condition(kind: str, op: str, *values: Any) -> dict[str, Any]:
        return {"field_id": str(FIELDS[kind]), "type": kind, "op": op, "values": values}

    week = ["2025-03-03T00:00:00Z", "2025-03-10T00:00:00Z"]
    singles = [
        condition("text", "eq", "option 1"),
        condition("text", "eq", "option 40"),
        condition("text", "eq", "option 1800"),
        condition("text", "eq", "none such"),
        condition("text", "not_in", "option 1"),
        condition("number", "eq", 77),
        condition("number", "lt", 3),
        condition("number", "between", 100, 199),
        condition("number", "gte", 5000),
        condition("time", "between", *week),
        condition("time", "gte", "2026-12-20T00:00:00Z"),
        condition("time", "exists"),
    ]
    pairs = [list(pair) for pair in itertools.combinations(singles, 2) if pair[0]["type"] != pair[1]["type"]]
    fields: dict[str, list[dict[str, Any]]] = {
        "custom field": [{"fields": [single]} for single in singles],
        "two custom fields": [{"fields": pair} for pair in pairs],
    }
    row = await admin.fetchrow(
        "SELECT last_activity_at, id FROM customers WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY 1 DESC, 2"
        " DESC OFFSET $2 LIMIT 1",
        one,
        made.rows // 2,
    )
    await admin.close()
    assert row is not None
    return filters, fields, (row["last_activity_at"], row["id"])


def calls_of(scenes: Any) -> dict[str, tuple[str, list[tuple[Any, ...]]]]:
    """What ``scenarios`` found as statements with their parameters."""
    filters, fields, (at, after) = scenes
    calls: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
        name: (SEARCH, [(term, dumps(wanted), dumps(sight), None, None) for term in TERMS])
        for name, (wanted, sight) in filters.items()
    }
    for name, chosen in fields.items():
        calls[name] = (SEARCH, [(None, dumps(wanted), dumps(ALL), None, None) for wanted in chosen])
    calls["first page of all"] = (SEARCH, [(None, "{}", dumps(ALL), None, None)])
    calls["page half-way down of all"] = (SEARCH, [(None, "{}", dumps(ALL), at, after)])
    calls["first page of a search"] = (SEARCH, [("an", "{}", dumps(ALL), None, None)])
    calls["page half-way down of a search"] = (SEARCH, [("an", "{}", dumps(ALL), at, after)])
    calls["count up to 10,000"] = (COUNT, [(term, "{}", dumps(ALL)) for term in (None, *TERMS)])
    naive = "SELECT id FROM customers WHERE concat_ws(' ', name, email, phone) ILIKE $1 ORDER BY last_activity_at DESC"
    calls["naive ILIKE"] = (f"{naive} LIMIT 20", [("%maria%",), ("%macleod%",), ("%zzqqxx%",)])
    return calls


async def member_of(made: Seeded) -> Any:
    """A connection of the runtime role in the workspace."""
    connection = await asyncpg.connect(made.app_dsn)
    await connection.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(made.workspace_id))
    return connection


async def beside(rows: int, repeat: int) -> dict[str, tuple[Measured, Measured]]:
    """Every scenario at ten thousand and at ``rows``: both databases are in the same cluster."""
    async with seeded(10_000) as small:
        await furnish(small)
        few = calls_of(await scenarios(small))
    results: dict[str, tuple[Measured, Measured]] = {}
    async with seeded(rows) as large:
        await furnish(large)
        many = calls_of(await scenarios(large))
        connections = [await member_of(made) for made in (replace(small, cluster=large.cluster), large)]
        for name in many:
            pair = [
                await measure(connection, *calls[name], 1 if name == "naive ILIKE" else repeat)
                for connection, calls in zip(connections, (few, many), strict=True)
            ]
            results[name] = pair[0], pair[1]
            for size, found in zip((10_000, rows), pair, strict=True):
                print(found.line(f"{size:,} · {name}"), flush=True)
        for connection in connections:
            await connection.close()
    return results


async def with_waiting(rows: int, waiting: int) -> None:
    """Searches while rows wait for their grams, and while a job indexes them; how many were stopped after 5 s."""
    async with seeded(rows) as made:
        await furnish(made)
        admin, connection = await asyncpg.connect(made.admin_dsn), await member_of(made)
        await admin.execute(
            "UPDATE customer_search SET indexed = false WHERE (workspace_id, customer_id) IN"
            " (SELECT workspace_id, customer_id FROM customer_search WHERE workspace_id = $1 LIMIT $2)",
            made.workspace_id,
            waiting,
        )
        await admin.execute("ANALYZE customer_search")
        await connection.execute("SET statement_timeout = '5s'")
        terms = [(term, "{}", dumps(ALL), None, None) for term in TERMS]
        print((await measure(connection, SEARCH, terms, 1)).line(f"{waiting:,} waiting"), flush=True)
        await admin.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(made.workspace_id))
        started, searched, stopped = time.monotonic(), Measured(), 0

        async def index() -> int:
            done = 0
            while batch := await admin.fetchval("SELECT search_reindex(1000)"):
                done += batch
            return done

        indexing = asyncio.create_task(index())
        for call in itertools.cycle(terms):
            if indexing.done():
                break
            begun = time.perf_counter()
            try:
                await connection.fetch(SEARCH, *call)
            except asyncpg.QueryCanceledError:
                stopped += 1
            searched.clock.append((time.perf_counter() - begun) * 1000)
        print(searched.line("while they are indexed"))
        print(f"{await indexing:,} rows indexed in {time.monotonic() - started:.0f} s; {stopped} searches stopped")
        await admin.execute("VACUUM (ANALYZE) customer_search")
        for used in (admin, connection):
            await used.close()


def table(results: dict[str, tuple[Measured, Measured]], rows: int) -> str:
    """Milliseconds of processor time, as the table of the README."""
    lines = [
        f"| search | p50 at 10,000 | p50 at {rows:,} | ratio | p99 at {rows:,} | clock p50, p99 |",
        "|---|---|---|---|---|---|",
    ]
    for name, (few, many) in results.items():
        small, large = (statistics.median(found.processor or found.clock) for found in (few, many))
        lines.append(
            f"| {name} | {small:.1f} | {large:.1f} | {large / small:.2f} |"
            f" {ranked(many.processor or many.clock, 0.99):.1f} |"
            f" {statistics.median(many.clock):.1f}, {ranked(many.clock, 0.99):.1f} |"
        )
    return "\n".join(lines)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--waiting", type=int, default=0)
    given = parser.parse_args()
    print(
        f"{'':34} count |    clock p50     p99   worst |     cpu p50     p99   worst | buffers | slowest   "
        f" {datetime.now(UTC):%F %R} UTC"
    )
    if given.waiting:
        await with_waiting(given.rows, given.waiting)
    else:
        print(table(await beside(given.rows, given.repeat), given.rows))


if __name__ == "__main__":
    asyncio.run(main())
