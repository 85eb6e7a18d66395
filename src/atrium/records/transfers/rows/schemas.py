"""What is known of a row before anything is stored, and the words that files use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any
from uuid import UUID

from atrium.adapters.contact_files import Target
from atrium.records.custom_fields.fields.access import FieldSet
from atrium.records.custom_fields.values.texts import Reading

OWN_SCHEME = "atrium"
"""``external_id:atrium`` holds ids of customers of an Atrium; those of this workspace are the customers themselves."""
ROW_SCHEME = "row"
"""Rows without an address or id elsewhere are known again by their name and numbers: a hash in
``customer_identifiers``, shown nowhere."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a row cannot be imported. ``column`` is the index of the cell, None for the row as a whole."""

    code: str
    message: str
    column: int | None = None


@dataclass(slots=True)
class Draft:
    """A row as it was read. Empty cells are None or empty: they never clear anything. ``key`` and
    ``identifiers`` are made when they are first asked for."""

    number: int
    values: list[str]
    problems: list[CellProblem] = field(default_factory=list)
    name: str | None = None
    fallback_name: str | None = None
    kind: str | None = None
    lifecycle: str | None = None
    emails: list[dict[str, Any]] = field(default_factory=list)
    phones: list[dict[str, Any]] = field(default_factory=list)
    location: str | None = None
    time_zone: str | None = None
    language: str | None = None
    source: str | None = None
    folder_id: UUID | None = None
    status: str | None = None
    owner_id: UUID | None = None
    tag_ids: list[UUID] = field(default_factory=list)
    new_tags: list[str] = field(default_factory=list)
    external_ids: dict[str, str] = field(default_factory=dict)
    own_id: UUID | None = None
    custom_fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    key: str = ""
    identifiers: tuple[tuple[str, str], ...] | None = None

    def refuse(self, code: str, message: str, column: int | None = None) -> None:
        self.problems.append(CellProblem(code, message, column))


@dataclass(frozen=True, slots=True)
class Plan:
    """A mapping, sorted by what its columns become: column indexes by target. ``exact_lists``: the file's format has
    lists, so a comma parts nothing."""

    name: int | None
    name_parts: tuple[int, ...]
    company: int | None
    plain: Mapping[str, int]
    emails: tuple[tuple[int, str, int | None], ...]
    phones: tuple[tuple[int, str, int | None], ...]
    location_parts: Mapping[str, tuple[int, ...]]
    external_ids: tuple[tuple[int, str], ...]
    tags: tuple[int, ...]
    notes: tuple[int, ...]
    fields: tuple[tuple[int, str], ...]
    exact_lists: bool = False

    def column_of_field(self, key: str) -> int | None:
        return next((column for column, other in self.fields if other == key), None)


_PARTS = ("name_prefix", "given_name", "middle_name", "family_name", "name_suffix")


def plan_of(targets: Mapping[int, Target], file_format: str = "csv") -> Plan:
    """The plan of a checked mapping whose ``new_field`` targets have become ``field`` targets."""
    by_kind: dict[str, list[int]] = {}
    for column, target in sorted(targets.items()):
        by_kind.setdefault(target.kind, []).append(column)
    first = {kind: columns[0] for kind, columns in by_kind.items()}
    parts: dict[str, list[int]] = {}
    for column in by_kind.get("location_part", ()):
        parts.setdefault(targets[column].argument, []).append(column)
    labels = {
        (target.kind, int(target.argument)): column
        for column, target in targets.items()
        if target.kind.endswith("_label")
    }
    contacts = {
        kind: tuple(
            (column, targets[column].argument, labels.get((f"{kind}_label", column)))
            for column in by_kind.get(kind, ())
        )
        for kind in ("email", "phone")
    }
    return Plan(
        name=first.get("name"),
        name_parts=tuple(first[part] for part in _PARTS if part in first),
        company=first.get("company"),
        plain={
            kind: first[kind]
            for kind in (
                "kind",
                "lifecycle",
                "location",
                "time_zone",
                "language",
                "source",
                "folder",
                "status",
                "owner",
            )
            if kind in first
        },
        emails=contacts["email"],
        phones=contacts["phone"],
        location_parts={part: tuple(columns) for part, columns in parts.items()},
        external_ids=tuple((column, targets[column].argument) for column in by_kind.get("external_id", ())),
        tags=tuple(by_kind.get("tags", ())),
        notes=tuple(by_kind.get("note", ())),
        fields=tuple((column, targets[column].argument) for column in by_kind.get("field", ())),
        exact_lists=file_format in {"jsonl", "vcard"},
    )


