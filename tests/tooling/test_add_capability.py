"""Adding a capability takes its folders and one line in each of two shared files, as ``docs/add-a-capability.md`` says:
a sample one is added to a copy of the sources, and found in everything that shows it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.kernel import house
from tests.tooling.reminders import FEATURE, FILES, LINES, PACKAGE

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "frontend" / "node_modules"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources with the sample capability in them."""
    folder = tmp_path_factory.mktemp("house")
    unwanted = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "gen", "test-results", "screenshots")
    for name in ("src", "migrations", "scripts", "openapi", "frontend"):
        shutil.copytree(ROOT / name, folder / name, ignore=unwanted)
    (folder / "frontend" / "node_modules").symlink_to(MODULES)
    head = max(path.stem for path in (ROOT / "migrations" / "versions").glob("*.py"))
    for name, text in FILES.items():
        path = folder / name
        assert not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n").replace('down_revision = "HEAD"', f'down_revision = "{head}"'), "utf-8")
    for name, (before, line) in LINES.items():
        path = folder / name
        sound = path.read_text(encoding="utf-8")
        assert sound.count(before) == 1
        path.write_text(sound.replace(before, line + before), encoding="utf-8")
    return folder


def run(copy: Path, *arguments: str) -> str:
    """Run a module of the copy. Returns what it printed."""
    found = subprocess.run(
        [sys.executable, *arguments], cwd=copy, env=environment(copy), capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def environment(copy: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")}
    return {**kept, "PYTHONPATH": str(copy / "src"), "PYTHONUTF8": "1"}


@pytest.fixture(scope="module")
def contract(copy: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run(copy, "-m", "atrium.cli", "openapi"))
    (copy / "openapi" / "openapi.json").write_text(json.dumps(document), encoding="utf-8")
    return document


def test_shared_files_are_two() -> None:
    new = {f"{PACKAGE}/", f"{FEATURE}/", "migrations/versions/", "frontend/src/routes/"}
    assert all(name.startswith(tuple(new)) for name in FILES)
    assert set(LINES) == {"src/atrium/registry.py", "src/atrium/kernel/permissions.py"}


def test_the_house_takes_it(copy: Path) -> None:
    modules = house.read_modules(copy / "src" / "atrium")
    assert "work.reminders.service" in modules
    for rule in (house.wrong_order, house.back_doors, house.closed_doors, house.names_above, house.knows_the_web):
        assert rule(modules) == []


def test_the_contract_has_it(contract: dict[str, Any]) -> None:
    operations = contract["paths"]["/api/v1/customers/{customer_id}/reminders"]
    assert operations["post"]["x-permissions"] == ["reminders:write"]
    assert {"name": "reminders", "description": "What must not be forgotten."} in contract["tags"]
    schemas = contract["components"]["schemas"]
    assert {"AddReminderStep", "ReminderOut"} <= set(schemas)
    assert "reminders" in schemas["Counts"]["required"]
    assert "remind" in schemas["Capability"]["properties"]["key"]["enum"]
    assert "reminder.added" in contract["x-event-types"]
    assert "reminders:read" in schemas["P"]["enum"]


def test_the_roles_have_it(copy: Path) -> None:
    run(copy, "scripts/roles_table.py", "roles.md")
    rows = (copy / "roles.md").read_text(encoding="utf-8").splitlines()
    granted = {row.split("`")[1]: row.split("|")[3:8] for row in rows if "`reminders:" in row}
    assert [mark.strip() for mark in granted["reminders:read"]] == ["yes"] * 5
    assert [mark.strip() for mark in granted["reminders:write"]] == ["yes"] * 4 + [""]


@pytest.fixture(scope="module")
def api(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """The copy, running with its sample workspace."""
    data = tmp_path_factory.mktemp("data")
    log = (data / "up.log").open("wb")
    command = [sys.executable, "-m", "atrium.cli", "up", "--demo", "--port", "0", "--data-dir", str(data / "d")]
    process = subprocess.Popen(command, cwd=copy, env=environment(copy), stdout=log, stderr=log)
    try:
        login = data / "d" / "demo.json"
        ready = wait_for(lambda: login.exists() and is_ready(json.loads(login.read_text(encoding="utf-8"))["base_url"]))
        assert ready, (data / "up.log").read_text(encoding="utf-8")
        told = json.loads(login.read_text(encoding="utf-8"))
        headers = {"Authorization": f"Bearer {told['api_key']}"}
        with httpx.Client(base_url=f"{told['base_url']}/api/v1", headers=headers, timeout=60) as client:
            yield client
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        log.close()


def wait_for(condition: Any, seconds: float = 180) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.2)
    return False


def is_ready(base_url: str) -> bool:
    try:
        return httpx.get(f"{base_url}/health/ready", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def test_the_sample_workspace_and_the_profile_have_it(api: httpx.Client) -> None:
    customers = api.get("/customers", params={"limit": 200}).json()["items"]
    counted = {
        found["name"]: api.get(f"/customers/{found['id']}/overview").json()
        for found in customers
        if found["kind"] == "company"
    }
    assert sum(overview["counts"]["reminders"] for overview in counted.values()) == 1
    chosen = next(overview for overview in counted.values() if overview["counts"]["reminders"])
    assert {"key": "remind", "allowed": True, "unmet": []} in chosen["capabilities"]
    assert "Send the offer" in json.dumps(chosen["timeline"], ensure_ascii=False)


def test_an_automation_can_use_it(api: httpx.Client) -> None:
    kinds = {kind["kind"] for kind in api.get("/automation-catalogue").json()["step_kinds"]}
    assert "add_reminder" in kinds


def test_the_pages_have_it(copy: Path, contract: dict[str, Any]) -> None:
    assert contract
    frontend = copy / "frontend"
    for command in (["npm", "run", "--silent", "gen:api"], ["node", "node_modules/vite/bin/vite.js", "build"]):
        found = subprocess.run(command, cwd=frontend, capture_output=True, text=True, check=False)
        assert found.returncode == 0, found.stdout + found.stderr
    manifest = json.loads((frontend / "dist" / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    inside = FEATURE.removeprefix("frontend/")
    assert {f"{inside}/section.tsx", f"{inside}/i18n/es.json"} <= set(manifest)
    page = next(entry for name, entry in manifest.items() if "settings/reminders.tsx" in name)
    assert "reminders" in (frontend / "dist" / page["file"]).read_text(encoding="utf-8")
    assert any(
        "Recordatorios" in path.read_text(encoding="utf-8") for path in (frontend / "dist" / "assets").glob("*.js")
    )
