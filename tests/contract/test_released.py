"""Migrations that were released stay as they are, and each script belongs to one revision."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import released_migrations as released

VERSIONS = sorted((released.FOLDER / "versions").glob("*.py"))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """Migrations as a release would leave them, to spoil."""
    shutil.copytree(released.FOLDER, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    lines = [f"{digest}  {name}" for name, digest in released.present().items()]
    (tmp_path / "migrations" / released.LIST).write_text("\n".join(lines) + "\n")
    return tmp_path / "migrations"


def test_nothing_released_was_changed() -> None:
    assert released.changed() == [], "a released migration is mended by another one"


def test_a_release_has_its_list() -> None:
    """Where the tags are known. Elsewhere the list alone says what is released."""
    said = subprocess.run(
        ["git", "tag", "--list", "v*"], cwd=released.FOLDER, capture_output=True, text=True, check=False
    )
    assert released.released() or not said.stdout.strip(), "run scripts/released_migrations.py before a release"


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("versions/2026_11_28_forms.py", lambda text: text.replace('"title"', '"heading"')),
        ("sql/2026_11_22_foundation/search.sql", lambda text: text + "-- better\n"),
        ("columns.py:version", lambda text: text.replace('default="1"', 'default="0"')),
    ],
)
def test_a_change_of_what_was_released_is_refused(copied: Path, name: str, spoil: object) -> None:
    """The control: with a list, it is noticed."""
    assert released.changed(copied) == []
    path = copied / name.partition(":")[0]
    path.write_text(spoil(path.read_text()))  # type: ignore[operator]
    assert released.changed(copied) == [name]


def test_what_is_added_is_not_refused(copied: Path) -> None:
    (copied / "versions" / "2027_01_01_more.py").write_text('"""More."""\n')
    with (copied / "columns.py").open("a") as columns:
        columns.write("\n\ndef money(name):\n    return name\n")
    assert released.changed(copied) == []


def test_each_script_is_run_by_its_own_revision() -> None:
    used = {
        f"{path.stem}/{name}"
        for path in VERSIONS
        for name in re.findall(r'run_script\(revision, "([^"]+)"\)', path.read_text())
    }
    stored = {path.relative_to(released.FOLDER / "sql").as_posix() for path in released.FOLDER.glob("sql/**/*.sql")}
    assert used == stored
    assert not [path.name for path in VERSIONS if strangers(path.read_text())]


def strangers(migration: str) -> list[str]:
    """Scripts of other revisions that it runs, save an earlier one's that it goes back to."""
    upgrade, _, downgrade = migration.partition("def downgrade")
    others = re.findall(r"run_script\((?!revision, )([^)]*)", downgrade)
    back = {f'"{path.parent.name}", "{path.name}"' for path in released.FOLDER.glob("sql/*/*.sql")}
    return re.findall(r"run_script\((?!revision, )([^)]*)", upgrade) + [name for name in others if name not in back]


@pytest.mark.parametrize("name", ["2026_11_22_nowhere", "2026_11_28_quotas"])
def test_a_script_of_another_revision_is_noticed(name: str) -> None:
    assert strangers('def upgrade():\n    run_script("2026_11_22_foundation", "search.sql")\n')
    assert strangers(f'def downgrade():\n    run_script("{name}", "search.sql")\n')
    assert strangers('def downgrade():\n    run_script(FORMER, "search.sql")\n')
    assert not strangers('def downgrade():\n    run_script("2026_11_22_foundation", "search.sql")\n')


def test_migrations_take_their_columns_from_one_place() -> None:
    """No copies of helpers: what two migrations need stands in ``columns.py``."""
    shared = set(re.findall(r"^def (\w+)", (released.FOLDER / "columns.py").read_text(), re.MULTILINE))
    old = {"row", "own", "tail", "moment", "texts", "reference", "workspace", "uuid", "time", "integer", "belongs_to"}
    copies = {
        f"{path.stem}.{name}"
        for path in VERSIONS
        for name in re.findall(r"^def _(\w+)\(", path.read_text(), re.MULTILINE)
        if name in shared | old
    }
    assert copies <= {"2026_11_28_quotas.row"}  # its own shape of key, used in that revision alone
