"""The real application with routes made for a test, and a table for them to write to."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import asyncpg
import pytest
from fastapi import APIRouter
from tests.homes import Home, make_home

from atrium.kernel.tenancy import APP_ROLE, protect

MakeHome = Callable[..., Any]

PROBE = """
DROP SCHEMA IF EXISTS probe CASCADE;
CREATE SCHEMA probe;
CREATE TABLE probe.rows (
  workspace_id uuid NOT NULL, id uuid NOT NULL DEFAULT gen_random_uuid(), value text NOT NULL DEFAULT '', parent_id
    uuid,
  PRIMARY KEY (workspace_id, id), UNIQUE (workspace_id, value),
  FOREIGN KEY (workspace_id, parent_id) REFERENCES probe.rows DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE probe.effects (workspace_id uuid NOT NULL, id bigint GENERATED ALWAYS AS IDENTITY, value text NOT NULL,
  PRIMARY KEY (workspace_id, id));
GRANT USAGE ON SCHEMA probe TO atrium_app;
"""


@pytest.fixture(scope="session")
async def probe(servers: str, app: Any) -> str:
    """Two tenant tables outside the product's schema: ``probe.rows`` (with a deferred foreign key) and
    ``probe.effects``."""
    connection = await asyncpg.connect(servers)
    try:
        await connection.execute(PROBE)
        for table in ("probe.rows", "probe.effects"):
            for statement in protect(table):
                await connection.execute(statement)
        assert await connection.fetchval("SELECT has_table_privilege($1::text, 'probe.rows', 'INSERT')", APP_ROLE)
    finally:
        await connection.close()
    return "probe"


@pytest.fixture
async def home_of(app: Any, probe: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[MakeHome]:
    """``await home_of(router)``: a new workspace in the real application (middleware, handlers, contract) with only
    these routes."""
    made: list[Home] = []

    async def build(*routers: APIRouter) -> Home:
        import atrium.app

        monkeypatch.setattr(atrium.app, "routers", lambda: list(routers))
        made.append(await make_home(atrium.app.create_app()))
        return made[-1]

    yield build
    for home in made:
        for client in home.clients:
            await client.aclose()


@pytest.fixture
async def quiet_queues(superuser: Any) -> None:
    """Nothing is due but what the test makes due."""
    await superuser.execute("DELETE FROM jobs WHERE state IN ('queued', 'running')")
    await superuser.execute("DELETE FROM deliveries WHERE state IN ('queued', 'running')")
    await superuser.execute("UPDATE events SET dispatched_at = now() WHERE dispatched_at IS NULL")
