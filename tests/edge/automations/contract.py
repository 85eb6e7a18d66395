"""What contract tests need of automations: things to name, and operations that need more than their examples."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import update
from tests.contract.document import Place
from tests.contract.population import Population, makes, natural_key
from tests.contract.requests import Call, adjusts, alone, body_with


@makes("automation_id")
async def automation(its: Population) -> str:
    step = {"id": "wait_1", "kind": "wait", "label": its.text("Step"), "config": {"wait": "for", "seconds": 60}}
    return str(
        (
            await its.post(
                "/automations", name=its.text("Automation"), enabled=True, trigger={"kind": "manual"}, steps=[step]
            )
        )["id"]
    )


@makes("run_id")
async def automation_run(its: Population) -> str:
    """A run that has not begun yet."""
    automation_id, customer_id = await its.identifier("automation_id"), await its.identifier("customer_id")
    body = {"selection": {"customer_ids": [customer_id]}}
    answer = await its.client.post(
        f"/automations/{automation_id}/run", json=body, headers={"Idempotency-Key": its.key()}
    )
    assert answer.is_success, answer.text
    return str(answer.json()["started"][0]["run_id"])


@adjusts("run_automation")
async def run_by_hand(call: Call, its: Population) -> Call:
    body = {"selection": {"customer_ids": [await its.identifier("customer_id")]}}
    return replace(call, body=body)


@adjusts("dry_run_automation")
async def dry_run(call: Call, its: Population) -> Call:
    return replace(call, body={"customer_ids": [await its.identifier("customer_id")]})


@adjusts("explain_automation")
async def explained(call: Call, its: Population) -> Call:
    return call.with_query(customer_id=await its.identifier("customer_id"))


async def webhook_automation(its: Population) -> str:
    step = {"id": "stop_1", "kind": "stop", "config": {}}
    return str(
        (
            await its.post(
                "/automations", name=its.text("Hook"), enabled=True, trigger={"kind": "webhook"}, steps=[step]
            )
        )["id"]
    )


@adjusts("make_automation_hook")
async def with_webhook_trigger(call: Call, its: Population) -> Call:
    return call.with_path(automation_id=await webhook_automation(its))


@adjusts("receive_hook")
async def hook(call: Call, its: Population) -> Call:
    url = (await its.post(f"/automations/{await webhook_automation(its)}/hook"))["url"]
    return replace(
        call.with_path(token=url.rsplit("/", 1)[-1]), body={"contact": {"email": f"{its.key()}@example.com"}}
    )


@adjusts("retry_automation_run")
async def failed_run(call: Call, its: Population) -> Call:
    from atrium.edge.automations.runs.models import AutomationRun

    async with its.home.session() as session:
        own = (AutomationRun.workspace_id == its.home.id, AutomationRun.id == UUID(call.path["run_id"]))
        await session.execute(update(AutomationRun).where(*own).values(state="failed"))
    return call


WAIT = {"id": "wait_1", "kind": "wait", "config": {"wait": "for", "seconds": 60}}


@body_with(("create_automation", "filter"), ("update_automation", "filter"))
async def scheduled_for_filter(identifier: str, place: Place, its: Population) -> Any:
    return {"name": its.text("Automation"), **await scheduled_draft(identifier, place, its)}


@body_with(("check_automation", "filter"))
async def scheduled_draft(identifier: str, place: Place, _its: Population) -> Any:
    wanted = alone(identifier, place[place.index("filter") + 1 :])
    return {"trigger": {"kind": "schedule", "cron": "0 9 * * *", "filter": wanted}, "steps": [WAIT]}


@body_with(("run_automation", "filter"))
async def run_for_filter(identifier: str, place: Place, _its: Population) -> Any:
    return {"selection": {"filter": alone(identifier, place[2:])}}


@body_with(("dry_run_automation", "flow"))
async def dry_run_of_draft(identifier: str, place: Place, its: Population) -> Any:
    if "filter" in place:
        flow = await scheduled_draft(identifier, place, its)
    else:
        flow = {"trigger": {"kind": "manual"}, "steps": [WAIT], "folder_ids": [identifier]}
    return {"customer_ids": [await its.identifier("customer_id")], "flow": flow}


natural_key("token", "atr_hook_unknown")
