"""Tests go to the workers by how long they took, the longest first, so that all workers end together.

A unit is a file, or one function of the contract tests with all its operations. What the units took is committed in
``tests/durations.json`` (a rough guide is enough) and, from then on, known from the last run here
(``build/durations.json``)."""

import json
import os
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
COMMITTED, MEASURED = ROOT / "tests" / "durations.json", ROOT / "build" / "durations.json"
SECONDS_OF_AN_UNKNOWN_TEST = 0.5
_spent: dict[str, float] = defaultdict(float)


def unit_of(nodeid: str) -> str:
    """What goes to one worker together with this test."""
    file, _, rest = nodeid.partition("::")
    return f"{file}::{rest.split('[')[0]}" if file.startswith("tests/contract/") else file


@lru_cache
def durations() -> dict[str, float]:
    """Seconds by unit, as far as they are known."""
    known: dict[str, float] = {}
    for path in (COMMITTED, MEASURED):
        with suppress(OSError, ValueError):
            known |= json.loads(path.read_text(encoding="utf-8"))
    return known


def longest(waiting: Mapping[str, Mapping[str, bool]], known: Mapping[str, float]) -> str:
    """The unit to begin next; ``waiting`` has each unit's tests."""
    return max(waiting, key=lambda unit: known.get(unit, len(waiting[unit]) * SECONDS_OF_AN_UNKNOWN_TEST))


class ByTime(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """xdist's scheduler for units that stay together, with units of our own and the longest first."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def _assign_work_unit(self, node: Any) -> None:
        self.workqueue.move_to_end(longest(self.workqueue, durations()), last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByTime:
    return ByTime(config, log)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _spent[unit_of(report.nodeid)] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remember what the units took; a unit of which only a part ran is not known better than before."""
    config = session.config
    whole = not (
        config.option.keyword
        or os.environ.get("ATRIUM_TEST_OPERATIONS_OF")
        or any("::" in argument for argument in config.args)
    )
    if hasattr(config, "workerinput") or config.option.collectonly or not whole or not _spent:
        return
    with suppress(OSError, ValueError):
        known = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
        MEASURED.parent.mkdir(exist_ok=True)
        known |= {unit: round(seconds, 1) for unit, seconds in _spent.items()}
        MEASURED.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
