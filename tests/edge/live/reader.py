"""Reads a stream inside this process, chunk by chunk, as a server would: httpx's transport for applications waits for
the end."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Reader:
    """What has been received. ``last_id`` is what a browser would send as Last-Event-ID."""

    messages: list[tuple[str, Any]] = field(default_factory=list)
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    last_id: str | None = None
    ended: bool = False
    comments: int = 0
    body: bytes = b""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def feed(self, chunk: bytes) -> None:
        self.body += chunk
        *blocks, self.body = self.body.split(b"\n\n")
        for block in blocks:
            event, data = "message", []
            for line in block.decode().split("\n"):
                name, _, value = line.partition(": ")
                if name == "":
                    self.comments += 1
                elif name == "id":
                    self.last_id = value
                elif name == "event":
                    event = value
                elif name == "data":
                    data.append(value)
            if data:
                self.messages.append((event, json.loads("\n".join(data))))

    def of(self, event: str) -> list[Any]:
        return [data for name, data in self.messages if name == event]

    @property
    def types(self) -> list[str]:
        return [change["type"] for change in self.of("change")]

    async def until(self, condition: Any, seconds: float = 5) -> None:
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(condition)

    async def quiet(self, seconds: float = 0.4) -> None:
        """Long enough for anything to have come."""
        await asyncio.sleep(seconds)


@asynccontextmanager
async def reading(
    client: Any, *, last_id: str | None = None, hold: asyncio.Event | None = None
) -> AsyncIterator[Reader]:
    """An open stream with the credentials of a client. While ``hold`` is unset nothing is read: a slow reader."""
    reader, gone = Reader(), asyncio.Event()
    request = client.build_request(
        "GET", "/stream", headers={"Accept": "text/event-stream", **({"Last-Event-ID": last_id} if last_id else {})}
    )
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api/v1/stream",
        "raw_path": b"/api/v1/stream",
        "root_path": "",
        "query_string": b"",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    asked = False

    async def receive() -> dict[str, Any]:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if hold is not None:
            await hold.wait()
        async with reader.changed:
            if message["type"] == "http.response.start":
                reader.status = message["status"]
                reader.headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
            else:
                reader.feed(message.get("body", b""))
                reader.ended = not message.get("more_body", False)
            reader.changed.notify_all()

    task = asyncio.create_task(client._transport.app(scope, receive, send))
    try:
        if hold is None:
            await reader.until(lambda: reader.status and (reader.ended or reader.messages))
        yield reader
    finally:
        gone.set()
        if hold is not None:
            hold.set()
        await asyncio.wait_for(task, 5)
