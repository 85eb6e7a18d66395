"""Many runs of one flow in one transaction: what each does, sees and causes stays its own."""

import json
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import counting_statements
from tests.edge.automations.factory import customer, make, note, notes_of, on, settle, step, traces, when
from tests.homes import Home

from atrium.edge.automations.engine import jobs, service
from atrium.edge.automations.runs.models import AutomationRun
from atrium.kernel import dispatch
from atrium.kernel.permissions import BUILT_IN, P

NAMES = ("Ana Ruiz", "Bea Gil", "Carl Orff", "Dora Maar")


@pytest.fixture(autouse=True)
async def quiet(superuser: Any) -> None:
    """Nothing is due but what the test makes due."""
    await superuser.execute("UPDATE events SET dispatched_at = now() WHERE dispatched_at IS NULL")
    for table in ("deliveries", "automation_runs"):
        await superuser.execute(f"DELETE FROM {table} WHERE state IN ('queued', 'running')")


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many runs each transaction took forward that was committed."""
    seen: list[int] = []
    genuine = service._stretch

    async def counted(runs: Any, *, careful: bool = False) -> Any:
        done = await genuine(runs, careful=careful)
        seen.append(len(done))
        return done

    monkeypatch.setattr(service, "_stretch", counted)
    return seen


async def test_each_run_writes_about_its_own_customer_by_its_own_cause(
    client: Any, home: Home, superuser: Any, sizes: list[int]
) -> None:
    tag = (await client.post("/tags", json={"name": "New"})).json()
    place = step("f", "set_field", field="location", value="{{customer.first_name}}'s place")
    automation = await make(
        client,
        step("t", "add_tags", tag_ids=[tag["id"]]),
        note(),
        place,
        step("l", "set_field", field="language", value="es"),
    )
    people = [await customer(client, name) for name in NAMES]
    await settle()
    assert sizes == [4]
    for person in people:
        first = person["name"].split()[0]
        now = (await client.get(f"/customers/{person['id']}")).json()
        assert (now["location"], now["language"], [entry["name"] for entry in now["tags"]]) == (
            f"{first}'s place",
            "es",
            ["New"],
        )
        assert await notes_of(client, person["id"]) == [f"Hello {first}"]
        query = (
            "SELECT type, actor_name, depth, cause_id, changes FROM events WHERE workspace_id = $1 AND customer_id = $2"
            " ORDER BY id"
        )
        created, *caused = await superuser.fetch(query, home.id, UUID(person["id"]))
        born = await superuser.fetchval(
            "SELECT id FROM events WHERE customer_id = $1 AND type = 'customer.created'", UUID(person["id"])
        )
        assert (created["type"], created["cause_id"]) == ("customer.created", None)
        assert [row["type"] for row in caused] == [
            "customer.tagged",
            "note.created",
            "customer.updated",
        ]
        assert sorted(json.loads(caused[-1]["changes"])) == ["language", "location"]  # of one sitting
        assert {(row["actor_name"], row["depth"], row["cause_id"]) for row in caused} == {
            ("Automation Welcome", 1, born)
        }
    for trace in await traces(client, automation["id"]):
        assert [(done["step_id"], done["state"]) for done in trace["steps"]] == [
            ("t", "done"),
            ("note_1", "done"),
            ("f", "done"),
            ("l", "done"),
        ]
        assert trace["steps"][2]["output"]["after"] == f"{trace['customer']['name'].split()[0]}'s place"


async def test_more_runs_take_no_more_statements(client: Any) -> None:
    tag = (await client.post("/tags", json={"name": "New"})).json()
    await make(
        client,
        step("t", "add_tags", tag_ids=[tag["id"]]),
        note(),
        step("f", "set_field", field="location", value="Madrid"),
    )
    taken = []
    for count in (2, 2, 20):
        for number in range(count):
            await customer(client, f"Customer {number}")
        with counting_statements() as statements:
            await settle()
        taken.append(len(statements))
    assert taken[2] == taken[1] <= 60, taken


async def test_one_that_cannot_fails_alone(client: Any, sizes: list[int]) -> None:
    folder = (await client.post("/folders", json={"name": "Leads"})).json()
    status = (await client.post(f"/folders/{folder['id']}/statuses", json={"name": "New"})).json()
    automation = await make(
        client, note(body="before"), step("s", "set_status", status_id=status["id"]), note("note_2", "after")
    )
    people = [await customer(client, name, folder_id=folder["id"] if name != NAMES[1] else None) for name in NAMES]
    await settle()
    assert 4 not in sizes
    assert [await notes_of(client, person["id"]) for person in people] == [
        ["before", "after"],
        ["before"],
        ["before", "after"],
        ["before", "after"],
    ]
    found = await traces(client, automation["id"])
    assert Counter(trace["state"] for trace in found) == {"succeeded": 3, "failed": 1}
    (failed,) = [trace for trace in found if trace["state"] == "failed"]
    assert (failed["customer"]["name"], failed["step_id"]) == (NAMES[1], "s")


async def test_what_is_out_of_sight_stays_so(client: Any, home: Home, sizes: list[int]) -> None:
    """Between the start and the step three of four customers are taken out of the sight of whom the automation acts
    for."""
    agent = await home.as_member(*(BUILT_IN["agent"] | {P.automations_write}), visibility="assigned")
    await make(agent, note(body="{{customer.name}}"))
    people = [await customer(client, name, worker_ids=[str(agent.member_id)]) for name in NAMES]
    while await dispatch.fan_out() + await dispatch.deliver_due():
        pass
    for person in people[1:]:
        assert (await client.put(f"/customers/{person['id']}/workers", json={"worker_ids": []})).status_code == 200
    await settle()
    assert [await notes_of(client, person["id"]) for person in people] == [[NAMES[0]], [], [], []]
    assert sizes == [1]


async def test_branches_part_and_waits_are_kept(client: Any, home: Home, superuser: Any, sizes: list[int]) -> None:
    branch = step(
        "b",
        "branch",
        conditions=[when("customer.lifecycle", "eq", "prospect")],
        then=[note("p", "a lead")],
        otherwise=[step("w", "wait", wait="for", seconds=60)],
    )
    automation = await make(client, note(body="first"), branch, note("z", "last"))
    people = [
        await customer(client, name, lifecycle=kind)
        for name, kind in zip(NAMES, ("prospect", "customer", "prospect", "customer"), strict=True)
    ]
    await settle()
    assert [await notes_of(client, person["id"]) for person in people] == [["first", "a lead", "last"], ["first"]] * 2
    assert Counter(trace["state"] for trace in await traces(client, automation["id"])) == {"succeeded": 2, "waiting": 2}
    await superuser.execute(
        "UPDATE automation_runs SET due_at = now() WHERE workspace_id = $1 AND state = 'queued'", home.id
    )
    await settle()
    assert [(await notes_of(client, person["id"]))[-1] for person in people] == ["last"] * 4
    assert sizes == [4, 2]


async def test_the_brake_counts_inside_a_batch(client: Any) -> None:
    automation = await make(client, note(), trigger=on("customer.updated"), limits={"runs_per_customer_and_hour": 3})
    await client.patch("/workspace", json={"settle_seconds": 0})
    ana, bea = await customer(client, "Ana"), await customer(client, "Bea")
    for number in range(8):
        await client.patch(f"/customers/{ana['id']}", json={"location": f"Place {number}"})
    await client.patch(f"/customers/{bea['id']}", json={"location": "Place"})
    # All nine events are delivered in one transaction.
    assert await dispatch.fan_out() == 9
    await settle()
    found = await traces(client, automation["id"])
    assert Counter(trace["customer"]["name"] for trace in found) == {"Ana": 3, "Bea": 1}
    assert [
        trace["trigger"]["changes"]["location"]["after"] for trace in found if trace["customer"]["name"] == "Ana"
    ] == ["Place 0", "Place 1", "Place 2"]
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": ana["id"]})).json()
    assert why["reason"] == "too_many"


def test_who_goes_with_whom(home: Home) -> None:
    def run(customer_id: int | None, automation_id: int = 1, **more: Any) -> AutomationRun:
        values = {
            "workspace_id": home.id,
            "flow_version": 1,
            "actor_type": "member",
            "actor_id": home.owner_id,
            "memory": {},
            "attempts": 1,
            **more,
        }
        return AutomationRun(
            customer_id=customer_id and UUID(int=customer_id), automation_id=UUID(int=automation_id), **values
        )

    together = [run(number) for number in range(1, jobs.TOGETHER + 2)]
    assert [len(batch) for batch in jobs.batches(together)] == [jobs.TOGETHER, 1]
    others = [run(2, 2), run(3, flow_version=2), run(4, actor_id=UUID(int=9)), run(5, workspace_id=UUID(int=9))]
    assert [len(batch) for batch in jobs.batches([run(1), *others])] == [1] * 5
    assert [len(batch) for batch in jobs.batches([run(1), run(1), run(2)])] == [2, 1]
    alone = [
        run(None),
        run(2, memory={"failures": 1}),
        run(3, memory={"loop": {}}),
        run(4, attempts=jobs.TRIED_TOGETHER + 1),
    ]
    assert [len(batch) for batch in jobs.batches([*alone, run(5), run(6)])] == [1, 1, 1, 1, 2]
