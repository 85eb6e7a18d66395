"""The contract as the tests read it: its operations, their slots, and examples made from the schemas.

Everything here comes from ``create_app().openapi()``, so an operation that is added is covered without a new test."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

JSON = "application/json"
MULTIPART = "multipart/form-data"
PROBLEM = "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete")
Schema = dict[str, Any]
Place = tuple[str | int, ...]


@lru_cache
def contract() -> dict[str, Any]:
    """The OpenAPI document as a client gets it: plain JSON."""
    from atrium.app import create_app

    document: dict[str, Any] = json.loads(json.dumps(create_app().openapi()))
    return document


def resolved(schema: Schema) -> Schema:
    """The schema behind ``$ref``; of ``X | null`` the X, with the outer description and examples."""
    if "$ref" in schema:
        target: Any = contract()
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return resolved({**target, **{key: value for key, value in schema.items() if key != "$ref"}})
    for union in ("anyOf", "oneOf", "allOf"):
        choices = [choice for choice in schema.get(union, ()) if choice.get("type") != "null"]
        if choices:
            outer = {key: value for key, value in schema.items() if key != union}
            return resolved({**choices[0], **outer})
    return schema


def example_of(schema: Schema) -> Any:
    """A value that the schema itself names: its example, constant, first enum value or default, else one built from its
    parts."""
    full = resolved(schema)
    for example in full.get("examples", ()):
        if example is not None:
            return copy.deepcopy(example)
    for key in ("example", "const", "default"):
        if full.get(key) is not None:
            return copy.deepcopy(full[key])
    if full.get("enum"):
        return full["enum"][0]
    match full.get("type"):
        case "object":
            return {
                name: example_of(part)
                for name, part in full.get("properties", {}).items()
                if name in full.get("required", ())
            }
        case "array":
            return [example_of(full["items"])] if full.get("items") else []
        case "integer" | "number":
            return full.get("minimum", 1)
        case "boolean":
            return False
    return "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10" if full.get("format") == "uuid" else "Example"


def variants(schema: Schema) -> list[Schema]:
    """What the value may be, null left out: usually one schema, several for a discriminated union."""
    full = schema
    while "$ref" in full:
        full = resolved({"$ref": full["$ref"]})
    for union in ("anyOf", "oneOf"):
        if union in full:
            return [variant for choice in full[union] if choice.get("type") != "null" for variant in variants(choice)]
    return [resolved(schema)]


def leaves(schema: Schema, place: Place = ()) -> Iterator[tuple[Place, Schema]]:
    """Every slot of a body, its objects and lists included, as (place, schema). List items are place 0."""
    if place:
        yield place, resolved(schema)
    if len(place) > 6:
        return
    seen = set()
    for variant in variants(schema):
        for name, part in variant.get("properties", {}).items():
            for found in leaves(part, (*place, name)):
                if found[0] not in seen:
                    seen.add(found[0])
                    yield found
        if variant.get("type") == "array" and variant.get("items"):
            yield from leaves(variant["items"], (*place, 0))


def put(body: Any, schema: Schema, place: Place, value: Any) -> Any:
    """A copy of the body with ``value`` in ``place``; what leads there is made from the examples."""
    if not place:
        return value
    head, *rest = place
    if isinstance(head, int):
        full = next(variant for variant in variants(schema) if variant.get("type") == "array")
        items = list(body) if isinstance(body, list) and body else [example_of(full["items"])]
        items[head] = put(items[head], full["items"], tuple(rest), value)
        return items
    full = next(variant for variant in variants(schema) if head in variant.get("properties", {}))
    part = full["properties"][head]
    inside = (
        dict(body)
        if isinstance(body, dict) and set(body) <= set(full["properties"]) and _fits(body, full)
        else _object_of(full)
    )
    inside[head] = put(inside.get(head, example_of(part) if rest else None), part, tuple(rest), value)
    return inside


def _fits(body: dict[str, Any], schema: Schema) -> bool:
    """Whether the discriminators of a body are those of this variant."""
    return all(body.get(name) == part["const"] for name, part in schema["properties"].items() if "const" in part)


def _object_of(schema: Schema) -> dict[str, Any]:
    made = example_of(schema)
    return made if isinstance(made, dict) else {}


@dataclass(frozen=True)
class Parameter:
    name: str
    where: str
    required: bool
    schema: Schema

    @property
    def is_identifier(self) -> bool:
        return _is_identifier(self.schema)


@dataclass(frozen=True)
class Operation:
    """One operation. ``permissions`` is None for a public one, and for one of widgets; ``embed`` then names the
    credential that it takes."""

    id: str
    method: str
    path: str
    permissions: tuple[str, ...] | None
    embed: str | None
    parameters: tuple[Parameter, ...]
    body: Schema | None
    media_type: str | None
    raw: dict[str, Any] = field(hash=False)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path} ({self.id})"

    def at(self, where: str) -> list[Parameter]:
        return [parameter for parameter in self.parameters if parameter.where == where]

    @property
    def path_identifiers(self) -> list[str]:
        return [parameter.name for parameter in self.at("path") if parameter.is_identifier]

    @property
    def body_identifiers(self) -> list[Place]:
        """Places in the body where an id is expected."""
        return [place for place, schema in leaves(self.body or {}) if schema.get("format") == "uuid"]

    @property
    def success(self) -> tuple[int, Schema | None, str | None]:
        """The documented success: status, schema and media type of its body."""
        status = min(int(code) for code in self.raw["responses"] if code.startswith("2"))
        content = self.raw["responses"][str(status)].get("content", {})
        media_type = next(iter(content), None)
        return status, (content[media_type].get("schema") if media_type else None), media_type

    @property
    def is_list(self) -> bool:
        schema = resolved(self.success[1] or {})
        return self.method == "get" and {"items", "next_cursor"} <= set(schema.get("properties", ()))


def _is_identifier(schema: Schema) -> bool:
    full = resolved(schema)
    return full.get("format") == "uuid" or (full.get("type") == "array" and _is_identifier(full.get("items", {})))


def _parameters(raw: dict[str, Any]) -> Iterator[Parameter]:
    for parameter in raw.get("parameters", ()):
        yield Parameter(parameter["name"], parameter["in"], parameter.get("required", False), parameter["schema"])


@lru_cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the contract."""
    found = []
    for path, item in contract()["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            raw = item[method]
            content = raw.get("requestBody", {}).get("content", {})
            media_type = JSON if JSON in content else next(iter(content), None)
            permissions = raw.get("x-permissions")
            found.append(
                Operation(
                    id=raw["operationId"],
                    method=method,
                    path=path,
                    permissions=None if permissions is None else tuple(permissions),
                    embed=raw.get("x-embed", {}).get("caller"),
                    parameters=tuple(_parameters(raw)),
                    body=content[media_type]["schema"] if media_type else None,
                    media_type=media_type,
                    raw=raw,
                )
            )
    return tuple(found)


def fill(path: str, values: dict[str, str]) -> str:
    """The path below ``/api/v1`` with its parameters filled in, percent-encoded as they are."""
    return re.sub(r"\{([^}]+)\}", lambda found: values[found[1].split(":")[0]], path).removeprefix("/api/v1")
