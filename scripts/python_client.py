"""Write the generated half of the Python client.

python scripts/python_client.py openapi/openapi.json clients/python/src/atrium_client
"""

import json
import keyword
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from client_contract import Document, Operation, Schema, name_of, operations

HEADER = '"""Generated from openapi/openapi.json by scripts/python_client.py; `make gen` writes it again."""\n'
PRIMITIVES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}
FORMATS = {"uuid": "_uuid.UUID", "date-time": "_datetime.datetime", "date": "_datetime.date"}


def annotation(schema: Schema, prefix: str = "", *, given: bool = False) -> str:
    """The type of a schema. ``given``: of an argument, where text is as good as an id or a time, and any sequence as
    good as a list."""
    if "$ref" in schema:
        name = name_of(schema)
        return "_Any" if name == "JsonValue" else f"{prefix}{name}"
    if "const" in schema:
        return f"_Literal[{schema['const']!r}]"
    if "enum" in schema:
        # Open: a newer server may know more values, and that must not break an older client.
        return f"_Literal[{', '.join(repr(value) for value in schema['enum'])}] | str"
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return _union(choices, prefix, given=given)
    kind: Any = schema.get("type")
    if kind == "array":
        of = annotation(schema.get("items", {}), prefix, given=given)
        return f"_Sequence[{of}]" if given else f"list[{of}]"
    if kind == "object":
        values = schema.get("additionalProperties") or next(iter(schema.get("patternProperties", {}).values()), None)
        typed = isinstance(values, dict) and "properties" not in schema
        return f"dict[str, {annotation(values, prefix, given=given) if typed else '_Any'}]"
    if kind == "string" and schema.get("format") in FORMATS:
        return FORMATS[schema["format"]] + (" | str" if given else "")
    return PRIMITIVES.get(kind, "_Any") if isinstance(kind, str) else "_Any"


def _union(choices: list[Schema], prefix: str, *, given: bool) -> str:
    parts: list[str] = []
    for choice in choices:
        for part in (
            annotation(choice, prefix, given=given).split(" | ")
            if "enum" in choice
            else [annotation(choice, prefix, given=given)]
        ):
            if part not in parts:
                parts.append(part)
    if "_Any" in parts:
        return "_Any"
    if sum("$ref" in choice for choice in choices) > 1 and not given:
        # In this order, and whatever a newer server may send last.
        models = [part for part in parts if part != "None"]
        union = f"_Annotated[{' | '.join([*models, 'dict[str, _Any]'])}, _Field(union_mode='left_to_right')]"
        return f"{union} | None" if "None" in parts else union
    return " | ".join(sorted(parts, key=lambda part: part == "None"))


def docstring(text: str, indent: str) -> str:
    clean = text.strip().replace("\\", "\\\\").replace('"""', "'''")
    clean = f"{clean} " if clean.endswith('"') else clean
    return f'{indent}"""' + f"\n{indent}".join(clean.splitlines()).replace(f"\n{indent}\n", "\n\n") + '"""\n'


def models(document: Document) -> Iterator[str]:
    yield HEADER
    yield "\nfrom __future__ import annotations\n\nimport datetime as _datetime\nimport uuid as _uuid\n"
    yield (
        "from typing import Annotated as _Annotated\nfrom typing import Any as _Any\nfrom typing import Literal as"
        " _Literal\n\n"
    )
    yield "from pydantic import Field as _Field\n\nfrom atrium_client.model import Model as _Model\n"
    for name, schema in document["components"]["schemas"].items():
        if name == "JsonValue" or name.startswith("Body_"):
            continue
        if "properties" not in schema and schema.get("type") != "object":
            yield f"\n{name} = {annotation(schema)}\n"
            continue
        yield f"\n\nclass {name}(_Model):\n"
        yield docstring(schema.get("description") or name, "    ")
        for key, each in schema.get("properties", {}).items():
            yield _field(key, each, required=key in schema.get("required", []) or "const" in each)


def _field(key: str, schema: Schema, *, required: bool) -> str:
    text = f"\n    {key}: {annotation(schema)}"
    if not required:
        default: Any = schema.get("default")
        if isinstance(default, list | dict):
            text += (
                f" = _Field(default_factory=lambda: {default!r})"
                if default
                else f" = _Field(default_factory={type(default).__name__})"
            )
        elif schema.get("format") in FORMATS:
            text += f" = {FORMATS[schema['format']]}({default!r})" if default else " | None = None"
        elif default is None:
            text += " = None" if text.endswith(("None", "_Any")) else " | None = None"
        else:
            text += f" = {default!r}"
    text += "\n"
    return text + docstring(schema["description"], "    ") if schema.get("description") else text


