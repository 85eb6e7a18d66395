from typing import Any

from tests.conftest import drain
from tests.homes import Home

from atrium.kernel.permissions import P


async def make(client: Any, **body: Any) -> Any:
    answer = await client.post("/customers", json={"name": "Ana", **body})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_batch_does_each_operation_by_itself(client: Any, superuser: Any) -> None:
    first = await make(client, email="a@x.test")
    operations = [
        {"op": "create", "data": {"name": "Bea", "email": "b@x.test"}},
        {"op": "create", "data": {"name": "Twin", "email": "a@x.test"}},
        {"op": "update", "customer_id": first["id"], "data": {"location": "Madrid"}},
        {"op": "upsert", "scheme": "crm", "value": "7", "data": {"name": "Cleo"}},
        {"op": "delete", "customer_id": first["id"]},
        {"op": "update", "customer_id": first["id"], "data": {"location": "Nowhere"}},
    ]
    answer = await client.post("/customers/batch", json={"operations": operations})
    assert answer.status_code == 200, answer.text
    results = answer.json()["results"]
    assert [result["status"] for result in results] == [201, 409, 200, 201, 204, 404]
    assert results[1]["problem"]["existing_id"] == first["id"]
    assert {item["name"] for item in (await client.get("/customers")).json()["items"]} == {"Bea", "Cleo"}
    assert await superuser.fetchval("SELECT count(*) FROM events WHERE data->>'name' = 'Twin'") == 0


async def test_a_batch_is_bounded(client: Any) -> None:
    operations = [{"op": "create", "data": {"name": "x"}}] * 101
    assert (await client.post("/customers/batch", json={"operations": operations})).status_code == 422
    assert (await client.get("/customers")).json()["items"] == []


async def test_a_bulk_edit_reports_what_failed_and_why(client: Any) -> None:
    folder = (await client.post("/folders", json={"name": "Leads"})).json()
    made = [await make(client, name=f"Ana {number}") for number in range(3)]
    gone = await make(client, name="Gone")
    await client.delete(f"/customers/{gone['id']}")
    body = {
        "selection": {"customer_ids": [item["id"] for item in [*made, gone]]},
        "action": {"type": "move", "folder_id": folder["id"]},
    }
    started = await client.post("/customers/bulk", json=body)
    assert started.status_code == 202, started.text
    await drain()
    job = (await client.get(f"/jobs/{started.json()['job_id']}")).json()
    assert (job["state"], job["result"], job["progress"]) == (
        "succeeded",
        {"changed": 3, "failed": 1},
        {"done": 4, "total": 4},
    )
    reasons = (await client.get(job["errors_url"].removeprefix("/api/v1"))).text
    assert gone["id"] in reasons
    assert {item["folder"]["name"] for item in (await client.get("/customers")).json()["items"]} == {"Leads"}


async def test_everything_a_filter_finds(client: Any) -> None:
    tag = (await client.post("/tags", json={"name": "VIP"})).json()
    for number in range(5):
        await make(client, name=f"Ana {number}", lifecycle="prospect" if number % 2 else "customer")
    body = {
        "selection": {"filter": {"lifecycle": ["prospect"]}},
        "action": {"type": "add_tags", "tag_ids": [tag["id"]]},
    }
    started = await client.post("/customers/bulk", json=body)
    await drain()
    assert (await client.get(f"/jobs/{started.json()['job_id']}")).json()["result"] == {"changed": 2, "failed": 0}
    tagged = (await client.get("/customers", params={"tag_id": tag["id"]})).json()["items"]
    assert {item["lifecycle"] for item in tagged} == {"prospect"}


async def test_a_bulk_edit_sees_only_what_its_starter_sees(home: Home, client: Any) -> None:
    agent = await home.as_member(P.customers_read, P.customers_write, P.jobs_read, visibility="assigned")
    await make(client, name="Hidden")
    own = await make(agent, name="Own")
    body = {"selection": {"filter": {}}, "action": {"type": "set_fields", "custom_fields": {}}}
    assert (await agent.post("/customers/bulk", json=body)).status_code == 422
    moved = await agent.post(
        "/customers/bulk",
        json={"selection": {"filter": {}}, "action": {"type": "assign", "worker_ids": [str(agent.member_id)]}},
    )
    await drain()
    assert (await agent.get(f"/jobs/{moved.json()['job_id']}")).json()["progress"] == {"done": 1, "total": 1}
    deletion = {"selection": {"customer_ids": [own["id"]]}, "action": {"type": "delete"}}
    assert (await agent.post("/customers/bulk", json=deletion)).status_code == 403


