"""The list is written by hand for speed: it must say exactly what the single customer says, and what the contract
says."""

import secrets
from typing import Any

import pytest
from tests.homes import Home

from atrium.records.customers.record.schemas import CustomerPage

FULL = {
    "kind": "company",
    "emails": [{"address": "Ana@Example.com", "label": "work"}, {"address": "b@example.com", "primary": True}],
    "phones": [{"number": "+34 600 11 22 33", "label": "mobile"}],
    "location": 'Madrid "Centro" \\ \u2028',
    "time_zone": "Europe/Madrid",
    "language": "es",
    "availability": "busy",
    "source": "website",
    "external_ids": {"hubspot": "991"},
}


async def both(client: Any, customer_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The customer as a list shows it and as it shows itself."""
    page = (await client.get("/customers")).json()
    listed = next(item for item in page["items"] if item["id"] == customer_id)
    return listed, (await client.get(f"/customers/{customer_id}")).json()


async def test_a_full_customer(home: Home, client: Any) -> None:
    folder = (await client.post("/folders", json={"name": "Leads"})).json()
    tags = [(await client.post("/tags", json={"name": name})).json()["id"] for name in ("VIP", "Ämter")]
    given = FULL | {"name": "Ruiz & Söhne", "folder_id": folder["id"], "owner_id": str(home.owner_id), "tag_ids": tags}
    made = await client.post("/customers", json=given)
    assert made.status_code == 201, made.text
    listed, single = await both(client, made.json()["id"])
    assert listed == single
    assert [tag["name"] for tag in listed["tags"]] == [tag["name"] for tag in single["tags"]] != []
    assert listed["workers"] == [listed["owner"]]


async def test_an_empty_customer_found_by_search(client: Any) -> None:
    made = (await client.post("/customers", json={"name": "Nobody Else"})).json()
    listed, single = await both(client, made["id"])
    found = (await client.get("/customers", params={"q": "nobody"})).json()["items"]
    assert [listed] == found == [single]


async def test_the_page_is_what_the_contract_says(client: Any) -> None:
    made = (await client.post("/customers", json=FULL | {"name": "Ana Ruiz"})).json()
    answer = await client.get("/customers", params={"include_total": "true"})
    assert answer.headers["content-type"] == "application/json"
    page = CustomerPage.model_validate(answer.json())
    assert page.total == 1
    assert page.model_dump(mode="json") == answer.json()
    assert str(page.items[0].id) == made["id"]


@pytest.mark.parametrize(
    "sort", ["-last_activity_at", "last_activity_at", "-created_at", "updated_at", "name", "-name"]
)
@pytest.mark.parametrize("view", ["all", "folders", "assigned", "hidden"])
async def test_statements_that_are_kept_serve_each_caller_alone(
    home: Home, elsewhere: Home, view: str, sort: str
) -> None:
    """The list's statement is built once for all callers of a kind: two workspaces and two members must never see each
    other's rows."""
    seen = []
    for place in (home, elsewhere, home):
        owner = await place.as_owner()
        folder = (await owner.post("/folders", json={"name": f"Folder {secrets.token_hex(4)}"})).json()["id"]
        member = await place.as_member(role="agent", visibility="all" if view == "hidden" else view)
        made = []
        for number in range(3):
            given: dict[str, object] = {"name": f"Person {number}"}
            given |= {"folder_id": folder} if view in {"folders", "hidden"} else {"worker_ids": [str(member.member_id)]}
            made.append((await owner.post("/customers", json=given)).json()["id"])
        levels = {"folders": "read", "hidden": "none"}
        if view in levels:
            entry = {"member_id": str(member.member_id), "level": levels[view]}
            assert (await owner.put(f"/folders/{folder}/permissions", json={"entries": [entry]})).is_success
        found, cursor = [], None
        while True:
            page = (
                await member.get(
                    "/customers", params={"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})
                )
            ).json()
            found += [item["id"] for item in page["items"]]
            if not (cursor := page["next_cursor"]):
                break
        assert len(found) == len(set(found))
        seen.append((place.id, set(made), set(found)))
    (_, first, saw_first), (_, second, saw_second), (_, third, saw_third) = seen
    if view == "hidden":
        assert (saw_first, saw_second, saw_third) == (set(), set(), first)
    elif view == "all":
        assert (saw_first, saw_second, saw_third) == (first, second, first | third)
    else:
        assert (saw_first, saw_second, saw_third) == (first, second, third)
