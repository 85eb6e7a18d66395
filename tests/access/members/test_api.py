"""Members: what may be changed, by whom, and that a workspace always keeps an owner."""

import asyncio
import io
from typing import Any
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select, update
from tests.homes import Home

from atrium.access.members import queries
from atrium.access.members.models import Member
from atrium.adapters import storage
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P


async def patch(client: Any, member_id: Any, **values: Any) -> Any:
    return await client.patch(f"/members/{member_id}", json=values)


def role_id(home: Home, key: str) -> str:
    return str(home.role_ids[key])


async def test_list_search_and_states(home: Home, client: Any) -> None:
    for name in ("beatriz", "Ana", "Zoë", "anabel"):
        await home.make_member(home.role_ids["agent"], name=name)
    gone = await home.make_member(home.role_ids["viewer"], name="Ancient")
    await client.delete(f"/members/{gone}")
    names = [item["name"] for item in (await client.get("/members")).json()["items"]]
    assert names == ["Ana", "anabel", "beatriz", "Owner", "Zoë"]
    assert [item["name"] for item in (await client.get("/members", params={"q": "ANA"})).json()["items"]] == [
        "Ana",
        "anabel",
    ]
    assert [item["name"] for item in (await client.get("/members", params={"state": "removed"})).json()["items"]] == [
        "Ancient"
    ]
    assert len((await client.get("/members", params={"role_id": role_id(home, "owner")})).json()["items"]) == 1
    first = (await client.get("/members", params={"limit": 2})).json()
    second = (await client.get("/members", params={"limit": 200, "cursor": first["next_cursor"]})).json()
    assert [item["name"] for item in first["items"] + second["items"]] == names
    assert (await client.get("/members", params={"q": "x", "cursor": first["next_cursor"]})).status_code == 422


async def test_a_change_takes_effect_at_once_and_is_told_in_the_log(home: Home, client: Any) -> None:
    member = await home.as_member(role="agent", name="Noa Levi")
    read = await client.get(f"/members/{member.member_id}")
    match = {"If-Match": read.headers["etag"]}
    changed = await client.patch(
        f"/members/{member.member_id}",
        json={"role_id": role_id(home, "manager"), "visibility": "assigned"},
        headers=match,
    )
    assert (changed.json()["role"]["system_key"], changed.json()["visibility"]) == ("manager", "assigned")
    assert (
        await client.patch(f"/members/{member.member_id}", json={"visibility": "all"}, headers=match)
    ).status_code == 412
    entry = (await client.get("/audit", params={"type": "member.updated"})).json()["items"][0]
    assert entry["changes"] == {
        "role": {"before": "Agent", "after": "Manager"},
        "visibility": {"before": "all", "after": "assigned"},
    }
    assert (entry["subject_id"], entry["sentence"]) == (str(member.member_id), "Owner changed what Noa Levi may do")


async def test_a_suspended_member_is_out_until_let_in_again(home: Home, client: Any, superuser: Any) -> None:
    member = await home.as_member(role="agent")
    key = await home.as_api_key(member_id=member.member_id)
    assert (await key.get("/workspace")).status_code == 200
    assert (await patch(client, member.member_id, state="suspended")).json()["state"] == "suspended"
    assert ((await member.get("/workspace")).status_code, (await key.get("/workspace")).status_code) == (401, 401)
    assert await superuser.fetchval("SELECT count(*) FROM sessions WHERE user_id = $1", member.user_id) == 0
    assert (await patch(client, member.member_id, state="active")).status_code == 200
    assert ((await member.get("/workspace")).status_code, (await key.get("/workspace")).status_code) == (401, 200)
    own = await home.as_member(role="admin")
    assert (await patch(own, own.member_id, state="suspended")).json()["code"] == "own-membership"


# Nobody rises ----------------------------------------------------------------


