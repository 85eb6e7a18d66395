"""Does the contract keep its promises? Compares it with every released one and names what would break a client
(``design/api.md``).

python scripts/compatibility.py openapi/openapi.json openapi/released/*.json
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
Document = dict[str, Any]
Schema = dict[str, Any]
# Narrower for whoever sends: less fits in. Wider for whoever reads: more may come out. (keyword, whether a greater
# value allows more)
BOUNDS = (
    ("maxLength", True),
    ("maximum", True),
    ("maxItems", True),
    ("minLength", False),
    ("minimum", False),
    ("minItems", False),
)
ENDLESS = 8


def breaking_changes(old: Document, new: Document) -> list[str]:
    """What a client of ``old`` could trip over in ``new``, one line each; additions are no such thing."""
    return sorted({*_operations(old, new), *_webhooks(old, new)})


def _operations(old: Document, new: Document) -> Iterator[str]:
    for path, item in old["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            where = f"{method.upper()} {path}"
            now = new["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{where}: removed"
                continue
            before = item[method]
            if before.get("operationId") != now.get("operationId"):
                yield f"{where}: operationId changed, and with it the names in generated clients"
            more = set(now.get("x-permissions") or ()) - set(before.get("x-permissions") or ())
            if more:
                yield f"{where}: needs {', '.join(sorted(more))} as well"
            yield from _parameters(where, _Pair(old, new), before, now)
            yield from _request(where, _Pair(old, new), before, now)
            yield from _answers(where, _Pair(old, new), before, now)


def _webhooks(old: Document, new: Document) -> Iterator[str]:
    """What receivers of webhooks relied on: payloads are answers that come unasked."""
    for name, item in old.get("webhooks", {}).items():
        now = new.get("webhooks", {}).get(name)
        if now is None:
            yield f"webhook {name}: removed"
            continue
        before, after = (each["post"]["requestBody"]["content"]["application/json"]["schema"] for each in (item, now))
        for part, here in zip(before.get("allOf", [before]), after.get("allOf", [after]), strict=False):
            yield from _widened(f"webhook {name}", _Pair(old, new), part, here)


class _Pair:
    """The two documents, for following references on either side."""

    def __init__(self, old: Document, new: Document) -> None:
        self.documents = (old, new)

    def resolve(self, side: int, schema: Schema) -> Schema:
        while "$ref" in schema:
            target: Any = self.documents[side]
            for part in schema["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            schema = target
        return schema


def _parameters(where: str, pair: _Pair, before: Document, now: Document) -> Iterator[str]:
    old = {(parameter["in"], parameter["name"]): parameter for parameter in before.get("parameters", ())}
    new = {(parameter["in"], parameter["name"]): parameter for parameter in now.get("parameters", ())}
    for key, parameter in old.items():
        if key not in new:
            yield f"{where}: parameter {key[1]} removed"
        else:
            yield from _narrowed(f"{where}: parameter {key[1]}", pair, parameter["schema"], new[key]["schema"])
    for key, parameter in new.items():
        if parameter.get("required") and not old.get(key, {}).get("required"):
            yield f"{where}: parameter {key[1]} is now required"


def _request(where: str, pair: _Pair, before: Document, now: Document) -> Iterator[str]:
    old, new = before.get("requestBody"), now.get("requestBody")
    if new is None:
        if old is not None:
            yield f"{where}: takes no body any more"
        return
    if new.get("required") and not (old or {}).get("required"):
        yield f"{where}: now requires a body"
    for media_type, content in (old or {}).get("content", {}).items():
        if media_type not in new["content"]:
            yield f"{where}: no longer takes {media_type}"
        else:
            yield from _narrowed(
                f"{where}: body", pair, content.get("schema", {}), new["content"][media_type].get("schema", {})
            )


def _answers(where: str, pair: _Pair, before: Document, now: Document) -> Iterator[str]:
    for status, answer in before["responses"].items():
        if status not in now["responses"]:
            yield f"{where}: no longer answers {status}"
            continue
        for media_type, content in answer.get("content", {}).items():
            here = now["responses"][status].get("content", {}).get(media_type)
            if here is None:
                yield f"{where}: {status} is no longer {media_type}"
            else:
                yield from _widened(f"{where}: {status}", pair, content.get("schema", {}), here.get("schema", {}))


def _kinds(pair: _Pair, side: int, schema: Schema) -> dict[str, Schema]:
    """What a value may be, by type (and by title or constants for several objects)."""
    full = pair.resolve(side, schema)
    for union in ("anyOf", "oneOf"):
        if union in full:
            return {kind: found for choice in full[union] for kind, found in _kinds(pair, side, choice).items()}
    kind = full.get("type", "anything")
    kinds = kind if isinstance(kind, list) else [kind]
    constants = sorted(
        f"{name}={part['const']}" for name, part in full.get("properties", {}).items() if "const" in part
    )
    return {" ".join([one, *constants]): full for one in kinds}


def _narrowed(where: str, pair: _Pair, old: Schema, new: Schema, depth: int = 0) -> Iterator[str]:
    """Something that could be sent and would now be refused."""
    before, now = _kinds(pair, 0, old), _kinds(pair, 1, new)
    if depth > ENDLESS or "anything" in now:
        return
    for kind, schema in before.items():
        here = now.get(kind) or (now.get("number") if kind == "integer" else None)
        if here is None:
            yield f"{where} may no longer be {kind}"
            continue
        yield from _values(where, schema, here, gone="is no longer accepted")
        yield from _bounds(where, schema, here)
        for name, part in schema.get("properties", {}).items():
            if name in here.get("properties", {}):
                yield from _narrowed(f"{where}/{name}", pair, part, here["properties"][name], depth + 1)
            elif here.get("additionalProperties") is False:
                yield f"{where}/{name} removed"
        for name in set(here.get("required", ())) - set(schema.get("required", ())):
            yield f"{where}/{name} is now required"
        if "items" in schema and "items" in here:
            yield from _narrowed(f"{where}/*", pair, schema["items"], here["items"], depth + 1)


def _widened(where: str, pair: _Pair, old: Schema, new: Schema, depth: int = 0) -> Iterator[str]:
    """Something that a reader relied on and may now miss, or a kind of value that it has never met."""
    before, now = _kinds(pair, 0, old), _kinds(pair, 1, new)
    if depth > ENDLESS or "anything" in before:
        return
    for kind, schema in now.items():
        known = before.get(kind) or (before.get("number") if kind == "integer" else None)
        if known is None:
            yield f"{where} may now be {kind}"
            continue
        # A new enum value is an addition by our rules; a removed one breaks filters that name it.
        yield from _values(where, known, schema, gone="is gone")
        for name, part in known.get("properties", {}).items():
            if name not in schema.get("properties", {}):
                yield f"{where}/{name} removed"
                continue
            if name in known.get("required", ()) and name not in schema.get("required", ()):
                yield f"{where}/{name} may now be absent"
            yield from _widened(f"{where}/{name}", pair, part, schema["properties"][name], depth + 1)
        if "items" in known and "items" in schema:
            yield from _widened(f"{where}/*", pair, known["items"], schema["items"], depth + 1)


def _allowed(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _values(where: str, old: Schema, new: Schema, *, gone: str) -> Iterator[str]:
    before, now = _allowed(old), _allowed(new)
    if now is not None and before is None:
        yield f"{where} is now one of a list"
    for value in before or ():
        if now is not None and value not in now:
            yield f"{where}: {value!r} {gone}"


def _bounds(where: str, old: Schema, new: Schema) -> Iterator[str]:
    for keyword, more_is_wider in BOUNDS:
        if keyword in new:
            limit, before = new[keyword], old.get(keyword)
            if before is None and keyword in {"minLength", "minItems"} and limit == 0:
                continue
            if before is None or (limit < before if more_is_wider else limit > before):
                yield f"{where}: {keyword} is now {limit}"
    for keyword in ("pattern", "format"):
        if keyword in new and new[keyword] != old.get(keyword):
            yield f"{where}: {keyword} is now {new[keyword]}"


def main(present: str, *released: str) -> int:
    new = json.loads(Path(present).read_text(encoding="utf-8"))
    broken = 0
    for name in released:
        for line in breaking_changes(json.loads(Path(name).read_text(encoding="utf-8")), new):
            sys.stderr.write(f"{name}: {line}\n")
            broken += 1
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
