"""What a widget sees of its customer, and that it is never more."""

from typing import Any

import pytest
from tests.edge.embeds.factory import Embedded, embedded, make_customer, make_token, unlock
from tests.homes import Home


@pytest.fixture
async def its(home: Home) -> Embedded:
    return await embedded(home)


async def test_the_profile_leaves_out_what_a_role_has_to_itself(its: Embedded) -> None:
    manager = str(its.home.role_ids["manager"])
    colours = [{"key": "red", "label": "Red"}, {"key": "blue", "label": "Blue"}]
    for field in (
        {"key": "renewal_on", "label": "Renewal", "type": "date"},
        {"key": "secret", "label": "Secret", "type": "text", "view_role_ids": [manager]},
        {"key": "colour", "label": "Colour", "type": "multi_select", "options": colours},
        {"key": "keeper", "label": "Keeper", "type": "member"},
        {"key": "empty", "label": "Empty", "type": "text"},
    ):
        assert (await its.owner.post("/custom-fields", json=field)).status_code == 201, field
    values = {"renewal_on": "2027-01-31", "secret": "hush-hush", "colour": ["red"], "keeper": str(its.home.owner_id)}
    details = {"email": "ana@example.com", "external_ids": {"crm": "internal-77"}, "custom_fields": values}
    assert (await its.owner.patch(f"/customers/{its.customer_id}", json=details)).status_code == 200
    answer = await (await its.widget()).get("/embed/profile")
    assert answer.status_code == 200
    shown = answer.json()
    assert (shown["name"], shown["email"]) == ("Ana Ruiz", "ana@example.com")
    assert [(field["key"], field["value"]) for field in shown["fields"]] == [
        ("renewal_on", "2027-01-31"),
        ("colour", ["Red"]),
    ]
    for hidden in ("hush-hush", "internal-77", str(its.home.owner_id), "Empty"):
        assert hidden not in answer.text
    assert "hush-hush" in (await its.owner.get(f"/customers/{its.customer_id}")).text, "control: the owner sees it"


async def test_the_timeline_has_neither_closed_fields_nor_keys(its: Embedded) -> None:
    manager = str(its.home.role_ids["manager"])
    await its.owner.post(
        "/custom-fields", json={"key": "secret", "label": "Secret", "type": "text", "view_role_ids": [manager]}
    )
    await its.owner.patch(
        f"/customers/{its.customer_id}", json={"custom_fields": {"secret": "hush-hush"}, "location": "Madrid"}
    )
    await its.owner.post(f"/customers/{its.customer_id}/notes", json={"body": "Wants the *annual* plan"})
    timeline = await (await its.widget()).get("/embed/timeline")
    types = {item["type"] for item in timeline.json()["items"]}
    assert {"customer.created", "customer.updated", "note.created"} <= types
    assert not any(name.startswith(("embed", "api_key")) for name in types)
    assert "hush-hush" not in timeline.text
    body = {"scopes": ["customers:read", "timeline:read"], "widgets": ["timeline"]}
    assert (await its.owner.patch(f"/embed-configs/{its.config['id']}", json=body)).status_code == 200
    without = await (await its.widget()).get("/embed/timeline")
    assert "note.created" not in {item["type"] for item in without.json()["items"]}, "notes need their own scope"


async def test_notes_come_as_safe_html(its: Embedded) -> None:
    await its.owner.post(
        f"/customers/{its.customer_id}/notes", json={"body": "Wants **this** <script>alert(1)</script>"}
    )
    found = (await (await its.widget()).get("/embed/notes")).json()["items"]
    assert found[0]["author_name"] == "Owner"
    assert "<strong>this</strong>" in found[0]["html"]
    assert "<script" not in found[0]["html"]


async def test_credits_move_before_its_eyes(its: Embedded) -> None:
    page, path = await its.widget(), f"/customers/{its.customer_id}/credits"
    assert (await page.get("/embed/credits")).json()["balances"][0]["balance"] == 0
    granted = await its.owner.post(
        f"{path}/grants", json={"amount": 500, "note": "Welcome"}, headers={"Idempotency-Key": "g1"}
    )
    assert granted.status_code == 201
    used = {"amount": 5, "source": {"type": "call", "id": "c1"}}
    assert (await its.owner.post(f"{path}/consume", json=used, headers={"Idempotency-Key": "c1"})).status_code == 201
    assert (await page.get("/embed/credits")).json()["balances"][0]["available"] == 495
    entries = (await page.get("/embed/credits/entries", params={"limit": 1})).json()
    assert [(item["type"], item["amount"], item["balance_after"]) for item in entries["items"]] == [
        ("consume", -5, 495)
    ]
    older = (await page.get("/embed/credits/entries", params={"cursor": entries["next_cursor"]})).json()["items"]
    assert [item["note"] for item in older] == ["Welcome"]
    assert set(older[0]) == {"id", "unit", "type", "amount", "balance_after", "note", "created_at"}


async def test_the_quota_moves_too(its: Embedded) -> None:
    body = {"scopes": ["quotas:read"], "widgets": ["quota"]}
    assert (await its.owner.patch(f"/embed-configs/{its.config['id']}", json=body)).status_code == 200
    page = await its.widget()
    locked = await page.get("/embed/quota")
    assert (locked.status_code, bool(locked.json()["unmet"])) == (409, True)
    wanted = {"integration": True, "integration_apps": ["generic"]}
    assert (await its.owner.patch(f"/customers/{its.customer_id}/features", json=wanted)).status_code == 200
    used = await its.owner.post(
        f"/customers/{its.customer_id}/quota/consume", json={"amount": 3}, headers={"Idempotency-Key": "q1"}
    )
    assert used.status_code == 200
    shown = (await page.get("/embed/quota")).json()
    assert (shown["limit"], shown["used"], shown["remaining"]) == (100, 3, 97)


async def test_a_widget_sees_its_own_customer_and_no_other(its: Embedded) -> None:
    other = await make_customer(its.owner, location="Lisbon")
    await unlock(its.owner, other)
    token = await make_token(its.owner, other, its.config["id"])
    theirs = await Embedded(its.home, its.owner, _bearing(its, token), other, its.config, token).widget()
    mine = await its.widget()
    assert (await theirs.get("/embed/profile")).json()["location"] == "Lisbon"
    assert (await mine.get("/embed/profile")).json()["location"] is None
    for page, customer in ((mine, other), (mine, its.customer_id), (theirs, its.customer_id)):
        for path in ("", "/notes", "/timeline", "/credits", "/credits/entries", "/embed-tokens"):
            answer = await page.get(f"/customers/{customer}{path}")
            assert (answer.status_code, answer.json()["code"]) == (403, "not-for-embeds")


def _bearing(its: Embedded, token: Any) -> Any:
    from tests.edge.embeds.factory import bearing

    return bearing(its.home, token["secret"])
