from typing import Any

from tests.homes import Home

from atrium.kernel.permissions import P


async def make(client: Any, path: str, **body: Any) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()


async def names(client: Any, customer_id: str) -> list[str]:
    return [tag["name"] for tag in (await client.get(f"/customers/{customer_id}/tags")).json()["items"]]


async def test_a_tag_or_a_whole_group_is_added_and_removed(client: Any) -> None:
    group = await make(client, "/tag-groups", name="Stage")
    cold, warm = [await make(client, "/tags", name=name, group_id=group["id"]) for name in ("cold", "Warm")]
    vip = await make(client, "/tags", name="VIP")
    customer = await make(client, "/customers", name="Ana")
    await make(client, f"/customers/{customer['id']}/tags", tag_ids=[vip["id"]], group_ids=[group["id"]])
    assert await names(client, customer["id"]) == ["cold", "VIP", "Warm"]
    assert (await client.delete(f"/customers/{customer['id']}/tags/{cold['id']}")).status_code == 204
    assert (await client.delete(f"/customers/{customer['id']}/tags/{cold['id']}")).status_code == 404
    assert (await client.delete(f"/customers/{customer['id']}/tag-groups/{group['id']}")).status_code == 204
    assert await names(client, customer["id"]) == ["VIP"]
    await client.put(f"/customers/{customer['id']}/tags", json={"tag_ids": [warm["id"]]})
    assert await names(client, customer["id"]) == ["Warm"]


async def test_adding_what_is_there_changes_nothing(client: Any, superuser: Any) -> None:
    vip = await make(client, "/tags", name="VIP")
    customer = await make(client, "/customers", name="Ana", tag_ids=[vip["id"]])
    await make(client, f"/customers/{customer['id']}/tags", tag_ids=[vip["id"]])
    assert (await client.get(f"/customers/{customer['id']}")).headers["etag"] == '"1"'
    assert (
        await superuser.fetchval(
            "SELECT count(*) FROM events WHERE customer_id = $1 AND type = 'customer.tagged'", customer["id"]
        )
        == 0
    )


async def test_unknown_tags_are_named(client: Any) -> None:
    customer = await make(client, "/customers", name="Ana")
    unknown = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
    answer = await client.post(f"/customers/{customer['id']}/tags", json={"tag_ids": [unknown], "group_ids": [unknown]})
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/tag_ids/0", "/group_ids/0"}


async def test_merging_tags_moves_their_customers(client: Any) -> None:
    vip, important = [await make(client, "/tags", name=name) for name in ("VIP", "Important")]
    both = await make(client, "/customers", name="Both", tag_ids=[vip["id"], important["id"]])
    one = await make(client, "/customers", name="One", tag_ids=[important["id"]])
    merged = await client.post(f"/tags/{vip['id']}/merge", json={"tag_ids": [important["id"]]})
    assert merged.json() == {"customers": 1}
    assert await names(client, both["id"]) == await names(client, one["id"]) == ["VIP"]
    assert (await client.get(f"/tags/{important['id']}")).status_code == 404
    assert (await client.post(f"/tags/{vip['id']}/merge", json={"tag_ids": [vip["id"]]})).status_code == 422


async def test_the_owner_is_a_worker_and_assigning_others_needs_permission(home: Home, client: Any) -> None:
    agent = await home.as_member(P.customers_read, P.customers_write, name="Agent")
    other = await home.as_member(P.customers_read, name="Other")
    customer = await make(client, "/customers", name="Ana")
    answer = await client.put(
        f"/customers/{customer['id']}/workers",
        json={"worker_ids": [str(other.member_id)], "owner_id": str(agent.member_id)},
    )
    assert (answer.json()["owner"]["name"], [worker["name"] for worker in answer.json()["items"]]) == (
        "Agent",
        ["Agent", "Other"],
    )
    refused = await agent.put(f"/customers/{customer['id']}/workers", json={"worker_ids": [str(agent.member_id)]})
    assert refused.status_code == 403
    mine = await make(agent, "/customers", name="Mine")
    assert (
        await agent.put(f"/customers/{mine['id']}/workers", json={"worker_ids": [str(agent.member_id)]})
    ).status_code == 200
    stranger = await client.put(
        f"/customers/{customer['id']}/workers", json={"worker_ids": ["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]}
    )
    assert stranger.json()["errors"][0]["pointer"] == "/worker_ids/0"
