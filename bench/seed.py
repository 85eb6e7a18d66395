"""A workspace of a million customers, made once and kept in ``ATRIUM_BENCH_DIR`` (default ``build/bench``, ignored by
git).

    python -m bench.seed [--rows 1000000]

The database is made by the migrations and filled through COPY with the triggers and indexes in place. It is made anew
when the migrations change. Beside the customers: 8 folders with statuses, 40 tags (1.2 to a customer), 12 members, one
worker to every other customer, and three API keys: the owner's, one of a member from whom a folder is hidden, and one
of a member who sees the 1 % that are assigned to them."""

import argparse
import asyncio
import hashlib
import os
import random
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from bench.search_people import Person, people
from rich.console import Console
from rich.progress import Progress
from sqlalchemy.engine import make_url

from atrium.embedded import EmbeddedCluster
from atrium.kernel.authentication import hash_token
from atrium.kernel.migrate import MIGRATIONS, migrate

ROWS = 1_000_000
BATCH = 20_000
COLUMNS = (
    "workspace_id",
    "id",
    "name",
    "lifecycle",
    "email",
    "phone",
    "emails",
    "phones",
    "external_ids",
    "location",
    "folder_id",
    "status_id",
    "owner_id",
    "custom_fields",
    "created_at",
    "updated_at",
    "last_activity_at",
)
MEMBERS = {"owner": "all", "hidden": "all", "assigned": "assigned"}


@dataclass(frozen=True)
class Seeded:
    """A filled database and how to reach it. ``keys``: API key of ``owner``, ``hidden`` and ``assigned``."""

    cluster: EmbeddedCluster
    database: str
    workspace_id: UUID
    keys: dict[str, str]
    rows: int

    @property
    def admin_dsn(self) -> str:
        return self.cluster.dsn("postgres", self.cluster.secrets.database_password, self.database)

    @property
    def app_dsn(self) -> str:
        return self.cluster.dsn("atrium_app", self.cluster.secrets.app_password, self.database)

    def environment(self, folder: Path) -> dict[str, str]:
        """What an Atrium on this database is told."""
        return {
            "ATRIUM_ENV": "test",
            "ATRIUM_LOG_LEVEL": "warning",
            "ATRIUM_DATA_DIR": str(folder),
            "ATRIUM_DATABASE_URL": self.app_dsn,
            "ATRIUM_REDIS_URL": self.cluster.redis_url,
            "ATRIUM_SECRET_KEY": self.cluster.secrets.secret_key,
            "ATRIUM_RATE_LIMIT_PER_MINUTE": "100000000",
        }


def bench_folder() -> Path:
    return Path(os.environ.get("ATRIUM_BENCH_DIR") or Path(__file__).parents[1] / "build" / "bench").absolute()


