"""The wake-up call: an arq job that says "look at the tables". Losing it costs a second, never a job
(``architecture.md``, arq traps)."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import orjson
import structlog
from arq import create_pool
from arq.connections import ArqRedis, RedisSettings
from arq.constants import job_key_prefix
from redis.exceptions import RedisError

from atrium.kernel.settings import settings

log = structlog.get_logger("atrium.wake")
QUEUE, DOORBELL = "atrium:wake", "atrium:doorbell"
WAIT_SECONDS = 10
PATIENCE_SECONDS = 0.5
QUIET_SECONDS = 5.0
_pool: "ArqRedis | None" = None
_quiet_until = 0.0
_listening = False


def listening() -> bool:
    """Whether this process would hear a call now."""
    return _listening


def _to_json(value: Any) -> bytes:
    return orjson.dumps(value, default=str)


async def _connect() -> ArqRedis:
    """To ``ATRIUM_REDIS_URL``, giving up at once: nothing depends on it."""
    parsed = RedisSettings.from_dsn(settings().redis_url)
    parsed.conn_retries, parsed.conn_timeout = 0, 1
    return await create_pool(parsed, job_serializer=_to_json, job_deserializer=orjson.loads, default_queue_name=QUEUE)


async def wake() -> None:
    """Tell idle workers that there is something to do. Called after the commit; failing is harmless, and hanging is not
    waited for."""
    global _pool, _quiet_until  # noqa: PLW0603 - one pool per process
    if time.monotonic() < _quiet_until:
        return
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            if _pool is None:
                _pool = await _connect()
            # One fixed id: while a call is waiting, further ones are dropped by arq, which is what we want of a
            # doorbell.
            await _pool.enqueue_job("look", _job_id=DOORBELL, _expires=5)
    except (RedisError, OSError, TimeoutError) as error:
        # Workers poll as well, so answers need not pay for a Redis that is away again and again.
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.info("wake-up call not delivered", reason=type(error).__name__)


async def heed(ring: Callable[[], None]) -> None:
    """Call ``ring`` whenever a worker is told to look, for ever; Redis may come and go.

    We wait in Redis until there is a call, where arq's own worker would ask for one twenty times a second."""
    global _listening  # noqa: PLW0603 - one listener per process
    while True:
        try:
            pool = await _connect()
            _listening = True
            try:
                while True:
                    async with asyncio.timeout(WAIT_SECONDS * 2):
                        if await pool.bzpopmin(QUEUE, timeout=WAIT_SECONDS) is None:
                            continue
                        # In this order: a call that is dropped because this one stands is heard by the look to come.
                        await pool.delete(f"{job_key_prefix}{DOORBELL}")
                    ring()
            finally:
                _listening = False
                await pool.aclose()
        except (RedisError, OSError, TimeoutError) as error:
            log.info("no doorbell", reason=type(error).__name__)
        await asyncio.sleep(2)


async def close_wake() -> None:
    global _pool  # noqa: PLW0603 - one pool per process
    if _pool is not None:
        await _pool.aclose()
        _pool = None
