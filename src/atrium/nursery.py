"""``python -m atrium.nursery <number of a socket>``: imports everything once, then forks what it is told to run
(``atrium/forks.py``).

It stays alone with one thread and opens nothing, so that a fork finds the world as a fresh process does."""

import ctypes
import fcntl
import gc
import json
import os
import signal
import socket
import sys
import time
import traceback
from contextlib import suppress
from typing import Any, NoReturn

from atrium.forks import FIRST_KEPT
from atrium.processes import LIBC

PR_SET_NAME, PR_SET_PDEATHSIG = 15, 1


def main() -> None:
    line = socket.socket(fileno=int(sys.argv[1]))
    # Nothing that is imported becomes garbage: looking for some takes a quarter of the time.
    gc.disable()
    _import_for_preparing()
    line.send(b'{"ready": "prepare"}')
    line.settimeout(0.05)
    with suppress(TimeoutError):
        _fork(line)  # it does its work while we go on importing
    _import_for_serving()
    gc.freeze()
    line.send(b'{"ready": "serve"}')
    line.settimeout(None)
    while True:
        _fork(line)


def _import_for_preparing() -> None:
    from atrium.registry import load_handlers

    load_handlers()


def _import_for_serving() -> None:
    import uvloop  # noqa: F401 - for the forks

    from atrium.registry import routers

    routers()


def _fork(line: socket.socket) -> None:
    """Wait for one order and carry it out. Ends this process when nobody is left to give any."""
    order, descriptors, _flags, _address = socket.recv_fds(line, 65536, 16)
    if not order:
        sys.exit()
    told = json.loads(order)
    reading, writing = os.pipe()
    between = os.fork()
    if between == 0:
        child = os.fork()
        if child == 0:
            _become(told, line, descriptors, (reading, writing))
        os.write(writing, str(child).encode())
        os._exit(0)
    os.close(writing)
    pid = os.read(reading, 32).decode()
    os.close(reading)
    # Only when the parent in between has ended is the fork the supervisor's child.
    os.waitpid(between, 0)
    for descriptor in descriptors:
        os.close(descriptor)
    line.send(json.dumps({"pid": pid}).encode())


def _become(told: dict[str, Any], line: socket.socket, descriptors: list[int], pipe: tuple[int, int]) -> NoReturn:
    """The fork's own life. It never returns into the nursery's."""
    status = 1
    try:
        _belong_to(told["parent"])
        line.close()
        for end in pipe:
            os.close(end)
        environment, log, *keep = descriptors
        with os.fdopen(environment, "rb") as file:
            os.environ.clear()
            os.environ.update(json.load(file))
        os.setsid()
        _place(log, keep)
        gc.enable()
        status = _run(told["words"])
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _place(log: int, keep: list[int]) -> None:
    """Give the log and what is kept their numbers; they may lie where another shall go, so they go out of the way
    first."""
    aside = [fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, 100) for number in (log, *keep)]
    for number in (log, *keep):
        os.close(number)
    for number, wanted in zip(aside, (1, *range(FIRST_KEPT, FIRST_KEPT + len(keep))), strict=True):
        os.dup2(number, wanted, inheritable=wanted == 1)
        os.close(number)
    os.dup2(1, 2)


def _belong_to(parent: int) -> None:
    """Wait until we are the supervisor's child, and end when it does, even by SIGKILL."""
    until = time.monotonic() + 10
    while os.getppid() != parent:
        if time.monotonic() > until:
            os._exit(1)
        time.sleep(0.0005)
    assert LIBC is not None
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def _run(words: list[str]) -> int:
    from atrium import cli, worker
    from atrium.kernel.settings import settings

    settings.cache_clear()
    name = f"atrium {words[0]}".encode()[:15]
    assert LIBC is not None
    LIBC.prctl(PR_SET_NAME, ctypes.c_char_p(name), 0, 0, 0)
    try:
        if words == ["worker"]:
            worker.main()
        else:
            cli.app(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    main()
