"""The quota of tool calls: a sliding quarter of an hour, exact, and counted by PostgreSQL alone."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.billing.features.test_entitlements import change, make_customer
from tests.homes import Home

from atrium.billing.quotas import jobs, queries, service
from atrium.kernel.ids import uuid7
from atrium.kernel.permissions import P
from atrium.kernel.redis import redis


async def make_integrated(client: Any) -> str:
    customer = await make_customer(client)
    assert (await change(client, customer, integration=True, integration_apps=["generic"])).status_code == 200
    return customer


async def use(client: Any, customer: str, amount: Any = 1, key: str | None = None) -> Any:
    body = {"metric": "tool_calls", "amount": amount}
    return await client.post(
        f"/customers/{customer}/quota/consume", json=body, headers={"Idempotency-Key": key or str(uuid7())}
    )


async def set_limit(client: Any, customer: str, limit: int) -> None:
    answer = await client.put(f"/customers/{customer}/quota", json={"tier": "custom", "limit": limit})
    assert answer.status_code == 200, answer.text


async def age(superuser: Any, customer: str, **by: float) -> None:
    """Let time pass for everything used so far."""
    past = timedelta(**by)
    await superuser.execute(
        "UPDATE quota_uses SET used_at = used_at - $2::interval WHERE customer_id = $1", UUID(customer), past
    )
    shifted = ", ".join(f"{name} = {name} - $2::interval" for name in ("settled_at", "last_used_at", "used_up_at"))
    await superuser.execute(f"UPDATE quotas SET {shifted} WHERE customer_id = $1", UUID(customer), past)


async def test_there_is_none_until_integration_is_on_and_apps_are_chosen(client: Any) -> None:
    customer = await make_customer(client)
    for answer in (
        await client.get(f"/customers/{customer}/quota"),
        await client.put(f"/customers/{customer}/quota", json={"tier": "pro"}),
        await use(client, customer),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "prerequisites-unmet")
        assert [reason["code"] for reason in answer.json()["unmet"]] == ["integration-off", "integration-apps-off"]
    await change(client, customer, integration=True)
    assert [reason["code"] for reason in (await use(client, customer)).json()["unmet"]] == ["integration-apps-off"]


async def test_tiers_follow_the_plan_until_the_customer_has_one(client: Any) -> None:
    customer = await make_integrated(client)
    quota = (await client.get(f"/customers/{customer}/quota")).json()
    assert (quota["tier"], quota["source"], quota["limit"], quota["remaining"], quota["resets_at"]) == (
        "basic",
        "plan",
        100,
        100,
        None,
    )
    await change(client, customer, plan="enterprise")
    assert (await client.get(f"/customers/{customer}/quota")).json()["limit"] == 2000
    for tier, limit in (("basic", 100), ("pro", 500), ("enterprise", 2000)):
        answer = (await client.put(f"/customers/{customer}/quota", json={"tier": tier})).json()
        assert (answer["tier"], answer["source"], answer["limit"]) == (tier, "customer", limit)
    await set_limit(client, customer, 7)
    assert (await client.get(f"/customers/{customer}/quota")).json()["limit"] == 7
    assert (await client.put(f"/customers/{customer}/quota", json={"tier": None})).json()["source"] == "plan"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"tier": "custom"}, "/limit"),
        ({"tier": "pro", "limit": 3}, "/limit"),
        ({"tier": "custom", "limit": 0}, "/limit"),
        ({"tier": "gold"}, "/tier"),
        ({}, "/tier"),
    ],
)
async def test_a_tier_that_makes_no_sense_names_its_place(client: Any, body: Any, pointer: str) -> None:
    answer = await client.put(f"/customers/{await make_integrated(client)}/quota", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("amount", [0, -1, 1.5, 2.0, "1", None, True, 10**7, 2**70])
async def test_only_whole_positive_amounts(client: Any, amount: Any) -> None:
    customer = await make_integrated(client)
    answer = await use(client, customer, amount)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/amount")
    assert (await client.get(f"/customers/{customer}/quota")).json()["used"] == 0


async def test_a_use_is_counted_and_says_what_is_left(client: Any) -> None:
    customer = await make_integrated(client)
    before = datetime.now(UTC)
    answer = await use(client, customer, 3)
    quota = answer.json()
    assert (answer.status_code, quota["limit"], quota["used"], quota["remaining"]) == (200, 100, 3, 97)
    resets_at = datetime.fromisoformat(quota["resets_at"])
    assert (
        before + timedelta(minutes=15, seconds=-1) <= resets_at <= datetime.now(UTC) + timedelta(minutes=15, seconds=1)
    )
    assert quota["full_at"] == quota["resets_at"]
    assert (answer.headers["ratelimit-policy"], answer.headers["ratelimit"]) == (
        '"tool_calls";q=100;w=900',
        '"tool_calls";r=97',
    )
    peeked = (await client.get(f"/customers/{customer}/quota")).json()
    assert peeked == quota


async def test_a_repetition_is_not_counted_twice_and_a_key_is_for_one_amount(client: Any) -> None:
    customer = await make_integrated(client)
    first, again = await use(client, customer, 2, "same"), await use(client, customer, 2, "same")
    assert (first.content, again.headers["idempotent-replayed"]) == (again.content, "true")
    assert (await use(client, customer, 3, "same")).json()["code"] == "idempotency-key-reused"
    assert (await client.post(f"/customers/{customer}/quota/consume", json={})).status_code == 400
    assert (await client.get(f"/customers/{customer}/quota")).json()["used"] == 2


async def test_the_function_knows_keys_itself(home: Home, client: Any) -> None:
    """What calls the service from inside has no request whose answer is kept."""
    customer = UUID(await make_integrated(client))
    for amount in (4, 4):
        async with home.ctx() as ctx:
            assert (await service.consume_quota(ctx, customer, amount, "inside")).used == 4
    async with home.ctx() as ctx:
        with pytest.raises(service.KeyReused):
            await service.consume_quota(ctx, customer, 5, "inside")


async def test_over_the_limit_nothing_is_counted_and_the_wait_is_exact(client: Any, superuser: Any) -> None:
    customer = await make_integrated(client)
    await set_limit(client, customer, 5)
    await use(client, customer, 2)
    await age(superuser, customer, minutes=5)
    await use(client, customer, 3)
    refused = await use(client, customer, 3, "wants-three")
    assert (refused.status_code, refused.json()["code"]) == (429, "quota-exceeded")
    # Two leave after ten minutes, which is not enough: the other three leave after a quarter of an hour.
    assert 898 <= int(refused.headers["retry-after"]) <= 900
    assert refused.headers["ratelimit"].startswith('"tool_calls";r=0;t=')
    assert 598 <= int((await use(client, customer, 1)).headers["retry-after"]) <= 600
    quota = (await client.get(f"/customers/{customer}/quota")).json()
    assert (quota["used"], quota["remaining"]) == (5, 0)
    await age(superuser, customer, minutes=10, seconds=1)
    assert (await use(client, customer, 3, "wants-three")).status_code == 429, (
        "a refusal is not kept: it is decided anew"
    )
    assert (await use(client, customer, 2)).json()["used"] == 5
    await age(superuser, customer, minutes=5)
    assert (await use(client, customer, 3, "wants-three")).json()["used"] == 5
    assert (await use(client, customer, 6)).json()["errors"][0]["code"] == "exceeds_limit"


async def test_the_window_slides(client: Any, superuser: Any) -> None:
    """A fixed window would forget everything at its end: the control is what is left of the first use."""
    customer = await make_integrated(client)
    for _ in range(3):
        await use(client, customer, 10)
        await age(superuser, customer, minutes=6)
    quota = (await client.get(f"/customers/{customer}/quota")).json()
    assert quota["used"] == 20
    assert (await use(client, customer, 1)).json()["used"] == 21
    await age(superuser, customer, minutes=14, seconds=59)
    assert (await client.get(f"/customers/{customer}/quota")).json()["used"] == 1
    await age(superuser, customer, minutes=15)
    empty = (await client.get(f"/customers/{customer}/quota")).json()
    assert (empty["used"], empty["resets_at"], empty["full_at"]) == (0, None, None)


async def test_used_up_is_told_once_in_a_window(client: Any, superuser: Any) -> None:
    customer = await make_integrated(client)
    await set_limit(client, customer, 2)
    await use(client, customer, 2)
    await age(superuser, customer, minutes=14)
    assert (await use(client, customer, 1)).status_code == 429

    async def told() -> int:
        return len(
            (await client.get(f"/customers/{customer}/timeline", params={"type": "customer.quota_used_up"})).json()[
                "items"
            ]
        )

    assert await told() == 1
    await age(superuser, customer, minutes=2)
    await use(client, customer, 2)
    assert await told() == 2


async def test_many_callers_get_exactly_the_limit_while_redis_forgets(
    home: Home, client: Any, record_property: Any
) -> None:
    """300 calls with 75 keys at a limit of 50, by 16 callers; ``tests/faults/test_quotas.py`` does it larger, over HTTP
    and through crashes."""
    customer = await make_integrated(client)
    await set_limit(client, customer, 50)
    order = iter([f"key-{number % 75}" for number in range(300)])
    let_through: set[str] = set()

    async def caller() -> None:
        for number, key in enumerate(order):
            answer = await use(client, customer, 1, key)
            while answer.status_code == 409:
                answer = await use(client, customer, 1, key)
            assert answer.status_code in {200, 429}, answer.text
            if answer.status_code == 200:
                let_through.add(key)
            if number % 20 == 0:
                await redis().flushdb()

    await asyncio.gather(*(caller() for _ in range(16)))
    used = (await client.get(f"/customers/{customer}/quota")).json()["used"]
    assert (len(let_through), used) == (50, 50)
    record_property("figures quota", {"calls": 300, "keys": 75, "limit": 50, "let_through": len(let_through)})


AT_ONCE = 6
"""As many as have a connection each: hot reads keep three of the pool's ten for themselves."""


