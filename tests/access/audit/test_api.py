"""The audit log: what is found in it, by whom, and that nobody can rewrite it."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import exists, insert
from tests.conftest import drain
from tests.homes import Home

from atrium.access.audit import service
from atrium.kernel.events import EventRow
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import in_sight


async def make_event(home: Home, type_: str = "tag.created", **values: Any) -> Any:
    row = {
        "workspace_id": home.id,
        "id": uuid7(),
        "type": type_,
        "actor_type": "member",
        "actor_id": home.owner_id,
        "actor_name": "Owner",
        **values,
    }
    async with home.session() as session:
        await session.execute(insert(EventRow).values(dispatched_at=row.get("occurred_at", datetime.now(UTC)), **row))
    return row["id"]


async def found(client: Any, **params: Any) -> list[Any]:
    answer = await client.get("/audit", params=params)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


async def test_newest_first_with_actor_and_sentence(home: Home, client: Any) -> None:
    await client.post("/tags", json={"name": "VIP"})
    role = (await client.post("/roles", json={"name": "Support", "permissions": []})).json()
    entries = await found(client)
    assert [entry["type"] for entry in entries[:2]] == ["role.created", "tag.created"]
    assert [entry["sentence"] for entry in entries[:2]] == [
        "Owner created the role “Support”",
        "Owner created the tag “VIP”",
    ]
    assert entries[0]["actor"] == {"type": "member", "id": str(home.owner_id), "name": "Owner"}
    assert (entries[0]["kind"], entries[0]["subject_id"]) == ("security", role["id"])


async def test_filters_and_pages(home: Home, client: Any) -> None:
    customer, other = uuid7(), uuid7()
    old = await make_event(
        home, "note.created", customer_id=customer, occurred_at=datetime.now(UTC) - timedelta(hours=5)
    )
    first = await make_event(home, "role.created", data={"name": "A"})
    second = await make_event(home, "tag.created", actor_id=other, actor_type="api_key", actor_name="Website")
    assert [entry["id"] for entry in await found(client)] == [str(second), str(first), str(old)]
    assert [entry["id"] for entry in await found(client, type=["tag.created", "note.created"])] == [
        str(second),
        str(old),
    ]
    assert [entry["id"] for entry in await found(client, kind="security")] == [str(first)]
    assert [entry["id"] for entry in await found(client, kind="nothing_like_it")] == []
    assert [entry["id"] for entry in await found(client, actor_id=str(other))] == [str(second)]
    assert [entry["id"] for entry in await found(client, customer_id=str(customer))] == [str(old)]
    hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    assert [entry["id"] for entry in await found(client, **{"from": hour_ago})] == [str(second), str(first)]
    assert [entry["id"] for entry in await found(client, to=hour_ago)] == [str(old)]
    page = (await client.get("/audit", params={"limit": 2})).json()
    rest = (await client.get("/audit", params={"limit": 2, "cursor": page["next_cursor"]})).json()
    assert [entry["id"] for entry in page["items"] + rest["items"]] == [str(second), str(first), str(old)]
    assert (
        await client.get("/audit", params={"limit": 2, "cursor": page["next_cursor"], "kind": "tag"})
    ).status_code == 422


@pytest.mark.parametrize(
    "params",
    [
        {"from": "yesterday"},
        {"from": "0001-01-01T00:00:00+14:00"},
        {"to": "9999-12-31T23:59:59Z"},
        {"type": "\x00"},
        {"kind": "é"},
        {"actor_id": "1"},
        {"limit": -1},
        {"sort": "x"},
    ],
)
async def test_hostile_parameters_are_refused(client: Any, params: Any) -> None:
    assert (await client.get("/audit", params=params)).status_code == 422


async def test_only_for_those_who_may(home: Home, elsewhere: Home, client: Any) -> None:
    assert (await (await home.as_member(role="manager")).get("/audit")).status_code == 403
    await make_event(elsewhere)
    assert await found(client) == []


async def test_a_restricted_reader_gets_no_events_of_customers_out_of_sight(
    home: Home, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, hidden = uuid7(), uuid7()
    reader = await home.as_member(P.audit_read, visibility="assigned")
    for customer in (mine, hidden):
        await superuser.execute(
            "INSERT INTO customers (workspace_id, id, name) VALUES ($1, $2, 'Ana')", home.id, customer
        )
        await make_event(home, "note.created", customer_id=customer)
    await superuser.execute(
        "INSERT INTO customer_workers (workspace_id, customer_id, member_id) VALUES ($1, $2, $3)",
        home.id,
        mine,
        reader.member_id,
    )
    await make_event(home, "role.created")
    key = await home.as_api_key([P.audit_read], customer_id=mine)
    monkeypatch.setattr(service, "REDACTIONS", [])
    monkeypatch.setattr(service, "VISIBLE_CUSTOMERS", [])
    assert [entry["type"] for entry in await found(reader)] == ["role.created"], (
        "while nothing knows customers, it fails closed"
    )
    assert (await key.get("/audit")).status_code == 403, "a key for one customer does not read the workspace's log"
    monkeypatch.setattr(
        service, "VISIBLE_CUSTOMERS", [lambda ctx: exists().where(in_sight(ctx), Customer.id == EventRow.customer_id)]
    )
    assert {entry["customer_id"] for entry in await found(reader)} == {str(mine), None}


async def test_what_later_slices_redact_is_not_shown(home: Home, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    await make_event(home, "role.created", data={"name": "Secret plans"})
    assert "Secret plans" in (await client.get("/audit")).text

    async def redact(_ctx: Any, rows: Any) -> Any:
        return [row for row in rows if row.type != "role.created"]

    monkeypatch.setattr(service, "REDACTIONS", [redact])
    assert "Secret plans" not in (await client.get("/audit")).text


def test_sentences() -> None:
    def row(type_: str, **data: Any) -> EventRow:
        return EventRow(type=type_, actor_name="Ana", data=data)

    assert service.sentence(row("tag_group.created", name="Stage")) == "Ana created the tag group “Stage”"
    assert service.sentence(row("customer.status_changed")) == "Ana changed the status of the customer"
    assert service.sentence(row("never.heard_of_it")) == "Ana: never heard of it"
    assert (
        service.sentence(row("api_key.rolled", name="{actor.__class__}", hint="x"))
        == "Ana gave the API key “{actor.__class__}” a new secret (…x)"
    )


# Append-only ----------------------------------------------------------------------------------------------------------


async def as_runtime_role(home: Home) -> Any:
    connection = await asyncpg.connect(os.environ["ATRIUM_DATABASE_URL"])
    await connection.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(home.id))
    return connection


async def test_the_runtime_role_can_neither_change_nor_delete_what_happened(
    home: Home, client: Any, superuser: Any
) -> None:
    await client.post("/tags", json={"name": "VIP"})
    await drain()
    before = await superuser.fetch("SELECT * FROM events WHERE workspace_id = $1", home.id)
    connection = await as_runtime_role(home)
    try:
        assert await connection.fetchval("SELECT count(*) FROM events") == len(before) == 1
        # Its sitting is over and it was dispatched: no row may be changed any more, not even in the columns that a
        # sitting changes.
        assert await connection.execute("UPDATE events SET changes = '{}', data = '{}'") == "UPDATE 0"
        for statement in (
            "DELETE FROM events",
            "TRUNCATE events",
            "UPDATE events SET actor_name = 'Nobody'",
            "UPDATE events SET dispatched_at = NULL",
            "ALTER TABLE events DISABLE ROW LEVEL SECURITY",
            "DROP POLICY append_only ON events",
            "SET session_replication_role = replica",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE atrium_system")
            for statement in (
                "DELETE FROM events",
                "UPDATE events SET data = '{}'",
                "UPDATE events SET actor_name = 'Nobody'",
            ):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    async with connection.transaction():
                        await connection.execute(statement)
    finally:
        await connection.close()
    assert await superuser.fetch("SELECT * FROM events WHERE workspace_id = $1", home.id) == before


async def test_control_without_the_policy_a_dispatched_event_could_be_changed(
    home: Home, client: Any, superuser: Any
) -> None:
    await client.post("/tags", json={"name": "VIP"})
    connection = await as_runtime_role(home)
    try:
        # DDL is transactional: the policy is back after the rollback, and the other connection waits for nothing.
        transaction = superuser.transaction()
        await transaction.start()
        await superuser.execute("DROP POLICY append_only ON events")
        await superuser.execute("SET LOCAL ROLE atrium_app")
        await superuser.execute("SELECT set_config('atrium.workspace_id', $1, true)", str(home.id))
        assert await superuser.execute("UPDATE events SET changes = '{}', data = '{}'") == "UPDATE 1"
        await transaction.rollback()
        assert await connection.execute("UPDATE events SET changes = '{}', data = '{}'") == "UPDATE 0"
    finally:
        await connection.close()
