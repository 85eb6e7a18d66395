"""What is kept of an automation, and what is refused when it is saved."""

from typing import Any
from uuid import uuid4

import pytest
from tests.edge.automations.factory import make, note, on, step, when
from tests.homes import Home

from atrium.kernel.permissions import BUILT_IN, P

NOWHERE = str(uuid4())
CONFIG, SERVER = "/steps/0/config", "https://example.com/"
SECRET = step("a", "call_webhook", url=SERVER, secret_headers={"X-Key": None})
BRANCH = step("a", "branch", conditions=[when("customer.x", "exists")], then=[note()])
BAD: list[tuple[str, dict[str, Any], str, str]] = [
    ("unknown event", {"trigger": on("customer.flew")}, "/trigger/event_types/0", "unknown_event"),
    (
        "unknown path",
        {"conditions": [when("customer.shoe_size", "eq", 4)]},
        "/conditions/0/any_of/0/path",
        "unknown_path",
    ),
    (
        "unknown field",
        {"conditions": [when("customer.custom_fields.nope", "exists")]},
        "/conditions/0/any_of/0/path",
        "unknown_path",
    ),
    (
        "not for this kind",
        {"conditions": [when("customer.name", "gt", 4)]},
        "/conditions/0/any_of/0/op",
        "not_for_kind",
    ),
    (
        "wrong type",
        {"conditions": [when("customer.created_at", "gt", "soon")]},
        "/conditions/0/any_of/0/value",
        "wrong_type",
    ),
    (
        "unknown option",
        {"conditions": [when("customer.lifecycle", "eq", "alumnus")]},
        "/conditions/0/any_of/0/value",
        "unknown_option",
    ),
    (
        "unknown tag in a condition",
        {"conditions": [when("customer.tag_ids", "contains", NOWHERE)]},
        "/conditions/0/any_of/0/value",
        "unknown",
    ),
    ("unknown folder of scope", {"folder_ids": [NOWHERE]}, "/folder_ids/0", "unknown"),
    ("unknown kind", {"steps": [step("a", "fly")]}, "/steps/0/kind", "unknown_kind"),
    ("missing configuration", {"steps": [step("a", "create_note")]}, "/steps/0/config/body", "missing"),
    ("unknown configuration", {"steps": [note(colour="red")]}, "/steps/0/config/colour", "extra_forbidden"),
    ("unknown tag", {"steps": [step("a", "add_tags", tag_ids=[NOWHERE])]}, "/steps/0/config/tag_ids/0", "unknown"),
    ("unknown status", {"steps": [step("a", "set_status", status_id=NOWHERE)]}, "/steps/0/config/status_id", "unknown"),
    (
        "unknown folder",
        {"steps": [step("a", "move_to_folder", folder_id=NOWHERE)]},
        "/steps/0/config/folder_id",
        "unknown",
    ),
    (
        "unknown member",
        {"steps": [step("a", "assign_worker", member_ids=[NOWHERE])]},
        "/steps/0/config/member_ids/0",
        "unknown",
    ),
    (
        "unknown custom field",
        {"steps": [step("a", "set_field", field="custom_fields.nope", value=1)]},
        "/steps/0/config/field",
        "unknown_field",
    ),
    (
        "value of another type",
        {"steps": [step("a", "set_field", field="availability", value="asleep")]},
        "/steps/0/config/value",
        "wrong_type",
    ),
    (
        "back to prospect",
        {"steps": [step("a", "set_field", field="lifecycle", value="prospect")]},
        "/steps/0/config/value",
        "wrong_type",
    ),
    (
        "placeholder to nowhere",
        {"steps": [note(body="{{customer.pin}}")]},
        "/steps/0/config/body",
        "unknown_placeholder",
    ),
    (
        "no expressions",
        {"steps": [note(body="{{customer.name.__class__}}")]},
        "/steps/0/config/body",
        "unknown_placeholder",
    ),
    ("open braces", {"steps": [note(body="{{customer.name")]}, "/steps/0/config/body", "open_placeholder"),
    (
        "a later step",
        {"steps": [note(body="{{steps.b.note_id}}"), note("b")]},
        "/steps/0/config/body",
        "unknown_placeholder",
    ),
    ("two steps of one id", {"steps": [note("a"), note("a")]}, "/steps/1/id", "repeated"),
    ("after the end", {"steps": [step("a", "stop"), note("b")]}, "/steps/1", "unreachable"),
    (
        "an empty branch",
        {"steps": [step("a", "branch", conditions=[when("customer.email", "exists")])]},
        "/steps/0/then",
        "empty",
    ),
    ("no body", {"steps": [note("a", then=[note("b")])]}, "/steps/0/then", "no_body"),
    (
        "a loop in a loop",
        {"steps": [step("a", "for_each_related", then=[step("b", "for_each_related", then=[note()])])]},
        "/steps/0/then/0",
        "nested_loop",
    ),
    ("in a branch", {"steps": [BRANCH]}, f"{CONFIG}/conditions/0/any_of/0/path", "unknown_path"),
    (
        "a private address",
        {"steps": [step("a", "call_webhook", url="http://10.0.0.1/hook")]},
        "/steps/0/config/url",
        "private_address",
    ),
    (
        "a server by placeholder",
        {"steps": [step("a", "call_webhook", url="https://{{customer.name}}/x")]},
        "/steps/0/config/url",
        "server_template",
    ),
    ("a secret without value", {"steps": [SECRET]}, f"{CONFIG}/secret_headers/X-Key", "secret_missing"),
    ("no customer", {"trigger": {"kind": "schedule", "cron": "0 9 * * *"}}, "/steps/0", "no_customer"),
    ("no date", {"trigger": {"kind": "date", "field": "custom_fields.nope"}}, "/trigger/field", "unknown_field"),
    (
        "another automation",
        {"steps": [step("a", "run_automation", automation_id=NOWHERE)]},
        "/steps/0/config/automation_id",
        "unknown",
    ),
    ("incomplete wait", {"steps": [step("a", "wait", wait="for")]}, "/steps/0/config", "incomplete"),
    (
        "wait for an unknown event",
        {"steps": [step("a", "wait", wait="event", event_types=["a.b"])]},
        "/steps/0/config/event_types/0",
        "unknown_event",
    ),
]


