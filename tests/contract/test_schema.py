"""The database itself keeps workspaces apart: read from pg_catalog, so a new table is covered without a new test
(``architecture.md`` rule 4)."""

from typing import Any

import pytest

from atrium.kernel.tenancy import APP_ROLE, SEARCH_ROLE, SYSTEM_ROLE

BOOKKEEPING = {"alembic_version"}
UNIQUE_OVER_ALL_WORKSPACES = {
    "uq_invitations_token_hash": "found by its secret before the workspace is known; 256 random bits reveal nothing",
    "uq_api_keys_secret_hash": "found by its secret before the workspace is known; 256 random bits reveal nothing",
    "uq_api_keys_previous_hash": "found by its secret before the workspace is known; 256 random bits reveal nothing",
    "uq_sessions_token_hash": "found by its secret before the workspace is known; 256 random bits reveal nothing",
    "uq_forms_key": "found by its key before the workspace is known; 128 random bits reveal nothing",
    "uq_automations_hook_hash": "found by its secret before the workspace is known; 256 random bits reveal nothing",
    "uq_embed_tokens_key": "found by its key before the workspace is known; 128 random bits reveal nothing",
    "uq_embed_tokens_secret_hash": "found by its secret before the workspace is known; 256 random bits reveal nothing",
    "uq_embed_tokens_previous_hash": (
        "found by its secret before the workspace is known; 256 random bits reveal nothing"
    ),
    "uq_embed_launches_code_hash": "found by its secret before the workspace is known; 256 random bits reveal nothing",
    "uq_embed_sessions_secret_hash": (
        "found by its secret before the workspace is known; 256 random bits reveal nothing"
    ),
    "pk_sessions": "a session is a person's: the table is closed to the runtime role",
}
"""Unique indexes of tenant tables that do not begin with the workspace, with the reason."""
PERSONS = {
    "sessions.user_id": "the table is closed to the runtime role",
}
"""Foreign keys of tables with a workspace that lead out of it, with the reason."""
DEFINERS = {
    "authenticate_session",
    "authenticate_key",
    "search_customers",
    "count_customers",
    "search_added",
    "search_changed",
    "search_reindex",
    "search_backlog",
    "open_form",
    "open_automation_hook",
    "authenticate_embed_token",
    "authenticate_embed",
    "open_embed_launch",
    "open_embed_page",
}
"""Functions that run with their owner's rights."""

TABLES = """
SELECT c.oid, c.relname AS name, c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced,
  pg_get_userbyid(c.relowner) AS owner,
       EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id'
         AND NOT a.attisdropped) AS tenant
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') ORDER BY 2
"""


@pytest.fixture
async def tables(superuser: Any) -> list[Any]:
    return [row for row in await superuser.fetch(TABLES) if row["name"] not in BOOKKEEPING]


async def readable(superuser: Any, table: str, role: str) -> bool:
    return bool(
        await superuser.fetchval("SELECT has_any_column_privilege($2::text, $1::regclass, 'SELECT')", table, role)
    )


async def test_every_table_forces_row_security(tables: list[Any]) -> None:
    assert len(tables) > 30
    assert [row["name"] for row in tables if not (row["enabled"] and row["forced"])] == []


async def test_what_the_runtime_role_reads_is_walled(superuser: Any, tables: list[Any]) -> None:
    """One permissive policy for the role, with USING and WITH CHECK on the workspace; anything else only restricts
    further."""
    query = "SELECT tablename, permissive, roles, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
    policies = await superuser.fetch(query)
    for table in tables:
        mine = [
            row for row in policies if row["tablename"] == table["name"] and {APP_ROLE, "public"} & set(row["roles"])
        ]
        if not await readable(superuser, table["name"], APP_ROLE):
            assert mine == [], f"{table['name']} has a policy for a role that cannot read it"
            continue
        (wall,) = [row for row in mine if row["permissive"] == "PERMISSIVE"]
        column = "id" if table["name"] == "workspaces" else "workspace_id"
        expected = f"({column} = (NULLIF(current_setting('atrium.workspace_id'::text, true), ''::text))::uuid)"
        assert (wall["cmd"], wall["qual"], wall["with_check"]) == ("ALL", expected, expected), table["name"]
        assert all(row["permissive"] == "RESTRICTIVE" for row in mine if row is not wall)


async def test_tables_without_a_workspace_are_closed_to_the_runtime_role(superuser: Any, tables: list[Any]) -> None:
    open_to_it = [
        row["name"] for row in tables if not row["tenant"] and await readable(superuser, row["name"], APP_ROLE)
    ]
    assert open_to_it == ["workspaces"]


async def test_the_workspace_is_never_null(superuser: Any) -> None:
    query = (
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name ="
        " 'workspace_id' AND is_nullable = 'YES'"
    )
    assert await superuser.fetch(query) == []


async def test_unique_indexes_begin_with_the_workspace(superuser: Any) -> None:
    """A global one would reveal that another workspace has the value."""
    query = """
    SELECT i.indexrelid::regclass::text AS name, i.indisprimary AS primary,
           (SELECT attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0]) AS first
    FROM pg_index i JOIN pg_attribute w ON w.attrelid = i.indrelid AND w.attname = 'workspace_id'
    JOIN pg_class c ON c.oid = i.indrelid AND c.relnamespace = 'public'::regnamespace WHERE i.indisunique
    """
    rows = await superuser.fetch(query)
    assert len(rows) > 30
    assert [
        row["name"] for row in rows if row["first"] != "workspace_id" and row["name"] not in UNIQUE_OVER_ALL_WORKSPACES
    ] == []


