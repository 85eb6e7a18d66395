"""Consumers that only some workspaces use: the others' events never wait for anybody."""

from typing import Any, ClassVar
from uuid import UUID

import pytest
from tests.conftest import drain
from tests.homes import Home

from atrium.kernel.context import Ctx
from atrium.kernel.dispatch import consumes
from atrium.kernel.events import Change, Event, EventRow
from atrium.kernel.ids import uuid7
from atrium.kernel.subscriptions import matches, subscribe, unsubscribe

CONSUMER = "kernel_test_listener"
WAITING = (
    "SELECT count(*) FROM events WHERE workspace_id = $1 AND type LIKE 'kernel_test_heard.%' AND dispatched_at IS NULL"
)
heard: list[tuple[UUID, str]] = []


class Spoke(Event):
    type: ClassVar[str] = "kernel_test_heard.spoke"


class Sang(Event):
    type: ClassVar[str] = "kernel_test_heard.sang"


@consumes(name=CONSUMER)
async def listen(ctx: Ctx, event: EventRow) -> None:
    heard.append((ctx.workspace_id, event.type))


@pytest.fixture(autouse=True)
def ready(quiet_queues: None) -> None:
    heard.clear()


async def say(home: Home, *events: Event) -> None:
    async with home.ctx() as ctx:
        for event in events:
            ctx.emit(event)


async def listen_to(home: Home, *patterns: str, subject_id: UUID | None = None) -> UUID:
    subject_id = subject_id or uuid7()
    async with home.ctx() as ctx:
        await subscribe(ctx, CONSUMER, subject_id, patterns)
    return subject_id


@pytest.mark.parametrize(
    ("pattern", "event_type", "expected"),
    [
        ("*", "customer.created", True),
        ("customer.*", "customer.created", True),
        ("customer.created", "customer.created", True),
        ("customer.*", "customers.created", False),
        ("customer.created", "customer.created_again", False),
        ("customer", "customer.created", False),
        ("*.created", "customer.created", False),
    ],
)
def test_patterns(pattern: str, event_type: str, expected: bool) -> None:
    assert matches(pattern, event_type) is expected


async def test_only_who_subscribed_hears(home: Home, elsewhere: Home, superuser: Any) -> None:
    await listen_to(home, "kernel_test_heard.spoke")
    await say(home, Spoke(), Sang())
    await say(elsewhere, Spoke())
    assert (await superuser.fetchval(WAITING, home.id), await superuser.fetchval(WAITING, elsewhere.id)) == (1, 0)
    await drain()
    assert heard == [(home.id, Spoke.type)]


async def test_two_subscriptions_are_one_delivery(home: Home) -> None:
    await listen_to(home, "kernel_test_heard.*")
    await listen_to(home, "*")
    await say(home, Spoke())
    await drain()
    assert heard == [(home.id, Spoke.type)]


async def test_patterns_are_replaced_and_taken_back(home: Home) -> None:
    subject = await listen_to(home, "kernel_test_heard.spoke")
    await listen_to(home, "kernel_test_heard.sang", subject_id=subject)
    await say(home, Spoke(), Sang())
    await drain()
    assert heard == [(home.id, Sang.type)]
    async with home.ctx() as ctx:
        await unsubscribe(ctx, CONSUMER, subject)
    await say(home, Sang())
    await drain()
    assert len(heard) == 1


async def test_edits_that_were_taken_back_are_nobodys_business(home: Home, superuser: Any) -> None:
    await listen_to(home, "kernel_test_heard.*")
    customer_id = uuid7()
    for before, after in [("a", "b"), ("b", "a")]:
        async with home.ctx() as ctx:
            ctx.emit(Spoke(customer_id=customer_id, changes={"name": Change(before=before, after=after)}), settle=True)
    # The control: an edit that stayed.
    async with home.ctx() as ctx:
        ctx.emit(Spoke(customer_id=uuid7(), changes={"name": Change(before="a", after="b")}), settle=True)
    await superuser.execute("UPDATE events SET dispatch_after = clock_timestamp() WHERE workspace_id = $1", home.id)
    await drain()
    assert heard == [(home.id, Spoke.type)]


async def test_edits_taken_back_within_one_transaction_are_nobodys_business_either(home: Home, superuser: Any) -> None:
    await listen_to(home, "kernel_test_heard.*")
    taken_back, stayed, joined = uuid7(), uuid7(), uuid7()
    edits = [(taken_back, "a", "b"), (taken_back, "b", "a"), (stayed, "a", "b"), (joined, "b", "c"), (joined, "c", "b")]
    async with home.ctx() as ctx:
        ctx.emit(Spoke(customer_id=joined, changes={"name": Change(before="a", after="b")}), settle=True)
    async with home.ctx() as ctx:
        for customer_id, before, after in edits:
            ctx.emit(Spoke(customer_id=customer_id, changes={"name": Change(before=before, after=after)}), settle=True)
    await superuser.execute("UPDATE events SET dispatch_after = clock_timestamp() WHERE workspace_id = $1", home.id)
    await drain()
    # The one that stayed, and the one that an earlier transaction had begun.
    assert heard == [(home.id, Spoke.type)] * 2


async def test_a_workspace_chooses_how_long_a_sitting_lasts(home: Home, superuser: Any) -> None:
    owner = await home.as_owner()
    assert (await owner.patch("/workspace", json={"settle_seconds": 0})).json()["settle_seconds"] == 0
    customer = (await owner.post("/customers", json={"name": "Ana"})).json()["id"]
    for name in ("Ana R", "Ana Ruiz"):
        await owner.patch(f"/customers/{customer}", json={"name": name})
    count = "SELECT count(*) FROM events WHERE workspace_id = $1 AND type = 'customer.updated'"
    assert await superuser.fetchval(count, home.id) == 2
    assert (await owner.patch("/workspace", json={"settle_seconds": 301})).status_code == 422


async def test_who_subscribes_while_a_request_is_under_way_hears_of_it(
    home: Home, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who listens is asked when the event is written: a run that begins to wait meanwhile must not miss it."""
    from atrium.records.tags import service

    genuine = service.create_tag

    async def slowly(*given: Any) -> Any:
        await listen_to(home, "tag.*")
        return await genuine(*given)

    monkeypatch.setattr(service, "create_tag", slowly)
    owner = await home.as_owner()
    assert (await owner.post("/tags", json={"name": "VIP"})).status_code == 201
    await drain()
    assert heard == [(home.id, "tag.created")]


async def test_who_subscribes_in_the_midst_of_a_sitting_hears_its_end(home: Home, superuser: Any) -> None:
    customer_id = uuid7()

    async def edit(before: str, after: str) -> None:
        async with home.ctx() as ctx:
            ctx.emit(Spoke(customer_id=customer_id, changes={"name": Change(before=before, after=after)}), settle=True)

    await edit("a", "b")
    await listen_to(home, "kernel_test_heard.*")
    await edit("b", "c")
    await superuser.execute("UPDATE events SET dispatch_after = clock_timestamp() WHERE workspace_id = $1", home.id)
    await drain()
    assert heard == [(home.id, Spoke.type)]
