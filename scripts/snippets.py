"""Copy the regions of the tested examples into the documentation, so that no snippet rots.

python scripts/snippets.py docs/integrators/*.md

``<!-- snippet: clients/python/examples/first_hour.py import -->`` is followed by a fenced block that holds what lies
between ``region import`` and ``endregion import`` in that file."""

import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[1]
MARK = re.compile(r"(<!-- snippet: (\S+) (\S+) -->\n)```(\w+)\n.*?```\n", re.DOTALL)


def region(path: str, name: str) -> str:
    """The lines of a region. Raises ``ValueError`` when the file has none of that name."""
    text = (ROOT / path).read_text(encoding="utf-8")
    found = re.search(
        rf"^[ \t]*(?:#|//) region {re.escape(name)}\n(.*?)^[ \t]*(?:#|//) endregion {re.escape(name)}$",
        text,
        re.DOTALL | re.MULTILINE,
    )
    if found is None:
        raise ValueError(f"{path} has no region {name}")
    return textwrap.dedent(found[1])


def filled(document: str) -> str:
    return MARK.sub(lambda found: f"{found[1]}```{found[4]}\n{region(found[2], found[3])}```\n", document)


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        page = Path(argument)
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