@dataclass(frozen=True, slots=True)
class FolderEntry:
    """A folder that the actor sees. ``statuses`` maps names in lower case to ids."""

    id: UUID
    path: str
    writable: bool
    statuses: Mapping[str, UUID]
    status_names: Mapping[UUID, str]
    default_status_id: UUID | None


@dataclass(frozen=True, slots=True)
class Directory:
    """The names of a workspace by which cells are understood. ``folder_names`` maps paths and names in lower case to
    ids, None where several share a name; ``tags`` likewise, the first of a name counting."""

    fields: FieldSet
    reading: Reading
    region: str = ""
    zone: tzinfo = UTC
    folders: Mapping[UUID, FolderEntry] = field(default_factory=dict)
    folder_names: Mapping[str, UUID | None] = field(default_factory=dict)
    tags: dict[str, UUID] = field(default_factory=dict)
    tag_names: dict[UUID, str] = field(default_factory=dict)
    member_names: Mapping[UUID, str] = field(default_factory=dict)


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split(","))


KINDS = {
    "person": _words(
        "person, individual, people, contact, human, persona, privat, privatperson, particulier, pessoa, אדם"
    ),
    "company": _words(
        "company, organization, organisation, org, business, firm, account, empresa, firma, unternehmen, societe,"
        " société, entreprise, חברה"
    ),
}
LIFECYCLES = {
    "prospect": _words(
        "prospect, lead, subscriber, marketing qualified lead, mql, sales qualified lead, sql, opportunity, potential,"
        " suspect, new, open, other, interessent, prospecto, cliente potencial, posible cliente, oportunidad, ליד"
    ),
    "customer": _words("customer, client, evangelist, won, active, kunde, cliente, client actif, לקוח"),
}
LANGUAGES = {
    "ar": "arabic, arabe, árabe, arabisch, العربية, ערבית",
    "bg": "bulgarian, български",
    "ca": "catalan, català, catalán",
    "cs": "czech, čeština, tschechisch",
    "da": "danish, dansk, dänisch",
    "de": "german, deutsch, alemán, aleman, allemand, alemão, גרמנית",
    "el": "greek, ελληνικά, griechisch",
    "en": "english, inglés, ingles, anglais, englisch, inglês, אנגלית",
    "es": "spanish, español, espanol, castellano, espagnol, spanisch, ספרדית",
    "et": "estonian, eesti",
    "fi": "finnish, suomi, finnisch",
    "fr": "french, français, francais, francés, frances, französisch, francês, צרפתית",
    "he": "hebrew, עברית, hebreo, hébreu, hebräisch",
    "hi": "hindi, हिन्दी",
    "hr": "croatian, hrvatski",
    "hu": "hungarian, magyar, ungarisch",
    "id": "indonesian, bahasa indonesia",
    "it": "italian, italiano, italien, italienisch",
    "ja": "japanese, 日本語, japonés, japonais, japanisch",
    "ko": "korean, 한국어",
    "lt": "lithuanian, lietuvių",
    "lv": "latvian, latviešu",
    "nb": "norwegian, norsk, bokmål, norwegisch",
    "nl": "dutch, nederlands, neerlandés, néerlandais, niederländisch",
    "pl": "polish, polski, polaco, polonais, polnisch",
    "pt": "portuguese, português, portugues, portugués, portugais, portugiesisch",
    "ro": "romanian, română",
    "ru": "russian, русский, ruso, russe, russisch",
    "sk": "slovak, slovenčina",
    "sl": "slovenian, slovenščina",
    "sr": "serbian, српски, srpski",
    "sv": "swedish, svenska, sueco, schwedisch",
    "th": "thai, ไทย",
    "tr": "turkish, türkçe, turkce, türkisch",
    "uk": "ukrainian, українська",
    "vi": "vietnamese, tiếng việt",
    "zh": "chinese, 中文, chino, chinois",
}
LANGUAGE_WORDS = {word: tag for tag, words in LANGUAGES.items() for word in _words(words)}
