"""The collection for Postman has the structure of v2.1 and every operation, ready to send."""

import json
from typing import Any

import jsonschema_rs
from typer.testing import CliRunner

DESCRIPTION = {"type": "string"}
PAIR = {
    "type": "object",
    "required": ["key", "value"],
    "properties": {
        "key": {"type": "string", "minLength": 1},
        "value": {"type": "string"},
        "description": DESCRIPTION,
        "disabled": {"type": "boolean"},
    },
    "additionalProperties": False,
}
PART = {
    "type": "object",
    "required": ["key", "type"],
    "properties": {
        "key": {"type": "string"},
        "type": {"enum": ["text", "file"]},
        "value": {"type": "string"},
        "src": {"type": "array"},
        "description": DESCRIPTION,
        "disabled": {"type": "boolean"},
    },
    "additionalProperties": False,
}
STRUCTURE: dict[str, Any] = {
    "type": "object",
    "required": ["info", "item"],
    "additionalProperties": False,
    "properties": {
        "info": {
            "type": "object",
            "required": ["name", "schema"],
            "properties": {"schema": {"const": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}},
        },
        "item": {"type": "array", "items": {"$ref": "#/$defs/folder"}},
        "auth": {"$ref": "#/$defs/auth"},
        "variable": {"type": "array", "items": {"type": "object", "required": ["key", "value", "type"]}},
    },
    "$defs": {
        "auth": {
            "type": "object",
            "required": ["type"],
            "properties": {
                "type": {"enum": ["bearer", "noauth"]},
                "bearer": {"type": "array", "items": {"required": ["key", "value", "type"]}},
            },
        },
        "folder": {
            "type": "object",
            "required": ["name", "item"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string"},
                "description": DESCRIPTION,
                "item": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/request"}},
            },
        },
        "request": {
            "type": "object",
            "required": ["name", "request", "response"],
            "additionalProperties": False,
            "properties": {
                "name": {"type": "string", "minLength": 1},
                "response": {"type": "array"},
                "request": {
                    "type": "object",
                    "required": ["method", "url", "header"],
                    "additionalProperties": False,
                    "properties": {
                        "method": {"enum": ["GET", "POST", "PUT", "PATCH", "DELETE"]},
                        "description": DESCRIPTION,
                        "auth": {"$ref": "#/$defs/auth"},
                        "header": {"type": "array", "items": PAIR},
                        "body": {
                            "type": "object",
                            "required": ["mode"],
                            "properties": {
                                "mode": {"enum": ["raw", "formdata"]},
                                "raw": {"type": "string"},
                                "formdata": {"type": "array", "items": PART},
                            },
                        },
                        "url": {
                            "type": "object",
                            "required": ["raw", "host", "path"],
                            "additionalProperties": False,
                            "properties": {
                                "raw": {"type": "string"},
                                "host": {"const": ["{{base_url}}"]},
                                "path": {"type": "array", "items": {"type": "string", "minLength": 1}},
                                "query": {"type": "array", "items": PAIR},
                                "variable": {"type": "array", "items": PAIR},
                            },
                        },
                    },
                },
            },
        },
    },
}


async def test_the_served_collection_holds_every_operation(home: Any) -> None:
    from atrium.kernel.settings import settings

    nobody = home.client()
    answer = await nobody.get("/postman.json")
    assert answer.status_code == 200
    assert "atrium.postman_collection.json" in answer.headers["content-disposition"]
    made = answer.json()
    jsonschema_rs.validate(STRUCTURE, made)
    assert {each["key"]: each["value"] for each in made["variable"]} == {
        "base_url": settings().base_url.rstrip("/"),
        "api_key": "",
    }
    contract = (await nobody.get("/openapi.json")).json()
    requests = [each["request"] for folder in made["item"] for each in folder["item"]]
    assert len(requests) == sum(len(item) for item in contract["paths"].values())
    for request in requests:
        url = request["url"]
        assert url["raw"].split("?")[0] == "{{base_url}}/" + "/".join(url["path"])
        assert {part[1:] for part in url["path"] if part.startswith(":")} == {each["key"] for each in url["variable"]}


async def test_what_it_sends_is_accepted(client: Any) -> None:
    """Bodies and headers are examples that work: a tag, a customer and a note are made as the collection says."""
    made = (await client.get("/postman.json")).json()
    named = {
        f"{each['request']['method']} {'/'.join(each['request']['url']['path'])}": each["request"]
        for folder in made["item"]
        for each in folder["item"]
    }
    ids: dict[str, str] = {}
    for name in (
        "POST api/v1/tags",
        "POST api/v1/customers",
        "POST api/v1/customers/:customer_id/notes",
        "PATCH api/v1/customers/:customer_id",
    ):
        request = named[name]
        path = "/" + "/".join(ids.get(part, part) for part in request["url"]["path"][2:])
        headers = {each["key"]: each["value"] for each in request["header"] if not each.get("disabled")}
        answer = await client.request(request["method"], path, content=request["body"]["raw"].encode(), headers=headers)
        assert answer.status_code in {200, 201}, f"{name}: {answer.text}"
        ids[":customer_id"] = answer.json()["id"] if name == "POST api/v1/customers" else ids.get(":customer_id", "")


def test_the_command_prints_it() -> None:
    from atrium.cli import app

    printed = CliRunner().invoke(app, ["postman", "--base-url", "https://crm.example/"])
    assert printed.exit_code == 0
    made = json.loads(printed.output)
    jsonschema_rs.validate(STRUCTURE, made)
    assert made["variable"][0]["value"] == "https://crm.example"
