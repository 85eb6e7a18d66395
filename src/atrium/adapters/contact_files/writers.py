"""One record, one piece of a file: pure functions, so that an export streams from any source, synchronous or not.

A record is a plain mapping as the API gives a customer: ``id, name, kind, lifecycle, emails [{address, label,
primary}], phones [{number, label, primary}], location, time_zone, language, source, folder, status, owner, tags [name],
external_ids {scheme: value}, custom_fields {key: value}, created_at``. Everything but the name may be missing or
``None``; folder, status, owner and tags may be names or mappings with a ``name``. A vCard also has given_name,
middle_name, family_name, name_prefix, name_suffix, company, job_title, birthday, website and note where present.
"""

import csv
import datetime as dt
import re
from collections.abc import Mapping, Sequence

import orjson

from atrium.adapters.contact_files.types import VALUE_SEPARATOR, CustomFieldRef

BOM = "\ufeff".encode()
"""Put before a CSV so that Excel takes it for UTF-8. Our reader takes it off."""

CSV_COLUMNS = (
    *(
        "ID",
        "Name",
        "Kind",
        "Lifecycle",
        "Email",
        "Email label",
        "More emails",
        "More emails label",
        "Phone",
        "Phone label",
    ),
    *(
        "More phones",
        "More phones label",
        "Location",
        "Time zone",
        "Language",
        "Source",
        "Folder",
        "Status",
        "Owner",
        "Tags",
        "Created at",
    ),
)
"""The primary address and number stand alone, for mail merges; the others follow in one cell, their labels in step."""

Record = Mapping[str, object]

_ACTIVE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_HARMLESS = re.compile(r"\+[0-9]+(?: [0-9]+)*|-[0-9]+(?:\.[0-9]+)?")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_VCARD_TEXTS = {
    **{"company": "ORG", "job_title": "TITLE", "birthday": "BDAY", "website": "URL", "note": "NOTE"},
    **{"time_zone": "TZ", "language": "LANG"},
}
_TEL_TYPES = {"mobile": "cell", "cell": "cell", "fax": "fax", "pager": "pager", "home": "home", "work": "work"}


def guard_formula(text: str) -> str:
    """A cell text that a spreadsheet cannot take for a formula: an apostrophe is put before ``= + - @``, TAB, CR, LF.

    Left as they are: a plus with digits and single spaces (``+34600112233``) and a plain negative number (``-12.5``).
    They name no cell, function or command, so the worst a spreadsheet can make of them is that number. ``+34-600`` or
    ``-1+2`` are guarded. A text that begins with apostrophes before such a sign gets one more, so our reader, which
    takes one off, gives back exactly what was there.

    >>> guard_formula("=1+1"), guard_formula("+34600112233"), guard_formula("-12.5"), guard_formula("-1+2"),
    guard_formula("'=1") ("'=1+1", '+34600112233', '-12.5', "'-1+2", "''=1")
    """
    if _ACTIVE.match(text) and not _HARMLESS.fullmatch(text):
        return "'" + text
    return text


class _Echo:
    """Gives a written line back instead of storing it: ``csv`` returns what ``write`` returns, its types do not say
    so."""

    line = ""

    def write(self, line: str) -> None:
        self.line = line


