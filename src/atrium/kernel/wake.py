"""The wake-up call: an arq job that says "look at the tables". Losing it costs a second, never a job
(``architecture.md``, arq traps)."""

import asyncio
import time
from typing import Any

import orjson
import structlog
from arq import create_pool
from arq.connections import ArqRedis, RedisSettings
from redis.exceptions import RedisError

from atrium.kernel.settings import settings

log = structlog.get_logger("atrium.wake")
QUEUE = "atrium:wake"
PATIENCE_SECONDS = 0.5
QUIET_SECONDS = 5.0
_pool: "ArqRedis | None" = None
_quiet_until = 0.0


def to_json(value: Any) -> bytes:
    return orjson.dumps(value, default=str)


def redis_settings() -> RedisSettings:
    """arq's form of ``ATRIUM_REDIS_URL``, giving up at once: the poll loops do not depend on it."""
    parsed = RedisSettings.from_dsn(settings().redis_url)
    parsed.conn_retries, parsed.conn_timeout = 0, 1
    return parsed


async def wake() -> None:
    """Tell idle workers that there is something to do. Called after the commit; failing is harmless, and hanging is not
    waited for."""
    global _pool, _quiet_until  # noqa: PLW0603 - one pool per process
    if time.monotonic() < _quiet_until:
        return
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            if _pool is None:
                _pool = await create_pool(
                    redis_settings(), job_serializer=to_json, job_deserializer=orjson.loads, default_queue_name=QUEUE
                )
            # One fixed id: while a call is waiting, further ones are dropped by arq, which is what we want of a
            # doorbell.
            await _pool.enqueue_job("look", _job_id="atrium:doorbell", _expires=5)
    except (RedisError, OSError, TimeoutError) as error:
        # Workers poll as well, so answers need not pay for a Redis that is away again and again.
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.info("wake-up call not delivered", reason=type(error).__name__)


async def close_wake() -> None:
    global _pool  # noqa: PLW0603 - one pool per process
    if _pool is not None:
        await _pool.aclose()
        _pool = None
