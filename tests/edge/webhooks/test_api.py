"""Endpoints: made within one's own rights, shown without secrets, refused when they could not work."""

from typing import Any

import pytest
from tests.conftest import counting_statements
from tests.edge.webhooks.conftest import Webhooks
from tests.homes import Home

from atrium.kernel.permissions import P
from atrium.kernel.settings import settings

URL = "https://hooks.example.com/atrium?token=abc"
ALL_OF_IT = (P.webhooks_read, P.webhooks_write, P.customers_read, P.events_read)


async def test_the_secret_is_shown_once_and_sealed(home: Home, client: Any, webhooks: Webhooks, superuser: Any) -> None:
    endpoint = await webhooks.add(
        client, URL, "customer.*", "note.created", headers={"X-Api-Key": "sesame-open"}, description="Warehouse"
    )
    assert endpoint["secret"].startswith("whsec_")
    assert endpoint["owner"] == {"id": str(home.owner_id), "name": "Owner"}
    answer = await client.get(f"/webhook-endpoints/{endpoint['id']}")
    read = answer.json()
    assert "secret" not in read
    assert (read["header_names"], read["state"], answer.headers["etag"]) == (["X-Api-Key"], "enabled", '"1"')
    assert (await client.get("/webhook-endpoints")).json()["items"] == [read]
    for table in ("webhook_endpoints", "events", "idempotency_keys", "jobs"):
        rows = [
            row[0] for row in await superuser.fetch(f"SELECT t::text FROM {table} t WHERE workspace_id = $1", home.id)
        ]
        assert not any(endpoint["secret"][6:] in row or "sesame" in row for row in rows), table
    entry = (await client.get("/audit", params={"type": "webhook_endpoint.created"})).json()["items"][0]
    assert entry["sentence"] == "Owner added the webhook endpoint https://hooks.example.com/atrium"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "ftp://example.com"}, "/url"),
        ({"url": "https://user:secret@example.com/"}, "/url"),
        ({"url": "https://example.com:6379/"}, "/url"),
        ({"url": "nonsense"}, "/url"),
        ({"event_types": ["customer.exploded"]}, "/event_types/0"),
        ({"event_types": ["*", "cust*"]}, "/event_types/1"),
        ({"event_types": []}, "/event_types"),
        ({"api_version": "v2"}, "/api_version"),
        ({"headers": {"Webhook-Id": "x"}}, "/headers/Webhook-Id/[key]"),
        ({"headers": {"Host": "x"}}, "/headers/Host/[key]"),
        ({"headers": {"X-A": "line\r\nbreak"}}, "/headers/X-A"),
        ({"headers": {"X-A": "1", "x-a": "2"}}, "/headers"),
        ({"surprise": 1}, "/surprise"),
    ],
)
async def test_what_cannot_work_is_refused_with_its_place(client: Any, body: dict[str, Any], pointer: str) -> None:
    answer = await client.post("/webhook-endpoints", json={"url": URL, "event_types": ["customer.*"], **body})
    assert answer.status_code == 422, answer.text
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
    assert (await client.get("/webhook-endpoints")).json()["items"] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost:8000/",
        "http://[::1]/",
        "http://10.1.2.3/",
        "http://0x7f.1/",
        "http://db.internal/",
    ],
)
async def test_a_private_address_is_refused_when_saving(client: Any, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"url": url, "event_types": ["*"]}
    assert (await client.post("/webhook-endpoints", json=body)).status_code == 201, (
        "the control: in development it may be allowed"
    )
    monkeypatch.setattr(settings(), "allow_private_urls", False)
    answer = await client.post("/webhook-endpoints", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "private_address")


async def test_https_is_required_in_production(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"url": "http://hooks.example.com/", "event_types": ["*"]}
    assert (await client.post("/webhook-endpoints", json=body)).status_code == 201
    monkeypatch.setattr(settings(), "env", "production")
    assert (await client.post("/webhook-endpoints", json=body)).json()["errors"][0]["pointer"] == "/url"


