"""The two clients."""

import asyncio
import time
import uuid
from types import TracebackType
from typing import Self

import httpx

from atrium_client import models
from atrium_client.async_operations import AsyncOperations
from atrium_client.core import address, headers
from atrium_client.errors import JobUnfinished
from atrium_client.operations import Operations

POLL_SECONDS = 0.5
ENDED = {"succeeded", "failed", "cancelled"}


class Client(Operations):
    """Calls an installation with an API key.

    ``base_url`` is the address of the installation, ``timeout`` seconds of one attempt, ``attempts`` how often a call
    that may be repeated is made at most (1: never again). Close it, or use it in a ``with`` statement."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout: float = 30.0,
        attempts: int = 4,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(
            httpx.Client(base_url=address(base_url), headers=headers(api_key), timeout=timeout, transport=transport),
            attempts,
        )

    def wait_for_job(self, job_id: uuid.UUID | str, *, timeout: float = 600.0) -> models.JobOut:
        """The job once it has ended, whichever way. Raises `JobUnfinished` after ``timeout`` seconds; the job goes
        on."""
        until = time.monotonic() + timeout
        while (job := self.get_job(job_id)).state not in ENDED:
            if time.monotonic() > until:
                raise JobUnfinished(f"Job {job_id} is still {job.state} after {timeout:g} s.")
            self.sleep(POLL_SECONDS)
        return job

    def close(self) -> None:
        self.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncClient(AsyncOperations):
    """As `Client`, with asyncio."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout: float = 30.0,
        attempts: int = 4,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(
            httpx.AsyncClient(
                base_url=address(base_url), headers=headers(api_key), timeout=timeout, transport=transport
            ),
            attempts,
        )

    async def wait_for_job(self, job_id: uuid.UUID | str, *, timeout: float = 600.0) -> models.JobOut:  # noqa: ASYNC109 - a deadline of the work, as in `Client`
        """The job once it has ended, whichever way. Raises `JobUnfinished` after ``timeout`` seconds; the job goes
        on."""
        until = asyncio.get_running_loop().time() + timeout
        while (job := await self.get_job(job_id)).state not in ENDED:
            if asyncio.get_running_loop().time() > until:
                raise JobUnfinished(f"Job {job_id} is still {job.state} after {timeout:g} s.")
            await self.sleep(POLL_SECONDS)
        return job

    async def close(self) -> None:
        await self.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
