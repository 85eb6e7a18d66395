"""A proxy before PostgreSQL that can cut the connection at a COMMIT, so that the client never learns its outcome."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Literal
from urllib.parse import parse_qs, urlsplit

Cut = Literal["before", "at once", "after"]
COMMIT = b"COMMIT;\x00"
"""The simple query with which asyncpg commits."""


class Cutter:
    """Listens on ``port``. ``decide`` is asked at every COMMIT: None lets it pass; ``before`` cuts without forwarding
    it, ``at once`` right after forwarding it, ``after`` when the server has answered, without passing the answer on."""

    def __init__(self, dsn: str, decide: Callable[[], Cut | None]) -> None:
        self._socket = f"{parse_qs(urlsplit(dsn).query)['host'][0]}/.s.PGSQL.5432"
        self._decide = decide
        self.port = 0
        self.cuts: list[Cut] = []

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(self._socket)
        swallow = asyncio.Event()
        answers = asyncio.create_task(self._answers(from_server, writer, swallow))
        try:
            while data := await reader.read(65536):
                cut = self._decide() if COMMIT in data else None
                if cut == "before":
                    self.cuts.append(cut)
                    return
                if cut == "after":
                    swallow.set()
                to_server.write(data)
                await to_server.drain()
                if cut is not None:
                    self.cuts.append(cut)
                    if cut == "after":
                        await answers
                    return
        except OSError:
            return
        finally:
            answers.cancel()
            to_server.close()
            writer.close()

    async def _answers(
        self, from_server: asyncio.StreamReader, writer: asyncio.StreamWriter, swallow: asyncio.Event
    ) -> None:
        with suppress(OSError):
            while data := await from_server.read(65536):
                if swallow.is_set():
                    return
                writer.write(data)
                await writer.drain()
        writer.close()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield
        finally:
            server.close()
