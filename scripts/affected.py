"""Checks what a change can affect: ``make check``, or ``python scripts/affected.py [--base main] [--list]``.

The change is what differs from where this branch left the base (``origin/main``, else ``main``), with what is not
committed. Style, types and the direction of imports are checked whole, because they are quick. Of the tests those run
that stand near the change (``import_graph.py``), the nearest first, as many as fit into the time; those left out are
named, and ``make test`` runs them. Of a changed capability's operations the contract tests run. In the frontend the
changed files are styled, everything is typed, and the tests that import what changed run; of the journeys none."""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import import_graph

ROOT = Path(__file__).parents[1]
SECONDS_OF_TESTS = 160.0
"""What the chosen tests may take together; two workers share it."""
SECONDS_OF_AN_UNKNOWN_FILE = 8.0
BESIDES = {
    "migrations/": ("tests/contract/test_migrations.py", "tests/contract/test_schema.py"),
    "changes/": ("tests/tooling/test_changelog.py",),
    "docs/": ("tests/kernel/test_docs.py",),
    "openapi/": ("tests/contract/test_compatibility.py", "tests/contract/test_changelog.py"),
    ".importlinter": ("tests/kernel/test_imports.py",),
}
"""Tests of what is no Python module."""
BY_OPERATION = "tests/contract"
SEEN_BY_FRONTEND = (".ts", ".tsx", ".js", ".mjs", ".json", ".css", ".html")


@dataclass
class Choice:
    """What to run: test files, the capabilities whose operations the contract tests take, and what was left out."""

    tests: list[str] = field(default_factory=list)
    capabilities: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    frontend: list[str] = field(default_factory=list)


def choose(root: Path, changed: Iterable[str], known: dict[str, float], limit: float = SECONDS_OF_TESTS) -> Choice:
    """What a change of these files (paths below ``root``) can affect. ``known`` has seconds by unit of tests."""
    changed = sorted(set(changed))
    modules = import_graph.read(root)
    far = import_graph.distances(modules, [path for path in changed if path in modules])
    for beginning, tests in BESIDES.items():
        if any(path.startswith(beginning) for path in changed):
            far |= {path: 0 for path in tests if path in modules}
    choice = Choice(frontend=[path for path in changed if path.startswith("frontend/")])
    choice.capabilities = sorted({name for path in changed if (name := _capability(path))})
    seconds = {path: _seconds(path, known) for path in far if modules[path].is_test}
    left = limit
    for path in sorted(seconds, key=lambda path: (far[path], seconds[path], path)):
        if path.startswith(f"{BY_OPERATION}/") and far[path]:
            continue
        left -= seconds[path]
        # Changed tests run whatever they take, and so does the nearest.
        (choice.tests if left >= 0 or not far[path] or not choice.tests else choice.left_out).append(path)
    return choice


def _capability(path: str) -> str | None:
    """``atrium.records.tags`` for a file of it."""
    parts = Path(path).parts
    return ".".join(parts[1:4]) if parts[:2] == ("src", "atrium") and len(parts) > 4 and parts[2] != "kernel" else None


def _seconds(path: str, known: dict[str, float]) -> float:
    found = [seconds for unit, seconds in known.items() if unit.split("::")[0] == path]
    return sum(found) if found else SECONDS_OF_AN_UNKNOWN_FILE


def changed_files(base: str | None) -> list[str]:
    """Paths that differ from where this branch left the base, and what is not committed."""
    for name in (base,) if base else ("origin/main", "main", "HEAD"):
        found = _git("merge-base", "HEAD", name)
        if found:
            left = found[0]
            break
    else:
        raise SystemExit(f"There is no {base} to compare with.")
    files = _git("diff", "--name-only", "--no-renames", left) + _git("ls-files", "--others", "--exclude-standard")
    return [path for path in files if path]


def _git(*words: str) -> list[str]:
    said = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607 - the names are ours
    return said.stdout.splitlines() if said.returncode == 0 else []


def _commands(choice: Choice, workers: int) -> list[tuple[str, list[str], Path, dict[str, str]]]:
    """Name, words, folder and variables of each."""
    programs = Path(sys.executable).parent
    python = [
        ("style", [str(programs / "ruff"), "check"]),
        ("format", [str(programs / "ruff"), "format", "--check"]),
        ("types", [str(programs / "mypy")]),
        ("imports", [str(programs / "lint-imports")]),
    ]
    pytest = [str(programs / "pytest"), "-n", str(workers), "-m", "not soak"]
    found: list[tuple[str, list[str], Path, dict[str, str]]] = [(name, words, ROOT, {}) for name, words in python]
    tests = [*choice.tests, *([BY_OPERATION] if choice.capabilities else [])]
    if tests:
        asked = {"ATRIUM_TEST_OPERATIONS_OF": ",".join(choice.capabilities)} if choice.capabilities else {}
        found.append(("tests", [*pytest, *tests], ROOT, asked))
    return found + _frontend(choice.frontend)


def _frontend(changed: Sequence[str]) -> list[tuple[str, list[str], Path, dict[str, str]]]:
    folder = ROOT / "frontend"
    files = [path.removeprefix("frontend/") for path in changed if path.endswith(SEEN_BY_FRONTEND)]
    present = [path for path in files if (folder / path).is_file()]
    if not files:
        return []
    sources = [path for path in present if path.startswith("src/")]
    words = [
        ("frontend style", ["npx", "--no-install", "biome", "check", "--no-errors-on-unmatched", *present]),
        ("frontend types", ["npm", "run", "--silent", "typecheck"]),
        *([("frontend tests", ["npx", "--no-install", "vitest", "related", "--run", *sources])] if sources else []),
    ]
    return [(name, command, folder, {}) for name, command in words]


def main() -> None:
    parser = argparse.ArgumentParser(description="Check what a change can affect.")
    parser.add_argument("--base", help="the branch that this one shall go to")
    parser.add_argument("--list", action="store_true", help="say what would run, and run nothing")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    options = parser.parse_args()
    known: dict[str, float] = {}
    for path in (ROOT / "tests" / "durations.json", ROOT / "build" / "durations.json"):
        known |= json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    choice = choose(ROOT, changed_files(options.base), known)
    for name, paths in (("tests", choice.tests), ("left to make test", choice.left_out)):
        sys.stdout.write(f"{name}: {len(paths)} files\n" + "".join(f"  {path}\n" for path in paths[:40]))
    sys.stdout.write(f"operations of: {', '.join(choice.capabilities) or 'nothing'}\n")
    failed = []
    for name, words, folder, variables in [] if options.list else _commands(choice, options.workers):
        began = time.monotonic()
        sys.stdout.flush()
        status = subprocess.run(words, cwd=folder, env=os.environ | variables, check=False).returncode  # noqa: S603 - our own
        sys.stdout.write(f"{name}: {'ok' if status == 0 else 'FAILED'} in {time.monotonic() - began:.0f} s\n")
        failed += [name] if status else []
    if failed:
        raise SystemExit(f"Failed: {', '.join(failed)}.")


if __name__ == "__main__":
    main()
