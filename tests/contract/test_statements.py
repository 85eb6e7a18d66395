"""Every operation of the contract and the work it leaves behind, with all statements read: what would not do on a
database that holds a part of the workspaces, or on several, is listed, and the lists may only shrink."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlglot.errors import ParseError
from tests.conftest import drain
from tests.contract.document import operations
from tests.contract.population import Population
from tests.contract.requests import build
from tests.contract.statements import Catalogue, catalogue, read, recorded
from tests.contract.test_scale import DIRECTORY
from tests.homes import Home, make_home

OFFENDERS: dict[str, str] = {
    "own workspace": """
access.invitations.queries invitations joined
access.invitations.queries roles joined
access.invitations.queries workspaces joined
access.invitations.service roles joined
access.members.service roles joined
access.roles.queries custom_field_roles outer
access.roles.service members outer
access.sessions.queries members joined
access.sessions.queries roles joined
access.sessions.queries workspaces joined
billing.credits.ledger.queries credit_grants outer
billing.credits.ledger.statements credit_entries joined
billing.features.entitlements.queries customer_features joined
billing.features.entitlements.queries workspaces joined
billing.quotas.service customers joined
edge.api_keys.service members joined
edge.automations.definitions.queries automation_versions joined
edge.automations.definitions.service automation_runs outer
edge.automations.definitions.service automation_versions joined
edge.automations.runs.queries automations joined
edge.automations.runs.service automations joined
edge.embeds.configs.service embed_tokens outer
edge.embeds.forms.service embed_configs joined
edge.embeds.forms.service embed_tokens joined
edge.embeds.refusals.service embed_tokens joined
edge.embeds.sessions.service embed_sessions joined
edge.embeds.sessions.service embed_tokens joined
edge.embeds.sessions.service forms joined
edge.embeds.sessions.service workspaces joined
edge.embeds.tokens.service embed_configs joined
edge.forms.forms.service form_fields outer
edge.forms.forms.service form_submissions joined
edge.forms.forms.service form_tags outer
edge.forms.submissions.service customer_identifiers joined
edge.webhooks.endpoints.service members joined
engage.notifications.service customers joined
kernel.authentication workspaces nowhere
kernel.dispatch events joined
kernel.dispatch events nowhere
kernel.hot_reads custom_field_folders outer
kernel.hot_reads custom_field_roles outer
kernel.hot_reads custom_fields outer
kernel.hot_reads customer_tags outer
kernel.hot_reads customer_visits joined
kernel.hot_reads customer_visits outer
kernel.hot_reads customer_workers outer
kernel.hot_reads customers nowhere
kernel.hot_reads customers outer
kernel.hot_reads events outer
kernel.hot_reads folders outer
kernel.hot_reads members outer
kernel.hot_reads notes outer
kernel.hot_reads profiles outer
kernel.hot_reads relations outer
kernel.hot_reads roles outer
kernel.hot_reads statuses outer
kernel.hot_reads tag_groups outer
kernel.hot_reads tags outer
kernel.hot_reads workspaces outer
kernel.kept custom_field_folders outer
kernel.kept custom_field_roles outer
kernel.kept customer_tags joined
kernel.kept customer_visits joined
kernel.kept customer_workers joined
kernel.kept folders joined
kernel.kept folders outer
kernel.kept members joined
kernel.kept members outer
kernel.kept statuses joined
kernel.kept statuses outer
kernel.kept tag_groups joined
kernel.kept tags joined
kernel.leases deliveries nowhere
kernel.leases jobs nowhere
records.custom_fields.definitions.service custom_field_folders outer
records.custom_fields.definitions.service custom_field_roles outer
records.customers.record.listing customer_tags joined
records.customers.record.listing customer_visits joined
records.customers.record.listing customer_workers joined
records.customers.record.listing folders joined
records.customers.record.listing members joined
records.customers.record.listing statuses joined
records.customers.record.listing tag_groups joined
records.customers.record.listing tags joined
records.customers.record.service custom_field_folders outer
records.customers.record.service custom_field_roles outer
records.folders.queries custom_field_folders outer
records.folders.queries custom_field_roles outer
records.folders.queries custom_fields joined
records.folders.queries members joined
records.folders.queries roles joined
records.overview.service customer_tags joined
records.overview.service customer_visits joined
records.overview.service customer_workers joined
records.overview.service folders joined
records.overview.service members joined
records.overview.service notes outer
records.overview.service profiles outer
records.overview.service relations outer
records.overview.service statuses joined
records.overview.service tag_groups joined
records.overview.service tags joined
records.profiles.service profiles joined
records.relations.service relation_types joined
records.tags.service tag_groups joined
records.transfers.exports.queries customer_tags joined
records.transfers.exports.queries customer_visits joined
records.transfers.exports.queries customer_workers joined
records.transfers.exports.queries folders joined
records.transfers.exports.queries members joined
records.transfers.exports.queries statuses joined
records.transfers.exports.queries tag_groups joined
records.transfers.exports.queries tags joined
records.transfers.imports.queries jobs joined
records.transfers.plans.queries customers joined
records.views.service members joined
""",
    "volatile in a write": """
