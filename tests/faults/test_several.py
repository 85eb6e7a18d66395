"""Several API processes share a port: who is connected to one hears and is counted with those at the others, and one
that is killed takes nothing along."""

import json
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import httpx
import psutil
import pytest
from redis import Redis
from tests.faults.installation import EMAIL, PASSWORD, Api, Installation, Record, wait_for

LIMIT = 60
NAME = "atrium serve"
STREAM = {"Accept": "text/event-stream"}
COLLEAGUE = """
WITH person AS (
    INSERT INTO users (id, email, name) VALUES (gen_random_uuid(), 'second@faults.test', 'Second') RETURNING id),
  colleague AS (INSERT INTO members (workspace_id, id, user_id, role_id, name, email)
    SELECT workspace_id, gen_random_uuid(), person.id, role_id, 'Second', 'second@faults.test' FROM members, person
    RETURNING id)
UPDATE api_keys SET member_id = colleague.id FROM colleague
"""


class Several(Api):
    """``atrium serve --workers 2``."""

    def start(self) -> subprocess.Popen[bytes]:
        port = str(self.socket.getsockname()[1])
        self.socket.close()  # each process gets one of its own, which they make themselves
        words = ("-m", "atrium.cli", "serve", "--workers", "2", "--port", port)
        self.process = self.home.spawn(*words, environment=self.environment)
        assert wait_for(self.answers, 60), self.home.log()
        return self.process

    def answers(self) -> bool:
        with suppress(httpx.HTTPError):
            return httpx.get(self.url.replace("/api/v1", "/health/live")).status_code == 200
        return False

    def servers(self) -> list[psutil.Process]:
        found = []
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                found += [child] if child.name() == NAME and child.status() != psutil.STATUS_ZOMBIE else []
        return sorted(found, key=lambda child: child.pid)

    def server_of(self, answer: httpx.Response) -> int:
        """The process at the other end of the connection that brought an answer."""
        port = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
        for server in self.servers():
            if any(each.raddr and each.raddr.port == port for each in server.net_connections(kind="tcp")):
                return int(server.pid)
        raise AssertionError("nobody holds this connection")

    def connect(self, pid: int, headers: dict[str, str]) -> httpx.Client:
        """A client whose one connection leads to this process."""
        tried: list[httpx.Client] = []
        try:
            for _ in range(200):
                limits = httpx.Limits(max_connections=1, keepalive_expiry=60)
                tried.append(httpx.Client(base_url=self.url, headers=headers, timeout=20, limits=limits))
                if self.server_of(tried[-1].get(self.url.replace("/api/v1", "/health/live"))) == pid:
                    return tried.pop()
        finally:
            # Only now, so that meanwhile the other process is the busier one.
            for client in tried:
                client.close()
        raise AssertionError(f"no connection leads to process {pid}")


@pytest.fixture
def two(installation: Installation, request: pytest.FixtureRequest) -> Iterator[Several]:
    api = Several(installation, ATRIUM_RATE_LIMIT_PER_MINUTE=str(getattr(request, "param", 100_000)))
    assert len(api.servers()) == 2
    try:
        yield api
    finally:
        family = api.servers()
        api.process.terminate()
        api.process.wait(30)
        _, left = psutil.wait_procs(family, 10)
        assert left == []


@contextmanager
def at_each(api: Several, headers: dict[str, str]) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """A client at either process."""
    with ExitStack() as stack:
        one, other = (api.connect(each.pid, headers) for each in api.servers())
        stack.callback(one.close)
        stack.callback(other.close)
        yield one, other


def test_connections_are_dealt_out(two: Several) -> None:
    with ExitStack() as stack:
        clients = [stack.enter_context(httpx.Client(timeout=20)) for _ in range(40)]
        held = [two.server_of(client.get(two.url.replace("/api/v1", "/health/live"))) for client in clients]
    assert min(held.count(server.pid) for server in two.servers()) >= 6  # by chance fewer once in a million


