"""Schedules, dates and webhooks."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from tests.edge.automations.factory import customer, make, note, notes_of, settle, step, traces
from tests.homes import Home

from atrium.edge.automations.definitions.models import Automation
from atrium.edge.automations.flows.program import next_time
from atrium.edge.automations.flows.schemas import Flow
from atrium.edge.automations.triggers.jobs import start_scheduled

MADRID = ZoneInfo("Europe/Madrid")


async def fire(home: Home, automation: Any, moment: datetime | None = None) -> None:
    """Let a schedule be due, and start what is."""
    async with home.session() as session:
        own = (Automation.workspace_id == home.id, Automation.id == UUID(automation["id"]))
        await session.execute(update(Automation).where(*own).values(next_run_at=moment or datetime.now(UTC)))
    await start_scheduled()
    await settle()


@pytest.mark.parametrize(
    ("trigger", "after", "expected"),
    [
        ({"kind": "schedule", "cron": "0 9 * * 1"}, "2026-11-28T12:00:00Z", "2026-11-30T08:00:00+00:00"),
        ({"kind": "schedule", "cron": "0 9 * * *"}, "2026-07-01T12:00:00Z", "2026-07-02T07:00:00+00:00"),
        ({"kind": "schedule", "cron": "30 2 * * *"}, "2026-03-28T12:00:00Z", "2026-03-29T01:00:00+00:00"),
        ({"kind": "date", "field": "created_at", "at": "09:00"}, "2026-11-28T07:59:59Z", "2026-11-28T08:00:00+00:00"),
        ({"kind": "date", "field": "created_at", "at": "09:00"}, "2026-11-28T08:00:00Z", "2026-11-29T08:00:00+00:00"),
    ],
)
def test_times_are_the_workspaces(trigger: dict[str, Any], after: str, expected: str) -> None:
    flow = Flow.model_validate({"trigger": trigger, "steps": [step("a", "stop")]})
    assert str(next_time(flow, MADRID, datetime.fromisoformat(after))).replace(" ", "T") == expected


async def test_a_schedule_for_customers_of_a_filter(client: Any, home: Home) -> None:
    trigger = {"kind": "schedule", "cron": "0 9 * * *", "filter": {"lifecycle": ["prospect"]}}
    automation = await make(client, note(), trigger=trigger)
    lead, other = (
        await customer(client, "Lead", lifecycle="prospect"),
        await customer(client, "Other", lifecycle="customer"),
    )
    due = datetime.now(UTC) - timedelta(hours=5)
    await fire(home, automation, due)
    assert (await notes_of(client, lead["id"]), await notes_of(client, other["id"])) == (["Hello Lead"], [])
    ahead = datetime.fromisoformat((await client.get(f"/automations/{automation['id']}")).json()["next_run_at"])
    assert ahead > datetime.now(UTC)
    # The same time again starts nothing; the next one does.
    await fire(home, automation, due)
    assert len(await notes_of(client, lead["id"])) == 1
    await fire(home, automation)
    assert len(await notes_of(client, lead["id"])) == 2


async def test_a_schedule_without_customers_and_switched_off(client: Any, home: Home) -> None:
    automation = await make(
        client, step("a", "stop", reason="done"), trigger={"kind": "schedule", "cron": "*/5 * * * *"}
    )
    await fire(home, automation)
    (run,) = await traces(client, automation["id"])
    assert (run["customer"], run["state"], run["trigger"]["kind"]) == (None, "succeeded", "schedule")
    off = (await client.patch(f"/automations/{automation['id']}", json={"enabled": False})).json()
    assert off["next_run_at"] is None
    await fire(home, automation)
    assert len(await traces(client, automation["id"])) == 1


async def test_days_before_a_date_once_for_each_date(client: Any, home: Home) -> None:
    await client.post("/custom-fields", json={"key": "renewal_on", "label": "Renewal", "type": "date"})
    automation = await make(
        client,
        note(body="{{trigger.kind}}"),
        trigger={"kind": "date", "field": "custom_fields.renewal_on", "offset_days": -3},
    )
    today = datetime.now(MADRID).date()
    people = {
        days: await customer(client, f"In {days}", custom_fields={"renewal_on": str(today + timedelta(days=days))})
        for days in (2, 3, 4)
    }
    await fire(home, automation)
    assert [len(await notes_of(client, people[days]["id"])) for days in (2, 3, 4)] == [0, 1, 0]
    await client.patch(f"/automations/{automation['id']}", json={"steps": [note(body="another version")]})
    await fire(home, automation)
    assert len(await notes_of(client, people[3]["id"])) == 1
    # Days on which no worker ran are made up.
    await fire(home, automation, datetime.now(UTC) - timedelta(days=1))
    assert [len(await notes_of(client, people[days]["id"])) for days in (2, 3, 4)] == [1, 1, 0]
    # A new date is a new reminder.
    await client.patch(
        f"/customers/{people[4]['id']}", json={"custom_fields": {"renewal_on": str(today + timedelta(days=3))}}
    )
    await fire(home, automation)
    assert len(await notes_of(client, people[4]["id"])) == 1


async def test_days_after_the_last_activity(client: Any, home: Home, superuser: Any) -> None:
    automation = await make(client, note(), trigger={"kind": "date", "field": "last_activity_at", "offset_days": 14})
    stale, fresh = await customer(client, "Stale"), await customer(client, "Fresh")
    await superuser.execute(
        "UPDATE customers SET last_activity_at = now() - interval '14 days' WHERE id = $1", UUID(stale["id"])
    )
    await fire(home, automation)
    assert (len(await notes_of(client, stale["id"])), await notes_of(client, fresh["id"])) == (1, [])


async def hook_of(client: Any, automation: Any) -> str:
    url: str = (await client.post(f"/automations/{automation['id']}/hook")).json()["url"]
    return url.split("/api/v1", 1)[1]


async def test_webhooks_match_customers_and_count_once(client: Any, home: Home) -> None:
    trigger = {"kind": "webhook", "match": {"by": "email", "path": "contact.email"}, "id_path": "id"}
    automation = await make(
        client, note(body="{{trigger.data.contact.email}} bought {{trigger.data.items.0.name}}"), trigger=trigger
    )
    ana = await customer(client, email="ana@example.com")
    hook, stranger = await hook_of(client, automation), home.client()
    body = {"id": 991, "contact": {"email": "Ana@Example.com"}, "items": [{"name": "tea"}]}
    first = await stranger.post(hook, json=body)
    assert (first.status_code, first.json()["duplicate"], first.json()["run_id"] is not None) == (202, False, True)
    assert (await stranger.post(hook, json=body)).json() == {"duplicate": True, "run_id": None}
    unknown = await stranger.post(hook, json={**body, "id": 992, "contact": {"email": "nobody@example.com"}})
    assert (unknown.status_code, unknown.json()["run_id"]) == (202, None)
    await settle()
    assert await notes_of(client, ana["id"]) == ["Ana@Example.com bought tea"]


async def test_webhooks_refuse_what_is_not_theirs(client: Any, home: Home) -> None:
    automation = await make(client, step("a", "stop"), trigger={"kind": "webhook"})
    former = await hook_of(client, automation)
    hook, stranger = await hook_of(client, automation), home.client()
    assert (await stranger.post(former, json={})).status_code == 404
    assert (await stranger.post("/hooks/atr_hook_invented", json={})).status_code == 404
    assert (
        await stranger.post(hook, content=b"not json", headers={"Content-Type": "application/json"})
    ).status_code == 400
    assert (await stranger.post(hook, json=[1])).status_code == 422
    assert (await stranger.post(hook, json={"text": "\x00"})).status_code == 422
    assert (await stranger.post(hook, json={"text": "x" * 300_000})).status_code == 413
    assert (await stranger.post(hook, json={"n": 1}, headers={"webhook-id": "msg_1"})).json()["duplicate"] is False
    assert (await stranger.post(hook, json={"n": 2}, headers={"webhook-id": "msg_1"})).json()["duplicate"] is True
    await client.patch(f"/automations/{automation['id']}", json={"enabled": False})
    assert (await stranger.post(hook, json={"n": 3})).json()["run_id"] is None
    await client.patch(f"/automations/{automation['id']}", json={"trigger": {"kind": "manual"}})
    assert (await stranger.post(hook, json={"n": 4})).status_code == 404
    assert (await client.post(f"/automations/{automation['id']}/hook")).status_code == 409