async def test_foreign_keys_stay_inside_the_workspace(superuser: Any) -> None:
    query = """
    SELECT k.conname AS name, k.conrelid::regclass::text AS source, k.confrelid::regclass::text AS target, k.confdeltype
      AS on_delete,
           (SELECT array_agg(a.attname ORDER BY o) FROM unnest(k.conkey) WITH ORDINALITY u (n, o)
            JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n) AS columns,
           (SELECT array_agg(a.attname ORDER BY o) FROM unnest(k.confkey) WITH ORDINALITY u (n, o)
            JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n) AS targets,
           (SELECT array_agg(a.attname) FROM unnest(k.confdelsetcols) n JOIN pg_attribute a ON a.attrelid = k.conrelid
             AND a.attnum = n) AS cleared
    FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = k.conrelid AND a.attname = 'workspace_id')
    """
    rows = await superuser.fetch(query)
    assert len(rows) > 50
    for row in rows:
        if row["target"] == "workspaces":
            assert (row["columns"], row["targets"], row["on_delete"]) == (["workspace_id"], ["id"], b"c"), row["name"]
        elif f"{row['source']}.{row['columns'][0]}" not in PERSONS:
            assert (row["columns"][0], row["targets"][0]) == (
                "workspace_id",
                "workspace_id",
            ), f"{row['name']} accepts another workspace's row"
            assert len(row["columns"]) > 1, row["name"]
        if row["on_delete"] == b"n":
            assert row["cleared"], f"{row['name']} would set workspace_id to NULL"
            assert "workspace_id" not in row["cleared"]


async def test_references_to_the_workspace_are_checked(superuser: Any, tables: list[Any]) -> None:
    query = (
        "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid = 'workspaces'::regclass"
    )
    referring = {row[0] for row in await superuser.fetch(query)}
    assert [
        row["name"]
        for row in tables
        if row["tenant"] and row["name"] not in referring and not row["name"].startswith("customer_search")
    ] == []


async def test_the_runtime_role_cannot_get_around_row_security(superuser: Any, tables: list[Any]) -> None:
    roles = {
        row["rolname"]: row for row in await superuser.fetch("SELECT * FROM pg_roles WHERE rolname LIKE 'atrium%'")
    }
    assert set(roles) == {APP_ROLE, SYSTEM_ROLE, SEARCH_ROLE}
    for name, role in roles.items():
        powers = [
            power for power in ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolinherit") if role[power]
        ]
        assert powers == [], name
        assert role["rolcanlogin"] == (name == APP_ROLE)
    assert [row["name"] for row in tables if row["owner"] in {APP_ROLE, SYSTEM_ROLE}] == []
    memberships = await superuser.fetch(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE m.member = $1::regrole",
        APP_ROLE,
    )
    assert [row["rolname"] for row in memberships] == [SYSTEM_ROLE]
    assert not await superuser.fetchval("SELECT has_schema_privilege($1::text, 'public', 'CREATE')", APP_ROLE)


async def test_definer_functions_are_listed_pinned_and_not_public(superuser: Any) -> None:
    query = """
    SELECT p.proname AS name, p.proconfig AS config, pg_get_userbyid(p.proowner) AS owner,
      has_function_privilege('public', p.oid, 'EXECUTE') AS public
    FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
    """
    functions = await superuser.fetch(query)
    assert {row["name"] for row in functions} <= DEFINERS
    for row in functions:
        assert any(
            setting.startswith("search_path=") and setting.endswith("pg_temp") for setting in row["config"] or ()
        ), f"{row['name']}: search_path"
        assert not row["public"], f"{row['name']} may be executed by everybody"
        assert row["owner"] in {SYSTEM_ROLE, SEARCH_ROLE}, f"{row['name']} runs as {row['owner']}"


async def test_the_log_is_append_only(superuser: Any) -> None:
    for right in ("DELETE", "TRUNCATE"):
        assert not await superuser.fetchval("SELECT has_table_privilege($1::text, 'events', $2)", APP_ROLE, right)
    fixed = (
        "type",
        "customer_id",
        "subject_id",
        "actor_type",
        "actor_id",
        "actor_name",
        "cause_id",
        "depth",
        "workspace_id",
        "id",
    )
    for column in fixed:
        assert not await superuser.fetchval(
            "SELECT has_column_privilege($1::text, 'events', $2, 'UPDATE')", APP_ROLE, column
        ), column


async def test_the_lint_sees_a_table_that_forgot(superuser: Any) -> None:
    """The control: the same queries find a careless table."""
    transaction = superuser.transaction()
    await transaction.start()
    try:
        await superuser.execute(
            "CREATE TABLE careless (id uuid PRIMARY KEY, workspace_id uuid, tag_id uuid, code text UNIQUE)"
        )
        (row,) = [row for row in await superuser.fetch(TABLES) if row["name"] == "careless"]
        assert (row["tenant"], row["enabled"], row["forced"]) == (True, False, False)
        with pytest.raises(AssertionError):
            await test_unique_indexes_begin_with_the_workspace(superuser)
        with pytest.raises(AssertionError):
            await test_the_workspace_is_never_null(superuser)
    finally:
        await transaction.rollback()
