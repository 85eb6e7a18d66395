"""Who imports whom in this repository, read from the sources; and which tests stand how near to a change.

Every import counts, also one inside a function. What the sources do not say is added by two rules: a test in
``tests/<group>/<capability>/`` depends on everything in ``atrium.<group>.<capability>``, because it asks the
application, which loads its capabilities by name; and a test that takes a fixture depends on the ``conftest.py`` that
has it, but less than on what it imports itself."""

import ast
import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

PLACES = {"src": "", "clients/python/src": "", "scripts": "", "tests": "tests.", "bench": "bench."}
"""Folders with sources, and what their modules' names begin with."""
THROUGH_A_FIXTURE = 3
Steps = dict[str, int]


@dataclass
class Module:
    """One file: what it imports, the fixtures it has, and the names its functions ask for."""

    name: str
    path: str
    imports: set[str] = field(default_factory=set)
    fixtures: set[str] = field(default_factory=set)
    asks_for: set[str] = field(default_factory=set)

    @property
    def is_test(self) -> bool:
        return self.path.startswith("tests/") and Path(self.path).name.startswith("test_")


@lru_cache
def read(root: Path) -> dict[str, Module]:
    """All modules by their paths below ``root``."""
    found: dict[str, Module] = {}
    for place, beginning in PLACES.items():
        for path in sorted((root / place).rglob("*.py")):
            parts = path.relative_to(root / place).with_suffix("").parts
            name = beginning + ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            module = Module(name, path.relative_to(root).as_posix())
            _read(module, ast.parse(path.read_text(encoding="utf-8")), is_package=parts[-1] == "__init__")
            found[module.path] = module
    return found


def _read(module: Module, tree: ast.AST, *, is_package: bool) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            module.imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = module.name.split(".")
            above = parts[: len(parts) - node.level + is_package] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            module.imports.update([origin, *(f"{origin}.{alias.name}" for alias in node.names)])
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            module.asks_for.update(argument.arg for argument in (*node.args.args, *node.args.kwonlyargs))
            if any("fixture" in ast.unparse(decorator) for decorator in node.decorator_list):
                module.fixtures.add(node.name)


def _depends_on(module: Module, modules: dict[str, Module], by_name: dict[str, str]) -> Iterator[tuple[str, int]]:
    """The paths a module depends on, with how many steps that counts for."""
    for name in module.imports:
        for part in _and_parents(name):
            if part in by_name and by_name[part] != module.path:
                yield by_name[part], 1
    if module.is_test:
        group, capability = (*Path(module.path).parts[1:3], "", "")[:2]
        home = f"src/atrium/{group}/{capability}/"
        yield from ((path, 1) for path in modules if path.startswith(home))
        for folder in Path(module.path).parents:
            conftest = modules.get(f"{folder.as_posix()}/conftest.py")
            if conftest and module.asks_for & conftest.fixtures:
                yield conftest.path, THROUGH_A_FIXTURE


def _and_parents(name: str) -> Iterable[str]:
    parts = name.split(".")
    return (".".join(parts[:length]) for length in range(len(parts), 0, -1))


def distances(modules: dict[str, Module], changed: Iterable[str]) -> Steps:
    """How many steps each dependent is away from the nearest of the changed files, which are 0 steps away."""
    by_name = {module.name: path for path, module in modules.items()}
    dependents: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for path, module in modules.items():
        for other, steps in _depends_on(module, modules, by_name):
            dependents[other].append((path, steps))
    far: Steps = {}
    waiting = [(0, path) for path in changed]
    while waiting:
        steps, path = heapq.heappop(waiting)
        if path not in far:
            far[path] = steps
            for dependent, further in dependents[path]:
                heapq.heappush(waiting, (steps + further, dependent))
    return far
