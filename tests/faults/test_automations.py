"""Workers die at every border of every step, Redis forgets, PostgreSQL crashes: every effect of every run happens
exactly once."""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from redis import Redis
from tests.faults.installation import Installation, Nursery, Record, wait_for

SIZES = [pytest.param(4, 1, 1, id="small"), pytest.param(1000, 3, 10, id="large", marks=pytest.mark.soak)]
"""Triggers, crashes of PostgreSQL, and of how many borders of a run workers die at one. A run whose workers died three
times goes on alone: with few deaths a run, most go together, and workers die late in what they do together."""
WORKERS, EFFECTS, BORDERS = 3, 3, 11
FEW, SHORT_LEASE, LONG_LEASE = 20, 0.4, 1.0
"""With few triggers most of the time would go by waiting for the leases of the dead."""
HAPPENED = "SELECT count(*) FROM effects WHERE source = 'automation'"
ONCE = "SELECT count(*) FROM (SELECT DISTINCT subject, step FROM effects WHERE source = 'automation') AS one"
RUNS = "SELECT state, step_id, attempts, last_error, count(*) FROM automation_runs GROUP BY 1, 2, 3, 4"


@contextmanager
def receiver() -> Iterator[tuple[str, Counter[str]]]:
    """A server on the network that counts calls by their key, and is too busy for every seventh."""
    calls: Counter[str] = Counter()
    turns = 0

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            nonlocal turns
            turns += 1
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            busy = turns % 7 == 0
            if not busy:
                calls[str(self.headers["Idempotency-Key"])] += 1
            self.send_response(503 if busy else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", calls
    finally:
        server.shutdown()
        server.server_close()


def flow(url: str) -> dict[str, Any]:
    """Two effects in one transaction, a wait, a call to the outside, and an effect after it."""
    kinds = [
        ("e1", "fault_effect", {"number": 1}),
        ("e2", "fault_effect", {"number": 2}),
        ("w", "wait", {"wait": "for", "seconds": 1}),
    ]
    kinds += [("h", "call_webhook", {"url": url}), ("e3", "fault_effect", {"number": 3})]
    steps = [{"id": identifier, "kind": kind, "config": config} for identifier, kind, config in kinds]
    return {"trigger": {"kind": "event", "event_types": ["fault.happened"]}, "steps": steps}


def run_under_deaths(
    home: Installation,
    tmp_path: Path,
    role: str,
    triggers: int,
    crashes: int,
    *,
    one_in: int = 1,
    to_first_double: bool = False,
) -> dict[str, int]:
    """Let automations work until all runs have ended, while workers die at one in so many borders, whoever comes there
    first. Returns the figures.

    ``to_first_double``: stop when an effect has happened twice, which is all that a control has to show."""
    home.environment |= {"ATRIUM_ALLOW_PRIVATE_URLS": "true", "FAULT_MARKS": str(tmp_path), "FAULT_ONE_IN": str(one_in)}
    with receiver() as (url, calls):
        nursery = Nursery(home, role, SHORT_LEASE if triggers <= FEW else LONG_LEASE)
        nursery.fork("automate", workspace_id=str(home.workspace_id), flow=flow(url))
        assert wait_for(lambda: home.number("SELECT count(*) FROM automations") == 1, 30), home.log()
        nursery.work(WORKERS)
        nursery.fork("emitter", workspace_id=str(home.workspace_id), events=triggers, writers=4, seed=3)
        crashed = 0

        def finished() -> bool:
            if to_first_double and home.number(HAPPENED) > home.number(ONCE):
                return True
            return home.number("SELECT count(*) FROM automation_runs WHERE state = 'succeeded'") == triggers

        def chaos() -> None:
            nonlocal crashed
            for pid in [pid for pid in nursery.workers if not alive(pid)]:
                nursery.workers.remove(pid)
            nursery.work(WORKERS)
            if crashed < crashes and len(list(tmp_path.iterdir())) > triggers / one_in * (crashed + 1):
                crashed += 1
                Redis.from_url(home.cluster.redis_url).flushall()
                home.crash_postgres()

        done = wait_for(finished, 90 + triggers, chaos)
        nursery.end()
        assert done, (home.ask(RUNS), home.log())
    happened, once = home.number(HAPPENED), home.number(ONCE)
    borders = Counter(mark.name.split("_", 1)[1] for mark in tmp_path.iterdir())
    return {
        "triggers": triggers,
        "runs": home.number("SELECT count(*) FROM automation_runs"),
        "deaths": borders.total(),
        "crashes": crashed,
        "borders": len(borders),
        "rarest_border": min(borders.values()),
        "lost": triggers * EFFECTS - once,
        "doubled": happened - once,
        "calls_lost": triggers - len(calls),
        "keys_beyond": max(0, len(calls) - triggers),
        "steps_noted": home.number("SELECT count(*) FROM automation_run_steps WHERE state = 'done'"),
    }


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.mark.parametrize(("triggers", "crashes", "one_in"), SIZES)
def test_every_effect_exactly_once(
    installation: Installation, tmp_path: Path, triggers: int, crashes: int, one_in: int, record_property: Record
) -> None:
    figures = run_under_deaths(installation, tmp_path, "dying_worker", triggers, crashes, one_in=one_in)
    record_property("figures automations killed at every border", figures)
    assert (figures["runs"], figures["lost"], figures["doubled"], figures["calls_lost"], figures["keys_beyond"]) == (
        triggers,
        0,
        0,
        0,
        0,
    )
    assert figures["steps_noted"] == triggers * 5
    # Before and after each effect is written, after its commit, before and after the call: a death takes the worker's
    # other runs along, so that these come to some borders only when they are past them.
    assert (figures["deaths"] >= triggers / one_in * 6, figures["crashes"]) == (True, crashes)
    assert figures["borders"] == BORDERS or one_in == 1


def test_control_completion_in_another_transaction_doubles(
    installation: Installation, tmp_path: Path, record_property: Record
) -> None:
    figures = run_under_deaths(installation, tmp_path, "naive_dying_worker", 3, 0, to_first_double=True)
    record_property("figures automations killed at every border, control: effect and completion apart", figures)
    assert figures["doubled"] > 0
