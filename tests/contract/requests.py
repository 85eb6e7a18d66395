"""A request for any operation: path filled with real ids, body made from the schema's examples."""

import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
from PIL import Image
from tests.contract.document import JSON, MULTIPART, Operation, Place, example_of, fill, put, resolved
from tests.contract.population import NATURAL_KEYS, Population

NOBODY = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
"""An id that nothing has: the one of the examples."""


@dataclass(frozen=True)
class Call:
    """One request, not yet sent."""

    operation: Operation
    path: dict[str, str]
    query: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    files: dict[str, Any] | None = None
    raw: bytes | None = None

    async def send(self, client: httpx.AsyncClient) -> httpx.Response:
        url = fill(self.operation.path, {name: quote(value, safe="") for name, value in self.path.items()})
        headers = dict(self.headers)
        content: dict[str, Any] = {}
        if self.raw is not None:
            content["content"] = self.raw
            headers.setdefault("Content-Type", self.operation.media_type or JSON)
        elif self.files is not None:
            content = {"files": self.files, "data": self.body or {}}
        elif self.operation.media_type is not None:
            content["json"] = self.body
        return await client.request(self.operation.method.upper(), url, params=self.query, headers=headers, **content)

    def with_path(self, **ids: str) -> "Call":
        return replace(self, path={**self.path, **ids})

    def with_query(self, **values: Any) -> "Call":
        return replace(self, query={**self.query, **values})

    def with_headers(self, **headers: str) -> "Call":
        return replace(
            self, headers={**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        )

    def with_body(self, place: Place, value: Any) -> "Call":
        assert self.operation.body is not None
        return replace(self, body=put(self.body, self.operation.body, place, value))


@cache
def picture() -> bytes:
    """A small PNG file."""
    content = io.BytesIO()
    Image.new("RGB", (40, 40), "#3b82f6").save(content, "PNG")
    return content.getvalue()


Adjustment = Callable[[Call, Population], Awaitable[Call]]
ADJUSTMENTS: dict[str, Adjustment] = {}
"""By operationId: what the schema's examples alone cannot know (``tests/<group>/<capability>/contract.py``)."""


BodyWith = Callable[[str, Place, Population], Awaitable[Any]]
BODIES_WITH: dict[tuple[str, str], BodyWith] = {}
"""By operationId and property: a body in which this id makes sense, where adding it to the generated one does not."""


def body_with(*operations_and_properties: tuple[str, str]) -> Callable[[BodyWith], BodyWith]:
    """Register how the body of an operation looks when it carries the given id in this property."""

    def register(made: BodyWith) -> BodyWith:
        for key in operations_and_properties:
            BODIES_WITH[key] = made
        return made

    return register


def adjusts(*operation_ids: str) -> Callable[[Adjustment], Adjustment]:
    """Register how the generated request of an operation becomes one that succeeds."""

    def register(adjustment: Adjustment) -> Adjustment:
        for operation_id in operation_ids:
            ADJUSTMENTS[operation_id] = adjustment
        return adjustment

    return register


async def build(operation: Operation, its: Population) -> Call:
    """A request that succeeds when the workspace's owner sends it. Raises ``Unregistered`` for an id that no factory
    makes."""
    path = {}
    for parameter in operation.at("path"):
        natural = not parameter.is_identifier and parameter.name in NATURAL_KEYS
        path[parameter.name] = (
            NATURAL_KEYS[parameter.name]
            if natural
            else await its.identifier(parameter.name, operation.id, in_path=True)
        )
    query = {}
    for parameter in operation.at("query"):
        if parameter.required:
            query[parameter.name] = (
                await its.identifier(parameter.name, operation.id)
                if parameter.is_identifier
                else example_of(parameter.schema)
            )
    headers = {parameter.name: its.key() for parameter in operation.at("header") if parameter.required}
    call = Call(operation, path, query, headers)
    if operation.body is not None:
        call = replace(call, body=await _body(operation, its))
        if operation.media_type == MULTIPART:
            call = _multipart(call, call.body)
    adjustment = ADJUSTMENTS.get(operation.id)
    return await adjustment(call, its) if adjustment else call


def _multipart(call: Call, body: dict[str, Any]) -> Call:
    """Files are small pictures unless an adjustment says otherwise."""
    assert call.operation.body is not None
    parts = {name: resolved(part) for name, part in resolved(call.operation.body).get("properties", {}).items()}
    files = [name for name, part in parts.items() if part.get("format") == "binary" or "contentMediaType" in part]
    return replace(
        call,
        body={name: value for name, value in body.items() if name not in files},
        files={name: ("file.png", picture()) for name in files},
    )


async def _body(operation: Operation, its: Population) -> Any:
    assert operation.body is not None
    body = example_of(operation.body)
    if body == {}:
        body = _one_change(operation.body)
    if isinstance(body, dict) and isinstance(body.get("name"), str):
        # Names are often unique.
        body["name"] = its.text("Name")
    for place in operation.body_identifiers:
        if _has(body, place) and not isinstance(_at(body, place), list):
            name = next(part for part in reversed(place) if isinstance(part, str))
            body = put(body, operation.body, place, await its.identifier(name, operation.id))
    return body


def _one_change(schema: dict[str, Any]) -> dict[str, Any]:
    """A patch with its first property: an empty one would change nothing."""
    properties = resolved(schema).get("properties", {})
    return next(
        ({name: example_of(part)} for name, part in properties.items() if resolved(part).get("format") != "uuid"), {}
    )


def _has(body: Any, place: Place) -> bool:
    try:
        return _at(body, place) is not None
    except (KeyError, IndexError, TypeError):
        return False


def _at(body: Any, place: Place) -> Any:
    for part in place:
        body = body[part]
    return body


def sketch(operation: Operation) -> Call:
    """A well-formed request with made-up ids: for answers that may not depend on what exists."""
    path = {
        parameter.name: NOBODY if parameter.is_identifier else NATURAL_KEYS.get(parameter.name, NOBODY)
        for parameter in operation.at("path")
    }
    query = {parameter.name: example_of(parameter.schema) for parameter in operation.at("query") if parameter.required}
    call = Call(operation, path, query)
    if operation.media_type == MULTIPART:
        return _multipart(call, example_of(operation.body or {}))
    return call if operation.body is None else replace(call, body=example_of(operation.body))


def picture_file() -> dict[str, Any]:
    return {"file": ("picture.png", picture())}


def alone(identifier: str, place: Place) -> dict[str, Any]:
    return {str(place[0]): [identifier] if len(place) > 1 else identifier}
