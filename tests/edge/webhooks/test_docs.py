"""What docs/integrators/webhooks.md tells integrators to copy works, and its table is what the code does."""

import asyncio
import json
import os
import re
import runpy
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.edge.webhooks.conftest import Webhooks
from tests.edge.webhooks.receiver import Receiver

from atrium.edge.webhooks.deliveries.service import RETRY_SECONDS

TEXT = (Path(__file__).parents[3] / "docs" / "integrators" / "webhooks.md").read_text(encoding="utf-8")
UNITS = {"second": 1, "minute": 60, "hour": 3600}
NODE = """
import { verify } from './verify.mjs';
import { readFileSync } from 'node:fs';
const headers = JSON.parse(process.env.HEADERS);
console.log(verify(process.env.SECRET, headers, readFileSync('body.json')),
  verify(process.env.WRONG, headers, readFileSync('body.json')));
"""


def block(language: str, containing: str) -> str:
    return next(str(found) for found in re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL) if containing in found)


def test_the_table_of_retries() -> None:
    rows = re.findall(r"^\| (\d+) \| (?:at once|(\d+) (second|minute|hour)s) \|$", TEXT, re.MULTILINE)
    assert [int(amount) * UNITS[unit] if amount else 0 for _, amount, unit in rows] == list(RETRY_SECONDS)


@pytest.fixture
async def call(client: Any, webhooks: Webhooks, receiver: Receiver, tmp_path: Path) -> Any:
    endpoint = await webhooks.add(client, receiver.url)
    await webhooks.customer(client, "Zoë 李")
    await webhooks.run()
    (tmp_path / "body.json").write_bytes(receiver.calls[0].body)
    return receiver.calls[0], endpoint["secret"]


WRONG = "whsec_" + "A" * 43 + "="


def run(folder: Path, *command: str, **variables: str) -> str:
    return str(
        subprocess.run(
            command, cwd=folder, env=os.environ | variables, check=True, capture_output=True, text=True
        ).stdout
    )


async def test_python(call: Any, tmp_path: Path) -> None:
    (tmp_path / "verify.py").write_text(block("python", "def verify"))
    scope = runpy.run_path(str(tmp_path / "verify.py"))
    made, secret = call
    assert scope["verify"](secret, made.headers, made.body)
    assert not scope["verify"](WRONG, made.headers, made.body)
    assert not scope["verify"](secret, made.headers, made.body + b" ")
    assert not scope["verify"](secret, {**made.headers, "webhook-timestamp": "1"}, made.body)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
async def test_typescript(call: Any, tmp_path: Path) -> None:
    made, secret = call
    (tmp_path / "verify.mjs").write_text(block("js", "export function verify"))
    (tmp_path / "run.mjs").write_text(NODE)
    told = await asyncio.to_thread(
        run, tmp_path, "node", "run.mjs", SECRET=secret, WRONG=WRONG, HEADERS=json.dumps(made.headers)
    )
    assert told.split() == ["true", "false"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="needs openssl")
async def test_shell(call: Any, tmp_path: Path) -> None:
    made, secret = call
    variables = {"SECRET": secret, "ID": made.id, "TIMESTAMP": made.headers["webhook-timestamp"]}
    told = await asyncio.to_thread(run, tmp_path, "sh", "-c", block("sh", "openssl"), **variables)
    assert told.strip() == made.headers["webhook-signature"]
