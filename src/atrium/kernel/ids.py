"""Identifiers: UUID version 7 (RFC 9562 §5.7), made by the application because PostgreSQL 15 cannot."""

import secrets
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

_lock = threading.Lock()
_last_tick = 0


def uuid7() -> UUID:
    """A new identifier that sorts after every one this process made before it (48 bits of milliseconds, 12 of
    sub-millisecond order)."""
    global _last_tick  # noqa: PLW0603 - the monotonic counter of RFC 9562 §6.2 is process state by nature
    with _lock:
        tick = max(time.time_ns() * 4096 // 1_000_000, _last_tick + 1)
        _last_tick = tick
    millis, fraction = divmod(tick, 4096)
    value = (millis & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


def made_at(identifier: UUID) -> datetime:
    """The UTC time inside a version 7 identifier."""
    return datetime.fromtimestamp((identifier.int >> 80) / 1000, UTC)