def fingerprint() -> str:
    """Changes when the tables, the functions or the made-up people do."""
    digest = hashlib.sha256()
    for path in sorted(
        [
            *MIGRATIONS.rglob("*.py"),
            *MIGRATIONS.rglob("*.sql"),
            Path(__file__),
            Path(__file__).with_name("search_people.py"),
        ]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def key_of(owner: str) -> str:
    """A key that is the same in every run: these databases hold nothing."""
    from atrium.kernel.authentication import KEY_PREFIX, key_checksum

    body = hashlib.sha256(owner.encode()).hexdigest()[:32]
    return KEY_PREFIX + body + key_checksum(body)


def identifier(rng: random.Random) -> UUID:
    return UUID(int=rng.getrandbits(128) & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


@dataclass
class Plan:
    """Identifiers of everything that customers refer to."""

    workspace_id: UUID
    folders: list[UUID]
    statuses: dict[UUID, list[UUID]]
    tags: list[UUID]
    members: list[UUID]


async def furnish(connection: Any) -> Plan:
    """The workspace without its customers."""
    rng = random.Random(1)
    plan = Plan(
        identifier(rng),
        [identifier(rng) for _ in range(8)],
        {},
        [identifier(rng) for _ in range(40)],
        [identifier(rng) for _ in range(12)],
    )
    role = identifier(rng)
    await connection.execute("INSERT INTO workspaces (id, name, country) VALUES ($1, 'Bench', 'ES')", plan.workspace_id)
    await connection.execute(
        "INSERT INTO roles (workspace_id, id, name, system_key) VALUES ($1, $2, 'Admin', 'admin')",
        plan.workspace_id,
        role,
    )
    for number, member in enumerate(plan.members):
        kind = list(MEMBERS)[number] if number < len(MEMBERS) else "owner"
        email = f"member{number}@bench.test"
        await connection.execute("INSERT INTO users (id, email, name) VALUES ($1, $2, $2)", member, email)
        await connection.execute(
            "INSERT INTO members (workspace_id, id, user_id, role_id, name, email, visibility) VALUES ($1, $2, $2, $3,"
            " $4, $4, $5)",
            *(plan.workspace_id, member, role, email, MEMBERS[kind]),
        )
    for kind, member in zip(MEMBERS, plan.members, strict=False):
        await connection.execute(
            "INSERT INTO api_keys (workspace_id, id, name, member_id, secret_hash, hint, scopes) VALUES ($1, $2, $3,"
            " $4, $5, '', $6)",
            *(plan.workspace_id, identifier(rng), kind, member, hash_token(key_of(kind)), ["customers:read"]),
        )
    for number, folder in enumerate(plan.folders):
        await connection.execute(
            "INSERT INTO folders (workspace_id, id, name) VALUES ($1, $2, $3)",
            plan.workspace_id,
            folder,
            f"Folder {number}",
        )
        plan.statuses[folder] = [identifier(rng) for _ in range(4)]
        for place, status in enumerate(plan.statuses[folder]):
            values = (plan.workspace_id, status, folder, f"Status {place}", place == 0)
            await connection.execute(
                "INSERT INTO statuses (workspace_id, id, folder_id, name, is_default) VALUES ($1, $2, $3, $4, $5)",
                *values,
            )
    for number, tag in enumerate(plan.tags):
        await connection.execute(
            "INSERT INTO tags (workspace_id, id, name) VALUES ($1, $2, $3)", plan.workspace_id, tag, f"Tag {number}"
        )
    await connection.execute(
        "INSERT INTO folder_permissions (workspace_id, id, folder_id, member_id, level) VALUES ($1, $2, $3, $4,"
        " 'none')",
        *(plan.workspace_id, identifier(rng), plan.folders[7], plan.members[1]),
    )
    return plan


def row_of(plan: Plan, person: Person, rng: random.Random) -> tuple[Any, ...]:
    folder = plan.folders[min(int(8 * rng.random() ** 2), 7)]
    emails = [{"address": person.email, "label": "", "primary": True}] if person.email else []
    phones = [{"number": person.phone, "display": person.phone, "label": "", "primary": True}] if person.phone else []
    ids = {"hubspot": person.external_id} if person.external_id else {}
    own = {"text": f"option {rng.randrange(50)}", "number": rng.randrange(10_000)} if rng.random() < 0.6 else {}
    contact, custom = (
        [orjson.dumps(document).decode() for document in (emails, phones, ids)],
        orjson.dumps(own).decode(),
    )
    return (
        plan.workspace_id,
        person.id,
        person.name,
        "customer" if rng.random() < 0.7 else "prospect",
        person.email,
        person.phone,
        *contact,
        person.location,
        folder,
        rng.choice(plan.statuses[folder]),
        rng.choice(plan.members),
        custom,
        person.created_at,
        person.created_at,
        person.last_activity_at,
    )


def links_of(plan: Plan, person: Person, rng: random.Random) -> tuple[list[tuple[UUID, ...]], list[tuple[UUID, ...]]]:
    tags = rng.sample(plan.tags, rng.choice((0, 1, 1, 1, 3)))
    workers = [plan.members[2]] if rng.random() < 0.01 else [rng.choice(plan.members[3:])] if rng.random() < 0.5 else []
    return [(plan.workspace_id, person.id, tag) for tag in tags], [
        (plan.workspace_id, person.id, worker) for worker in workers
    ]


def batches(rows: int) -> Iterator[Sequence[Person]]:
    part: list[Person] = []
    for person in people(rows):
        part.append(person)
        if len(part) == BATCH:
            yield part
            part = []
    if part:
        yield part


async def fill(dsn: str, plan: Plan, rows: int, progress: Progress) -> None:
    """Two connections take turns, so that Python and the triggers work at the same time."""
    rng = random.Random(2)
    task = progress.add_task("Customers", total=rows)
    source = batches(rows)

    async def copier() -> None:
        connection = await asyncpg.connect(dsn, server_settings={"synchronous_commit": "off"})
        for part in source:
            found = [(row_of(plan, person, rng), *links_of(plan, person, rng)) for person in part]
            async with connection.transaction():
                await connection.copy_records_to_table(
                    "customers", records=[row for row, _, _ in found], columns=COLUMNS
                )
                tags = [pair for _, pairs, _ in found for pair in pairs]
                await connection.copy_records_to_table(
                    "customer_tags", records=tags, columns=("workspace_id", "customer_id", "tag_id")
                )
                workers = [pair for _, _, pairs in found for pair in pairs]
                await connection.copy_records_to_table(
                    "customer_workers", records=workers, columns=("workspace_id", "customer_id", "member_id")
                )
            progress.advance(task, len(part))
        await connection.close()

    await asyncio.gather(copier(), copier())


async def make(cluster: EmbeddedCluster, name: str, rows: int) -> UUID:
    """Make the database under another name, and give it its own only when it is whole."""
    password = cluster.secrets.database_password
    admin = await asyncpg.connect(cluster.dsn("postgres", password, "postgres"))
    await admin.execute("DROP DATABASE IF EXISTS bench_new WITH (FORCE)")
    for row in await admin.fetch(
        r"SELECT datname FROM pg_database WHERE datname LIKE 'bench\_' || $1 || '\_%'", str(rows)
    ):
        await admin.execute(f"DROP DATABASE {row['datname']} WITH (FORCE)")  # of other migrations
    await admin.execute("CREATE DATABASE bench_new")
    dsn = cluster.dsn("postgres", password, "bench_new")
    await migrate(make_url(dsn).render_as_string(hide_password=False), cluster.secrets.app_password)
    connection = await asyncpg.connect(dsn)
    plan = await furnish(connection)
    started = time.monotonic()
    with Progress(console=Console(stderr=True)) as progress:
        await fill(dsn, plan, rows, progress)
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CHECKPOINT")
    await connection.close()
    await admin.execute(f"ALTER DATABASE bench_new RENAME TO {name}")
    await admin.close()
    Console(stderr=True).print(
        f"{rows:,} customers made in {time.monotonic() - started:.0f} s; they are kept for the next time."
    )
    return plan.workspace_id


@asynccontextmanager
async def seeded(rows: int = ROWS) -> AsyncIterator[Seeded]:
    """The cluster with the production settings of ``atrium up``, running, and the workspace of so many customers in
    it."""
    name = f"bench_{rows}_{fingerprint()}"
    with EmbeddedCluster(bench_folder()) as cluster:
        admin = await asyncpg.connect(cluster.dsn("postgres", cluster.secrets.database_password, "postgres"))
        known = await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = $1", name)
        await admin.close()
        if not known:
            await make(cluster, name, rows)
        connection = await asyncpg.connect(cluster.dsn("postgres", cluster.secrets.database_password, name))
        workspace_id = await connection.fetchval("SELECT id FROM workspaces WHERE name = 'Bench'")
        await connection.close()
        yield Seeded(cluster, name, UUID(str(workspace_id)), {kind: key_of(kind) for kind in MEMBERS}, rows)


async def main() -> None:
    parser = argparse.ArgumentParser(description="Make the workspace that the benchmarks use.")
    parser.add_argument("--rows", type=int, default=ROWS)
    async with seeded(parser.parse_args().rows) as made:
        print(f"{made.rows:,} customers in {made.database}")


if __name__ == "__main__":
    asyncio.run(main())
