"""The import itself: batches of rows, each one transaction that also moves ``imports.rows_done``, so that a crash
doubles nothing."""

import asyncio
from array import array
from collections.abc import AsyncIterator, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import delete, func, text, update
from sqlalchemy.exc import DBAPIError

from atrium.adapters import storage
from atrium.adapters.contact_files import (
    BOM,
    FileInfo,
    Row,
    UnreadableFile,
    check_mapping,
    csv_line,
    open_rows,
    split_contacts,
)
from atrium.kernel.commit import as_system
from atrium.kernel.context import Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import Invalid, Unavailable, sqlstate_of
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import Run, job
from atrium.kernel.permissions import P
from atrium.kernel.schedules import every_workspace
from atrium.records.transfers.batches.service import apply_batch
from atrium.records.transfers.imports.events import ImportFinished
from atrium.records.transfers.imports.models import Import, ImportReject
from atrium.records.transfers.imports.queries import rejects_after
from atrium.records.transfers.plans.schemas import How, Planned
from atrium.records.transfers.rows.queries import load_directory
from atrium.records.transfers.rows.schemas import Directory, Draft, plan_of
from atrium.records.transfers.rows.service import read_row, storable

log = structlog.get_logger("atrium.imports")
BATCH = 2000
TRIES = 6
TRANSIENT = frozenset({"40001", "40P01", "55P03", "23503"})
"""Serialization failure, deadlock, lock timeout, or a tag, folder or member that was deleted while the rows that name
it were read."""
COUNTS = ("created", "updated", "unchanged", "rejected")
MOST_BYTES = 2**40
KEPT_DAYS = 30
"""Files and rejected rows hold people's data: they go when nobody needs them any more."""


class FileDamaged(Invalid):
    code, title = "file-damaged", "The file breaks off"


@dataclass(slots=True)
class Survey:
    """What one reading of the whole file shows. ``first`` holds, for keys that come more than once, the number of the
    row that has it first."""

    total: int = 0
    first: dict[int, int] = field(default_factory=dict)


def survey(path: Path, info: FileInfo, how: How) -> Survey:
    """Counts the rows and finds those that would mean the same customer: 12 bytes a row, so also a file of millions
    fits."""
    keys, numbers = array("q"), array("L")
    found = Survey()
    rows = open_rows(path, info)
    try:
        for row in rows:
            found.total += 1
            if row.problem is None:
                for key in _keys(row, how):
                    keys.append(key)
                    numbers.append(row.number)
    except UnreadableFile:
        pass  # said when the import comes to this place
    repeated = {key for key, following in pairwise(sorted(keys)) if key == following}
    for key, number in zip(keys, numbers, strict=True):
        if key in repeated:
            found.first.setdefault(key, number)
    return found


def _keys(row: Row, how: How) -> set[int]:
    """Hashes of the cells by which the row finds its customer (``row_plans.service``), unread: it is quick, and
    differences of form are met later."""
    plan = how.plan
    if how.match == "none":
        return set()
    emails = {
        ("email", text.casefold())
        for column, _, _ in plan.emails
        if (cell := row.values[column].strip())
        for text in split_contacts(cell)
    }
    ids = {(f"ext:{scheme}", cell) for column, scheme in plan.external_ids if (cell := row.values[column].strip())}
    chosen = emails if how.match == "email" else {key for key in ids if key[0] == how.match}
    if found := chosen or emails or ids:
        return {hash(key) for key in found}
    columns = [column for column in (plan.name, *plan.name_parts, plan.company) if column is not None]
    names = [row.values[column].strip().casefold() for column in columns]
    phones = [row.values[column].strip() for column, _, _ in plan.phones]
    places = [plan.plain["location"]] if "location" in plan.plain else []
    places += [column for columns in plan.location_parts.values() for column in columns]
    return {hash(("row", *names, *(phones if any(phones) else (row.values[column].strip() for column in places))))}


