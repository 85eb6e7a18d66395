"""Alembic's entry point: one connection, one lock, all pending revisions in one transaction."""

import asyncio

from alembic import context
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from atrium.kernel.db import Base, async_url
from atrium.registry import load_models

load_models()
MIGRATION_LOCK = 0x6174_7269_756E


def migrate(connection: Connection) -> None:
    # Two starts at once take turns; a lock a migration cannot get soon must not queue everybody else behind it.
    connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
    connection.execute(text("SET LOCAL lock_timeout = '10s'"))
    context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True, include_object=included)
    context.run_migrations()


def included(_object: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    """What ``migrations/sql/2026_11_22_foundation/search.sql`` makes belongs to no model: the side table, the text to search, and the indexes of customers."""
    own = {
        "table": "customer_search",
        "column": ("search_text", "search_name"),
        "index": ("ix_customers_", "ix_customer_workers_member"),
    }.get(kind)
    return own is None or name is None or not name.startswith(own)


async def run() -> None:
    engine = create_async_engine(async_url(context.config.attributes["url"]), poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(migrate)
    await engine.dispose()


asyncio.run(run())
