"""Processes forked from one that has everything imported, so that starting or replacing one takes no second.

``Nursery`` is the side of whoever looks after them (``atrium up``, ``atrium serve --workers``); the preloaded process
is ``atrium/nursery.py``. A fork is handed over to us by the kernel: its parent in between ends at once, and we have
said that we take in orphans. So it is our child like any other: we see it end, and it ends with us. Linux only."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO

from atrium.data_folder import StartupError
from atrium.processes import LIBC, LINUX, die_with_parent, last_said

FIRST_KEPT = 3
"""The number that the first handed-over descriptor has in a fork."""
_PR_SET_CHILD_SUBREAPER = 36
_PATIENCE = 30.0


class Forked:
    """A fork that is our child: as ``subprocess.Popen``, without having been started by us."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit status (negative: the signal), None while it runs."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.returncode = 1
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Raises ``subprocess.TimeoutExpired`` when it still runs after ``timeout`` seconds."""
        until = None if timeout is None else time.monotonic() + timeout
        while (status := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.01)
        return status

    def send_signal(self, sig: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, sig)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@contextmanager
def _taking_in_orphans() -> Iterator[None]:
    """Only meanwhile: the orphans of a killed PostgreSQL are not ours to bury."""
    assert LIBC is not None
    LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


class Nursery:
    """The preloaded process, started at once, and again when it is needed and has died."""

    def __init__(self) -> None:
        self._ready: set[str] = set()
        self._start()

    def _start(self) -> None:
        self._ready.clear()
        self.line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._said = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - closed with the process
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
                [sys.executable, "-m", "atrium.nursery", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=subprocess.STDOUT,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # noqa: PLW1509 - prctl must be called in the child; it takes no lock
            )

    def ready(self, stage: str) -> bool:
        """Whether it has imported what a ``stage`` (``prepare``, ``serve``) needs.

        Raises ``StartupError`` when it ended instead."""
        self.line.setblocking(False)
        with suppress(BlockingIOError):
            while stage not in self._ready:
                self._ready.add(self._hear()["ready"])
        return stage in self._ready

    def fork(self, words: Sequence[str], environment: Mapping[str, str], log: IO[bytes], *keep: int) -> Forked:
        """Run ``atrium <words>`` in a fork with exactly this environment, writing to ``log``.

        Descriptors to ``keep`` are numbered from ``FIRST_KEPT`` there. The environment goes through a file that only
        the fork reads: what one is told must not lie in the memory that the next one is copied from. Raises
        ``StartupError`` when the preloaded process cannot."""
        if self.process.poll() is not None and self._ready:
            self.close()
            self._start()
        with tempfile.TemporaryFile() as told:
            told.write(json.dumps(dict(environment)).encode())
            told.seek(0)
            order = json.dumps({"words": list(words), "parent": os.getpid()}).encode()
            self.line.settimeout(_PATIENCE)
            try:
                with _taking_in_orphans():
                    socket.send_fds(self.line, [order], [told.fileno(), log.fileno(), *keep])
                    while "pid" not in (answer := self._hear()):
                        self._ready.add(answer["ready"])
            except OSError as error:
                raise StartupError(f"atrium {words[0]} could not be started: {error}") from error
        return Forked(int(answer["pid"]))

    def _hear(self) -> dict[str, str]:
        message = self.line.recv(4096)
        if not message:
            self._said.seek(0)
            raise StartupError(f"Atrium could not be loaded: {last_said(self._said.read().decode(errors='replace'))}")
        heard: dict[str, str] = json.loads(message)
        return heard

    def close(self) -> None:
        """End the preloaded process; its forks live on."""
        self.line.close()
        self.process.kill()
        self.process.wait()
        self._said.close()


_preloaded: list[Nursery] = []


def preload() -> None:
    """Start importing for the ``nursery`` that will be asked for."""
    if LINUX:
        _preloaded.append(Nursery())


def nursery() -> Nursery:
    """The preloaded process that was started ahead, or a new one."""
    return _preloaded.pop() if _preloaded else Nursery()
