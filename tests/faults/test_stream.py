"""Redis stops, comes back empty, hangs; the API is killed; a stream lives on or is resumed, and nothing is lost and
nothing comes twice."""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from redis import Redis
from tests.faults.installation import Api, Installation, Record, wait_for


@dataclass
class Follower:
    """A reader that comes back with the last id it got, as a browser does."""

    url: str
    headers: dict[str, str]
    changes: list[dict[str, Any]] = field(default_factory=list)
    connections: int = 0
    last_id: str = ""
    stopping: bool = False

    def run(self) -> None:
        with httpx.Client(
            timeout=httpx.Timeout(5, read=60), headers=self.headers | {"Accept": "text/event-stream"}
        ) as client:
            while not self.stopping:
                with suppress(httpx.HTTPError):
                    more = {"Last-Event-ID": self.last_id} if self.last_id else {}
                    with client.stream("GET", f"{self.url}/stream", headers=more) as answer:
                        if answer.status_code == 200:
                            self._read(answer.iter_lines())
                time.sleep(0.1)

    def _read(self, lines: Iterator[str]) -> None:
        event, identity = "", ""
        for line in lines:
            name, _, value = line.partition(": ")
            if name == "event":
                event = value
                self.connections += value == "ready"
            elif name == "id":
                identity = value
            elif name == "data" and event == "change":
                self.changes.append(json.loads(value))
            elif not line:
                # A browser notes the id when the message is complete.
                self.last_id, event = identity or self.last_id, ""
            if self.stopping:
                return

    def names(self) -> list[str]:
        return [change["customer_id"] for change in self.changes if change["type"] == "customer.created"]


@contextmanager
def following(api: Api, home: Installation) -> Iterator[Follower]:
    follower = Follower(api.url, home.headers)
    thread = threading.Thread(target=follower.run, daemon=True)
    thread.start()
    assert wait_for(lambda: follower.connections > 0, 20)
    try:
        yield follower
    finally:
        follower.stopping = True


def make(client: httpx.Client, number: int) -> list[str]:
    return [client.post("/customers", json={"name": f"Customer {each}"}).json()["id"] for each in range(number)]


def arrives(follower: Follower, made: list[str], seconds: float) -> bool:
    return wait_for(lambda: set(made) <= set(follower.names()), seconds)


def test_redis_stops_is_emptied_and_hangs(installation: Installation, record_property: Record) -> None:
    api = Api(installation)
    api.wait()
    figures: dict[str, int] = {}
    made: list[str] = []

    def phase(name: str, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> None:
        made.extend(make(client, 5))
        meanwhile()
        started = time.monotonic()
        assert arrives(follower, made, seconds), name
        figures[f"{name}_ms"] = round((time.monotonic() - started) * 1000)

    with (
        httpx.Client(base_url=api.url, headers=installation.headers, timeout=20) as client,
        following(api, installation) as follower,
    ):
        phase("usual", 3)
        time.sleep(0.5)  # a reading that began before may still bring the first of what follows
        installation.stop_redis()
        made.extend(make(client, 5))
        time.sleep(2)
        assert follower.connections == 1, "the stream must live on"
        missing = len(set(made) - set(follower.names()))
        redis = installation.cluster.start_redis()
        phase("back", 10)
        Redis.from_url(installation.cluster.redis_url).flushall()
        phase("emptied", 10)
        os.kill(redis.pid, signal.SIGSTOP)
        try:
            made.extend(make(client, 5))
        finally:
            time.sleep(2)
            os.kill(redis.pid, signal.SIGCONT)
        started = time.monotonic()
        assert arrives(follower, made, 15)
        figures["hung_ms"] = round((time.monotonic() - started) * 1000)
        connections = follower.connections
    api.close()
    lost, doubled = len(set(made) - set(follower.names())), len(follower.names()) - len(set(follower.names()))
    record_property(
        "figures stream redis",
        {"events": len(made), "missing_meanwhile": missing, "lost": lost, "doubled": doubled, **figures},
    )
    assert (lost, doubled, connections) == (0, 0, 1)
    assert missing > 0, "the control: without Redis nothing rings"


def test_the_api_is_killed_under_its_readers(installation: Installation, record_property: Record) -> None:
    api = Api(installation)
    api.wait()
    made: list[str] = []
    with following(api, installation) as follower:
        for _ in range(4):
            with httpx.Client(base_url=api.url, headers=installation.headers, timeout=30) as client:
                made += make(client, 10)
            api.kill()
            api.start()
            api.wait()
        with httpx.Client(base_url=api.url, headers=installation.headers, timeout=30) as client:
            made += make(client, 5)
        assert arrives(follower, made, 20)
        time.sleep(0.5)
    api.close()
    lost, doubled = len(set(made) - set(follower.names())), len(follower.names()) - len(set(follower.names()))
    record_property(
        "figures stream kills",
        {"events": len(made), "kills": 4, "connections": follower.connections, "lost": lost, "doubled": doubled},
    )
    assert (lost, doubled) == (0, 0)


def test_an_open_stream_does_not_hold_up_the_end_of_the_process(installation: Installation) -> None:
    api = Api(installation)
    api.wait()
    with following(api, installation):
        started = time.monotonic()
        api.process.terminate()
        api.process.wait(10)
        assert time.monotonic() - started < 3
    api.socket.close()
