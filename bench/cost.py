"""What a request costs: CPU milliseconds of the API and of the database, beside bare FastAPI and asyncpg.

    python -m bench.cost [--rows 50000] [--requests 400] [--quick] [--only list,get]

One ``atrium serve`` and one process of ``bench/bare.py`` on the same database in the same run; ``--rounds`` times in
turns, medians. CPU is the scheduler's account of the API's threads and of the server processes that serve it, because
on a machine that others use the clock says more about them. A last round goes through ``bench/relay.py``, which counts
round trips."""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx
import orjson
from bench.relay import Relay, relayed
from bench.seed import Seeded, bench_folder, seeded

from atrium.keeping import listen
from atrium.kernel.permissions import P
from atrium.processes import die_with_parent

DATABASE = "bench_cost"
KINDS = ("ours", "bare", "plain")
Call = tuple[str, str, dict[str, str], Any]


@dataclass(frozen=True)
class Request:
    """One kind of request, to us and to the bare app. ``goal``: most CPU of the API as a multiple of the bare one's."""

    name: str
    ours: Callable[["World"], Call]
    bare: Callable[["World"], Call] | None = None
    plain: Callable[["World"], Call] | None = None
    goal: float | None = None


@dataclass
class World:
    """The workspace that is asked about, and how far the asking has come."""

    made: Seeded
    customers: list[UUID]
    folder_id: UUID
    status_id: UUID
    terms: list[str]
    count: int = 0

    def next(self) -> int:
        self.count += 1
        return self.count

    @property
    def customer(self) -> UUID:
        return self.customers[self.next() % len(self.customers)]

    def new(self) -> dict[str, Any]:
        number = self.next()
        return {
            "name": f"Bench {number}",
            "email": f"b{number}.{uuid4().hex[:8]}@bench.test",
            "phone": f"+3460{uuid4().int % 10_000_000:07}",
            "location": "Madrid",
            "folder_id": str(self.folder_id),
            "status_id": str(self.status_id),
        }


def keyed() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


REQUESTS = (
    Request(
        "list",
        lambda _: ("GET", "/customers?limit=50", {}, None),
        lambda _: ("GET", "/list", {}, None),
        lambda _: ("GET", "/plain-list", {}, None),
        goal=2,
    ),
    Request(
        "get",
        lambda w: ("GET", f"/customers/{w.customer}", {}, None),
        lambda w: ("GET", f"/get/{w.customer}", {}, None),
        lambda w: ("GET", f"/plain-get/{w.customer}", {}, None),
        goal=2.5,
    ),
    Request(
        "overview",
        lambda w: ("GET", f"/customers/{w.customer}/overview", {}, None),
        lambda w: ("GET", f"/overview/{w.customer}", {}, None),
        goal=3,
    ),
    Request(
        "timeline",
        lambda w: ("GET", f"/customers/{w.customer}/timeline", {}, None),
        lambda w: ("GET", f"/timeline/{w.customer}", {}, None),
    ),
    Request("counts", lambda _: ("GET", "/customer-counts", {}, None), lambda _: ("GET", "/counts", {}, None)),
    Request(
        "search",
        lambda w: ("GET", f"/customers?limit=50&q={w.terms[w.next() % len(w.terms)]}", {}, None),
        lambda w: ("GET", f"/search?q={w.terms[w.next() % len(w.terms)]}", {}, None),
    ),
    Request(
        "create",
        lambda w: ("POST", "/customers", {}, w.new()),
        lambda w: ("POST", "/create", {}, w.new()),
        goal=7,
    ),
    Request(
        "create, keyed",
        lambda w: ("POST", "/customers", keyed(), w.new()),
        lambda w: ("POST", "/create", {}, w.new()),
    ),
    Request(
        "update",
        lambda w: ("PATCH", f"/customers/{w.customer}", {}, {"location": f"Place {w.next()}"}),
        lambda w: ("PATCH", f"/update/{w.customer}", {}, {"location": f"Place {w.next()}"}),
        goal=6,
    ),
    Request(
        "note",
        lambda w: ("POST", f"/customers/{w.customer}/notes", {}, {"body": f"Called, **{w.next()}** times."}),
        lambda w: ("POST", f"/note/{w.customer}", {}, {"body": f"Called, **{w.next()}** times."}),
        goal=7,
    ),
    Request(
        "deduct",
        lambda w: (
            "POST",
            f"/customers/{w.customer}/credits/deductions",
            keyed(),
            {"unit": "credits", "amount": 1, "reason": "Bench"},
        ),
        lambda w: ("POST", f"/deduct/{w.customer}", {}, None),
        goal=7,
    ),
)


