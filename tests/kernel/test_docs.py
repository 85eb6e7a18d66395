"""Documentation that is made from the code is what the code says."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_table_of_settings_is_current() -> None:
    table = runpy.run_path(str(ROOT / "scripts" / "configure_table.py"))["table"]
    assert (ROOT / "docs" / "configure.md").read_text(encoding="utf-8") == table(), "run `make gen`"
