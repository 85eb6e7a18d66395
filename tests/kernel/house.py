"""What the rooms of the backend must look like (``docs/add-a-capability.md``): rules over the sources. Each takes the
modules by name and says what breaks it."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from atrium.registry import CAPABILITIES

SOURCES = Path(__file__).parents[2] / "src" / "atrium"
GROUPS = ("access", "records", "work", "billing", "engage", "edge")
ORDER = {"models": 0, "events": 1, "schemas": 2, "queries": 3, "service": 4}
ORDER |= dict.fromkeys(("router", "jobs", "steps", "sample"), 5)
"""Where the named modules of a part stand. Any other module is a concept: above the models, below the service."""
ENTRANCES = frozenset({"router", "jobs", "steps", "sample"})
FORBIDDEN = re.compile(r"^(utils?|helpers?|common|misc|base|constants?|types_?|.*_?\d+)$")
MOST_PARTS, MOST_FILES, MOST_LINES = 12, 15, 400
WEB = frozenset({"fastapi", "starlette", "uvicorn"})
Modules = Mapping[str, str]
"""Sources by dotted name, as ``records.tags.service``; a package by its own name."""


def read_modules(folder: Path = SOURCES) -> dict[str, str]:
    """Every module below the folder."""
    found = {}
    for path in sorted(folder.rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts).removesuffix(".__init__")
        found[name] = path.read_text(encoding="utf-8")
    return found


@cache
def _imports(source: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The modules that a source imports, each with the names that it takes."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module, tuple(alias.name for alias in node.names)))
        elif isinstance(node, ast.Import):
            found += [(alias.name, ()) for alias in node.names]
    return tuple(found)


def imported(modules: Modules, name: str) -> Iterator[str]:
    """Atrium's own modules that one of them imports."""
    for module, names in _imports(modules[name]):
        if module.startswith("atrium."):
            base = module.removeprefix("atrium.")
            inside = [f"{base}.{each}" for each in names if f"{base}.{each}" in modules]
            yield from inside or [base]


def in_groups(modules: Modules) -> list[str]:
    """The modules of capabilities, without packages."""
    packages = {name.rpartition(".")[0] for name in modules}
    return [name for name in modules if name.split(".")[0] in GROUPS and name not in packages and name.count(".") >= 2]


def part_of(name: str) -> str:
    """The folder of a module: a part, or a capability that has none."""
    return name.rpartition(".")[0]


def capability_of(name: str) -> str:
    """``records.customers`` of ``records.customers.record.service``."""
    return ".".join(name.split(".")[:2])


def place_in_part(name: str) -> int | None:
    """Where a module stands in its part, None for a concept."""
    return ORDER.get(name.rpartition(".")[2])


def wrong_order(modules: Modules) -> list[str]:
    """Rule 2: inside a part imports go down: router, jobs, steps and sample, service, queries, schemas, events, models.
    A concept stands between the models and the service."""
    found = []
    for name in in_groups(modules):
        for other in imported(modules, name):
            if part_of(other) != part_of(name) or other == name or other not in modules:
                continue
            mine, theirs = place_in_part(name), place_in_part(other)
            above = (mine is not None and theirs is not None and theirs >= mine) or (
                mine is None and theirs is not None and theirs >= ORDER["service"]
            )
            if above or (mine == 0 and theirs is None):
                found.append(f"{name} imports {other}")
    return found


def back_doors(modules: Modules) -> list[str]:
    """Rule 4: only the registry imports router, jobs, steps and sample."""
    return [
        f"{name} imports {other}"
        for name in in_groups(modules)
        for other in imported(modules, name)
        if other.split(".")[0] in GROUPS and other.rpartition(".")[2] in ENTRANCES and other in modules
    ]


def closed_doors(modules: Modules) -> list[str]:
    """Rule 5: a capability that names its ``DOORS`` is entered from outside by those parts alone."""
    doors = {}
    for name, source in modules.items():
        if match := re.search(r"^DOORS = \((.*?)\)", source, re.MULTILINE | re.DOTALL):
            doors[name] = set(re.findall(r'"(\w+)"', match[1]))
    return [
        f"{name} imports {other}"
        for name in modules
        for other in imported(modules, name)
        if name.split(".")[0] in GROUPS
        and (inside := capability_of(other)) in doors
        and capability_of(name) != inside
        and [*other.split("."), ""][2] not in doors[inside]
    ]


def misplaced(modules: Modules) -> list[str]:
    """Rule 6: a folder of a capability holds either files or parts; names explain themselves and do not repeat their
    folder's."""
    found = []
    inside: dict[str, set[str]] = {}
    for name in modules:
        if name.split(".")[0] in GROUPS and "." in name:
            inside.setdefault(part_of(name), set()).add(name)
    for folder, names in inside.items():
        parts = {name for name in names if name in inside}
        files = names - parts
        if folder.count(".") == 0:
            found += [f"{name} is no capability of the registry" for name in names if name not in CAPABILITIES]
            continue
        if parts and files:
            found.append(f"{folder} holds both files and parts: {', '.join(sorted(files))}")
        if folder.count(".") == 2 and parts:
            found.append(f"{folder} is a part and holds parts")
        if len(parts) > MOST_PARTS or len(files) > MOST_FILES:
            found.append(f"{folder} holds {len(parts)} parts and {len(files)} files")
    for name in modules:
        if name.split(".")[0] in GROUPS:
            folder, _, own = name.rpartition(".")
            above = folder.rpartition(".")[2]
            singular = above.removesuffix("s")
            if FORBIDDEN.match(own):
                found.append(f"{name} is named for nothing")
            if folder.count(".") and own.startswith((f"{above}_", f"{singular}_")):
                found.append(f"{name} repeats the name of its folder")
    return found


def names_above(modules: Modules) -> list[str]:
    """Rule 7: the kernel and the adapters name no capability, records none of the groups above them."""
    found = []
    for name, source in modules.items():
        group = name.split(".")[0]
        if group in ("kernel", "adapters", "lib", "records"):
            below = GROUPS[: GROUPS.index(group) + 1] if group in GROUPS else ()
            text = _without_texts(source)
            found += [
                f"{name} names {each}"
                for each in re.findall(rf"\b(?:{'|'.join(GROUPS)})\.[a-z_]+", text)
                if each in CAPABILITIES and each.split(".")[0] not in below
            ]
    return found


@cache
def _without_texts(source: str) -> str:
    """The code without what is said about it."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            node.value.value = ""
    return ast.unparse(tree)


def queries_without_sql(modules: Modules) -> list[str]:
    """Rule 8: ``queries.py`` holds SQL; what holds none is a concept, and is named for it."""
    return [
        name
        for name, source in modules.items()
        if name.endswith(".queries")
        and name.split(".")[0] in GROUPS
        and not any(module.startswith("sqlalchemy") for module, _ in _imports(source))
    ]


def knows_the_web(modules: Modules) -> list[str]:
    """Only routers know the web."""
    return [
        f"{name} imports {module}"
        for name in modules
        if name.split(".")[0] in (*GROUPS, "adapters", "lib") and not name.endswith(".router")
        for module, _ in _imports(modules[name])
        if module.split(".")[0] in WEB
    ]


def too_long(modules: Modules) -> list[str]:
    """No file is longer than 400 lines, none of lines longer than 120 characters (which Ruff sees to)."""
    return [
        f"{name} has {len(source.splitlines())} lines"
        for name, source in modules.items()
        if len(source.splitlines()) > MOST_LINES
    ]
