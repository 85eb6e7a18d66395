"""A relay in front of PostgreSQL or Redis that counts round trips: each time the server speaks after the client did.

What it counts is what crossed the wire, whoever sent it: prepared statements, BEGIN and COMMIT included."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

Opened = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass
class Relay:
    """``trips``: round trips so far, of all connections together."""

    trips: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, opened: Opened) -> None:
        asked = False

        async def pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, asks: bool) -> None:
            nonlocal asked
            with suppress(OSError, asyncio.CancelledError):
                while data := await source.read(65536):
                    if not asks and asked:
                        self.trips += 1
                    asked = asks
                    sink.write(data)
                    await sink.drain()
            sink.close()

        there, back = pump(reader, opened[1], asks=True), pump(opened[0], writer, asks=False)
        await asyncio.gather(there, back, return_exceptions=True)


@asynccontextmanager
async def relayed(path: Path, connect: Callable[[], Awaitable[Opened]]) -> AsyncIterator[Relay]:
    """A relay that listens on the socket ``path`` as long as the block lasts."""
    relay = Relay()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await relay.serve(reader, writer, await connect())

    path.unlink(missing_ok=True)  # noqa: ASYNC240 - a moment, before and after
    server = await asyncio.start_unix_server(take, path)
    try:
        yield relay
    finally:
        server.close()
        path.unlink(missing_ok=True)  # noqa: ASYNC240
