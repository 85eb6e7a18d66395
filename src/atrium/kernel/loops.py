"""Queues of a slice's own: what a worker looks at again and again besides events, jobs and schedules."""

from collections.abc import Awaitable, Callable

Look = Callable[[], Awaitable[int]]
LOOPS: dict[str, tuple[Look, float]] = {}


def loop(name: str, *, pause_seconds: float = 15.0) -> Callable[[Look], Look]:
    """Register a coroutine that does what is due and returns how much that was.

    Every worker calls it again at once while there is something, else when it is woken (``kernel/wake.py``), when
    something is due in a queue table (``kernel/leases.py``), and after the pause. Several workers run it side by side,
    so it claims what it works on."""

    def register(look: Look) -> Look:
        if LOOPS.setdefault(name, (look, pause_seconds))[0] is not look:
            raise TypeError(f"loop {name} is registered twice")
        return look

    return register
