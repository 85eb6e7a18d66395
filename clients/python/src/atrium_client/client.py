"""The two clients."""

from types import TracebackType
from typing import Self

import httpx

from atrium_client.async_operations import AsyncOperations
from atrium_client.core import address, headers
from atrium_client.operations import Operations


class Client(Operations):
    """Calls an installation with an API key.

    ``base_url`` is the address of the installation, ``timeout`` seconds of one attempt, ``attempts`` how often a call that may be repeated is made at most
    (1: never again). Close it, or use it in a ``with`` statement."""

    def __init__(self, base_url: str, api_key: str, *, timeout: float = 30.0, attempts: int = 4, transport: httpx.BaseTransport | None = None) -> None:
        super().__init__(httpx.Client(base_url=address(base_url), headers=headers(api_key), timeout=timeout, transport=transport), attempts)

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


class AsyncClient(AsyncOperations):
    """As `Client`, with asyncio."""

    def __init__(self, base_url: str, api_key: str, *, timeout: float = 30.0, attempts: int = 4, transport: httpx.AsyncBaseTransport | None = None) -> None:
        super().__init__(httpx.AsyncClient(base_url=address(base_url), headers=headers(api_key), timeout=timeout, transport=transport), attempts)

    async def close(self) -> None:
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()