@job("import_customers")
async def import_customers(run: Run) -> None:
    """Payload: ``import_id``. Result: ``created``, ``updated``, ``unchanged`` and ``rejected``; the rejected rows are
    in the job's error file."""
    import_id = UUID(run.payload["import_id"])
    async with run.step() as ctx:
        ctx.require(P.customers_import)
        row = await ctx.session.get_one(Import, (ctx.workspace_id, import_id))
        run.result = {name: run.result.get(name, 0) for name in COUNTS}
        names = await _names(ctx, row)
    info, how = FileInfo.model_validate(row.format), how_of(row)
    done = row.rows_done
    async with storage.local_path(row.file_key) as path:
        seen = await asyncio.to_thread(survey, path, info, how)
        run.total, run.done = seen.total, done
        damage = await _import_rows(run, row, how, seen, open_rows(path, info, skip=done), names)
    if damage is not None:
        async with run.step() as ctx:
            run.errors_key = await _store_rejects(run, import_id, info)
        raise FileDamaged(f"The file cannot be read beyond row {run.done}: {damage.message}")
    run.errors_key = await _store_rejects(run, import_id, info)
    async with run.finish() as ctx:
        ctx.emit(
            ImportFinished(subject_id=import_id, file_name=row.file_name, **{name: run.result[name] for name in COUNTS})
        )


async def _import_rows(
    run: Run, row: Import, how: How, seen: Survey, reader: Iterator[Row], names: Directory
) -> UnreadableFile | None:
    """Batch after batch, the next one being read while one is written. Returns why the file breaks off, if it does."""
    ahead = asyncio.create_task(asyncio.to_thread(_take, reader, how, seen, names))
    try:
        while True:
            rows, drafts, damage = await ahead
            if rows and damage is None:
                ahead = asyncio.create_task(asyncio.to_thread(_take, reader, how, seen, names))
            if rows:
                names = await _batch(run, row, how, seen, rows, drafts)
            if not rows or damage is not None:
                return damage
    finally:
        await asyncio.wait([ahead])
        if isinstance(reader, Generator):
            reader.close()


def how_of(row: Import) -> How:
    """What ``start`` decided."""
    options = row.options
    mapping = {int(column): target for column, target in options["mapping"].items()}
    targets = check_mapping(mapping, len(row.format["columns"]))
    return How(
        plan=plan_of(targets, row.format["format"]),
        match=options["match"],
        mode=options["mode"],
        folder_id=UUID(options["folder_id"]) if options["folder_id"] else None,
        status_id=UUID(options["status_id"]) if options["status_id"] else None,
        lifecycle=options["lifecycle"],
        source=options["source"],
        tag_ids=tuple(UUID(tag_id) for tag_id in options["tag_ids"]),
        create_missing_tags=options["create_missing_tags"],
    )


def _take(
    reader: Iterator[Row], how: How, seen: Survey, names: Directory
) -> tuple[list[Row], list[Draft], UnreadableFile | None]:
    """The next rows, what they say, and why there are no more when the file breaks off."""
    rows: list[Row] = []
    damage = None
    try:
        rows.extend(islice(reader, BATCH))
    except UnreadableFile as error:
        damage = error
    return rows, _read_all(rows, how, seen, names), damage


def _read_all(rows: Sequence[Row], how: How, seen: Survey, names: Directory) -> list[Draft]:
    drafts = []
    for row in rows:
        draft = read_row(row, how.plan, names)
        if seen.first and row.problem is None:
            earlier = [seen.first[key] for key in _keys(row, how) if seen.first.get(key, row.number) < row.number]
            if earlier:
                draft.refuse("repeated", f"Row {min(earlier)} of the file means the same customer.")
        drafts.append(draft)
    return drafts


