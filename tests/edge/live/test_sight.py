"""What a stream tells whom. Every refusal has a control that is told."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from tests.edge.live.reader import Reader, reading
from tests.edge.live.test_stream import make_customer
from tests.homes import Home

from atrium.access.members.models import Member
from atrium.edge.live.stream import service
from atrium.kernel.permissions import P

READER = (P.customers_read, P.notes_read, P.folders_read)


async def note(client: Any, customer_id: str) -> None:
    assert (await client.post(f"/customers/{customer_id}/notes", json={"body": "Called"})).status_code == 201


async def hide(client: Any, folder_id: str, member: Any, level: str = "none") -> None:
    entries = [{"member_id": str(member.member_id), "level": level}]
    answer = await client.put(f"/folders/{folder_id}/permissions", json={"entries": entries})
    assert answer.is_success, answer.text


def touched(reader: Reader) -> set[str]:
    return {change["customer_id"] for change in reader.of("change") if change["customer_id"]}


async def test_the_matrix(home: Home, elsewhere: Home, client: Any) -> None:
    """One customer in a closed folder, one note: who is told of what."""
    folder_id = (await client.post("/folders", json={"name": "Closed"})).json()["id"]
    people = {
        "sees all": await home.as_member(*READER),
        "assigned only": await home.as_member(*READER, visibility="assigned"),
        "granted folders only": await home.as_member(*READER, visibility="folders"),
        "folder hidden": await home.as_member(*READER),
        "no notes": await home.as_member(P.customers_read),
        "no customers": await home.as_member(P.notes_read),
        "other customer's key": await home.as_api_key(customer_id=UUID(await make_customer(client))),
        "key without notes": await home.as_api_key([P.customers_read]),
        "other workspace": await elsewhere.as_owner(),
    }
    await hide(client, folder_id, people["folder hidden"])
    told: dict[str, list[str]] = {}
    async with asyncio.TaskGroup() as group:
        ready = asyncio.Barrier(len(people) + 1)

        async def watch(name: str, person: Any) -> None:
            async with reading(person) as reader:
                await ready.wait()
                await reader.quiet(1.5)
                told[name] = sorted(change["type"] for change in reader.of("change") if change["customer_id"])

        for name, person in people.items():
            group.create_task(watch(name, person))
        await ready.wait()
        await note(client, await make_customer(client, folder_id=folder_id))
    everything = ["customer.created", "note.created"]
    assert told == {
        "sees all": everything,
        "assigned only": [],
        "granted folders only": [],
        "folder hidden": [],
        "no notes": ["customer.created"],
        "no customers": [],
        "other customer's key": [],
        "key without notes": ["customer.created"],
        "other workspace": [],
    }


async def test_control_without_the_filter_everybody_is_told(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def everything(_ctx: Any, events: Any) -> Any:
        return events

    blind = await home.as_member(*READER, visibility="assigned")
    monkeypatch.setattr(service, "redact", everything)
    async with reading(blind) as reader:
        await make_customer(client)
        await reader.until(lambda: reader.types)


async def test_a_change_of_a_field_closed_to_the_reader_is_not_told(home: Home, client: Any) -> None:
    seer = await home.as_member(*READER, P.custom_fields_read)
    field = {"key": "salary", "label": "Salary", "type": "text", "view_role_ids": [str(home.role_ids["owner"])]}
    assert (await client.post("/custom-fields", json=field)).status_code == 201
    customer_id = await make_customer(client)
    async with reading(seer) as reader, reading(client) as control:
        await client.patch(f"/customers/{customer_id}", json={"custom_fields": {"salary": "100"}})
        await control.until(lambda: "customer.updated" in control.types)
        await reader.quiet()
        assert reader.types == []


async def test_events_of_the_workspace_are_for_auditors_and_others_hear_only_that_settings_changed(
    home: Home, client: Any
) -> None:
    agent = await home.as_member(*READER)
    async with reading(agent) as reader, reading(client) as auditor:
        tag_id = (await client.post("/tags", json={"name": "VIP"})).json()["id"]
        await auditor.until(lambda: "tag.created" in auditor.types)
        await reader.until(lambda: reader.of("settings"))
        assert reader.types == []
        assert tag_id not in str(reader.messages)


async def test_losing_sight_by_the_event_itself_is_told_and_nothing_after_it(home: Home, client: Any) -> None:
    seer = await home.as_member(*READER, visibility="assigned")
    customer_id = await make_customer(client, worker_ids=[str(seer.member_id)])
    async with reading(seer) as reader:
        await client.put(f"/customers/{customer_id}/workers", json={"worker_ids": []})
        await reader.until(lambda: "customer.unassigned" in reader.types)
        await note(client, customer_id)
        await reader.quiet()
        assert reader.types == ["customer.unassigned"]


async def test_moving_into_a_hidden_folder_is_the_last_thing_told(home: Home, client: Any) -> None:
    seer = await home.as_member(*READER)
    shown, hidden = [(await client.post("/folders", json={"name": name})).json()["id"] for name in ("Shown", "Hidden")]
    await hide(client, hidden, seer)
    customer_id, other = await make_customer(client, folder_id=shown), await make_customer(client, folder_id=hidden)
    async with reading(seer) as reader:
        await client.patch(f"/customers/{customer_id}", json={"folder_id": hidden, "status_id": None})
        await reader.until(lambda: "customer.folder_changed" in reader.types)
        await note(client, customer_id)
        await note(client, other)
        await reader.quiet()
        assert touched(reader) == {customer_id}
        assert "note.created" not in reader.types


async def test_rights_that_change_hold_at_once(home: Home, client: Any) -> None:
    seer = await home.as_member(*READER)
    folder_id = (await client.post("/folders", json={"name": "Folder"})).json()["id"]
    async with reading(seer) as reader:
        await make_customer(client, folder_id=folder_id)
        await reader.until(lambda: reader.types)
        await hide(client, folder_id, seer)
        await reader.until(lambda: reader.of("rights"))
        await make_customer(client, folder_id=folder_id)
        await reader.quiet()
        assert reader.types == ["customer.created"]
        assert not reader.ended


@pytest.mark.parametrize("how", ["sign out", "suspend", "remove"])
async def test_a_person_who_is_put_out_loses_the_stream_within_seconds(home: Home, client: Any, how: str) -> None:
    seer = await home.as_member(*READER)
    async with reading(seer) as reader:
        if how == "sign out":
            assert (await seer.post("/auth/logout")).status_code == 204
        elif how == "suspend":
            answer = await client.patch(f"/members/{seer.member_id}", json={"state": "suspended"})
            assert answer.is_success, answer.text
        else:
            answer = await client.delete(f"/members/{seer.member_id}")
            assert answer.is_success, answer.text
        await reader.until(lambda: reader.ended, 3)
        assert reader.of("ended") == [{"reason": "credential"}]


async def test_a_key_that_is_revoked_loses_the_stream_within_seconds(home: Home, client: Any) -> None:
    key = await home.as_api_key()
    async with reading(key) as reader:
        answer = await client.delete(f"/api-keys/{key.api_key_id}")
        assert answer.is_success, answer.text
        await reader.until(lambda: reader.ended, 3)
        assert reader.messages[-1][0] == "ended"


async def test_rights_that_changed_unheard_are_looked_up_before_anything_is_sent(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the clock ends a key. Control: while rights are trusted longer, the event is sent."""
    seer, trusting = await home.as_member(*READER), await home.as_member(*READER)
    async with reading(trusting) as control:
        await silently_suspend(home, trusting)
        await make_customer(client)
        await control.until(lambda: control.types)
    monkeypatch.setattr(service, "TRUSTED_SECONDS", 0)
    async with reading(seer) as reader:
        await silently_suspend(home, seer)
        await make_customer(client)
        await reader.until(lambda: reader.ended)
        assert reader.types == []


async def silently_suspend(home: Home, person: Any) -> None:
    async with home.session() as session:
        await session.execute(
            update(Member)
            .where(Member.workspace_id == home.id, Member.id == person.member_id)
            .values(state="suspended")
        )
