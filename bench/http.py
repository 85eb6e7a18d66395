"""What HTTP, authentication, row security and visibility cost, as a share of the speed of bare asyncpg with the same
SQL.

    python -m bench.http [--rows 1000000] [--rounds 5] [--seconds 3]

Everything on one machine in one run: PostgreSQL with the settings of ``atrium up``, one ``atrium serve`` process, eight
callers in a process of their own; then eight asyncpg connections with the statements that the route was seen to send.
The two take turns; medians of the rounds."""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

import asyncpg
import httpx
from bench.callers import store_statements
from bench.seed import ROWS, Seeded, bench_folder, seeded

from atrium.keeping import listen
from atrium.processes import die_with_parent

Statement = tuple[str, tuple[Any, ...]]
PAGE = 10_000


@dataclass(frozen=True)
class Row:
    """A line of the table: what was measured, the figure, what it must be, and how to measure it alone."""

    name: str
    figure: str
    goal: str
    met: bool
    command: str = "python -m bench.http"

    def __str__(self) -> str:
        return f"| {self.name} | {self.figure} | {self.goal} | {'yes' if self.met else '**no**'} | `{self.command}` |"


@asynccontextmanager
async def served(made: Seeded) -> AsyncIterator[str]:
    """``atrium serve`` as it is by default. Yields the address of its API."""
    listener = listen("127.0.0.1", 0)
    number = listener.fileno()
    process = subprocess.Popen(  # noqa: ASYNC220 - starting it takes a millisecond, and nothing else runs yet
        [sys.executable, "-m", "atrium.cli", "serve", "--fd", str(number)],
        env=os.environ | made.environment(bench_folder() / "files"),
        pass_fds=(number,),
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
    )
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        async with httpx.AsyncClient(timeout=60) as client:
            (await client.get(f"{origin}/health/ready")).raise_for_status()
        yield f"{origin}/api/v1"
    finally:
        process.kill()
        process.wait()
        listener.close()


