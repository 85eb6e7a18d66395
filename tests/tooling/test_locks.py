"""What is installed is locked with hashes, from whatever registry the machine uses."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock")


def pinned(text: str) -> dict[str, tuple[str, list[str]]]:
    """Version and hashes by name."""
    found: dict[str, tuple[str, list[str]]] = {}
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE):
        if named := re.match(r"([a-z0-9.-]+)==([^\s;\\]+)", block):
            found[named[1]] = (named[2], sorted(re.findall(r"--hash=(sha256:[0-9a-f]{64})", block)))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_everything_has_a_hash_and_no_registry(name: str) -> None:
    text = (ROOT / name).read_text()
    assert pinned(text)
    assert [package for package, (_, hashes) in pinned(text).items() if not hashes] == []
    assert not re.findall(r"^\s*(?:--(?:extra-)?index-url|-i|--find-links)|https?://", text, re.MULTILINE)
    assert not pinned("uv==1.0\n")["uv"][1]  # the control: one without is seen


def test_uv_is_the_same_wherever_it_is_installed() -> None:
    alone, dev = (pinned((ROOT / name).read_text()) for name in ("requirements-uv.lock", "requirements-dev.lock"))
    assert alone == {"uv": dev["uv"]}


def test_the_frontends_packages_come_from_any_registry() -> None:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    assert [name for name, entry in packages.items() if str(entry.get("resolved", "")).startswith("http")] == []


def test_what_builds_the_pages_is_no_development_dependency() -> None:
    """``make run`` leaves those out (``scripts/modules.sh``)."""
    package = json.loads((ROOT / "frontend" / "package.json").read_text())
    configured = "".join((ROOT / "frontend" / name).read_text() for name in ("vite.config.ts", "vite.loader.config.ts"))
    named = set(re.findall(r"from '((?:@[\w-]+/)?[\w-]+)", configured)) - {"node"}
    assert named | {"@hey-api/openapi-ts", "tailwindcss", "typescript"} <= package["dependencies"].keys()
    assert named  # the control
