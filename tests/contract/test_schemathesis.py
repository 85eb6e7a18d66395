"""Schemathesis over the whole contract, against a real server on a real socket, with a fixed seed: no 5xx, and answers
as documented."""

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.homes import Home

ROOT = Path(__file__).parents[2]
CHECKS = "not_a_server_error,content_type_conformance,response_schema_conformance"


@pytest.fixture(scope="module")
def address(servers: str) -> Iterator[str]:
    """A server of its own, as in production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "atrium.app:app",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-access-log",
    ]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "ATRIUM_DATABASE_POOL_SIZE": "4"}
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                if httpx.get(f"{url}/health/live", timeout=1).is_success:
                    break
            except httpx.TransportError:
                assert server.poll() is None, "the server did not start"
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait(10)


async def test_schemathesis_finds_nothing(address: str, home: Home, tmp_path: Path, record_property: Any) -> None:
    await run(("--phases", "examples,coverage", "--mode", "positive"), address, home, tmp_path, record_property)


@pytest.mark.soak
async def test_schemathesis_finds_nothing_in_an_hour_either(
    address: str, home: Home, tmp_path: Path, record_property: Any
) -> None:
    await run(
        ("--phases", "examples,coverage,fuzzing", "--max-examples", "300"), address, home, tmp_path, record_property
    )


async def run(phases: tuple[str, ...], address: str, home: Home, folder: Path, record_property: Any) -> None:
    key = await home.as_api_key()
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{address}/api/v1/openapi.json",
        *phases,
        "--header",
        f"Authorization: Bearer {key.secret}",
        "--checks",
        CHECKS,
        "--seed",
        "2026",
        "--generation-database",
        "none",
        "--suppress-health-check",
        "all",
        "--no-color",
        "--workers",
        "1",
        "--continue-on-failure",
        "--request-timeout",
        "10",
        "--warnings",
        "off",
    ]
    environment = {**os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(folder)}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = (await process.communicate())[0].decode()
    cases = re.search(r"(\d+) generated", output)
    record_property(
        "figures schemathesis", {"cases": int(cases[1]) if cases else 0, "failures": int(process.returncode != 0)}
    )
    assert process.returncode == 0, output[-6000:]
    assert cases is not None
