"""Workers are killed while they send, and Redis is away: every message arrives, under one id, and the log says so
exactly once."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook
from tests.faults.installation import Api, Installation, Nursery, Record, wait_for

SIZES = [pytest.param(40, 4, id="small"), pytest.param(1000, 60, id="large", marks=pytest.mark.soak)]
UNDELIVERED = "SELECT count(*) FROM webhook_deliveries WHERE state <> 'delivered'"


@contextmanager
def receiver(calls: list[tuple[dict[str, str], bytes]], seconds: float) -> Iterator[str]:
    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if len(body) < int(self.headers["content-length"]):
                return  # whoever sent it was killed in the midst
            time.sleep(random.uniform(0, seconds))
            calls.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()


def strike(home: Installation, rng: random.Random, nursery: Nursery) -> None:
    """Kill a worker, whatever it does, and start another; the leases of the dead one end soon."""
    time.sleep(rng.uniform(0.1, 0.6))
    victim = rng.choice(nursery.workers)
    os.kill(victim, signal.SIGKILL)
    nursery.kills += 1
    nursery.workers.remove(victim)
    nursery.work(2)
    now, soon = "clock_timestamp()", "interval '0.5 s'"
    home.ask(
        f"UPDATE webhook_deliveries SET due_at = {now} + {soon} WHERE state = 'running' AND due_at > {now} + {soon}"
    )


def run_under_kills(home: Installation, role: str, customers: int, kills: int, seconds: float) -> dict[str, int]:
    """Have so many messages sent by two workers that are killed meanwhile, without Redis, to a receiver that takes up
    to so long. The figures."""
    rng = random.Random(3)
    home.environment["ATRIUM_ALLOW_PRIVATE_URLS"] = "true"
    api, nursery = Api(home), Nursery(home, role)
    api.wait()
    calls: list[tuple[dict[str, str], bytes]] = []
    with receiver(calls, seconds) as url, httpx.Client(base_url=api.url, headers=home.headers, timeout=30) as client:
        endpoint = client.post("/webhook-endpoints", json={"url": url, "event_types": ["customer.created"]}).json()
        home.stop_redis()
        nursery.work(2)
        for number in range(customers):
            assert client.post("/customers", json={"name": f"Customer {number}"}).status_code == 201

        def chaos() -> None:
            if nursery.kills < kills:
                strike(home, rng, nursery)

        def done() -> bool:
            return (
                nursery.kills >= kills
                and home.number("SELECT count(*) FROM webhook_deliveries") == customers
                and home.number(UNDELIVERED) == 0
            )

        finished = wait_for(done, 90 + 2 * kills, chaos)
        nursery.end()
        home.cluster.start_redis()
    api.close()
    assert finished, home.ask("SELECT state, attempts, last_error, count(*) FROM webhook_deliveries GROUP BY 1, 2, 3")
    named = {Webhook(endpoint["secret"]).verify(body, headers)["data"]["data"]["name"] for headers, body in calls}
    ids = len({headers["webhook-id"] for headers, _ in calls})
    noted = home.number("SELECT count(*) FROM webhook_attempts WHERE error IS NULL")
    return {
        "messages": customers,
        "kills": nursery.kills,
        "calls": len(calls),
        "lost": customers - len(named),
        "ids": ids,
        "noted": noted,
    }


@pytest.mark.parametrize(("customers", "kills"), SIZES)
def test_every_message_arrives(installation: Installation, customers: int, kills: int, record_property: Record) -> None:
    figures = run_under_kills(installation, "worker", customers, kills, 0.03)
    record_property("figures webhooks under kill -9, Redis away", figures)
    assert (figures["lost"], figures["ids"], figures["noted"]) == (0, customers, customers)


def test_control_settled_before_it_is_sent_is_lost(installation: Installation, record_property: Record) -> None:
    figures = run_under_kills(installation, "forgetful_worker", 40, 4, 0.6)
    record_property("figures webhooks under kill -9, control: settled before it is sent", figures)
    assert figures["lost"] > 0
