"""What idle live streams cost: memory of the one process, statements of the database, and how soon all of them hear of
a change.

    python -m bench.stream [--streams 1000] [--seconds 30]

A database and a Redis of their own, one ``atrium serve``, no worker, so that every statement that is counted was the
streams'."""

import argparse
import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median

import asyncpg
import httpx

from atrium.embedded import EmbeddedCluster
from atrium.keeping import listen
from atrium.kernel.authentication import hash_token, new_key_secret
from atrium.kernel.ids import uuid7
from atrium.kernel.migrate import migrate
from atrium.kernel.permissions import ALL
from atrium.processes import die_with_parent

PER_KEY = 20
MOST_MB = 150


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """``atrium serve``. Yields its address and process id."""
    listener = listen("127.0.0.1", 0)
    process = subprocess.Popen(
        [sys.executable, "-m", "atrium.cli", "serve", "--fd", str(listener.fileno())],
        env=os.environ | environment,
        pass_fds=(listener.fileno(),),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
    )
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", process.pid
    finally:
        process.terminate()
        process.wait(20)
        listener.close()


def megabytes(pid: int) -> float:
    """Resident memory that belongs to this process."""
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return int(fields["VmRSS"].split()[0]) / 1024


class Stream:
    """A reader that does nothing but note when it last heard of a change."""

    def __init__(self) -> None:
        self.heard = 0.0
        self.ready, self.told = asyncio.Event(), asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    async def read(self, port: int, key: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            f"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nAccept:"
            " text/event-stream\r\n\r\n".encode()
        )
        try:
            while line := await reader.readline():
                if line.startswith(b"event: ready"):
                    self.ready.set()
                elif line.startswith(b"event: change"):
                    self.heard = time.perf_counter()
                    self.told.set()
        finally:
            writer.close()


async def opened(port: int, keys: list[str], number: int) -> list[Stream]:
    streams: list[Stream] = []
    for each in range(number):
        stream = Stream()
        stream.task = asyncio.create_task(stream.read(port, keys[each // PER_KEY]))
        streams.append(stream)
        if each % 20 == 19:
            await asyncio.gather(*(stream.ready.wait() for stream in streams))
    await asyncio.gather(*(stream.ready.wait() for stream in streams))
    return streams


async def closed(streams: list[Stream]) -> None:
    for stream in streams:
        if stream.task is not None:
            stream.task.cancel()
    await asyncio.gather(*(stream.task for stream in streams if stream.task is not None), return_exceptions=True)


async def busy_since(connection: asyncpg.Connection, moment: datetime) -> int:
    """Connections of the process that sent anything since then: none means that not one statement was sent."""
    return int(
        await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'atrium' AND query_start > $1", moment
        )
    )


async def measure(url: str, pid: int, dsn: str, keys: list[str], number: int, seconds: float) -> dict[str, float]:
    port = int(url.rsplit(":", 1)[1])
    connection = await asyncpg.connect(dsn, server_settings={"application_name": "bench"})
    async with httpx.AsyncClient(
        base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {keys[0]}"}, timeout=60
    ) as client:
        await client.get("/customers")
        await closed(await opened(port, keys, min(PER_KEY, number)))
        await asyncio.sleep(2)
        before = megabytes(pid)
        began = time.perf_counter()
        streams = await opened(port, keys[1:], number)
        opening = time.perf_counter() - began
        await asyncio.sleep(2)
        idle = megabytes(pid) - before
        moment = await connection.fetchval("SELECT clock_timestamp()")
        await asyncio.sleep(seconds)
        busy = await busy_since(connection, moment)
        held = await connection.fetchval(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'atrium' AND state <> 'idle'"
        )
        (await client.post("/customers", json={"name": "Ana"})).raise_for_status()
        told = time.perf_counter()
        async with asyncio.timeout(30):
            await asyncio.gather(*(stream.told.wait() for stream in streams))
        waits = sorted(stream.heard - told for stream in streams)
        await closed(streams)
    await connection.close()
    return {
        "streams": number,
        "MB": round(idle, 1),
        "connections_with_statements": busy,
        "connections_held": held,
        "opened_in_s": round(opening, 1),
        "heard_p50_ms": round(median(waits) * 1000),
        "heard_last_ms": round(waits[-1] * 1000),
    }


async def make_keys(dsn: str, number: int) -> list[str]:
    connection = await asyncpg.connect(dsn)
    (member,) = await connection.fetch("SELECT workspace_id, id FROM members")
    keys = [new_key_secret() for _ in range(number)]
    await connection.executemany(
        "INSERT INTO api_keys (workspace_id, id, name, member_id, secret_hash, hint, scopes) VALUES ($1, $2, 'Bench',"
        " $3, $4, '', $5)",
        [
            (member["workspace_id"], uuid7(), member["id"], hash_token(key), [permission.value for permission in ALL])
            for key in keys
        ],
    )
    await connection.close()
    return keys


def run(number: int, seconds: float) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="atrium-bench-") as name:
        folder = Path(name)
        with EmbeddedCluster(folder, durable=False) as cluster:
            owner = cluster.dsn("postgres", cluster.secrets.database_password, "postgres")
            asyncio.run(migrate(owner, cluster.secrets.app_password))
            environment = {
                "ATRIUM_ENV": "test",
                "ATRIUM_LOG_LEVEL": "error",
                "ATRIUM_DATA_DIR": str(folder / "files"),
                "ATRIUM_DATABASE_URL": cluster.dsn("atrium_app", cluster.secrets.app_password, "postgres"),
                "ATRIUM_REDIS_URL": cluster.redis_url,
                "ATRIUM_NEW_PASSWORD": "staple horse battery",
                "ATRIUM_RATE_LIMIT_PER_MINUTE": "1000000",
            }
            command = [
                sys.executable,
                "-m",
                "atrium.cli",
                "create-workspace",
                "--name",
                "Bench",
                "--email",
                "owner@bench.test",
            ]
            subprocess.run(command, check=True, env=os.environ | environment, stdout=subprocess.DEVNULL)
            keys = asyncio.run(make_keys(owner, number // PER_KEY + 2))
            with serving(environment) as (url, pid):
                with httpx.Client(timeout=60) as client:
                    client.get(f"{url}/health/ready").raise_for_status()
                return asyncio.run(measure(url, pid, owner, keys, number, seconds))


def main() -> None:
    parser = argparse.ArgumentParser(description="What idle live streams cost.")
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30)
    options = parser.parse_args()
    found = run(options.streams, options.seconds)
    print("stream " + " ".join(f"{name}={value}" for name, value in found.items()))
    if found["MB"] > MOST_MB or found["connections_with_statements"] or found["connections_held"]:
        sys.exit(1)


if __name__ == "__main__":
    main()
