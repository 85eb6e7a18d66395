"""The OpenAPI document: generated from the routes, completed with what every operation has in common."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response
from pydantic.json_schema import models_json_schema

from atrium.kernel.documents import Documents
from atrium.kernel.errors import Problem
from atrium.kernel.events import EVENT_TYPES
from atrium.kernel.route import TAGS
from atrium.kernel.settings import settings

DESCRIPTION = """\
Everything Atrium does, for integrators. Send `Authorization: Bearer atr_live_…` with a key from *Settings → API keys*.

* **Lists** are pages: send `next_cursor` back as `cursor`. Unknown parameters, sorts and cursors answer 422.
* **Partial updates** are JSON merge patches (RFC 7396): absent means unchanged, null means cleared.
  Send the `ETag` you read as `If-Match` to be told (412) when someone else was faster.
* **Errors** are always `application/problem+json` (RFC 9457) with a stable `code`, a `request_id`, and a pointer to \
each offending value.
* **Idempotency-Key** is accepted on every POST: repeating the request with the same key within 24 hours repeats the \
answer, not the effect.
* **Times** are RFC 3339 in UTC, dates ISO 8601, money `{amount_minor, currency}`.
"""
SECTIONS: list[Callable[[dict[str, Any]], None]] = []
"""What slices add to the document besides their routes; each is given the document without it."""


def openapi(app: FastAPI) -> dict[str, Any]:
    """The contract as a dictionary (OpenAPI 3.1)."""
    document = get_openapi(
        title="Atrium API",
        version="1",
        summary="Customers, and everything that happens with them.",
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items() if text],
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    _, definitions = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    schemas.update(definitions.get("$defs", {}))
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for name, schema in schemas.items():
        # The docstrings of generic models and of Pydantic's own types do not reach the document.
        if name.startswith("Page_"):
            schema.setdefault("description", "One page of a list.")
        if name.endswith(_CHANGES):
            _forget_defaults(schema)
    if "JsonValue" in schemas:
        schemas["JsonValue"].setdefault("description", "Any JSON value.")
    document["components"]["securitySchemes"] = {
        "api_key": {"type": "http", "scheme": "bearer", "description": "`atr_live_…` from *Settings → API keys*."},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "atrium_session",
            "description": "A browser's session. Unsafe methods need `X-CSRF-Token` from `GET /me`, and the `Origin` or"
            " `Sec-Fetch-Site` that browsers send by themselves.",
        },
        "embed_token": {
            "type": "http",
            "scheme": "bearer",
            "description": "`atr_token_…` of one customer; stays on your server.",
        },
        "embed": {
            "type": "http",
            "scheme": "bearer",
            "description": "`atr_embed_…` that a widget got for its launch code; 15 minutes.",
        },
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    document["paths"] = dict(sorted(document["paths"].items()))
    for add in SECTIONS:
        add(document)
    _unwrap(document["paths"])
    _unwrap(schemas)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["x-event-types"] = sorted(
        name for name, event in EVENT_TYPES.items() if event.__module__.startswith("atrium.")
    )
    return document


_CHANGES = ("Patch", "Upsert")
"""Names of the bodies in which a property that is absent stays as it is."""


def _forget_defaults(schema: dict[str, Any]) -> None:
    """A default says what an absent property comes to, and generated clients send it: of a change it would be untrue,
    and would overwrite what nobody had set."""
    for shown in schema.get("properties", {}).values():
        shown.pop("default", None)


def _unwrap(node: Any) -> None:
    """Join the lines of each paragraph of a description: where a docstring's line ends in the source is no part of the
    contract."""
    if isinstance(node, list):
        for item in node:
            _unwrap(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "description" and isinstance(value, str):
                node[key] = "\n\n".join(_joined(paragraph) for paragraph in value.strip().split("\n\n"))
            else:
                _unwrap(value)


def _joined(paragraph: str) -> str:
    """One line of a paragraph; a list of points stays a list."""
    points = [line for line in paragraph.splitlines() if line.startswith(("* ", "- "))]
    return paragraph if points else " ".join(paragraph.split())


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    operation["responses"].pop("422", None)
    if operation.get("x-permissions") is not None:
        operation["security"] = [{"api_key": []}, {"session": []}]
    elif "x-embed" in operation:
        operation["security"] = [{operation["x-embed"]["caller"]: []}]
    if method == "post" and "security" in operation:
        parameter = {
            "name": "Idempotency-Key",
            "in": "header",
            "required": operation.pop("x-idempotency-key", None) == "required",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            "description": "Repeat the request with the same key to repeat the answer and not the effect.",
            "example": "3f1c2a52-import-1",
        }
        operation.setdefault("parameters", []).append(parameter)
    if method in {"patch", "put", "delete"} and "{" in path and operation.get("x-permissions") is not None:
        parameter = {
            "name": "If-Match",
            "in": "header",
            "required": False,
            "schema": {"type": "string"},
            "description": "The ETag you read; 412 when the resource has changed since.",
            "example": '"3"',
        }
        operation.setdefault("parameters", []).append(parameter)


def describe(app: FastAPI) -> None:
    """Serve the contract at ``/api/v1/openapi.json`` and as a collection for Postman at ``/api/v1/postman.json``, from
    what was made beforehand (``kernel/documents.py``)."""

    def cached() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = openapi(app)
        return app.openapi_schema

    app.openapi = cached  # type: ignore[method-assign]  # FastAPI's documented way to extend the contract
    documents = Documents()

    @app.get("/api/v1/openapi.json", include_in_schema=False)
    async def contract() -> Response:
        headers = {"Cache-Control": "no-cache"}
        return Response(await documents.contract(), media_type="application/json", headers=headers)

    @app.get("/api/v1/postman.json", include_in_schema=False)
    async def postman() -> Response:
        headers = {
            "Cache-Control": "no-cache",
            "Content-Disposition": 'attachment; filename="atrium.postman_collection.json"',
        }
        made = await documents.postman(settings().base_url)
        return Response(made, media_type="application/json", headers=headers)
