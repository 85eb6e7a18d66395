"""Sends calls and reads answers, with asyncio."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeVar

import httpx

from atrium_client.call import Call
from atrium_client.core import files, next_page, read, refusal, segment
from atrium_client.model import Model

R = TypeVar("R", bound=Model)


class AsyncCore:
    """What the operations are built on; `AsyncClient` is the class to use."""

    segment = staticmethod(segment)

    def __init__(
        self, http: httpx.AsyncClient, attempts: int, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.http, self.attempts, self.sleep = http, max(attempts, 1), sleep

    async def send(self, call: Call) -> httpx.Response:
        """The successful answer. Raises `Problem` for a refusal, `Unreachable` when none came."""
        for attempt in range(1, self.attempts + 1):
            outcome: httpx.Response | httpx.TransportError
            try:
                outcome = await self.http.request(
                    call.method,
                    call.path,
                    params=call.parameters(),
                    content=call.content(),
                    files=files(call),
                    headers=call.headers(),
                )
            except httpx.TransportError as error:
                outcome = error
            if isinstance(outcome, httpx.Response) and outcome.is_success:
                return outcome
            pause = call.wait(attempt, outcome) if attempt < self.attempts else None
            if pause is None:
                raise refusal(call, outcome)
            await self.sleep(pause)
        raise AssertionError("unreachable")

    async def receive(self, call: Call, kind: type[R]) -> R:
        return read(await self.send(call), kind)

    async def download(self, call: Call) -> bytes:
        return (await self.send(call)).content

    async def perform(self, call: Call) -> None:
        await self.send(call)

    async def walk(self, call: Call, kind: type[Any]) -> AsyncIterator[Any]:
        """Every item of every page."""
        while True:
            page = await self.receive(call, kind)
            for item in page.items:
                yield item
            if not next_page(call, page):
                return
