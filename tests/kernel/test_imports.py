"""The import contracts hold, and each of them notices the import it is there for."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

VIOLATIONS = {
    "groups": ("access/roles/service.py", "from atrium.records.tags.models import Tag"),
    "cycles": ("kernel/ids.py", "from atrium.kernel.jobs import Job"),
    "registry": ("records/tags/service.py", "from atrium.registry import CAPABILITIES"),
    "system": ("records/tags/service.py", "from atrium.kernel.system import system_transaction"),
    "vendors": ("records/tags/service.py", "import httpx"),
    "queue": ("records/tags/service.py", "import redis"),
}
"""By contract: a module and a line that it must not hold."""


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).with_name("lint-imports")),
        "--no-cache",
        "--config",
        str(ROOT / ".importlinter"),
        *arguments,
    ]
    return subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources to spoil."""
    folder = tmp_path_factory.mktemp("imports")
    shutil.copytree(ROOT / "src" / "atrium", folder / "atrium", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_the_contracts_hold(copied: Path) -> None:
    found = lint(copied)
    assert found.returncode == 0, found.stdout
    assert "0 broken" in found.stdout


def test_each_contract_has_a_violation_to_notice() -> None:
    named = re.findall(
        r"^\[importlinter:contract:(\w+)\]", (ROOT / ".importlinter").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(named) == set(VIOLATIONS)


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_violation_is_noticed(copied: Path, contract: str) -> None:
    name, line = VIOLATIONS[contract]
    module = copied / "atrium" / name
    sound = module.read_text(encoding="utf-8")
    module.write_text(f"{sound}\n{line}\n", encoding="utf-8")
    try:
        found = lint(copied, "--contract", contract)
    finally:
        module.write_text(sound, encoding="utf-8")
    assert found.returncode == 1, found.stdout + found.stderr


@pytest.mark.parametrize("name", ["repositories.py"])
def test_a_module_without_a_place_is_noticed(copied: Path, name: str) -> None:
    stray = copied / "atrium" / name
    stray.write_text('"""x"""\n', encoding="utf-8")
    try:
        found = lint(copied)
    finally:
        stray.unlink()
    assert found.returncode == 1, found.stdout


ROLE_CHANGERS = {
    "kernel/db.py": "begins every transaction",
    "kernel/system.py": "the unscoped session",
    "kernel/migrate.py": "makes the roles",
    "kernel/tenancy.py": "writes their policies",
    "access/accounts/queries.py": "reads and writes people within a workspace's transaction",
    "access/sessions/queries.py": "enters the workspace of whoever just proved who they are",
    "doctor.py": "measures the queues of all workspaces",
}
"""Modules that change the role or the workspace of a transaction, with the reason."""


def test_who_changes_the_role_or_the_workspace_is_listed() -> None:
    """Import contracts cannot see a statement."""
    pattern = re.compile(
        r"\.system_session\(|SET (LOCAL |SESSION )?ROLE|set_config\(\s*'(role|row_security|atrium\.)", re.IGNORECASE
    )
    sources = ROOT / "src" / "atrium"
    found = {
        str(path.relative_to(sources))
        for path in sources.rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    }
    assert found <= set(ROLE_CHANGERS)
