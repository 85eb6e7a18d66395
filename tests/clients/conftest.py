"""One `atrium up` for all of these tests, with a key of exactly the scopes that the quickstart names."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "clients" / "python" / "src"
TYPESCRIPT = ROOT / "clients" / "typescript"
EMAIL, PASSWORD = "owner@clients.test", "staple horse battery"
TSC = ROOT / "frontend" / "node_modules" / "typescript7" / "bin" / "tsc"


@dataclass(frozen=True)
class Installation:
    url: str
    key: str
    session: httpx.Client
    """The owner's browser."""

    @property
    def variables(self) -> dict[str, str]:
        return os.environ | {"ATRIUM": self.url, "KEY": self.key, "PYTHONPATH": str(CLIENT)}


def documented_scopes() -> list[str]:
    text = (ROOT / "docs" / "integrators" / "quickstart.md").read_text(encoding="utf-8")
    return re.findall(r"`([a-z_]+:[a-z_]+)`", text.split("with the scopes", 1)[1].split(". A key", 1)[0])


@pytest.fixture(scope="session")
def typescript() -> Path:
    """The compiled TypeScript client and its examples; compiling checks their types."""
    assert TSC.exists(), "run `make frontend/node_modules/.installed`"
    done = subprocess.run(["node", str(TSC), "-p", str(TYPESCRIPT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return TYPESCRIPT / "dist"


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("clients") / "data"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")}
    environment = clean | {"ATRIUM_ENV": "test", "ATRIUM_ALLOW_PRIVATE_URLS": "true", "PYTHONPATH": str(ROOT / "src")}
    program = [sys.executable, "-m", "atrium.cli"]
    output = folder.parent / "output"
    with output.open("wb") as log:
        process = subprocess.Popen(
            [*program, "up", "--port", "0", "--data-dir", str(folder)], env=environment, stdout=log, stderr=log
        )
    try:
        until = time.monotonic() + 90
        while "Atrium is running" not in output.read_text():
            assert process.poll() is None, output.read_text()
            assert time.monotonic() < until, output.read_text()
            time.sleep(0.05)
        made = [
            *program,
            "create-workspace",
            "--name",
            "Clients",
            "--email",
            EMAIL,
            "--password",
            PASSWORD,
            "--data-dir",
            str(folder),
        ]
        subprocess.run(made, env=environment, check=True, capture_output=True)
        url = json.loads((folder / "runtime.json").read_text())["ATRIUM_BASE_URL"]
        with httpx.Client(base_url=f"{url}/api/v1", headers={"Sec-Fetch-Site": "same-origin"}, timeout=30) as session:
            session.headers["X-CSRF-Token"] = session.post(
                "/auth/login", json={"email": EMAIL, "password": PASSWORD}
            ).json()["csrf_token"]
            session.patch(
                "/workspace", json={"settle_seconds": 0}
            ).raise_for_status()  # events of one sitting are told at once
            answer = session.post("/api-keys", json={"name": "Quickstart", "scopes": documented_scopes()})
            assert answer.status_code == 201, answer.text
            yield Installation(url, answer.json()["secret"], session)
    finally:
        process.terminate()
        process.wait(30)