@pytest.mark.parametrize(("what", "changed", "pointer", "code"), BAD, ids=[what for what, *_ in BAD])
async def test_what_cannot_work_is_refused(
    client: Any, superuser: Any, home: Home, what: str, changed: dict[str, Any], pointer: str, code: str
) -> None:
    body = {"name": "Bad", "trigger": on("customer.created"), "steps": [note()], **changed}
    answer = await client.post("/automations", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "flow-cannot-work"), answer.text
    assert (pointer, code) in [(error["pointer"], error["code"]) for error in answer.json()["errors"]], answer.text
    draft = {name: body[name] for name in body if name != "name"}
    assert (await client.post("/automations/check", json=draft)).json()["errors"] == answer.json()["errors"]
    assert await superuser.fetchval("SELECT count(*) FROM automations WHERE workspace_id = $1", home.id) == 0


async def test_a_sound_draft_has_no_errors(client: Any) -> None:
    """The control of the test above."""
    answer = await client.post("/automations/check", json={"trigger": on("customer.created"), "steps": [note()]})
    assert (answer.status_code, answer.json()) == (200, {"errors": []})


@pytest.mark.parametrize("cron", ["every day", "61 * * * *", "0 0 30 2 *", "* * * * * *"])
async def test_bad_times_are_refused(client: Any, cron: str) -> None:
    body = {"name": "Bad", "trigger": {"kind": "schedule", "cron": cron}, "steps": [step("a", "stop")]}
    answer = await client.post("/automations", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/trigger/schedule/cron")


async def test_kept_listed_changed_and_deleted(client: Any) -> None:
    made = await make(client, note(), description="Greets")
    answer = await client.get(f"/automations/{made['id']}")
    assert answer.json() == made
    (item,) = (await client.get("/automations", params={"q": "welc", "enabled": True, "trigger_kind": "event"})).json()[
        "items"
    ]
    assert (item["name"], item["event_types"], item["active_runs"], item["failed_runs"], item["last_run_at"]) == (
        "Welcome",
        ["customer.created"],
        0,
        0,
        None,
    )
    assert (await client.get("/automations", params={"enabled": False})).json()["items"] == []
    stale = await client.patch(f"/automations/{made['id']}", json={"name": "Hello"}, headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    renamed = await client.patch(
        f"/automations/{made['id']}", json={"name": "Hello"}, headers={"If-Match": answer.headers["etag"]}
    )
    assert (renamed.json()["name"], renamed.json()["flow_version"], renamed.json()["steps"]) == (
        "Hello",
        1,
        made["steps"],
    )
    changed = await client.patch(f"/automations/{made['id']}", json={"steps": [note(body="Bye")], "enabled": False})
    assert (changed.json()["flow_version"], changed.json()["enabled"]) == (2, False)
    versions = (await client.get(f"/automations/{made['id']}/versions")).json()["items"]
    assert [version["number"] for version in versions] == [2, 1]
    assert (await client.delete(f"/automations/{made['id']}")).status_code == 204
    assert (await client.get(f"/automations/{made['id']}")).status_code == 404


async def test_circles_are_refused_and_callers_keep_their_target(client: Any) -> None:
    first = await make(client, note(), name="First")
    second = await make(client, step("run_1", "run_automation", automation_id=first["id"]), name="Second")
    third = await make(client, step("run_1", "run_automation", automation_id=second["id"]), name="Third")
    for target in (first, second, third):
        circle = [step("run_1", "run_automation", automation_id=target["id"])]
        answer = await client.patch(f"/automations/{first['id']}", json={"steps": circle})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "cycle"), target["name"]
    gone = await client.delete(f"/automations/{first['id']}")
    assert (gone.status_code, "Second" in gone.json()["detail"]) == (409, True)
    assert (await client.delete(f"/automations/{third['id']}")).status_code == 204


async def test_what_is_gone_is_told_and_cannot_be_switched_on(client: Any) -> None:
    tag = (await client.post("/tags", json={"name": "VIP"})).json()
    made = await make(client, step("tag_1", "add_tags", tag_ids=[tag["id"]]), enabled=False)
    assert made["problems"] == []
    assert (await client.delete(f"/tags/{tag['id']}", params={})).status_code in {204, 409}
    if (await client.get(f"/tags/{tag['id']}")).status_code == 200:
        assert (await client.delete(f"/tags/{tag['id']}", params={"force": True})).status_code == 204
    broken = (await client.get(f"/automations/{made['id']}")).json()
    assert [problem["pointer"] for problem in broken["problems"]] == ["/steps/0/config/tag_ids/0"]
    answer = await client.patch(f"/automations/{made['id']}", json={"enabled": True})
    assert (answer.status_code, answer.json()["code"]) == (422, "flow-cannot-work")


async def test_secrets_are_sealed_kept_and_bound_to_their_server(client: Any, superuser: Any) -> None:
    def call(url: str, secret: str | None) -> dict[str, Any]:
        return step("call_1", "call_webhook", url=url, secret_headers={"Authorization": secret})

    made = await make(client, call("https://example.com/a", "Bearer hidden-value"), enabled=False)
    assert made["steps"][0]["config"]["secret_headers"] == {"Authorization": None}
    for path in (f"/automations/{made['id']}", f"/automations/{made['id']}/export"):
        assert "hidden-value" not in (await client.get(path)).text
    stored = await superuser.fetchval("SELECT flow::text FROM automation_versions WHERE automation_id = $1", made["id"])
    assert "hidden-value" not in stored
    kept = await client.patch(f"/automations/{made['id']}", json={"steps": [call("https://example.com/b", None)]})
    assert kept.status_code == 200, kept.text
    stolen = await client.patch(
        f"/automations/{made['id']}", json={"steps": [call("https://evil.example.org/b", None)]}
    )
    assert (stolen.status_code, stolen.json()["errors"][0]["code"]) == (422, "secret_missing")
    copied = await client.post(f"/automations/{made['id']}/duplicate", json={})
    assert (copied.status_code, copied.json()["errors"][0]["code"]) == (422, "secret_missing")


async def test_nobody_saves_what_they_may_not_do(client: Any, home: Home) -> None:
    editor = await home.as_member(P.automations_write, P.automations_read, P.customers_read)
    await make(editor, step("wait_1", "wait", wait="for", seconds=5))
    refused = await editor.post("/automations", json={"name": "X", "trigger": {"kind": "manual"}, "steps": [note()]})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not_allowed")
    agent = await home.as_member(*(BUILT_IN["agent"] | {P.automations_write}))
    others = await agent.post(
        "/automations",
        json={
            "name": "X",
            "trigger": {"kind": "manual"},
            "steps": [step("a", "assign_worker", member_ids=[str(home.owner_id)])],
        },
    )
    assert (others.status_code, others.json()["errors"][0]["code"]) == (422, "not_allowed")


async def test_duplicates_templates_and_files(client: Any, elsewhere: Home) -> None:
    tag = (await client.post("/tags", json={"name": "VIP"})).json()
    made = await make(client, step("tag_1", "add_tags", tag_ids=[tag["id"]]), note())
    copy = (await client.post(f"/automations/{made['id']}/duplicate", json={})).json()
    assert (copy["name"], copy["enabled"], copy["steps"]) == ("Welcome 2", False, made["steps"])
    content = (await client.get(f"/automations/{made['id']}/export")).json()
    assert content["references"] == {tag["id"]: {"thing": "tag", "name": "VIP"}}
    there = await elsewhere.as_owner()
    refused = await there.post("/automations/import", json=content)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/flow/steps/0/config/tag_ids/0")
    their_tag = (await there.post("/tags", json={"name": "vip"})).json()
    taken = await there.post("/automations/import", json=content)
    assert taken.status_code == 201, taken.text
    assert (taken.json()["enabled"], taken.json()["steps"][0]["config"]) == (False, {"tag_ids": [their_tag["id"]]})
    malformed = await there.post("/automations/import", json={**content, "flow": {"trigger": {"kind": "moon"}}})
    assert (malformed.status_code, malformed.json()["errors"][0]["pointer"]) == (422, "/flow/trigger")
    templates = (await client.get("/automation-templates")).json()["templates"]
    assert [template["key"] for template in templates] == ["welcome", "stale_lead", "renewal_reminder"]
    for template in templates:
        assert (await client.post("/automations", json=template["automation"])).status_code == 201
    catalogue = (await client.get("/automation-catalogue")).json()
    assert {"wait", "branch", "send_email", "run_automation"} <= {kind["kind"] for kind in catalogue["step_kinds"]}
    assert "customer.created" in {event["type"] for event in catalogue["event_types"]}


async def test_what_flows_use_is_listed_before_it_goes(client: Any) -> None:
    tag, other = [(await client.post("/tags", json={"name": name})).json() for name in ("VIP", "Other")]
    field = (await client.post("/custom-fields", json={"key": "plan", "label": "Plan", "type": "text"})).json()
    folder = (await client.post("/folders", json={"name": "Leads"})).json()
    made = await make(
        client,
        step("tag_1", "add_tags", tag_ids=[tag["id"]]),
        note(body="{{customer.custom_fields.plan}}"),
        conditions=[when("customer.folder_id", "eq", folder["id"])],
    )
    for gone in (
        await client.delete(f"/tags/{tag['id']}"),
        await client.post(f"/custom-fields/{field['id']}/archive"),
        await client.delete(f"/folders/{folder['id']}"),
    ):
        assert (gone.status_code, gone.json()["code"]) == (409, "in-use"), gone.text
        assert gone.json()["unmet"][0]["fix"]["href"] == f"/automations/{made['id']}"
    assert (await client.post(f"/tags/{other['id']}/merge", json={"tag_ids": [tag["id"]]})).status_code == 200
    followed = (await client.get(f"/automations/{made['id']}")).json()
    assert (followed["steps"][0]["config"]["tag_ids"], followed["flow_version"], followed["problems"]) == (
        [other["id"]],
        2,
        [],
    )
    # The control: what nothing uses goes at once.
    assert (
        await client.delete(f"/tags/{(await client.post('/tags', json={'name': 'Unused'})).json()['id']}")
    ).status_code == 204
