"""The checker, and the steps of automations."""

from typing import Any

import pytest
from sqlalchemy import text
from tests.billing.credits.test_api import Desk, told
from tests.conftest import drain
from tests.edge.automations.factory import settle
from tests.homes import Home

from atrium.billing.credits.ledger.jobs import check_workspace

TAMPERING = {
    "grants": "UPDATE credit_grants SET remaining = remaining - 1 WHERE workspace_id = $1 AND remaining > 1",
    "entries": "UPDATE credit_accounts SET balance = balance - 1 WHERE workspace_id = $1",
    "holds": "UPDATE credit_accounts SET held = held + 1 WHERE workspace_id = $1",
    "sequence": "DELETE FROM credit_entries WHERE workspace_id = $1 AND type = 'consume'",
}


@pytest.mark.parametrize("problem", ["grants", "entries", "holds"])
async def test_the_checker_tells_once_what_disagrees(home: Home, desk: Desk, superuser: Any, problem: str) -> None:
    await desk.grant(100)
    await desk.consume(10)
    assert await check_workspace(home.id, whole=False) == 0
    await superuser.execute(TAMPERING[problem], home.id)
    assert await check_workspace(home.id, whole=False) == 1
    assert await check_workspace(home.id, whole=False) == 1
    assert [event.data["problem"] for event in await told(home, "credits.check_failed")] == [problem]
    await superuser.execute(TAMPERING[problem].replace("- 1 ", "+ 1 ").replace("held + 1", "held - 1"), home.id)
    assert await check_workspace(home.id, whole=False) == 0
    await drain()
    kinds = [notice["kind"] for notice in (await desk.client.get("/notifications")).json()["items"]]
    assert kinds.count("credits_check") == 1


async def test_an_old_entry_is_missed_by_the_quick_check_and_found_by_the_whole_one(
    home: Home, desk: Desk, superuser: Any
) -> None:
    await desk.grant(100)
    await desk.consume(10)
    assert await check_workspace(home.id, whole=False) == 0
    await superuser.execute(
        "UPDATE credit_entries SET amount = amount - 1 WHERE workspace_id = $1 AND type = 'consume'", home.id
    )
    assert await check_workspace(home.id, whole=False) == 0
    assert await check_workspace(home.id, whole=True) == 1


async def test_nobody_changes_the_ledger(home: Home, desk: Desk) -> None:
    await desk.grant(100)
    for statement in ("UPDATE credit_entries SET note = 'x'", "DELETE FROM credit_entries"):
        with pytest.raises(Exception, match="permission denied"):
            async with home.session() as session:
                await session.execute(text(statement))


async def test_steps_give_and_consume(home: Home, desk: Desk) -> None:
    steps = [
        {
            "id": "give",
            "kind": "grant_credits",
            "config": {"amount": 50, "expires_in_days": 30, "note": "For {{customer.name}}"},
        },
        {"id": "take", "kind": "consume_credits", "config": {"amount": 20}},
    ]
    flow = {"name": "Gift", "enabled": True, "trigger": {"kind": "manual"}, "steps": steps}
    automation = (await desk.client.post("/automations", json=flow)).json()
    body = {"selection": {"customer_ids": [desk.customer_id]}}
    started = await desk.client.post(
        f"/automations/{automation['id']}/run", json=body, headers={"Idempotency-Key": "one"}
    )
    assert started.is_success, started.text
    await settle()
    lines = (await desk.get("/entries"))["items"]
    assert [(line["type"], line["amount"], line["note"]) for line in lines] == [
        ("consume", -20, ""),
        ("grant", 50, "For Ana Ruiz"),
    ]
    assert lines[0]["source"]["type"] == "automation_run"


async def test_a_key_is_taken_once(home: Home, desk: Desk) -> None:
    """A step that is repeated finds what it did before; without a key it does it again, which is the control."""
    from uuid import UUID

    from atrium.billing.credits.ledger.schemas import CreditConsumeIn, CreditSource
    from atrium.billing.credits.ledger.service import consume

    await desk.grant(100)
    data = CreditConsumeIn(amount=10, source=CreditSource(type="automation_run", id="r"))
    for key in ("run:step", "run:step", None, None):
        async with home.ctx() as ctx:
            await consume(ctx, UUID(desk.customer_id), data, key=key)
    assert (await desk.balance())["balance"] == 70
