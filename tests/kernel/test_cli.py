"""The command line and ``atrium up``: one clear line for what is wrong, nothing left running, nothing lost after a
kill."""

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest

import atrium
from atrium.embedded import EmbeddedCluster
from atrium.keeping import Service

ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")} | {
    "PYTHONPATH": str(Path(atrium.__file__).parents[1]),
    "COLUMNS": "200",
}


FORKED = {"worker": "atrium worker", "api": "atrium serve"}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "atrium.cli", *words]


def call(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), env=ENVIRONMENT | variables, capture_output=True, text=True, timeout=300, check=False
    )


class Up:
    """A running ``atrium up``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder.parent / "output"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                command("up", "--port", "0", "--data-dir", str(folder)), env=ENVIRONMENT, stdout=output, stderr=output
            )
        wait_for(lambda: "Atrium is running" in self.said() or self.process.poll() is not None, 300)
        assert self.process.poll() is None, self.said()

    def said(self) -> str:
        return self.output.read_text()

    @property
    def address(self) -> str:
        return str(json.loads((self.folder / "runtime.json").read_text())["ATRIUM_BASE_URL"])

    def children(self) -> dict[str, psutil.Process]:
        """The direct children, by what they are. What is forked has a name and the nursery's command line."""
        kinds = {
            "postgres": "bin/postgres",
            "redis": "redis-server",
        }
        found: dict[str, psutil.Process] = {}
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):
                line = " ".join(child.cmdline())
                found |= {kind: child for kind, mark in kinds.items() if mark in line}
                found |= {kind: child for kind, name in FORKED.items() if child.name() == name}
        return found

    def answers(self) -> bool:
        with suppress(OSError), urlopen(self.address + "/health/ready", timeout=5) as answer:  # noqa: S310 - our own address
            return bool(json.load(answer)["redis"] == "ok")
        return False


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE]


@contextmanager
def up(folder: Path) -> Iterator[Up]:
    running = Up(folder)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.terminate()
            running.process.wait(60)


def test_a_busy_port_is_one_line_and_starts_nothing(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = call("up", "--port", port, "--data-dir", str(tmp_path / "data"))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(f"Port {port} is already in use")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "data" / "postgres").exists()


def test_bad_settings_are_listed_by_name() -> None:
    result = call("serve", ATRIUM_DATABASE_POOL_SIZE="many", ATRIUM_ENV="staging")
    assert result.returncode == 1
    assert {line.split(":")[0] for line in result.stderr.splitlines()} == {"ATRIUM_DATABASE_POOL_SIZE", "ATRIUM_ENV"}


@pytest.mark.parametrize("name", ["up", "serve", "worker"])
def test_production_refuses_the_default_secret(name: str) -> None:
    result = call(name, ATRIUM_ENV="production")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert "ATRIUM_SECRET_KEY must be set" in result.stderr


def test_commands_that_need_a_database_say_so(tmp_path: Path) -> None:
    result = call("doctor", "--data-dir", str(tmp_path))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (1, "", 1)
    assert "start `atrium up`" in result.stderr


def test_the_api_refuses_a_database_it_cannot_trust_or_reach(tmp_path: Path) -> None:
    with EmbeddedCluster(tmp_path / "data", durable=False) as cluster:
        owner = call("serve", "--port", "0", ATRIUM_DATABASE_URL=cluster.admin_dsn, ATRIUM_REDIS_URL=cluster.redis_url)
        gone = call(
            "serve",
            "--port",
            "0",
            ATRIUM_DATABASE_URL=cluster.admin_dsn.replace("/run/", "/gone/"),
            ATRIUM_REDIS_URL=cluster.redis_url,
        )
        report = call("doctor", ATRIUM_DATABASE_URL=cluster.admin_dsn, ATRIUM_REDIS_URL="redis://127.0.0.1:1")
    assert report.returncode == 1
    findings = {re.split(r"\s{2,}", line)[1]: line for line in report.stdout.splitlines() if line.startswith("fail")}
    assert set(findings) == {"database role", "migrations", "worker", "queue", "people", "Redis"}, report.stdout
    assert "is a superuser" in findings["database role"]
    assert "atrium migrate" in findings["migrations"]
    assert (owner.returncode, owner.stderr.count("\n")) == (1, 1)
    assert "could get around row security" in owner.stderr
    assert (gone.returncode, gone.stderr.count("\n")) == (1, 1)
    assert "cannot be reached" in gone.stderr


def test_openapi_needs_no_database() -> None:
    assert json.loads(call("openapi").stdout)["openapi"].startswith("3.1")


def test_one_command_runs_everything_and_survives_kills(tmp_path: Path) -> None:
    folder = tmp_path / "a data folder"
    with up(folder) as running:
        assert running.answers()
        children = running.children()
        assert set(children) == {"postgres", "redis", "worker", "api"}
        assert stat.S_IMODE((folder / "runtime.json").stat().st_mode) == 0o600
        assert "ATRIUM_MIGRATION_DATABASE_URL" not in children["api"].environ()
        second = call("up", "--port", "0", "--data-dir", str(folder))
        assert (second.returncode, second.stderr.count("\n")) == (1, 1)
        assert f"already in use by a running Atrium (process {running.process.pid})" in second.stderr
        report = call("doctor", "--data-dir", str(folder))
        assert (report.returncode, "fail" in report.stdout) == (0, False), report.stdout
        assert "1 at work" in report.stdout
        address = running.address
        for kind in ("worker", "api", "redis", "postgres"):
            children[kind].kill()
        wait_for(lambda: len(running.children()) == 4 and running.answers(), 120)
        assert not {child.pid for child in running.children().values()} & {child.pid for child in children.values()}
        assert running.address == address
        secret = (folder / "secrets.json").read_text()
        end_and_see_nothing_left(running, signal.SIGKILL)
    assert "No Atrium runs" in call("doctor", "--data-dir", str(folder)).stderr
    with up(folder) as running:
        assert running.answers()
        assert (folder / "secrets.json").read_text() == secret
        assert end_and_see_nothing_left(running, signal.SIGINT) == 0
    assert not (folder / "runtime.json").exists()


def end_and_see_nothing_left(running: Up, number: int) -> int:
    family = psutil.Process(running.process.pid).children(recursive=True)
    assert len(alive(family)) > 4  # the control: there was something to leave behind
    running.process.send_signal(number)
    status = running.process.wait(30)
    psutil.wait_procs(family, 10)
    assert alive(family) == []
    return status


def test_a_dying_process_is_restarted_ever_more_slowly() -> None:
    told: list[str] = []
    starts: list[float] = []

    def start() -> subprocess.Popen[bytes]:
        starts.append(time.monotonic())
        return subprocess.Popen([sys.executable, "-S", "-c", "raise SystemExit(3)"])

    service = Service("sample", start, start())

    def looked_after() -> bool:
        service.look_after(told.append)
        return len(starts) == 4

    wait_for(looked_after)
    pauses = [later - earlier for earlier, later in pairwise(starts)]
    assert pauses == sorted(pauses)
    assert [text.split("again in ")[1] for text in told] == ["0.25 s.", "0.5 s.", "1 s."]
    assert told[0].startswith("sample ended (exit 3)")
