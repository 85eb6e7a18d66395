"""Rate limits by the generic cell rate algorithm (GCRA) in Redis; when Redis is away, each process limits by itself."""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass

import structlog
from redis.exceptions import RedisError
from starlette.requests import Request

from atrium.kernel.errors import TooManyRequests
from atrium.kernel.redis import redis
from atrium.kernel.settings import settings

log = structlog.get_logger("atrium.ratelimit")

# One stored number per subject: the theoretical arrival time. Takes as many of the wanted requests as the burst has
# room for. Returns {requests taken, seconds until the burst is full again, retry after}.
_GCRA = """
local t = redis.call('TIME')
local now = tonumber(t[1]) + tonumber(t[2]) / 1e6
local interval = tonumber(ARGV[1])
local burst = tonumber(ARGV[2])
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local room = math.floor((now - arrival) / interval + burst + 1e-6)
if room < 1 then
  return {0, tostring(arrival - now), tostring(arrival + interval - burst * interval - now)}
end
local taken = math.min(room, tonumber(ARGV[3]))
arrival = arrival + taken * interval
redis.call('SET', KEYS[1], string.format('%.6f', arrival), 'EX', math.ceil(burst * interval) + 1)
return {taken, tostring(arrival - now), '0'}
"""
_MOST_LEASED, _LEASED_SECONDS = 100, 1.0


@dataclass(slots=True)
class Lease:
    """Requests that this process took from the shared number in advance, for a second: what is not used by then is
    lost, so that no more than the burst ever comes at once. ``backlog`` is what it was at the moment ``since``."""

    left: int
    interval: float
    backlog: float
    since: float
    until: float


_leases: OrderedDict[str, Lease] = OrderedDict()
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


def _leased(subject: str, interval: float) -> tuple[bool, float, float] | None:
    lease, now = _leases.get(subject), time.monotonic()
    if lease is None or lease.left < 1 or lease.until < now or lease.interval != interval:
        return None
    lease.left -= 1
    return True, max(0.0, lease.backlog - (now - lease.since) - lease.left * interval), 0.0


def _keep(subject: str, more: int, interval: float, backlog: float) -> None:
    now, lease = time.monotonic(), _leases.get(subject)
    if lease is not None and lease.until >= now and lease.interval == interval:
        more += lease.left
    _leases[subject] = Lease(more, interval, backlog, now, now + _LEASED_SECONDS)
    _leases.move_to_end(subject)
    while len(_leases) > _LOCAL_SUBJECTS:
        _leases.popitem(last=False)


async def _shared(subject: str, interval: float, burst: int) -> tuple[bool, float, float] | None:
    """What Redis says for all processes together, None while it is away. Asked for a second's worth at a time."""
    global _away_until  # noqa: PLW0603 - one Redis per process
    if time.monotonic() < _away_until:
        return None
    wanted = max(1, min(burst // 60, _MOST_LEASED))
    name = f"atrium:rate:{subject}"
    try:
        answer = await redis().eval(_GCRA, 1, name, str(interval), str(burst), str(wanted))  # type: ignore[misc]  # redis-py types both its clients at once
    except (RedisError, OSError, TimeoutError) as error:
        _away_until = time.monotonic() + _AWAY_SECONDS
        log.warning("rate limit without Redis", reason=type(error).__name__)
        return None
    taken, backlog = int(answer[0]), float(answer[1])
    if taken < 1:
        # Another request of this process may have taken some in the meantime.
        return _leased(subject, interval) or (False, backlog, float(answer[2]))
    if wanted > 1:
        _keep(subject, taken - 1, interval, backlog)
    return True, backlog - (taken - 1) * interval, 0.0


async def check(request: Request, subject: str, *, anonymous: bool, per_minute: int | None = None) -> None:
    """Count this request, against ``per_minute`` instead of the settings' limit if given.

    Sets the ``RateLimit`` headers (IETF draft) and raises ``TooManyRequests`` (429) with ``Retry-After``."""
    config = settings()
    burst = per_minute or (config.anonymous_rate_limit_per_minute if anonymous else config.rate_limit_per_minute)
    interval = 60 / burst
    allowed, backlog, retry_after = (
        _leased(subject, interval) or await _shared(subject, interval, burst) or _locally(subject, interval, burst)
    )
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
