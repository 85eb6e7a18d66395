"""Eight callers that do nothing but call, in a process of their own: over HTTP, or bare asyncpg with the same SQL.

    python -m bench.callers http URL KEY SECONDS      python -m bench.callers sql FILE SECONDS

Prints calls per second and the median milliseconds of a call. As little Python as possible stands between the socket
and the clock."""

import asyncio
import pickle
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg
import uvloop

CALLERS = 8
Call = Callable[[], Awaitable[None]]


async def http_caller(url: str, key: str) -> Call:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {key}\r\n\r\n".encode()

    async def call() -> None:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        length = head.lower().split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))

    return call


async def sql_caller(file: Path) -> Call:
    """The statements of a request on one connection that belongs to the workspace, without transaction control."""
    dsn, workspace_id, statements = load_statements(file)
    connection = await asyncpg.connect(dsn, server_settings={"jit": "off", "application_name": "bench"})
    await connection.execute("SELECT set_config('atrium.workspace_id', $1, false)", str(workspace_id))

    async def call() -> None:
        for statement, parameters in statements:
            await connection.fetch(statement, *parameters)

    return call


def store_statements(file: Path, dsn: str, workspace_id: UUID, statements: list[tuple[str, tuple[Any, ...]]]) -> None:
    """For ``sql_caller`` in another process. Pickle, because the parameters are Python's own datetimes and UUIDs."""
    file.write_bytes(pickle.dumps((dsn, workspace_id, statements)))


def load_statements(file: Path) -> tuple[str, UUID, list[tuple[str, tuple[Any, ...]]]]:
    dsn, workspace_id, statements = pickle.loads(file.read_bytes())  # noqa: S301 - written by the benchmark itself a moment ago
    return dsn, workspace_id, statements


async def measure(callers: list[Call], seconds: float) -> tuple[float, float]:
    """Calls per second of all callers together, and the median milliseconds of one call."""
    times: list[float] = []

    async def repeat(call: Call, until: float) -> None:
        while (started := time.perf_counter()) < until:
            await call()
            times.append(time.perf_counter() - started)

    await asyncio.gather(*(repeat(call, time.perf_counter() + 0.5) for call in callers))
    times.clear()
    started = time.perf_counter()
    await asyncio.gather(*(repeat(call, started + seconds) for call in callers))
    return len(times) / (time.perf_counter() - started), median(times) * 1000


async def main() -> None:
    kind, *arguments, seconds = sys.argv[1:]
    made = [
        await (http_caller(*arguments) if kind == "http" else sql_caller(Path(arguments[0]))) for _ in range(CALLERS)
    ]
    rate, milliseconds = await measure(made, float(seconds))
    print(rate, milliseconds)


if __name__ == "__main__":
    uvloop.run(main())