async def test_a_near_miss_of_the_search_is_shown_but_never_edited(client: Any) -> None:
    await make(client, name="John Macdonald")
    near = await make(client, name="John Macdonals")
    assert len((await client.get("/customers?q=macdonald")).json()["items"]) == 2
    started = await client.post(
        "/customers/bulk", json={"selection": {"filter": {"q": "macdonald"}}, "action": {"type": "delete"}}
    )
    await drain()
    assert (await client.get(f"/jobs/{started.json()['job_id']}")).json()["result"] == {"changed": 1, "failed": 0}
    assert [item["id"] for item in (await client.get("/customers")).json()["items"]] == [near["id"]]


async def test_a_key_of_one_customer_makes_no_others(home: Home, client: Any) -> None:
    own = await make(client, name="Own")
    key = await home.as_api_key([P.customers_read, P.customers_write], customer_id=own["id"])
    operations = [
        {"op": "create", "data": {"name": "Other"}},
        {"op": "upsert", "scheme": "crm", "value": "7", "data": {"name": "Other"}},
    ]
    answer = await key.post("/customers/batch", json={"operations": operations})
    assert [result["status"] for result in answer.json()["results"]] == [403, 403]
    assert (await key.post("/customers", json={"name": "Other"})).status_code == 403
    assert (await key.patch(f"/customers/{own['id']}", json={"name": "Mine"})).status_code == 200
    assert [item["name"] for item in (await client.get("/customers")).json()["items"]] == ["Mine"]


async def test_members_are_taken_off_many_and_no_longer_own_them(home: Home, client: Any) -> None:
    gone = await home.as_member(P.customers_read)
    stays = await home.as_member(P.customers_read)
    ids = [str(gone.member_id), str(stays.member_id)]
    owned = await make(client, name="Owned", owner_id=ids[0])
    await client.put(f"/customers/{owned['id']}/workers", json={"worker_ids": ids})
    free = await make(client, name="Free", owner_id=ids[1])
    body = {
        "selection": {"customer_ids": [owned["id"], free["id"]]},
        "action": {"type": "unassign", "worker_ids": ids[:1]},
    }
    started = await client.post("/customers/bulk", json=body)
    assert started.status_code == 202, started.text
    await drain()
    assert (await client.get(f"/jobs/{started.json()['job_id']}")).json()["result"] == {"changed": 2, "failed": 0}
    after = {item["name"]: item for item in (await client.get("/customers")).json()["items"]}
    assert (after["Owned"]["owner"], [worker["id"] for worker in after["Owned"]["workers"]]) == (None, ids[1:])
    assert (after["Free"]["owner"]["id"], [worker["id"] for worker in after["Free"]["workers"]]) == (ids[1], ids[1:])


async def test_taking_others_off_needs_the_permission_to_assign(home: Home, client: Any) -> None:
    agent = await home.as_member(P.customers_read, P.customers_write, P.jobs_read)
    other = await home.as_member(P.customers_read)
    made = await make(client)

    def body(member_id: Any) -> dict[str, Any]:
        return {
            "selection": {"customer_ids": [made["id"]]},
            "action": {"type": "unassign", "worker_ids": [str(member_id)]},
        }

    assert (await agent.post("/customers/bulk", json=body(other.member_id))).status_code == 403
    assert (await agent.post("/customers/bulk", json=body(agent.member_id))).status_code == 202


async def test_prospects_are_converted_and_customers_refused(client: Any) -> None:
    prospect = await make(client, name="Lead", lifecycle="prospect")
    customer = await make(client, name="Customer", lifecycle="customer")
    body = {"selection": {"customer_ids": [prospect["id"], customer["id"]]}, "action": {"type": "convert"}}
    started = await client.post("/customers/bulk", json=body)
    await drain()
    job = (await client.get(f"/jobs/{started.json()['job_id']}")).json()
    assert job["result"] == {"changed": 1, "failed": 1}
    reasons = (await client.get(job["errors_url"].removeprefix("/api/v1"))).text
    assert f"{customer['id']},already-customer" in reasons
    assert (await client.get(f"/customers/{prospect['id']}")).json()["lifecycle"] == "customer"
