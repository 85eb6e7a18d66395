"""Queues of a slice's own: what a worker looks at again and again besides events, jobs and schedules."""

from collections.abc import Awaitable, Callable

Look = Callable[[], Awaitable[int]]
LOOPS: dict[str, tuple[Look, float]] = {}


def loop(name: str, *, pause_seconds: float = 1.0) -> Callable[[Look], Look]:
    """Register a coroutine that does what is due and returns how much that was.

    Every worker calls it again at once while there is something, else after the pause or when it is woken
    (``kernel/wake.py``). Several workers run it side by side, so it claims what it works on (``kernel/leases.py``)."""

    def register(look: Look) -> Look:
        if LOOPS.setdefault(name, (look, pause_seconds))[0] is not look:
            raise TypeError(f"loop {name} is registered twice")
        return look

    return register
