"""Both clients against a real `atrium up`: pages, versions, refusals, and answers that get lost on the way."""

import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.clients.conftest import ROOT, Installation

import atrium_client
from atrium_client import AsyncClient, Client, models


class Lossy(httpx.HTTPTransport):
    """A network that delivers what is asked, and loses the first answers to a write."""

    def __init__(self, losses: int) -> None:
        super().__init__()
        self.losses, self.keys = losses, list[str | None]()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.method in {"POST", "DELETE"}:
            self.keys.append(request.headers.get("idempotency-key"))
            if len(self.keys) <= self.losses:
                response.read()
                raise httpx.ReadTimeout("the answer is lost", request=request)
        return response


@pytest.fixture
def client(installation: Installation) -> Any:
    with Client(installation.url, installation.key) as made:
        yield made


def funded(client: Client) -> models.CustomerOut:
    customer = client.create_customer({"name": f"Client {uuid4().hex}"})
    client.create_credit_grant(customer.id, {"amount": 100, "note": "Gift"})
    return customer


def usage(number: str) -> models.CreditConsumeIn:
    return models.CreditConsumeIn(amount=5, source=models.CreditSource(type="call", id=number))


def consumed(client: Client, customer: models.CustomerOut) -> int:
    return sum(1 for entry in client.iterate_credit_entries(customer.id) if entry.amount < 0)


def test_a_lost_answer_is_asked_for_again_and_charged_once(client: Client, installation: Installation) -> None:
    customer = funded(client)
    network = Lossy(losses=2)
    with Client(installation.url, installation.key, transport=network) as careful:
        careful.sleep = lambda _: None
        assert careful.consume_credits(customer.id, usage("call_1")).balance == 95
    assert len(network.keys) == 3
    assert len(set(network.keys)) == 1
    assert consumed(client, customer) == 1


def test_the_control_without_the_key_is_charged_again(client: Client, installation: Installation) -> None:
    """What the one key for all attempts guards: two keys, and the lost answer costs twice."""
    customer = funded(client)
    with Client(installation.url, installation.key, transport=Lossy(losses=1), attempts=1) as naive:
        with pytest.raises(atrium_client.Unreachable) as lost:
            naive.consume_credits(customer.id, usage("call_1"))
        naive.consume_credits(customer.id, usage("call_1"))
        assert consumed(client, customer) == 2
        assert (
            naive.consume_credits(customer.id, usage("call_1"), idempotency_key=lost.value.idempotency_key).balance
            == 95
        )
    assert consumed(client, customer) == 2


def test_a_deletion_whose_answer_is_lost_is_not_repeated(client: Client, installation: Installation) -> None:
    customer = client.create_customer({"name": "Gone"})
    network = Lossy(losses=1)
    with (
        Client(installation.url, installation.key, transport=network) as careful,
        pytest.raises(atrium_client.Unreachable),
    ):
        careful.delete_customer(customer.id)
    assert len(network.keys) == 1


def test_lists_are_walked(client: Client) -> None:
    mark = uuid4().hex
    made = {client.create_customer({"name": f"{mark} {number}"}).id for number in range(5)}
    assert {customer.id for customer in client.iterate_customers(q=mark, limit=2)} == made
    assert len(client.list_customers(q=mark, limit=2).items) == 2
    filtered = client.list_customers(q=mark, sort="created_at", lifecycle=["customer", "prospect"])
    assert [customer.name for customer in filtered.items] == [f"{mark} {number}" for number in range(5)]


def test_a_stale_version_overwrites_nothing(client: Client) -> None:
    made = client.create_customer({"name": "Ana"})
    first = client.get_customer(made.id)
    second = client.update_customer(made.id, {"location": "Madrid"}, if_match=first)
    assert atrium_client.etag(second) != atrium_client.etag(first)
    with pytest.raises(atrium_client.Stale):
        client.update_customer(made.id, {"location": "Sevilla"}, if_match=first)
    assert client.get_customer(made.id).location == "Madrid"
    page = client.list_customers(limit=1).items[0]
    with pytest.raises(ValueError, match="ETag"):
        client.update_customer(page.id, {"location": "Sevilla"}, if_match=page)


