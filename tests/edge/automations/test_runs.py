"""From an event to its effects, and what the trace tells."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from tests.edge.automations.factory import customer, make, note, notes_of, on, settle, step, the_trace, traces, when
from tests.homes import Home

from atrium.edge.automations.engine import jobs as engine
from atrium.edge.automations.runs.models import AutomationRun
from atrium.kernel.events import MAX_DEPTH
from atrium.kernel.permissions import BUILT_IN, P


async def make_due(home: Home) -> None:
    """Let all waiting runs be due now."""
    async with home.session() as session:
        await session.execute(
            update(AutomationRun)
            .where(AutomationRun.state == "queued")
            .values(due_at=datetime.now(UTC) - timedelta(seconds=1))
        )


async def test_a_new_customer_starts_it(client: Any) -> None:
    automation = await make(client, note())
    ana = await customer(client)
    await settle()
    assert await notes_of(client, ana["id"]) == ["Hello Ana"]
    trace = await the_trace(client, automation["id"])
    assert (trace["state"], trace["customer"]["name"], trace["trigger"]["type"]) == (
        "succeeded",
        "Ana Ruiz",
        "customer.created",
    )
    (done,) = trace["steps"]
    assert (done["state"], done["input"], done["attempts"]) == ("done", {"body": "Hello Ana"}, 1)
    (written,) = (await client.get(f"/customers/{ana['id']}/notes")).json()["items"]
    assert written["author"]["name"] == "Automation Welcome"


async def test_off_it_does_nothing_and_says_so(client: Any) -> None:
    automation = await make(client, note(), enabled=False)
    ana = await customer(client)
    await settle()
    assert await notes_of(client, ana["id"]) == []
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": ana["id"]})).json()
    assert (why["ran"], why["reason"], why["basis"]) == (False, "disabled", "now")


async def test_conditions_decide_and_are_told(client: Any) -> None:
    automation = await make(
        client, note(), conditions=[when("customer.lifecycle", "eq", "prospect"), when("customer.email", "exists")]
    )
    lead = await customer(client, "Lead", lifecycle="prospect", email="lead@example.com")
    other = await customer(client, "Other", lifecycle="prospect")
    await settle()
    assert (len(await notes_of(client, lead["id"])), await notes_of(client, other["id"])) == (1, [])
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": other["id"]})).json()
    assert (why["reason"], why["basis"]) == ("conditions", "recorded")
    assert why["decisions"] == [
        {"path": "customer.lifecycle", "op": "eq", "expected": "prospect", "actual": "prospect", "held": True},
        {"path": "customer.email", "op": "exists", "expected": None, "actual": None, "held": False},
    ]
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": lead["id"]})).json()
    assert (why["ran"], why["run_id"]) == (True, (await the_trace(client, automation["id"]))["id"])


async def test_changed_from_and_is_now(client: Any) -> None:
    folder = (await client.post("/folders", json={"name": "Leads"})).json()
    await client.post(f"/folders/{folder['id']}/statuses", json={"name": "New"})
    won = (await client.post(f"/folders/{folder['id']}/statuses", json={"name": "Won", "category": "won"})).json()
    ana = await customer(client, folder_id=folder["id"])
    changed = "trigger.changes.status_id"
    is_now = await make(
        client,
        note(body="is now"),
        trigger=on("customer.status_changed"),
        conditions=[when(changed, "changed", after=won["id"])],
    )
    await make(
        client,
        note(body="left"),
        trigger=on("customer.status_changed"),
        conditions=[when(changed, "changed", before=won["id"])],
    )
    await client.patch(f"/customers/{ana['id']}", json={"status_id": won["id"]})
    await settle()
    assert await notes_of(client, ana["id"]) == ["is now"]
    assert (await the_trace(client, is_now["id"]))["trigger"]["changes"]["status_id"]["after"] == won["id"]
    await client.patch(f"/customers/{ana['id']}", json={"status_id": ana["status"]["id"]})
    await settle()
    assert await notes_of(client, ana["id"]) == ["is now", "left"]


async def test_edits_of_one_sitting_are_one_event(client: Any, superuser: Any) -> None:
    """X6: settled before automations see them; statuses and folders at once."""
    await make(client, note(body="{{trigger.changes.location}} {{customer.location}}"), trigger=on("customer.updated"))
    ana = await customer(client)
    for place in ("M", "Ma", "Madrid"):
        await client.patch(f"/customers/{ana['id']}", json={"location": place})
    await settle()
    assert await notes_of(client, ana["id"]) == []
    await superuser.execute(
        "UPDATE events SET dispatch_after = now() WHERE type = 'customer.updated' AND customer_id = $1", UUID(ana["id"])
    )
    await settle()
    assert await notes_of(client, ana["id"]) == ["Madrid Madrid"]


async def test_only_in_its_folders_and_below(client: Any) -> None:
    top = (await client.post("/folders", json={"name": "Leads"})).json()
    below = (await client.post("/folders", json={"name": "Hot", "parent_id": top["id"]})).json()
    automation = await make(client, note(), folder_ids=[top["id"]])
    people = [
        await customer(client, name, folder_id=folder_id)
        for name, folder_id in (("A", top["id"]), ("B", below["id"]), ("C", None))
    ]
    await settle()
    assert [len(await notes_of(client, person["id"])) for person in people] == [1, 1, 0]
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": people[2]["id"]})).json()
    assert why["reason"] == "out_of_scope"


async def test_versions_are_frozen_per_run(client: Any, home: Home) -> None:
    automation = await make(client, step("wait_1", "wait", wait="for", seconds=60), note(body="old"))
    ana = await customer(client)
    await settle()
    assert (await the_trace(client, automation["id"]))["state"] == "waiting"
    changed = await client.patch(f"/automations/{automation['id']}", json={"steps": [note(body="new")]})
    assert changed.json()["flow_version"] == 2
    await make_due(home)
    await settle()
    assert await notes_of(client, ana["id"]) == ["old"]
    bea = await customer(client, "Bea")
    await settle()
    assert await notes_of(client, bea["id"]) == ["new"]
    assert [run["flow_version"] for run in await traces(client, automation["id"])] == [1, 2]


async def test_a_failed_run_is_mended_and_goes_on(client: Any) -> None:
    folder = (await client.post("/folders", json={"name": "Elsewhere"})).json()
    status = (await client.post(f"/folders/{folder['id']}/statuses", json={"name": "Won"})).json()
    automation = await make(
        client, note(body="before"), step("status_1", "set_status", status_id=status["id"]), note("note_2", "after")
    )
    ana = await customer(client)
    await settle()
    trace = await the_trace(client, automation["id"])
    assert (trace["state"], trace["step_id"], trace["error_code"]) == ("failed", "status_1", "invalid")
    assert [(done["step_id"], done["state"]) for done in trace["steps"]] == [("note_1", "done"), ("status_1", "failed")]
    (told,) = (await client.get("/notifications")).json()["items"]
    assert (told["kind"], told["path"]) == (
        "automation_failed",
        f"/automations/{automation['id']}?tab=runs&run={trace['id']}",
    )
    assert told["sentence"].startswith("The automation Welcome failed: ")
    # The control: the flow as it was fails again, at the same step, without doing the first one twice.
    await client.post(f"/automation-runs/{trace['id']}/retry", json={})
    await settle()
    assert (await the_trace(client, automation["id"]))["state"] == "failed"
    mended = [
        note(body="before"),
        step("status_1", "move_to_folder", folder_id=folder["id"], status_id=status["id"]),
        note("note_2", "after"),
    ]
    assert (await client.patch(f"/automations/{automation['id']}", json={"steps": mended})).status_code == 200
    answer = await client.post(f"/automation-runs/{trace['id']}/retry", json={"flow": "newest"})
    assert (answer.status_code, answer.json()["state"]) == (200, "queued")
    await settle()
    trace = await the_trace(client, automation["id"])
    assert (trace["state"], trace["flow_version"]) == ("succeeded", 2)
    assert [done["state"] for done in trace["steps"]] == ["done", "done", "done"]
    assert await notes_of(client, ana["id"]) == ["before", "after"]
    again = await client.post(f"/automation-runs/{trace['id']}/retry", json={})
    assert (again.status_code, again.json()["code"]) == (409, "run-not-failed")


async def test_all_failed_runs_are_retried_at_once(client: Any) -> None:
    automation = await make(client, step("email_1", "send_email", subject="Hi", body="Hello"))
    people = [await customer(client, name) for name in ("A", "B")]
    await settle()
    assert {run["error_code"] for run in await traces(client, automation["id"])} == {"step-not-possible"}
    await client.patch(f"/automations/{automation['id']}", json={"steps": [note("email_1", "instead")]})
    assert (await client.post(f"/automations/{automation['id']}/retry-failed")).json() == {"retried": 2, "left_out": 0}
    await settle()
    assert [await notes_of(client, person["id"]) for person in people] == [["instead"], ["instead"]]


async def test_a_step_may_be_allowed_to_fail(client: Any) -> None:
    automation = await make(
        client,
        step("email_1", "send_email", subject="Hi", body="Hello", on_error="continue"),
        note(body="{{steps.email_1.error_code}}"),
    )
    ana = await customer(client)
    await settle()
    assert await notes_of(client, ana["id"]) == ["step-not-possible"]
    assert (await the_trace(client, automation["id"]))["state"] == "succeeded"


async def test_a_run_is_cancelled_where_it_stands(client: Any, home: Home) -> None:
    automation = await make(client, step("wait_1", "wait", wait="for", seconds=60), note())
    ana = await customer(client)
    await settle()
    run = await the_trace(client, automation["id"])
    assert (await client.post(f"/automation-runs/{run['id']}/cancel")).json()["state"] == "cancelled"
    await make_due(home)
    await settle()
    assert await notes_of(client, ana["id"]) == []
    assert (await client.post(f"/automation-runs/{run['id']}/cancel")).status_code == 409


async def test_the_emergency_switch_stops_and_releases(client: Any, home: Home) -> None:
    automation = await make(client, step("wait_1", "wait", wait="for", seconds=60), note())
    ana = await customer(client)
    await settle()
    await client.patch("/workspace", json={"automations_stopped": True})
    bea = await customer(client, "Bea")
    await make_due(home)
    await settle()
    assert await notes_of(client, ana["id"]) == []
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": bea["id"]})).json()
    assert why["reason"] == "stopped"
    await client.patch("/workspace", json={"automations_stopped": False})
    await make_due(home)
    await settle()
    assert await notes_of(client, ana["id"]) == ["Hello Ana"]
    assert len(await traces(client, automation["id"])) == 1


async def test_what_triggers_itself_stops_at_the_brake(client: Any) -> None:
    automation = await make(client, note(body="again"), trigger=on("note.created"))
    ana = await customer(client)
    await client.post(f"/customers/{ana['id']}/notes", json={"body": "first"})
    await settle()
    assert len(await notes_of(client, ana["id"])) == MAX_DEPTH + 1
    assert len(await traces(client, automation["id"])) == MAX_DEPTH


async def test_runs_for_one_customer_are_limited(client: Any) -> None:
    automation = await make(
        client, note(body="again"), trigger=on("note.created"), limits={"runs_per_customer_and_hour": 2}
    )
    ana = await customer(client)
    await client.post(f"/customers/{ana['id']}/notes", json={"body": "first"})
    await settle()
    assert len(await traces(client, automation["id"])) == 2
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": ana["id"]})).json()
    assert why["reason"] == "too_many"


async def test_it_acts_with_its_owners_present_sight_and_rights(client: Any, home: Home) -> None:
    agent = await home.as_member(*(BUILT_IN["agent"] | {P.automations_write}), visibility="assigned")
    automation = await make(agent, note())
    hidden = await customer(client, "Hidden")
    own = await customer(client, "Own", worker_ids=[str(agent.member_id)])
    await settle()
    assert (await notes_of(client, hidden["id"]), len(await notes_of(client, own["id"]))) == ([], 1)
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": hidden["id"]})).json()
    assert why["reason"] == "not_visible"
    # The runs that the agent reads are those of customers they see; the control is the owner, who sees all.
    await home.as_owner()
    assert len((await agent.get("/automation-runs")).json()["items"]) == 1
    await client.patch(f"/members/{agent.member_id}", json={"role_id": str(home.role_ids["viewer"])})
    later = await customer(client, "Later", worker_ids=[str(agent.member_id)])
    await settle()
    why = (await client.get(f"/automations/{automation['id']}/why", params={"customer_id": later["id"]})).json()
    assert (await notes_of(client, later["id"]), why["reason"]) == ([], "actor_may_not")


async def test_whoever_saves_the_flow_is_whom_it_acts_for(client: Any, home: Home) -> None:
    automation = await make(client, note())
    editor = await home.as_member(*(BUILT_IN["agent"] | {P.automations_write}), visibility="assigned")
    changed = (await editor.patch(f"/automations/{automation['id']}", json={"steps": [note(body="mine")]})).json()
    assert changed["owner"]["id"] == str(editor.member_id)
    hidden = await customer(client, "Hidden")
    await settle()
    assert await notes_of(client, hidden["id"]) == []


async def test_a_run_by_hand_has_the_callers_rights(client: Any, home: Home) -> None:
    automation = await make(client, note(), trigger={"kind": "manual"})
    agent = await home.as_member(role="agent", visibility="assigned")
    hidden = await customer(client, "Hidden")
    own = await customer(client, "Own", worker_ids=[str(agent.member_id)])
    url, key = f"/automations/{automation['id']}/run", {"Idempotency-Key": "1"}
    assert (await agent.post(url, json={"selection": {"customer_ids": [own["id"]]}})).status_code == 400
    assert (await agent.post(url, json={"selection": {"customer_ids": [hidden["id"]]}}, headers=key)).status_code == 404
    answer = await agent.post(url, json={"selection": {"customer_ids": [own["id"]]}}, headers={"Idempotency-Key": "2"})
    assert answer.status_code == 202, answer.text
    await settle()
    assert len(await notes_of(client, own["id"])) == 1
    by_filter = await agent.post(url, json={"selection": {"filter": {}}}, headers={"Idempotency-Key": "3"})
    await settle()
    job = (await agent.get(f"/jobs/{by_filter.json()['job_id']}")).json()
    assert (job["state"], job["result"]) == ("succeeded", {"started": 1, "skipped": 0})
    assert (len(await notes_of(client, own["id"])), await notes_of(client, hidden["id"])) == (2, [])


async def test_a_trace_hides_fields_that_the_reader_may_not_see(client: Any, home: Home) -> None:
    field = {"key": "salary", "label": "Salary", "type": "number", "view_role_ids": [str(home.role_ids["admin"])]}
    assert (await client.post("/custom-fields", json=field)).status_code == 201
    automation = await make(client, note(body="earns {{customer.custom_fields.salary}}"), note("note_2", "Hello"))
    await customer(client, custom_fields={"salary": 70000})
    await settle()
    trace = await the_trace(client, automation["id"])
    assert trace["steps"][0]["input"] == {"body": "earns 70000"}
    agent = await home.as_member(role="agent")
    first, second = (await the_trace(agent, automation["id"]))["steps"]
    assert (first["hidden"], first["input"], second["hidden"], second["input"]) == (True, {}, False, {"body": "Hello"})


async def test_control_without_the_brake_it_goes_further(client: Any, monkeypatch: Any) -> None:
    from atrium.edge.automations.starts import decision
    from atrium.kernel import dispatch

    for module in (decision, dispatch):
        monkeypatch.setattr(module, "MAX_DEPTH", MAX_DEPTH + 3)
    automation = await make(client, note(body="again"), trigger=on("note.created"))
    ana = await customer(client)
    await client.post(f"/customers/{ana['id']}/notes", json={"body": "first"})
    await settle()
    assert len(await traces(client, automation["id"])) == MAX_DEPTH + 3


async def test_old_traces_go_and_what_is_under_way_stays(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = await make(client, note(), name="Ended")
    waits = await make(client, step("w", "wait", **{"wait": "for", "seconds": 3600}), note(), name="Waits")
    await customer(client)
    await settle()
    await engine.forget_runs(home.id)
    assert [len(await traces(client, each["id"])) for each in (ended, waits)] == [1, 1]
    monkeypatch.setattr(engine, "RUNS_KEPT", timedelta(days=-1))
    await engine.forget_runs(home.id)
    assert [len(await traces(client, each["id"])) for each in (ended, waits)] == [0, 1]
