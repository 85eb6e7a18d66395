"""The statements of a batch: one for each table, whatever the number of rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text

from atrium.kernel.context import Ctx
from atrium.kernel.ids import uuid7
from atrium.records.transfers.plans.queries import COLUMNS

_ROW = (
    "id uuid, kind text, name text, lifecycle text, email text, phone text, emails jsonb, phones jsonb, external_ids"
    " jsonb, location text, time_zone text, language text, source text, folder_id uuid, status_id uuid, owner_id uuid,"
    " custom_fields jsonb"
)
# Column names are ours, values are one JSON parameter: a statement of the same text whatever the number of rows.
_CREATE = text(f"""
INSERT INTO customers (workspace_id, {", ".join(COLUMNS)})
SELECT :workspace_id, {", ".join(COLUMNS)} FROM json_to_recordset(CAST(:rows AS json)) AS given ({_ROW})
""")  # noqa: S608 - no value is in the text
_CHANGE = text(f"""
UPDATE customers c SET ({", ".join(COLUMNS[1:-1])}) = ROW ({", ".join(f"given.{name}" for name in COLUMNS[1:-1])}),
  custom_fields = c.custom_fields || given.custom_fields,
  converted_at = CASE WHEN c.lifecycle = 'prospect' AND given.lifecycle = 'customer' THEN clock_timestamp()
    ELSE c.converted_at END,
  version = c.version + 1, updated_at = clock_timestamp(), last_activity_at = clock_timestamp()
FROM json_to_recordset(CAST(:rows AS json)) AS given ({_ROW})
WHERE c.workspace_id = :workspace_id AND c.id = given.id
""")  # noqa: S608 - no value is in the text
_IDENTIFY = text("""
WITH added AS (
  INSERT INTO customer_identifiers (workspace_id, scheme, value, customer_id)
  SELECT :workspace_id, scheme, value, customer_id
  FROM unnest(CAST(:schemes AS text[]), CAST(:values AS text[]), CAST(:customers AS uuid[])) AS given (scheme, value,
    customer_id)
  ON CONFLICT DO NOTHING RETURNING 1
) SELECT count(*) FROM added
""")
_LOST = text("""
SELECT DISTINCT given.customer_id
FROM unnest(CAST(:schemes AS text[]), CAST(:values AS text[]), CAST(:customers AS uuid[])) AS given (scheme, value,
  customer_id)
WHERE NOT EXISTS (SELECT FROM customer_identifiers i WHERE i.workspace_id = :workspace_id AND i.scheme = given.scheme
  AND i.value = given.value AND i.customer_id = given.customer_id)
""")
_UNIDENTIFY = text("""
DELETE FROM customer_identifiers i USING unnest(CAST(:schemes AS text[]), CAST(:values AS text[])) AS gone (scheme,
  value)
WHERE i.workspace_id = :workspace_id AND i.scheme = gone.scheme AND i.value = gone.value
  AND (i.customer_id = ANY (CAST(:customers AS uuid[])) OR :whoever)
""")
_UNDO = text("DELETE FROM customers WHERE workspace_id = :workspace_id AND id = ANY (CAST(:ids AS uuid[]))")
_LINK = {
    "customer_tags": text("""
INSERT INTO customer_tags (workspace_id, customer_id, tag_id)
SELECT :workspace_id, a, b FROM unnest(CAST(:left AS uuid[]), CAST(:right AS uuid[])) AS given (a, b)
  ON CONFLICT DO NOTHING"""),
    "customer_workers": text("""