def test_absent_is_unchanged_and_none_is_cleared(client: Client) -> None:
    made = client.create_customer(models.CustomerIn(name="Ana", location="Madrid"))
    assert client.update_customer(made.id, models.CustomerPatch(name="Ana Ruiz")).location == "Madrid"
    assert not client.update_customer(made.id, models.CustomerPatch(location=None)).location


def test_refusals_are_exceptions(client: Client, installation: Installation) -> None:
    with pytest.raises(atrium_client.NotFound) as missing:
        client.get_customer(uuid4())
    assert (missing.value.code, len(missing.value.request_id) > 8) == ("not-found", True)
    with pytest.raises(atrium_client.Invalid) as invalid:
        client.create_customer({"name": "Ana", "nonsense": 1})
    assert [error.pointer for error in invalid.value.errors] == ["/nonsense"]
    customer = funded(client)
    with pytest.raises(atrium_client.InsufficientCredits):
        client.consume_credits(
            customer.id, {"amount": 101, "source": {"type": "call", "id": "call_2"}}, idempotency_key=customer.id.hex
        )
    client.create_credit_grant(customer.id, {"amount": 1, "note": "More"})
    again = client.consume_credits(
        customer.id, {"amount": 101, "source": {"type": "call", "id": "call_2"}}, idempotency_key=customer.id.hex
    )
    assert again.balance == 0
    with pytest.raises(atrium_client.Forbidden):
        client.list_audit()
    with pytest.raises(ValueError, match="path"):
        client.get_customer("..")
    with Client(installation.url, "atr_live_wrong") as stranger, pytest.raises(atrium_client.Unauthenticated):
        stranger.get_me()
    with (
        Client("http://127.0.0.1:9", installation.key, attempts=1) as nowhere,
        pytest.raises(atrium_client.Unreachable),
    ):
        nowhere.get_me()


async def test_with_asyncio(installation: Installation) -> None:
    mark = uuid4().hex
    async with AsyncClient(f"{installation.url}/api/v1/", installation.key) as client:
        started = await client.create_import(
            file=("a.csv", f"Name\n{mark} a\n{mark} b\n".encode()), options=models.ImportOptions(mode="both")
        )
        job = await client.wait_for_job(str(started.job_id))
        assert job.state == "succeeded"
        found = [customer async for customer in client.iterate_customers(q=mark, limit=1)]
        assert len(found) == 2
        customer = await client.get_customer(found[0].id)
        changed = await client.update_customer(customer.id, {"location": "Madrid"}, if_match=customer)
        assert changed.location == "Madrid"
        with pytest.raises(atrium_client.Stale):
            await client.update_customer(customer.id, {"location": "Sevilla"}, if_match=customer)


def test_every_list_can_be_read(client: Client, installation: Installation) -> None:
    """The models hold what a real installation answers."""
    scopes = installation.session.get("/me").json()["permissions"]
    made = installation.session.post("/api-keys", json={"name": "All", "scopes": scopes}).json()
    customer = funded(client)
    of_people = {"list_sessions", "list_notifications"}
    with Client(installation.url, made["secret"]) as reader:
        names = [name for name in dir(Client) if name.startswith("list_") and name not in of_people]
        read = 0
        for name in names:
            method = getattr(reader, name)
            parameters = method.__code__.co_varnames[1 : method.__code__.co_argcount]
            if set(parameters) <= {"customer_id"}:
                method(*[customer.id for _ in parameters])
                read += 1
        assert read >= 25


def test_typescript(installation: Installation, typescript: Path) -> None:
    script = ROOT / "tests" / "clients" / "live.mjs"
    module = (typescript / "src" / "index.js").as_uri()
    done = subprocess.run(
        ["node", str(script), module],
        env=installation.variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "walked": 5,
        "page": 2,
        "attempts": 3,
        "keys": 1,
        "balance": 95,
        "charged": 1,
        "naive": "Unreachable",
        "stale": "Stale",
        "location": "Madrid",
        "withoutVersion": "TypeError",
        "missing": "NotFound not-found",
        "invalid": "/nonsense",
        "poor": "InsufficientCredits",
        "stranger": "Unauthenticated",
        "aborted": "AbortError",
        "job": "succeeded",
    }