async def test_nobody_gives_or_takes_rights_beyond_their_own(home: Home, client: Any) -> None:
    climber = await home.as_member(P.members_manage, P.members_read, P.customers_read)
    victim = await home.make_member(home.role_ids["viewer"])
    for key in ("owner", "admin", "manager", "agent"):
        for target in (climber.member_id, victim):
            answer = await patch(climber, target, role_id=role_id(home, key))
            assert (answer.status_code, answer.json()["code"]) == (403, "beyond-own-rights"), key
        assert (
            await climber.post("/invitations", json={"email": "me@x.test", "role_id": role_id(home, key)})
        ).status_code == 403
    admin = await home.make_member(home.role_ids["admin"])
    for attack in ({"role_id": role_id(home, "viewer")}, {"state": "suspended"}, {"visibility": "assigned"}):
        assert (await patch(climber, admin, **attack)).status_code == 403
        assert (await patch(climber, home.owner_id, **attack)).status_code == 403
    assert (await climber.delete(f"/members/{admin}")).status_code == 403
    assert (await climber.delete(f"/members/{home.owner_id}")).status_code == 403
    rights = {item["id"]: item["role"]["system_key"] for item in (await client.get("/members")).json()["items"]}
    assert (rights[str(admin)], rights[str(victim)], rights[str(climber.member_id)]) == ("admin", "viewer", None)
    # The control: what lies within their own rights they can give.
    like_me = await home.make_role(P.customers_read)
    low = await home.make_member(like_me)
    assert (await patch(climber, low, visibility="assigned")).status_code == 200


async def test_only_owners_make_and_unmake_owners(home: Home, client: Any) -> None:
    admin = await home.as_member(role="admin")
    other = await home.make_member(home.role_ids["agent"])
    assert (await patch(admin, other, role_id=role_id(home, "owner"))).status_code == 403
    assert (await patch(admin, admin.member_id, role_id=role_id(home, "owner"))).status_code == 403
    assert (await patch(admin, home.owner_id, role_id=role_id(home, "viewer"))).status_code == 403
    assert (
        await admin.post("/invitations", json={"email": "boss@x.test", "role_id": role_id(home, "owner")})
    ).status_code == 403
    key = await home.as_api_key([permission for permission in P if permission != P.audit_read])
    assert (await patch(key, other, role_id=role_id(home, "owner"))).status_code == 403
    assert (await patch(client, other, role_id=role_id(home, "owner"))).json()["role"]["system_key"] == "owner"


async def test_nobody_lets_others_see_more_than_they_see(home: Home, client: Any, superuser: Any) -> None:
    folder, inner = uuid7(), uuid7()
    insert = "INSERT INTO folders (workspace_id, id, parent_id, name) VALUES ($1, $2, $3, $4)"
    await superuser.execute(insert, home.id, folder, None, "Board")
    await superuser.execute(insert, home.id, inner, folder, "Pay")
    role, free = await home.make_role(P.members_manage, P.members_read), await home.make_role(P.members_read)
    grant = "INSERT INTO folder_permissions (workspace_id, id, folder_id, role_id, level) VALUES ($1, $2, $3, $4, $5)"
    await superuser.execute(grant, home.id, uuid7(), folder, role, "none")
    shut_out = await home._browser(await home.make_member(role))
    other = await home.make_member(role)
    assert (await patch(shut_out, other, role_id=str(free))).status_code == 403, (
        "this role would see the folder that the actor does not"
    )
    assert (await shut_out.post("/invitations", json={"email": "spy@x.test", "role_id": str(free)})).status_code == 403
    await superuser.execute(grant, home.id, uuid7(), folder, free, "none")
    assert (await patch(shut_out, other, role_id=str(free))).status_code == 200
    narrow = await home.as_member(P.members_manage, visibility="assigned")
    assert (await patch(narrow, narrow.member_id, visibility="all")).status_code == 403
    assert (await patch(narrow, narrow.member_id, visibility="folders")).status_code == 403
    assert (
        await narrow.post("/invitations", json={"email": "spy@x.test", "role_id": str(narrow.role_id)})
    ).status_code == 403
    owner = await patch(client, home.owner_id, visibility="assigned")
    assert (owner.status_code, owner.json()["errors"][0]["code"]) == (422, "owner_sees_all")


# There is always an owner ----------------------------------------------------


