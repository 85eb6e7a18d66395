"""``atrium doctor``: what an installation needs, checked one by one, each with a sentence on how to mend it."""

import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError
from rich.console import Console
from rich.table import Table

from atrium.kernel.settings import Settings

OLDEST_POSTGRES = 150000
OLDEST_REDIS = (6, 2)

# These follow the tables of kernel/schedules.py, kernel/leases.py and access/members; all run as atrium_system.
HEARTBEAT_QUERY = """
SELECT count(*) FILTER (WHERE beat_at > clock_timestamp() - interval '1 minute'), extract(epoch
  FROM clock_timestamp() - max(beat_at))::float8
FROM worker_heartbeats
"""
QUEUE_QUERY = """
SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(due_at)), 0)::float8
FROM (
    SELECT due_at FROM jobs WHERE state IN ('queued', 'running')
    UNION ALL
    SELECT due_at FROM deliveries WHERE state IN ('queued', 'running')
) AS waiting
WHERE due_at <= clock_timestamp()
"""
PEOPLE_QUERY = """
SELECT count(*), NULL::float8 FROM members WHERE NOT EXISTS (SELECT FROM users WHERE users.id = members.user_id)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: what was looked at, how it is, and the sentence for a person."""

    name: str
    state: Literal["ok", "warn", "fail"]
    sentence: str


Connection: TypeAlias = "asyncpg.Connection[Any]"  # generic in its stubs only


async def examine(config: Settings) -> list[Row]:
    """All checks against the installation that ``config`` describes. Never raises for a fault of the installation: that
    is a row."""
    rows = await _database(config)
    return [*rows, await _redis(config), _disk(config.data_dir)]


def show(rows: list[Row], console: Console) -> None:
    """Print the findings as a table."""
    table = Table(box=None, pad_edge=False)
    for heading in ("", "Check", "Finding"):
        table.add_column(heading)
    colours = {"ok": "green", "warn": "yellow", "fail": "red"}
    for row in rows:
        table.add_row(f"[{colours[row.state]}]{row.state}[/]", row.name, row.sentence)
    console.print(table)


async def _database(config: Settings) -> list[Row]:
    try:
        connection = await asyncpg.connect(config.database_url, timeout=5, command_timeout=10)
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        reason = str(error) or type(error).__name__
        return [
            Row(
                "database",
                "fail",
                f"It cannot be reached ({reason}): start PostgreSQL, or correct ATRIUM_DATABASE_URL.",
            )
        ]
    checks: list[tuple[str, Callable[[Connection], Awaitable[Row]]]] = [
        ("database", _version),
        ("database role", _role),
        ("migrations", _migrations),
        ("clock", _clock),
        ("worker", _heartbeat),
        ("queue", _queue),
        ("people", _people),
    ]
    rows = []
    try:
        for name, check in checks:
            try:
                rows.append(await check(connection))
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                rows.append(
                    Row(name, "fail", f"It could not be checked ({error}): run `atrium migrate`, then look again.")
                )
    finally:
        await connection.close(timeout=5)
    return rows


async def _version(connection: Connection) -> Row:
    number, version = (
        int(await connection.fetchval("SHOW server_version_num")),
        await connection.fetchval("SHOW server_version"),
    )
    if number < OLDEST_POSTGRES:
        return Row("database", "fail", f"This is PostgreSQL {version}: Atrium needs 15 or newer.")
    return Row("database", "ok", f"PostgreSQL {version} answers.")


async def _role(connection: Connection) -> Row:
    role = await connection.fetchrow("""
        SELECT rolname, rolsuper, rolbypassrls,
               EXISTS (SELECT FROM pg_tables WHERE tableowner = rolname AND schemaname = 'public') AS owner
        FROM pg_roles WHERE rolname = current_user""")
    assert role is not None, "current_user is always a role"
    faults = [
        words
        for flag, words in (("rolsuper", "is a superuser"), ("rolbypassrls", "has BYPASSRLS"), ("owner", "owns tables"))
        if role[flag]
    ]
    if faults:
        advice = (
            "so nothing would keep workspaces apart: connect as atrium_app, and as the owner only in"
            " ATRIUM_MIGRATION_DATABASE_URL."
        )
        return Row("database role", "fail", f"{role['rolname']} {' and '.join(faults)}, {advice}")
    return Row("database role", "ok", f"{role['rolname']} is bound by row-level security.")