async def statements_of(made: Seeded, path: str, kind: str) -> list[Statement]:
    """What the route sends for this path, without transaction control: authentication first."""
    os.environ.update(made.environment(bench_folder() / "files"))
    from sqlalchemy import event

    from atrium.app import create_app, lifespan
    from atrium.kernel.db import database
    from atrium.kernel.settings import settings

    settings.cache_clear()
    seen: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        seen.append((statement, tuple(parameters)))

    app = create_app()
    async with (
        lifespan(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost/api/v1", timeout=60) as client,
    ):
        event.listen(database().engine.sync_engine, "before_cursor_execute", note)
        answer = await client.get(path, headers={"Authorization": f"Bearer {made.keys[kind]}"})
        answer.raise_for_status()
    return seen


async def calls(*arguments: str, seconds: float) -> tuple[float, float]:
    """Calls per second and median milliseconds, by ``bench.callers`` in its own process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.callers", *arguments, str(seconds), stdout=asyncio.subprocess.PIPE
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"bench.callers {arguments[0]} failed")
    rate, milliseconds = output.split()
    return float(rate), float(milliseconds)


async def share(
    made: Seeded, api: str, path: str, kind: str, statements: list[Statement], rounds: int, seconds: float
) -> tuple[float, float, float]:
    """Medians over the rounds: share of asyncpg's calls per second, our calls per second, asyncpg's."""
    file = bench_folder() / "statements.pickle"
    store_statements(file, made.app_dsn, made.workspace_id, statements)
    ours, bare = [], []
    for _ in range(rounds):
        ours.append((await calls("http", api + path, made.keys[kind], seconds=seconds))[0])
        bare.append((await calls("sql", str(file), seconds=seconds))[0])
    return median(a / b for a, b in zip(ours, bare, strict=True)), median(ours), median(bare)


async def lists(made: Seeded, api: str, rounds: int, seconds: float) -> list[Row]:
    """The list of 50, for the owner, for a member with a hidden folder, and for one who sees 1 %."""
    rows = []
    for kind, who in {"hidden": "a folder hidden", "owner": "all visible", "assigned": "1 % visible"}.items():
        path = "/customers?limit=50"
        sent = await statements_of(made, path, kind)
        longest = max(sent, key=lambda one: len(one[0]))
        ratio, ours, bare = await share(made, api, path, kind, [longest], rounds if kind == "hidden" else 3, seconds)
        figure = f"{ratio:.2f} ({ours:.0f}/s against {bare:.0f}/s)"
        rows.append(Row(f"List of 50 over HTTP, {who}: share of bare asyncpg", figure, "≥ 0.20", ratio >= 0.2))
    return rows


async def overview(made: Seeded, api: str, rounds: int, seconds: float) -> Row:
    connection = await asyncpg.connect(made.admin_dsn)
    customer = await connection.fetchval("SELECT id FROM customers ORDER BY last_activity_at DESC LIMIT 1")
    await connection.close()
    path = f"/customers/{customer}/overview"
    sent = (await statements_of(made, path, "owner"))[1:]
    ratio, ours, bare = await share(made, api, path, "owner", sent, rounds, seconds)
    figure = f"{len(sent)} statements, {ratio:.2f} ({ours:.0f}/s against {bare:.0f}/s)"
    return Row("Opening a profile: statements; share of bare asyncpg", figure, "≤ 4", len(sent) <= 4)


async def deep_cursor(made: Seeded, sort: str) -> str:
    """The cursor that page ``PAGE`` begins at, without turning all the pages before it."""
    from atrium.kernel.paging import encode_cursor
    from atrium.records.customers.record.listing import Listing

    column, direction = {
        "name": ("lower(name)", ""),
        "-last_activity_at": ("last_activity_at", " DESC"),
        "-created_at": ("created_at", " DESC"),
    }[sort]
    connection = await asyncpg.connect(made.admin_dsn)
    rank = min((PAGE - 1) * 50, made.rows - 51) - 1
    order = f"{column}{direction}, id{direction}"
    row = await connection.fetchrow(
        f"SELECT {column} AS value, id FROM customers WHERE workspace_id = $1 AND deleted_at IS NULL ORDER BY {order}"
        " OFFSET $2 LIMIT 1",
        *(made.workspace_id, rank),
    )
    await connection.close()
    assert row is not None
    return encode_cursor(Listing("", {}, sort).scope, [row["value"], row["id"]])


async def milliseconds_of(client: httpx.AsyncClient, path: str, requests: int) -> float:
    times = []
    for _ in range(requests):
        started = time.perf_counter()
        (await client.get(path)).raise_for_status()
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


async def depth(made: Seeded, api: str) -> list[Row]:
    """Page 10,000 against page 1, one caller, in turns."""
    rows = []
    async with httpx.AsyncClient(
        base_url=api, headers={"Authorization": f"Bearer {made.keys['owner']}"}, timeout=60
    ) as client:
        for sort in ("-last_activity_at", "-created_at", "name"):
            first = f"/customers?limit=50&sort={sort}"
            deep = f"{first}&cursor={await deep_cursor(made, sort)}"
            pairs = [
                (await milliseconds_of(client, first, 15), await milliseconds_of(client, deep, 15)) for _ in range(5)
            ]
            ratio = median(b / a for a, b in pairs)
            figure = f"{ratio:.2f} ({median(b for _, b in pairs):.1f} ms against {median(a for a, _ in pairs):.1f} ms)"
            rows.append(Row(f"Page {PAGE:,} by cursor against page 1, sort {sort}", figure, "≤ 1.5", ratio <= 1.5))
    return rows


async def run(rows: int = ROWS, rounds: int = 5, seconds: float = 3) -> list[Row]:
    async with seeded(rows) as made, served(made) as api:
        found = await lists(made, api, rounds, seconds)
        found.append(await overview(made, api, 3, seconds))
        return found + await depth(made, api)


def main() -> None:
    parser = argparse.ArgumentParser(description="HTTP against bare asyncpg.")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    for row in asyncio.run(run(options.rows, options.rounds, options.seconds)):
        print(row)


if __name__ == "__main__":
    main()
