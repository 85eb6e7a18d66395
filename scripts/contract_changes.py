"""The changelog of the contract: what was added, removed and changed between two contracts, a line an operation.

python scripts/contract_changes.py BEFORE NOW                  prints the lines
python scripts/contract_changes.py BEFORE NOW CHANGELOG.md     writes the missing ones under "Unreleased"

Each line ends with a fingerprint of the operation, so that a test can tell whether the newest line about it is about
the operation as it is."""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from client_contract import METHODS, Document, Schema, follow, name_of

LINE = re.compile(r"^- (Added|Changed|Removed) `([^`]+)`(.*?)(?: <!-- ([0-9a-f]{10}) -->)?$")
HEAD = "## Unreleased"
DEEPEST = 6
Shape = dict[str, str]


def shapes(document: Document) -> dict[str, tuple[Shape, str]]:
    """By name, what a program sees of each operation and webhook (texts left out), and its summary."""
    found: dict[str, tuple[Shape, str]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                name = f"{method.upper()} {path.removeprefix('/api/v1')}"
                found[name] = dict(_operation(document, item[method])), item[method].get("summary", "")
    for name, item in document.get("webhooks", {}).items():
        found[f"webhook {name}"] = (
            dict(_operation(document, item["post"])),
            item["post"].get("description", "").split("\n")[0],
        )
    return found


def _operation(document: Document, raw: Schema) -> Iterator[tuple[str, str]]:
    yield "name", raw.get("operationId", "")
    yield "permission", ", ".join(raw.get("x-permissions") or []) or "none"
    if raw.get("deprecated"):
        yield "deprecated", "yes"
    for parameter in raw.get("parameters", []):
        place = f"{parameter['in']} `{parameter['name']}`"
        yield (
            place,
            f"{'required' if parameter.get('required') else 'optional'} {_kind(document, parameter.get('schema', {}))}",
        )
    for kind, media in raw.get("requestBody", {}).get("content", {}).items():
        yield f"body as {kind}", "accepted"
        yield from _fields(document, "body", media.get("schema", {}), ())
    for status, answer in raw["responses"].items():
        for kind, media in answer.get("content", {}).items():
            yield f"answer {status} as {kind}", "given"
            if status.startswith("2"):
                yield from _fields(document, "answer", media.get("schema", {}), ())
        if not answer.get("content"):
            yield f"answer {status}", "empty"


def _fields(
    document: Document, place: str, schema: Schema, inside: tuple[str, ...], at: str = ""
) -> Iterator[tuple[str, str]]:
    name = name_of(schema)
    if (name and name in inside) or len(inside) > DEEPEST:
        return
    schema, inside = follow(document, schema), (*inside, name)
    for choice in [each for key in ("anyOf", "oneOf", "allOf") for each in schema.get(key, [])]:
        yield from _fields(document, place, choice, inside, at)
    if isinstance(schema.get("items"), dict):
        yield from _fields(document, place, schema["items"], inside, f"{at}[]")
    for key, each in schema.get("properties", {}).items():
        path = f"{at}.{key}" if at else key
        yield (
            f"{place} `{path}`",
            f"{'required' if key in schema.get('required', []) else 'optional'} {_kind(document, each)}",
        )
        yield from _fields(document, place, each, inside, path)


def _kind(document: Document, schema: Schema) -> str:
    """A schema in a line, without its texts; referenced records are looked into by ``_fields``."""
    schema = {
        key: value
        for key, value in follow(document, schema).items()
        if key not in {"title", "description", "example", "examples", "properties", "required"}
    }

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: plain(each)
                for key, each in sorted(value.items())
                if key not in {"title", "description", "example", "examples", "properties", "required"}
            }
        return [plain(each) for each in value] if isinstance(value, list) else value

    return json.dumps(plain(schema), sort_keys=True)


def fingerprint(shape: Shape) -> str:
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:10]


