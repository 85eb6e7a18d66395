"""Roles, and that nobody rises by means of them."""

from itertools import groupby
from typing import Any

import pytest
from tests.homes import Home

from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import BUILT_IN, P


async def make_role(client: Any, *permissions: P, name: str = "Support") -> Any:
    answer = await client.post("/roles", json={"name": name, "permissions": list(permissions)})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_the_catalogue_names_every_permission(client: Any) -> None:
    items = (await client.get("/permissions", params={"limit": 200})).json()["items"]
    assert {item["key"] for item in items} == {permission.value for permission in P}
    assert all(item["label"] and item["description"] for item in items)
    runs = [group for group, _ in groupby(item["group"] for item in items)]
    assert len(runs) == len(set(runs)), "a group is torn apart"
    first = (await client.get("/permissions", params={"limit": 20})).json()
    rest = (await client.get("/permissions", params={"limit": 200, "cursor": first["next_cursor"]})).json()
    assert [*first["items"], *rest["items"]] == items
    assert len(P) == len(items)


async def test_built_in_roles_are_listed_and_stay_as_they_are(home: Home, client: Any) -> None:
    roles = {role["system_key"]: role for role in (await client.get("/roles")).json()["items"]}
    assert {key: set(roles[key]["permissions"]) for key in BUILT_IN} == {
        key: {p.value for p in allowed} for key, allowed in BUILT_IN.items()
    }
    assert roles["owner"]["members"] == 1
    for key in BUILT_IN:
        changed = await client.patch(f"/roles/{home.role_ids[key]}", json={"permissions": ["customers:read"]})
        assert (changed.status_code, changed.json()["code"]) == (409, "role-built-in")
        assert (await client.delete(f"/roles/{home.role_ids[key]}")).status_code == 409


async def test_a_role_takes_effect_with_the_next_request(home: Home, client: Any) -> None:
    role = await make_role(client, P.members_read)
    assert role["permissions"] == ["members:read"]
    member = await home.as_member(role="viewer")
    await client.patch(f"/members/{member.member_id}", json={"role_id": role["id"]})
    assert (await member.get("/members")).status_code == 200
    changed = await client.patch(f"/roles/{role['id']}", json={"permissions": ["jobs:read", "jobs:read"]})
    assert changed.json()["permissions"] == ["jobs:read"]
    assert (await member.get("/members")).status_code == 403
    assert (await member.get("/jobs")).status_code == 200


async def test_names_are_unique_and_stale_copies_refused(client: Any) -> None:
    role = await make_role(client)
    assert (await client.post("/roles", json={"name": "SUPPORT", "permissions": []})).json()["code"] == "name-taken"
    assert (await client.patch(f"/roles/{role['id']}", json={"name": "agent"})).status_code == 409
    read = await client.get(f"/roles/{role['id']}")
    match = {"If-Match": read.headers["etag"]}
    assert (
        await client.patch(f"/roles/{role['id']}", json={"description": "For calls"}, headers=match)
    ).status_code == 200
    assert (await client.patch(f"/roles/{role['id']}", json={"description": "Other"}, headers=match)).status_code == 412
    assert (await client.delete(f"/roles/{role['id']}", headers=match)).status_code == 412
    assert (await client.get(f"/roles/{role['id']}")).json()["description"] == "For calls"


async def test_nobody_makes_a_role_beyond_their_own_rights(home: Home, client: Any) -> None:
    strong = await make_role(client, P.customers_read, P.workspace_manage, name="Strong")
    climber = await home.as_member(P.roles_manage, P.members_read, P.customers_read)
    for permission in (P.workspace_manage, P.audit_read, P.members_manage):
        answer = await climber.post(
            "/roles", json={"name": f"Climb {permission}", "permissions": ["customers:read", permission]}
        )
        assert (answer.status_code, answer.json()["code"]) == (403, "beyond-own-rights")
        assert permission in answer.json()["detail"]
    weak = await make_role(climber, P.customers_read, name="Weak")
    assert (await climber.patch(f"/roles/{weak['id']}", json={"permissions": ["workspace:manage"]})).status_code == 403
    # Not their own role either, and none that allows more than they may, not even to weaken it.
    assert (await climber.patch(f"/roles/{climber.role_id}", json={"permissions": [*P]})).status_code == 403
    assert (await climber.patch(f"/roles/{strong['id']}", json={"permissions": ["customers:read"]})).status_code == 403
    assert (await climber.delete(f"/roles/{strong['id']}")).status_code == 403
    assert (await client.get(f"/roles/{strong['id']}")).json()["permissions"] == ["customers:read", "workspace:manage"]
    # The control: within one's own rights it works.
    assert (
        await climber.patch(f"/roles/{weak['id']}", json={"permissions": ["customers:read", "members:read"]})
    ).status_code == 200
    # A key is bound by its scopes, even when its member could do it.
    key = await home.as_api_key([P.roles_manage, P.customers_read])
    assert (await key.post("/roles", json={"name": "By key", "permissions": ["audit:read"]})).status_code == 403
    assert (await key.post("/roles", json={"name": "By key", "permissions": ["customers:read"]})).status_code == 201