async def _batch(
    run: Run, row: Import, how: How, seen: Survey, rows: Sequence[Row], drafts: Sequence[Draft]
) -> Directory:
    """One transaction, done again from the rows when it met someone else's. Returns the names as they are now."""
    done, counts = run.done, dict(run.result)
    for attempt in range(1, TRIES + 1):
        try:
            async with run.step() as ctx:
                ctx.require(P.customers_import)
                names = await _names(ctx, row)
                if attempt > 1:
                    drafts = await asyncio.to_thread(_read_all, rows, how, seen, names)
                await _apply(run, ctx, row, how, drafts, names)
                return names
        except (DBAPIError, Unavailable) as error:
            run.done, run.result = done, dict(counts)
            if attempt == TRIES or (isinstance(error, DBAPIError) and sqlstate_of(error) not in TRANSIENT):
                raise
            log.info("batch again", import_id=str(row.id), reason=type(error).__name__, state=sqlstate_of(error))
            await asyncio.sleep(0.05 * 2**attempt)
    raise AssertionError("unreachable")


async def _names(ctx: Ctx, row: Import) -> Directory:
    options = row.options
    return await load_directory(
        ctx, date_order=options["date_order"], decimal=options["decimal"], region=options["country"]
    )


async def _apply(run: Run, ctx: Ctx, row: Import, how: How, drafts: Sequence[Draft], names: Directory) -> None:
    planned = await apply_batch(ctx, drafts, how, names)
    await _store(ctx, row.id, [entry for entry in planned if entry.outcome == "rejected"])
    run.done += len(drafts)
    run.result = {name: run.result[name] + sum(entry.outcome == name for entry in planned) for name in COUNTS}
    statement = (
        update(Import).where(Import.workspace_id == ctx.workspace_id, Import.id == row.id).values(rows_done=run.done)
    )
    await ctx.session.execute(statement.execution_options(synchronize_session=False))


_REJECT = text("""
INSERT INTO import_rejects (workspace_id, import_id, row_number, "values", reasons)
SELECT :workspace_id, :import_id, row_number, "values", reasons
FROM json_to_recordset(CAST(:rows AS json)) AS given (row_number bigint, "values" jsonb, reasons jsonb)
ON CONFLICT DO NOTHING
""")


async def _store(ctx: Ctx, import_id: UUID, rejected: Sequence[Planned]) -> None:
    if not rejected:
        return
    rows: list[Mapping[str, Any]] = [
        {
            "row_number": entry.draft.number,
            "values": storable(entry.draft.values),
            "reasons": [
                {"column": problem.column, "code": problem.code, "message": storable([problem.message])[0]}
                for problem in entry.draft.problems
            ],
        }
        for entry in rejected
    ]
    await ctx.session.execute(
        _REJECT, {"workspace_id": ctx.workspace_id, "import_id": import_id, "rows": orjson.dumps(rows).decode()}
    )


async def _store_rejects(run: Run, import_id: UUID, info: FileInfo) -> str | None:
    """The rejected rows as a CSV that can be corrected and imported: the same columns, then the row's number and the
    reasons."""
    if not run.result["rejected"]:
        return None
    key = f"{run.job.workspace_id}/import_rejects/{uuid7()}.csv"

    async def lines() -> AsyncIterator[bytes]:
        yield BOM + csv_line([*info.columns, "Row", "Reason"])
        after = -1
        while True:
            async with transaction(database().session(run.job.workspace_id)) as session:
                found = await rejects_after(session, run.job.workspace_id, import_id, after, BATCH)
            if not found:
                return
            yield b"".join(_reject_line(row, len(info.columns)) for row in found)
            after = found[-1].row_number

    await storage.put_stream(key, lines(), MOST_BYTES)
    return key


def _reject_line(row: ImportReject, columns: int) -> bytes:
    values = [*row.values, *[""] * (columns - len(row.values))]
    reasons = " ".join(reason["message"] for reason in row.reasons)
    return csv_line([*values[:columns], str(row.row_number), reasons, *values[columns:]])


@every_workspace("forget old imports", timedelta(hours=12))
async def forget_imports(workspace_id: UUID) -> None:
    """Delete the files and rejected rows of imports that are older than 30 days, and the imports that were never
    started."""
    async with as_system(workspace_id) as ctx:
        old = Import.created_at < func.now() - timedelta(days=KEPT_DAYS)
        statement = delete(Import).where(Import.workspace_id == workspace_id, old).returning(Import.file_key)
        keys = list(await ctx.session.scalars(statement))
    for key in keys:
        await storage.delete(key)