def differences(before: Shape, now: Shape) -> str:
    """``+body `nickname`; −query `q`; answer `state` differs``."""
    parts = [f"+ {place}" for place in now if place not in before]
    parts += [f"− {place}" for place in before if place not in now]
    parts += [f"{place} differs" for place in now if place in before and before[place] != now[place]]
    return "; ".join(parts[:8]) + (f"; and {len(parts) - 8} more" if len(parts) > 8 else "")


def known(changelog: str) -> dict[str, str | None]:
    """The fingerprint in the newest line of each operation; None where that line says it was removed."""
    newest: dict[str, str | None] = {}
    for line in changelog.splitlines():
        if found := LINE.match(line):
            newest.setdefault(found[2], None if found[1] == "Removed" else found[4])
    return newest


def missing(changelog: str, document: Document) -> list[str]:
    """The operations whose newest line is not about them as they are, or who have none."""
    told = known(changelog)
    now = {name: fingerprint(shape) for name, (shape, _) in shapes(document).items()}
    return sorted(
        [name for name, mark in now.items() if told.get(name) != mark]
        + [name for name, mark in told.items() if mark and name not in now]
    )


def changes(before: Document, now: Document, told: dict[str, str | None]) -> Iterator[tuple[str, str]]:
    """A line for each operation that is not as ``told``."""
    old, new = shapes(before), shapes(now)
    for name, (shape, summary) in new.items():
        mark = fingerprint(shape)
        if told.get(name) is None:
            yield name, _added(name, shape, summary)
        elif told[name] != mark:
            what = differences(old[name][0], shape) if name in old else ""
            yield name, f"- Changed `{name}`: {what or 'see the reference'} <!-- {mark} -->"
    for name, earlier in told.items():
        if earlier is not None and name not in new:
            yield name, f"- Removed `{name}`"


def _added(name: str, shape: Shape, summary: str) -> str:
    return f"- Added `{name}`: {summary.rstrip('.')} <!-- {fingerprint(shape)} -->"


def updated(changelog: str, before: Document, now: Document) -> str:
    """The changelog with what it lacks. What changes again before it was released keeps one line, and what is new its
    title."""
    present = shapes(now)
    head, _, rest = changelog.partition(HEAD)
    unreleased, mark, released = rest.partition("\n## ")
    lines = {found[2]: line for line in unreleased.splitlines() if (found := LINE.match(line))}
    of_old = known(mark + released)
    for name, line in changes(before, now, known(changelog)):
        if name in lines and of_old.get(name) is None:
            if name in present:
                lines[name] = _added(name, *present[name])
            else:
                del lines[name]
        elif name in lines and lines[name].startswith("- Changed") and line.startswith("- Changed"):
            earlier, text = LINE.match(lines[name]), LINE.match(line)
            assert earlier is not None
            assert text is not None
            told = "; ".join(
                dict.fromkeys([*earlier[3].removeprefix(": ").split("; "), *text[3].removeprefix(": ").split("; ")])
            )
            lines[name] = f"- Changed `{name}`: {told} <!-- {text[4]} -->"
        else:
            lines[name] = line
    body = "\n".join(sorted(lines.values(), key=lambda line: (line.split(" ", 2)[1], line)))
    return f"{head}{HEAD}\n\n{body or 'Nothing yet.'}\n{mark}{released}"


def main(before: str, now: str, changelog: str = "") -> None:
    new = json.loads(Path(now).read_text(encoding="utf-8"))
    try:
        old = json.loads(Path(before).read_text(encoding="utf-8"))
    except json.JSONDecodeError:  # left by a merge: the lines are written all the same, with less to say
        old = new
    if changelog:
        file = Path(changelog)
        file.write_text(updated(file.read_text(encoding="utf-8"), old, new), encoding="utf-8")
    else:
        told: dict[str, str | None] = {name: fingerprint(shape) for name, (shape, _) in shapes(old).items()}
        for _, line in changes(old, new, told):
            sys.stdout.write(re.sub(r" <!-- \w+ -->$", "", line) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
