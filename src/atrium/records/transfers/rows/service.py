"""Reading rows: pure functions, quick enough for millions of rows, that note what is wrong with each cell."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from atrium.adapters.contact_files import Row, clean_label, split_contacts, split_tags, split_values
from atrium.adapters.phones import Phone, PhoneNotUnderstood, parse
from atrium.records.custom_fields.fields.rules import ValueRefused
from atrium.records.custom_fields.values.texts import read_member, read_text
from atrium.records.customers.contact_points.service import MOST, EmailNotUnderstood, normalise_email
from atrium.records.transfers.rows.schemas import KINDS, LANGUAGE_WORDS, LIFECYCLES, OWN_SCHEME, Directory, Draft, Plan

MOST_CELL_CHARACTERS = 32_767
"""As in Excel. What is kept of a cell among the rejected rows."""
MOST_NOTE_CHARACTERS = 20_000
_SEVERAL = re.compile(r"[;,\n]|:::|\s[/|]\s")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
_ZONES = {name.casefold().replace(" ", "_"): name for name in available_timezones()}
_phone = lru_cache(maxsize=4096)(parse)


def read_row(row: Row, plan: Plan, names: Directory) -> Draft:
    """What the row says. Its ``problems`` say why it cannot be imported."""
    draft = Draft(row.number, row.values)
    if row.problem is not None:
        draft.refuse(row.problem.code, row.problem.message)
        return draft
    _read_contacts(draft, plan, names)
    _read_names(draft, plan)
    _read_location(draft, plan)
    _read_details(draft, plan)
    _read_place(draft, plan, names)
    _read_tags(draft, plan, names)
    _read_ids(draft, plan)
    for column, key in plan.fields:
        if row.values[column]:
            _read_field(draft, column, key, names)
    for column in plan.notes:
        if text := _prose(draft, column):
            draft.notes.append(text)
    if draft.notes:
        note = "\n\n".join(draft.notes)
        draft.notes = [note[:MOST_NOTE_CHARACTERS]]
        if len(note) > MOST_NOTE_CHARACTERS:
            draft.refuse("too_long", f"The note has more than {MOST_NOTE_CHARACTERS:,} characters.", plan.notes[0])
    if (
        draft.name is None
        and draft.fallback_name is None
        and not draft.problems
        and not draft.own_id
        and not draft.external_ids
    ):
        draft.refuse("no_name", "The row has no name, no address and no number.")
    return draft


def row_key(draft: Draft) -> str:
    """By what a row without address or id is known again: its name and its numbers, or its place where it has no
    number."""
    if draft.key:
        return draft.key
    numbers = sorted(phone["number"] for phone in draft.phones) or [(draft.location or "").casefold()]
    known = "\n".join([(draft.name or draft.fallback_name or "").casefold(), *numbers])
    draft.key = hashlib.sha256(known.encode()).hexdigest()[:32]
    return draft.key


def storable(values: Sequence[str]) -> list[str]:
    """Cells as they can be kept in the database, whatever is wrong with them."""
    return [
        value[:MOST_CELL_CHARACTERS].encode("utf-8", "replace").decode().replace("\0", "\ufffd") for value in values
    ]


def _line(draft: Draft, column: int, longest: int, separator: str = " ") -> str | None:
    """One line of text, None when blank; lines of a cell are joined by ``separator``."""
    text = draft.values[column]
    if "\n" in text:
        text = separator.join(line for part in text.splitlines() if (line := part.strip(" ,")))
    if not text:
        return None
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text)
        text = "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"} else char for char in text)
    text = " ".join(text.split())
    if len(text) > longest:
        draft.refuse("too_long", f"The text has more than {longest} characters.", column)
        return None
    return text or None


def _prose(draft: Draft, column: int) -> str | None:
    text = draft.values[column].replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    return unicodedata.normalize("NFC", text) or None


def _read_names(draft: Draft, plan: Plan) -> None:
    if plan.name is not None:
        draft.name = _line(draft, plan.name, 200)
    if draft.name is None and plan.name_parts:
        joined = " ".join(part for column in plan.name_parts if (part := _line(draft, column, 200)))
        if len(joined) > 200:
            draft.refuse("too_long", "The name has more than 200 characters.", plan.name_parts[0])
        draft.name = joined[:200] or None
    if draft.name is None and plan.company is not None:
        draft.name = _line(draft, plan.company, 200)
        if draft.name:
            draft.kind = "company"
    first = (draft.emails[:1] and draft.emails[0]["address"]) or (draft.phones[:1] and draft.phones[0]["display"])
    draft.fallback_name = draft.name or first or None


def _read_contacts(draft: Draft, plan: Plan, names: Directory) -> None:
    def email(text: str) -> dict[str, Any]:
        return {"address": normalise_email(text)}

    def phone(text: str) -> dict[str, Any]:
        found: Phone = _phone(text, names.region)
        return {"number": found.e164, "display": found.national, "extension": found.extension}

    draft.emails = _contacts(draft, plan.emails, email, "address")
    draft.phones = _contacts(draft, plan.phones, phone, "number")


def _contacts(draft: Draft, columns: Any, read: Callable[[str], dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Entries as customers keep them, each address or number once, the first one primary."""
    found: dict[str, dict[str, Any]] = {}
    for column, fixed, label_column in columns:
        cell = draft.values[column]
        if not cell or cell.isspace():
            continue
        texts = split_contacts(cell) if _SEVERAL.search(cell) else [cell]
        labels = split_values(draft.values[label_column]) if label_column is not None else []
        for index, text in enumerate(texts):
            if not text:
                continue
            try:
                entry = read(text)
            except EmailNotUnderstood as error:
                draft.refuse("not_an_email", f"“{text.strip()[:100]}”: {error}", column)
                continue
            except PhoneNotUnderstood as error:
                draft.refuse(error.reason, f"“{text.strip()[:60]}”: {error.detail}", column)
                continue
            label = (
                fixed
                if label_column is None
                else labels[index]
                if index < len(labels)
                else labels[0]
                if len(labels) == 1
                else ""
            )
            found.setdefault(entry[key], {**entry, "label": _label(label)})
    if len(found) > MOST:
        draft.refuse("too_many", f"A customer can have {MOST} of these; the row has {len(found)}.", columns[0][0])
    return [{**entry, "primary": number == 0} for number, entry in enumerate(found.values())]


