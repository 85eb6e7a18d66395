from typing import Any


async def make(client: Any, path: str, **body: Any) -> Any:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_the_plan_says_what_the_move_then_does(client: Any) -> None:
    leads = await make(client, "/folders", name="Leads", statuses=[{"name": "New"}, {"name": "Hot"}])
    clients = await make(
        client,
        "/folders",
        name="Clients",
        statuses=[{"name": "Active"}, {"name": "hot"}],
        sections=["profile", "tasks"],
    )
    await make(client, "/custom-fields", key="budget", label="Budget", type="number", folder_ids=[leads["id"]])
    await make(
        client,
        "/custom-fields",
        key="contract",
        label="Contract",
        type="text",
        required=True,
        folder_ids=[clients["id"]],
    )
    customer = await make(
        client,
        "/customers",
        name="Ana",
        folder_id=leads["id"],
        status_id=leads["statuses"][1]["id"],
        custom_fields={"budget": 5},
    )
    path = f"/customers/{customer['id']}"
    plan = (await client.get(f"{path}/move-plan", params={"folder_id": clients["id"]})).json()
    assert (plan["allowed"], plan["status"]["name"], plan["status_found"]) == (False, "hot", "same_name")
    assert [field["key"] for field in plan["appearing"]] == ["contract"]
    assert [field["key"] for field in plan["disappearing"]] == ["budget"]
    assert [field["key"] for field in plan["missing"]] == ["contract"]
    assert "orders" in plan["sections_disappearing"]
    refused = await client.patch(path, json={"folder_id": clients["id"]})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (409, "/custom_fields/contract")
    moved = await client.patch(path, json={"folder_id": clients["id"], "custom_fields": {"contract": "C-1"}})
    assert moved.status_code == 200, moved.text
    assert (moved.json()["status"]["name"], moved.json()["custom_fields"]) == ("hot", {"budget": 5, "contract": "C-1"})


async def test_a_folder_that_is_not_there(client: Any) -> None:
    customer = await make(client, "/customers", name="Ana")
    answer = await client.get(f"/customers/{customer['id']}/move-plan", params={"folder_id": customer["id"]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/folder_id")
