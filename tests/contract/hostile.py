"""Values that break what does not expect them, for every kind of slot."""

import json
from collections.abc import Iterator
from typing import Any

RAW = "@raw:"
"""A string with this beginning stands for the JSON literal behind it: some cannot be written from Python."""

STRINGS: tuple[str, ...] = (
    "",
    " ",
    "a\x00b",
    "\ud800",
    "\udfff\ud800",
    "\x1b[31m\x07\x7f",
    "line\r\nline",
    "'; DROP TABLE customers; --",
    "%_\\",
    "\u202e\u200b\ufeff",
    "😀" * 300,
    "x" * 20_001,
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59.999999-14:00",
    "2026-13-45",
    "NaN",
    "1e400",
    "9223372036854775808",
    "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b1",
    "../../etc/passwd",
    "{{7*7}}${7*7}",
)
NUMBERS: tuple[Any, ...] = (
    -1,
    0,
    2**31,
    2**63,
    -(2**63) - 1,
    10**30,
    0.5,
    1e308,
    RAW + "1e400",
    RAW + "NaN",
    RAW + "-Infinity",
    RAW + "-0",
    RAW + "1" + "0" * 5000,
)
SHAPES: tuple[Any, ...] = (
    None,
    True,
    [],
    {},
    [None],
    [[]],
    {"": ""},
    {"a\x00": 1},
    {"k" * 10_000: 1},
    {"__proto__": {"x": 1}},
    [0] * 2000,
    ["x"] * 5000,
)


def nested(depth: int) -> str:
    """JSON objects inside one another, as raw text."""
    return '{"a":' * depth + "1" + "}" * depth


DEEP: tuple[str, ...] = (RAW + nested(33), RAW + "[" * 33 + "]" * 33, RAW + nested(5000))

HEADERS: dict[str, tuple[bytes, ...]] = {
    "Idempotency-Key": (b"", b" ", b"\xff\xfe", b"k" * 256, b"a b", b"\x01"),
    "If-Match": (b"", b"*", b"\xff", b'"' * 1000, b"W/", b'W/"1", "2"', b'"\\u0000"'),
    "X-Request-Id": (b"\xff" * 8, b"x" * 10_000, b"../../..", b"%00%00%00%00"),
    "Content-Type": (
        b"",
        b"application/json; charset=utf-16",
        b"text/plain",
        b"application/xml",
        b"multipart/form-data",
        b"\xff/\xff",
    ),
    "Accept": (b"image/png", b"\xff", b"*/*;q=nan"),
    "Accept-Encoding": (b"br;q=1e400", b"\xff"),
    "Authorization": (b"Bearer", b"Bearer \xff", b"Bearer " + b"x" * 5000, b"\x00"),
    "Cookie": (b"atrium_session=\xff", b"=;=;", b"atrium_session=" + b"x" * 5000),
    "X-CSRF-Token": (b"\xff", b"", b"x" * 5000),
    "Range": (b"bytes=0-99999999999999999999", b"\xff"),
    "X-Forwarded-For": (b"not an address", b"\xff", b"::1%eth0"),
}


CORE: tuple[Any, ...] = ("a\x00b", "\ud800", 2**63, None, {}, "")
"""What every slot gets; of the rest each slot gets the next few, so that together they get everything."""


def values_for(schema: dict[str, Any], turn: int, share: int) -> Iterator[Any]:
    """Hostile values for the slot with this number: the core, and ``share`` more of those that fit its type best."""
    kind = schema.get("type")
    yield from CORE
    if kind == "string":
        rest = STRINGS + NUMBERS[::4] + SHAPES[::3]
    elif kind in {"integer", "number"}:
        rest = NUMBERS + STRINGS[::4] + SHAPES[::3]
    elif kind == "boolean":
        rest = STRINGS[::4] + NUMBERS[::3]
    else:
        rest = SHAPES + DEEP + STRINGS[::4] + NUMBERS[::3]
    for step in range(share):
        yield rest[(turn * share + step) % len(rest)]


def encoded(body: Any) -> bytes:
    """The body as JSON text, lone surrogates escaped and raw literals in place."""
    text = json.dumps(body)
    while RAW in text:
        start = text.index('"' + RAW)
        end = text.index('"', start + 1)
        while text[end - 1] == "\\":
            end = text.index('"', end + 1)
        text = text[:start] + json.loads(text[start : end + 1]).removeprefix(RAW) + text[end + 1 :]
    return text.encode()
