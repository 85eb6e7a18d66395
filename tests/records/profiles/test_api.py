import asyncio
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select, true
from tests.homes import Home

from atrium.kernel.permissions import P
from atrium.records.folders.models import FolderPermission
from atrium.records.profiles.models import Profile, ProfileConflict
from atrium.records.profiles.service import record_contact

WORKER = (P.customers_read, P.customers_write, P.timeline_read)


async def make_customer(client: Any, name: str = "Ana Ruiz", **more: Any) -> Any:
    answer = await client.post("/customers", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def add(
    client: Any, customer: Any, channel: str = "whatsapp", handle: str = "+34 600 11 22 33", **more: Any
) -> Any:
    answer = await client.post(
        f"/customers/{customer['id']}/profiles", json={"channel": channel, "handle": handle, **more}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def meet(
    home: Home, customer: Any, handle: str = "600 11 22 33", channel: Any = "whatsapp", name: str | None = None
) -> Profile:
    async with home.ctx() as ctx:
        return await record_contact(ctx, UUID(customer["id"]), channel, handle, name)


async def conflicts(client: Any, **params: Any) -> list[Any]:
    return list((await client.get("/profile-conflicts", params=params)).json()["items"])


@pytest.mark.parametrize(
    ("channel", "handle", "kept"),
    [
        ("email", " Ana@X.test ", "ana@x.test"),
        ("phone", "600 11 22 33", "+34600112233"),
        ("sms", "0034 600112233", "+34600112233"),
        ("whatsapp", "tel:+34-600-112-233", "+34600112233"),
        ("telegram", "  AnaRuiz ", "AnaRuiz"),
        ("webchat", "visitor-7", "visitor-7"),
    ],
)
async def test_handles_are_normalised_by_their_channel(client: Any, channel: str, handle: str, kept: str) -> None:
    profile = await add(client, await make_customer(client), channel, handle, display_name="Ana", verified=True)
    assert (profile["handle"], profile["display_name"], profile["verified"]) == (kept, "Ana", True)
    assert profile["verified_at"] is not None


@pytest.mark.parametrize(
    ("channel", "handle", "code"),
    [
        ("email", "ana", "not_an_email"),
        ("phone", "12", "too_short"),
        ("sms", "hello", "not_a_number"),
        ("webchat", " ", "too_short"),
        ("fax", "1", "literal_error"),
    ],
)
async def test_bad_handles_are_named(client: Any, channel: str, handle: str, code: str) -> None:
    customer = await make_customer(client)
    answer = await client.post(f"/customers/{customer['id']}/profiles", json={"channel": channel, "handle": handle})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code)
    assert (await client.get(f"/customers/{customer['id']}/profiles")).json()["items"] == []


async def test_an_identity_belongs_to_one_customer(home: Home, client: Any) -> None:
    ana, ben = await make_customer(client), await make_customer(client, "Ben")
    profile = await add(client, ana)
    for customer in (ana, ben):
        answer = await client.post(
            f"/customers/{customer['id']}/profiles", json={"channel": "whatsapp", "handle": "600112233"}
        )
        assert (answer.status_code, answer.json()["code"], answer.json()["existing_id"]) == (
            409,
            "profile-taken",
            profile["id"],
        )
    await add(client, ben, "sms", "600112233")
    agent = await home.as_member(*WORKER, visibility="assigned")
    own = await make_customer(agent, "Own")
    hidden = await agent.post(f"/customers/{own['id']}/profiles", json={"channel": "whatsapp", "handle": "600112233"})
    assert (hidden.status_code, hidden.json()["existing_id"]) == (409, None)


async def test_changing_and_deleting(client: Any) -> None:
    customer = await make_customer(client)
    profile = await add(client, customer)
    read = await client.get(f"/profiles/{profile['id']}")
    assert read.json() == profile
    changed = await client.patch(
        f"/profiles/{profile['id']}",
        json={"display_name": "A.", "verified": True},
        headers={"If-Match": read.headers["etag"]},
    )
    assert (changed.json()["display_name"], changed.json()["verified"]) == ("A.", True)
    assert (
        await client.patch(
            f"/profiles/{profile['id']}", json={"verified": False}, headers={"If-Match": read.headers["etag"]}
        )
    ).status_code == 412
    assert (await client.patch(f"/profiles/{profile['id']}", json={"handle": "x"})).status_code == 422
    assert (await client.patch(f"/profiles/{profile['id']}", json={"display_name": None, "verified": False})).json()[
        "verified_at"
    ] is None
    assert (await client.delete(f"/profiles/{profile['id']}")).status_code == 204
    assert (await client.get(f"/profiles/{profile['id']}")).status_code == 404
    items = (await client.get(f"/customers/{customer['id']}/timeline", params={"kind": "profile"})).json()["items"]
    assert [item["sentence"] for item in items] == [
        "Owner removed the whatsapp profile +34600112233",
        "Owner changed verified from yes to no and cleared display name",
        "Owner changed verified from no to yes and set display name to A.",
        "Owner added the whatsapp profile +34600112233",
    ]


async def test_the_most_recently_met_come_first_over_pages(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    for number in range(3):
        await add(client, customer, "webchat", f"v{number}")
    await meet(home, customer, "v0", "webchat")
    first = (await client.get(f"/customers/{customer['id']}/profiles", params={"limit": 2})).json()
    second = (
        await client.get(f"/customers/{customer['id']}/profiles", params={"limit": 2, "cursor": first["next_cursor"]})
    ).json()
    assert [item["handle"] for item in first["items"] + second["items"]] == ["v0", "v2", "v1"]
    assert second["next_cursor"] is None


async def test_being_met_again_renews_the_profile(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    first = await meet(home, customer, name="Ana")
    again = await meet(home, customer, "+34600112233")
    assert (again.id, again.display_name, again.first_seen_at) == (first.id, "Ana", first.first_seen_at)
    assert again.last_seen_at > first.last_seen_at
    assert (await meet(home, customer, name="Ana R.")).display_name == "Ana R."


async def test_anothers_identity_is_parked_and_never_moved_silently(home: Home, client: Any) -> None:
    ana, ben = await make_customer(client), await make_customer(client, "Ben")
    profile = await meet(home, ana)
    for _ in range(3):
        assert (await meet(home, ben)).customer_id == profile.customer_id == UUID(ana["id"])
    (conflict,) = await conflicts(client)
    assert (conflict["held_by"]["name"], conflict["claimed_by"]["name"], conflict["state"]) == (
        "Ana Ruiz",
        "Ben",
        "open",
    )
    moved = await client.post(f"/profile-conflicts/{conflict['id']}/resolve", json={"decision": "move"})
    assert (moved.status_code, moved.json()["state"], moved.json()["resolved_by"]) == (200, "moved", "Owner")
    assert (await client.get(f"/profiles/{profile.id}")).json()["customer_id"] == ben["id"]
    assert (await conflicts(client), len(await conflicts(client, state="moved"))) == ([], 1)
    again = await client.post(f"/profile-conflicts/{conflict['id']}/resolve", json={"decision": "keep"})
    assert (again.status_code, again.json()["code"]) == (409, "conflict-resolved")
    types = [
        [
            item["type"]
            for item in (await client.get(f"/customers/{who['id']}/timeline", params={"kind": "profile"})).json()[
                "items"
            ]
        ]
        for who in (ana, ben)
    ]
    assert types == [["profile.lost", "profile.created"], ["profile.gained", "profile.claimed"]]
    await meet(home, ana)
    (back,) = await conflicts(client)
    assert (await client.post(f"/profile-conflicts/{back['id']}/resolve", json={"decision": "keep"})).json()[
        "state"
    ] == "kept"
    assert (await client.get(f"/profiles/{profile.id}")).json()["customer_id"] == ben["id"]


async def test_many_channels_meeting_at_once_leave_one_profile(home: Home, client: Any) -> None:
    customers = [await make_customer(client, f"C{number}") for number in range(4)]
    await asyncio.gather(*(meet(home, customer) for customer in customers for _ in range(2)))
    async with home.session() as session:
        assert await session.scalar(select(func.count()).select_from(Profile)) == 1
        assert await session.scalar(select(func.count()).select_from(ProfileConflict)) == 3


async def test_two_people_deciding_at_once_decide_once(home: Home, client: Any) -> None:
    ana, ben = await make_customer(client), await make_customer(client, "Ben")
    await meet(home, ana)
    await meet(home, ben)
    (conflict,) = await conflicts(client)
    path = f"/profile-conflicts/{conflict['id']}/resolve"
    answers = await asyncio.gather(
        *(client.post(path, json={"decision": decision}) for decision in ("keep", "move", "keep", "move"))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_profiles_and_conflicts_keep_out_of_sight_what_their_customers_do(
    home: Home, elsewhere: Home, client: Any
) -> None:
    folder = (await client.post("/folders", json={"name": "Board"})).json()
    agent = await home.as_member(*WORKER, visibility="assigned")
    hidden = await make_customer(client, "Hidden", folder_id=folder["id"])
    own = await make_customer(client, "Own", worker_ids=[str(agent.member_id)])
    profile = await meet(home, hidden)
    await meet(home, own)
    (conflict,) = await conflicts(client)
    barred = await home.as_member(*WORKER)
    async with home.session() as session:
        session.add(
            FolderPermission(workspace_id=home.id, folder_id=folder["id"], member_id=barred.member_id, level="none")
        )
    key = await home.as_api_key(WORKER, customer_id=own["id"])
    for outsider in (agent, barred, key, await elsewhere.as_owner()):
        assert await conflicts(outsider) == []
        for answer in (
            await outsider.get(f"/customers/{hidden['id']}/profiles"),
            await outsider.post(f"/customers/{hidden['id']}/profiles", json={"channel": "webchat", "handle": "x"}),
            await outsider.get(f"/profiles/{profile.id}"),
            await outsider.patch(f"/profiles/{profile.id}", json={"verified": True}),
            await outsider.delete(f"/profiles/{profile.id}"),
            await outsider.post(f"/profile-conflicts/{conflict['id']}/resolve", json={"decision": "move"}),
        ):
            assert answer.status_code == 404
    # The claim is an event of the customer they see, but it names one they do not.
    for outsider in (agent, barred, key):
        items = (await outsider.get(f"/customers/{own['id']}/timeline")).json()["items"]
        assert [item["type"] for item in items] == ["customer.assigned", "customer.created"]
    assert (await client.get(f"/profiles/{profile.id}")).json()["customer_id"] == hidden["id"]


async def test_control_without_the_predicate_the_conflict_leaks(
    home: Home, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = await make_customer(client), await make_customer(client, "Ben")
    await meet(home, ana)
    await meet(home, ben)
    agent = await home.as_member(*WORKER, visibility="assigned")
    assert await conflicts(agent) == []
    monkeypatch.setattr("atrium.records.profiles.queries.visible_customers", lambda *_: true())
    assert len(await conflicts(agent)) == 1


async def test_in_a_read_only_folder_nothing_changes_hands(home: Home, client: Any) -> None:
    folder = (await client.post("/folders", json={"name": "Board"})).json()
    ana, ben = await make_customer(client, folder_id=folder["id"]), await make_customer(client, "Ben")
    profile = await meet(home, ana)
    await meet(home, ben)
    (conflict,) = await conflicts(client)
    reader = await home.as_member(*WORKER)
    async with home.session() as session:
        session.add(
            FolderPermission(workspace_id=home.id, folder_id=folder["id"], member_id=reader.member_id, level="read")
        )
    assert (await reader.get(f"/profiles/{profile.id}")).status_code == 200
    assert (await reader.delete(f"/profiles/{profile.id}")).status_code == 403
    assert (
        await reader.post(f"/profile-conflicts/{conflict['id']}/resolve", json={"decision": "move"})
    ).status_code == 403
    assert (await conflicts(client))[0]["state"] == "open"
