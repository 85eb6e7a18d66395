"""Who is in a place just now: names in Redis that fade unless they are said again. While Redis is away, nobody is
seen."""

import time

from redis.exceptions import RedisError

from atrium.kernel.redis import redis

PREFIX = "atrium:attendance:"
FAILURES = (RedisError, OSError, TimeoutError)


async def attend(place: str, who: str, seconds: int) -> tuple[set[str], bool]:
    """Say that someone is here for this long. Returns everyone here, and whether this is news."""
    now = time.time()
    try:
        async with redis().pipeline(transaction=False) as pipe:
            pipe.zremrangebyscore(PREFIX + place, 0, now)
            pipe.zadd(PREFIX + place, {who: now + seconds})
            pipe.expire(PREFIX + place, seconds)
            pipe.zrange(PREFIX + place, 0, -1)
            _, added, _, everyone = await pipe.execute()
    except FAILURES:
        return {who}, False
    return set(everyone), bool(added)


async def leave(place: str, who: str) -> tuple[set[str], bool]:
    """Say that someone has gone. Returns who is still here, and whether they were."""
    try:
        async with redis().pipeline(transaction=False) as pipe:
            pipe.zrem(PREFIX + place, who)
            pipe.zrangebyscore(PREFIX + place, time.time(), "+inf")
            removed, everyone = await pipe.execute()
    except FAILURES:
        return set(), False
    return set(everyone), bool(removed)


async def present(place: str) -> set[str]:
    try:
        return set(await redis().zrangebyscore(PREFIX + place, time.time(), "+inf"))
    except FAILURES:
        return set()
