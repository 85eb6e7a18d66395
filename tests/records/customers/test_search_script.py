"""The script of the search itself: the rights of what it makes, and that it may be run again."""

from pathlib import Path

import asyncpg
from tests.records.customers.search_world import CITIES, EAST, FIRST, HOSTILE, LAST

from atrium.kernel.ids import uuid7

SCRIPTS = Path(__file__).parents[3] / "migrations" / "sql"


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
    async with superuser.transaction():
        for revision in ("2026_11_22_foundation", "2026_12_03_search"):
            await superuser.execute((SCRIPTS / revision / "search.sql").read_text())


async def test_the_grams_of_a_text_are_those_that_stand_in_the_index_already(superuser: asyncpg.Connection) -> None:
    """They are made in another way than when installations of the first revision filled their index."""
    script = (SCRIPTS / "2026_11_22_foundation" / "search.sql").read_text()
    start = script.index("CREATE OR REPLACE FUNCTION public.search_grams")
    first = script[start : script.index("END $$;", start) + 7].replace("public.search_grams", "pg_temp.first_grams")
    await superuser.execute(first)
    grams = "SELECT array_agg(gram ORDER BY gram) FROM unnest({}($1, $2)) gram"
    workspace_id, seen = uuid7(), 0
    for text in (*FIRST, *LAST, *EAST, *HOSTILE, *filter(None, CITIES), "a b\ncd  efg\n王", "\n".join(LAST)):
        now = await superuser.fetchval(grams.format("search_grams"), workspace_id, text)
        assert now == await superuser.fetchval(grams.format("pg_temp.first_grams"), workspace_id, text), text
        seen += len(now or ())
    assert seen > 1000, "a control: there was something to compare"
