"""The functions of the search called as the application calls them, and what they read."""

import os
from typing import Any
from uuid import UUID

import asyncpg
import orjson

ALL = {"mode": "all"}


TABLES = ("customers", "customer_search", "customer_tags", "customer_workers", "custom_field_values")


async def app_connection(workspace_id: UUID | None) -> asyncpg.Connection:
    """The runtime role, in one workspace."""
    connection = await asyncpg.connect(os.environ["ATRIUM_DATABASE_URL"])
    if workspace_id:
        await connection.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(workspace_id))
    return connection


async def search(
    connection: asyncpg.Connection,
    q: str | None,
    wanted: dict[str, Any] | None = None,
    visibility: Any = None,
    page: int = 500,
) -> list[UUID]:
    """All matches, page after page, without typing errors."""
    found: list[UUID] = []
    at = after = None
    while True:
        rows = await connection.fetch(
            "SELECT * FROM search_customers($1, $2, $3, $4, $5, $6)",
            q,
            dumps({"fuzzy": False} | (wanted or {})),
            dumps(visibility or ALL),
            at,
            after,
            page,
        )
        found += [row["customer_id"] for row in rows]
        if len(rows) < page:
            return found
        at, after = rows[-1]["last_activity_at"], rows[-1]["customer_id"]


def dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


async def reads(connection: asyncpg.Connection, statement: str, *arguments: Any) -> tuple[dict[str, int], int]:
    """Rows taken from each index that was scanned, and the number of sequential scans, by one statement."""
    counters = (
        "SELECT indexrelid::regclass::text AS name, pg_stat_get_xact_numscans(indexrelid) AS scans,"
        " pg_stat_get_xact_tuples_returned(indexrelid) AS rows FROM pg_index WHERE indrelid = ANY ($1::regclass[])"
        " UNION ALL SELECT 'sequential', sum(pg_stat_get_xact_numscans(t))::bigint, 0 FROM unnest($1::regclass[]) t"
    )
    before = {row["name"]: row for row in await connection.fetch(counters, TABLES)}
    await connection.fetch(statement, *arguments)
    after = await connection.fetch(counters, TABLES)
    read = {
        row["name"]: row["rows"] - before[row["name"]]["rows"]
        for row in after
        if row["scans"] > before[row["name"]]["scans"]
    }
    return {name: rows for name, rows in read.items() if name != "sequential"}, int("sequential" in read)
