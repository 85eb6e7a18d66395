from typing import Any

import pytest
from tests.conftest import counting_statements
from tests.homes import Home

from atrium.kernel.permissions import P

ANA = {
    "name": "Ana Ruiz",
    "kind": "person",
    "lifecycle": "customer",
    "emails": [{"address": "Ana@X.test", "label": "work", "primary": True}],
    "phones": [{"number": "+34 600 11 22 33", "label": "mobile", "primary": True}],
    "location": "Madrid",
    "external_ids": {"hubspot": "991"},
}


async def make(client: Any, **more: Any) -> Any:
    answer = await client.post("/customers", json={"name": "Ana Ruiz", **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_the_documented_shape(client: Any) -> None:
    answer = await client.post("/customers", json=ANA)
    assert answer.status_code == 201, answer.text
    assert answer.headers["etag"] == '"1"'
    made = answer.json()
    assert (made["email"], made["phone"]) == ("ana@x.test", "+34600112233")
    assert made["phones"] == [
        {"number": "+34600112233", "display": "600 11 22 33", "extension": None, "label": "mobile", "primary": True}
    ]
    assert made["external_ids"] == {"hubspot": "991"}
    assert (await client.get(f"/customers/{made['id']}")).json() == made


async def test_short_forms_and_a_number_of_the_workspaces_country(client: Any) -> None:
    made = await make(client, email="ana@x.test", phone="600 11 22 33")
    assert (made["emails"][0]["address"], made["phones"][0]["number"]) == ("ana@x.test", "+34600112233")
    both = await client.post("/customers", json={"name": "x", "email": "a@x.test", "emails": [{"address": "b@x.test"}]})
    assert both.status_code == 422


@pytest.mark.parametrize("q", ["60011", "+34 600 11", "600-11", "ana r", "RUIZ", "x.test", "madrid", "991"])
async def test_found_at_once_by_any_part(client: Any, q: str) -> None:
    made = (await client.post("/customers", json=ANA)).json()
    await make(client, name="Someone else")
    found = (await client.get("/customers", params={"q": q, "limit": 50})).json()
    assert [item["id"] for item in found["items"]] == [made["id"]]
    assert found["next_cursor"] is None


async def test_accents_and_typing_errors(client: Any) -> None:
    made = await make(client, name="José Fernández-García")
    for q in ("jose fernandez", "FERNÁNDEZ", "fernandz"):
        found = (await client.get("/customers", params={"q": q})).json()["items"]
        assert [item["id"] for item in found] == [made["id"]], q


async def test_a_duplicate_address_names_the_other_one(home: Home, client: Any) -> None:
    other = await make(client, email="ana@x.test")
    answer = await client.post("/customers", json={"name": "Anna", "emails": [{"address": "ANA@x.test"}]})
    assert (answer.status_code, answer.json()["code"], answer.json()["existing_id"]) == (
        409,
        "duplicate-customer",
        other["id"],
    )
    agent = await home.as_member(P.customers_read, P.customers_write, visibility="assigned")
    hidden = await agent.post("/customers", json={"name": "Anna", "email": "ana@x.test"})
    assert (hidden.status_code, hidden.json()["existing_id"]) == (409, None)


async def test_every_bad_place_is_named(client: Any) -> None:
    body = {
        "name": "x",
        "emails": [{"address": "nobody"}],
        "phones": [{"number": "12"}],
        "time_zone": "Mars/Olympus",
        "status_id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10",
        "tag_ids": ["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"],
    }
    answer = await client.post("/customers", json=body)
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {
        "/emails/0/address",
        "/phones/0/number",
        "/time_zone",
        "/status_id",
        "/tag_ids/0",
    }
    assert (await client.get("/customers")).json()["items"] == []


async def test_a_patch_changes_what_it_names_and_one_sitting_is_one_event(client: Any, superuser: Any) -> None:
    made = (await client.post("/customers", json=ANA)).json()
    for patch in (
        {"location": "Sevilla"},
        {"location": "Cádiz", "language": "es"},
        {"external_ids": {"hubspot": None, "crm": "7"}},
    ):
        answer = await client.patch(f"/customers/{made['id']}", json=patch)
        assert answer.status_code == 200, answer.text
    now = answer.json()
    assert (now["location"], now["language"], now["external_ids"], now["name"]) == (
        "Cádiz",
        "es",
        {"crm": "7"},
        "Ana Ruiz",
    )
    rows = await superuser.fetch(
        "SELECT changes::text FROM events WHERE customer_id = $1 AND type = 'customer.updated'", made["id"]
    )
    assert len(rows) == 1
    assert '"before": "Madrid"' in rows[0]["changes"]
    assert '"after": "Cádiz"' in rows[0]["changes"]


async def test_a_stale_etag_is_refused(client: Any) -> None:
    made = await make(client)
    assert (
        await client.patch(f"/customers/{made['id']}", json={"name": "A"}, headers={"If-Match": '"1"'})
    ).status_code == 200
    stale = await client.patch(f"/customers/{made['id']}", json={"name": "B"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, (await client.get(f"/customers/{made['id']}")).json()["name"]) == (412, "A")


async def test_an_address_that_was_let_go_is_free(client: Any) -> None:
    made = await make(client, email="ana@x.test")
    await client.patch(f"/customers/{made['id']}", json={"emails": []})
    assert (await make(client, name="Anna", email="ana@x.test"))["email"] == "ana@x.test"


async def test_folders_bring_their_default_status_and_moves_map_it(client: Any) -> None:
    leads = (await client.post("/folders", json={"name": "Leads", "statuses": []})).json()
    new = (
        await client.post(
            f"/folders/{leads['id']}/statuses", json={"name": "New", "category": "open", "is_default": True}
        )
    ).json()
    hot = (await client.post(f"/folders/{leads['id']}/statuses", json={"name": "Hot", "category": "open"})).json()
    clients = (await client.post("/folders", json={"name": "Clients", "statuses": []})).json()
    active = (
        await client.post(
            f"/folders/{clients['id']}/statuses", json={"name": "Active", "category": "open", "is_default": True}
        )
    ).json()
    also_hot = (
        await client.post(f"/folders/{clients['id']}/statuses", json={"name": "hot", "category": "open"})
    ).json()
    made = await make(client, folder_id=leads["id"])
    assert (made["folder"]["name"], made["status"]["id"]) == ("Leads", new["id"])
    moved = (await client.patch(f"/customers/{made['id']}", json={"folder_id": clients["id"]})).json()
    assert moved["status"]["id"] == active["id"]
    await client.patch(f"/customers/{made['id']}", json={"folder_id": leads["id"], "status_id": hot["id"]})
    assert (await client.patch(f"/customers/{made['id']}", json={"folder_id": clients["id"]})).json()["status"][
        "id"
    ] == also_hot["id"]
    wrong = await client.patch(f"/customers/{made['id']}", json={"status_id": new["id"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/status_id")


async def test_filters_sorts_and_pages(client: Any) -> None:
    vip = (await client.post("/tags", json={"name": "VIP"})).json()
    for name in ("Delta", "alpha", "Charlie", "bravo"):
        await make(
            client,
            name=name,
            lifecycle="prospect" if name == "bravo" else "customer",
            tag_ids=[vip["id"]] if name < "D" else [],
        )
    newest = [item["name"] for item in (await client.get("/customers")).json()["items"]]
    assert newest == ["bravo", "Charlie", "alpha", "Delta"]
    named = (await client.get("/customers", params={"sort": "name", "limit": 3})).json()
    rest = (await client.get("/customers", params={"sort": "name", "limit": 3, "cursor": named["next_cursor"]})).json()
    assert [item["name"] for item in named["items"] + rest["items"]] == ["alpha", "bravo", "Charlie", "Delta"]
    prospects = (await client.get("/customers", params={"lifecycle": "prospect", "include_total": True})).json()
    assert ([item["name"] for item in prospects["items"]], prospects["total"]) == (["bravo"], 1)
    tagged = (await client.get("/customers", params={"tag_id": vip["id"], "sort": "-name"})).json()
    assert [item["name"] for item in tagged["items"]] == ["Charlie"]
    paged: list[str] = []
    cursor = None
    while True:
        page = (
            await client.get("/customers", params={"q": "a", "limit": 1, **({"cursor": cursor} if cursor else {})})
        ).json()
        paged += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert paged == ["bravo", "Charlie", "alpha", "Delta"]
    assert (await client.get("/customers", params={"sort": "shoe_size"})).status_code == 422


async def test_custom_fields_filter_sort_and_merge(client: Any) -> None:
    assert (
        await client.post("/custom-fields", json={"key": "renewal_on", "label": "Renewal", "type": "date"})
    ).status_code == 201
    assert (
        await client.post("/custom-fields", json={"key": "size", "label": "Size", "type": "number"})
    ).status_code == 201
    early = await make(client, name="Early", custom_fields={"renewal_on": "2026-01-31", "size": 3})
    late = await make(client, name="Late", custom_fields={"renewal_on": "2027-01-31"})
    await make(client, name="None")
    found = (await client.get("/customers", params={"field[renewal_on][gte]": "2027-01-01"})).json()
    assert [item["id"] for item in found["items"]] == [late["id"]]
    by_date = (await client.get("/customers", params={"sort": "-field.renewal_on"})).json()
    assert [item["name"] for item in by_date["items"]] == ["Late", "Early", "None"]
    merged = (await client.patch(f"/customers/{early['id']}", json={"custom_fields": {"size": 4}})).json()
    assert merged["custom_fields"] == {"renewal_on": "2026-01-31", "size": 4}
    cleared = (await client.patch(f"/customers/{early['id']}", json={"custom_fields": {"renewal_on": None}})).json()
    assert cleared["custom_fields"] == {"size": 4}
    bad = await client.patch(f"/customers/{early['id']}", json={"custom_fields": {"size": "big", "colour": 1}})
    assert {error["pointer"] for error in bad.json()["errors"]} == {"/custom_fields/size", "/custom_fields/colour"}


async def test_assigned_only_members_see_their_own(home: Home, client: Any) -> None:
    agent = await home.as_member(P.customers_read, P.customers_write, visibility="assigned")
    theirs = await make(client, worker_ids=[str(agent.member_id)])
    other = await make(client, name="Hidden Ruiz")
    assert [item["id"] for item in (await agent.get("/customers")).json()["items"]] == [theirs["id"]]
    assert [
        item["id"]
        for item in (await agent.get("/customers", params={"q": "ruiz", "include_total": True})).json()["items"]
    ] == [theirs["id"]]
    for answer in (
        await agent.get(f"/customers/{other['id']}"),
        await agent.patch(f"/customers/{other['id']}", json={"name": "x"}),
    ):
        assert answer.status_code == 404
    own = await make(agent, name="Own")
    assert (await agent.get(f"/customers/{own['id']}")).status_code == 200


async def test_a_conversion_happens_once(client: Any, superuser: Any) -> None:
    made = await make(client, lifecycle="prospect")
    converted = (await client.post(f"/customers/{made['id']}/convert")).json()
    assert (converted["id"], converted["lifecycle"], converted["converted_at"] is not None) == (
        made["id"],
        "customer",
        True,
    )
    assert (await client.post(f"/customers/{made['id']}/convert")).status_code == 409
    assert (
        await superuser.fetchval(
            "SELECT count(*) FROM events WHERE customer_id = $1 AND type = 'customer.converted'", made["id"]
        )
        == 1
    )


async def test_a_list_takes_few_statements(client: Any) -> None:
    for number in range(12):
        await make(client, name=f"Customer {number}", email=f"c{number}@x.test")
    with counting_statements() as statements:
        assert len((await client.get("/customers")).json()["items"]) == 12
    assert len(statements) <= 3, statements
    with counting_statements() as statements:
        await client.get("/customers", params={"q": "customer"})
    assert len(statements) <= 4, statements


async def test_news_is_unread_until_seen(home: Home, client: Any) -> None:
    other = await home.as_member(P.customers_read, P.customers_write)
    made = await make(client)
    assert made["unread"] is False
    assert (await other.get(f"/customers/{made['id']}")).json()["unread"] is True
    assert (await other.post(f"/customers/{made['id']}/visit")).status_code == 204
    assert (await other.get(f"/customers/{made['id']}")).json()["unread"] is False
    await client.patch(f"/customers/{made['id']}", json={"location": "Madrid"})
    assert (await other.get(f"/customers/{made['id']}")).json()["unread"] is True
