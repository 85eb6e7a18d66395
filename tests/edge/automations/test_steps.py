"""Every kind of step, against what it is to do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.edge.automations.factory import customer, make, note, notes_of, on, settle, step, the_trace, traces, when
from tests.edge.automations.test_runs import make_due
from tests.homes import Home

from atrium.adapters.mailbox import list_messages
from atrium.kernel.settings import settings


async def shown(client: Any, customer_id: str) -> Any:
    return (await client.get(f"/customers/{customer_id}")).json()


async def test_fields_status_folder_tags(client: Any) -> None:
    folder = (await client.post("/folders", json={"name": "Active"})).json()
    first = (await client.post(f"/folders/{folder['id']}/statuses", json={"name": "New"})).json()
    second = (await client.post(f"/folders/{folder['id']}/statuses", json={"name": "Won"})).json()
    group = (await client.post("/tag-groups", json={"name": "Stage"})).json()
    tags = [
        (await client.post("/tags", json={"name": name, "group_id": group_id})).json()
        for name, group_id in (("A", None), ("B", group["id"]), ("C", None))
    ]
    await client.post("/custom-fields", json={"key": "greeting", "label": "Greeting", "type": "text"})
    automation = await make(
        client,
        step("f1", "set_field", field="custom_fields.greeting", value="Hi {{customer.first_name}}"),
        step("f2", "set_field", field="location", value="Madrid"),
        step("f3", "set_field", field="lifecycle", value="customer"),
        step("m", "move_to_folder", folder_id=folder["id"]),
        step("s", "set_status", status_id=second["id"]),
        step("t1", "add_tags", tag_ids=[tags[0]["id"]], group_ids=[group["id"]]),
        step("t2", "remove_tags", tag_ids=[tags[2]["id"]], group_ids=[]),
    )
    ana = await customer(client, lifecycle="prospect", tag_ids=[tags[2]["id"]])
    await settle()
    trace = await the_trace(client, automation["id"])
    assert trace["state"] == "succeeded", trace
    now = await shown(client, ana["id"])
    assert (now["location"], now["lifecycle"], now["custom_fields"]) == ("Madrid", "customer", {"greeting": "Hi Ana"})
    assert (now["folder"]["id"], now["status"]["id"], [tag["name"] for tag in now["tags"]]) == (
        folder["id"],
        second["id"],
        ["A", "B"],
    )
    outputs = {done["step_id"]: done["output"] for done in trace["steps"]}
    assert outputs["f1"] == {"field": "custom_fields.greeting", "before": None, "after": "Hi Ana"}
    assert outputs["s"] == {"before": first["id"], "after": second["id"]}


async def test_workers_in_turn_and_the_least_busy(client: Any, home: Home) -> None:
    ids = [str(await home.make_member(home.role_ids["agent"], name=name)) for name in ("A", "B", "C")]
    turn = await make(
        client,
        step("a", "assign_worker", choose="round_robin", member_ids=ids, as_owner=True),
        trigger={"kind": "manual"},
        name="Turn",
    )
    people = [await customer(client, f"P{number}") for number in range(4)]
    for person in people:
        await client.post(
            f"/automations/{turn['id']}/run",
            json={"selection": {"customer_ids": [person["id"]]}},
            headers={"Idempotency-Key": person["id"]},
        )
        await settle()
    owners = [(await shown(client, person["id"]))["owner"]["name"] for person in people]
    assert owners == ["A", "B", "C", "A"]
    await make(client, step("a", "assign_worker", choose="least_busy", member_ids=ids), name="Least")
    new = await customer(client, "New")
    await settle()
    assert [worker["name"] for worker in (await shown(client, new["id"]))["workers"]] == ["B"]


async def test_branches_loops_and_stops(client: Any, home: Home) -> None:
    kind = (await client.post("/relation-types", json={"name": "employee", "inverse_name": "company"})).json()
    company = await customer(client, "Harbour Coffee", kind="company")
    people = [await customer(client, name) for name in ("Ana", "Bea")]
    for person in people:
        await client.post(
            f"/customers/{company['id']}/relations", json={"type_id": kind["id"], "customer_id": person["id"]}
        )
    branch = step(
        "b",
        "branch",
        conditions=[when("customer.kind", "eq", "company")],
        then=[note("yes", "company")],
        otherwise=[note("no", "person"), step("end", "stop")],
    )
    loop = step(
        "l",
        "for_each_related",
        relation_type_id=kind["id"],
        then=[step("w", "wait", wait="for", seconds=5), note("each", "Hello {{customer.name}}")],
    )
    automation = await make(
        client,
        branch,
        loop,
        note("last", "told {{steps.l.customers}} of {{customer.name}}"),
        trigger={"kind": "manual"},
    )
    selection = {"selection": {"customer_ids": [company["id"], people[0]["id"]]}}
    await client.post(f"/automations/{automation['id']}/run", json=selection, headers={"Idempotency-Key": "1"})
    for _ in range(3):
        await settle()
        await make_due(home)
    assert await notes_of(client, company["id"]) == ["company", "told 2 of Harbour Coffee"]
    assert [await notes_of(client, person["id"]) for person in people] == [["person", "Hello Ana"], ["Hello Bea"]]
    long = next(
        trace for trace in await traces(client, automation["id"]) if trace["customer"]["name"] == "Harbour Coffee"
    )
    assert [(done["step_id"], done["round"]) for done in long["steps"]] == [
        ("b", 0),
        ("yes", 0),
        ("l", 0),
        ("w", 1),
        ("each", 1),
        ("w", 2),
        ("each", 2),
        ("last", 0),
    ]
    assert long["steps"][0]["decision"]["conditions"][0]["actual"] == "company"


async def test_waits_until_a_day_and_until_an_event(client: Any, home: Home) -> None:
    await client.post("/custom-fields", json={"key": "renewal_on", "label": "Renewal", "type": "date"})
    until = step("u", "wait", wait="until", until="{{customer.custom_fields.renewal_on}}", offset_days=-3, at="09:00")
    dated = await make(client, until, note("n1", "renews soon"), name="Dated")
    event = step("e", "wait", wait="event", event_types=["note.created"], seconds=3600)
    heard = await make(
        client,
        event,
        note("n2", "{{steps.e.outcome}} {{steps.e.data.excerpt}}"),
        name="Heard",
        trigger=on("customer.converted"),
    )
    ana = await customer(client, lifecycle="prospect", custom_fields={"renewal_on": "2100-06-10"})
    await settle()
    assert (await the_trace(client, dated["id"]))["next_at"] == "2100-06-07T07:00:00Z"
    await client.post(f"/customers/{ana['id']}/convert")
    await settle()
    assert (await the_trace(client, heard["id"]))["state"] == "waiting"
    await client.post(f"/customers/{ana['id']}/notes", json={"body": "ring"})
    await settle()
    assert (await notes_of(client, ana["id"]))[-1] == "event ring"
    bea = await customer(client, "Bea", lifecycle="prospect", custom_fields={"renewal_on": "2020-01-01"})
    await settle()
    assert await notes_of(client, bea["id"]) == ["renews soon"]
    await client.post(f"/customers/{bea['id']}/convert")
    await settle()
    await make_due(home)
    await settle()
    assert (await notes_of(client, bea["id"]))[-1] == "timed_out "
    without = await customer(client, "Nobody", lifecycle="prospect")
    await settle()
    (failed,) = [trace for trace in await traces(client, dated["id"]) if trace["customer"]["id"] == without["id"]]
    assert (failed["state"], failed["error_code"]) == ("failed", "nothing-to-wait-for")


async def test_another_automation_is_run(client: Any) -> None:
    inner = await make(client, note(body="inner"), trigger={"kind": "manual"}, name="Inner")
    outer = await make(client, step("r", "run_automation", automation_id=inner["id"]), note(body="outer"), name="Outer")
    ana = await customer(client)
    await settle()
    assert sorted(await notes_of(client, ana["id"])) == ["inner", "outer"]
    started = (await the_trace(client, outer["id"]))["steps"][0]["output"]["run_id"]
    assert (await the_trace(client, inner["id"]))["id"] == started


async def test_mail_to_customers_and_members(client: Any, home: Home, mailbox: Path) -> None:
    olga = await home.as_member(role="agent", name="Olga")
    owner = str(olga.member_id)
    blind = str(await home.make_member(home.role_ids["agent"], name="Blind", visibility="assigned"))
    automation = await make(
        client,
        step(
            "e",
            "send_email",
            subject="Welcome, {{customer.first_name}}",
            body="Hello {{customer.first_name}} <b>\n\nBye",
            reply_to="owner",
        ),
        step(
            "n",
            "notify_members",
            to=["owner"],
            member_ids=[blind],
            title="New: {{customer.name}}",
            message="Call {{customer.email}}",
        ),
    )
    ana = await customer(client, email="ana@example.com", owner_id=owner)
    await settle()
    trace = await the_trace(client, automation["id"])
    assert trace["state"] == "succeeded", trace
    assert trace["steps"][1]["output"]["member_ids"] == [owner]
    second, first = await list_messages(mailbox)
    assert (first.to, first.subject, first.message_id) == (
        ["ana@example.com"],
        "Welcome, Ana",
        trace["steps"][0]["output"]["message_id"],
    )
    assert "<b>" in first.text
    assert "&lt;b&gt;" in str(first.html)
    assert (second.subject, "Call ana@example.com" in second.text) == ("New: Ana Ruiz", True)
    assert ana["id"] in second.text
    told = (await olga.get("/notifications")).json()["items"]
    assert [(item["sentence"], item["path"]) for item in told if item["kind"] == "automation"] == [
        ("New: Ana Ruiz", f"/w/{ana['id']}")
    ]
    lines = (await client.get(f"/customers/{ana['id']}/timeline")).json()["items"]
    assert "members.notified" in {line["type"] for line in lines}


@asynccontextmanager
async def receiver(*answers: tuple[int, str]) -> AsyncIterator[tuple[str, list[tuple[str, dict[str, str], str]]]]:
    """An HTTP server that answers what it is told, the last one again and again. Yields its address and what came
    in."""
    received: list[tuple[str, dict[str, str], str]] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
        body = (await reader.readexactly(int(headers.get("content-length", 0)))).decode()
        status, content = answers[min(len(received), len(answers) - 1)]
        received.append((head[0], headers, body))
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\nConnection:"
            f" close\r\n\r\n{content}".encode()
        )
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", received
    finally:
        server.close()


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE_URLS", "true")
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.usefixtures("reachable")
async def test_webhooks_are_called_and_their_answers_used(client: Any) -> None:
    async with receiver((200, '{"score": 7}')) as (url, received):
        automation = await make(
            client,
            step(
                "c",
                "call_webhook",
                url=url + "/leads/{{customer.name}}",
                headers={"X-From": "{{workspace.name}}"},
                secret_headers={"Authorization": "Bearer hidden-value"},
                body={"name": "{{customer.name}}", "tags": "{{customer.tag_ids}}"},
            ),
            step(
                "b",
                "branch",
                conditions=[when("steps.c.body.score", "gte", 5)],
                then=[note("n", "scored {{steps.c.body.score}}")],
            ),
        )
        ana = await customer(client, "Ana/Ruiz?")
        await settle()
    trace = await the_trace(client, automation["id"])
    assert await notes_of(client, ana["id"]) == ["scored 7"], trace
    ((line, headers, body),) = received
    assert line.startswith("POST /leads/Ana%2FRuiz%3F ")
    assert (headers["authorization"], headers["x-from"], headers["idempotency-key"]) == (
        "Bearer hidden-value",
        "Test workspace",
        f"{trace['id']}:c",
    )
    assert body == '{"name":"Ana/Ruiz?","tags":[]}'
    assert "hidden-value" not in str(trace)
    assert "v1." not in str(trace)


@pytest.mark.usefixtures("reachable")
async def test_a_busy_server_is_asked_again_under_the_same_key(client: Any, home: Home) -> None:
    async with receiver((503, ""), (200, "ok")) as (url, received):
        automation = await make(client, step("c", "call_webhook", url=url), note())
        await customer(client)
        await settle()
        waiting = await the_trace(client, automation["id"])
        assert (waiting["state"], waiting["error_code"], waiting["steps"][0]["state"]) == (
            "queued",
            "webhook-busy",
            "failed",
        )
        await make_due(home)
        await settle()
    trace = await the_trace(client, automation["id"])
    assert (trace["state"], trace["error"], trace["steps"][0]["attempts"]) == ("succeeded", None, 2)
    assert len({headers["idempotency-key"] for _, headers, _ in received}) == 1


@pytest.mark.usefixtures("reachable")
async def test_a_refusal_ends_the_run(client: Any) -> None:
    async with receiver((422, "no")) as (url, received):
        automation = await make(client, step("c", "call_webhook", url=url))
        await customer(client)
        await settle()
    trace = await the_trace(client, automation["id"])
    assert (trace["state"], trace["error_code"], len(received)) == ("failed", "webhook-refused", 1)
    events = (await client.get("/automation-runs", params={"state": "failed"})).json()["items"]
    assert [run["id"] for run in events] == [trace["id"]]


async def test_private_addresses_are_refused_when_connecting(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved while it was allowed, run when it is not any more."""
    async with receiver((200, "ok")) as (url, received):
        monkeypatch.setenv("ATRIUM_ALLOW_PRIVATE_URLS", "true")
        settings.cache_clear()
        automation = await make(client, step("c", "call_webhook", url=url))
        monkeypatch.delenv("ATRIUM_ALLOW_PRIVATE_URLS")
        settings.cache_clear()
        await customer(client)
        await settle()
    trace = await the_trace(client, automation["id"])
    assert (trace["state"], trace["error_code"], received) == ("failed", "url-not-allowed", [])


async def test_an_event_that_came_while_the_wait_was_written_is_seen(client: Any, home: Home) -> None:
    """The run looks back once after its wait is committed."""
    from atrium.edge.automations.runs.models import AutomationRun
    from atrium.edge.automations.runs.waits import look_back

    event = step("e", "wait", wait="event", event_types=["note.created"], seconds=3600)
    automation = await make(client, event, note("n2", "{{steps.e.outcome}}"))
    ana = await customer(client)
    await settle()
    run_id = (await the_trace(client, automation["id"]))["id"]
    async with home.session() as session:
        run = await session.get_one(AutomationRun, (home.id, UUID(run_id)))
        run.waiting = "time"  # so that the delivery does not see it
    await client.post(f"/customers/{ana['id']}/notes", json={"body": "ring"})
    await settle()
    async with home.session() as session:
        run = await session.get_one(AutomationRun, (home.id, UUID(run_id)))
        run.waiting = "event"
    await settle()
    assert (await the_trace(client, automation["id"]))["state"] == "waiting"
    await look_back(home.id, run.id)
    await settle()
    assert (await notes_of(client, ana["id"]))[-1] == "event"