INSERT INTO customer_workers (workspace_id, customer_id, member_id)
SELECT :workspace_id, a, b FROM unnest(CAST(:left AS uuid[]), CAST(:right AS uuid[])) AS given (a, b)
  ON CONFLICT DO NOTHING"""),
}
_SEEN = text("""
INSERT INTO customer_visits (workspace_id, member_id, customer_id, seen_at)
SELECT :workspace_id, :member_id, id, clock_timestamp() FROM unnest(CAST(:ids AS uuid[])) AS given (id)
ON CONFLICT (workspace_id, member_id, customer_id) DO UPDATE SET seen_at = excluded.seen_at
""")
_NOTES = text("""
INSERT INTO notes (workspace_id, id, customer_id, body, author_type, author_id, author_name, member_id)
SELECT :workspace_id, id, customer_id, body, :author_type, :author_id, :author_name, :member_id
FROM unnest(CAST(:ids AS uuid[]), CAST(:customers AS uuid[]), CAST(:bodies AS text[])) AS given (id, customer_id, body)
""")


async def insert_customers(ctx: Ctx, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        await ctx.session.execute(
            _CREATE, {"workspace_id": ctx.workspace_id, "rows": orjson.dumps(rows, default=str).decode()}
        )


async def update_customers(ctx: Ctx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Give locked customers these columns; ``custom_fields`` are merged key by key."""
    if rows:
        await ctx.session.execute(
            _CHANGE, {"workspace_id": ctx.workspace_id, "rows": orjson.dumps(rows, default=str).decode()}
        )


async def insert_identifiers(ctx: Ctx, rows: Iterable[tuple[str, str, UUID]]) -> set[UUID]:
    """Returns the customers one of whose identifiers another customer has. Sorted, so that two imports at once wait and
    do not deadlock."""
    given = sorted(set(rows))
    if not given:
        return set()
    values = {"workspace_id": ctx.workspace_id, **_pairs(given), "customers": [row[2] for row in given]}
    if await ctx.session.scalar(_IDENTIFY, values) == len(given):
        return set()
    return set(await ctx.session.scalars(_LOST, values))


async def remove_identifiers(
    ctx: Ctx, identifiers: Sequence[tuple[str, str]], customers: Collection[UUID] | None
) -> None:
    """Of these customers, or whoever has them when ``customers`` is None."""
    if identifiers:
        whose = {"customers": list(customers or ()), "whoever": customers is None}
        await ctx.session.execute(_UNIDENTIFY, {"workspace_id": ctx.workspace_id, **_pairs(identifiers), **whose})


async def undo_customers(ctx: Ctx, ids: Collection[UUID]) -> None:
    """Take back customers that this transaction inserted."""
    await ctx.session.execute(_UNDO, {"workspace_id": ctx.workspace_id, "ids": list(ids)})


async def link(ctx: Ctx, table: str, pairs: Sequence[tuple[UUID, UUID]]) -> None:
    if pairs:
        parameters = {
            "workspace_id": ctx.workspace_id,
            "left": [pair[0] for pair in pairs],
            "right": [pair[1] for pair in pairs],
        }
        await ctx.session.execute(_LINK[table], parameters)


async def mark_seen(ctx: Ctx, ids: Sequence[UUID]) -> None:
    """Whatever happened to these customers is no news to the acting member."""
    if ids and ctx.actor.type == "member":
        await ctx.session.execute(
            _SEEN, {"workspace_id": ctx.workspace_id, "member_id": ctx.member_id, "ids": sorted(ids)}
        )


async def insert_notes(ctx: Ctx, notes: Sequence[tuple[UUID, str]]) -> list[UUID]:
    """Add notes by the actor and return their ids."""
    ids = [uuid7() for _ in notes]
    if notes:
        author = {
            "author_type": ctx.actor.type,
            "author_id": ctx.actor.id,
            "author_name": ctx.actor.name,
            "member_id": ctx.member_id,
        }
        rows = {"ids": ids, "customers": [note[0] for note in notes], "bodies": [note[1] for note in notes]}
        await ctx.session.execute(_NOTES, {"workspace_id": ctx.workspace_id, **author, **rows})
    return ids


def _pairs(identifiers: Sequence[tuple[Any, ...]]) -> dict[str, list[str]]:
    return {"schemes": [row[0] for row in identifiers], "values": [row[1] for row in identifiers]}
