"""What is forked from the preloaded process is the supervisor's own child, in its own environment, and ends with it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil
import pytest

from atrium import forks
from atrium.data_folder import StartupError
from atrium.forks import Forked, Nursery
from atrium.keeping import Launcher, listen, listen_together
from atrium.processes import LINUX

pytestmark = pytest.mark.skipif(not LINUX, reason="elsewhere processes are started, not forked")
SETTINGS = {**os.environ, "ATRIUM_DATABASE_URL": "", "ATRIUM_REDIS_URL": "", "COLUMNS": "200"}


def until(seconds: float = 60) -> Iterator[None]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    for _ in until(120):
        if made.ready("serve"):
            break
    yield made
    made.close()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[IO[bytes]]:
    with (tmp_path / "log").open("w+b") as file:
        yield file


def said(log: IO[bytes]) -> str:
    log.seek(0)
    return log.read().decode()


def test_what_was_started_ahead_is_used_once() -> None:
    forks.preload()
    begun = forks._preloaded[0]
    first, second = Launcher(), Launcher()
    try:
        assert first.nursery is begun
        assert second.nursery is not begun
    finally:
        first.close()
        second.close()


def test_a_fork_is_our_child_and_says_how_it_ended(nursery: Nursery, log: IO[bytes]) -> None:
    fork = nursery.fork(["serve"], SETTINGS, log)
    assert psutil.Process(fork.pid).ppid() == os.getpid()
    assert fork.wait(30) == 1
    assert "ATRIUM_DATABASE_URL is not set" in said(log)
    assert nursery.fork(["no-such-command"], SETTINGS, log).wait(30) == 2


def test_each_has_its_own_environment(nursery: Nursery, log: IO[bytes]) -> None:
    secret = {**SETTINGS, "ATRIUM_ENV": "production", "ATRIUM_SECRET_KEY": "told to one alone, and to nobody else"}
    assert nursery.fork(["serve"], secret, log).wait(30) == 1
    assert "ATRIUM_DATABASE_URL" in said(log)
    assert nursery.fork(["serve"], {**SETTINGS, "ATRIUM_ENV": "nowhere"}, log).wait(30) == 1
    assert "ATRIUM_ENV" in said(log)
    assert nursery.fork(["serve"], SETTINGS, log).wait(30) == 1
    memory = subprocess.run(  # the preloaded process never read it
        ["grep", "-c", "told to one alone", f"/proc/{nursery.process.pid}/environ"], capture_output=True, check=False
    )
    assert memory.stdout.strip() == b"0"


def test_it_hears_signals_and_its_socket_works(nursery: Nursery, log: IO[bytes], servers: str) -> None:
    with listen("127.0.0.1", 0) as listener:
        settings = {**SETTINGS, **{name: os.environ[name] for name in ("ATRIUM_DATABASE_URL", "ATRIUM_REDIS_URL")}}
        fork = nursery.fork(["serve", "--fd", "3"], settings, log, listener.fileno())
        port = listener.getsockname()[1]
        for _ in until():
            if any(each.laddr.port == port for each in psutil.Process(fork.pid).net_connections("tcp")):
                break
        assert fork.poll() is None, said(log)
        fork.send_signal(signal.SIGTERM)
        assert fork.wait(30) in {0, -signal.SIGTERM}, said(log)
        other = nursery.fork(["serve", "--fd", "3"], settings, log, listener.fileno())
        other.kill()
        assert other.wait(30) == -signal.SIGKILL
        other.send_signal(signal.SIGTERM)  # nobody else is hit


def test_it_is_preloaded_again_when_it_was_killed(nursery: Nursery, log: IO[bytes]) -> None:
    before = nursery.process.pid
    nursery.process.kill()
    nursery.process.wait()
    assert nursery.fork(["serve"], SETTINGS, log).wait(60) == 1
    assert nursery.process.pid != before


def test_what_cannot_be_loaded_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    broken = Nursery()
    broken.process.wait(30)
    with pytest.raises(StartupError, match="could not be loaded"):
        broken.ready("prepare")
    broken.close()


def test_forks_end_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\n"
        "from atrium.keeping import Launcher, listen\n"
        "launcher, listener = Launcher(), listen('127.0.0.1', 0)\n"
        "while not launcher.ready('serve'): time.sleep(0.05)\n"
        "print(launcher.launch(['worker'], os.environ, open(sys.argv[1], 'wb')).pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    keeper = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "log")], stdout=subprocess.PIPE)
    assert keeper.stdout is not None
    fork = psutil.Process(int(keeper.stdout.readline()))
    assert fork.ppid() == keeper.pid  # the control: it was there
    keeper.kill()
    keeper.wait()
    keeper.stdout.close()
    assert psutil.wait_procs([fork], 20)[1] == []


def test_without_preloading_it_is_the_same(log: IO[bytes]) -> None:
    launcher = Launcher(preload=False)
    assert launcher.ready("serve")
    started = launcher.launch(["serve"], SETTINGS, log)
    assert not isinstance(started, Forked)
    assert started.wait(60) == 1
    assert "ATRIUM_DATABASE_URL is not set" in said(log)


def test_several_sockets_share_an_address_and_a_taken_one_is_told() -> None:
    sockets = listen_together("127.0.0.1", 0, 3)
    assert len({each.getsockname() for each in sockets}) == 1
    with pytest.raises(StartupError, match="already in use"):
        listen_together("127.0.0.1", sockets[0].getsockname()[1], 2)
    for each in sockets:
        each.close()
