"""How many rows a second an import takes in, beside bare asyncpg inserting the same customers and identifiers with
unnest.

    python -m bench.import [--rows 100000]

One run on one embedded database, in five parts that alternate: bare inserts into one workspace, the import of the same
rows (upload, survey, validation, matching, events, progress) into another. Then all files again, which must change
nothing. Prints one line with the ratio."""

import argparse
import asyncio
import csv
import os
import resource
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from bench.search_people import Person, people
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


async def bare(url: str, workspace_id: UUID, rows: Sequence[Person]) -> float:
    connection = await asyncpg.connect(url)
    started = time.perf_counter()
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
    seconds = time.perf_counter() - started
    await connection.close()
    return seconds


async def imported(workspace_id: UUID, member_id: UUID, path: Path) -> tuple[float, dict[str, Any]]:
    from atrium.kernel.context import Actor, Ctx, Visibility
    from atrium.kernel.db import database, transaction
    from atrium.kernel.events import write_pending
    from atrium.kernel.jobs import Job, run_due, run_job
    from atrium.kernel.permissions import ALL
    from atrium.records.transfers.imports.schemas import ImportOptions
    from atrium.records.transfers.imports.service import start, store_upload

    async def chunks() -> AsyncIterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(1024 * 1024):
                yield chunk

    started = time.perf_counter()
    async with transaction(database().session(workspace_id)) as session:
        ctx = Ctx(session, workspace_id, Actor("member", member_id, "Bench"), ALL, Visibility(member_id=member_id))
        async with store_upload(ctx, chunks(), path.name, ImportOptions()) as row:
            await start(ctx, row, ImportOptions())
        await write_pending(ctx)
    jobs = await run_due(1)
    await run_job(jobs[0])
    seconds = time.perf_counter() - started
    async with transaction(database().session(workspace_id)) as session:
        job = await session.get_one(Job, (workspace_id, jobs[0].id))
        assert job.state == "succeeded", job.last_error
        return seconds, job.result


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


async def measure(admin: str, folder: Path, count: int) -> None:
    from atrium.kernel.db import close_database
    from atrium.kernel.migrate import migrate
    from atrium.registry import load_handlers

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
    load_handlers()
    rows = unique(list(people(count)))
    (bare_workspace, _), (workspace_id, member_id) = await make_workspace(), await make_workspace()
    size = -(-len(rows) // PARTS)
    paths: list[Path] = []
    bare_seconds = seconds = again = 0.0
    totals = {"created": 0, "rejected": 0, "again": 0}
    for number in range(PARTS):
        part = rows[number * size : (number + 1) * size]
        paths.append(folder / f"people{number}.csv")
        write_csv(paths[-1], part)
        bare_seconds += await bare(url, bare_workspace, part)
        took, result = await imported(workspace_id, member_id, paths[-1])
        seconds += took
        for name in ("created", "rejected"):
            totals[name] += result[name]
    for path in paths:
        took, result = await imported(workspace_id, member_id, path)
        again += took
        totals["again"] += result["unchanged"]
    await close_database()
    assert totals["again"] == len(rows) - totals["rejected"], totals
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"import rows={len(rows)} bare={len(rows) / bare_seconds:.0f}/s import={len(rows) / seconds:.0f}/s"
        f" ratio={bare_seconds / seconds:.2f} seconds={seconds:.1f} again={again:.1f} created={totals['created']}"
        f" rejected={totals['rejected']} memory_mb={memory}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=100_000)
    count = parser.parse_args().rows
    folder = Path(tempfile.mkdtemp(prefix="atrium-bench-"))
    cluster = EmbeddedCluster(folder, durable=True)
    try:
        cluster.start()
        os.environ["ATRIUM_REDIS_URL"] = cluster.redis_url
        asyncio.run(measure(cluster.admin_dsn, folder, count))
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