async def test_a_patch_merges_and_a_stale_one_is_refused(client: Any, webhooks: Webhooks) -> None:
    endpoint = await webhooks.add(client, URL, headers={"X-A": "1", "X-B": "2"})
    path = f"/webhook-endpoints/{endpoint['id']}"
    answer = await client.patch(
        path, json={"headers": {"X-B": None, "X-C": "3"}, "event_types": ["*"]}, headers={"If-Match": '"1"'}
    )
    assert (answer.json()["header_names"], answer.json()["event_types"], answer.headers["etag"]) == (
        ["X-A", "X-C"],
        ["*"],
        '"2"',
    )
    assert answer.json()["url"] == URL
    assert (await client.patch(path, json={"description": "x"}, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(path, headers={"If-Match": '"1"'})).status_code == 412
    assert (await client.delete(path, headers={"If-Match": '"2"'})).status_code == 204
    assert (await client.get(path)).status_code == 404


async def test_permissions(home: Home, client: Any, webhooks: Webhooks) -> None:
    endpoint = await webhooks.add(client, URL)
    reader = await home.as_member(P.webhooks_read)
    assert (await reader.get("/webhook-endpoints")).status_code == 200
    assert (await reader.post("/webhook-endpoints", json={"url": URL, "event_types": ["*"]})).status_code == 403
    assert (await reader.delete(f"/webhook-endpoints/{endpoint['id']}")).status_code == 403
    assert (await (await home.as_member(P.customers_read)).get("/webhook-endpoints")).status_code == 403


async def test_nobody_redirects_what_another_sees(home: Home, client: Any, webhooks: Webhooks) -> None:
    """Whoever moves an endpoint's address would read what its owner sees."""
    endpoint = await webhooks.add(client, URL)
    path = f"/webhook-endpoints/{endpoint['id']}"
    lesser = await home.as_member(*ALL_OF_IT)
    refusals = [
        await lesser.patch(path, json={"url": "https://mine.example.com/"}),
        await lesser.post(f"{path}/rotate", json={}),
        await lesser.post(f"{path}/test", json={}),
        await lesser.post(f"{path}/replay", json={"since": endpoint["created_at"]}),
    ]
    assert [answer.status_code for answer in refusals] == [403, 403, 403, 403], [answer.text for answer in refusals]
    # The control: one's own, and an equal's.
    assert (await client.patch(path, json={"url": "https://mine.example.com/"})).status_code == 200
    assert (await (await home.as_member(role="owner")).post(f"{path}/rotate", json={})).status_code == 200


async def test_a_key_makes_an_endpoint_that_reads_no_more_than_itself(
    home: Home, webhooks: Webhooks, superuser: Any
) -> None:
    key = await home.as_api_key([P.webhooks_read, P.webhooks_write])
    endpoint = await webhooks.add(key, URL)
    assert await superuser.fetchval("SELECT scopes FROM webhook_endpoints WHERE workspace_id = $1", home.id) == [
        "webhooks:read",
        "webhooks:write",
    ]
    own = await webhooks.add(await home.as_owner(), URL)
    assert (await key.patch(f"/webhook-endpoints/{endpoint['id']}", json={"description": "x"})).status_code == 200
    assert (await key.patch(f"/webhook-endpoints/{own['id']}", json={"description": "x"})).status_code == 403


async def test_a_member_who_leaves_hands_endpoints_over(home: Home, client: Any, webhooks: Webhooks) -> None:
    leaver = await home.as_member(*ALL_OF_IT, name="Leaver")
    endpoint = await webhooks.add(leaver, URL)
    refused = await client.delete(f"/members/{leaver.member_id}")
    assert (refused.status_code, [reason["code"] for reason in refused.json()["unmet"]]) == (
        409,
        ["owns_webhook_endpoints"],
    )
    assert (
        await client.delete(f"/members/{leaver.member_id}", params={"transfer_to": str(home.owner_id)})
    ).status_code == 204
    assert (await webhooks.get(client, endpoint))["owner"]["name"] == "Owner"


async def test_a_list_of_endpoints_costs_one_statement(client: Any, webhooks: Webhooks) -> None:
    for _ in range(5):
        await webhooks.add(client, URL)
    with counting_statements() as statements:
        assert len((await client.get("/webhook-endpoints")).json()["items"]) == 5
    assert len(statements) == 2, statements


async def test_there_is_a_limit(client: Any, webhooks: Webhooks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("atrium.edge.webhooks.endpoints.service.MOST_ENDPOINTS", 1)
    await webhooks.add(client, URL)
    answer = await client.post("/webhook-endpoints", json={"url": URL, "event_types": ["*"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-endpoints")
