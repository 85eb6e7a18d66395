"""``CHANGELOG.md`` is what the files in ``changes/`` say, grouped so that people can read it."""

from pathlib import Path

import pytest

import changelog
from atrium import registry

ROOT = Path(__file__).parents[2]
BESIDES = {"api", "interface", "running"}
"""What is changed and no capability."""


def write(folder: Path, name: str, area: str, body: str) -> None:
    (folder / f"{name}.md").write_text(f"area: {area}\ntitle: {name.title()}\n\n{body}\n")


def test_the_committed_one_is_built_from_the_files() -> None:
    assert (ROOT / "CHANGELOG.md").read_text() == changelog.build(ROOT / "changes"), 'run "make gen"'


def test_each_file_is_a_capability() -> None:
    known = {path.name for path in Path(registry.__file__).parent.glob("*/*/")} | BESIDES
    assert {path.stem for path in (ROOT / "changes").glob("*")} <= known


def test_releases_areas_and_titles_are_in_order(tmp_path: Path) -> None:
    write(tmp_path, "tags", "Customers", "## Unreleased\n\n- Colours.\n\n## 1.9\n\n- Old.")
    write(
        tmp_path, "folders", "Customers", "## Unreleased\n\n- Locks,\n  and keys.\n\n## 1.10 (2027-01-01)\n\n- Newer."
    )
    write(tmp_path, "roles", "People and access", "## Unreleased\n\n- Rights.")
    lines = [line for line in changelog.build(tmp_path).splitlines() if line.startswith(("#", "-", "*", "  "))]
    assert lines[1:] == [
        *("## Unreleased", "### People and access", "**Roles**", "- Rights."),
        *("### Customers", "**Folders**", "- Locks,", "  and keys.", "**Tags**", "- Colours."),
        *("## 1.10 (2027-01-01)", "### Customers", "**Folders**", "- Newer."),
        *("## 1.9", "### Customers", "**Tags**", "- Old."),
    ]


@pytest.mark.parametrize(
    ("area", "body"),
    [("Elsewhere", "## Unreleased\n\n- A."), ("Customers", "- A."), ("Customers", "## Unreleased\n\nA.")],
)
def test_what_cannot_be_placed_is_refused(tmp_path: Path, area: str, body: str) -> None:
    write(tmp_path, "tags", area, body)
    with pytest.raises(changelog.NotAChange, match=r"tags\.md"):
        changelog.build(tmp_path)