def test_a_change_made_at_one_reaches_a_stream_at_the_other(two: Several, installation: Installation) -> None:
    with at_each(two, installation.headers) as (one, other):
        heard: list[str] = []
        ready = threading.Event()

        def follow() -> None:
            with suppress(httpx.HTTPError), other.stream("GET", "/stream", headers=STREAM) as answer:
                for line in answer.iter_lines():
                    if line == "event: ready":
                        ready.set()
                    if line.startswith("data: ") and "customer.created" in line:
                        heard.append(json.loads(line.removeprefix("data: "))["customer_id"])
                        return

        follower = threading.Thread(target=follow, daemon=True)
        follower.start()
        assert ready.wait(20)
        made = one.post("/customers", json={"name": "Ada"}).json()["id"]
        follower.join(20)
        assert heard == [made]


def allowed(one: httpx.Client, other: httpx.Client) -> int:
    """How many requests, by turns, until both refuse."""
    count, refused = 0, 0
    for number in range(LIMIT * 10):
        status = (one, other)[number % 2].get("/me").status_code
        refused = refused + 1 if status == 429 else 0
        count += status == 200
        if refused >= 4:
            return count
    raise AssertionError("nothing is refused")


@pytest.mark.parametrize("two", [LIMIT], indirect=True)
def test_the_rate_limit_counts_all_together(two: Several, installation: Installation, record_property: Record) -> None:
    with at_each(two, installation.headers) as (one, other):
        together = allowed(one, other)
        installation.stop_redis()
        apart = allowed(one, other)
        installation.cluster.start_redis()
    record_property("figures several limits", {"limit": LIMIT, "together": together, "apart": apart})
    assert together < LIMIT * 1.5
    assert apart > together * 1.3  # the control: each by itself allows as much again


def test_who_looks_at_a_customer_is_seen_at_the_other(two: Several, installation: Installation) -> None:
    with at_each(two, installation.headers) as (one, other):
        customer = one.post("/customers", json={"name": "Ada"}).json()["id"]
        browser = {"Sec-Fetch-Site": "same-origin"}
        answer = one.post("/auth/login", json={"email": EMAIL, "password": PASSWORD}, headers=browser)
        browser["X-CSRF-Token"] = answer.json()["csrf_token"]
        del one.headers["Authorization"]
        assert one.post(f"/customers/{customer}/presence", headers=browser).status_code == 200
        installation.ask(COLLEAGUE)  # whom the key acts for from now on: who asks is left out of the answer
        assert len(other.get(f"/customers/{customer}/presence").json()["items"]) == 1
        Redis.from_url(installation.cluster.redis_url).flushall()
        assert other.get(f"/customers/{customer}/presence").json()["items"] == []  # the control: Redis carried it


def test_one_that_is_killed_is_replaced_and_loses_nothing(
    two: Several, installation: Installation, record_property: Record
) -> None:
    acknowledged: list[str] = []
    broken = 0
    stopping = threading.Event()

    def write(number: int) -> None:
        nonlocal broken
        for count in range(10_000):
            name = f"Customer {number}-{count}"
            while not stopping.is_set():
                try:
                    with httpx.Client(base_url=two.url, headers=installation.headers, timeout=20) as client:
                        headers = {"Idempotency-Key": name.replace(" ", "-")}
                        answer = client.post("/customers", json={"name": name}, headers=headers)
                    if answer.status_code == 201:
                        acknowledged.append(answer.json()["id"])
                        break
                except httpx.HTTPError:
                    broken += 1
            if stopping.is_set():
                return

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    kills = 0

    def ten_more() -> bool:
        """Are written, and nobody waits for ever."""
        before = len(acknowledged)
        return wait_for(lambda: len(acknowledged) > before + 10, 60)

    # Until one was felt: some end between two requests.
    while kills < 4 or (broken == 0 and kills < 40):
        assert ten_more()
        assert wait_for(lambda: len(two.servers()) == 2, 60)
        two.servers()[kills % 2].kill()
        kills += 1
    assert ten_more()
    stopping.set()
    for writer in writers:
        writer.join(30)
    ids = {str(row["id"]) for row in installation.ask("SELECT id FROM customers")}
    doubled = installation.number("SELECT count(*) - count(DISTINCT name) FROM customers")
    lost = len(set(acknowledged) - ids)
    figures = {"kills": kills, "acknowledged": len(acknowledged), "lost": lost, "doubled": doubled}
    record_property("figures several processes", {**figures, "broken": broken})
    assert (lost, doubled) == (0, 0)
    assert len(acknowledged) > 40
    assert broken > 0  # the control: the kills were felt
