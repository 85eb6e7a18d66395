"""What an installation costs that nobody uses: transactions a second, and processor time of the API, the worker and the
two databases.

    python -m bench.idle [--seconds 60] [--workers 1]

``atrium up`` with its sample workspace, left alone until PostgreSQL has cleaned up behind
it, then watched. Transactions are PostgreSQL's own
count, without those of the look at it; processor time is the kernel's of every process below ``atrium up``."""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import asyncpg
import psutil
from bench.http import Row
from bench.start import free_port

from atrium.embedded import EmbeddedCluster

COMMAND = "python -m bench.idle"
COUNT = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'atrium'"


def used(parent: int) -> dict[str, float]:
    """Seconds of the processor by kind of process."""
    total: dict[str, float] = defaultdict(float)
    for process in psutil.Process(parent).children(recursive=True):
        with suppress(psutil.Error):
            times = process.cpu_times()
            total[process.name().split(" ")[-1].split("-")[0]] += times.user + times.system
    return total


async def transactions(folder: Path) -> int:
    """Since the statistics were reset. A look flushes what it did itself only afterwards."""
    cluster = EmbeddedCluster(folder, redis=False)
    sockets = (folder / "run").readlink() if (folder / "run").is_symlink() else folder / "run"
    cluster._sockets = sockets
    from atrium.data_folder import load_secrets

    password = load_secrets(folder).database_password
    connection = await asyncpg.connect(cluster.dsn("postgres", password, "postgres"))
    try:
        return int(await connection.fetchval(COUNT))
    finally:
        await connection.close()


def run(seconds: int, workers: int = 1, settle: int = 75) -> list[Row]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="atrium-idle-") as folder:
        words = ["up", "--demo", "--port", str(port), "--data-dir", folder, "--workers", str(workers)]
        process = subprocess.Popen([sys.executable, "-m", "atrium.cli", *words], stdout=subprocess.DEVNULL)
        try:
            for _ in range(1200):
                with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
                    break
                time.sleep(0.1)
            time.sleep(settle)
            before, began = used(process.pid), time.monotonic()
            first = asyncio.run(transactions(Path(folder)))
            time.sleep(seconds)
            count = asyncio.run(transactions(Path(folder))) - first
            elapsed = time.monotonic() - began
            spent = {kind: value - before.get(kind, 0) for kind, value in used(process.pid).items()}
        finally:
            os.kill(process.pid, signal.SIGINT)
            process.wait(60)
    each = ", ".join(f"{kind} {100 * value / elapsed:.2f}" for kind, value in sorted(spent.items()) if value > 0.005)
    share, rate = 100 * sum(spent.values()) / elapsed, count / elapsed
    return [
        Row("Idle: transactions a second", f"{rate:.1f}", "≤ 2", rate <= 2, COMMAND),
        Row("Idle: share of a core", f"{share:.2f} % ({each})", "≤ 1 %", share <= 1, COMMAND),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="What an installation costs that nobody uses.")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    for row in run(options.seconds, options.workers):
        print(row)


if __name__ == "__main__":
    main()
