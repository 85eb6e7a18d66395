"""A receiver as an integrator writes one: a real HTTP server that verifies with the official ``standardwebhooks``
library."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook

from atrium.edge.webhooks.deliveries import jobs, queries
from atrium.kernel.system import system_transaction


@dataclass
class Call:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def payload(self) -> Any:
        return json.loads(self.body)

    def verified(self, secret: str) -> Any:
        """The payload. Raises ``WebhookVerificationError`` unless this secret signed it."""
        return Webhook(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """Answers 204 unless ``answer`` says otherwise, after ``delay`` seconds, and not before ``hold`` is set."""

    port: int = 0
    calls: list[Call] = field(default_factory=list)
    answer: Callable[[Call], tuple[int, dict[str, str], bytes]] = lambda _: (204, {}, b"")
    delay: float = 0.0
    hold: asyncio.Event | None = None
    at_once: int = 0
    most_at_once: int = 0
    called: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def answers(self, status: int, body: bytes = b"", **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = lambda _: (status, named, body)

    @property
    def types(self) -> list[str]:
        return [call.payload["type"] for call in self.calls]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
            }
            call = Call(
                first.split(" ")[1], headers, await reader.readexactly(int(headers["content-length"])), time.monotonic()
            )
            self.calls.append(call)
            self.called.set()
            await asyncio.sleep(self.delay)
            if self.hold is not None:
                await self.hold.wait()
            status, more, body = self.answer(call)
            head = "".join(
                f"{name}: {value}\r\n"
                for name, value in {**more, "content-length": str(len(body)), "connection": "close"}.items()
            )
            writer.write(f"HTTP/1.1 {status} Answer\r\n{head}\r\n".encode() + body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.at_once -= 1
            writer.close()


@asynccontextmanager
async def receiving(port: int = 0) -> AsyncIterator[Receiver]:
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", port)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()


async def send_due(rounds: int = 100) -> int:
    """What a worker's sender would do until nothing is due. Returns how many attempts that were."""
    sent = 0
    for _ in range(rounds):
        async with system_transaction() as session:
            rows = await queries.claim(session, jobs.SLOTS, jobs.AT_ONCE, jobs.LEASE_SECONDS)
        if not rows:
            return sent
        await asyncio.gather(*(jobs.deliver(row) for row in rows))
        sent += len(rows)
    raise AssertionError("the sender does not come to rest")