access.accounts.queries clock_timestamp
access.invitations.queries clock_timestamp
billing.credits.units.service clock_timestamp
billing.features.plans.service clock_timestamp
edge.api_keys.service clock_timestamp
edge.automations.runs.service clock_timestamp
edge.embeds.refusals.service clock_timestamp
edge.embeds.sessions.service clock_timestamp
edge.embeds.tokens.service clock_timestamp
edge.jobs.service clock_timestamp
edge.webhooks.deliveries.queries clock_timestamp
edge.webhooks.endpoints.service clock_timestamp
engage.notifications.service clock_timestamp
kernel.dispatch clock_timestamp
kernel.jobs clock_timestamp
kernel.kept clock_timestamp
kernel.leases clock_timestamp
records.customers.trash.service clock_timestamp
records.notes.service clock_timestamp
records.profiles.service clock_timestamp
records.relations.service clock_timestamp
records.views.service clock_timestamp
""",
    "role after a write": """
access.accounts.service
access.invitations.service
access.members.queries
access.sessions.service
""",
}
"""By rule, a line each: the module that had a statement sent, and what is amiss in it. Of a table without a parameter
of its own that names the workspace: whether a join to another table does (``joined``), the row outside (``outer``) or
nothing but row security (``nowhere``)."""


async def fresh(app: Any) -> Population:
    home = await make_home(app)
    return Population(home, await home.as_owner())


async def answered(operation: Any, its: Population) -> bool:
    answer = await (await build(operation, its)).send(await its.caller(operation))
    return answer.is_success or answer.is_redirect


async def test_no_statement_breaks_a_rule_that_did_not_before(app: Any, superuser: Any, record_property: Any) -> None:
    await superuser.execute("DELETE FROM login_attempts")  # of the tests before
    its = await fresh(app)
    with recorded(await catalogue(superuser, DIRECTORY)) as seen:
        for operation in operations():
            if not await answered(operation, its):  # because of what was done before
                its = await fresh(app)
                assert await answered(operation, its), operation.id
            if operation.method == "delete" or (await its.client.get("/me")).status_code != 200:
                its = await fresh(app)
        await drain()
    record_property("figures statements", {"sent": seen.statements, "different": len(seen.readings)})
    assert seen.unread == set()
    assert len(seen.readings) > 400
    for rule, offenders in OFFENDERS.items():
        assert seen.found[rule] == set(offenders.split("\n")[1:-1]), rule


def test_what_is_not_understood_is_not_passed_over() -> None:
    with pytest.raises(ParseError):
        read("EXPLAIN SELECT 1 FROM notes", KNOWN)


KNOWN = Catalogue(
    {"workspaces": "id", "notes": "workspace_id", "tags": "workspace_id"}, frozenset({"clock_timestamp", "random"})
)
READ_AS = [
    ("SELECT 1 FROM notes WHERE workspace_id = $1 AND id = $2", set()),
    ("SELECT 1 FROM notes n WHERE n.workspace_id = CAST($1 AS uuid)", set()),
    ("SELECT 1 FROM users JOIN workspaces ON workspaces.id = $1::UUID", set()),
    ("SELECT 1 FROM notes WHERE id = $1", {"notes nowhere"}),
    ("SELECT 1 FROM notes WHERE workspace_id = $1 OR id = $2", {"notes nowhere"}),
    ("SELECT 1 FROM notes WHERE NOT (workspace_id = $1)", {"notes nowhere"}),
    ("SELECT 1 FROM notes n JOIN tags t ON t.id = n.id WHERE n.workspace_id = $1", {"tags nowhere"}),
    (
        "SELECT 1 FROM notes n JOIN tags t ON t.workspace_id = n.workspace_id WHERE n.workspace_id = $1",
        {"tags joined"},
    ),
    ("SELECT 1 FROM notes n JOIN tags t USING (workspace_id) WHERE n.workspace_id = $1", {"tags joined"}),
    (
        "SELECT 1 FROM notes n WHERE n.workspace_id = $1 AND EXISTS (SELECT FROM tags t WHERE t.workspace_id ="
        " n.workspace_id)",
        {"tags outer"},
    ),
    ("SELECT (SELECT count(*) FROM tags WHERE id = n.id) FROM notes n WHERE n.workspace_id = $1", {"tags nowhere"}),
    ("WITH tags AS (SELECT 1) SELECT 1 FROM tags", set()),
    ("WITH old AS (DELETE FROM notes WHERE id = $1 RETURNING id) SELECT id FROM old", {"notes nowhere"}),
    ("INSERT INTO notes (workspace_id, id) SELECT $1, id FROM tags WHERE workspace_id = $1", set()),
    ("INSERT INTO notes (workspace_id, id) SELECT workspace_id, id FROM tags", {"tags nowhere"}),
    ("UPDATE notes SET body = t.name FROM tags t WHERE notes.workspace_id = $1 AND t.id = $2", {"tags nowhere"}),
]
CALLS = [
    ("UPDATE notes SET at = clock_timestamp() WHERE workspace_id = $1", {"clock_timestamp"}),
    ("UPDATE notes SET at = $2 WHERE workspace_id = $1 AND at < pg_catalog.clock_timestamp()", {"clock_timestamp"}),
    ("DELETE FROM notes WHERE workspace_id = $1 AND random() < 0.5", {"random"}),
    (
        "INSERT INTO notes (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET at = clock_timestamp()",
        {"clock_timestamp"},
    ),
    ("INSERT INTO notes (at) VALUES (clock_timestamp()) ON CONFLICT DO NOTHING", set()),
    ("UPDATE notes SET at = now() WHERE workspace_id = $1", set()),
]


@pytest.mark.parametrize(("statement", "found"), READ_AS)
def test_which_workspace_a_statement_means(statement: str, found: set[str]) -> None:
    assert read(statement, KNOWN).breaches["own workspace"] == found


@pytest.mark.parametrize(("statement", "found"), CALLS)
def test_which_volatile_functions_a_write_calls(statement: str, found: set[str]) -> None:
    assert read(statement, KNOWN).breaches["volatile in a write"] == found


@pytest.mark.parametrize("writes", [True, False])
async def test_a_change_of_role_after_a_write_is_noticed(
    home: Home, monkeypatch: pytest.MonkeyPatch, *, writes: bool
) -> None:
    monkeypatch.setattr("tests.contract.statements.module_now", lambda: "here")
    with recorded(KNOWN) as seen:
        for statement in ("UPDATE workspaces SET name = name WHERE id = :id" if writes else "SELECT :id", "SELECT :id"):
            async with home.session() as session:
                await session.execute(text(statement), {"id": home.id if "id =" in statement else "1"})
                await session.execute(text("SET LOCAL ROLE atrium_system"))
    assert seen.found["role after a write"] == ({"here"} if writes else set())
    assert not seen.wrote
