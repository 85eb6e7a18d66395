"""How long it takes until Atrium serves: again on the same data (warm), and in a fresh clone (cold).

    python -m bench.start [--cold] [--rounds 3]

Warm is ``atrium up`` on a data folder that has its sample workspace, from the command to ``/health/ready``. Cold is
``make run`` in a clone of this checkout's commit, with empty caches of uv and npm (packages come from the registry),
from the command to ``/health/ready``. Both keep compiled modules, as ``make run`` does whatever the environment says.
Beside the clock stands the processor time of everything that was started, which is what remains true on a busy
machine."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import psutil
from bench.http import Row

from atrium.keeping import listen

ROOT = Path(__file__).parents[1]
COMMAND = "python -m bench.start"


@dataclass(frozen=True)
class Started:
    """Seconds by the clock and by the processor until it served."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s (processor {self.processor:.1f} s)"


def free_port() -> int:
    with listen("127.0.0.1", 0) as probe:
        return int(probe.getsockname()[1])


def spent(family: list[psutil.Process]) -> float:
    """What they and their ended children have used."""
    total = 0.0
    for process in family:
        with suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def start(command: list[str], port: int, folder: Path, environment: Mapping[str, str], patience: float) -> Started:
    """Start it, wait until it is ready, stop it."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | dict(environment), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while True:
            with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2):
                break
            if process.poll() is not None or time.perf_counter() - began > patience:
                raise SystemExit(f"{' '.join(command)} did not serve; see its output above.")
            time.sleep(0.01)
        clock = time.perf_counter() - began
        parent = psutil.Process(process.pid)
        return Started(clock, spent([parent, *parent.children(recursive=True)]))
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        process.wait(60)


def warm(rounds: int) -> Row:
    """The median of so many starts, after one that makes the data."""
    with tempfile.TemporaryDirectory(prefix="atrium-start-") as folder:
        found = []
        for _ in range(rounds + 1):
            port = free_port()
            command = [sys.executable, "-m", "atrium", "up", "--demo", "--port", str(port), "--data-dir", folder]
            found.append(start(command, port, ROOT, {"PYTHONDONTWRITEBYTECODE": ""}, 120))
    middle = Started(median(each.clock for each in found[1:]), median(each.processor for each in found[1:]))
    return Row("Start on the same data, until ready", str(middle), "≤ 4 s", middle.clock <= 4, COMMAND)


def cold() -> Row:
    """Once: it takes a minute and the network."""
    with tempfile.TemporaryDirectory(prefix="atrium-start-") as scratch:
        clone, caches, port = Path(scratch) / "clone", Path(scratch) / "caches", free_port()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        environment = {
            "PORT": str(port),
            "DATA": str(Path(scratch) / "data"),
            "UV_CACHE_DIR": str(caches / "uv"),
            "npm_config_cache": str(caches / "npm"),
            "PIP_NO_CACHE_DIR": "1",
        }
        found = start(["make", "run"], port, clone, environment, 900)
    return Row("Start of a fresh clone, until ready", str(found), "≤ 75 s", found.clock <= 75, f"{COMMAND} --cold")


def run(rounds: int, *, with_cold: bool) -> list[Row]:
    return [warm(rounds), *([cold()] if with_cold else [])]


def main() -> None:
    parser = argparse.ArgumentParser(description="How long a start takes.")
    parser.add_argument("--cold", action="store_true", help="also a fresh clone, which needs the network")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    for row in run(options.rounds, with_cold=options.cold):
        print(row)


if __name__ == "__main__":
    main()