async def test_reading_before_writing_lets_too_many_through(home: Home, client: Any) -> None:
    """The control: what looks first and writes then is overtaken."""
    customer = UUID(await make_integrated(client))
    everyone_looked = asyncio.Barrier(AT_ONCE)

    async def naive(number: int) -> bool:
        async with home.ctx() as ctx:
            fits = (await queries.peek(ctx, customer, "tool_calls", 3)).used < 3
            await everyone_looked.wait()
            if fits:
                await queries.consume(ctx, customer, "tool_calls", 1, f"naive-{number}", 10**6)
            return fits

    assert sum(await asyncio.gather(*(naive(number) for number in range(AT_ONCE)))) == AT_ONCE


async def test_old_uses_are_forgotten(client: Any, superuser: Any) -> None:
    customer = await make_integrated(client)
    await use(client, customer, 1)
    await age(superuser, customer, hours=25)
    await use(client, customer, 1)
    await jobs.forget_uses()
    assert await superuser.fetchval("SELECT count(*) FROM quota_uses WHERE customer_id = $1", UUID(customer)) == 1
    assert (await client.get(f"/customers/{customer}/quota")).json()["used"] == 1


async def test_who_may_what(home: Home, client: Any, elsewhere: Home) -> None:
    customer = await make_integrated(client)
    reader = await home.as_member(P.quotas_read)
    assert (await reader.get(f"/customers/{customer}/quota")).status_code == 200
    assert (await use(reader, customer)).status_code == 403
    assert (await reader.put(f"/customers/{customer}/quota", json={"tier": "pro"})).status_code == 403
    own_key = await home.as_api_key(customer_id=UUID(customer))
    assert (await use(own_key, customer)).status_code == 200
    assert (await use(own_key, await make_integrated(client))).status_code == 404
    assert (await use(await elsewhere.as_owner(), customer)).status_code == 404


async def test_a_stale_tier_is_refused(client: Any) -> None:
    customer = await make_integrated(client)
    seen = (await client.get(f"/customers/{customer}/quota")).headers["etag"]
    await use(client, customer)
    answer = await client.put(f"/customers/{customer}/quota", json={"tier": "pro"}, headers={"If-Match": seen})
    assert answer.status_code == 200, "a use is no change of the tier"
    assert (
        await client.put(f"/customers/{customer}/quota", json={"tier": "basic"}, headers={"If-Match": seen})
    ).status_code == 412
