"""``make check`` picks the tests of what a change can affect, the nearest first."""

from pathlib import Path

import pytest

import affected
import import_graph

ROOT = Path(__file__).parents[2]
FILES = {
    "src/atrium/__init__.py": "",
    "src/atrium/kernel/ids.py": "",
    "src/atrium/records/tags/service.py": "from atrium.kernel import ids",
    "src/atrium/records/tags/router.py": "from atrium.records.tags import service",
    "src/atrium/records/bulk/service.py": "def later():\n    from atrium.records.tags.service import ids",
    "src/atrium/records/views/service.py": "",
    "tests/conftest.py": "import pytest\nimport atrium.kernel.ids\n\n@pytest.fixture\ndef home(): ...",
    "tests/records/tags/test_api.py": "def test_it(home): ...",
    "tests/records/bulk/test_api.py": "def test_it(home): ...",
    "tests/records/views/test_api.py": "def test_it(): ...",
    "tests/contract/test_hostile.py": "from atrium.kernel import ids",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


def test_a_change_picks_the_tests_of_its_dependents(repository: Path) -> None:
    choice = affected.choose(repository, ["src/atrium/records/tags/service.py"], {})
    assert choice.tests == ["tests/records/tags/test_api.py", "tests/records/bulk/test_api.py"]
    assert choice.capabilities == ["atrium.records.tags"]
    # The control: what does not import it is not picked, unless it changed itself.
    assert (
        "tests/records/views/test_api.py"
        in affected.choose(repository, ["src/atrium/records/views/service.py"], {}).tests
    )


def test_what_a_fixture_needs_is_further_away(repository: Path) -> None:
    far = import_graph.distances(import_graph.read(repository), ["src/atrium/kernel/ids.py"])
    assert far["tests/records/tags/test_api.py"] == 2
    assert far["tests/records/bulk/test_api.py"] == 3
    assert "tests/records/views/test_api.py" not in far  # it takes no fixture


def test_the_nearest_come_first_and_the_time_is_kept(repository: Path) -> None:
    known = {"tests/records/tags/test_api.py": 90.0, "tests/records/bulk/test_api.py": 20.0}
    choice = affected.choose(repository, ["src/atrium/records/tags/service.py"], known, limit=100)
    assert (choice.tests, choice.left_out) == (["tests/records/tags/test_api.py"], ["tests/records/bulk/test_api.py"])
    changed = [*known, "src/atrium/records/tags/service.py"]
    assert affected.choose(repository, changed, known, limit=1).tests == sorted(known, key=lambda name: known[name])


def test_contract_tests_run_by_operation_unless_they_changed(repository: Path) -> None:
    assert "tests/contract/test_hostile.py" not in affected.choose(repository, ["src/atrium/kernel/ids.py"], {}).tests
    assert affected.choose(repository, ["tests/contract/test_hostile.py"], {}).tests == [
        "tests/contract/test_hostile.py"
    ]


def test_in_this_repository() -> None:
    picked = affected.choose(ROOT, ["src/atrium/kernel/leases.py"], {}, limit=1e9).tests
    assert "tests/kernel/test_jobs.py" in picked
    assert "tests/adapters/test_totp.py" not in picked
    assert affected.choose(ROOT, ["frontend/src/main.tsx"], {}).frontend == ["frontend/src/main.tsx"]
    assert affected.choose(ROOT, ["migrations/sql/new.sql"], {}).tests