@lru_cache(maxsize=1024)
def _label(text: str) -> str:
    return (
        "".join(
            char for char in unicodedata.normalize("NFC", clean_label(text)[0]) if unicodedata.category(char) != "Cc"
        )[:40]
        if text
        else ""
    )


def _read_location(draft: Draft, plan: Plan) -> None:
    column = plan.plain.get("location")
    if column is not None:
        draft.location = _line(draft, column, 300, ", ")
    if draft.location is None and plan.location_parts:
        parts = {
            part: ", ".join(text for column in columns if (text := _line(draft, column, 300)))
            for part, columns in plan.location_parts.items()
        }
        town = " ".join(filter(None, (parts.get("postal_code"), parts.get("city"))))
        whole = ", ".join(filter(None, (parts.get("street"), town, parts.get("region"), parts.get("country"))))
        if len(whole) > 300:
            draft.refuse(
                "too_long", "The address has more than 300 characters.", next(iter(plan.location_parts.values()))[0]
            )
        draft.location = whole[:300] or None


def _read_details(draft: Draft, plan: Plan) -> None:
    for name, column in plan.plain.items():
        if name not in {"kind", "lifecycle", "time_zone", "language", "source"}:
            continue
        text = _line(draft, column, 100)
        if text is None:
            continue
        word = text.casefold()
        if name == "source":
            draft.source = text
        elif name == "kind":
            draft.kind = _by_word(draft, column, KINDS, word, "neither person nor company") or draft.kind
        elif name == "lifecycle":
            draft.lifecycle = _by_word(draft, column, LIFECYCLES, word, "neither prospect nor customer")
        elif name == "time_zone":
            draft.time_zone = _ZONES.get(word.replace(" ", "_"))
            if draft.time_zone is None:
                draft.refuse("unknown_time_zone", f"“{text[:60]}” is not a time zone such as Europe/Madrid.", column)
        else:
            draft.language = language_tag(text)
            if draft.language is None:
                draft.refuse("unknown_language", f"“{text[:60]}” is not a language such as es or pt-BR.", column)


