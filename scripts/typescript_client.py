"""Write the methods of the TypeScript client; their types are made by openapi-ts
(frontend/openapi-ts.client.config.ts).

python scripts/typescript_client.py openapi/openapi.json clients/typescript/src/generated/operations.ts
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from client_contract import Document, Operation, operations

HEADER = "// Generated from openapi/openapi.json by scripts/typescript_client.py; `make gen` writes it again.\n"


def pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))


def camel(name: str) -> str:
    text = pascal(name)
    return text[:1].lower() + text[1:]


def comment(text: str, indent: str) -> str:
    lines = text.strip().replace("*/", "*\\/").splitlines()
    return f"{indent}/**\n" + "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines) + f"{indent} */\n"


def source(document: Document) -> Iterator[str]:
    yield HEADER
    yield "import { Core, type Options, segment } from '../core.js';\nimport type * as t from './types.gen.js';\n\n"
    yield comment("One method for each operation of the contract, under the name it has there in camel case.", "")
    yield "export class Operations extends Core {"
    for operation in operations(document):
        yield "\n" + _method(operation)
        if operation.page:
            yield "\n" + _walk(operation)
    yield "}\n"


def _parameters(operation: Operation, *, walk: bool = False) -> str:
    kind = f"t.{pascal(operation.id)}Data"
    words = [f"{camel(each['name'])}: string" for each in operation.path_parameters]
    if operation.body:
        words.append(f"body{'' if operation.body_required else '?'}: {kind}['body']")
    if operation.query:
        needed = any(each.get("required") for each in operation.query)
        whole = f"NonNullable<{kind}['query']>"
        if walk:
            whole = f"Omit<{whole}, 'cursor'>"
        if operation.prefixes:
            whole += " & { [filter: `" + operation.prefixes[0] + "${string}`]: string | number | boolean | string[] }"
        words.append(f"query{'' if needed else '?'}: {whole}")
    return ", ".join([*words, "options?: Options"])


def _call(operation: Operation) -> str:
    path = operation.path
    for each in operation.path_parameters:
        path = path.replace(f"{{{each['name']}}}", f"${{segment({camel(each['name'])})}}")
    words = [f"method: '{operation.method}'", f"path: `{path}`" if operation.path_parameters else f"path: '{path}'"]
    if operation.query:
        words.append("query")
    if operation.body:
        words.append("body" if operation.body == "json" else "form: body")
    if operation.accepts_key:
        words.append("acceptsKey: true")
    return "{ " + ", ".join(words) + " }"


def _method(operation: Operation) -> str:
    answer = {"json": f"t.{pascal(operation.id)}Response", "bytes": "Blob", "": "void"}[operation.answer]
    send = {"json": "receive", "bytes": "download", "": "perform"}[operation.answer]
    text = comment("\n\n".join(part for part in (operation.summary, operation.description) if part), "  ")
    return (
        text + f"  {camel(operation.id)}({_parameters(operation)}): Promise<{answer}> {{\n    return"
        f" this.{send}({_call(operation)}, options);\n  }}\n"
    )


def _walk(operation: Operation) -> str:
    item = f"t.{pascal(operation.id)}Response['items'][number]"
    text = comment(f"{operation.summary}: every item of every page, fetched as they are needed.", "  ")
    head = (
        f"  {camel(operation.each)}({_parameters(operation, walk=True)}): AsyncGenerator<{item}, void, undefined> {{\n"
    )
    return text + head + f"    return this.walk({_call(operation)}, options);\n  }}\n"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(
        "".join(source(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))), encoding="utf-8"
    )
