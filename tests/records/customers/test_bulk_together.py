"""Bulk edits are written together, and each customer fares as if it came alone."""

import csv
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import counting_statements, drain
from tests.homes import Home

from atrium.kernel import jobs
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Unmet
from atrium.kernel.permissions import P
from atrium.records.customers.trash import service as trash


async def post(client: Any, path: str, **body: Any) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code in {201, 202}, answer.text
    return answer.json()


async def people(client: Any, count: int, **body: Any) -> list[str]:
    return [(await post(client, "/customers", name=f"Ana {number}", **body))["id"] for number in range(count)]


async def bulk(client: Any, ids: Sequence[str], **action: Any) -> tuple[dict[str, int], dict[str, str], int]:
    """What it counted, the code for each one refused, and how many statements it took."""
    started = await post(client, "/customers/bulk", selection={"customer_ids": list(ids)}, action=action)
    row = next(row for row in await jobs.run_due(1000) if str(row.id) == started["job_id"])
    with counting_statements() as statements:
        await jobs.run_job(row)
    await drain()
    job = (await client.get(f"/jobs/{started['job_id']}")).json()
    assert job["state"] == "succeeded", job
    refused = {}
    if job["errors_url"]:
        rows = csv.DictReader(io.StringIO((await client.get(job["errors_url"].removeprefix("/api/v1"))).text))
        refused = {row["customer_id"]: row["code"] for row in rows}
    return job["result"], refused, len(statements)


async def events(superuser: Any, ids: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    """Everything that happened to the customers since they were made, in order."""
    rows = await superuser.fetch(
        "SELECT type, data, changes FROM events WHERE customer_id = ANY($1) AND type <> 'customer.created' ORDER BY id",
        [UUID(customer_id) for customer_id in ids],
    )
    return [(row["type"], {"data": row["data"], "changes": row["changes"]}) for row in rows]


async def actions(home: Home, client: Any) -> list[dict[str, Any]]:
    """Every action, each with something to do after those before it."""
    statuses = [{"name": "New"}, {"name": "Won"}]
    folder = await post(client, "/folders", name="Leads", statuses=statuses)
    tag, member = await post(client, "/tags", name="VIP"), await home.as_member(P.customers_read)
    await post(client, "/custom-fields", label="Size", type="number")
    won = next(status["id"] for status in folder["statuses"] if status["name"] == "Won")
    return [
        {"type": "move", "folder_id": folder["id"]},
        {"type": "set_status", "status_id": won},
        {"type": "set_fields", "custom_fields": {"size": 7}},
        {"type": "add_tags", "tag_ids": [tag["id"]]},
        {"type": "remove_tags", "tag_ids": [tag["id"]]},
        {"type": "assign", "worker_ids": [str(member.member_id)], "owner_id": str(member.member_id)},
        {"type": "unassign", "worker_ids": [str(member.member_id)]},
        {"type": "convert"},
        {"type": "delete"},
    ]


async def test_many_take_as_many_statements_as_a_few_and_leave_the_same_events(
    home: Home, client: Any, superuser: Any
) -> None:
    few, many = [await people(client, count, lifecycle="prospect") for count in (2, 12)]
    for action in await actions(home, client):
        costs = []
        for ids in (few, many):
            result, refused, statements = await bulk(client, ids, **action)
            assert (result, refused) == ({"changed": len(ids), "failed": 0}, {}), action
            costs.append(statements)
        assert costs[1] <= costs[0], action
    alone = await events(superuser, few[:1])
    assert [kind for kind, _ in alone] == [
        "customer.folder_changed",
        "customer.status_changed",
        "customer.updated",
        "customer.tagged",
        "customer.untagged",
        "customer.assigned",
        "customer.unassigned",
        "customer.owner_changed",
        "customer.converted",
        "customer.deleted",
    ]
    for customer_id in [*few, *many]:
        told = await events(superuser, [customer_id])
        assert [kind for kind, _ in told] == [kind for kind, _ in alone]
        assert [what["changes"] for _, what in told] == [what["changes"] for _, what in alone]


async def test_each_is_refused_for_its_own_reason_and_the_others_are_changed(client: Any) -> None:
    here, there = [
        await post(client, "/folders", name=name, statuses=[{"name": "New"}, {"name": "Won"}]) for name in ("A", "B")
    ]
    placed = await people(client, 3, folder_id=here["id"])
    elsewhere, nowhere = await people(client, 2, folder_id=there["id"]), await people(client, 1)
    gone = await people(client, 1)
    await client.delete(f"/customers/{gone[0]}")
    won = next(status["id"] for status in here["statuses"] if status["name"] == "Won")
    ids = [elsewhere[0], placed[0], gone[0], placed[1], nowhere[0], placed[2], elsewhere[1]]
    result, refused, _ = await bulk(client, ids, type="set_status", status_id=won)
    assert result == {"changed": 3, "failed": 4}
    assert list(refused) == [elsewhere[0], gone[0], nowhere[0], elsewhere[1]]
    assert set(refused.values()) == {"invalid", "not-found"}
    for customer_id in placed:
        assert (await client.get(f"/customers/{customer_id}")).json()["status"]["name"] == "Won"


@pytest.mark.parametrize("blocked", [[0], [2, 3], [1, 4, 7], list(range(8))])
async def test_the_ones_that_stop_all_are_found_by_halves(
    client: Any, superuser: Any, monkeypatch: pytest.MonkeyPatch, blocked: list[int]
) -> None:
    ids = await people(client, 8)
    held = {UUID(ids[number]) for number in blocked}

    async def blocker(_ctx: Ctx, customer_ids: Sequence[UUID]) -> dict[UUID, list[Unmet]]:
        return {one: [Unmet(code="open", message="Something is open.")] for one in customer_ids if one in held}

    monkeypatch.setattr(trash, "BLOCKERS", [blocker])
    result, refused, _ = await bulk(client, ids, type="delete")
    assert result == {"changed": 8 - len(blocked), "failed": len(blocked)}
    assert refused == {ids[number]: "customer-blocked" for number in blocked}
    left = {item["id"] for item in (await client.get("/customers")).json()["items"]}
    assert left == {ids[number] for number in blocked}
    deleted = [kind for kind, _ in await events(superuser, ids)]
    assert deleted == ["customer.deleted"] * (8 - len(blocked))


async def test_two_edits_of_one_sitting_are_one_event_for_each(client: Any, superuser: Any) -> None:
    await post(client, "/custom-fields", label="Size", type="number")
    ids = await people(client, 3)
    for size in (7, 8):
        result, _, _ = await bulk(client, ids, type="set_fields", custom_fields={"size": size})
        assert result == {"changed": 3, "failed": 0}
    rows = await superuser.fetch(
        "SELECT changes::text FROM events WHERE customer_id = ANY($1) AND type = 'customer.updated'",
        [UUID(customer_id) for customer_id in ids],
    )
    assert len(rows) == 3
    assert all('"after": 8' in row["changes"] and '"before": null' in row["changes"] for row in rows)
