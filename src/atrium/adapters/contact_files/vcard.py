"""Cards of vCard 2.1, 3.0 and 4.0 files as rows with fixed columns, streaming and tolerant.

A reader of our own: vCard libraries stop at the first odd line, keep every card in memory, or do not know what Google,
Apple and Outlook really write (``item1.X-ABLabel``, bare types, quoted-printable folding, year-less birthdays).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from atrium.adapters.contact_files.text import TextEncoding
from atrium.adapters.contact_files.types import VALUE_SEPARATOR, FileInfo, Row, RowProblem
from atrium.adapters.contact_files.vcard_lines import (
    Property,
    read_properties,
    split_unescaped,
    unescape,
    unfolds_to_utf8,
)

COLUMNS = (
    *("Name", "Given name", "Middle name", "Family name", "Name prefix", "Name suffix", "Nickname", "Kind"),
    *("Company", "Department", "Job title"),
    *(
        "Email",
        "Email label",
        "Phone",
        "Phone label",
        "Address",
        "Street",
        "City",
        "Region",
        "Postal code",
        "Country",
        "Other addresses",
    ),
    *("Birthday", "Anniversary", "Website", "Categories", "Note", "Time zone", "Language", "UID", "Other properties"),
)
"""Cells of several values join them with `` ::: ``; the labels have the same order, with nothing between where there is
none."""

_MAX_PROPERTIES = 2_000
_NOT_LABELS = frozenset(
    {"internet", "pref", "voice", "text", "x400", "msg", "bbs", "modem", "isdn", "parcel", "postal", "intl", "dom"}
)
_LABELS = {"cell": "mobile", "iphone": "mobile", "x-mobile": "mobile"}
_BARE_DATE = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})(?:[T ].*)?")
_APPLE_LABEL = re.compile(r"_\$!<(.*?)>!\$_")


@dataclass(slots=True)
class _Card:
    number: int
    properties: list[Property] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    ended: bool = False


def detect_vcard(path: Path, file_name: str, encoding: TextEncoding) -> FileInfo:
    """Columns are always ``COLUMNS``; a file without header row."""
    if encoding.name != "utf-8" and not encoding.certain and unfolds_to_utf8(path):
        encoding = TextEncoding("utf-8")
    damaged = f"Some bytes are not valid {encoding.label}; cards with unreadable characters are listed as problems."
    return FileInfo(
        format="vcard",
        file_name=file_name,
        size_bytes=path.stat().st_size,
        columns=COLUMNS,
        encoding=encoding.name,
        encoding_certain=encoding.certain,
        damaged_text=encoding.damaged,
        has_header=False,
        warnings=(damaged,) if encoding.damaged else (),
    )


def vcard_rows(path: Path, info: FileInfo, skip: int = 0) -> Iterator[Row]:
    """One row a card. Group cards (lists) and cards without an end come with a problem."""
    for card in _cards(read_properties(path, info.encoding or "utf-8")):
        if card.number > skip:
            yield _row(card, info)


def _cards(properties: Iterable[Property]) -> Iterator[_Card]:
    """Cards in order. A card inside an ``AGENT`` property belongs to that card and is left out."""
    card: _Card | None = None
    agents = number = 0
    for found in properties:
        if found.name == "BEGIN" and found.value.upper() == "VCARD":
            if card is not None and card.properties and card.properties[-1].name == "AGENT":
                agents += 1
                continue
            if card is not None:
                yield card
            number += 1
            card, agents = _Card(number), 0
        elif card is None:
            continue
        elif found.name == "END" and found.value.upper() == "VCARD":
            if agents:
                agents -= 1
                continue
            card.ended = True
            yield card
            card = None
        elif agents == 0:
            if found.name in {"X-ABLABEL", "X-ABLABEL2"}:
                card.labels[found.group] = _APPLE_LABEL.sub(r"\1", unescape(found.value)).strip()
            elif len(card.properties) < _MAX_PROPERTIES:
                card.properties.append(found)
    if card is not None:
        yield card


def _row(card: _Card, info: FileInfo) -> Row:
    values = _values(card)
    row = Row(card.number, [values.get(column, "").strip() for column in COLUMNS])
    if not card.ended:
        row.problem = RowProblem("card_not_closed", "The card has no END:VCARD; the file may have been cut off here.")
    elif values.get("Kind") == "group":
        row.problem = RowProblem("group_card", "This card is a group of contacts, not a contact.")
    elif len(card.properties) >= _MAX_PROPERTIES:
        row.problem = RowProblem("card_too_large", f"The card has more than {_MAX_PROPERTIES:,} properties.")
    elif not any(values.values()):
        row.problem = RowProblem("empty_card", "The card holds nothing.")
    elif info.damaged_text and any("\ufffd" in value for value in row.values):
        row.problem = RowProblem("unreadable_characters", f"The card holds bytes that are not valid {info.encoding}.")
    elif any("\0" in value for value in row.values):
        row.problem = RowProblem("nul_character", "The card holds a NUL character.")
    return row


_SINGLE = {"FN": "Name", "ROLE": "Job title", "TITLE": "Job title", "TZ": "Time zone", "LANG": "Language", "UID": "UID"}
_MANY = {"NICKNAME": "Nickname", "CATEGORIES": "Categories", "URL": "Website"}
_DATES = {"BDAY": "Birthday", "ANNIVERSARY": "Anniversary"}
_STRUCTURED = {
    *("N", "ORG", "EMAIL", "TEL", "ADR", "NOTE", "LABEL", "KIND", "AGENT"),
    *("X-ABSHOWAS", "X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER"),
}


def _values(card: _Card) -> dict[str, str]:
    by_name: dict[str, list[Property]] = {}
    for found in card.properties:
        by_name.setdefault(found.name, []).append(found)
    values: dict[str, str] = {}
    for name, column in _SINGLE.items():
        for found in by_name.get(name, ())[:1]:
            values[column] = unescape(found.value).strip()
    for name, column in _MANY.items():
        found_here = by_name.get(name, ())
        lists = [
            [unescape(found.value)] if name == "URL" else split_unescaped(found.value, ",") for found in found_here
        ]
        values[column] = _joined(text for texts in lists for text in texts)
    for name, column in _DATES.items():
        for found in by_name.get(name, ())[:1]:
            values[column] = _date(found)
    _add_names(values, by_name)
    _add_labelled(values, card, by_name.get("EMAIL", ()), "Email", "mailto:")
    _add_labelled(values, card, by_name.get("TEL", ()), "Phone", "tel:")
    _add_addresses(values, by_name.get("ADR", ()), card)
    values["Note"] = "\n".join(text for found in by_name.get("NOTE", ()) if (text := unescape(found.value).strip()))
    known = _SINGLE.keys() | _MANY.keys() | _DATES.keys() | _STRUCTURED
    values["Other properties"] = "\n".join(
        f"{card.labels.get(found.group) or found.name}: {' '.join(unescape(found.value).split())}"
        for found in card.properties
        if found.name not in known and found.value.strip(" ;")
    )
    return values


def _add_names(values: dict[str, str], by_name: dict[str, list[Property]]) -> None:
    for found in by_name.get("N", ())[:1]:
        parts = split_unescaped(found.value, ";")
        for column, part in zip(
            ("Family name", "Given name", "Middle name", "Name prefix", "Name suffix"), parts, strict=False
        ):
            values[column] = part
    for found in by_name.get("ORG", ())[:1]:
        company, *departments = split_unescaped(found.value, ";")
        values["Company"] = company
        values["Department"] = ", ".join(part for part in departments if part)
    kinds = [
        found.value.strip().casefold()
        for name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")
        for found in by_name.get(name, ())
    ]
    shown_as_company = any(found.value.strip().upper() == "COMPANY" for found in by_name.get("X-ABSHOWAS", ()))
    kind = kinds[0] if kinds else ""
    values["Kind"] = (
        "company" if kind in {"org", "organization"} or shown_as_company else {"individual": "person"}.get(kind, kind)
    )
    if not values.get("Name"):
        order = ("Name prefix", "Given name", "Middle name", "Family name", "Name suffix")
        values["Name"] = " ".join(part for column in order if (part := values.get(column, ""))) or values.get(
            "Company", ""
        )


def _add_labelled(values: dict[str, str], card: _Card, found: Iterable[Property], column: str, scheme: str) -> None:
    """Addresses and numbers, the preferred one first (``TYPE=pref`` or the lowest ``PREF``), with their labels in
    step."""
    entries = []
    for entry in sorted(found, key=_preference):
        text = unescape(entry.value).strip()
        if text[: len(scheme)].casefold() == scheme:
            text = text[len(scheme) :].replace(";ext=", " ext. ").partition(";")[0]
        if text:
            entries.append((text.replace(VALUE_SEPARATOR, " "), _label(card, entry)))
    values[column] = VALUE_SEPARATOR.join(text for text, _ in entries)
    if any(label for _, label in entries):
        values[f"{column} label"] = VALUE_SEPARATOR.join(label for _, label in entries)


def _preference(found: Property) -> int:
    pref = found.parameters.get("PREF", "")
    if pref.isdecimal() and len(pref) < 4:
        return int(pref)
    return 1 if "pref" in found.types else 101


def _label(card: _Card, found: Property) -> str:
    if label := card.labels.get(found.group) if found.group else None:
        plain = label.casefold() if label in {"Home", "Work", "Other", "Mobile", "Main", "School"} else label
        return _LABELS.get(label.casefold(), plain).replace(VALUE_SEPARATOR, " ")
    return " ".join(_LABELS.get(name, name.removeprefix("x-")) for name in found.types if name not in _NOT_LABELS)


def _add_addresses(values: dict[str, str], found: Iterable[Property], card: _Card) -> None:
    """The preferred address in parts and as one text; the others as texts with their labels."""
    others = []
    for index, entry in enumerate(sorted(found, key=_preference)):
        parts = [" ".join(part.split()) for part in split_unescaped(entry.value, ";")] + [""] * 7
        street = ", ".join(part for part in (parts[2], parts[1], parts[0]) if part)
        place = " ".join(part for part in (parts[5], parts[3]) if part)
        text = entry.parameters.get("LABEL") or ", ".join(part for part in (street, place, parts[4], parts[6]) if part)
        text = ", ".join(line.strip(" ,") for line in text.replace("\\n", "\n").splitlines() if line.strip(" ,"))
        if index == 0:
            values["Address"] = text
            values.update(
                zip(("Street", "City", "Region", "Postal code", "Country"), (street, *parts[3:7]), strict=True)
            )
        elif text:
            label = _label(card, entry)
            others.append(f"{label}: {text}" if label else text)
    values["Other addresses"] = _joined(others)


def _date(found: Property) -> str:
    """ISO 8601; ``--03-02`` when there is no year (Apple writes 1604 for that); as written when it is no date."""
    text = unescape(found.value).strip()
    match = _BARE_DATE.fullmatch(text)
    if match is None:
        return text
    year = "-" if match[1] in {"--", found.parameters.get("X-APPLE-OMIT-YEAR")} else match[1]
    return f"{year}-{match[2]}-{match[3]}"


def _joined(texts: Iterable[str]) -> str:
    return VALUE_SEPARATOR.join(text.strip().replace(VALUE_SEPARATOR, " ") for text in texts if text.strip())
