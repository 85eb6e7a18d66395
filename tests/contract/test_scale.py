"""Rules that let a workspace move to another database, or Atrium outgrow one machine, read from pg_catalog. Today's
offenders are listed, and the lists may only shrink: each is compared with exactly what is found."""

from typing import Any

import pytest

DIRECTORY = ("sessions",)
"""Tables that say which workspace without belonging to it: they stay in the directory, beside the people."""
TENANT = f"""EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = {{table}} AND a.attname = 'workspace_id'
    AND NOT a.attisdropped) AND {{table}}::regclass::text NOT IN ({", ".join(f"'{name}'" for name in DIRECTORY)})"""

RULES: dict[str, str] = {
    "keys to global tables": f"""
SELECT k.conname FROM pg_constraint k
WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.confrelid <> 'workspaces'::regclass
  AND ({TENANT.format(table="k.conrelid")}) <> ({TENANT.format(table="k.confrelid")})""",
    "unique without a leading workspace": f"""
SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
  AND {TENANT.format(table="c.oid")}
  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id'
    AND a.attnum = i.indkey[0])""",
    "what one server counted": """
SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND (a.attidentity <> '' OR a.atttypid::regtype::text IN ('xid', 'xid8', 'pg_snapshot', 'txid_snapshot', 'pg_lsn')
    OR pg_get_expr(d.adbin, d.adrelid) ~ 'nextval|xact_id|txid|snapshot')
  AND (a.attidentity <> '' OR NOT EXISTS (SELECT FROM pg_attribute e WHERE e.attrelid = c.oid AND e.attname = 'epoch'
    AND NOT e.attisdropped))""",
    "keys that clear a column": """
SELECT k.conname FROM pg_constraint k
WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace AND k.confdeltype = 'n'""",
    "triggers on whole statements": """
SELECT c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace
  AND (t.tgoldtable IS NOT NULL OR t.tgnewtable IS NOT NULL)""",
    "functions that take rows": """
SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  AND EXISTS (SELECT FROM unnest(p.proargtypes) AS kind JOIN pg_type t ON t.oid = kind WHERE t.typtype = 'c')""",
}
"""Each selects the names of what breaks it."""

OFFENDERS: dict[str, set[str]] = {
    "unique without a leading workspace": {
        "uq_api_keys_previous_hash",
        "uq_api_keys_secret_hash",
        "uq_automations_hook_hash",
        "uq_embed_launches_code_hash",
        "uq_embed_sessions_secret_hash",
        "uq_embed_tokens_key",
        "uq_embed_tokens_previous_hash",
        "uq_embed_tokens_secret_hash",
        "uq_forms_key",
        "uq_invitations_token_hash",
    },
    "keys that clear a column": {
        "fk_customers_workspace_id_owner_id",
        "fk_embed_configs_workspace_id_form_id",
        "fk_form_submissions_workspace_id_duplicate_of_id",
        "fk_forms_workspace_id_folder_id",
        "fk_forms_workspace_id_owner_id",
        "fk_forms_workspace_id_status_id",
        "fk_imports_workspace_id_job_id",
        "fk_notes_workspace_id_member_id",
        "fk_tags_workspace_id_group_id",
        "fk_webhook_endpoints_workspace_id_owner_id",
    },
    "triggers on whole statements": {
        "customers.search_added",
    },
    "functions that take rows": {
        "credits_answer",
        "credits_burn",
        "credits_dead",
        "credits_enter",
        "credits_move",
        "credits_pending",
        "credits_replay",
        "credits_settle",
        "credits_sweep",
    },
}
"""What stood when the rules came, by rule. A line may go, none may come."""

BREAKS: dict[str, str] = {
    "keys to global tables": """
CREATE TABLE spoilt (workspace_id uuid, id uuid, user_id uuid CONSTRAINT spoilt_user REFERENCES users)""",
    "unique without a leading workspace": "CREATE TABLE spoilt (workspace_id uuid, hash bytea UNIQUE)",
    "what one server counted": "CREATE TABLE spoilt (workspace_id uuid, at xid8 DEFAULT pg_current_xact_id())",
    "keys that clear a column": """
CREATE TABLE spoilt (workspace_id uuid, tag_id uuid,
  CONSTRAINT spoilt_tag FOREIGN KEY (workspace_id, tag_id) REFERENCES tags ON DELETE SET NULL (tag_id))""",
    "triggers on whole statements": """
CREATE TABLE spoilt (workspace_id uuid);
CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER spoil AFTER INSERT ON spoilt REFERENCING NEW TABLE AS added FOR EACH STATEMENT
  EXECUTE FUNCTION spoil()""",
    "functions that take rows": "CREATE FUNCTION spoil(tags) RETURNS text LANGUAGE sql AS $$ SELECT '' $$",
}


async def found(connection: Any, rule: str) -> set[str]:
    return {str(row[0]) for row in await connection.fetch(RULES[rule])}


@pytest.mark.parametrize("rule", RULES)
async def test_nothing_new_breaks_the_rule(superuser: Any, rule: str) -> None:
    assert await found(superuser, rule) == OFFENDERS.get(rule, set())


@pytest.mark.parametrize("rule", RULES)
async def test_a_breach_is_noticed(superuser: Any, rule: str) -> None:
    before = await found(superuser, rule)
    transaction = superuser.transaction()
    await transaction.start()
    try:
        await superuser.execute(BREAKS[rule])
        assert await found(superuser, rule) > before
    finally:
        await transaction.rollback()


async def test_a_count_may_stand_beside_its_epoch(superuser: Any) -> None:
    rule, own = "what one server counted", {"spoilt.at", "spoilt.number"}
    transaction = superuser.transaction()
    await transaction.start()
    try:
        await superuser.execute(BREAKS[rule])
        await superuser.execute("ALTER TABLE spoilt ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY")
        assert await found(superuser, rule) == own
        await superuser.execute("ALTER TABLE spoilt ADD COLUMN epoch timestamptz")
        assert await found(superuser, rule) == {"spoilt.number"}
    finally:
        await transaction.rollback()


async def test_the_directory_is_closed_to_workspaces(superuser: Any) -> None:
    """A table is none of the directory by being called so. ``customers``: the control."""
    reads = "SELECT has_any_column_privilege('atrium_app', $1::text, 'SELECT')"
    assert [await superuser.fetchval(reads, name) for name in (*DIRECTORY, "users", "customers")] == [
        *(False for _ in DIRECTORY),
        False,
        True,
    ]
