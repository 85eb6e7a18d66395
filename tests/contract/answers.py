"""What every refusal must look like."""

import json
from functools import cache
from typing import Any

import httpx
import jsonschema_rs
from tests.contract.document import PROBLEM, Schema, contract


@cache
def _validator(schema: str) -> Any:
    """Of a schema given as JSON text. The other schemas are only handed over when it refers to them: compiling them is
    slow."""
    whole = json.loads(schema) | ({"components": contract()["components"]} if '"$ref"' in schema else {})
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


PROBLEM_SCHEMA = json.dumps({"$ref": "#/components/schemas/Problem"})


def problem(answer: httpx.Response) -> dict[str, Any]:
    """The problem document of a refusal, checked against the contract's own schema. Fails when it is none."""
    assert answer.headers["content-type"] == PROBLEM, (
        f"{answer.status_code} as {answer.headers['content-type']}: {answer.text[:200]}"
    )
    document: dict[str, Any] = answer.json()
    errors = [error.message for error in _validator(PROBLEM_SCHEMA).iter_errors(document)]
    assert not errors, errors
    assert document["status"] == answer.status_code
    assert document["request_id"] == answer.headers["x-request-id"]
    for secret in ("SELECT ", "INSERT ", "Traceback", "asyncpg", "sqlalchemy"):
        assert secret not in answer.text
    return document


def mismatches(schema: Schema, value: Any) -> list[str]:
    """Where a value differs from a schema of the contract."""
    found = _validator(json.dumps(schema)).iter_errors(value)
    return [f"{'/'.join(str(part) for part in error.instance_path)}: {error.message}" for error in found]
