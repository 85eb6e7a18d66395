"""Looking after processes: started again when they die, stopped in reverse when we are asked to stop."""

import asyncio
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from atrium.data_folder import StartupError
from atrium.forks import FIRST_KEPT, nursery
from atrium.processes import LINUX, Process, die_with_parent, stop_process

_LONGEST_PAUSE = 30.0
_STEADY = 60.0
_LONGEST_START = 120.0
_STIRRING = 5.0
"""A child that ends wakes us; this often we look without having been woken."""


@dataclass
class Service:
    """One process to be kept running. ``start`` starts it anew; ``stop_steps`` are signals with the seconds to wait
    after each."""

    name: str
    start: Callable[[], Process]
    process: Process
    stop_steps: tuple[tuple[int, float], ...] = ()
    failures: int = 0
    started_at: float = field(default_factory=time.monotonic)
    resume_at: float | None = None

    def look_after(self, tell: Callable[[str], None]) -> None:
        """Notice a death; start again after a pause that doubles with every death within a minute, up to half a
        minute."""
        now = time.monotonic()
        if self.resume_at is None and self.process.poll() is not None:
            self.failures = 0 if now - self.started_at > _STEADY else self.failures
            pause = min(_LONGEST_PAUSE, 0.25 * 2**self.failures)
            self.failures += 1
            self.resume_at = now + pause
            tell(f"{self.name} ended ({outcome(self.process.returncode or 0)}); starting it again in {pause:g} s.")
        elif self.resume_at is not None and now >= self.resume_at:
            try:
                self.process, self.resume_at = self.start(), None
            except (StartupError, OSError) as error:
                self.failures += 1
                self.resume_at = now + min(_LONGEST_PAUSE, 0.25 * 2**self.failures)
                tell(f"{self.name} could not be started again: {error}")
            self.started_at = time.monotonic()


def outcome(status: int) -> str:
    """How a process ended, in words."""
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit {status}"


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything is started. It stays ours while the API restarts, so callers wait instead of
    being refused.

    Raises ``StartupError`` naming the port when it is taken or forbidden.
    """
    server = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        server.bind((host, port))
        server.listen(2048)
    except OSError as error:
        server.close()
        if error.errno == errno.EADDRINUSE:
            raise StartupError(
                f"Port {port} is already in use: choose another with --port (make run: PORT=), or stop the program that"
                " has it."
            ) from error
        raise StartupError(f"Atrium cannot listen on {host} port {port}: {error.strerror}.") from error
    return server


def listen_together(host: str, port: int, count: int) -> list[socket.socket]:
    """One socket for each of several processes on the same address; the kernel deals connections out among them.

    All stay ours, so what was dealt to a process that dies waits for the next one. On one shared socket the first to
    wake would take a whole burst: of 32 connections at once 31. Raises ``StartupError`` as ``listen``."""
    alone = listen(host, port)
    if count == 1 or not LINUX:
        return [alone] * count
    host, port = alone.getsockname()[:2]
    alone.close()
    together = []
    for _ in range(count):
        server = socket.socket(alone.family)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind((host, port))
        server.listen(2048)
        together.append(server)
    return together


class Launcher:
    """Runs ``atrium <words>`` in processes that end with us: forked from a preloaded one where the system hands
    orphans over (Linux), else started."""

    def __init__(self, *, preload: bool = LINUX) -> None:
        self.nursery = nursery() if preload else None

    def ready(self, stage: str) -> bool:
        return self.nursery is None or self.nursery.ready(stage)

    def launch(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        log: IO[bytes],
        listener: socket.socket | None = None,
    ) -> Process:
        """Start it with exactly this environment, writing to ``log``; with a listening socket as its ``--fd``."""
        kept = () if listener is None else (listener.fileno(),)
        if self.nursery is not None:
            fd = ["--fd", str(FIRST_KEPT)] if kept else []
            return self.nursery.fork([*words, *fd], environment, log, *kept)
        module = ["atrium.worker"] if list(words) == ["worker"] else ["atrium.cli", *words]
        return subprocess.Popen(  # noqa: S603 - our own command line, no shell
            [sys.executable, "-m", *module, *(["--fd", str(kept[0])] if kept else [])],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=kept,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
        )

    def close(self) -> None:
        if self.nursery is not None:
            self.nursery.close()


class Keeper:
    """Keeps services running until SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.services: list[Service] = []
        self.stopping = False
        self._stirred = asyncio.Event()

    def heed_signals(self) -> None:
        """From now on signals stop us and the end of a child wakes us. Call it where the event loop runs."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # nohup means: stay when the terminal closes
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                loop.add_signal_handler(number, self.stop)
        loop.add_signal_handler(signal.SIGCHLD, self._stirred.set)

    def stop(self) -> None:
        self.stopping = True
        self._stirred.set()

    async def pause(self, seconds: float) -> None:
        """Sleep, but wake at once when a child ends or we are asked to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stirred.wait(), seconds)
        if not self.stopping:
            self._stirred.clear()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Until it is so or we are asked to stop."""
        while not self.stopping and not condition():
            await self.pause(0.02)

    async def until_healthy(self, host: str, port: int, failed: Callable[[Service], StartupError]) -> None:
        """Until the API answers. Raises what ``failed`` makes of the service that ended instead."""
        started = time.monotonic()
        while not self.stopping and not await answers(host, port):
            ended = [service for service in self.services if service.stop_steps and service.process.poll() is not None]
            if ended or time.monotonic() - started > _LONGEST_START:
                raise failed((ended or self.services)[-1])
            await self.pause(0.02)

    async def look_after(self, also: Callable[[], None] = lambda: None) -> None:
        """Start again what dies until we are asked to stop, and call ``also`` after each look."""
        while not self.stopping:
            for service in self.services:
                service.look_after(self.tell)
            also()
            due = [service.resume_at for service in self.services if service.resume_at is not None]
            await self.pause(min([_STIRRING, *(max(0.01, at - time.monotonic()) for at in due)]))

    def stop_services(self) -> None:
        """Those that we may stop, the last one first."""
        for service in reversed(self.services):
            if service.stop_steps:
                stop_process(service.process, *service.stop_steps)


async def answers(host: str, port: int) -> bool:
    """Whether somebody serves there."""
    with suppress(OSError, TimeoutError):
        async with asyncio.timeout(2):
            reader, writer = await asyncio.open_connection("127.0.0.1" if host == "0.0.0.0" else host, port)  # noqa: S104 - compared
            try:
                writer.write(b"GET /health/live HTTP/1.0\r\nHost: localhost\r\n\r\n")
                return b" 200 " in await reader.readline()
            finally:
                writer.close()
    return False


def open_log() -> IO[bytes]:
    """Where we say things ourselves, for a child to say them too."""
    return os.fdopen(os.dup(2), "ab")
