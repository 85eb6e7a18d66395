from typing import Any

from tests.conftest import counting_statements
from tests.homes import Home

from atrium.kernel.permissions import P


async def make(client: Any, path: str, **body: Any) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_the_profile_opens_in_four_statements(home: Home, client: Any) -> None:
    folder = await make(client, "/folders", name="Leads")
    await make(client, "/custom-fields", key="size", label="Size", type="number")
    tag = await make(client, "/tags", name="VIP")
    customer = await make(
        client, "/customers", name="Ana", folder_id=folder["id"], tag_ids=[tag["id"]], custom_fields={"size": 3}
    )
    await make(client, f"/customers/{customer['id']}/notes", body="Met at the **fair**.")
    await client.patch(f"/customers/{customer['id']}", json={"location": "Madrid", "custom_fields": {"size": 4}})
    with counting_statements() as statements:
        answer = await client.get(f"/customers/{customer['id']}/overview")
    assert answer.status_code == 200, answer.text
    assert len(statements) <= 4, statements
    overview = answer.json()
    assert overview["customer"]["name"] == "Ana"
    assert [field["key"] for field in overview["fields"]] == ["size"]
    assert overview["counts"] == {"notes": 1, "profiles": 0, "relations": 0, "unread": 0}
    assert [item["type"] for item in overview["timeline"]] == ["customer.updated", "note.created", "customer.created"]
    assert {item["key"]: item["allowed"] for item in overview["capabilities"]} == {
        "edit": True,
        "tag": True,
        "note": True,
        "assign": True,
        "convert": False,
        "delete": True,
    }
    reader = await home.as_member(P.customers_read)
    seen = (await reader.get(f"/customers/{customer['id']}/overview")).json()
    assert (seen["timeline"], seen["counts"]["notes"], seen["counts"]["unread"] > 0) == ([], 0, True)
    assert seen["capabilities"][0]["unmet"][0]["code"] == "permission-missing"


async def test_counts_are_of_what_one_sees(home: Home, client: Any) -> None:
    leads = await make(client, "/folders", name="Leads")
    empty = await make(client, "/folders", name="Empty")
    agent = await home.as_member(P.customers_read, visibility="assigned")
    await make(client, "/customers", name="A", folder_id=leads["id"], worker_ids=[str(agent.member_id)])
    await make(client, "/customers", name="B", folder_id=leads["id"], lifecycle="prospect")
    await make(client, "/customers", name="C")
    everything = {
        item["key"]: item["count"]
        for item in (await client.get("/customer-counts", params={"by": "folder"})).json()["items"]
    }
    assert everything == {leads["id"]: 2, empty["id"]: 0, None: 1}
    own = {
        item["key"]: item["count"]
        for item in (await agent.get("/customer-counts", params={"by": "folder"})).json()["items"]
    }
    assert own == {leads["id"]: 1, empty["id"]: 0, None: 0}
    assert (await client.get("/customer-counts", params={"by": "lifecycle"})).json()["items"] == [
        {"key": "prospect", "count": 1, "unread": 0},
        {"key": "customer", "count": 2, "unread": 0},
    ]


async def test_news_by_folder_are_the_readers_own(home: Home, client: Any) -> None:
    leads = await make(client, "/folders", name="Leads")
    agent = await home.as_member(P.customers_read, P.customers_write)
    first = await make(client, "/customers", name="A", folder_id=leads["id"])
    await make(client, "/customers", name="B", folder_id=leads["id"])
    await make(client, "/customers", name="C")

    async def unread(who: Any) -> dict[str | None, int]:
        return {item["key"]: item["unread"] for item in (await who.get("/customer-counts")).json()["items"]}

    assert await unread(agent) == {leads["id"]: 2, None: 1}
    assert (await agent.post(f"/customers/{first['id']}/visit")).status_code == 204
    assert await unread(agent) == {leads["id"]: 1, None: 1}
    assert (await client.patch(f"/customers/{first['id']}", json={"location": "Vigo"})).status_code == 200
    assert await unread(agent) == {leads["id"]: 2, None: 1}
