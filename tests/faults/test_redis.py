"""Redis goes away, hangs, comes back empty: everything goes on, a job waits at most two polls, the rate limit holds in
each process."""

import os
import signal
import time
from statistics import median
from uuid import UUID

import httpx
from redis import Redis
from tests.faults.installation import EMAIL, PASSWORD, Api, Installation, Nursery, Record, wait_for

from atrium.kernel.ids import uuid7
from atrium.worker import POLL_SECONDS

LIMIT = 60


def enqueue(home: Installation) -> UUID:
    job = uuid7()
    home.ask(
        "INSERT INTO jobs (workspace_id, id, kind, payload, actor_type, actor_name) VALUES ($1, $2, 'fault_steps',"
        " '{\"steps\": 0}', 'system', 'Faults')",
        *(home.workspace_id, job),
    )
    return job


def seconds_to_run_a_job(home: Installation) -> float:
    """From the insert, with nobody ringing, to the end."""
    job, started = enqueue(home), time.monotonic()
    assert wait_for(
        lambda: home.number("SELECT count(*) FROM jobs WHERE id = $1 AND state = 'succeeded'", job) == 1, 30
    )
    return time.monotonic() - started


def use(client: httpx.Client, name: str) -> int:
    """Create a customer and find it in the list. Returns how many there are."""
    assert (
        client.post("/customers", json={"name": name}, headers={"Idempotency-Key": name.replace(" ", "-")}).status_code
        == 201
    )
    found = client.get("/customers").json()["items"]
    assert found[0]["name"] == name
    return len(found)


def log_in(api: Api) -> httpx.Client:
    """Sign in as the owner with a password. The client is signed in from then on."""
    browser = httpx.Client(base_url=api.url, headers={"Sec-Fetch-Site": "same-origin"}, timeout=10)
    answer = browser.post("/auth/login", json={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    browser.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
    return browser


def time_of(client: httpx.Client, requests: int) -> tuple[float, float]:
    """Median and sum of seconds."""
    times = []
    for _ in range(requests):
        started = time.monotonic()
        assert client.get("/me").status_code == 200
        times.append(time.monotonic() - started)
    return median(times), sum(times)


def requests_until_refused(client: httpx.Client) -> int:
    """How many are answered before the first 429; the limit refills meanwhile."""
    for number in range(LIMIT * 20):
        if client.get("/me").status_code == 429:
            return number
    raise AssertionError("nothing is refused")


def test_everything_goes_on_without_redis(installation: Installation, record_property: Record) -> None:
    api = Api(installation, ATRIUM_RATE_LIMIT_PER_MINUTE=str(LIMIT))
    nursery = Nursery(installation)
    nursery.work(1)
    api.wait()
    seconds_to_run_a_job(installation)
    with httpx.Client(base_url=api.url, headers=installation.headers, timeout=10) as client:
        use(client, "Redis is here")
        installation.stop_redis()
        browser = log_in(api)
        assert use(client, "Redis is away") == 2
        assert use(browser, "Redis is away, seen by a person") == 3
        waits = [seconds_to_run_a_job(installation) for _ in range(3)]
        allowed = requests_until_refused(client)
        redis = installation.cluster.start_redis()
        Redis.from_url(installation.cluster.redis_url).flushall()
        time.sleep(1)
        os.kill(redis.pid, signal.SIGSTOP)
        try:
            usual, altogether = time_of(browser, 20)
            assert use(browser, "Redis hangs") == 4
            started = time.monotonic()
            assert (
                browser.post("/auth/password/forgot", json={"email": EMAIL}).status_code == 202
            )  # adds a job and rings
            ring = time.monotonic() - started
        finally:
            os.kill(redis.pid, signal.SIGCONT)
        Redis.from_url(installation.cluster.redis_url).flushall()
        assert use(browser, "Redis is back and empty") == 5
        back = seconds_to_run_a_job(installation)
        browser.close()
    jobs_lost = installation.number("SELECT count(*) FROM jobs WHERE kind = 'fault_steps' AND state <> 'succeeded'")
    lost = 5 - installation.number("SELECT count(*) FROM customers WHERE name LIKE 'Redis %'")
    nursery.end()
    api.close()
    figures = {
        **{
            "job_ms": round(median(waits) * 1000),
            "poll_ms": round(POLL_SECONDS * 1000),
            "limit": LIMIT,
            "allowed": allowed,
        },
        **{
            "hanging_request_ms": round(usual * 1000),
            "hanging_20_requests_ms": round(altogether * 1000),
            "hanging_ring_ms": round(ring * 1000),
        },
        **{"back_job_ms": round(back * 1000), "lost": lost, "jobs_lost": jobs_lost},
    }
    record_property("figures redis away", figures)
    assert (lost, jobs_lost) == (0, 0)
    assert median(waits) <= 2 * POLL_SECONDS
    assert allowed >= LIMIT - 20  # some were used before
    assert usual < 0.2, "a Redis that hangs slows every request down"
    assert ring < 2.5
