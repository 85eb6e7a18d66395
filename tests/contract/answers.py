"""What every refusal must look like."""

from functools import cache
from typing import Any

import httpx
import jsonschema_rs
from tests.contract.document import PROBLEM, Schema, contract


@cache
def _validator(pointer: str) -> Any:
    return jsonschema_rs.Draft202012Validator({"$ref": pointer, "components": contract()["components"]}, validate_formats=True)


def problem(answer: httpx.Response) -> dict[str, Any]:
    """The problem document of a refusal, checked against the contract's own schema. Fails when it is none."""
    assert answer.headers["content-type"] == PROBLEM, f"{answer.status_code} as {answer.headers['content-type']}: {answer.text[:200]}"
    document: dict[str, Any] = answer.json()
    errors = [error.message for error in _validator("#/components/schemas/Problem").iter_errors(document)]
    assert not errors, errors
    assert document["status"] == answer.status_code
    assert document["request_id"] == answer.headers["x-request-id"]
    for secret in ("SELECT ", "INSERT ", "Traceback", "asyncpg", "sqlalchemy"):
        assert secret not in answer.text
    return document


def mismatches(schema: Schema, value: Any) -> list[str]:
    """Where a value differs from a schema of the contract."""
    whole = {**schema, "components": contract()["components"]}
    found = jsonschema_rs.Draft202012Validator(whole, validate_formats=True).iter_errors(value)
    return [f"{'/'.join(str(part) for part in error.instance_path)}: {error.message}" for error in found]