def csv_line(values: Sequence[object], *, delimiter: str = ",") -> bytes:
    """One CSV row (RFC 4180, UTF-8, CRLF). ``None`` is an empty cell, dates are ISO 8601, booleans ``true`` or
    ``false``."""
    echo = _Echo()
    writer = csv.writer(echo, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([guard_formula(text_of(value)) if isinstance(value, str) else text_of(value) for value in values])
    return echo.line.encode("utf-8", "replace")


def csv_header(custom_fields: Sequence[CustomFieldRef] = (), schemes: Sequence[str] = ()) -> bytes:
    """The header of a customer export: ``CSV_COLUMNS``, one column for each external id scheme, one for each custom
    field by label."""
    return csv_line(
        [*CSV_COLUMNS, *(f"External ID {scheme}" for scheme in schemes), *(field.label for field in custom_fields)]
    )


def csv_record(record: Record, custom_fields: Sequence[CustomFieldRef] = (), schemes: Sequence[str] = ()) -> bytes:
    """The row of a customer under ``csv_header`` with the same arguments."""
    emails, email_labels = _entries(record, "emails", "address")
    phones, phone_labels = _entries(record, "phones", "number")
    fields = _mapping(record.get("custom_fields"))
    ids = _mapping(record.get("external_ids"))
    values: list[object] = [record.get("id"), record.get("name"), record.get("kind"), record.get("lifecycle")]
    for texts, labels in ((emails, email_labels), (phones, phone_labels)):
        values += [*texts[:1], *[""][len(texts[:1]) :], *labels[:1], *[""][len(labels[:1]) :]]
        values += [VALUE_SEPARATOR.join(texts[1:]), VALUE_SEPARATOR.join(labels[1:]) if any(labels[1:]) else ""]
    values += [record.get(key) for key in ("location", "time_zone", "language", "source")]
    values += [_name(record.get(key)) for key in ("folder", "status", "owner")]
    values += [VALUE_SEPARATOR.join(_names(record.get("tags"))), record.get("created_at")]
    values += [ids.get(scheme) for scheme in schemes]
    values += [fields.get(field.key) for field in custom_fields]
    return csv_line(values)


def jsonl_line(record: Record) -> bytes:
    """One line of JSON (UTF-8, dates and UUIDs as text, keys as given)."""
    return orjson.dumps(dict(record), default=str, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_NON_STR_KEYS)


def vcard(record: Record) -> bytes:
    """One vCard 4.0 (RFC 6350): CRLF, folded at 75 octets between characters, the primary address and number with
    ``PREF=1``.

    A label without a standard type becomes ``X-ABLabel``, which Apple and Google read. Custom fields and external ids
    become ``X-ATRIUM-FIELD`` and ``X-ATRIUM-ID`` with the key as a parameter; programs that do not know them pass over
    them.
    """
    emails, email_labels = _entries(record, "emails", "address")
    phones, phone_labels = _entries(record, "phones", "number")
    name = text_of(record.get("name")).strip() or next(iter(emails + phones), "") or "Unnamed"
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"FN:{_escaped(name)}"]
    company = record.get("kind") == "company"
    if company:
        lines += ["KIND:org", f"ORG:{_escaped(name)}"]
    elif record.get("given_name") or record.get("family_name"):
        parts = ("family_name", "given_name", "middle_name", "name_prefix", "name_suffix")
        lines.append("N:" + ";".join(_escaped(text_of(record.get(part))) for part in parts))
    lines += _labelled("EMAIL", emails, email_labels, {"home": "home", "work": "work"}, 0)
    lines += _labelled("TEL", phones, phone_labels, _TEL_TYPES, len(emails))
    if location := text_of(record.get("location")).strip():
        lines.append(f"ADR;LABEL={_parameter(location)}:;;{_escaped(location)};;;;")
    if tags := _names(record.get("tags")):
        lines.append("CATEGORIES:" + ",".join(_escaped(tag) for tag in tags))
    for key, property_name in _VCARD_TEXTS.items():
        if (text := text_of(record.get(key)).strip()) and not (company and property_name == "ORG"):
            lines.append(f"{property_name}:{_escaped(text)}")
    if uid := text_of(record.get("id")):
        lines.append(f"UID:{'urn:uuid:' if _UUID.fullmatch(uid) else ''}{_escaped(uid)}")
    for key, prefix in (("custom_fields", "X-ATRIUM-FIELD"), ("external_ids", "X-ATRIUM-ID")):
        for inner, value in _mapping(record.get(key)).items():
            if text := text_of(value):
                lines.append(f"{prefix};KEY={_parameter(inner)}:{_escaped(text)}")
    return b"".join(_folded(line) for line in [*lines, "END:VCARD"])


def _labelled(
    name: str, texts: Sequence[str], labels: Sequence[str], types: Mapping[str, str], first_group: int
) -> list[str]:
    lines = []
    for index, (text, label) in enumerate(zip(texts, labels, strict=True)):
        known = types.get(label.casefold())
        group = "" if known or not label else f"item{first_group + index + 1}."
        parameters = (f";TYPE={known}" if known else "") + (";PREF=1" if index == 0 else "")
        lines.append(f"{group}{name}{parameters}:{_escaped(text)}")
        if group:
            lines.append(f"{group}X-ABLabel:{_escaped(label)}")
    return lines


def text_of(value: object) -> str:
    """A value as the text of a cell; lists join with `` ::: ``, mappings become JSON."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return orjson.dumps(dict(value), default=str).decode()
    if isinstance(value, Sequence):
        return VALUE_SEPARATOR.join(text_of(item) for item in value)
    return str(value)


def _entries(record: Record, key: str, part: str) -> tuple[list[str], list[str]]:
    """Addresses or numbers and their labels, the primary one first."""
    items = record.get(key)
    found = (
        [item for item in items if isinstance(item, Mapping) and item.get(part)] if isinstance(items, Sequence) else []
    )
    found.sort(key=lambda item: item.get("primary") is not True)
    return [text_of(item[part]) for item in found], [text_of(item.get("label")) for item in found]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _name(value: object) -> str:
    return text_of(value.get("name")) if isinstance(value, Mapping) else text_of(value)


def _names(value: object) -> list[str]:
    return (
        [name for item in value if (name := _name(item))]
        if isinstance(value, Sequence) and not isinstance(value, str)
        else []
    )


def _escaped(text: str) -> str:
    """RFC 6350 3.4; control characters, which it does not allow, are dropped."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")


def _parameter(text: str) -> str:
    """A quoted parameter value with the escapes of RFC 6868."""
    clean = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return '"' + clean.replace("^", "^^").replace("\n", "^n").replace('"', "^'") + '"'


def _folded(line: str) -> bytes:
    data = line.encode("utf-8", "replace")
    pieces = []
    limit = 75
    while len(data) > limit:
        cut = limit
        while data[cut] & 0xC0 == 0x80:  # never inside a character
            cut -= 1
        pieces.append(data[:cut])
        data = data[cut:]
        limit = 74  # the space that marks the fold counts
    return b"\r\n ".join([*pieces, data]) + b"\r\n"
