"""What somebody would write without Atrium: FastAPI and asyncpg, a handful of lines a route, no authentication, no row
security to set up, no events. ``bench/cost.py`` runs it in the same kind of process on the same database.

The reads return the same rows and columns, by the joins that come to mind first; ``plain`` is the bare table. The
writes write the same rows, save the event."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
import uvicorn
from fastapi import FastAPI, Response

ONE = """
SELECT c.id, c.kind, c.name, c.lifecycle, c.email, c.phone, c.location, c.time_zone, c.language, c.availability,
  c.source, c.created_at, c.updated_at, c.last_activity_at, c.converted_at, c.deleted_at, c.emails, c.phones,
  c.external_ids, c.custom_fields, c.folder_id, c.status_id, c.owner_id, c.avatar_key, c.version, f.name AS folder_name,
  f.colour AS folder_colour, s.name AS status_name, s.colour AS status_colour, s.category, o.name AS owner_name,
  (SELECT jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'colour', coalesce(t.colour, g.colour), 'group_id',
      t.group_id) ORDER BY lower(t.name)) FROM customer_tags x
    JOIN tags t ON t.workspace_id = x.workspace_id AND t.id = x.tag_id
    LEFT JOIN tag_groups g ON g.workspace_id = t.workspace_id AND g.id = t.group_id
    WHERE x.workspace_id = c.workspace_id AND x.customer_id = c.id) AS tags,
  (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name) ORDER BY lower(m.name)) FROM customer_workers w
    JOIN members m ON m.workspace_id = w.workspace_id AND m.id = w.member_id
    WHERE w.workspace_id = c.workspace_id AND w.customer_id = c.id) AS workers
FROM customers c
LEFT JOIN folders f ON f.workspace_id = c.workspace_id AND f.id = c.folder_id
LEFT JOIN statuses s ON s.workspace_id = c.workspace_id AND s.id = c.status_id
LEFT JOIN members o ON o.workspace_id = c.workspace_id AND o.id = c.owner_id
WHERE c.workspace_id = $1 AND c.deleted_at IS NULL"""
NEWEST = " ORDER BY c.last_activity_at DESC, c.id DESC LIMIT 50"
EVENTS = """
SELECT id, type, occurred_at, actor_type, actor_id, actor_name, subject_id, data, changes FROM events
WHERE workspace_id = $1 AND customer_id = $2 ORDER BY id DESC LIMIT """
COUNTED = """
SELECT (SELECT count(*) FROM notes WHERE workspace_id = $1 AND customer_id = $2),
  (SELECT count(*) FROM profiles WHERE workspace_id = $1 AND customer_id = $2),
  (SELECT count(*) FROM relations WHERE workspace_id = $1 AND $2 IN (from_customer_id, to_customer_id))"""
FOUND = (
    ONE.replace(
        "FROM customers c",
        "FROM search_customers($2, '{}', '{\"mode\": \"all\"}', NULL, NULL, 50) r"
        " JOIN customers c ON c.id = r.customer_id",
    )
    + NEWEST
)
FOLDERS = """
SELECT f.id, (SELECT count(*) FROM (SELECT FROM customers c WHERE c.workspace_id = $1 AND c.folder_id = f.id
  AND c.deleted_at IS NULL LIMIT 10000) AS seen) FROM folders f WHERE f.workspace_id = $1"""
INSERT = """
WITH made AS (INSERT INTO customers (workspace_id, id, name, email, phone, location, folder_id, status_id, emails,
    phones) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING *),
  known AS (INSERT INTO customer_identifiers (workspace_id, scheme, value, customer_id)
    VALUES ($1, 'email', $4, $2), ($1, 'phone', $5, $2))
SELECT * FROM made"""
UPDATE = """
UPDATE customers SET location = $3, version = version + 1, updated_at = now(), last_activity_at = now()
WHERE workspace_id = $1 AND id = $2 RETURNING *"""
NOTE = """
WITH touched AS (UPDATE customers SET last_activity_at = now() WHERE workspace_id = $1 AND id = $2)
INSERT INTO notes (workspace_id, id, customer_id, body, author_type, author_name) VALUES ($1, $3, $2, $4, 'api_key',
  'Bench') RETURNING *"""
DEDUCT = """
WITH account AS (UPDATE credit_accounts SET balance = balance - 1, last_seq = last_seq + 1 WHERE workspace_id = $1
    AND customer_id = $2 AND unit = 'credits' RETURNING *),
  burnt AS (UPDATE credit_grants g SET remaining = remaining - 1 FROM account a WHERE g.workspace_id = $1
    AND g.account_id = a.id RETURNING g.id)
