"""JSON Lines: one object on each line, as our own export writes and many tools do."""

from collections.abc import Iterator
from pathlib import Path

import orjson

from atrium.adapters.contact_files.text import TextEncoding, read_lines
from atrium.adapters.contact_files.types import MAX_COLUMNS, VALUE_SEPARATOR, FileInfo, Row, RowProblem, UnreadableFile

_LABELLED_VALUE = ("address", "number", "value", "name")


def looks_like_jsonl(beginning: str) -> bool:
    """Whether the first line is a complete JSON object."""
    first = beginning.partition("\n")[0].strip()
    if not first.startswith("{"):
        return False
    try:
        return isinstance(orjson.loads(first), dict)
    except orjson.JSONDecodeError:
        return len(beginning) >= 16_384 and "\n" not in beginning


def detect_jsonl(path: Path, file_name: str, encoding: TextEncoding) -> FileInfo:
    """Reads the file once: its columns are all keys that occur. Raises ``UnreadableFile`` (``empty``,
    ``too_many_columns``)."""
    columns: dict[str, None] = {}
    for line in read_lines(path, encoding.name):
        found = _flat_object(line)
        if found:
            columns.update(dict.fromkeys(found))
            if len(columns) > MAX_COLUMNS:
                raise UnreadableFile("too_many_columns", f"The objects have more than {MAX_COLUMNS:,} different keys.")
    if not columns:
        raise UnreadableFile("empty", "No line of the file holds a JSON object with a value.")
    return FileInfo(
        format="jsonl",
        file_name=file_name,
        size_bytes=path.stat().st_size,
        columns=tuple(columns),
        encoding=encoding.name,
        encoding_certain=encoding.certain,
        damaged_text=encoding.damaged,
        has_header=False,
    )


def jsonl_rows(path: Path, info: FileInfo, skip: int = 0) -> Iterator[Row]:
    """One row a line; blank lines are passed over, a line that is no JSON object comes with a problem."""
    seen = 0
    for number, line in enumerate(read_lines(path, info.encoding or "utf-8"), start=1):
        if not line.strip("\ufeff \t\r\n"):
            continue
        seen += 1
        if seen <= skip:
            continue
        flat = _flat_object(line)
        if flat is None:
            yield Row(number, [line.strip()[:2_000]], RowProblem("not_json", "The line is not a JSON object."))
            continue
        values = [flat.get(column, "") for column in info.columns]
        holds_nul = any("\0" in value for value in values)
        yield Row(
            number, values, RowProblem("nul_character", "The object holds a NUL character.") if holds_nul else None
        )


def _flat_object(line: str) -> dict[str, str] | None:
    try:
        found = orjson.loads(line.strip("\ufeff \t\r\n").encode("utf-8", "replace"))
        return flatten(found) if isinstance(found, dict) else None
    except (orjson.JSONDecodeError, orjson.JSONEncodeError):  # the latter for objects nested too deep to be a contact
        return None


def flatten(record: dict[str, object]) -> dict[str, str]:
    """Texts by column: nested keys become ``custom_fields.renewal_on``, lists one cell, labels a column of their own.

    >>> flatten({"name": "Ana", "emails": [{"address": "ana@x.test", "label": "work"}], "tags": ["a", "b"], "vip":
    True}) {'name': 'Ana', 'emails': 'ana@x.test', 'emails label': 'work', 'tags': 'a ::: b', 'vip': 'true'}
    """
    flat: dict[str, str] = {}
    for key, value in record.items():
        name = " ".join(key[:100].split())
        if isinstance(value, dict):
            flat.update({f"{name}.{inner}": text for inner, item in value.items() if (text := _text(item))})
        elif isinstance(value, list):
            flat.update(_flat_list(name, value))
        elif text := _text(value):
            flat[name] = text
    return flat


def _flat_list(name: str, items: list[object]) -> dict[str, str]:
    ordered = sorted(items, key=lambda item: not (isinstance(item, dict) and item.get("primary") is True))
    texts, labels = [], []
    for item in ordered:
        key = next((key for key in _LABELLED_VALUE if key in item), None) if isinstance(item, dict) else None
        text = _text(item[key]) if isinstance(item, dict) and key else _text(item)
        if text:
            texts.append(text.replace(VALUE_SEPARATOR, " "))
            labels.append(_text(item.get("label")) if isinstance(item, dict) and key else "")
    flat = {name: VALUE_SEPARATOR.join(texts)} if texts else {}
    if any(labels):
        flat[f"{name} label"] = VALUE_SEPARATOR.join(labels)
    return flat


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return orjson.dumps(value).decode()
