"""What a release has shipped of the migrations must stay as it was: databases have run it, and never run it again.

``migrations/released.sha256`` lists the digest of every migration, script and function of ``columns.py`` of the last
release; before the first one it is empty. Whoever releases runs ``python scripts/released_migrations.py`` and commits
it with the tag (``v…``); ``tests/contract/test_released.py`` refuses what changed since."""

import ast
import sys
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "migrations"
LIST = "released.sha256"


def present(folder: Path = FOLDER) -> dict[str, str]:
    """Digests of all that a release would ship, by name: paths, and ``columns.py:function``."""
    files = [*folder.glob("versions/*.py"), *folder.glob("sql/*/*.sql")]
    found = {path.relative_to(folder).as_posix(): _digest(path.read_text(encoding="utf-8")) for path in files}
    for node in ast.parse((folder / "columns.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found[f"columns.py:{node.name}"] = _digest(ast.unparse(node))
    return found


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def released(folder: Path = FOLDER) -> dict[str, str]:
    """What the last release shipped; empty before the first."""
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines if line and line[0] != "#")}


def changed(folder: Path = FOLDER) -> list[str]:
    """What was released and is no longer as it was, or gone."""
    now = present(folder)
    return sorted(name for name, digest in released(folder).items() if now.get(name) != digest)


def main() -> None:
    if found := changed():
        raise SystemExit(f"Released migrations were changed, so this is no release: {', '.join(found)}.")
    lines = [f"{digest}  {name}" for name, digest in sorted(present().items())]
    head = "# What the last release shipped (scripts/released_migrations.py). It only grows."
    (FOLDER / LIST).write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(lines)} names in migrations/{LIST}\n")


if __name__ == "__main__":
    main()
