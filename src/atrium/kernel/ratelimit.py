"""Rate limits by the generic cell rate algorithm (GCRA) in Redis; when Redis is away, each process limits by itself."""

import math
import time
from collections import OrderedDict

import structlog
from redis.exceptions import RedisError
from starlette.requests import Request

from atrium.kernel.errors import TooManyRequests
from atrium.kernel.redis import redis
from atrium.kernel.settings import settings

log = structlog.get_logger("atrium.ratelimit")

# One stored number per subject: the theoretical arrival time. Returns {allowed, seconds until the burst is full again,
# retry after}.
_GCRA = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1e6
local interval = tonumber(ARGV[1])
local burst = tonumber(ARGV[2])
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local earliest = arrival + interval - burst * interval
if earliest > now then return {0, tostring(arrival - now), tostring(earliest - now)} end
redis.call('SET', KEYS[1], string.format('%.6f', arrival + interval), 'EX', math.ceil(burst * interval) + 1)
return {1, tostring(arrival + interval - now), '0'}
"""
_local: OrderedDict[str, float] = OrderedDict()
_LOCAL_SUBJECTS = 10_000
_AWAY_SECONDS = 1.0
"""How long Redis is left alone after it failed: one that hangs would take its time-out from every request."""
_away_until = 0.0


def _locally(subject: str, interval: float, burst: int) -> tuple[bool, float, float]:
    now = time.monotonic()
    arrival = max(_local.get(subject, now), now)
    earliest = arrival + interval - burst * interval
    if earliest > now:
        return False, arrival - now, earliest - now
    _local[subject] = arrival + interval
    _local.move_to_end(subject)
    while len(_local) > _LOCAL_SUBJECTS:
        _local.popitem(last=False)
    return True, arrival + interval - now, 0.0


async def _shared(subject: str, interval: float, burst: int) -> tuple[bool, float, float] | None:
    """What Redis says for all processes together, None while it is away."""
    global _away_until  # noqa: PLW0603 - one Redis per process
    if time.monotonic() < _away_until:
        return None
    try:
        answer = await redis().eval(_GCRA, 1, f"atrium:rate:{subject}", str(interval), str(burst))  # type: ignore[misc]  # redis-py types both its clients at once
    except (RedisError, OSError, TimeoutError) as error:
        _away_until = time.monotonic() + _AWAY_SECONDS
        log.warning("rate limit without Redis", reason=type(error).__name__)
        return None
    return bool(answer[0]), float(answer[1]), float(answer[2])


async def check(request: Request, subject: str, *, anonymous: bool, per_minute: int | None = None) -> None:
    """Count this request, against ``per_minute`` instead of the settings' limit if given.

    Sets the ``RateLimit`` headers (IETF draft) and raises ``TooManyRequests`` (429) with ``Retry-After``."""
    config = settings()
    burst = per_minute or (config.anonymous_rate_limit_per_minute if anonymous else config.rate_limit_per_minute)
    interval = 60 / burst
    allowed, backlog, retry_after = await _shared(subject, interval, burst) or _locally(subject, interval, burst)
    remaining = max(0, math.floor(burst - backlog / interval))
    headers = {
        "RateLimit-Policy": f'"default";q={burst};w=60',
        "RateLimit": f'"default";r={remaining};t={math.ceil(backlog)}',
    }
    request.scope["atrium.headers"] = headers
    if not allowed:
        raise TooManyRequests(
            "Too many requests; wait before the next one.",
            headers={**headers, "Retry-After": str(math.ceil(retry_after))},
        )
