"""How many rows a second an import takes in, beside bare asyncpg inserting the same customers and identifiers with
unnest; and how many a second bulk edits change.

    python -m bench.import [--rows 100000] [--no-bulk]

One run on one embedded database, in five parts that alternate: bare inserts into one workspace, the import of the same
rows (upload, survey, validation, matching, events, progress) into another. Then all files again, which must change
nothing. Then each bulk edit on everybody. A line for each: rows a second, the share of the bare inserts or of the
import, and CPU microseconds a row of this process and of the database's, which a busy machine does not blur."""

import argparse
import asyncio
import csv
import os
import resource
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import asyncpg
from bench.cost import processor_seconds
from bench.search_people import Person, people
from sqlalchemy import select
from sqlalchemy.engine import make_url

from atrium.embedded import EmbeddedCluster

APP_PASSWORD = "bench-runtime-role"
BATCH = 1000
PARTS = 5
CUSTOMERS = """
INSERT INTO customers (workspace_id, id, name, email, phone, emails, phones, external_ids, location)
SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[], $8::jsonb[],
  $9::text[])
"""
IDENTIFIERS = (
    "INSERT INTO customer_identifiers (workspace_id, scheme, value, customer_id) SELECT $1, * FROM unnest($2::text[],"
    " $3::text[], $4::uuid[])"
)


