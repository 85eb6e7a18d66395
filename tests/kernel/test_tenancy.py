"""Row security is the wall: whatever SQL the application sends, it sees its own workspace."""

from typing import Any

import pytest
from sqlalchemy import column, func, insert, select, table, text
from sqlalchemy.exc import DBAPIError
from tests.homes import Home

from atrium.kernel.db import WorkspaceMissing, database, transaction
from atrium.kernel.errors import sqlstate_of
from atrium.kernel.ids import uuid7
from atrium.kernel.system import system_transaction
from atrium.records.tags.models import Tag

TAGS = table("tags", column("workspace_id"), column("id"), column("name"))


async def make_tag(home: Home, name: str) -> None:
    async with home.session() as session:
        session.add(Tag(workspace_id=home.id, id=uuid7(), name=name))


async def test_a_session_without_a_workspace_raises() -> None:
    session = database()._sessions()
    with pytest.raises(WorkspaceMissing):
        await session.execute(text("SELECT 1"))
    await session.close()


async def test_no_form_of_query_sees_foreign_rows(home: Home, elsewhere: Home, superuser: Any) -> None:
    await make_tag(home, "own")
    await make_tag(elsewhere, "foreign")
    async with home.session() as session:
        assert [tag.name for tag in await session.scalars(select(Tag))] == ["own"]
        assert await session.scalar(select(func.count()).select_from(Tag)) == 1
        assert (await session.execute(select(TAGS.c.name))).all() == [("own",)]
        assert (await session.execute(text("SELECT name FROM tags"))).all() == [("own",)]
        assert (
            await session.execute(text("SELECT name FROM tags WHERE workspace_id = :id"), {"id": elsewhere.id})
        ).all() == []
        assert (
            await session.execute(
                text("UPDATE tags SET name = 'mine' WHERE workspace_id = :id RETURNING id"), {"id": elsewhere.id}
            )
        ).all() == []
        assert (
            await session.execute(text("DELETE FROM tags WHERE workspace_id = :id RETURNING id"), {"id": elsewhere.id})
        ).all() == []
        assert (await session.execute(text("SELECT count(*) FROM workspaces"))).scalar_one() == 1
    # The control: without row security the same text sees both.
    names = {
        row["name"]
        for row in await superuser.fetch("SELECT name FROM tags WHERE workspace_id = ANY ($1)", [home.id, elsewhere.id])
    }
    assert names == {"own", "foreign"}


async def test_rows_cannot_be_written_into_another_workspace(home: Home, elsewhere: Home) -> None:
    await make_tag(home, "own")
    for statement in (
        insert(TAGS).values(workspace_id=elsewhere.id, id=uuid7(), name="smuggled"),
        text(f"UPDATE tags SET workspace_id = '{elsewhere.id}'"),
    ):
        with pytest.raises(DBAPIError) as refused:
            async with home.session() as session:
                await session.execute(statement)
        assert sqlstate_of(refused.value) == "42501"


async def test_the_workspace_ends_with_its_transaction(home: Home) -> None:
    """The setting is local: the next user of the pooled connection starts with nothing."""
    await make_tag(home, "own")
    async with database().engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM tags"))).scalar_one() == 0
    async with transaction(database().authenticating_session()) as session:
        assert (await session.execute(text("SELECT count(*) FROM tags"))).scalar_one() == 0


async def test_the_system_role_sees_no_customer_data(home: Home) -> None:
    for name in ("customers", "notes", "tags", "custom_field_values", "profiles", "views"):
        with pytest.raises(DBAPIError) as refused:
            async with system_transaction() as session:
                await session.execute(text(f"SELECT 1 FROM {name}"))
        assert sqlstate_of(refused.value) == "42501", name


async def test_identities_are_out_of_a_workspaces_sight(home: Home) -> None:
    for name in ("users", "sessions", "user_tokens", "login_attempts"):
        with pytest.raises(DBAPIError) as refused:
            async with home.session() as session:
                await session.execute(text(f"SELECT 1 FROM {name}"))
        assert sqlstate_of(refused.value) == "42501", name


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE postgres",
        "SET ROLE atrium_search",
        "SET row_security = off; SELECT 1 FROM tags",
        "ALTER TABLE tags DISABLE ROW LEVEL SECURITY",
    ],
)
async def test_the_runtime_role_cannot_climb(home: Home, statement: str) -> None:
    async def climb() -> None:
        async with home.session() as session:
            for part in statement.split("; "):
                await session.execute(text(part))

    with pytest.raises(DBAPIError) as refused:
        await climb()
    assert sqlstate_of(refused.value) == "42501"


async def test_the_server_refuses_to_start_with_a_superuser(
    servers: str, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from atrium.app import UnsafeDatabaseRole, refuse_unsafe_role
    from atrium.kernel import db

    await refuse_unsafe_role()
    mighty = db.Database(servers, pool_size=1, statement_timeout_seconds=5)
    monkeypatch.setattr(db, "_current", mighty)
    with pytest.raises(UnsafeDatabaseRole):
        await refuse_unsafe_role()
    await mighty.close()
