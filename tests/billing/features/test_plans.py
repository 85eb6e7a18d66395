"""Plans, their values, and features of the workspace's own."""

from typing import Any

from tests.billing.features.test_entitlements import change, make_customer, states


async def test_a_workspace_adds_a_feature_and_gives_it_values(client: Any) -> None:
    customer = await make_customer(client)
    made = await client.post(
        "/features",
        json={"key": "support", "label": "Support", "type": "choice", "choices": [{"key": "gold", "label": "Gold"}]},
    )
    assert made.status_code == 201, made.text
    assert (await states(client, customer))["support"]["value"] is None
    assert (await client.patch("/plans/basic", json={"values": {"support": "gold"}})).status_code == 200
    assert (await states(client, customer))["support"]["value"] == "gold"
    assert (await change(client, customer, support="silver")).status_code == 422
    assert (await client.patch("/plans/basic", json={"values": {"support": None}})).json()["own_values"] == {}
    assert (await client.delete("/features/support")).status_code == 204
    assert "support" not in await states(client, customer)


async def test_what_a_deleted_feature_left_behind_does_not_come_back(client: Any) -> None:
    customer = await make_customer(client)
    await client.post("/features", json={"key": "beta", "label": "Beta"})
    await change(client, customer, beta=True)
    await client.delete("/features/beta")
    await client.post("/features", json={"key": "beta", "label": "Beta again"})
    assert (await states(client, customer))["beta"]["value"] is False


async def test_features_of_ones_own_have_prerequisites_without_circles(client: Any) -> None:
    customer = await make_customer(client)
    await client.post("/features", json={"key": "one", "label": "One", "requires": ["ai_credits"]})
    await client.post("/features", json={"key": "two", "label": "Two", "requires": ["one"], "default": True})
    answer = await client.patch("/features/one", json={"requires": ["two"]})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "circular")
    assert (
        await client.post("/features", json={"key": "three", "label": "Three", "requires": ["three"]})
    ).status_code == 422
    assert (await client.delete("/features/one")).json()["unmet"][0]["code"] == "required-by-feature"
    assert (await change(client, customer, one=True)).status_code == 409
    assert (await change(client, customer, one=True, ai_credits=True)).status_code == 200
    assert (await states(client, customer))["two"]["on"]


async def test_the_default_plan_is_everyones_who_has_none(client: Any) -> None:
    customer = await make_customer(client)
    made = await client.post(
        "/plans", json={"key": "partner", "name": "Partner", "based_on": "pro", "values": {"api_access": True}}
    )
    assert made.status_code == 201, made.text
    assert (made.json()["values"]["api_access"], made.json()["values"]["portal_users"]) == (True, 5)
    assert (await client.patch("/plans/partner", json={"is_default": True})).json()["is_default"]
    assert (await states(client, customer))["api_access"]["value"] is True
    assert not (await client.get("/plans/basic")).json()["is_default"]
    assert (await client.delete("/plans/partner")).json()["code"] == "default-plan"
    await client.patch("/plans/pro", json={"is_default": True})
    await change(client, customer, plan="partner")
    assert (await client.delete("/plans/partner")).json()["unmet"][0]["code"] == "customers-on-plan"
    await change(client, customer, plan=None)
    assert (await client.delete("/plans/partner")).status_code == 204
    assert (await client.get(f"/customers/{customer}/features")).json()["plan"] == {
        "key": "pro",
        "name": "Pro",
        "source": "default",
    }


async def test_what_comes_with_atrium_stays(client: Any) -> None:
    assert (await client.delete("/features/portal")).json()["code"] == "built-in"
    assert (await client.delete("/plans/pro")).json()["code"] == "built-in"
    assert (await client.post("/features", json={"key": "plan", "label": "Plan"})).json()["code"] == "key-taken"
    assert (await client.post("/plans", json={"key": "pro", "name": "Pro"})).json()["code"] == "key-taken"
    bad = await client.patch("/plans/pro", json={"values": {"nothing": True, "api_access": 3}})
    assert {error["pointer"] for error in bad.json()["errors"]} == {"/values/nothing", "/values/api_access"}


async def test_a_stale_plan_is_refused(client: Any) -> None:
    seen = (await client.get("/plans/pro")).headers["etag"]
    await client.patch("/plans/pro", json={"values": {"api_access": True}})
    assert (
        await client.patch("/plans/pro", json={"values": {"api_access": False}}, headers={"If-Match": seen})
    ).status_code == 412


async def test_a_plan_has_what_the_workspace_made_of_the_one_it_is_based_on(client: Any) -> None:
    await client.patch("/plans/pro", json={"values": {"api_access": True, "portal_users": 9}})
    plan = (
        await client.post(
            "/plans", json={"key": "partner", "name": "Partner", "based_on": "pro", "values": {"portal_users": 12}}
        )
    ).json()
    assert (plan["values"]["api_access"], plan["values"]["portal_users"], plan["own_values"]) == (
        True,
        12,
        {"portal_users": 12},
    )
    await client.patch("/plans/pro", json={"values": {"api_access": None}})
    assert (await client.get("/plans/partner")).json()["values"]["api_access"] is False
