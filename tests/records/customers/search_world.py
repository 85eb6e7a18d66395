"""A workspace large enough for the gram index, kept twice: in the database, and as Python objects that an oracle
reads."""

import random
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from atrium.kernel.ids import uuid7

FIRST = [
    "Maria",
    "Anna",
    "João",
    "José",
    "Zoë",
    "Łukasz",
    "Ümit",
    "Søren",
    "Дмитрий",
    "Ольга",
    "محمد",
    "שרה",
    "Γιώργος",
    "Haruto",
]
LAST = [
    "García",
    "Smith",
    "Müller",
    "Nguyễn",
    "O'Brien",
    "Van-der-Berg",
    "Kowalski",
    "Иванов",
    "الأنصاري",
    "Παπαδόπουλος",
    "Straße",
    "Ægir",
    "Şahin",
]
EAST = ["王伟", "李娜", "田中太郎", "김민준", "がく"]
CITIES = ["São Paulo", "İstanbul", "東京", "Kraków", None, None]
HOSTS = ["gmail.com", "mail.example", "büro.example"]
START = datetime(2026, 3, 1, tzinfo=UTC)


def dice(seed: int) -> random.Random:
    return random.Random(seed)


@dataclass
class Person:
    """One customer as the oracle knows it."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    location: str | None
    external_ids: dict[str, str]
    lifecycle: str
    folder_id: UUID | None
    status_id: UUID | None
    owner_id: UUID | None
    created_at: datetime
    last_activity_at: datetime
    deleted_at: datetime | None = None
    emails: list[str] = field(default_factory=list)
    tags: set[UUID] = field(default_factory=set)
    workers: set[UUID] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    number: float | None = None
    day: datetime | None = None
    _document: str | None = None

    @property
    def document(self) -> str:
        """Everything it is found by, folded without any help from the database."""
        if self._document is None:
            parts = [
                self.name,
                self.email,
                self.location,
                *self.external_ids.values(),
                *self.emails,
                *national_and_international(self.phone),
            ]
            folded = [fold(part) for part in parts if part]
            self._document = "\n".join([*folded, *(join_digits(part) for part in folded)])
        return self._document


def fold(text: str) -> str:
    """Lower case, no accents, runs of anything but letters and digits one blank: the rule of ``search_fold``, written
    anew."""
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(letter) or letter in "\u3099\u309a"
    )
    plain = unicodedata.normalize("NFKC", plain).lower()
    for given, wanted in {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "ς": "σ",
    }.items():
        plain = plain.replace(given, wanted)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain).split())


def join_digits(text: str) -> str:
    words = text.split(" ")
    joined = words[:1]
    for word in words[1:]:
        if word[:1].isdecimal() and joined[-1][-1:].isdecimal():
            joined[-1] += word
        else:
            joined.append(word)
    return " ".join(joined)


def national_and_international(phone: str | None) -> list[str]:
    """The digits of a number made by ``people`` (France and Spain) and its form with a trunk zero."""
    return [] if phone is None else [phone[1:], "0" + phone[3:]]


def found_by(query: str, person: Person) -> bool:
    """Whether every word occurs; words of digits may be written in any telephone format."""
    words = fold(query).replace(" ", "") if fold(query).replace(" ", "").isdecimal() else ""
    asked = [words] if words else [fold(word) for word in query.split()]
    asked = [word.replace(" ", "") if word.replace(" ", "").isdecimal() else word for word in asked if word]
    return bool(asked) and all(word in person.document for word in asked)


def people(
    count: int, folders: list[UUID], statuses: list[UUID], members: list[UUID], tags: list[UUID], rng: random.Random
) -> Iterable[Person]:
    for number in range(count):
        name = (
            rng.choice(EAST)
            if rng.random() < 0.1
            else f"{rng.choice(FIRST)} {rng.choice(LAST)} {''.join(rng.choices('bcdfgaeiou', k=4)).title()}"
        )
        folder = rng.choice([None, *range(len(folders))])
        yield Person(
            id=uuid7(),
            name=name,
            email=f"{number:x}.{rng.randrange(10**6)}@{rng.choice(HOSTS)}" if rng.random() < 0.8 else None,
            phone=f"+{rng.choice(['33', '34'])}6{rng.randrange(10**8):08d}" if rng.random() < 0.7 else None,
            location=rng.choice(CITIES),
            external_ids={"hubspot": f"HS-{rng.randrange(10**6)}"} if rng.random() < 0.3 else {},
            lifecycle=rng.choice(["prospect", "customer"]),
            folder_id=None if folder is None else folders[folder],
            status_id=None if folder is None else statuses[folder],
            owner_id=rng.choice([None, *members]),
            created_at=START + timedelta(seconds=number),
            last_activity_at=START + timedelta(seconds=rng.randrange(4_000_000) // 2),
            tags={tag for place, tag in enumerate(tags) if rng.random() < 0.3 / 8**place},
            workers={rng.choice(members)} if rng.random() < 0.9 else {members[-1]},
            texts=rng.sample(["red", "green", "blue", f"Côté {number % 700}"], k=rng.choice([0, 1, 1, 2])),
            number=float(rng.randrange(500)) if rng.random() < 0.8 else None,
            day=START + timedelta(days=rng.randrange(900)) if rng.random() < 0.5 else None,
            deleted_at=START if rng.random() < 0.03 else None,
        )


@dataclass
class World:
    """One workspace and what is in it."""

    workspace_id: UUID
    folders: list[UUID]
    statuses: list[UUID]
    members: list[UUID]
    tags: list[UUID]
    fields: dict[str, UUID]
    people: list[Person] = field(default_factory=list)


async def make_world(superuser: asyncpg.Connection, count: int, seed: int) -> World:
    """Insert ``count`` customers with all that they refer to, through the ordinary triggers and foreign keys."""
    rng = dice(seed)
    ids = [[uuid7() for _ in range(size)] for size in (6, 6, 20, 4, 3)]
    fields = dict(zip(("text", "number", "time"), ids[4], strict=True))
    world = World(uuid7(), ids[0], ids[1], ids[2], ids[3], fields)
    one = world.workspace_id
    await superuser.execute(
        "INSERT INTO workspaces (id, name, country, currency, time_zone) VALUES ($1, 'Large', 'ES', 'EUR',"
        " 'Europe/Madrid')",
        one,
    )
    user, role = uuid7(), uuid7()
    await superuser.execute("INSERT INTO roles (workspace_id, id, name) VALUES ($1, $2, 'Any')", one, role)
    for member in world.members:
        user = uuid7()
        await superuser.execute("INSERT INTO users (id, email, name) VALUES ($1, $2, 'M')", user, f"{user}@search.test")
        await superuser.execute(
            "INSERT INTO members (workspace_id, id, user_id, role_id, name, email) VALUES ($1, $2, $3, $4, 'M', $5)",
            one,
            member,
            user,
            role,
            f"{user}@search.test",
        )
    for folder, status in zip(world.folders, world.statuses, strict=True):
        await superuser.execute(
            "INSERT INTO folders (workspace_id, id, name) VALUES ($1, $2, $3)", one, folder, str(folder)
        )
        await superuser.execute(
            "INSERT INTO statuses (workspace_id, id, folder_id, name) VALUES ($1, $2, $3, $4)",
            one,
            status,
            folder,
            str(status),
        )
    for tag in world.tags:
        await superuser.execute("INSERT INTO tags (workspace_id, id, name) VALUES ($1, $2, $3)", one, tag, str(tag))
    for kind, identifier in fields.items():
        stored = {"text": "text", "number": "number", "time": "date_time"}[kind]
        await superuser.execute(
            "INSERT INTO custom_fields (workspace_id, id, key, label, type) VALUES ($1, $2, $3, $3, $4)",
            one,
            identifier,
            kind,
            stored,
        )
    world.people = list(people(count, world.folders, world.statuses, world.members, world.tags, rng))
    await insert(superuser, world, world.people)
    return world


async def insert(connection: asyncpg.Connection, world: World, rows: list[Person]) -> None:
    """Write customers, their tags, workers and field values in batches of a thousand."""
    one = world.workspace_id
    for start in range(0, len(rows), 1000):
        batch = rows[start : start + 1000]
        records = [as_row(person) for person in batch]
        await connection.execute(
            """INSERT INTO customers (workspace_id, id, name, email, phone, emails, phones, external_ids, location,
              lifecycle, folder_id, status_id, owner_id,
                 created_at, updated_at, last_activity_at, deleted_at)
               SELECT $1, r.id, r.name, r.email, r.phone, r.emails, r.phones, r.external_ids, r.location, r.lifecycle,
                 r.folder_id, r.status_id, r.owner_id,
                 r.created_at, r.created_at, r.last_activity_at, r.deleted_at
                   FROM jsonb_populate_recordset(NULL::customers, $2::jsonb) r""",
            one,
            orjson.dumps(records).decode(),
        )
    await connection.executemany(
        "INSERT INTO customer_tags (workspace_id, customer_id, tag_id) VALUES ($1, $2, $3)",
        [(one, row.id, tag) for row in rows for tag in sorted(row.tags)],
    )
    await connection.executemany(
        "INSERT INTO customer_workers (workspace_id, customer_id, member_id) VALUES ($1, $2, $3)",
        [(one, row.id, member) for row in rows for member in row.workers],
    )
    values: list[tuple[Any, ...]] = [
        (one, row.id, world.fields["text"], place, text, None, None)
        for row in rows
        for place, text in enumerate(row.texts)
    ]
    values += [
        (one, row.id, world.fields["number"], 0, None, row.number, None) for row in rows if row.number is not None
    ]
    values += [(one, row.id, world.fields["time"], 0, None, None, row.day) for row in rows if row.day is not None]
    await connection.executemany("INSERT INTO custom_field_values VALUES ($1, $2, $3, $4, $5, $6, $7)", values)


def as_row(person: Person) -> dict[str, Any]:
    """The columns of ``customers``."""
    addresses = [address for address in (person.email, *person.emails) if address]
    return {
        **{
            name: getattr(person, name)
            for name in (
                "id",
                "name",
                "email",
                "phone",
                "location",
                "external_ids",
                "lifecycle",
                "folder_id",
                "status_id",
            )
        },
        **{name: getattr(person, name) for name in ("owner_id", "created_at", "last_activity_at", "deleted_at")},
        "emails": [
            {"address": address, "label": "work", "primary": place == 0} for place, address in enumerate(addresses)
        ],
        "phones": [{"number": person.phone, "label": "mobile", "primary": True}] if person.phone else [],
    }


LARGE = 10_600


NOTHING = ("%", "_", "\\", "\\%", "%%%%", "'", "(((", "- - -", "@", "\x7f", "\u202e", "\ufffd")


HOSTILE = (
    *(
        "' OR '1'='1",
        "'); DROP TABLE customers; --",
        "$1",
        "%L %s %I %1$s",
        "a'b\\",
        "[a-",
        "*.*",
        "\x01",
        "\u066a",
        "\U0001f680" * 60,
        "E'\\x27'",
        "{id}",
    ),
    *(
        "a" * 5000,
        "1" * 900,
        "'" * 300,
        "\ud7ff",
        "\uffff",
        "\u0601",
        "\ufdfa",
        "\U0001242b",
        "\n\t\r",
        "00",
        "(0)",
        "+",
        "0" * 40,
        "a_c",
        "x|y",
        "^a$",
    ),
)