def write_csv(path: Path, rows: Sequence[Person]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Name", "E-mail", "Phone", "Location", "External ID hubspot"])
        writer.writerows(
            [row.name, row.email or "", row.phone or "", row.location or "", row.external_id or ""] for row in rows
        )


def unique(rows: Sequence[Person]) -> list[Person]:
    """Without the few made-up people who share an address or id."""
    seen: set[str] = set()
    kept = []
    for row in rows:
        own = {value for value in (row.email, row.external_id) if value}
        if not own & seen:
            seen |= own
            kept.append(row)
    return kept


T = TypeVar("T")


@dataclass
class Spent:
    """What some rows cost: seconds on the clock, of this process and of the database's connections."""

    connection: asyncpg.Connection
    rows: int = 0
    clock: float = 0
    process: float = 0
    database: float = 0

    async def on(self, work: Awaitable[T], rows: int) -> T:
        database, process, clock = await self._database(), time.process_time(), time.perf_counter()
        result = await work
        self.clock += time.perf_counter() - clock
        self.process += time.process_time() - process
        self.database += await self._database() - database
        self.rows += rows
        return result

    async def _database(self) -> float:
        query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"
        return processor_seconds([row["pid"] for row in await self.connection.fetch(query)])

    @property
    def rate(self) -> float:
        return self.rows / self.clock

    def line(self, name: str, share: str) -> str:
        process, database = (round(seconds / self.rows * 1e6) for seconds in (self.process, self.database))
        return f"{name} rows={self.rows} rate={self.rate:.0f}/s {share} cpu_us={process}+{database}"


async def bare(connection: asyncpg.Connection, workspace_id: UUID, rows: Sequence[Person]) -> None:
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        async with connection.transaction():
            await connection.execute("SELECT set_config('atrium.workspace_id', $1, true)", str(workspace_id))
            emails = [
                "[]" if row.email is None else f'[{{"address": "{row.email}", "label": "", "primary": true}}]'
                for row in part
            ]
            phones = [
                "[]" if row.phone is None else f'[{{"number": "{row.phone}", "label": "", "primary": true}}]'
                for row in part
            ]
            ids = ["{}" if row.external_id is None else f'{{"hubspot": "{row.external_id}"}}' for row in part]
            plain = [[getattr(row, name) for row in part] for name in ("id", "name", "email", "phone")]
            await connection.execute(
                CUSTOMERS, workspace_id, *plain, emails, phones, ids, [row.location for row in part]
            )
            pairs = [
                (scheme, value, row.id)
                for row in part
                for scheme, value in (("email", row.email), ("phone", row.phone), ("ext:hubspot", row.external_id))
                if value
            ]
            await connection.execute(IDENTIFIERS, workspace_id, *map(list, zip(*pairs, strict=True)))


def context(session: Any, workspace_id: UUID, member_id: UUID) -> Any:
    from atrium.kernel.context import Actor, Ctx, Visibility
    from atrium.kernel.permissions import ALL

    return Ctx(session, workspace_id, Actor("member", member_id, "Bench"), ALL, Visibility(member_id=member_id))


async def run_waiting(workspace_id: UUID) -> dict[str, Any]:
    from atrium.kernel.db import database, transaction
    from atrium.kernel.jobs import Job, run_due, run_job

    jobs = await run_due(1)
    await run_job(jobs[0])
    async with transaction(database().session(workspace_id)) as session:
        job = await session.get_one(Job, (workspace_id, jobs[0].id))
        assert job.state == "succeeded", job.last_error
        return job.result


async def imported(workspace_id: UUID, member_id: UUID, path: Path) -> dict[str, Any]:
    from atrium.kernel.db import database, transaction
    from atrium.kernel.events import write_pending
    from atrium.records.transfers.imports.schemas import ImportOptions
    from atrium.records.transfers.imports.service import start, store_upload

    async def chunks() -> AsyncIterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(1024 * 1024):
                yield chunk

    async with transaction(database().session(workspace_id)) as session:
        ctx = context(session, workspace_id, member_id)
        async with store_upload(ctx, chunks(), path.name, ImportOptions()) as row:
            await start(ctx, row, ImportOptions())
        await write_pending(ctx)
    return await run_waiting(workspace_id)


async def furnish(workspace_id: UUID, member_id: UUID) -> dict[str, dict[str, Any]]:
    """The bulk edits, with the folder, tag and field that they need."""
    from atrium.kernel.db import database, transaction
    from atrium.kernel.events import write_pending
    from atrium.records.custom_fields.definitions.schemas import CustomFieldIn
    from atrium.records.custom_fields.definitions.service import create_field
    from atrium.records.folders.models import Status
    from atrium.records.folders.schemas import FolderIn, StatusIn
    from atrium.records.folders.service import create_folder
    from atrium.records.tags.schemas import TagIn
    from atrium.records.tags.service import create_tag

    async with transaction(database().session(workspace_id)) as session:
        ctx = context(session, workspace_id, member_id)
        statuses = [StatusIn(name="New", is_default=True), StatusIn(name="Won")]
        folder = await create_folder(ctx, FolderIn(name="Leads", statuses=statuses))
        won = await session.scalar(select(Status.id).where(Status.folder_id == folder.id, Status.name == "Won"))
        tag = (await create_tag(ctx, TagIn(name="VIP"))).Tag
        await create_field(ctx, CustomFieldIn(key="size", label="Size", type="number"))
        await write_pending(ctx)
        return {
            "move": {"type": "move", "folder_id": folder.id},
            "set_status": {"type": "set_status", "status_id": won},
            "set_fields": {"type": "set_fields", "custom_fields": {"size": 7}},
            "add_tags": {"type": "add_tags", "tag_ids": [tag.id]},
            "remove_tags": {"type": "remove_tags", "tag_ids": [tag.id]},
            "assign": {"type": "assign", "worker_ids": [member_id], "owner_id": member_id},
            "unassign": {"type": "unassign", "worker_ids": [member_id]},
            "delete": {"type": "delete"},
        }


async def edited(workspace_id: UUID, member_id: UUID, action: dict[str, Any]) -> dict[str, Any]:
    from atrium.kernel.db import database, transaction
    from atrium.kernel.events import write_pending
    from atrium.records.customers.bulk.schemas import BulkIn
    from atrium.records.customers.bulk.service import start_bulk

    async with transaction(database().session(workspace_id)) as session:
        ctx = context(session, workspace_id, member_id)
        await start_bulk(ctx, BulkIn.model_validate({"selection": {"filter": {}}, "action": action}))
        await write_pending(ctx)
    return await run_waiting(workspace_id)


async def make_workspace() -> tuple[UUID, UUID]:
    from atrium.access.accounts.models import User
    from atrium.access.members.models import Member
    from atrium.access.roles.models import Role
    from atrium.access.workspaces.models import Workspace
    from atrium.kernel.db import database, transaction
    from atrium.kernel.ids import uuid7
    from atrium.kernel.permissions import ALL
    from atrium.kernel.system import system_transaction

    workspace_id, role_id, user_id, member_id = (uuid7() for _ in range(4))
    async with system_transaction() as session:
        session.add(Workspace(id=workspace_id, name="Bench", country="ES"))
        session.add(User(id=user_id, email=f"{user_id}@bench.test", name="Bench"))
    async with transaction(database().session(workspace_id)) as session:
        session.add(
            Role(workspace_id=workspace_id, id=role_id, name="Owner", system_key="owner", permissions=sorted(ALL))
        )
        await session.flush()
        session.add(
            Member(
                workspace_id=workspace_id,
                id=member_id,
                user_id=user_id,
                role_id=role_id,
                name="Bench",
                email=f"{user_id}@bench.test",
            )
        )
    return workspace_id, member_id


async def measure(admin: str, folder: Path, count: int, bulk: bool) -> None:
    from atrium.kernel.db import close_database
    from atrium.kernel.migrate import migrate
    from atrium.worker import settle_in

    await migrate(admin, APP_PASSWORD)
    url = (
        make_url(admin)
        .set(username="atrium_app", password=APP_PASSWORD, drivername="postgresql")
        .render_as_string(hide_password=False)
    )
    os.environ |= {
        "ATRIUM_DATABASE_URL": url,
        "ATRIUM_DATA_DIR": str(folder),
        "ATRIUM_ENV": "test",
        "ATRIUM_LOG_LEVEL": "error",
    }
    settle_in()
    rows = unique(list(people(count)))
    (bare_workspace, _), (workspace_id, member_id) = await make_workspace(), await make_workspace()
    size = -(-len(rows) // PARTS)
    paths: list[Path] = []
    connection, observer = await asyncpg.connect(url), await asyncpg.connect(admin)
    inserts, first, again = Spent(observer), Spent(observer), Spent(observer)
    totals = {"created": 0, "rejected": 0}
    for number in range(PARTS):
        part = rows[number * size : (number + 1) * size]
        paths.append(folder / f"people{number}.csv")
        write_csv(paths[-1], part)
        await inserts.on(bare(connection, bare_workspace, part), len(part))
        result = await first.on(imported(workspace_id, member_id, paths[-1]), len(part))
        totals = {name: totals[name] + result[name] for name in totals}
    print(inserts.line("bare", "share=1"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    counts = " ".join(f"{name}={value}" for name, value in totals.items())
    print(first.line("import", f"of_bare={first.rate / inserts.rate:.2f}"), counts, f"memory_mb={memory}")
    unchanged = 0
    for number, path in enumerate(paths):
        result = await again.on(imported(workspace_id, member_id, path), len(rows[number * size : (number + 1) * size]))
        unchanged += result["unchanged"]
    assert unchanged == len(rows) - totals["rejected"], totals
    print(again.line("again", f"of_bare={again.rate / inserts.rate:.2f}"))
    for name, action in (await furnish(workspace_id, member_id)).items() if bulk else ():
        spent = Spent(observer)
        result = await spent.on(edited(workspace_id, member_id, action), totals["created"])
        assert result == {"changed": totals["created"], "failed": 0}, result
        print(spent.line(name, f"of_import={spent.rate / first.rate:.2f}"))
    await connection.close()
    await observer.close()
    await close_database()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--bulk", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="atrium-bench-"))
    cluster = EmbeddedCluster(folder, durable=True)
    try:
        cluster.start()
        os.environ["ATRIUM_REDIS_URL"] = cluster.redis_url
        asyncio.run(measure(cluster.admin_dsn, folder, asked.rows, asked.bulk))
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
