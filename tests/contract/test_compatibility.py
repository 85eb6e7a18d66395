"""The committed contract is the code's, keeps every released promise, and the comparison notices each way to break
one."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scripts.compatibility import breaking_changes
from tests.contract.document import contract
from typer.testing import CliRunner

OPENAPI = Path(__file__).parents[2] / "openapi"
Change = Callable[[dict[str, Any]], Any]

SMALL: dict[str, Any] = {
    "paths": {
        "/things": {
            "get": {
                "operationId": "list_things",
                "x-permissions": ["things:read"],
                "parameters": [
                    {"in": "query", "name": "colour", "schema": {"enum": ["red", "blue"], "type": "string"}},
                    {"in": "query", "name": "limit", "schema": {"type": "integer", "minimum": 1, "maximum": 200}},
                ],
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
                            }
                        }
                    }
                },
            },
            "post": {
                "operationId": "create_thing",
                "x-permissions": ["things:write"],
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ThingIn"}}},
                },
                "responses": {
                    "201": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
                },
            },
        }
    },
    "webhooks": {
        "thing.done": {
            "post": {
                "requestBody": {
                    "content": {"application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/Told"}]}}}
                }
            }
        }
    },
    "components": {
        "schemas": {
            "Told": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "Thing": {
                "type": "object",
                "required": ["id", "state"],
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "state": {"type": "string", "enum": ["open", "done"]},
                    "parent": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
                },
            },
            "ThingIn": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "maxLength": 200},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "amount": {"type": "number"},
                },
            },
        }
    },
}


def operation(document: dict[str, Any], method: str) -> Any:
    return document["paths"]["/things"][method]


def schema(document: dict[str, Any], name: str) -> Any:
    return document["components"]["schemas"][name]


BREAKING: dict[str, tuple[Change, str]] = {
    "path removed": (lambda d: d["paths"].clear(), "GET /things: removed"),
    "method removed": (lambda d: d["paths"]["/things"].pop("post"), "POST /things: removed"),
    "operation renamed": (lambda d: operation(d, "get").update(operationId="things"), "operationId changed"),
    "permission added": (lambda d: operation(d, "get")["x-permissions"].append("things:manage"), "needs things:manage"),
    "parameter removed": (lambda d: operation(d, "get")["parameters"].pop(0), "parameter colour removed"),
    "parameter value removed": (
        lambda d: operation(d, "get")["parameters"][0]["schema"]["enum"].pop(),
        "'blue' is no longer accepted",
    ),
    "parameter bound tightened": (
        lambda d: operation(d, "get")["parameters"][1]["schema"].update(maximum=100),
        "maximum is now 100",
    ),
    "parameter required": (
        lambda d: operation(d, "get")["parameters"][0].update(required=True),
        "colour is now required",
    ),
    "new required parameter": (
        lambda d: operation(d, "get")["parameters"].append(
            {"in": "query", "name": "new", "required": True, "schema": {"type": "string"}}
        ),
        "new is now required",
    ),
    "new required input": (lambda d: schema(d, "ThingIn")["required"].append("note"), "note is now required"),
    "input removed": (lambda d: schema(d, "ThingIn")["properties"].pop("note"), "note removed"),
    "input no longer nullable": (
        lambda d: schema(d, "ThingIn")["properties"].update(note={"type": "string"}),
        "may no longer be null",
    ),
    "input type narrowed": (
        lambda d: schema(d, "ThingIn")["properties"].update(amount={"type": "integer"}),
        "may no longer be number",
    ),
    "input shortened": (
        lambda d: schema(d, "ThingIn")["properties"]["name"].update(maxLength=100),
        "maxLength is now 100",
    ),
    "input pattern added": (
        lambda d: schema(d, "ThingIn")["properties"]["name"].update(pattern="^a"),
        "pattern is now ^a",
    ),
    "body type removed": (
        lambda d: operation(d, "post")["requestBody"].update(content={"text/plain": {}}),
        "no longer takes application/json",
    ),
    "answer removed": (lambda d: operation(d, "post").update(responses={"200": {}}), "no longer answers 201"),
    "field removed": (lambda d: schema(d, "Thing")["properties"].pop("parent"), "parent removed"),
    "field optional": (lambda d: schema(d, "Thing")["required"].remove("state"), "state may now be absent"),
    "field now nullable": (
        lambda d: schema(d, "Thing")["properties"].update(
            id={"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]}
        ),
        "may now be null",
    ),
    "field type changed": (
        lambda d: schema(d, "Thing")["properties"].update(id={"type": "integer"}),
        "may now be integer",
    ),
    "webhook removed": (lambda d: d["webhooks"].clear(), "webhook thing.done: removed"),
    "webhook's field removed": (lambda d: schema(d, "Told")["properties"].pop("id"), "webhook thing.done/id removed"),
    "enum value removed": (
        lambda d: schema(d, "Thing")["properties"]["state"]["enum"].remove("done"),
        "'done' is gone",
    ),
}
COMPATIBLE: dict[str, Change] = {
    "nothing": lambda _: None,
    "new webhook": lambda d: d["webhooks"].update({"thing.new": d["webhooks"]["thing.done"]}),
    "new field of a webhook": lambda d: schema(d, "Told")["properties"].update(name={"type": "string"}),
    "new path": lambda d: d["paths"].update({"/others": {"get": {"operationId": "list_others", "responses": {}}}}),
    "new optional parameter": lambda d: operation(d, "get")["parameters"].append(
        {"in": "query", "name": "q", "schema": {"type": "string"}}
    ),
    "new optional input": lambda d: schema(d, "ThingIn")["properties"].update(colour={"type": "string"}),
    "new field": lambda d: (
        schema(d, "Thing")["properties"].update(name={"type": "string"}),
        schema(d, "Thing")["required"].append("name"),
    ),
    "new enum value": lambda d: schema(d, "Thing")["properties"]["state"]["enum"].append("late"),
    "longer input": lambda d: schema(d, "ThingIn")["properties"]["name"].update(maxLength=300),
    "input now optional": lambda d: schema(d, "ThingIn").update(required=[]),
    "input also null": lambda d: schema(d, "ThingIn")["properties"].update(
        amount={"anyOf": [{"type": "number"}, {"type": "null"}]}
    ),
    "permission dropped": lambda d: operation(d, "get").update({"x-permissions": []}),
    "better text": lambda d: operation(d, "get").update(summary="List things"),
}


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_clients_is_found(name: str) -> None:
    change, expected = BREAKING[name]
    changed = copy.deepcopy(SMALL)
    change(changed)
    found = breaking_changes(SMALL, changed)
    assert any(expected in line for line in found), found


@pytest.mark.parametrize("name", COMPATIBLE)
def test_additions_are_compatible(name: str) -> None:
    changed = copy.deepcopy(SMALL)
    COMPATIBLE[name](changed)
    assert breaking_changes(SMALL, changed) == []


def test_released_contracts_are_kept() -> None:
    for released in sorted((OPENAPI / "released").glob("*.json")):
        assert breaking_changes(json.loads(released.read_text(encoding="utf-8")), contract()) == [], released.name


def test_the_whole_contract_is_compatible_with_itself() -> None:
    assert breaking_changes(contract(), contract()) == []


def test_the_committed_contract_is_the_codes() -> None:
    """Compared as text: what ``make gen`` writes, byte for byte."""
    from atrium.cli import app

    printed = CliRunner().invoke(app, ["openapi"])
    assert printed.exit_code == 0
    assert (OPENAPI / "openapi.json").read_text(encoding="utf-8") == printed.stdout, 'run "make gen"'