async def _migrations(connection: Connection) -> Row:
    from atrium.kernel.migrate import heads

    known, present = (
        set(heads()),
        {row["version_num"] for row in await connection.fetch("SELECT version_num FROM alembic_version")},
    )
    if present == known:
        return Row("migrations", "ok", "The database is up to date.")
    return Row(
        "migrations",
        "fail",
        "The database does not fit this version: run `atrium migrate`, or install the newer Atrium that made it.",
    )


async def _clock(connection: Connection) -> Row:
    before = time.time()
    theirs = float(await connection.fetchval("SELECT extract(epoch FROM clock_timestamp())::float8"))
    skew = theirs - (before + time.time()) / 2
    if abs(skew) <= 2:
        return Row("clock", "ok", f"It agrees with the database's to {abs(skew):.2f} s.")
    sentence = (
        f"It is {abs(skew):.0f} s {'behind' if skew > 0 else 'ahead of'} the database's: switch on time synchronisation"
        " on both machines."
    )
    return Row("clock", "fail" if abs(skew) > 30 else "warn", sentence)


async def _as_system(connection: Connection, query: str) -> tuple[int, float | None]:
    async with connection.transaction(readonly=True):
        await connection.execute("SET LOCAL ROLE atrium_system")
        row = await connection.fetchrow(query)
    assert row is not None, "an aggregate always has a row"
    return int(row[0]), row[1]


async def _heartbeat(connection: Connection) -> Row:
    workers, age = await _as_system(connection, HEARTBEAT_QUERY)
    if age is None:
        return Row(
            "worker", "fail", "No worker has ever run, so imports, mail and webhooks wait: start `atrium worker`."
        )
    if age > 60:
        return Row(
            "worker",
            "fail",
            f"The last sign of a worker is {age:.0f} s old: start `atrium worker`, or look at its log.",
        )
    return Row("worker", "ok", f"{workers} at work, the last sign {age:.0f} s ago.")


async def _queue(connection: Connection) -> Row:
    waiting, age = await _as_system(connection, QUEUE_QUERY)
    oldest = age or 0.0
    sentence = f"{waiting} due, the oldest for {oldest:.0f} s"
    if oldest > 60:
        return Row(
            "queue",
            "fail" if oldest > 600 else "warn",
            f"{sentence}: start another `atrium worker`, or raise ATRIUM_WORKER_CONCURRENCY.",
        )
    return Row("queue", "ok", f"{sentence}.")


async def _people(connection: Connection) -> Row:
    strangers, _ = await _as_system(connection, PEOPLE_QUERY)
    if strangers:
        return Row(
            "people",
            "fail",
            f"The accounts of {strangers} members are missing, who cannot sign in: restore the table users.",
        )
    return Row("people", "ok", "Every member has an account.")


async def _redis(config: Settings) -> Row:
    if not config.redis_url:
        return Row("Redis", "fail", "ATRIUM_REDIS_URL is not set: live updates and quick starts of jobs need it.")
    try:
        async with Redis.from_url(config.redis_url, socket_connect_timeout=5, socket_timeout=5) as client:
            version = str((await client.info("server"))["redis_version"])
    except (OSError, ValueError, TimeoutError, RedisError) as error:
        return Row(
            "Redis",
            "fail",
            f"It cannot be reached ({error}): start Redis, or correct ATRIUM_REDIS_URL. Nothing is lost meanwhile, only"
            " slower.",
        )
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_REDIS:
        return Row("Redis", "fail", f"This is Redis {version}: Atrium needs 6.2 or newer.")
    return Row("Redis", "ok", f"Redis {version} answers.")


def _disk(data_dir: Path) -> Row:
    place = next(folder for folder in (data_dir.absolute(), *data_dir.absolute().parents) if folder.exists())
    usage = shutil.disk_usage(place)
    free, share = usage.free / 1e9, usage.free / usage.total
    sentence = f"{free:.1f} GB ({share:.0%}) are free at {place}"
    if free < 1:
        return Row("disk", "fail", f"{sentence}: make room, or the database will stop.")
    if share < 0.05:
        return Row("disk", "warn", f"{sentence}: make room soon.")
    return Row("disk", "ok", f"{sentence}.")