def _by_word(draft: Draft, column: int, words: dict[str, frozenset[str]], word: str, message: str) -> str | None:
    plain = word.replace("_", " ").replace("-", " ")
    for meaning, known in words.items():
        if plain in known:
            return meaning
    draft.refuse("unknown_word", f"“{word[:60]}” is {message}.", column)
    return None


def language_tag(text: str) -> str | None:
    """A BCP 47 tag from a tag or a language's name in some languages; None when it is neither."""
    word = text.casefold()
    named = LANGUAGE_WORDS.get(word) or LANGUAGE_WORDS.get(re.split(r"\s*[(,/]", word)[0].strip())
    if named:
        return named
    tag = text.replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) and len(tag) <= 35 and len(tag.split("-")[0]) <= 3 else None


def _read_place(draft: Draft, plan: Plan, names: Directory) -> None:
    """Folder, status and owner. Whether the status belongs to the folder is seen when the customer is known."""
    if (column := plan.plain.get("folder")) is not None and (text := _line(draft, column, 1000)):
        key = re.sub(r"\s*[>/\\]\s*", " / ", text).casefold()
        draft.folder_id = names.folder_names.get(text.casefold()) or names.folder_names.get(key)
        if draft.folder_id is None:
            several = text.casefold() in names.folder_names
            message = (
                f"Several folders are called “{text[:60]}”; write the path."
                if several
                else f"There is no folder “{text[:60]}”."
            )
            draft.refuse("ambiguous_folder" if several else "unknown_folder", message, column)
    if (column := plan.plain.get("status")) is not None:
        draft.status = _line(draft, column, 200)
    if (column := plan.plain.get("owner")) is not None and (text := _line(draft, column, 300)):
        try:
            draft.owner_id = read_member(text, names.reading)
        except ValueRefused as error:
            draft.refuse(error.code, _sentence(error.message), column)


def _read_tags(draft: Draft, plan: Plan, names: Directory) -> None:
    for column in plan.tags:
        cell = draft.values[column].strip()
        if not cell:
            continue
        whole = cell.casefold() in names.tags
        for part in [cell] if whole else split_values(cell) if plan.exact_lists else split_tags(cell):
            name = " ".join(unicodedata.normalize("NFC", part).split())
            if len(name) > 200 or any(unicodedata.category(char) == "Cc" for char in name):
                draft.refuse("bad_tag", f"“{name[:40]}…” cannot be the name of a tag.", column)
            elif found := names.tags.get(name.casefold()):
                draft.tag_ids.append(found)
            elif name:
                draft.new_tags.append(name)


def _read_ids(draft: Draft, plan: Plan) -> None:
    for column, scheme in plan.external_ids:
        value = draft.values[column].strip()
        if not value:
            continue
        if len(value) > 500 or "\0" in value:
            draft.refuse("too_long", "An id has at most 500 characters.", column)
            continue
        if scheme == OWN_SCHEME:
            value = value.removeprefix("urn:uuid:")
            try:
                draft.own_id = UUID(value)
            except ValueError:
                draft.refuse("not_an_id", f"“{value[:60]}” is not an Atrium id.", column)
                continue
        else:
            draft.external_ids[scheme] = value


def _read_field(draft: Draft, column: int, key: str, names: Directory) -> None:
    found = names.fields.by_key.get(key)
    if found is None or not found.viewable:
        draft.refuse("unknown_field", "This custom field does not exist any more.", column)
        return
    try:
        value = read_text(found, draft.values[column], names.reading)
        if value is not None:
            draft.custom_fields[key] = value
    except ValueRefused as error:
        draft.refuse(error.code, f"{found.label}: {error.message}.", column)


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}."