def processor_seconds(pids: list[int]) -> float:
    """CPU time of all threads of these processes so far."""
    nanoseconds = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            nanoseconds += int(task.read_text().split()[0])
    return nanoseconds / 1e9


async def furnish(made: Seeded) -> World:
    """A copy of the workspace that may be written to, with a key that may do everything, fields, notes and credits."""
    admin = await asyncpg.connect(replace(made, database="postgres").admin_dsn)
    await admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    await admin.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {made.database}")
    await admin.close()
    made = replace(made, database=DATABASE)
    connection = await asyncpg.connect(made.admin_dsn)
    await connection.execute("UPDATE api_keys SET scopes = $1", [permission.value for permission in P])
    for place, (key, kind) in enumerate(
        {
            "text": "text",
            "number": "number",
            "renewal_on": "date",
            "size": "number",
            "web": "url",
            "vip": "checkbox",
        }.items()
    ):
        await connection.execute(
            "INSERT INTO custom_fields (workspace_id, id, key, label, type, position) VALUES ($1, $2, $3, $3, $4, $5)",
            *(made.workspace_id, uuid4(), key, kind, place),
        )
    rows = await connection.fetch(
        "SELECT id, folder_id, status_id FROM customers WHERE folder_id IS NOT NULL ORDER BY last_activity_at DESC "
        "LIMIT 200"
    )
    customers = [row["id"] for row in rows]
    await connection.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(made.workspace_id))
    for customer in customers:
        await connection.fetchval(
            "SELECT credits_grant($1, $2, 'credits', 1000000000, 50, NULL, NULL, 'paid', 'api', '{}')",
            *(made.workspace_id, customer),
        )
        for _ in range(10):
            await connection.execute(
                "INSERT INTO events (workspace_id, id, type, customer_id, actor_type, actor_name, data, changes,"
                " dispatched_at) VALUES ($1, $2, 'customer.updated', $3, 'system', 'Bench', $4, $5, now())",
                *(made.workspace_id, uuid4(), customer, '{"name": "Bench"}'),
                '{"location": {"before": "Madrid", "after": "Sevilla"}}',
            )
    names = await connection.fetch("SELECT split_part(name, ' ', 1) AS word FROM customers ORDER BY id LIMIT 40")
    terms = sorted({row["word"][:5] for row in names if row["word"].isascii() and row["word"].isalpha()})
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CHECKPOINT")
    await connection.close()
    return World(made, customers, rows[0]["folder_id"], rows[0]["status_id"], terms)


@dataclass
class Side:
    """A served application and how to ask it."""

    process: subprocess.Popen[bytes]
    client: httpx.AsyncClient
    application_name: str

    async def pids(self, made: Seeded) -> list[int]:
        """The server processes of its connections."""
        connection = await asyncpg.connect(made.admin_dsn)
        rows = await connection.fetch(
            "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND application_name = $2",
            DATABASE,
            self.application_name,
        )
        await connection.close()
        return [row["pid"] for row in rows]

    async def send(self, call: Call) -> None:
        method, path, headers, body = call
        content = None if body is None else orjson.dumps(body)
        sent = {**headers, "Content-Type": "application/json"} if content else headers
        answer = await self.client.request(method, path, content=content, headers=sent)
        if not answer.is_success:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:500]}")


@asynccontextmanager
async def serving(
    command: list[str], environment: dict[str, str], base: str, name: str, key: str
) -> AsyncIterator[Side]:
    process = subprocess.Popen(  # noqa: ASYNC220 - starting it takes a millisecond, and nothing else runs yet
        command,
        env=os.environ | environment,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
    )
    headers = {"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"}
    try:
        async with httpx.AsyncClient(base_url=base, headers=headers, timeout=60) as client:
            for _ in range(300):
                try:
                    await client.get("/")
                    break
                except httpx.ConnectError:
                    await asyncio.sleep(0.1)
            yield Side(process, client, name)
    finally:
        process.kill()
        process.wait()


@asynccontextmanager
async def atrium(made: Seeded, more: dict[str, str]) -> AsyncIterator[Side]:
    listener = listen("127.0.0.1", 0)
    os.set_inheritable(listener.fileno(), True)
    command = [sys.executable, "-m", "atrium.cli", "serve", "--fd", str(listener.fileno())]
    environment = made.environment(bench_folder() / "files") | more
    base = f"http://127.0.0.1:{listener.getsockname()[1]}/api/v1"
    async with serving(command, environment, base, "atrium", made.keys["owner"]) as side:
        yield side
    listener.close()


