"""The two walls between workspaces, and how a test takes one of them away.

Every query of the application names its workspace (``ctx.workspace_id``), and row security compares every row with the
transaction's setting ``atrium.workspace_id``. ``filters_pointing_at`` turns the first wall round: requests are
authenticated as ever, so the transaction stays in the caller's workspace, but their context says that the owner of
another one is acting there. All filters of the application then *ask for* the foreign rows, queries that never had a
filter are no better off, and only row security can say no. ``row_security_bypassed`` takes the second wall away as
well, by connecting as a superuser: the control, in which the foreign rows must appear."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from tests.homes import Home

from atrium.kernel import authentication, db, hot_reads, kept
from atrium.kernel.context import Actor, Ctx, Visibility


@contextmanager
def filters_pointing_at(home: Home) -> Iterator[None]:
    """Meanwhile the application's own filters select the rows of this workspace, as its owner, whoever calls."""
    genuine = authentication.context_from

    def turned(rights: dict[str, Any], session: AsyncSession, *, request_id: str = "") -> Ctx:
        ctx = genuine(rights, session, request_id=request_id)
        ctx.workspace_id, ctx.role_id = home.id, home.role_ids["owner"]
        ctx.actor = Actor("member", home.owner_id, "Owner")
        ctx.visibility = Visibility(member_id=home.owner_id)
        return ctx

    theirs = {"workspace_id": home.id, "role_id": home.role_ids["owner"]}
    theirs |= dict.fromkeys(("member_id", "actor_id"), home.owner_id)
    claims = json.dumps({name: str(value) for name, value in theirs.items()})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authentication, "context_from", turned)
        # Hot reads filter by what their statement found: the same is turned round inside of it.
        patch.setattr(hot_reads, "CLAIMS", f"(who.rights || '{claims}'::jsonb)")
        kept.forget()
        yield
    kept.forget()


@contextmanager
def row_security_bypassed(superuser_database: db.Database) -> Iterator[None]:
    """Meanwhile the application's connections are a superuser's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "_current", superuser_database)
        yield


async def rows_of(superuser: Any, workspace_id: UUID) -> dict[str, str]:
    """A checksum of each table's rows of one workspace, its idempotency keys left out."""
    tables = await superuser.fetch(
        "SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name ="
        " 'workspace_id' ORDER BY 1"
    )
    parts = [
        f"SELECT '{table['name']}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS sum FROM"
        f" {table['name']} t WHERE workspace_id = $1"
        for table in tables
        if table["name"] != "idempotency_keys"
    ]
    parts.append("SELECT 'workspaces', md5(t::text) FROM workspaces t WHERE id = $1")
    return {row["name"]: row["sum"] for row in await superuser.fetch(" UNION ALL ".join(parts), workspace_id)}
