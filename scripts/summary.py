"""One closing line for pytest, from its JUnit report, so that it still stands at the end when other suites ran after
it."""

import sys
from pathlib import Path
from xml.etree import ElementTree

suite = ElementTree.fromstring(Path(sys.argv[1]).read_text(encoding="utf-8")).find("testsuite")  # noqa: S314 - the same
if suite is None:
    sys.exit("pytest wrote no report")
counts = {name: int(suite.attrib[name]) for name in ("tests", "failures", "errors", "skipped")}
failed = counts["failures"] + counts["errors"]
sys.stdout.write(
    f"backend: {counts['tests'] - failed - counts['skipped']} passed, {failed} failed, {counts['skipped']} skipped\n"
)
sys.exit(1 if failed or not counts["tests"] else 0)