@asynccontextmanager
async def bare(made: Seeded) -> AsyncIterator[Side]:
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()
    environment = {"BARE_DSN": made.admin_dsn, "BARE_WORKSPACE": str(made.workspace_id), "BARE_PORT": str(port)}
    async with serving(
        [sys.executable, "-m", "bench.bare"], environment, f"http://127.0.0.1:{port}", "bare", "none"
    ) as side:
        yield side


@dataclass
class Cost:
    """CPU milliseconds of one request, by rounds."""

    api: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{median(self.api):.2f} + {median(self.database):.2f}" if self.api else "–"


async def measure(side: Side, made: Seeded, calls: Callable[[], Call], requests: int, cost: Cost) -> None:
    for _ in range(12):
        await side.send(calls())
    pids = await side.pids(made)
    before = processor_seconds([side.process.pid]), processor_seconds(pids)
    for _ in range(requests):
        await side.send(calls())
    after = processor_seconds([side.process.pid]), processor_seconds(pids)
    cost.api.append((after[0] - before[0]) * 1000 / requests)
    cost.database.append((after[1] - before[1]) * 1000 / requests)


async def trips(world: World, wanted: list[Request]) -> dict[str, tuple[float, float]]:
    """Round trips of one request of each kind to PostgreSQL and to Redis."""
    made, folder = world.made, Path(bench_folder())
    sockets = Path(made.app_dsn.split("host=")[1])
    database, cache = folder / "relay", folder / "relay.redis.sock"
    database.mkdir(exist_ok=True)
    more = {
        "ATRIUM_DATABASE_URL": made.app_dsn.replace(str(sockets), str(database)),
        "ATRIUM_REDIS_URL": made.cluster.redis_url.replace(f"{sockets}/redis.sock", str(cache)),
    }
    found: dict[str, tuple[float, float]] = {}
    async with AsyncExitStack() as stack:
        server = sockets / ".s.PGSQL.5432"
        postgres: Relay = await stack.enter_async_context(
            relayed(database / ".s.PGSQL.5432", lambda: asyncio.open_unix_connection(server))
        )
        redis: Relay = await stack.enter_async_context(
            relayed(cache, lambda: asyncio.open_unix_connection(sockets / "redis.sock"))
        )
        side = await stack.enter_async_context(atrium(made, more))
        for request in wanted:
            for _ in range(30):
                await side.send(request.ours(world))
            await asyncio.sleep(0.3)
            before = postgres.trips, redis.trips
            for _ in range(20):
                await side.send(request.ours(world))
            await asyncio.sleep(0.3)
            found[request.name] = ((postgres.trips - before[0]) / 20, (redis.trips - before[1]) / 20)
    return found


async def run(rows: int, requests: int, rounds: int, only: str = "") -> str:
    wanted = [request for request in REQUESTS if not only or request.name in only.split(";")]
    costs = {(request.name, kind): Cost() for request in wanted for kind in KINDS}
    async with seeded(rows) as seed:
        world = await furnish(seed)
        counted = await trips(world, wanted)
        async with atrium(world.made, {}) as ours, bare(world.made) as theirs:
            for _ in range(rounds):
                for request in wanted:
                    for kind, side in zip(KINDS, (ours, theirs, theirs), strict=True):
                        call = getattr(request, kind)
                        if call is not None:
                            await measure(side, world.made, partial(call, world), requests, costs[request.name, kind])
    return table(wanted, costs, counted)


def table(wanted: list[Request], costs: dict[tuple[str, str], Cost], counted: dict[str, tuple[float, float]]) -> str:
    lines = [
        "| request | API + database, ms of CPU | round trips PG + Redis | bare, same rows | bare, plain SELECT |"
        " API : bare | goal | database : plain |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for request in wanted:
        ours, same, plain = (costs[request.name, kind] for kind in KINDS)
        ratio = median(ours.api) / median(same.api) if same.api else None
        share = median(ours.database) / median(plain.database) if plain.database else None
        goal = "" if request.goal is None else f"≤ {request.goal}"
        met = "" if request.goal is None or ratio is None else " met" if ratio <= request.goal else " **not met**"
        trips = "{:.1f} + {:.1f}".format(*counted[request.name])
        shown = f"{ratio:.1f}" if ratio else ""
        told = f"{share:.1f}" if share else ""
        lines.append(f"| {request.name} | {ours} | {trips} | {same} | {plain} | {shown} | {goal}{met} | {told} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU of a request beside bare FastAPI and asyncpg.")
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="names of requests, with ; between")
    parser.add_argument("--quick", action="store_true", help="10,000 customers and few requests: does it run?")
    options = parser.parse_args()
    if options.quick:
        options.rows, options.requests, options.rounds = 10_000, 40, 1
    print(asyncio.run(run(options.rows, options.requests, options.rounds, options.only)))


if __name__ == "__main__":
    main()
