"""What both generators of clients read from the contract: the operations that an integrator with an API key can
call."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
Document = dict[str, Any]
Schema = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """One operation. ``body`` is ``json``, ``form`` or empty; ``answer`` is ``json``, ``bytes`` or empty."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    path_parameters: list[Schema]
    query: list[Schema]
    prefixes: list[str]
    accepts_key: bool
    accepts_match: bool
    body: str
    body_schema: Schema
    body_required: bool
    answer: str
    answer_schema: Schema
    page: bool

    @property
    def each(self) -> str:
        """Name of the method that walks all pages of a list."""
        return f"iterate_{self.id.removeprefix('list_')}"


def operations(document: Document) -> Iterator[Operation]:
    """In the contract's order. Left out: what only a person's browser or a widget does (signing in, a widget's own
    reading), and the event stream, which is no question with one answer."""
    for path, item in document["paths"].items():
        for method in METHODS:
            raw = item.get(method)
            if (
                raw is None
                or ("auth" in raw["tags"] and "security" not in raw)
                or not _for_servers(raw)
                or _is_stream(raw)
            ):
                continue
            yield _operation(document, method, path, raw)


def _for_servers(raw: Schema) -> bool:
    """A server has an API key, and perhaps the token of an embed to ask for launch codes with; what a widget holds in
    memory it has not."""
    ways = {name for way in raw.get("security", []) for name in way}
    return not ways or bool(ways & {"api_key", "embed_token"})


def _is_stream(raw: Schema) -> bool:
    return any("text/event-stream" in answer.get("content", {}) for answer in raw["responses"].values())


def _operation(document: Document, method: str, path: str, raw: Schema) -> Operation:
    parameters = raw.get("parameters", [])
    headers = {parameter["name"].lower() for parameter in parameters if parameter["in"] == "header"}
    query = [parameter for parameter in parameters if parameter["in"] == "query"]
    content = raw.get("requestBody", {}).get("content", {})
    body, body_schema = "", {}
    if "multipart/form-data" in content:
        body, body_schema = "form", follow(document, content["multipart/form-data"]["schema"])
    elif content:
        body, body_schema = "json", content["application/json"]["schema"]
    answer, answer_schema = _answer(raw)
    properties = follow(document, answer_schema).get("properties", {})
    return Operation(
        id=raw["operationId"],
        method=method.upper(),
        path=path,
        summary=raw.get("summary", ""),
        description=raw.get("description", ""),
        deprecated=raw.get("deprecated", False),
        path_parameters=[parameter for parameter in parameters if parameter["in"] == "path"],
        query=query,
        prefixes=raw.get("x-query-prefixes", []),
        accepts_key="idempotency-key" in headers,
        accepts_match="if-match" in headers,
        body=body,
        body_schema=body_schema,
        body_required=raw.get("requestBody", {}).get("required", False),
        answer=answer,
        answer_schema=answer_schema,
        page={"items", "next_cursor"} <= set(properties) and any(parameter["name"] == "cursor" for parameter in query),
    )


def _answer(raw: Schema) -> tuple[str, Schema]:
    for status, answer in sorted(raw["responses"].items()):
        if status.startswith("2"):
            for kind, media in answer.get("content", {}).items():
                if kind != "application/json":
                    return "bytes", {}
                if media.get("schema"):
                    return "json", media["schema"]
    return "", {}


def follow(document: Document, schema: Schema) -> Schema:
    """The schema itself, in place of a reference to it."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][name_of(schema)]
    return schema


def name_of(schema: Schema) -> str:
    """``CustomerOut`` of a reference; empty when it is none."""
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]
