from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import true, update
from tests.conftest import counting_statements, drain
from tests.homes import Home

from atrium.access.members.models import Member
from atrium.adapters.mailbox import StoredMessage, list_messages
from atrium.engage.notifications.jobs import last_time, plan_workspace
from atrium.engage.notifications.models import Notification, NotificationTimes
from atrium.kernel.permissions import P

READER = (P.customers_read, P.notes_read)


async def make_customer(client: Any, name: str = "Ana Ruiz", **more: Any) -> str:
    answer = await client.post("/customers", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def mention(client: Any, customer_id: str, *members: Any) -> Any:
    body = " ".join(f"@[Someone](member:{member.member_id})" for member in members)
    answer = await client.post(f"/customers/{customer_id}/notes", json={"body": f"Look here {body}"})
    assert answer.status_code == 201, answer.text
    await drain()
    return answer.json()


async def told(client: Any, **query: Any) -> list[Any]:
    answer = await client.get("/notifications", params=query)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    assert (await client.get("/notifications/count")).json()["unread"] == len(
        [item for item in items if item["read_at"] is None]
    ) or query
    return items


async def digests_to(home: Home, folder: Path, client: Any) -> list[StoredMessage]:
    async with home.session() as session:
        email = (await session.get_one(Member, (home.id, client.member_id))).email
    return [message for message in await list_messages(folder) if email in message.to and "not read" in message.subject]


async def test_a_mention_is_told_once_and_leads_to_the_note(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER, name="Noa")
    customer_id = await make_customer(client)
    note = await mention(client, customer_id, noa)
    await client.patch(f"/notes/{note['id']}", json={"body": f"Edited @[Someone](member:{noa.member_id})"})
    await drain()
    (item,) = await told(noa)
    assert (item["kind"], item["subject_id"], item["path"]) == (
        "mention",
        note["id"],
        f"/w/{customer_id}?section=notes",
    )
    assert item["customer"] == {"id": customer_id, "name": "Ana Ruiz"}
    assert item["sentence"].startswith("Owner mentioned you in a note about Ana Ruiz: “Look here")


async def test_members_who_may_not_see_the_customer_are_not_told(home: Home, client: Any) -> None:
    """The matrix: by visibility, by folder, by permission. The first one is the control."""
    folder_id = (await client.post("/folders", json={"name": "Closed"})).json()["id"]
    sees = await home.as_member(*READER, P.folders_read)
    assigned_only = await home.as_member(*READER, visibility="assigned")
    hidden = await home.as_member(*READER)
    no_notes = await home.as_member(P.customers_read)
    no_customers = await home.as_member(P.notes_read)
    entries = [{"member_id": str(hidden.member_id), "level": "none"}]
    assert (await client.put(f"/folders/{folder_id}/permissions", json={"entries": entries})).is_success
    customer_id = await make_customer(client, folder_id=folder_id)
    await mention(client, customer_id, sees, assigned_only, hidden, no_notes, no_customers)
    assert [len(await told(each)) for each in (sees, assigned_only, hidden, no_notes, no_customers)] == [1, 0, 0, 0, 0]


async def test_control_without_the_predicate_they_would_be_told(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    blind = await home.as_member(*READER, visibility="assigned")
    customer_id = await make_customer(client)
    monkeypatch.setattr("atrium.records.notes.queries.visible_customers", lambda *_: true())
    monkeypatch.setattr("atrium.engage.notifications.queries.visible_customers", lambda *_: true())
    await mention(client, customer_id, blind)
    assert len(await told(blind)) == 1


async def test_whoever_loses_sight_no_longer_reads_what_they_were_told(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER, visibility="assigned")
    customer_id = await make_customer(client, worker_ids=[str(noa.member_id)])
    await mention(client, customer_id, noa)
    assert [item["kind"] for item in await told(noa)] == ["mention", "assignment"]
    kept = (await told(noa))[0]["id"]
    await client.put(f"/customers/{customer_id}/workers", json={"worker_ids": []})
    assert await told(noa) == []
    assert (await noa.post(f"/notifications/{kept}/read")).status_code == 404


async def test_nobody_is_told_of_what_they_did_themselves(home: Home, client: Any) -> None:
    customer_id = await make_customer(client, worker_ids=[str(home.owner_id)])
    await client.put(f"/customers/{customer_id}/workers", json={"worker_ids": []})
    await client.put(f"/customers/{customer_id}/workers", json={"worker_ids": [str(home.owner_id)]})
    await drain()
    assert await told(client) == []


async def test_many_assignments_at_once_are_told_as_one(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER)
    for number in range(4):
        await make_customer(client, name=f"Customer {number}", worker_ids=[str(noa.member_id)])
    await drain()
    (item,) = await told(noa)
    assert item["count"] == 4
    assert item["sentence"].endswith("and 3 more to you")
    await noa.post("/notifications/read", json={})
    await make_customer(client, name="Later", worker_ids=[str(noa.member_id)])
    await drain()
    assert next(item["sentence"] for item in await told(noa)) == "Owner assigned Later to you"


async def test_reading_one_and_all(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER)
    customer_id = await make_customer(client)
    for _ in range(3):
        await mention(client, customer_id, noa)
    newest, middle, oldest = await told(noa)
    assert (await noa.post(f"/notifications/{middle['id']}/read")).json()["read_at"] is not None
    assert [item["id"] for item in await told(noa, unread=True)] == [newest["id"], oldest["id"]]
    assert (await noa.post(f"/notifications/{middle['id']}/unread")).json()["read_at"] is None
    assert (await noa.post("/notifications/read", json={"until_id": middle["id"]})).json() == {"unread": 1}
    assert (await noa.post("/notifications/read", json={})).json() == {"unread": 0}
    first = (await noa.get("/notifications", params={"limit": 2})).json()
    second = (await noa.get("/notifications", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [item["id"] for item in first["items"] + second["items"]] == [newest["id"], middle["id"], oldest["id"]]
    assert second["next_cursor"] is None


async def test_others_notifications_do_not_exist(home: Home, elsewhere: Home, client: Any) -> None:
    noa = await home.as_member(*READER)
    await mention(client, await make_customer(client), noa)
    (item,) = await told(noa)
    for stranger in (client, await elsewhere.as_owner()):
        assert (await stranger.post(f"/notifications/{item['id']}/read")).status_code == 404
        answer = await stranger.post("/notifications/read", json={"until_id": item["id"]})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/until_id")
    assert (await told(noa))[0]["read_at"] is None


async def test_keys_have_no_notifications(home: Home) -> None:
    key = await home.as_api_key()
    for path in ("/notifications", "/notifications/count", "/me/notification-preferences"):
        assert (await key.get(path)).status_code == 403


async def test_preferences_decide_what_is_shown(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER)
    answer = await noa.patch(
        "/me/notification-preferences", json={"kinds": [{"kind": "mention", "in_app": False}], "hour": 17}
    )
    assert answer.status_code == 200, answer.text
    chosen = answer.json()
    assert {"kind": "mention", "label": "Someone mentions me in a note", "in_app": False, "email": "off"} in chosen[
        "kinds"
    ]
    assert (chosen["hour"], chosen["time_zone"]) == (17, None)
    assert {"assignment", "import_finished", "job_failed"} <= {kind["kind"] for kind in chosen["kinds"]}
    customer_id = await make_customer(client)
    await mention(client, customer_id, noa)
    assert await told(noa) == []
    await noa.patch("/me/notification-preferences", json={"kinds": [{"kind": "mention", "in_app": True}]})
    await mention(client, customer_id, noa)
    assert len(await told(noa)) == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kinds": [{"kind": "nothing_such"}]}, "/kinds/0/kind"),
        ({"kinds": [{"kind": "mention", "email": "often"}]}, "/kinds/0/email"),
        ({"time_zone": "Mars/Olympus"}, "/time_zone"),
        ({"hour": 24}, "/hour"),
    ],
)
async def test_bad_preferences_are_named_and_change_nothing(client: Any, body: Any, pointer: str) -> None:
    before = (await client.get("/me/notification-preferences")).json()
    answer = await client.patch(
        "/me/notification-preferences", json={"hour": 3, **body} if "hour" not in body else body
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await client.get("/me/notification-preferences")).json() == before


async def test_the_list_takes_the_same_statements_however_long(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER)
    counts = []
    for _ in range(2):
        await mention(client, await make_customer(client), noa)
        with counting_statements() as statements:
            await noa.get("/notifications")
        counts.append(len(statements))
    assert counts[0] == counts[1] == 2


async def test_an_import_that_ends_is_told_to_whoever_began_it(client: Any) -> None:
    made = (await client.post("/imports", files={"file": ("people.csv", b"Name,E-mail\nAna,ana@example.com\n")})).json()
    await drain()
    await client.post(f"/imports/{made['id']}/start", json={})
    await drain()
    (item,) = await told(client)
    assert (item["kind"], item["subject_id"]) == ("import_finished", made["id"])
    assert "people.csv" in item["sentence"]


async def test_a_job_that_fails_is_told_to_whoever_began_it(home: Home, client: Any) -> None:
    from atrium.kernel.jobs import enqueue

    async with home.ctx() as ctx:
        await enqueue(ctx, "no_such_kind", {}, visible=True)
        await enqueue(ctx, "no_such_kind_either", {})
    await drain()
    (item,) = await told(client)
    assert item["kind"] == "job_failed"
    assert "no_such_kind" in item["sentence"]


async def test_a_digest_holds_what_is_due_and_is_sent_once(home: Home, client: Any, mailbox: Path) -> None:
    noa = await home.as_member(*READER)
    await noa.patch(
        "/me/notification-preferences",
        json={"kinds": [{"kind": "mention", "email": "hourly"}, {"kind": "assignment", "email": "off"}]},
    )
    customer_id = await make_customer(client, worker_ids=[str(noa.member_id)])
    await mention(client, customer_id, noa)
    now = datetime.now(UTC)

    async def plan(at: datetime) -> None:
        async with home.ctx() as ctx:
            await plan_workspace(ctx, at)
        await drain()

    await plan(now.replace(minute=0, second=0))
    assert await digests_to(home, mailbox, noa) == []
    await plan(now + timedelta(hours=1))
    (mail,) = await digests_to(home, mailbox, noa)
    assert "mentioned you in a note about Ana Ruiz" in mail.text
    assert "assigned" not in mail.text
    await plan(now + timedelta(hours=2))
    assert len(await digests_to(home, mailbox, noa)) == 1


async def test_a_digest_leaves_out_what_was_read_and_what_is_out_of_sight(
    home: Home, client: Any, mailbox: Path
) -> None:
    noa = await home.as_member(*READER, visibility="assigned")
    await noa.patch(
        "/me/notification-preferences",
        json={"kinds": [{"kind": "mention", "email": "hourly"}, {"kind": "assignment", "email": "off"}]},
    )
    lost, kept, read = [
        await make_customer(client, name=name, worker_ids=[str(noa.member_id)]) for name in ("Lost", "Kept", "Read")
    ]
    for customer_id in (lost, kept, read):
        await mention(client, customer_id, noa)
    newest = next(item for item in await told(noa) if item["customer"]["name"] == "Read" and item["kind"] == "mention")
    await noa.post(f"/notifications/{newest['id']}/read")
    await client.put(f"/customers/{lost}/workers", json={"worker_ids": []})
    async with home.ctx() as ctx:
        await plan_workspace(ctx, datetime.now(UTC) + timedelta(hours=1))
    await drain()
    (mail,) = await digests_to(home, mailbox, noa)
    assert "Kept" in mail.text
    assert "Lost" not in mail.text
    assert "Read" not in mail.text


async def test_one_can_have_a_digest_now(home: Home, client: Any, mailbox: Path) -> None:
    noa = await home.as_member(*READER)
    assert (await noa.post("/me/notification-digest")).json() == {"unread": 0}
    await mention(client, await make_customer(client), noa)
    answer = await noa.post("/me/notification-digest")
    assert (answer.status_code, answer.json()) == (202, {"unread": 1})
    await drain()
    (mail,) = await digests_to(home, mailbox, noa)
    assert "/notifications" in mail.text


async def test_the_time_of_a_daily_digest_is_the_members_own() -> None:
    now = datetime(2026, 11, 28, 7, 30, tzinfo=UTC)
    tokyo = NotificationTimes(time_zone="Asia/Tokyo", hour=9)
    assert last_time("daily", None, "Europe/Madrid", now) == datetime(2026, 11, 28, 7, 0, tzinfo=UTC)
    assert last_time("daily", tokyo, "Europe/Madrid", now) == datetime(2026, 11, 28, 0, 0, tzinfo=UTC)
    assert last_time("daily", None, "America/New_York", now) == datetime(2026, 11, 27, 13, 0, tzinfo=UTC)
    assert last_time("hourly", None, "UTC", now) == datetime(2026, 11, 28, 7, 0, tzinfo=UTC)


async def test_old_ones_go(home: Home, client: Any) -> None:
    noa = await home.as_member(*READER)
    await mention(client, await make_customer(client), noa)
    (item,) = await told(noa)
    old = UUID(int=int((datetime.now(UTC) - timedelta(days=100)).timestamp() * 1000) << 80)
    async with home.session() as session:
        await session.execute(
            update(Notification)
            .where(Notification.workspace_id == home.id, Notification.id == UUID(item["id"]))
            .values(id=old)
        )
    async with home.ctx() as ctx:
        await plan_workspace(ctx, datetime.now(UTC))
    assert await told(noa) == []
