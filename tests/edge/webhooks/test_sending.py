"""From a change to a verified call, with everything that can go wrong in between."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import WebhookVerificationError
from tests.conftest import drain
from tests.edge.webhooks.conftest import Webhooks
from tests.edge.webhooks.receiver import Receiver, send_due
from tests.homes import Home

from atrium.adapters.mailbox import list_messages
from atrium.edge.webhooks.deliveries import jobs
from atrium.edge.webhooks.deliveries.service import RETRY_SECONDS, retry_after
from atrium.kernel.settings import settings


async def test_an_event_arrives_signed(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url, "customer.created", headers={"X-Tenant": "north"})
    customer = await webhooks.customer(client, email="ana@example.com")
    assert await webhooks.run() == 1
    (call,) = receiver.calls
    payload = call.verified(endpoint["secret"])
    assert (payload["type"], payload["data"]["type"], payload["data"]["customer_id"]) == (
        "customer.created",
        "customer.created",
        customer["id"],
    )
    assert payload["timestamp"] == payload["data"]["occurred_at"]
    assert (payload["data"]["data"]["name"], payload["data"]["customer"]["email"]) == ("Ana Ruiz", "ana@example.com")
    assert payload["data"]["actor"]["name"] == "Owner"
    assert (call.headers["x-tenant"], call.headers["content-type"]) == ("north", "application/json")
    with pytest.raises(WebhookVerificationError):
        call.verified("whsec_" + "A" * 43 + "=")
    (delivery,) = await webhooks.log(client, endpoint)
    assert (delivery["state"], delivery["attempts"], delivery["last_status"], delivery["webhook_id"]) == (
        "delivered",
        1,
        204,
        call.id,
    )


async def test_a_payload_fits_the_contract(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    from tests.contract.answers import mismatches
    from tests.contract.document import contract

    endpoint = await webhooks.add(client, receiver.url, "*")
    customer = await webhooks.customer(client)
    await client.patch(f"/customers/{customer['id']}", json={"name": "Ana R."})
    await client.post(f"/customers/{customer['id']}/notes", json={"body": "Called back"})
    await client.post("/tags", json={"name": "VIP"})
    for event_type in (None, "customer.created", "note.created", "tag.created", "login.failed"):
        assert (
            await client.post(f"/webhook-endpoints/{endpoint['id']}/test", json={"event_type": event_type})
        ).status_code == 202
    await webhooks.run()
    assert {
        "customer.created",
        "customer.updated",
        "note.created",
        "tag.created",
        "webhook_endpoint.created",
        "webhook_endpoint.tested",
    } <= set(receiver.types)
    for call in receiver.calls:
        schema = contract()["webhooks"][call.payload["type"]]["post"]["requestBody"]["content"]["application/json"][
            "schema"
        ]
        assert mismatches(schema, call.payload) == [], call.payload["type"]
    # The control: the schema of one type refuses the payload of another.
    tags = contract()["webhooks"]["tag.created"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert mismatches(tags, next(call.payload for call in receiver.calls if call.payload["type"] == "customer.created"))


async def test_only_what_an_endpoint_wants(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    await webhooks.add(client, receiver.url, "customer.updated", "tag.*")
    customer = await webhooks.customer(client)
    await client.patch(f"/customers/{customer['id']}", json={"name": "Ana R."})
    await client.patch(f"/customers/{customer['id']}", json={"name": "Ana Ruiz García"})
    await client.post("/tags", json={"name": "VIP"})
    await webhooks.run()
    assert sorted(receiver.types) == ["customer.updated", "tag.created"], "and the edits of one sitting are one"


async def test_both_secrets_sign_during_a_rotation(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, superuser: Any
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    rotated = (await client.post(f"/webhook-endpoints/{endpoint['id']}/rotate", json={"overlap_seconds": 3600})).json()
    await webhooks.customer(client)
    await webhooks.run()
    receiver.calls[0].verified(endpoint["secret"])
    receiver.calls[0].verified(rotated["secret"])
    await superuser.execute(
        "UPDATE webhook_endpoints SET previous_secret_until = now() WHERE workspace_id = $1", home.id
    )
    await webhooks.customer(client)
    await webhooks.run()
    receiver.calls[1].verified(rotated["secret"])
    with pytest.raises(WebhookVerificationError):
        receiver.calls[1].verified(endpoint["secret"])


async def test_ten_attempts_then_it_has_failed(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answers(500, b"upstream unavailable")
    await webhooks.customer(client)
    waits = []
    for _ in RETRY_SECONDS:
        assert await webhooks.run() == 1
        assert await send_due() == 0, "not before its time"
        (delivery,) = await webhooks.log(client, endpoint)
        if delivery["next_attempt_at"]:
            waits.append((datetime.fromisoformat(delivery["next_attempt_at"]) - datetime.now(UTC)).total_seconds())
        await webhooks.make_due()
    assert await webhooks.run() == 0
    assert [
        round(wait / expected, 1) for wait, expected in zip(waits, RETRY_SECONDS[1:], strict=True)
    ] == pytest.approx([1.0] * 9, abs=0.21)
    (delivery,) = await webhooks.log(client, endpoint, state="failed")
    assert (delivery["attempts"], len(receiver.calls), len({call.id for call in receiver.calls})) == (10, 10, 1)
    detail = await webhooks.detail(client, endpoint, delivery)
    assert (len(detail["calls"]), detail["calls"][0]["error"], detail["calls"][0]["response_body"]) == (
        10,
        "status",
        "upstream unavailable",
    )
    assert (await webhooks.get(client, endpoint))["failing_since"] is not None
    for call in receiver.calls:
        call.verified(endpoint["secret"])


def test_the_retries_are_jittered_and_may_be_asked_to_wait() -> None:
    waits = {retry_after(2) for _ in range(50)}
    assert len(waits) == 50
    assert all(270 <= wait <= 330 for wait in waits)
    assert retry_after(1, 600) == 600
    assert retry_after(1, 10**9) == 86_400


async def test_retry_after_is_kept(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answers(429, Retry_After="7200")
    await webhooks.customer(client)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    assert 7100 < (datetime.fromisoformat(delivery["next_attempt_at"]) - datetime.now(UTC)).total_seconds() <= 7200


async def test_gone_disables_at_once(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, mailbox: Path
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answers(410)
    await webhooks.customer(client)
    await webhooks.run()
    shown = await webhooks.get(client, endpoint)
    assert (shown["state"], shown["disabled_reason"]) == ("disabled", "gone")
    await webhooks.customer(client)
    assert await webhooks.run() == 0
    assert len(await list_messages(mailbox)) == 1


async def test_five_days_of_failure_disable_it_and_tell_the_owner(
    home: Home, client: Any, webhooks: Webhooks, receiver: Receiver, mailbox: Path, superuser: Any
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answers(500)
    await webhooks.customer(client)
    await webhooks.run()
    await webhooks.make_due(hours=119)
    await webhooks.run()
    assert (await webhooks.get(client, endpoint))["state"] == "enabled", "the control: an hour less is not five days"
    await webhooks.make_due(hours=1)
    await webhooks.run()
    assert (await webhooks.get(client, endpoint))["disabled_reason"] == "failing"
    await drain()
    (mail,) = await list_messages(mailbox)
    address = await superuser.fetchval("SELECT email FROM members WHERE id = $1", home.owner_id)
    assert (mail.to, "disabled" in mail.subject) == ([address], True)
    entry = (await client.get("/audit", params={"type": "webhook_endpoint.disabled"})).json()["items"][0]
    assert (entry["data"]["reason"], entry["actor"]["type"]) == ("failing", "system")


async def test_a_success_ends_the_count(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answers(500)
    await webhooks.customer(client)
    await webhooks.run()
    receiver.answers(200)
    await webhooks.make_due(hours=130)
    await webhooks.run()
    shown = await webhooks.get(client, endpoint)
    assert (shown["failing_since"], shown["state"]) == (None, "enabled")


async def test_a_redirect_is_a_failure_and_not_followed(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answers(307, Location="/elsewhere")
    await webhooks.customer(client)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    assert (delivery["state"], [call.path for call in receiver.calls]) == ("queued", ["/hook"])
    assert (await webhooks.detail(client, endpoint, delivery))["calls"][0]["error"] == "redirect"


async def test_a_long_answer_is_cut_and_a_broken_one_kept(client: Any, webhooks: Webhooks, receiver: Receiver) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    receiver.answers(500, b"\xff\x00" + b"x" * 100_000)
    await webhooks.customer(client)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    call = (await webhooks.detail(client, endpoint, delivery))["calls"][0]
    assert (call["response_truncated"], len(call["response_body"]), call["response_body"][:3]) == (
        True,
        4096,
        "\ufffd\ufffdx",
    )


async def test_a_time_out_is_a_failure(
    client: Any, webhooks: Webhooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = await webhooks.add(client, receiver.url)
    monkeypatch.setattr(jobs, "TIMEOUT_SECONDS", 0.2)
    receiver.delay = 1
    await webhooks.customer(client)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    assert (await webhooks.detail(client, endpoint, delivery))["calls"][0]["error"] == "timeout"


async def test_nothing_inside_the_network_is_dialled(
    client: Any, webhooks: Webhooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address was fine when it was saved and is judged again when the connection is opened."""
    endpoint = await webhooks.add(client, receiver.url)
    await webhooks.customer(client)
    monkeypatch.setattr(settings(), "allow_private_urls", False)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    assert (await webhooks.detail(client, endpoint, delivery))["calls"][0]["error"] == "not_allowed"
    assert receiver.calls == []
    monkeypatch.setattr(settings(), "allow_private_urls", True)
    await webhooks.make_due()
    await webhooks.run()
    assert len(receiver.calls) == 1, "the control: without the guard it is dialled"


async def test_a_name_that_turns_private_is_not_dialled(
    client: Any, webhooks: Webhooks, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "allow_private_urls", False)
    endpoint = await webhooks.add(client, f"http://hooks.example.com:{receiver.port}/hook")

    async def rebound(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    from atrium.adapters.web import client as guarded

    monkeypatch.setattr(jobs, "_http", lambda: guarded(resolver=rebound))
    await webhooks.customer(client)
    await webhooks.run()
    (delivery,) = await webhooks.log(client, endpoint)
    assert ((await webhooks.detail(client, endpoint, delivery))["calls"][0]["error"], receiver.calls) == (
        "not_allowed",
        [],
    )


# One endpoint does not wait for another --------------------------------------
