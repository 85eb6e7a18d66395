"""Dry runs leave nothing behind, and "why not?" has an answer."""

from typing import Any
from uuid import uuid4

from tests.contract.walls import rows_of
from tests.edge.automations.factory import customer, make, note, notes_of, on, settle, step, when
from tests.homes import Home


def everything(tag_id: str) -> list[dict[str, Any]]:
    return [
        step("t", "add_tags", tag_ids=[tag_id]),
        note(body="tags: {{customer.tags}}"),
        step("w", "wait", wait="for", seconds=60),
        step("e", "send_email", subject="Hi {{customer.first_name}}", body="Hello"),
        step("n", "notify_members", to=["workers"], title="New"),
        step(
            "h",
            "call_webhook",
            url="https://example.com/",
            secret_headers={"X-Key": "hidden-value"},
            body={"id": "{{customer.id}}"},
        ),
        step("b", "branch", conditions=[when("customer.tags", "contains", "VIP")], then=[note("yes", "VIP")]),
    ]


async def test_a_dry_run_shows_everything_and_writes_nothing(client: Any, home: Home, superuser: Any) -> None:
    tag = (await client.post("/tags", json={"name": "VIP"})).json()
    automation = await make(client, *everything(tag["id"]), enabled=False)
    ana, bob = await customer(client, email="ana@example.com"), await customer(client, "Bob")
    before = await rows_of(superuser, home.id)
    answer = await client.post(
        f"/automations/{automation['id']}/dry-run", json={"customer_ids": [ana["id"], bob["id"]]}
    )
    assert answer.status_code == 200, answer.text
    assert await rows_of(superuser, home.id) == before
    first, second = answer.json()["trials"]
    assert [(done["step_id"], done["state"]) for done in first["steps"]] == [
        ("t", "done"),
        ("note_1", "done"),
        ("w", "would_wait"),
        ("e", "would_send"),
        ("n", "done"),
        ("h", "would_send"),
        ("b", "done"),
        ("yes", "done"),
    ]
    shown = {done["step_id"]: done for done in first["steps"]}
    assert shown["note_1"]["input"] == {"body": "tags: VIP"}
    assert (shown["e"]["input"]["to"], shown["h"]["input"]["body"]) == ("ana@example.com", {"id": ana["id"]})
    assert "hidden-value" not in answer.text
    assert (second["would_run"], second["error"], second["steps"][-1]["state"]) == (
        True,
        "The customer has no e-mail address.",
        "failed",
    )
    # The control: the same, in earnest, does write.
    await client.patch(f"/automations/{automation['id']}", json={"enabled": True, "steps": [note()]})
    await client.post(
        f"/automations/{automation['id']}/run",
        json={"selection": {"customer_ids": [ana["id"]]}},
        headers={"Idempotency-Key": "1"},
    )
    await settle()
    assert len(await notes_of(client, ana["id"])) == 1
    assert await rows_of(superuser, home.id) != before


async def test_the_last_real_events_are_tried(client: Any) -> None:
    automation = await make(client, note(), enabled=False, conditions=[when("customer.lifecycle", "eq", "prospect")])
    await customer(client, "Lead", lifecycle="prospect")
    await customer(client, "Client")
    trials = (await client.post(f"/automations/{automation['id']}/dry-run", json={"last_events": 5})).json()["trials"]
    assert [(trial["customer"]["name"], trial["would_run"], trial["reason"]) for trial in trials] == [
        ("Client", False, "conditions"),
        ("Lead", True, None),
    ]
    assert trials[0]["decisions"][-1] == {
        "path": "customer.lifecycle",
        "op": "eq",
        "expected": "prospect",
        "actual": "customer",
        "held": False,
    }
    manual = await make(client, note(), trigger={"kind": "manual"})
    assert (await client.post(f"/automations/{manual['id']}/dry-run", json={"last_events": 5})).status_code == 422


async def test_a_draft_is_tried_and_a_bad_one_refused(client: Any) -> None:
    automation = await make(client, note())
    ana = await customer(client)
    draft = {"trigger": {"kind": "manual"}, "steps": [note(body="draft {{customer.name}}")]}
    url = f"/automations/{automation['id']}/dry-run"
    (trial,) = (await client.post(url, json={"customer_ids": [ana["id"]], "flow": draft})).json()["trials"]
    assert trial["steps"][0]["input"] == {"body": "draft Ana Ruiz"}
    bad = await client.post(url, json={"customer_ids": [ana["id"]], "flow": {**draft, "steps": [step("a", "fly")]}})
    assert (bad.status_code, bad.json()["code"]) == (422, "flow-cannot-work")
    assert (await client.post(url, json={"customer_ids": [ana["id"]], "last_events": 1})).status_code == 422


async def test_a_dry_run_has_the_callers_sight(client: Any, home: Home) -> None:
    automation = await make(client, note())
    hidden = await customer(client, "Hidden")
    agent = await home.as_member(role="agent", visibility="assigned")
    url = f"/automations/{automation['id']}/dry-run"
    assert (await agent.post(url, json={"customer_ids": [hidden["id"]]})).status_code == 404
    assert (await agent.post(url, json={"last_events": 5})).json()["trials"] == []
    assert len((await client.post(url, json={"last_events": 5})).json()["trials"]) == 1


async def test_why_not_answers_for_an_event(client: Any, home: Home) -> None:
    before = await customer(client, "Before")
    automation = await make(client, note(), conditions=[when("customer.email", "exists")])
    ana = await customer(client)
    await settle()
    url = f"/automations/{automation['id']}/why"

    async def ask(who: Any, browser: Any = client) -> Any:
        event = (await client.get(f"/customers/{who['id']}/timeline")).json()["items"][-1]
        return await browser.get(url, params={"event_id": event["id"]})

    assert ((await ask(ana)).json()["reason"], (await ask(ana)).json()["basis"]) == ("conditions", "recorded")
    assert (await ask(before)).json()["reason"] == "before"
    await client.patch(f"/customers/{ana['id']}", json={"email": "ana@example.com"})
    assert (await ask(ana)).json()["decisions"][0]["actual"] is None
    agent = await home.as_member(role="agent", visibility="assigned")
    assert (await ask(ana, agent)).status_code == 404
    assert (await client.get(url, params={"event_id": str(uuid4())})).status_code == 404
    assert (await client.get(url)).status_code == 422
    other = await make(client, note(), trigger=on("customer.converted"))
    event = (await client.get(f"/customers/{ana['id']}/timeline")).json()["items"][-1]
    assert (await client.get(f"/automations/{other['id']}/why", params={"event_id": event["id"]})).json()[
        "reason"
    ] == "other_trigger"
