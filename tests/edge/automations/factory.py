"""What tests of automations need: a flow in short, and a worker's work done until nothing is due."""

from typing import Any

from atrium.edge.automations.engine import jobs as engine
from atrium.kernel import dispatch, jobs


def step(number: str, kind: str, **config: Any) -> dict[str, Any]:
    """A step whose id and kind are given; ``then`` and ``otherwise`` stand beside its configuration."""
    around: dict[str, Any] = {
        name: config.pop(name) for name in ("then", "otherwise", "on_error", "label") if name in config
    }
    return {"id": number, "kind": kind, "config": config, **around}


def note(number: str = "note_1", body: str = "Hello {{customer.first_name}}", **more: Any) -> dict[str, Any]:
    return step(number, "create_note", body=body, **more)


def on(*event_types: str) -> dict[str, Any]:
    return {"kind": "event", "event_types": list(event_types)}


def when(path: str, op: str, value: Any = None, **more: Any) -> dict[str, Any]:
    """A group of one condition."""
    return {"any_of": [{"path": path, "op": op, "value": value, **more}]}


async def make(
    client: Any, *steps: dict[str, Any], trigger: dict[str, Any] | None = None, status: int = 201, **more: Any
) -> Any:
    """An automation that is on, started by new customers unless told otherwise."""
    body = {
        "name": "Welcome",
        "enabled": True,
        "trigger": trigger or on("customer.created"),
        "steps": list(steps) or [note()],
        **more,
    }
    answer = await client.post("/automations", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def customer(client: Any, name: str = "Ana Ruiz", **more: Any) -> Any:
    answer = await client.post("/customers", json={"name": name, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def settle(rounds: int = 300) -> None:
    """Do what a worker would do until nothing is due."""
    for _ in range(rounds):
        found = await dispatch.fan_out() + await dispatch.deliver_due()
        rows = await jobs.run_due(20)
        for row in rows:
            await jobs.run_job(row)
        runs = await engine.take(20)
        for batch in engine.batches(runs):
            await engine.work_on(batch)
        if not found and not rows and not runs:
            return
    raise AssertionError("the queues do not come to rest")


async def notes_of(client: Any, customer_id: str) -> list[str]:
    """The notes about a customer, the oldest first."""
    items = (await client.get(f"/customers/{customer_id}/notes")).json()["items"]
    return [item["body"] for item in reversed(items)]


async def traces(client: Any, automation_id: str) -> list[Any]:
    """The traces of an automation's runs, the oldest first."""
    runs = (await client.get(f"/automations/{automation_id}/runs")).json()["items"]
    return [(await client.get(f"/automation-runs/{run['id']}")).json() for run in reversed(runs)]


async def the_trace(client: Any, automation_id: str) -> Any:
    (trace,) = await traces(client, automation_id)
    return trace
