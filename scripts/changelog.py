"""Builds ``CHANGELOG.md`` from one file a capability, ``changes/<capability>.md``, so that two who change different
things never change the same line: ``python scripts/changelog.py``.

A file names its ``area:`` and its ``title:``, then has a ``## release`` for each release it changed in, newest first,
with a list in the words of those who use Atrium. Whoever releases renames ``## Unreleased`` everywhere."""

import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
AREAS = (
    "People and access",
    "Customers",
    "Work",
    "Billing",
    "Telling people",
    "Automations and integrations",
    "The interface",
    "Running it",
)
"""In the order of the document."""
HEAD = """\
# Changelog

What changed for people who use Atrium. The contract's own changes are marked (API).

<!-- Built by scripts/changelog.py from changes/: write there. -->
"""


class NotAChange(ValueError):
    """A file that cannot be placed; the text says what is wrong with it."""


@dataclass(frozen=True)
class Capability:
    """One file: where it belongs, and its points by release."""

    area: str
    title: str
    releases: dict[str, list[str]]


def read(path: Path) -> Capability:
    """Raises ``NotAChange`` when the file has no area of the list, no title, or text outside a release's list."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    names = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    if names.keys() != {"area", "title"} or names["area"] not in AREAS:
        raise NotAChange(f"{path.name} needs a title and one of these areas: {', '.join(AREAS)}.")
    releases: dict[str, list[str]] = {}
    points: list[str] | None = None
    for line in filter(None, body.splitlines()):
        if line.startswith("## "):
            points = releases.setdefault(line.removeprefix("## "), [])
        elif line.startswith("- ") and points is not None:
            points.append(line)
        elif line.startswith("  ") and points:
            points[-1] += f"\n{line}"
        else:
            raise NotAChange(f"{path.name}: this stands in no list of a release: {line}")
    return Capability(names["area"], names["title"], releases)


def build(folder: Path) -> str:
    """The document: releases, newest first; in each the areas; in each what has changed, by title."""
    found = [read(path) for path in sorted(folder.glob("*.md"))]
    releases: dict[str, list[Capability]] = defaultdict(list)
    for capability in found:
        for release in capability.releases:
            releases[release].append(capability)
    parts = [HEAD]
    for release in sorted(releases, key=_newest_first, reverse=True):
        parts.append(f"## {release}\n")
        for area in AREAS:
            there = sorted((each for each in releases[release] if each.area == area), key=lambda each: each.title)
            if there:
                parts.append(f"### {area}\n")
            for each in there:
                parts.append(f"**{each.title}**\n")
                parts.append("\n".join(each.releases[release]) + "\n")
    return "\n".join(parts)


def _newest_first(release: str) -> tuple[int, ...]:
    """Unreleased before everything, ``1.10 (2027-02-01)`` before ``1.9``."""
    if release == "Unreleased":
        return (sys.maxsize,)
    return tuple(int(part) for part in release.split(" ", maxsplit=1)[0].removeprefix("v").split(".") if part.isdigit())


def main() -> None:
    try:
        (ROOT / "CHANGELOG.md").write_text(build(ROOT / "changes"), encoding="utf-8")
    except NotAChange as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
