"""The worker: loops over the queues in PostgreSQL, woken by a call through Redis. Redis may be away; then it only takes
a second longer."""

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

from atrium.kernel import dispatch, jobs, metrics, schedules, wake
from atrium.kernel.db import close_database
from atrium.kernel.logging import configure_logging
from atrium.kernel.loops import LOOPS
from atrium.kernel.redis import close_redis
from atrium.kernel.settings import settings
from atrium.registry import load_handlers

log = structlog.get_logger("atrium.worker")
POLL_SECONDS = 1.0
"""How often one statement asks whether anything is due; while nothing is and Redis is there to tell us, less often."""
CALM_SECONDS = 2.0
IDLE_SECONDS = 30.0
"""How often each queue is looked at without a reason."""


class Bell:
    """Wakes every loop that waits, and those that were looking elsewhere when it rang."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.rung = 0

    def ring(self) -> None:
        self.rung += 1
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, seconds: float, since: int) -> None:
        """Until it rings or has rung since ``rung`` was ``since``, at most so long."""
        if self.rung != since:
            return
        event = self._event
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()


async def _loop(
    name: str, bell: Bell, work: Callable[[], Awaitable[int]], pause: float = IDLE_SECONDS, *, feeds: bool = False
) -> None:
    """``feeds``: what it did is what other loops wait for, so that it rings for them: events become deliveries,
    deliveries become work."""
    while True:
        since = bell.rung
        try:
            found = await work()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            metrics.LOOP_ERRORS.labels(name).inc()
            log.warning("worker loop failed", loop=name, reason=type(error).__name__, exc_info=error)
            found = 0
        if found and feeds:
            bell.ring()
        if not found:
            await bell.wait(pause, since)


async def _fan_out() -> int:
    found = await dispatch.fan_out()
    metrics.EVENTS.inc(found)
    return found


async def _deliver() -> int:
    found = await dispatch.deliver_due()
    metrics.DELIVERIES.inc(found)
    return found


class JobRunner:
    """Runs at most ``concurrency`` jobs at once, renewing their leases."""

    def __init__(self, bell: Bell, concurrency: int) -> None:
        self.bell = bell
        self.concurrency = concurrency
        self.running: set[asyncio.Task[None]] = set()

    async def look(self) -> int:
        free = self.concurrency - len(self.running)
        if free <= 0:
            return 0
        rows = await jobs.run_due(free)
        for row in rows:
            metrics.JOBS.labels(row.kind).inc()
            task = asyncio.create_task(self._run(row))
            self.running.add(task)
            task.add_done_callback(self._done)
        return len(rows)

    def _done(self, task: asyncio.Task[None]) -> None:
        self.running.discard(task)
        self.bell.ring()

    async def _run(self, row: jobs.Job) -> None:
        renewal = asyncio.create_task(self._renew(row))
        try:
            await jobs.run_job(row)
        finally:
            renewal.cancel()

    async def _renew(self, row: jobs.Job) -> None:
        while True:
            await asyncio.sleep(settings().job_lease_seconds / 3)
            try:
                await jobs.keep_lease(row)
            except Exception as error:
                log.warning("lease not renewed", job=str(row.id), reason=type(error).__name__)


async def _watch(bell: Bell) -> None:
    """Ring when something is due that nobody rang for: it waited for its time, or Redis is away."""
    calm = False
    while True:
        since = bell.rung
        await asyncio.sleep(CALM_SECONDS if calm and wake.listening() else POLL_SECONDS)
        try:
            if await dispatch.anything_due():
                bell.ring()
        except Exception as error:
            metrics.LOOP_ERRORS.labels("watch").inc()
            log.warning("worker loop failed", loop="watch", reason=type(error).__name__)
        calm = bell.rung == since


async def _beat(worker_id: str) -> int:
    await schedules.beat(worker_id)
    return 0


def settle_in() -> None:
    """For jobs with many rows, which are made and let go by the thousand: nothing that is imported becomes garbage, and
    looking for some among the rows of a batch finds none. The loop waits half a millisecond, not five, for a thread
    that reads rows ahead."""
    load_handlers()
    gc.freeze()
    gc.set_threshold(20_000)
    sys.setswitchinterval(0.0005)


async def run() -> None:
    """Work until SIGTERM or SIGINT; jobs that are running then get their next chance when their lease ends."""
    configure_logging()
    settle_in()
    bell = Bell()
    worker_id = f"{socket.gethostname()}:{os.getpid()}"
    runner = JobRunner(bell, settings().worker_concurrency)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    tasks = [
        asyncio.create_task(_loop("fan_out", bell, _fan_out, feeds=True)),
        asyncio.create_task(_loop("deliver", bell, _deliver, feeds=True)),
        asyncio.create_task(_loop("jobs", bell, runner.look)),
        asyncio.create_task(_loop("schedules", Bell(), schedules.run_due_schedules, pause=10)),
        asyncio.create_task(_loop("heartbeat", Bell(), lambda: _beat(worker_id), pause=10)),
        asyncio.create_task(_watch(bell)),
        asyncio.create_task(wake.heed(bell.ring)),
        *(asyncio.create_task(_loop(name, bell, look, pause)) for name, (look, pause) in LOOPS.items()),
    ]
    log.info("worker started", worker=worker_id)
    await stop.wait()
    for task in (*tasks, *runner.running):
        task.cancel()
    await asyncio.gather(*tasks, *runner.running, return_exceptions=True)
    await wake.close_wake()
    await close_redis()
    await close_database()


def main() -> None:
    asyncio.run(run())


if __name__ == "__main__":
    main()
