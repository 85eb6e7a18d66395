"""The doorbell of a workspace: "something was committed, look at the event log", and short messages that nobody keeps,
by Redis publish.

Never a NOTIFY in a business transaction: it takes a lock of the whole cluster at the commit (``architecture.md`` rule
7). A ring that is lost costs time, never an event: whoever listens looks again when Redis is back, and finds by its
position in the log what it has not seen."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.redis import redis
from atrium.kernel.settings import settings

log = structlog.get_logger("atrium.live")
CHANNEL = "atrium:live:"
QUIET_SECONDS = 1.0
"""How long nobody rings after Redis failed: answers need not pay for a Redis that is away."""
PING_SECONDS = 1.0
SLOW_SECONDS = 0.25
"""A Redis slower than this may have missed rings: whoever rings waits no longer."""
DEAD_SECONDS = 5.0
FAILURES = (RedisError, OSError, TimeoutError)
Message = dict[str, Any]
_quiet_until = 0.0
_ringing: set[asyncio.Task[None]] = set()


async def ring(workspace_id: UUID, message: Message | None = None) -> None:
    """Tell every process that listens to this workspace to look, or what the message says. Failing is harmless and
    skipped silently."""
    global _quiet_until  # noqa: PLW0603 - one Redis per process
    if time.monotonic() < _quiet_until:
        return
    try:
        await redis().publish(f"{CHANNEL}{workspace_id}", orjson.dumps(message or {}, default=str))
    except FAILURES as error:
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.info("no ring", reason=type(error).__name__)


def ring_on_commit(session: AsyncSession, workspace_id: UUID, message: Message | None = None) -> None:
    """Ring once this transaction is committed, whoever commits it. The answer does not wait for it."""
    event.listen(session.sync_session, "after_commit", lambda _session: _start(ring(workspace_id, message)), once=True)


def _start(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.get_running_loop().create_task(work)
    _ringing.add(task)
    task.add_done_callback(_ringing.discard)


class Line:
    """This process's one subscription: the channels of the workspaces that somebody here listens to.

    ``heard(workspace_id, message)`` is called for every ring, ``missed()`` whenever rings may have been lost. Neither
    may block."""

    def __init__(self, heard: Callable[[UUID, Message], None], missed: Callable[[], None]) -> None:
        self.heard, self.missed = heard, missed
        self.workspaces: set[UUID] = set()
        self.up = False
        self._pubsub: PubSub | None = None
        self._task: asyncio.Task[None] | None = None

    async def join(self, workspace_id: UUID) -> None:
        self.workspaces.add(workspace_id)
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        if self.up and self._pubsub is not None:
            with suppress(*FAILURES):
                await self._pubsub.subscribe(f"{CHANNEL}{workspace_id}")

    async def leave(self, workspace_id: UUID) -> None:
        self.workspaces.discard(workspace_id)
        if self.up and self._pubsub is not None:
            with suppress(*FAILURES):
                await self._pubsub.unsubscribe(f"{CHANNEL}{workspace_id}")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _run(self) -> None:
        while True:
            client = Redis.from_url(
                settings().redis_url, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0), decode_responses=True
            )
            try:
                async with client, client.pubsub() as pubsub:
                    await self._listen(pubsub)
            except FAILURES as error:
                if self.up:
                    log.info("not listening", reason=type(error).__name__)
            finally:
                self.up, self._pubsub = False, None
            await asyncio.sleep(QUIET_SECONDS)

    async def _listen(self, pubsub: PubSub) -> None:
        # One channel is always there, because a subscription to nothing ends.
        await pubsub.subscribe(CHANNEL, *(f"{CHANNEL}{workspace_id}" for workspace_id in self.workspaces))
        self._pubsub, self.up = pubsub, True
        self.missed()
        pinged, answered = time.monotonic(), True
        # Those who found Redis away stay quiet for a moment after it is back.
        again: float | None = pinged + QUIET_SECONDS * 2
        while True:
            message = await pubsub.get_message(timeout=PING_SECONDS / 2)
            now = time.monotonic()
            if message is not None and message["type"] == "message":
                self._tell(message["channel"], message["data"])
            if message is not None and message["type"] == "pong" and not answered:
                answered = True
                if now - pinged > SLOW_SECONDS:
                    self.missed()
                    again = now + QUIET_SECONDS * 2
            if again is not None and now >= again:
                again = None
                self.missed()
            if not answered and now - pinged > DEAD_SECONDS:
                raise TimeoutError
            if answered and now - pinged > PING_SECONDS:
                await pubsub.ping()
                pinged, answered = now, False

    def _tell(self, channel: str, data: str) -> None:
        try:
            self.heard(UUID(channel.removeprefix(CHANNEL)), orjson.loads(data))
        except ValueError:
            log.warning("not a ring", channel=channel[:100])


_hang_up: list[Callable[[], None]] = []


def on_hang_up(end: Callable[[], None]) -> None:
    """``end`` is called when the process is about to stop: open streams would hold it up."""
    _hang_up.append(end)


def hang_up() -> None:
    for end in _hang_up:
        end()
