"""The Redis connection of this process: a wake-up call and a cache, never a truth."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from atrium.kernel.settings import settings

_current: "Redis | None" = None


def redis() -> Redis:
    """The shared client, opened at first use, giving up after a quarter of a second: whoever asks has another way."""
    global _current  # noqa: PLW0603 - one client per process
    if _current is None:
        _current = Redis.from_url(
            settings().redis_url,
            socket_timeout=0.25,
            socket_connect_timeout=0.25,
            retry=Retry(NoBackoff(), 0),
            decode_responses=True,
        )
    return _current


async def close_redis() -> None:
    global _current  # noqa: PLW0603 - one client per process
    if _current is not None:
        await _current.aclose()
        _current = None
