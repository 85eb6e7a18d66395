"""The contract explains itself: every operation, parameter and property is described, exemplified and named by the
conventions."""

import re
from collections.abc import Iterator
from typing import Any

from tests.contract.answers import mismatches
from tests.contract.document import Operation, Schema, contract, example_of, operations, resolved
from tests.contract.test_lists import UNPAGED

from atrium.kernel.route import TAGS

OTHER_TIMES: dict[str, str] = {
    **dict.fromkeys(["previous_secret_until", "restorable_until"], "a limit, not a happening"),
    **dict.fromkeys(["since", "until", "failing_since"], "a bound of a period"),
    "timestamp": "the name in Standard Webhooks",
}
"""Properties that are moments without ending in ``_at``, with the reason."""

OTHER_IDS: dict[str, str] = {"transfer_to": "reads better than transfer_to_member_id"}
"""Properties and parameters that are ids without saying so in their name, with the reason."""


def test_operation_is_explained(operation: Operation) -> None:
    raw = operation.raw
    assert raw.get("summary"), "no summary"
    assert len(raw["summary"]) <= 80
    assert not raw["summary"].endswith("."), raw["summary"]
    assert raw.get("description"), f"{operation}: the docstring is its description"
    assert len(raw["tags"]) == 1
    assert raw["tags"][0] in TAGS
    assert "4XX" in raw["responses"] or any(code.startswith("4") for code in raw["responses"])
    for parameter in raw.get("parameters", ()):
        if parameter["in"] != "path":
            assert parameter.get("description"), f"{operation}: {parameter['name']} has no description"


def test_operation_is_named_by_the_conventions(operation: Operation) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", operation.id), operation.id
    if operation.is_list or operation.id.startswith("list_"):
        assert operation.id.startswith("list_"), f"{operation}: a list is called list_…"
        assert operation.is_list or operation.id in UNPAGED, f"{operation}: what is called list_… is one"
    path = re.sub(r"\{[^}]+\}", "x", operation.path)
    assert re.fullmatch(r"/api/v1(/[a-z0-9-]+)+", path), operation.path
    for parameter in operation.parameters:
        if parameter.where in {"path", "query"}:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", parameter.name), parameter.name
        if parameter.is_identifier:
            assert parameter.name.endswith(("_id", "_ids")) or parameter.name in OTHER_IDS, (
                f"{operation}: {parameter.name}"
            )


def properties() -> Iterator[tuple[str, str, Schema]]:
    """Every property of every schema: (schema, property, its schema as written)."""
    for name, schema in contract()["components"]["schemas"].items():
        if name.startswith("Body_"):
            continue
        for property_name, part in schema.get("properties", {}).items():
            yield name, property_name, part


def test_every_property_is_described_and_exemplified() -> None:
    missing = []
    for owner, name, part in properties():
        if not resolved(part).get("description"):
            missing.append(f"{owner}.{name}: no description")
        if (
            _is_leaf(part)
            and not any(key in part for key in ("examples", "example", "const", "default"))
            and "examples" not in resolved(part)
        ):
            missing.append(f"{owner}.{name}: no example")
    assert missing == []


def _is_leaf(part: Schema) -> bool:
    full = resolved(part)
    if full.get("type") == "array":
        return _is_leaf(full.get("items", {}))
    return not any(key in full for key in ("properties", "additionalProperties")) and "oneOf" not in part


def test_properties_are_named_by_the_conventions() -> None:
    wrong = []
    for owner, name, part in properties():
        full = resolved(part)
        inside = resolved(full.get("items", {})) if full.get("type") == "array" else full
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            wrong.append(f"{owner}.{name} is not snake_case")
        if (
            inside.get("format") == "uuid"
            and not (name in {"id", "ids"} or name.endswith(("_id", "_ids")))
            and name not in OTHER_IDS
        ):
            ends_as_a_filter = owner.endswith("Filter")
            if not ends_as_a_filter:
                wrong.append(f"{owner}.{name} is an id and does not say so")
        if full.get("format") == "date-time" and not name.endswith("_at") and name not in OTHER_TIMES:
            wrong.append(f"{owner}.{name} is a moment and does not end in _at")
        if full.get("format") == "date" and not name.endswith("_on"):
            wrong.append(f"{owner}.{name} is a date and does not end in _on")
    assert wrong == []


def test_every_schema_is_described() -> None:
    silent = [
        name
        for name, schema in contract()["components"]["schemas"].items()
        if not schema.get("description") and not name.startswith("Body_")
    ]
    assert silent == []


def test_examples_are_valid() -> None:
    wrong = []
    for operation in operations():
        if operation.body is not None and operation.media_type == "application/json":
            wrong += [f"{operation.id}: {found}" for found in mismatches(operation.body, example_of(operation.body))]
        for parameter in operation.at("query"):
            for example in resolved(parameter.schema).get("examples", ()):
                wrong += [
                    f"{operation.id}?{parameter.name}={example!r}: {found}"
                    for found in mismatches(parameter.schema, example)
                ]
    for owner, name, part in properties():
        for example in part.get("examples", ()):
            wrong += [f"{owner}.{name}: {found}" for found in mismatches(part, example)]
    assert wrong == []


def test_the_document_is_whole() -> None:
    document: dict[str, Any] = contract()
    assert document["openapi"].startswith("3.1")
    assert {tag["name"] for tag in document["tags"]} == set(TAGS)
    used = {raw["$ref"].rsplit("/", 1)[-1] for raw in _references(document)}
    assert used <= set(document["components"]["schemas"])
    assert document["x-event-types"] == sorted(set(document["x-event-types"]))


def _references(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part
        for inside in part.values():
            yield from _references(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from _references(inside)


def test_names_of_schemas_are_told_apart_by_name_alone() -> None:
    """Two models of one name make FastAPI put their modules into the contract, and break the client that knew the
    first."""
    assert [name for name in contract()["components"]["schemas"] if "__" in name] == []


def test_a_change_has_no_defaults() -> None:
    """Generated clients send them, and so change what nobody set."""
    bodies = {
        content["schema"]["$ref"].rpartition("/")[2]
        for path in contract()["paths"].values()
        for content in path.get("patch", {}).get("requestBody", {}).get("content", {}).values()
    }
    assert len(bodies) > 20
    assert {name for name in bodies if not name.endswith("Patch")} == set()
    schemas = contract()["components"]["schemas"]
    changes = bodies | {name for name in schemas if name.endswith("Upsert")}
    properties = [(name, key, shown) for name in changes for key, shown in schemas[name]["properties"].items()]
    assert [(name, key) for name, key, shown in properties if "default" in shown] == []
    assert "default" in schemas["CustomerIn"]["properties"]["kind"]  # the control: of a new one it is true
