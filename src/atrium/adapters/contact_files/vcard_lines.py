"""The line level of vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350): folding, parameters, quoted-printable, escapes."""

import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from atrium.adapters.contact_files.text import ENCODINGS, read_lines

MAX_VALUE_CHARS = 256 * 1024
"""Longer values are cut; only embedded pictures, which are not read, come near it."""

_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)(?:=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))?')
_NAME = re.compile(r"\s*(?:([A-Za-z0-9._-]+)\.)?([A-Za-z0-9-]+)\s*(?=[;:])")
_PARAMETER_VALUE = re.compile(r'"([^"]*)"|([^",]+)')
_CHARSET = re.compile(r"CHARSET=\"?([A-Za-z0-9_.:-]+)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CARET = {"^n": "\n", "^'": '"', "^^": "^"}
_BARE_ENCODINGS = {"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"}
_IGNORED = frozenset(
    (
        *("PHOTO", "LOGO", "SOUND", "KEY", "PRODID", "REV", "VERSION"),
        *("X-ABADR", "X-ABUID", "X-IMAGEHASH", "X-IMAGETYPE", "X-SHARED-PHOTO-DISPLAY-PREF"),
    )
)


@dataclass(slots=True)
class Property:
    """``name`` upper case; ``group`` as in ``item1.EMAIL``; ``types`` lower case without duplicates; ``value`` still
    escaped."""

    name: str
    value: str
    group: str = ""
    types: list[str] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)


def read_properties(path: Path, encoding: str) -> Iterator[Property]:
    """All properties of all cards in order, ``BEGIN`` and ``END`` among them, without pictures, keys and lines that are
    no property."""
    wide = encoding.startswith("utf-16") or encoding.startswith("utf-32")
    for raw in _unfolded(read_lines(path, encoding if wide else "latin-1")):
        parsed = parse_property(raw if wide else _decoded(raw, encoding))
        if parsed is not None and parsed.name not in _IGNORED:
            yield parsed


def unfolds_to_utf8(path: Path) -> bool:
    """Whether the text is UTF-8 once unfolded: RFC 2426 lets a fold cut a character in two."""
    try:
        for raw in _unfolded(read_lines(path, "latin-1")):
            raw.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded(raw: str, encoding: str) -> str:
    """Bytes become text only now, after unfolding; a property of vCard 2.1 may name a character set of its own."""
    if raw.isascii():
        return raw
    data = raw.encode("latin-1")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        named = _CHARSET.search(raw[:300].partition(":")[0])
        return data.decode(_text_codec(named[1]) if named else encoding, "replace")


def _text_codec(name: str) -> str:
    """The codec if it is one of those we read, else UTF-8."""
    try:
        codec = codecs.lookup(name[:40]).name
    except (LookupError, ValueError):
        return "utf-8"
    return codec if codec in ENCODINGS else "utf-8"


def _unfolded(lines: Iterator[str]) -> Iterator[str]:
    """Joins folded lines: a space or tab at the start continues a line, and so does ``=`` at the end of a
    quoted-printable one."""
    parts: list[str] = []
    size = 0
    soft = False
    for raw in lines:
        line = raw.rstrip("\r\n")
        if soft:
            more = line
        elif line[:1] in {" ", "\t"} and parts:
            more = line[1:]
        else:
            if parts:
                yield "".join(parts)
            parts, size, more = [], 0, line.lstrip("\ufeff")
        soft = more.endswith("=") and _is_quoted_printable(parts[0] if parts else more)
        if soft:
            more += "\n"
        size += len(more)
        if size <= MAX_VALUE_CHARS:
            parts.append(more)
    if parts:
        yield "".join(parts)


def _is_quoted_printable(start: str) -> bool:
    return "QUOTED-PRINTABLE" in start[:300].partition(":")[0].upper()


def parse_property(line: str) -> Property | None:
    """One unfolded line, or ``None`` when it is not a property (a line of base64, a blank line)."""
    match = _NAME.match(line)
    if match is None:
        return None
    found = Property(match[2].upper(), "", (match[1] or "").casefold())
    position = match.end()
    while parameter := _PARAMETER.match(line, position):
        position = parameter.end()
        _add_parameter(found, parameter[1].upper(), parameter[2])
    colon = line.find(":", position)
    if colon < 0:
        return None
    found.value = line[colon + 1 :].strip() if found.name in {"BEGIN", "END"} else line[colon + 1 :]
    if found.name not in _IGNORED and found.parameters.get("ENCODING") in {"QUOTED-PRINTABLE", "Q"}:
        found.value = _quoted_printable(found.value, found.parameters.get("CHARSET", "utf-8"))
    return found


def _add_parameter(found: Property, name: str, text: str | None) -> None:
    """A parameter without ``=`` is a type or an encoding by itself (vCard 2.1)."""
    if text is None:
        if name in _BARE_ENCODINGS:
            found.parameters["ENCODING"] = name
        else:
            _add_types(found, [name])
        return
    values = [
        re.sub(r"\^[n'^]", lambda match: _CARET[match[0]], quoted or bare)
        for quoted, bare in _PARAMETER_VALUE.findall(text)
    ]
    if name == "TYPE":
        _add_types(found, [part for value in values for part in value.split(",")])
    else:
        found.parameters[name] = ",".join(values).upper() if name == "ENCODING" else ",".join(values)


def _add_types(found: Property, names: list[str]) -> None:
    found.types.extend(name for name in (name.strip().casefold() for name in names) if name and name not in found.types)


def _quoted_printable(value: str, charset: str) -> str:
    data = quopri.decodestring(value.encode("utf-8", "replace"))
    try:
        text = data.decode(_text_codec(charset))
    except UnicodeError:
        text = data.decode("cp1252", "replace")
    return text.replace("\r\n", "\n")


def unescape(text: str) -> str:
    """``\\n`` is a line break, a backslash before anything else stands for that character."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def split_unescaped(text: str, separator: str) -> list[str]:
    """The parts of a structured value, unescaped and trimmed.

    >>> split_unescaped(r"Ruiz\\; Gil;Ana;", ";")
    ['Ruiz; Gil', 'Ana', '']
    """
    if "\\" not in text:
        return [part.strip() for part in text.split(separator)]
    pieces = re.findall(rf"((?:[^\\{separator}]|\\.|\\$)*)(?:{separator}|$)", text, re.DOTALL)
    return [unescape(piece).strip() for piece in pieces[: text.count(separator) + 1]]
