"""API keys: shown once, bound to scopes, member, customer, networks and time, rolled without a gap."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.conftest import counting_statements
from tests.homes import Home

from atrium.kernel.authentication import KEY_PREFIX, key_checksum, new_key_secret
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P


async def make_key(client: Any, *scopes: P, name: str = "Website", **more: Any) -> Any:
    answer = await client.post("/api-keys", json={"name": name, "scopes": list(scopes or [P.tags_read]), **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def status(home: Home, secret: str, path: str = "/tags", *, address: str = "203.0.113.7", **options: Any) -> int:
    """What a program with this secret is answered, calling from this network address."""
    transport = httpx.ASGITransport(app=home.app, raise_app_exceptions=False, client=(address, 40000))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost/api/v1", headers={"Authorization": f"Bearer {secret}"}
    ) as client:
        return (await client.request(options.pop("method", "GET"), path, **options)).status_code


async def make_customer(superuser: Any, home: Home) -> UUID:
    customer_id = uuid7()
    await superuser.execute(
        "INSERT INTO customers (workspace_id, id, name) VALUES ($1, $2, 'Ana Ruiz')", home.id, customer_id
    )
    return customer_id


def test_the_form_of_a_secret() -> None:
    secret = new_key_secret()
    body = secret.removeprefix(KEY_PREFIX)
    assert (len(secret), body.isalnum(), key_checksum(body[:32])) == (47, True, body[32:])
    assert key_checksum("0" * 32) != key_checksum("0" * 31 + "1")
    assert len({new_key_secret() for _ in range(100)}) == 100


async def test_a_mistyped_key_is_refused_without_asking_the_database(home: Home, client: Any) -> None:
    secret = (await make_key(client))["secret"]
    with counting_statements() as statements:
        assert await status(home, secret[:-1] + ("a" if secret[-1] != "a" else "b")) == 401
        assert await status(home, secret[:-1]) == 401
        assert statements == []
        # The control: with a right checksum it asks.
        assert await status(home, new_key_secret()) == 401
        assert len(statements) == 1


async def test_the_secret_is_shown_once_and_kept_as_a_hash(home: Home, client: Any, superuser: Any) -> None:
    answer = await client.post(
        "/api-keys", json={"name": "Website", "scopes": ["tags:read"]}, headers={"Idempotency-Key": "once"}
    )
    key = answer.json()
    assert key["hint"] == key["secret"][-4:]
    assert await status(home, key["secret"]) == 200
    read = (await client.get(f"/api-keys/{key['id']}")).json()
    assert "secret" not in read
    assert read["last_used_at"] is not None
    assert read["member"] == {"id": str(home.owner_id), "name": "Owner"}
    listed = (await client.get("/api-keys")).json()["items"]
    assert [item["id"] for item in listed] == [key["id"]]
    for table in ("api_keys", "events", "idempotency_keys", "jobs"):
        rows = await superuser.fetch(f"SELECT t::text FROM {table} t WHERE workspace_id = $1", home.id)
        assert not any(key["secret"] in row[0] or key["secret"].encode().hex() in row[0] for row in rows), table
    entry = (await client.get("/audit", params={"type": "api_key.created"})).json()["items"][0]
    assert (entry["data"]["scopes"], key["hint"] in entry["sentence"]) == (["tags:read"], True)


async def test_a_repeated_request_makes_no_second_key(client: Any) -> None:
    body = {"name": "Website", "scopes": ["tags:read"]}
    first, again = [await client.post("/api-keys", json=body, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert (again.status_code, again.headers["idempotent-replayed"], again.json()) == (201, "true", first.json())
    assert len((await client.get("/api-keys")).json()["items"]) == 1


async def test_scopes_bound_a_key_and_its_maker_bounds_the_scopes(home: Home) -> None:
    maker = await home.as_member(P.api_keys_manage, P.tags_read)
    refused = await maker.post("/api-keys", json={"name": "K", "scopes": ["tags:read", "tags:manage"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "beyond-own-rights")
    key = await make_key(maker, P.tags_read)
    assert await status(home, key["secret"]) == 200
    assert await status(home, key["secret"], method="POST", json={"name": "T"}) == 403
    assert (await maker.patch(f"/api-keys/{key['id']}", json={"scopes": ["customers:read"]})).status_code == 403
    assert (await (await home.as_member(P.members_read)).get("/api-keys")).status_code == 403


async def test_a_key_falls_with_its_member(home: Home, client: Any) -> None:
    maker = await home.as_member(role="admin")
    key = await make_key(maker, P.tags_read, P.tags_manage)
    assert await status(home, key["secret"], method="POST", json={"name": "One"}) == 201
    await client.patch(f"/members/{maker.member_id}", json={"role_id": str(home.role_ids["viewer"])})
    assert await status(home, key["secret"], method="POST", json={"name": "Two"}) == 403
    assert await status(home, key["secret"]) == 200
    await client.patch(f"/members/{maker.member_id}", json={"state": "suspended"})
    assert await status(home, key["secret"]) == 401
    await client.patch(f"/members/{maker.member_id}", json={"state": "active", "role_id": str(home.role_ids["admin"])})
    assert await status(home, key["secret"], method="POST", json={"name": "Three"}) == 201


async def test_networks(home: Home, client: Any) -> None:
    key = await make_key(client, networks=["203.0.113.0/24", "2001:db8::/32", "198.51.100.9"])
    assert key["networks"] == ["203.0.113.0/24", "2001:db8::/32", "198.51.100.9/32"]
    answers = {
        address: await status(home, key["secret"], address=address)
        for address in (
            "203.0.113.7",
            "2001:db8:1::1",
            "198.51.100.9",
            "203.0.114.7",
            "2001:db9::1",
            "198.51.100.8",
            "testclient",
        )
    }
    assert list(answers.values()) == [200, 200, 200, 401, 401, 401, 401]
    await client.patch(f"/api-keys/{key['id']}", json={"networks": []})
    assert await status(home, key["secret"], address="203.0.114.7") == 200


async def test_expiry_and_revocation(home: Home, client: Any, superuser: Any) -> None:
    past = await client.post(
        "/api-keys", json={"name": "K", "scopes": ["tags:read"], "expires_at": "2020-01-01T00:00:00Z"}
    )
    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/expires_at")
    key = await make_key(client, expires_at=(datetime.now(UTC) + timedelta(hours=1)).isoformat())
    assert await status(home, key["secret"]) == 200
    await superuser.execute(
        "UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1", UUID(key["id"])
    )
    assert await status(home, key["secret"]) == 401
    assert (await client.get("/api-keys", params={"state": "expired"})).json()["items"][0]["id"] == key["id"]
    assert (await client.post(f"/api-keys/{key['id']}/roll", json={})).json()["code"] == "api-key-ended"
    assert (await client.patch(f"/api-keys/{key['id']}", json={"expires_at": None})).json()["state"] == "active"
    assert await status(home, key["secret"]) == 200
    assert (await client.delete(f"/api-keys/{key['id']}")).status_code == 204
    assert await status(home, key["secret"]) == 401
    assert (await client.delete(f"/api-keys/{key['id']}")).status_code == 409
    assert (await client.patch(f"/api-keys/{key['id']}", json={"name": "Back"})).status_code == 409
    assert (await client.get(f"/api-keys/{key['id']}")).json()["state"] == "revoked"


async def test_rolling_leaves_no_gap_and_revoking_ends_both(home: Home, client: Any, superuser: Any) -> None:
    first = await make_key(client)
    second = (await client.post(f"/api-keys/{first['id']}/roll", json={"overlap_seconds": 3600})).json()
    assert (second["id"], second["secret"] == first["secret"]) == (first["id"], False)
    assert [await status(home, key["secret"]) for key in (first, second)] == [200, 200]
    assert second["previous_secret_until"] is not None
    await superuser.execute("UPDATE api_keys SET previous_expires_at = now() WHERE id = $1", UUID(first["id"]))
    assert [await status(home, key["secret"]) for key in (first, second)] == [401, 200]
    third = (await client.post(f"/api-keys/{first['id']}/roll", json={"overlap_seconds": 60})).json()
    assert [await status(home, key["secret"]) for key in (first, second, third)] == [401, 200, 200]
    fourth = (await client.post(f"/api-keys/{first['id']}/roll", json={})).json()
    assert [await status(home, key["secret"]) for key in (second, third, fourth)] == [401, 401, 200]
    fifth = (await client.post(f"/api-keys/{first['id']}/roll", json={"overlap_seconds": 604800})).json()
    await client.delete(f"/api-keys/{first['id']}")
    assert [await status(home, key["secret"]) for key in (fourth, fifth)] == [401, 401]
    for overlap in (-1, 604801, 2**63, "x", None):
        assert (
            await client.post(f"/api-keys/{first['id']}/roll", json={"overlap_seconds": overlap})
        ).status_code == 422


async def test_a_customers_key_sees_that_customer_alone(home: Home, client: Any, superuser: Any) -> None:
    mine, other = await make_customer(superuser, home), await make_customer(superuser, home)
    key = await make_key(client, P.customers_read, customer_id=str(mine))
    assert await status(home, key["secret"], f"/customers/{mine}") == 200
    assert await status(home, key["secret"], f"/customers/{other}") == 404
    # The control: the same key without a customer sees both.
    free = await make_key(client, P.customers_read)
    assert await status(home, free["secret"], f"/customers/{other}") == 200
    assert await status(home, key["secret"], f"/api-keys/{free['id']}") == 403
    narrow = await home.as_member(P.api_keys_manage, P.customers_read, visibility="assigned")
    for unseen in (mine, uuid7()):
        answer = await narrow.post(
            "/api-keys", json={"name": "K", "scopes": ["customers:read"], "customer_id": str(unseen)}
        )
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/customer_id")


# Nobody rises by means of keys -----------------------------------------------


async def test_a_key_cannot_make_or_roll_what_goes_beyond_itself(home: Home, client: Any, superuser: Any) -> None:
    customer = await make_customer(superuser, home)
    later, soon = datetime.now(UTC) + timedelta(days=9), datetime.now(UTC) + timedelta(days=1)
    made = await make_key(
        client, P.api_keys_manage, P.tags_read, expires_at=soon.isoformat(), networks=["203.0.113.0/24"]
    )
    strong = await make_key(client, *P, name="Strong")
    own = home.client(headers={"Authorization": f"Bearer {made['secret']}"})
    own._transport = httpx.ASGITransport(app=home.app, raise_app_exceptions=False, client=("203.0.113.7", 40000))
    assert (await own.post(f"/api-keys/{strong['id']}/roll", json={})).json()["code"] == "beyond-own-rights", (
        "it would learn a stronger secret"
    )
    assert (await own.patch(f"/api-keys/{strong['id']}", json={"networks": []})).status_code == 403
    within = {"name": "K", "scopes": ["tags:read"], "expires_at": soon.isoformat(), "networks": ["203.0.113.128/25"]}
    assert (await own.post("/api-keys", json=within)).status_code == 201
    wider: list[dict[str, Any]] = [
        {"scopes": ["customers:read"]},
        {"expires_at": None},
        {"expires_at": later.isoformat()},
    ]
    for beyond in (*wider, {"networks": []}, {"networks": ["203.0.0.0/16"]}):
        assert (await own.post("/api-keys", json={**within, **beyond})).status_code == 403, beyond
        assert (await own.patch(f"/api-keys/{made['id']}", json=beyond)).status_code == 403, beyond
    # A key for one customer holds nothing that reaches beyond that customer, not even when it once was granted.
    body = {
        "name": "K",
        "scopes": ["customers:read", "api_keys:manage", "workspace:manage"],
        "customer_id": str(customer),
    }
    refused = await client.post("/api-keys", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/scopes")
    bound = await home.as_api_key(P, customer_id=customer)
    assert (await bound.get(f"/customers/{customer}")).status_code == 200
    for path, change in (
        ("/workspace", {"name": "Mine"}),
        ("/tags", {"name": "x"}),
        ("/customers", {"name": "x"}),
        ("/api-keys", body),
    ):
        answer = await (bound.patch if path == "/workspace" else bound.post)(path, json=change)
        assert answer.status_code == 403, path
    assert (await own.post(f"/api-keys/{made['id']}/roll", json={})).status_code == 200, "a key may renew itself"


async def test_nobody_rolls_the_key_of_someone_with_more_rights(home: Home, client: Any) -> None:
    owners = await make_key(client)
    for rival in (await home.as_member(role="admin"), await home.as_member(P.api_keys_manage, P.tags_read)):
        assert (await rival.post(f"/api-keys/{owners['id']}/roll", json={})).status_code == 403
        assert (await rival.patch(f"/api-keys/{owners['id']}", json={"networks": []})).status_code == 403
    # Whoever manages keys may stop any: that gives nobody anything.
    assert (await (await home.as_member(role="admin")).delete(f"/api-keys/{owners['id']}")).status_code == 204
    agent_like = await home.as_member(P.api_keys_manage, P.tags_read)
    theirs = await make_key(agent_like)
    assert (await client.post(f"/api-keys/{theirs['id']}/roll", json={})).status_code == 200


async def test_other_workspaces_keys_do_not_exist(elsewhere: Home, client: Any) -> None:
    theirs = await make_key(await elsewhere.as_owner())
    path = f"/api-keys/{theirs['id']}"
    answers = [
        await client.get(path),
        await client.patch(path, json={"name": "x"}),
        await client.post(f"{path}/roll", json={}),
        await client.delete(path),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert await status(elsewhere, theirs["secret"]) == 200


async def test_stale_copies_are_refused(client: Any) -> None:
    key = await make_key(client)
    match = {"If-Match": (await client.get(f"/api-keys/{key['id']}")).headers["etag"]}
    assert (await client.patch(f"/api-keys/{key['id']}", json={"name": "One"}, headers=match)).status_code == 200
    assert (await client.patch(f"/api-keys/{key['id']}", json={"name": "Two"}, headers=match)).status_code == 412
    assert (await client.delete(f"/api-keys/{key['id']}", headers=match)).status_code == 412


@pytest.mark.parametrize(
    "body",
    [
        {"scopes": []},
        {"scopes": ["*"]},
        {"scopes": "tags:read"},
        {"networks": ["10.0.0.1/8"]},
        {"networks": ["fe80::1%eth0"]},
        {"networks": ["\x00"]},
        {"networks": ["999.1.1.1/8"]},
        {"networks": ["0.0.0.0/0"] * 51},
        {"networks": [1]},
        {"expires_at": "0001-01-01T00:00:00+14:00"},
        {"expires_at": "2030-01-01T00:00:00"},
        {"customer_id": "x"},
        {"name": "a\nb"},
        {"member_id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"},
        {"secret": "atr_live_mine"},
    ],
)
async def test_bad_values_are_refused(client: Any, body: Any) -> None:
    answer = await client.post("/api-keys", json={"name": "K", "scopes": ["tags:read"], **body})
    assert answer.status_code == 422, answer.text
