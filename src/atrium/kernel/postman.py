"""The contract as a collection that Postman, Insomnia, Bruno and Hoppscotch import (Postman Collection v2.1)."""

import json
from typing import Any

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
METHODS = ("get", "post", "put", "patch", "delete")
DEEPEST = 8
Document = dict[str, Any]


def collection(document: Document, base_url: str) -> Document:
    """One folder a tag, one request an operation, with examples of what it needs at least; ``api_key`` is a variable to
    fill in."""
    folders: dict[str, Document] = {
        tag["name"]: {"name": tag["name"], "description": tag["description"], "item": []} for tag in document["tags"]
    }
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                tag = item[method]["tags"][0]
                folders.setdefault(tag, {"name": tag, "item": []})["item"].append(
                    _request(document, method, path, item[method])
                )
    return {
        "info": {
            "name": document["info"]["title"],
            "description": document["info"]["description"],
            "version": document["info"]["version"],
            "schema": SCHEMA,
        },
        "item": [folder for folder in folders.values() if folder["item"]],
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{api_key}}", "type": "string"}]},
        "variable": [
            {"key": "base_url", "value": base_url.rstrip("/"), "type": "string"},
            {"key": "api_key", "value": "", "type": "string"},
        ],
    }


def _request(document: Document, method: str, path: str, operation: Document) -> Document:
    parameters = operation.get("parameters", [])
    query = [_pair(document, each) for each in parameters if each["in"] == "query"]
    segments = [f":{part[1:-1]}" if part.startswith("{") else part for part in path.strip("/").split("/")]
    sent = "&".join(f"{each['key']}={each['value']}" for each in query if not each["disabled"])
    request: Document = {
        "method": method.upper(),
        "description": operation.get("description", ""),
        "header": [_pair(document, each) for each in parameters if each["in"] == "header"],
        "url": {
            "raw": f"{{{{base_url}}}}/{'/'.join(segments)}{'?' if sent else ''}{sent}",
            "host": ["{{base_url}}"],
            "path": segments,
            "query": query,
            "variable": [
                {key: value for key, value in _pair(document, each).items() if key != "disabled"}
                for each in parameters
                if each["in"] == "path"
            ],
        },
    }
    if "security" not in operation:
        request["auth"] = {"type": "noauth"}
    content = operation.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        request["body"] = {"mode": "formdata", "formdata": _form(document, content["multipart/form-data"]["schema"])}
    elif content:
        request["header"].append({"key": "Content-Type", "value": "application/json"})
        text = json.dumps(_example(document, content["application/json"]["schema"]), indent=2, ensure_ascii=False)
        request["body"] = {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}
    return {"name": operation["summary"], "request": request, "response": []}


def _pair(document: Document, parameter: Document) -> Document:
    """What is optional is switched off; a key that makes a repeat harmless is a new one each time."""
    schema = parameter.get("schema", {})
    value = (
        "{{$guid}}"
        if parameter["name"].lower() == "idempotency-key"
        else parameter.get("example", _example(document, schema))
    )
    if isinstance(value, list):
        value = value[0] if value else ""
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return {
        "key": parameter["name"],
        "value": text,
        "description": parameter.get("description", ""),
        "disabled": not parameter.get("required", False),
    }


def _form(document: Document, schema: Document) -> list[Document]:
    schema = _follow(document, schema)
    parts: list[Document] = []
    for name, each in schema.get("properties", {}).items():
        part: Document = {
            "key": name,
            "description": each.get("description", ""),
            "disabled": name not in schema.get("required", []),
        }
        is_file = "contentMediaType" in each or each.get("format") == "binary"
        parts.append(
            part
            | ({"type": "file", "src": []} if is_file else {"type": "text", "value": str(_example(document, each))})
        )
    return parts


def _follow(document: Document, schema: Document) -> Document:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _example(document: Document, schema: Document, depth: int = 0) -> Any:
    """A value that fits: the contract's own examples, and of records what is required."""
    schema = _follow(document, schema)
    for key in ("examples", "enum"):
        if schema.get(key):
            return schema[key][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    choices = [each for each in schema.get("anyOf") or schema.get("oneOf") or [] if each.get("type") != "null"]
    if choices and depth < DEEPEST:
        return _example(document, choices[0], depth + 1)
    match schema.get("type"):
        case "object":
            required = schema.get("required", []) if depth < DEEPEST else []
            return {name: _example(document, schema["properties"][name], depth + 1) for name in required}
        case "array":
            return (
                [_example(document, schema.get("items", {}), depth + 1)]
                if schema.get("minItems") and depth < DEEPEST
                else []
            )
        case "integer" | "number":
            return schema.get("minimum", 0)
        case "boolean":
            return False
        case "string":
            return "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10" if schema.get("format") == "uuid" else ""
    return None
