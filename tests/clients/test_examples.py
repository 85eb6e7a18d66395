"""The examples, as an integrator runs them, against a real `atrium up`: what they receive, the real worker delivered
and signed."""

import re
import subprocess
import sys
from pathlib import Path

from tests.clients.conftest import ROOT, Installation

EXAMPLES = ROOT / "clients"


def test_the_first_hour_in_three_languages(installation: Installation, typescript: Path) -> None:
    commands = {
        "python": [sys.executable, str(EXAMPLES / "python" / "examples" / "first_hour.py")],
        "typescript": ["node", str(typescript / "examples" / "first_hour.js")],
        "shell": ["sh", str(EXAMPLES / "shell" / "first_hour.sh")],
    }
    running = {
        name: subprocess.Popen(
            command, env=installation.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name, command in commands.items()
    }
    said = {}
    for name, process in running.items():
        out, errors = process.communicate(timeout=60)
        assert process.returncode == 0, f"{name}: {out}{errors}"
        said[name] = out
    for name, out in said.items():
        assert "I am Quickstart" in out, name
        assert re.search(r"imported:.*created'?: 2", out), name
        assert "balance: 495" in out, name
        found = installation.session.get("/customers", params={"q": f"ana.{name}@example.com"}).json()["items"]
        assert [customer["location"] for customer in found] == ["Madrid"], name
        entries = installation.session.get(f"/customers/{found[0]['id']}/credits/entries").json()["items"]
        assert sorted(entry["amount"] for entry in entries) == [-5, 500], name
        if name != "shell":
            assert f"verified: credits.consumed of {found[0]['id']}" in out, name