async def test_a_role_in_use_is_not_deleted(home: Home, client: Any, superuser: Any) -> None:
    role = await make_role(client, P.customers_read)
    member_id = await home.make_member(role["id"])
    field_id = uuid7()
    await superuser.execute(
        "INSERT INTO custom_fields (workspace_id, id, key, label, type) VALUES ($1, $2, 'salary', 'Salary', 'number')",
        home.id,
        field_id,
    )
    guard = "INSERT INTO custom_field_roles (workspace_id, field_id, role_id, access) VALUES ($1, $2, $3, 'view')"
    await superuser.execute(guard, home.id, field_id, role["id"])
    await client.post("/invitations", json={"email": "someone@x.test", "role_id": role["id"]})
    answer = await client.delete(f"/roles/{role['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "role-in-use")
    assert [reason["code"] for reason in answer.json()["unmet"]] == ["has_members", "has_invitations", "guards_fields"]
    assert answer.json()["unmet"][0]["message"].startswith("1 member has")
    # A second role for the field, another role for the member, no invitation: now it may go.
    await superuser.execute(guard, home.id, field_id, home.role_ids["owner"])
    await client.patch(f"/members/{member_id}", json={"role_id": str(home.role_ids["viewer"])})
    invitation = (await client.get("/invitations")).json()["items"][0]
    await client.delete(f"/invitations/{invitation['id']}")
    assert (await client.delete(f"/roles/{role['id']}")).status_code == 204
    assert (await client.get(f"/roles/{role['id']}")).status_code == 404


async def test_a_removed_members_role_can_be_deleted(home: Home, client: Any) -> None:
    role = await make_role(client, P.customers_read)
    member_id = await home.make_member(role["id"])
    assert (await client.delete(f"/members/{member_id}")).status_code == 204
    assert (await client.delete(f"/roles/{role['id']}")).status_code == 204
    assert (await client.get(f"/members/{member_id}")).json()["state"] == "removed"


async def test_other_workspaces_roles_do_not_exist(home: Home, elsewhere: Home, client: Any) -> None:
    theirs = await make_role(await elsewhere.as_owner(), P.customers_read)
    for answer in (
        await client.get(f"/roles/{theirs['id']}"),
        await client.patch(f"/roles/{theirs['id']}", json={"name": "Mine"}),
        await client.delete(f"/roles/{theirs['id']}"),
    ):
        assert answer.status_code == 404
    member_id = await home.make_member(home.role_ids["viewer"])
    answer = await client.patch(f"/members/{member_id}", json={"role_id": theirs["id"]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/role_id")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "\x00", "permissions": []},
        {"name": "\ud800", "permissions": []},
        {"name": "x" * 201, "permissions": []},
        {"name": "R", "permissions": ["everything"]},
        {"name": "R", "permissions": ["customers:read"] * 501},
        {"name": "R", "permissions": None},
        {"name": "R", "permissions": [], "system_key": "owner"},
        {"name": "R", "permissions": [2**70]},
    ],
)
async def test_hostile_values_are_refused(client: Any, body: Any) -> None:
    import json

    answer = await client.post(
        "/roles",
        content=json.dumps(body).encode("utf-8", "surrogatepass"),
        headers={"Content-Type": "application/json"},
    )
    assert answer.status_code in {400, 422}, answer.text