INSERT INTO credit_entries (workspace_id, id, account_id, customer_id, unit, seq, type, amount, balance_after,
    grant_ids, grant_amounts, note, actor_type, actor_name, created_at)
  SELECT $1, $3, a.id, $2, 'credits', a.last_seq, 'deduct', -1, a.balance, ARRAY[b.id], ARRAY[-1], 'Bench', 'api_key',
    'Bench', now() FROM account a, burnt b RETURNING *"""

WORKSPACE = UUID(os.environ.get("BARE_WORKSPACE", "0" * 32))
pool: Any = None


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    global pool  # noqa: PLW0603 - one pool per process
    settings = {"jit": "off", "application_name": "bare", "atrium.workspace_id": str(WORKSPACE)}
    async with asyncpg.create_pool(os.environ["BARE_DSN"], min_size=10, max_size=10, server_settings=settings) as made:
        pool = made
        yield


app = FastAPI(lifespan=lifespan)


def answer(rows: Any) -> Response:
    return Response(orjson.dumps(rows, default=str), media_type="application/json")


@app.get("/list")
async def list_customers() -> Response:
    return answer([dict(row) for row in await pool.fetch(ONE + NEWEST, WORKSPACE)])


@app.get("/plain-list")
async def plain_list() -> Response:
    rows = await pool.fetch(
        f"SELECT * FROM customers c WHERE workspace_id = $1 AND deleted_at IS NULL{NEWEST}", WORKSPACE
    )
    return answer([dict(row) for row in rows])


@app.get("/get/{customer_id}")
async def get_customer(customer_id: UUID) -> Response:
    return answer(dict(await pool.fetchrow(ONE + " AND c.id = $2", WORKSPACE, customer_id)))


@app.get("/plain-get/{customer_id}")
async def plain_get(customer_id: UUID) -> Response:
    return answer(
        dict(await pool.fetchrow("SELECT * FROM customers WHERE workspace_id = $1 AND id = $2", WORKSPACE, customer_id))
    )


@app.get("/overview/{customer_id}")
async def overview(customer_id: UUID) -> Response:
    customer = dict(await pool.fetchrow(ONE + " AND c.id = $2", WORKSPACE, customer_id))
    events = [dict(row) for row in await pool.fetch(EVENTS + "20", WORKSPACE, customer_id)]
    return answer(customer | {"events": events, "counts": list(await pool.fetchrow(COUNTED, WORKSPACE, customer_id))})


@app.get("/timeline/{customer_id}")
async def timeline(customer_id: UUID) -> Response:
    return answer([dict(row) for row in await pool.fetch(EVENTS + "50", WORKSPACE, customer_id)])


@app.get("/search")
async def search(q: str) -> Response:
    return answer([dict(row) for row in await pool.fetch(FOUND, WORKSPACE, q)])


@app.get("/counts")
async def counts() -> Response:
    return answer([dict(row) for row in await pool.fetch(FOLDERS, WORKSPACE)])


@app.post("/create")
async def create(data: dict[str, Any]) -> Response:
    emails, phones = [{"address": data["email"], "primary": True}], [{"number": data["phone"], "primary": True}]
    values = (data["name"], data["email"], data["phone"], data["location"], data["folder_id"], data["status_id"])
    texts = (orjson.dumps(emails).decode(), orjson.dumps(phones).decode())
    return answer(dict(await pool.fetchrow(INSERT, WORKSPACE, uuid4(), *values, *texts)))


@app.patch("/update/{customer_id}")
async def update(customer_id: UUID, data: dict[str, Any]) -> Response:
    return answer(dict(await pool.fetchrow(UPDATE, WORKSPACE, customer_id, data["location"])))


@app.post("/note/{customer_id}")
async def note(customer_id: UUID, data: dict[str, Any]) -> Response:
    return answer(dict(await pool.fetchrow(NOTE, WORKSPACE, customer_id, uuid4(), data["body"])))


@app.post("/deduct/{customer_id}")
async def deduct(customer_id: UUID) -> Response:
    return answer(dict(await pool.fetchrow(DEDUCT, WORKSPACE, customer_id, uuid4())))


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["BARE_PORT"]), access_log=False, log_level="error", server_header=False)
