"""Two API processes against one, with the same eight callers.

    python -m bench.processes [--rows 10000] [--rounds 3] [--seconds 3]

``GET /me``, which asks the database for little, shows what the processes add; the list of 50 is also the database's
work. Callers, database and API share the machine: with two cores two processes cannot reach twice the rate where the
database takes a good part of the time, so the processor's milliseconds of a request stand beside it."""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from statistics import median

import httpx
import psutil
from bench.http import Row, calls
from bench.seed import Seeded, bench_folder, seeded
from bench.start import free_port

PATHS = {"who am I": "/me", "list of 50": "/customers?limit=50"}
COMMAND = "python -m bench.processes"


@asynccontextmanager
async def served(made: Seeded, workers: int) -> AsyncIterator[tuple[str, psutil.Process]]:
    """``atrium serve`` with so many processes. Yields the address of its API, and the process above them."""
    port = free_port()
    command = [sys.executable, "-m", "atrium.cli", "serve", "--port", str(port), "--workers", str(workers)]
    environment = os.environ | made.environment(bench_folder() / "files")
    environment |= {"ATRIUM_RATE_LIMIT_PER_MINUTE": "10000000"}
    process = subprocess.Popen(command, env=environment)  # noqa: ASYNC220 - once, at the start
    try:
        async with httpx.AsyncClient() as client:
            for _ in range(600):
                try:
                    (await client.get(f"http://127.0.0.1:{port}/health/ready")).raise_for_status()
                    break
                except httpx.HTTPError:
                    await asyncio.sleep(0.1)
        yield f"http://127.0.0.1:{port}/api/v1", psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def spent(parent: psutil.Process) -> float:
    """Seconds of the processor of the API's processes."""
    times = [each.cpu_times() for each in (parent, *parent.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


async def run(rows: int = 10_000, rounds: int = 3, seconds: float = 3) -> list[Row]:
    found = []
    async with seeded(rows) as made, served(made, 1) as (one, first), served(made, 2) as (two, second):
        for name, path in PATHS.items():
            rates: list[tuple[float, float]] = []
            before = spent(first), spent(second)
            for _ in range(rounds):
                single = (await calls("http", one + path, made.keys["owner"], seconds=seconds))[0]
                double = (await calls("http", two + path, made.keys["owner"], seconds=seconds))[0]
                rates.append((single, double))
            used = spent(first) - before[0], spent(second) - before[1]
            done = [sum(pair[which] for pair in rates) * (seconds + 0.5) for which in (0, 1)]
            ratio = median(double / single for single, double in rates)
            each = " and ".join(f"{1000 * cpu / count:.1f}" for cpu, count in zip(used, done, strict=True))
            figure = (
                f"{ratio:.2f} ({median(d for _, d in rates):.0f}/s, {median(s for s, _ in rates):.0f}/s; {each} ms)"
            )
            found.append(Row(f"Two API processes against one, {name}", figure, "≥ 1.7", ratio >= 1.7, COMMAND))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Two API processes against one.")
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3)
    options = parser.parse_args()
    for row in asyncio.run(run(options.rows, options.rounds, options.seconds)):
        print(row)


if __name__ == "__main__":
    main()
