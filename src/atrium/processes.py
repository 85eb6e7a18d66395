"""Child processes that end when they should: with us, at our word, or, after we were killed, before the next start."""

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from atrium.data_folder import StartupError

LINUX = sys.platform.startswith("linux")
LIBC = ctypes.CDLL(None) if LINUX else None
_PR_SET_PDEATHSIG = 1


class Process(Protocol):
    """What whoever looks after a child needs of it, whether it was started or forked (``atrium/forks.py``)."""

    @property
    def pid(self) -> int: ...
    @property
    def returncode(self) -> int | None: ...
    def poll(self) -> int | None: ...
    def wait(self, timeout: float | None = None) -> int: ...
    def send_signal(self, sig: int) -> None: ...
    def kill(self) -> None: ...


def die_with_parent(signal_number: int) -> Callable[[], None]:
    """A ``preexec_fn`` by which Linux sends ``signal_number`` to the child when the thread that started it ends, even
    by SIGKILL."""
    parent = os.getpid()

    def before_exec() -> None:
        if LIBC is not None:
            LIBC.prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return before_exec


def stop_process(process: Process, *steps: tuple[int, float]) -> int:
    """Send each signal and wait its seconds until the child has ended; SIGKILL at last. Returns its exit status."""
    for signal_number, seconds in steps:
        if process.poll() is None:
            process.send_signal(signal_number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
    if process.poll() is None:
        process.kill()
    return process.wait()


def _running_in(folder: Path, program: str) -> list[int]:
    """Processes named ``program`` whose working directory is ``folder``: the servers of this data folder, whoever
    started them."""
    if not LINUX or not folder.is_dir():
        return []
    home, found = folder.stat(), []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if (
                entry.name.isdigit()
                and os.path.samestat((entry / "cwd").stat(), home)
                and (entry / "comm").read_text().strip() == program
            ):
                found.append(int(entry.name))
    return found


def _recorded(pid_file: Path) -> int:
    """The process number in a server's own pid file, 0 when there is none."""
    with suppress(OSError, ValueError, IndexError):
        return int(pid_file.read_text().split()[0])
    return 0


def _alive(folder: Path, program: str, pid_file: Path) -> list[int]:
    if LINUX:
        return _running_in(folder, program)
    pid = _recorded(pid_file)
    return [pid] if pid and program in command_line(pid) else []


def stop_orphans(folder: Path, program: str, pid_file: Path, *steps: tuple[int, float]) -> None:
    """End servers that outlived a killed supervisor: the recorded parent politely, at last all of them by SIGKILL."""
    for signal_number, seconds in (*steps, (signal.SIGKILL, 10.0)):
        running = _alive(folder, program, pid_file)
        leader = [pid for pid in running if pid == _recorded(pid_file) and signal_number != signal.SIGKILL]
        for pid in leader or running:
            with suppress(ProcessLookupError):
                os.kill(pid, signal_number)
        until = time.monotonic() + seconds
        while running and time.monotonic() < until:
            time.sleep(0.02)
            running = _alive(folder, program, pid_file)
        if not running:
            return
    raise StartupError(f"An old {program} still uses {folder} and cannot be stopped.")


def last_line(log: Path) -> str:
    return last_said(log.read_text(errors="replace"))


def last_said(output: str) -> str:
    """The line of a program's output that most likely says why it ended."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    serious = [line for line in lines[-20:] if re.search("FATAL|PANIC|error", line)]
    return (serious or lines or ["it said nothing"])[-1]


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path) -> None:
    """Wait for a server to answer. Recovery of a big database after a crash may take minutes."""
    until = time.monotonic() + 300
    while not ready():
        if process.poll() is not None or time.monotonic() > until:
            raise StartupError(f"{name} did not start: {last_line(log)} (all of it in {log})")
        time.sleep(0.02)


def command_line(pid: int) -> str:
    """The command line of a running process, empty when there is none or it may not be read."""
    if LINUX:
        with suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
        return ""
    return subprocess.run(  # noqa: S603 - a number
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout
