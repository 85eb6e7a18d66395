"""What a customer may use: values, sources, prerequisites, cascades, and the reason why not (A6, A8, X2)."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import counting_statements
from tests.homes import Home

from atrium.billing.features.entitlements import service
from atrium.billing.features.plans.catalogue import BUILT_IN
from atrium.kernel.permissions import P


async def make_customer(client: Any, **more: Any) -> str:
    answer = await client.post("/customers", json={"name": "Ana Ruiz", **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def states(client: Any, customer: str) -> dict[str, Any]:
    answer = await client.get(f"/customers/{customer}/features")
    assert answer.status_code == 200, answer.text
    return {state["key"]: state for state in answer.json()["features"]}


async def change(client: Any, customer: str, **values: Any) -> Any:
    return await client.patch(f"/customers/{customer}/features", json=values)


async def saas(client: Any) -> None:
    assert (await client.patch("/workspace", json={"saas_mode": True})).status_code == 200


def test_the_catalogue_names_only_what_is_there_and_has_no_circles() -> None:
    known = {feature.key: feature for feature in BUILT_IN}
    assert len(known) == len(BUILT_IN)
    for feature in BUILT_IN:
        assert {*feature.requires, *feature.forces, *feature.turns_off} <= set(known)
        seen, waiting = set(), list(feature.requires)
        while waiting:
            key = waiting.pop()
            assert key != feature.key, f"{feature.key} requires itself"
            if key not in seen:
                seen.add(key)
                waiting += known[key].requires


async def test_a_value_says_where_it_comes_from(client: Any) -> None:
    customer = await make_customer(client)
    found = await states(client, customer)
    assert (found["api_access"]["value"], found["api_access"]["source"]) == (False, "default")
    await change(client, customer, plan="enterprise")
    found = await states(client, customer)
    assert (found["api_access"]["value"], found["api_access"]["source"]) == (True, "plan")
    await change(client, customer, api_access=False)
    found = await states(client, customer)
    assert (found["api_access"]["value"], found["api_access"]["source"], found["api_access"]["plan_value"]) == (
        False,
        "override",
        True,
    )
    await change(client, customer, api_access=None)
    assert (await states(client, customer))["api_access"]["source"] == "plan"


async def test_integration_and_apps_are_set_at_once_and_open_the_quota(client: Any) -> None:
    customer = await make_customer(client)
    assert [reason["code"] for reason in (await states(client, customer))["tool_call_quota"]["unmet"]] == [
        "integration-off",
        "integration-apps-off",
    ]
    answer = await change(client, customer, integration=True, integration_apps=["generic"])
    assert answer.status_code == 200, answer.text
    assert {step["key"]: (step["after"], step["asked"], step["because"]) for step in answer.json()["changes"]} == {
        "integration": (True, True, None),
        "integration_apps": (["generic"], True, None),
        "tool_call_quota": (True, False, "integration"),
    }


async def test_what_is_not_eligible_is_refused_whole_with_reason_and_fix(client: Any) -> None:
    customer = await make_customer(client)
    answer = await change(client, customer, api_access=True, billing=True, portal=True)
    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "prerequisites-unmet")
    assert {reason["code"] for reason in body["unmet"]} == {"stripe-not-connected", "white-label-portal-off"}
    assert {error["pointer"] for error in body["errors"]} == {"/billing", "/portal"}
    assert (
        next(reason for reason in body["unmet"] if reason["code"] == "white-label-portal-off")["fix"]["href"]
        == "/settings/workspace"
    )
    assert not (await states(client, customer))["api_access"]["value"]
    await saas(client)
    assert (await change(client, customer, portal=True)).status_code == 200


async def test_embeds_need_portal_and_an_active_account(client: Any) -> None:
    await saas(client)
    customer = await make_customer(client, lifecycle="prospect")
    assert [reason["code"] for reason in (await states(client, customer))["embeds"]["unmet"]] == [
        "account-not-active",
        "portal-off",
    ]
    await change(client, customer, portal=True)
    assert not (await states(client, customer))["embeds"]["on"]
    assert (await client.post(f"/customers/{customer}/convert")).status_code == 200
    assert (await states(client, customer))["embeds"]["on"]


async def test_api_access_off_locks_the_keys_menu(client: Any) -> None:
    customer = await make_customer(client)
    await change(client, customer, api_access=True)
    seen = (await client.post(f"/customers/{customer}/features/preview", json={"api_access": False})).json()
    assert (seen["possible"], [(step["key"], step["asked"], step["because"]) for step in seen["changes"]]) == (
        True,
        [("api_access", True, None), ("api_keys_menu", False, "api_access")],
    )
    assert (await states(client, customer))["api_access"]["on"], "a preview changes nothing"
    await change(client, customer, api_access=False)
    menu = (await client.get(f"/customers/{customer}/features")).json()["menu"]
    entry = next(entry for entry in menu if entry["key"] == "api_keys")
    assert (entry["visible"], entry["locked"], entry["unmet"][0]["code"]) == (True, True, "api-access-off")
    assert (await change(client, customer, api_keys_menu=True)).status_code == 409


async def test_ai_credits_hide_prices_and_take_the_gateway_with_them(client: Any) -> None:
    customer = await make_customer(client)
    assert (await change(client, customer, ai_gateway=True)).status_code == 409
    await change(client, customer, ai_credits=True, ai_gateway=True)
    found = await states(client, customer)
    assert (
        found["pricing_hidden"]["value"],
        found["pricing_hidden"]["source"],
        found["pricing_hidden"]["forced_by"],
    ) == (True, "forced", "ai_credits")
    assert (await change(client, customer, pricing_hidden=False)).json()["unmet"][0]["code"] == "forced-by-feature"
    answer = await change(client, customer, ai_credits=False)
    assert {step["key"]: step["because"] for step in answer.json()["changes"]} == {
        "ai_credits": None,
        "pricing_hidden": "ai_credits",
        "ai_gateway": "ai_credits",
    }
    await change(client, customer, ai_credits=True)
    found = await states(client, customer)
    assert (found["ai_credits"]["on"], found["ai_gateway"]["on"]) == (True, False), (
        "the gateway stays off until someone wants it again"
    )


async def test_bad_values_name_their_place(client: Any) -> None:
    customer = await make_customer(client)
    answer = await change(
        client,
        customer,
        integration="yes",
        integration_apps=["generic", "fax"],
        portal_users=-1,
        portal_domain="a\nb",
        nonsense=True,
        plan="gold",
    )
    assert answer.status_code == 422
    assert {error["pointer"]: error["code"] for error in answer.json()["errors"]} == {
        "/integration": "bool_type",
        "/integration_apps": "unknown_choice",
        "/portal_users": "out_of_range",
        "/portal_domain": "text",
        "/nonsense": "unknown_feature",
        "/plan": "unknown_plan",
    }


async def test_a_change_is_an_event_with_everything_that_changed(client: Any) -> None:
    customer = await make_customer(client)
    await change(client, customer, ai_credits=True)
    event = (await client.get(f"/customers/{customer}/timeline", params={"type": "customer.features_changed"})).json()[
        "items"
    ][0]
    assert {key: (change["before"], change["after"]) for key, change in event["changes"].items()} == {
        "ai_credits": (False, True),
        "pricing_hidden": (False, True),
    }
    await change(client, customer, ai_credits=True)
    again = await client.get(f"/customers/{customer}/timeline", params={"type": "customer.features_changed"})
    assert len(again.json()["items"]) == 1, "what changes nothing is no event"


async def test_a_stale_copy_is_refused(client: Any) -> None:
    customer = await make_customer(client)
    seen = (await client.get(f"/customers/{customer}/features")).headers["etag"]
    await change(client, customer, ai_credits=True)
    answer = await client.patch(
        f"/customers/{customer}/features", json={"ai_credits": False}, headers={"If-Match": seen}
    )
    assert answer.status_code == 412


async def test_other_slices_ask_by_name_and_get_the_reasons(home: Home, client: Any) -> None:
    customer = UUID(await make_customer(client))
    async with home.ctx() as ctx:
        with pytest.raises(service.PrerequisitesUnmet) as refusal:
            await service.require(ctx, customer, "embeds")
        assert [reason.code for reason in refusal.value.unmet] == ["portal-off"]
        with pytest.raises(service.PrerequisitesUnmet) as off:
            await service.require(ctx, customer, "api_access")
        assert off.value.unmet[0].fix is not None
    await saas(client)
    await change(client, str(customer), portal=True)
    async with home.ctx() as ctx:
        assert await service.require(ctx, customer, "embeds") is True
        with counting_statements() as statements:
            await service.features_of(ctx, customer)
        assert len(statements) == 1


async def test_two_changes_at_once_keep_the_prerequisite(home: Home, client: Any) -> None:
    """One takes AI Credits away while the other turns the gateway on."""
    customer = await make_customer(client)
    other = await home.as_owner()
    for _ in range(5):
        await change(client, customer, ai_credits=True, ai_gateway=False)
        answers = await asyncio.gather(
            change(client, customer, ai_credits=False), change(other, customer, ai_gateway=True)
        )
        found = await states(client, customer)
        assert answers[0].status_code == 200
        assert answers[1].status_code in {200, 409}
        assert not found["ai_gateway"]["on"]
        assert not found["ai_gateway"]["override"], "nor does it come back by itself"


async def test_without_the_lock_two_changes_break_it(home: Home, client: Any) -> None:
    """The control: read by both before either writes, the gateway would come back with the next AI Credits."""
    customer = UUID(await make_customer(client))
    await change(client, str(customer), ai_credits=True, ai_gateway=False)
    async with home.ctx() as first:
        unlocked = await service.features_of(first, customer)
    async with home.ctx() as second:
        await service.change_features(second, await service.lock_features(second, customer), {"ai_credits": False})
    async with home.ctx() as first:
        await service.change_features(first, unlocked, {"ai_gateway": True})
    assert (await states(client, str(customer)))["ai_gateway"]["override"]


async def test_who_may_only_read_a_folder_and_whom_it_is_hidden_from(home: Home, client: Any) -> None:
    customer = await make_customer(client)
    reader = await home.as_member(P.customers_read, P.features_read)
    assert (await change(reader, customer, ai_credits=True)).status_code == 403
    assert (await reader.post(f"/customers/{customer}/features/preview", json={"ai_credits": True})).status_code == 200
    stranger = await home.as_member(P.customers_read, P.features_read, P.features_manage, visibility="assigned")
    assert (await stranger.get(f"/customers/{customer}/features")).status_code == 404
    assert (await change(stranger, customer, ai_credits=True)).status_code == 404
    key = await home.as_api_key(customer_id=UUID(customer))
    assert (await key.get(f"/customers/{customer}/features")).status_code == 200
    assert (await change(key, customer, ai_credits=True)).status_code == 403
