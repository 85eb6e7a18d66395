from typing import Any

from tests.homes import Home

from atrium.kernel.permissions import P


async def make_group(client: Any, name: str = "Stage", **more: Any) -> Any:
    answer = await client.post("/tag-groups", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def make_tag(client: Any, name: str = "VIP", **more: Any) -> Any:
    answer = await client.post("/tags", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_tag_takes_its_groups_colour_until_it_has_its_own(client: Any) -> None:
    group = await make_group(client, colour="#112233")
    tag = await make_tag(client, group_id=group["id"])
    assert (tag["colour"], tag["own_colour"]) == ("#112233", None)
    changed = await client.patch(f"/tags/{tag['id']}", json={"colour": "#445566"})
    assert (changed.json()["colour"], changed.json()["own_colour"]) == ("#445566", "#445566")
    assert (await client.patch(f"/tags/{tag['id']}", json={"colour": None})).json()["colour"] == "#112233"


async def test_names_are_unique_within_their_group_whatever_their_case(client: Any) -> None:
    group = await make_group(client)
    await make_tag(client, "VIP", group_id=group["id"])
    await make_tag(client, "VIP")
    answer = await client.post("/tags", json={"name": "vip", "group_id": group["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "name-taken")
    assert (await client.post("/tag-groups", json={"name": "STAGE"})).status_code == 409


async def test_renaming_keeps_the_id_and_a_stale_etag_is_refused(client: Any) -> None:
    tag = await make_tag(client)
    read = await client.get(f"/tags/{tag['id']}")
    renamed = await client.patch(
        f"/tags/{tag['id']}", json={"name": "Very important"}, headers={"If-Match": read.headers["etag"]}
    )
    assert (renamed.json()["id"], renamed.json()["name"]) == (tag["id"], "Very important")
    stale = await client.patch(f"/tags/{tag['id']}", json={"name": "Other"}, headers={"If-Match": read.headers["etag"]})
    assert stale.status_code == 412
    assert (await client.get(f"/tags/{tag['id']}")).json()["name"] == "Very important"


async def test_search_inside_a_group_and_pages_in_order(client: Any) -> None:
    group = await make_group(client)
    for name in ("beta", "Alpha", "gamma", "alphabet"):
        await make_tag(client, name, group_id=group["id"])
    await make_tag(client, "alpha outside")
    found = await client.get("/tags", params={"group_id": group["id"], "q": "ALPH"})
    assert [item["name"] for item in found.json()["items"]] == ["Alpha", "alphabet"]
    first = (await client.get("/tags", params={"group_id": group["id"], "limit": 3})).json()
    second = (
        await client.get("/tags", params={"group_id": group["id"], "limit": 3, "cursor": first["next_cursor"]})
    ).json()
    assert [item["name"] for item in first["items"] + second["items"]] == ["Alpha", "alphabet", "beta", "gamma"]
    assert second["next_cursor"] is None
    assert (await client.get("/tags", params={"limit": 3, "cursor": first["next_cursor"]})).status_code == 422


async def test_deleting_a_group_keeps_its_tags(client: Any) -> None:
    group = await make_group(client)
    tag = await make_tag(client, group_id=group["id"])
    assert (await client.delete(f"/tag-groups/{group['id']}")).status_code == 204
    assert (await client.get(f"/tags/{tag['id']}")).json()["group_id"] is None


async def test_bad_input_names_the_place(client: Any) -> None:
    answer = await client.post("/tags", json={"name": " ", "colour": "red", "shape": "round"})
    assert answer.status_code == 422
    assert {error["pointer"] for error in answer.json()["errors"]} == {"/name", "/colour", "/shape"}
    unknown = await client.post("/tags", json={"name": "x", "group_id": "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"})
    assert unknown.json()["errors"][0]["pointer"] == "/group_id"
    assert (await client.post("/tags", content=b"{", headers={"Content-Type": "application/json"})).status_code == 400


async def test_reading_is_not_managing(home: Home, client: Any) -> None:
    tag = await make_tag(client)
    reader = await home.as_member(P.tags_read)
    assert (await reader.get("/tags")).status_code == 200
    answer = await reader.delete(f"/tags/{tag['id']}")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


async def test_a_repeated_post_with_a_key_makes_one_tag(client: Any) -> None:
    key = {"Idempotency-Key": "once"}
    first = await client.post("/tags", json={"name": "VIP"}, headers=key)
    again = await client.post("/tags", json={"name": "VIP"}, headers=key)
    assert again.json() == first.json()
    assert (again.status_code, again.headers["idempotent-replayed"]) == (201, "true")
    assert (await client.post("/tags", json={"name": "Other"}, headers=key)).status_code == 422
    assert len((await client.get("/tags")).json()["items"]) == 1


async def test_an_unknown_parameter_is_refused(client: Any) -> None:
    answer = await client.get("/tags", params={"grup_id": "x"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "query/grup_id")


async def test_a_group_sorted_by_hand_lists_its_tags_by_position(client: Any) -> None:
    group = (await client.post("/tag-groups", json={"name": "Stage", "sort": "position"})).json()
    for position, name in enumerate(["Zeta", "Mid", "Alpha"]):
        await client.post("/tags", json={"name": name, "group_id": group["id"], "position": position})
    names: list[str] = []
    cursor: str | None = None
    while names == [] or cursor:
        page = (
            await client.get(
                "/tags", params={"group_id": group["id"], "limit": 1, **({"cursor": cursor} if cursor else {})}
            )
        ).json()
        names, cursor = [*names, *(item["name"] for item in page["items"])], page["next_cursor"]
    assert names == ["Zeta", "Mid", "Alpha"]
    await client.patch(f"/tag-groups/{group['id']}", json={"sort": "name"})
    assert [item["name"] for item in (await client.get("/tags", params={"group_id": group["id"]})).json()["items"]] == [
        "Alpha",
        "Mid",
        "Zeta",
    ]
