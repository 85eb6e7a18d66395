"""The script of the search itself: the rights of what it makes, and that it may be run again."""

from pathlib import Path

import asyncpg


async def test_functions_and_policies_are_as_narrow_as_they_must_be(superuser: asyncpg.Connection) -> None:
    rows = await superuser.fetch(
        "SELECT oid::regprocedure::text AS name, proowner::regrole::text AS owner, proconfig, proacl::text AS acl FROM"
        " pg_proc WHERE prosecdef AND (proname LIKE 'search%' OR proname LIKE '%\\_customers')"
    )
    assert len(rows) == 6
    for row in rows:
        assert row["owner"] == "atrium_search"
        assert "search_path=pg_catalog, pg_temp" in row["proconfig"]
        assert not row["acl"].startswith("{=X"), row["name"]
        assert ",=X" not in row["acl"], row["name"]
    role = await superuser.fetchrow(
        "SELECT rolcanlogin, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'atrium_search'"
    )
    assert role is not None
    assert tuple(role) == (False, False, False)


async def test_the_scripts_can_be_run_again(superuser: asyncpg.Connection) -> None:
    scripts = Path(__file__).parents[3] / "migrations" / "sql"
    async with superuser.transaction():
        for revision in ("2026_11_22_foundation", "2026_12_03_search"):
            await superuser.execute((scripts / revision / "search.sql").read_text())