def methods(document: Document, *, asynchronous: bool) -> Iterator[str]:
    yield HEADER
    core, base = ("async_core", "AsyncCore") if asynchronous else ("core", "Core")
    iterator = "AsyncIterator" if asynchronous else "Iterator"
    yield "\nfrom __future__ import annotations\n\nimport datetime as _datetime\nimport uuid as _uuid\n"
    for name in (iterator, "Mapping", "Sequence"):
        yield f"from collections.abc import {name} as _{name}\n"
    yield "from typing import Any as _Any\nfrom typing import Literal as _Literal\n\n"
    yield (
        "from atrium_client import models\nfrom atrium_client.call import Call as _Call\nfrom atrium_client.call import"
        " Upload as _Upload\n"
    )
    yield f"from atrium_client.{core} import {base} as _{base}\nfrom atrium_client.model import Model as _Model\n"
    yield f"\n\nclass {'AsyncOperations' if asynchronous else 'Operations'}(_{base}):\n"
    yield '    """One method for each operation of the contract, under the name it has there."""\n'
    for operation in operations(document):
        yield _method(operation, asynchronous=asynchronous)
        if operation.page:
            yield _walk(operation, document, asynchronous=asynchronous)


def _argument(parameter: Schema) -> str:
    name = str(parameter["name"]).replace("-", "_")
    return f"{name}_" if keyword.iskeyword(name) else name


def _optional(schema: Schema) -> str:
    kind = annotation(schema, "models.", given=True)
    return kind if kind.endswith(("None", "_Any")) else f"{kind} | None"


def _signature(operation: Operation, *, without: tuple[str, ...] = ()) -> str:
    words = [
        "self",
        *(f"{_argument(each)}: {annotation(each['schema'], given=True)}" for each in operation.path_parameters),
    ]
    if operation.body == "json":
        words.append(f"body: {_body(operation)}" + ("" if operation.body_required else " | None = None"))
    named: list[str] = []
    for name, schema in operation.body_schema.get("properties", {}).items() if operation.body == "form" else ():
        kind = (
            "_Upload"
            if "contentMediaType" in schema or schema.get("format") == "binary"
            else "str | _Model | _Mapping[str, _Any]"
        )
        named.append(
            f"{name}: {kind}" if name in operation.body_schema.get("required", []) else f"{name}: {kind} | None = None"
        )
    for each in operation.query:
        if each["name"] not in without:
            typed = (
                annotation(each["schema"], given=True)
                if each.get("required")
                else f"{_optional(each['schema'])} = None"
            )
            named.append(f"{_argument(each)}: {typed}")
    if operation.prefixes:
        named.append("filters: _Mapping[str, _Any] | None = None")
    if operation.accepts_key:
        named.append("idempotency_key: str | None = None")
    if operation.accepts_match:
        named.append("if_match: str | _Model | None = None")
    return ", ".join([*words, "*", *named] if named else words)


def _body(operation: Operation) -> str:
    return f"models.{name} | _Mapping[str, _Any]" if (name := name_of(operation.body_schema)) else "_Mapping[str, _Any]"


def _call(operation: Operation) -> str:
    path = operation.path
    for each in operation.path_parameters:
        path = path.replace(f"{{{each['name']}}}", f"{{self.segment({_argument(each)})}}")
    words = [repr(operation.method), f"f{path!r}" if operation.path_parameters else repr(path)]
    if operation.query:
        words.append("query={" + ", ".join(f"{each['name']!r}: {_argument(each)}" for each in operation.query) + "}")
    if operation.prefixes:
        words.append("filters=filters")
    if operation.body == "json":
        words.append("body=body")
    if operation.body == "form":
        words.append(
            "form={" + ", ".join(f"{name!r}: {name}" for name in operation.body_schema.get("properties", {})) + "}"
        )
    if operation.accepts_key:
        words += ["accepts_key=True", "idempotency_key=idempotency_key"]
    if operation.accepts_match:
        words.append("if_match=if_match")
    return f"_Call({', '.join(words)})"


def _method(operation: Operation, *, asynchronous: bool) -> str:
    model = f"models.{name_of(operation.answer_schema)}"
    assert operation.answer != "json" or operation.answer_schema.get("$ref"), (
        f"{operation.id} answers no record with a name"
    )
    answer = {"json": model, "bytes": "bytes", "": "None"}[operation.answer]
    define, wait = ("async def", "await ") if asynchronous else ("def", "")
    send = {"json": f"self.receive(call, {model})", "bytes": "self.download(call)", "": "self.perform(call)"}[
        operation.answer
    ]
    text = f"\n    {define} {operation.id}({_signature(operation)}) -> {answer}:\n"
    text += docstring("\n\n".join(part for part in (operation.summary, operation.description) if part), "        ")
    return (
        text + f"        call = {_call(operation)}\n" + f"        {'return ' if operation.answer else ''}{wait}{send}\n"
    )


def _walk(operation: Operation, document: Document, *, asynchronous: bool) -> str:
    model = name_of(operation.answer_schema)
    item = annotation(document["components"]["schemas"][model]["properties"]["items"]["items"], "models.")
    kind = "_AsyncIterator" if asynchronous else "_Iterator"
    text = f"\n    def {operation.each}({_signature(operation, without=('cursor',))}) -> {kind}[{item}]:\n"
    text += docstring(f"{operation.summary}: every item of every page, fetched as they are needed.", "        ")
    call = _call(operation).replace("'cursor': cursor", "'cursor': None")
    return text + f"        call = {call}\n        return self.walk(call, models.{model})\n"


def write(contract: Path, package: Path) -> None:
    document = json.loads(contract.read_text(encoding="utf-8"))
    for name, parts in {
        "models": models(document),
        "operations": methods(document, asynchronous=False),
        "async_operations": methods(document, asynchronous=True),
    }.items():
        (package / f"{name}.py").write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