async def test_the_last_owner_stays(home: Home, client: Any) -> None:
    for answer in (
        await patch(client, home.owner_id, role_id=role_id(home, "viewer")),
        await client.delete(f"/members/{home.owner_id}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "last-owner")
    second = await home.as_member(role="owner")
    assert (await patch(second, home.owner_id, state="suspended")).status_code == 200
    assert (await patch(second, second.member_id, role_id=role_id(home, "admin"))).json()["code"] == "last-owner", (
        "a suspended owner does not count"
    )


async def both_demote_each_other(home: Home, superuser: Any) -> tuple[list[int], int]:
    """Two owners demote one another at the same moment. Returns the two statuses and how many owners are left."""
    first, second = await home.as_member(role="owner"), await home.as_member(role="owner")
    async with home.session() as session:
        await session.execute(
            update(Member).where(Member.workspace_id == home.id, Member.id == home.owner_id).values(state="suspended")
        )
    # Both must have begun before either can go on: hold the rows they need until both wait.
    async with superuser.transaction():
        await superuser.execute("SELECT 1 FROM members WHERE workspace_id = $1 FOR UPDATE", home.id)
        demote = {"role_id": role_id(home, "viewer")}
        calls = [
            asyncio.create_task(patch(first, second.member_id, **demote)),
            asyncio.create_task(patch(second, first.member_id, **demote)),
        ]
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with asyncio.timeout(1.5):
            while await superuser.fetchval(waiting) < 2:
                await superuser.execute("SELECT pg_stat_clear_snapshot()")
                await asyncio.sleep(0.01)
    statuses = sorted([answer.status_code for answer in await asyncio.gather(*calls)])
    owners = "SELECT count(*) FROM members WHERE workspace_id = $1 AND role_id = $2 AND state = 'active'"
    return statuses, await superuser.fetchval(owners, home.id, home.role_ids["owner"])


async def test_two_owners_cannot_demote_each_other(home: Home, superuser: Any) -> None:
    statuses, owners = await both_demote_each_other(home, superuser)
    assert owners == 1
    # The one that came second is no owner any more, or would have taken the last one.
    assert statuses[0] == 200
    assert statuses[1] in {403, 409}


async def test_control_without_the_lock_no_owner_would_be_left(
    home: Home, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def only_look(ctx: Any, _member_id: UUID) -> set[UUID]:
        query = select(Member.id).where(
            Member.workspace_id == ctx.workspace_id, Member.role_id == home.role_ids["owner"], Member.state == "active"
        )
        return set((await ctx.session.scalars(query)).all())

    monkeypatch.setattr(queries, "lock_member_and_owners", only_look)
    assert await both_demote_each_other(home, superuser) == ([200, 200], 0)


# Leaving ---------------------------------------------------------------------


async def make_customer(superuser: Any, home: Home, owner_id: Any) -> UUID:
    customer_id = uuid7()
    await superuser.execute(
        "INSERT INTO customers (workspace_id, id, name, owner_id) VALUES ($1, $2, 'Ana Ruiz', $3)",
        home.id,
        customer_id,
        owner_id,
    )
    await superuser.execute(
        "INSERT INTO customer_workers (workspace_id, customer_id, member_id) VALUES ($1, $2, $3)",
        home.id,
        customer_id,
        owner_id,
    )
    return customer_id


async def test_whoever_leaves_hands_over_first(home: Home, client: Any, superuser: Any) -> None:
    leaving, heir = await home.as_member(role="agent", name="Leaving"), await home.as_member(role="agent", name="Heir")
    customers = [await make_customer(superuser, home, leaving.member_id) for _ in range(2)]
    await superuser.execute(
        "INSERT INTO customer_workers (workspace_id, customer_id, member_id) VALUES ($1, $2, $3)",
        home.id,
        customers[0],
        heir.member_id,
    )
    key = await home.as_api_key([P.customers_read, P.workspace_manage], member_id=leaving.member_id)
    refused = await client.delete(f"/members/{leaving.member_id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "must-hand-over")
    assert [reason["code"] for reason in refused.json()["unmet"]] == ["owns_customers", "owns_api_keys"]
    for bad in (leaving.member_id, uuid7()):
        answer = await client.delete(f"/members/{leaving.member_id}", params={"transfer_to": str(bad)})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query/transfer_to")
    done = await client.delete(f"/members/{leaving.member_id}", params={"transfer_to": str(heir.member_id)})
    assert done.status_code == 204, done.text
    assert (await leaving.get("/workspace")).status_code == 401
    owners = await superuser.fetch("SELECT owner_id FROM customers WHERE workspace_id = $1", home.id)
    workers = await superuser.fetch("SELECT member_id FROM customer_workers WHERE workspace_id = $1", home.id)
    assert ({row[0] for row in owners}, [row[0] for row in workers]) == ({heir.member_id}, [heir.member_id] * 2)
    kept = (await client.get(f"/api-keys/{key.api_key_id}")).json()
    assert (kept["member"]["id"], kept["scopes"]) == (str(heir.member_id), ["customers:read"]), (
        "it gains nothing by changing hands"
    )
    assert (await key.get("/workspace")).status_code == 200
    entry = (await client.get("/audit", params={"type": "member.removed"})).json()["items"][0]
    assert (entry["data"]["customers"], entry["sentence"]) == (2, "Owner removed Leaving")
    again = await client.delete(f"/members/{leaving.member_id}")
    assert (again.status_code, again.json()["code"]) == (409, "member-removed")
    assert (await patch(client, leaving.member_id, state="active")).json()["code"] == "member-removed"


async def test_an_heir_must_not_have_more_rights_than_the_one_who_decides(home: Home, superuser: Any) -> None:
    manager = await home.as_member(P.members_manage, P.customers_read)
    leaving = await home.make_member(await home.make_role(P.customers_read))
    await home.as_api_key([P.customers_read], member_id=leaving)
    assert (await manager.delete(f"/members/{leaving}", params={"transfer_to": str(home.owner_id)})).status_code == 403
    assert (
        await manager.delete(f"/members/{leaving}", params={"transfer_to": str(manager.member_id)})
    ).status_code == 204


# Pictures --------------------------------------------------------------------


def picture(colour: str = "red", size: tuple[int, int] = (400, 300), kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


async def test_ones_own_picture_and_somebody_elses(home: Home, client: Any) -> None:
    member = await home.as_member(role="viewer")
    path = f"/members/{member.member_id}/avatar"
    assert (await member.get(path)).status_code == 404
    put = await member.put(path, files={"file": ("me.png", picture())})
    assert put.status_code == 200, put.text
    shown = await client.get("http://localhost" + put.json()["avatar_url"])
    assert shown.status_code == 200
    assert Image.open(io.BytesIO(shown.content)).size == (256, 256)
    assert (shown.headers["content-type"], shown.headers["x-content-type-options"]) == ("image/webp", "nosniff")
    assert shown.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in shown.headers["content-security-policy"]
    async with home.session() as session:
        old_key = (await session.get_one(Member, (home.id, member.member_id))).avatar_key
    assert (await client.put(path, files={"file": ("x.png", picture("blue"))})).json()["avatar_url"] != put.json()[
        "avatar_url"
    ]
    assert not await storage.exists(old_key)
    other = await home.as_member(role="agent")
    assert (await other.put(path, files={"file": ("x.png", picture())})).status_code == 403
    assert (await other.delete(path)).status_code == 403
    key = await home.as_api_key([P.customers_read], member_id=member.member_id)
    assert (await key.delete(path)).status_code == 403, "a key has no picture of its own"
    assert (await member.delete(path)).status_code == 204
    assert (await member.get(path)).status_code == 404


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=alert(1)>", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, b"GIF89a", b"MZ" + b"\x00" * 100]
)
async def test_what_is_no_picture_is_refused(client: Any, home: Home, content: bytes) -> None:
    answer = await client.put(f"/members/{home.owner_id}/avatar", files={"file": ("x.png", content)})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-an-image")
    assert (await client.put(f"/members/{home.owner_id}/avatar", data={"file": "text"})).status_code == 422


# Walls -----------------------------------------------------------------------


async def test_other_workspaces_members_do_not_exist(home: Home, elsewhere: Home, client: Any) -> None:
    stranger = await elsewhere.as_member(role="agent")
    path = f"/members/{stranger.member_id}"
    answers = [
        await client.get(path),
        await client.patch(path, json={"state": "suspended"}),
        await client.delete(path),
        await client.get(f"{path}/avatar"),
        await client.put(f"{path}/avatar", files={"file": ("x.png", picture())}),
        await client.delete(f"{path}/avatar"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 6
    mine = await home.make_member(home.role_ids["agent"])
    assert (await client.delete(f"/members/{mine}", params={"transfer_to": str(stranger.member_id)})).status_code == 422
    assert (await stranger.get("/workspace")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"role_id": None},
        {"visibility": "customer"},
        {"state": "removed"},
        {"email": "x@y.test"},
        {"role_id": "1"},
        [],
        7,
    ],
)
async def test_hostile_values_are_refused(client: Any, home: Home, body: Any) -> None:
    assert (await client.patch(f"/members/{home.owner_id}", json=body)).status_code == 422
