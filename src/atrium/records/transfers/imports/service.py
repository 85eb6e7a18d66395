"""Uploading a file, looking at it, and starting the job that imports it (``jobs.py``)."""

import asyncio
import unicodedata
from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text

from atrium.adapters import storage
from atrium.adapters.contact_files import ColumnSuggestion, FileInfo, Row, UnreadableFile, detect, open_rows
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, refuse
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import enqueue
from atrium.kernel.permissions import P
from atrium.kernel.settings import settings
from atrium.records.transfers.imports.events import ImportStarted
from atrium.records.transfers.imports.mapping import (
    MOST_SAMPLES,
    check,
    check_rights,
    date_order_of,
    existing_only,
    make_fields,
    match_of,
    resolve,
    suggest,
)
from atrium.records.transfers.imports.models import Import
from atrium.records.transfers.imports.schemas import (
    CellProblemOut,
    ColumnOut,
    FileOut,
    FileReading,
    ImportOptions,
    PreviewCustomer,
    PreviewOut,
    PreviewRow,
)
from atrium.records.transfers.plans.schemas import How, Planned
from atrium.records.transfers.plans.service import plan_batch
from atrium.records.transfers.rows.queries import load_directory
from atrium.records.transfers.rows.schemas import Directory, Plan, plan_of
from atrium.records.transfers.rows.service import read_row, storable

PREVIEW_ROWS = 20
COLUMN_SAMPLES = 5
SAMPLE_CHARACTERS = 200
T = TypeVar("T")


class FileRefused(Invalid):
    """The file cannot be read; ``errors`` say why, at ``/file`` or at the option that is wrong."""

    code, title = "unreadable-file", "The file cannot be imported"


class ImportAlreadyStarted(Conflict):
    code, title = "import-started", "This import was started already"


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a file without importing it."""

    info: FileInfo
    rows: Sequence[Row]
    names: Directory
    suggestions: Sequence[ColumnSuggestion]
    folder_id: UUID | None = None
    mapping: dict[int, str] = field(default_factory=dict)
    match: str = "row"


@asynccontextmanager
async def store_upload(
    ctx: Ctx, chunks: AsyncIterable[bytes], file_name: str, reading: FileReading
) -> AsyncIterator[Import]:
    """Keep a file; when the block raises, it is thrown away. Raises ``FileTooLarge`` (413) and ``FileRefused``
    (422)."""
    # A large file on a slow store may take longer than a request's transaction may otherwise be idle.
    await ctx.session.execute(text("SELECT set_config('idle_in_transaction_session_timeout', '300000', true)"))
    key = f"{ctx.workspace_id}/imports/{uuid7()}"
    stored = await storage.put_stream(key, chunks, settings().max_upload_bytes)
    try:
        name = _plain_name(file_name)
        info, _ = await _read(key, name, reading)
        row = Import(
            workspace_id=ctx.workspace_id,
            id=uuid7(),
            state="uploaded",
            file_key=key,
            file_name=name,
            file_size=stored.size,
            format=info.model_dump(mode="json"),
            options={},
            rows_done=0,
            created_by_type=ctx.actor.type,
            created_by_id=ctx.actor.id,
            created_by_name=ctx.actor.name,
        )
        ctx.session.add(row)
        await ctx.session.flush()
        yield row
    except BaseException:
        await storage.delete(key)
        raise


def _plain_name(name: str) -> str:
    """A name without path and control characters, for people."""
    base = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1].encode("utf-8", "replace").decode()
    return (
        "".join(char for char in unicodedata.normalize("NFC", base) if unicodedata.category(char) != "Cc").strip()[:200]
        or "contacts"
    )


async def _read(
    key: str, file_name: str, reading: FileReading, known: FileInfo | None = None
) -> tuple[FileInfo, list[Row]]:
    """The file's nature and first rows, in a thread. ``known`` is used when no override is given."""
    overrides = {
        name: value
        for name in ("encoding", "delimiter", "has_header", "sheet")
        if (value := getattr(reading, name)) is not None
    }

    def look(path: Path) -> tuple[FileInfo, list[Row]]:
        info = known if known is not None and not overrides else detect(path, file_name, **overrides)
        rows = open_rows(path, info)
        try:
            return info, list(islice(rows, MOST_SAMPLES))
        finally:
            if isinstance(rows, Generator):
                rows.close()

    async with storage.local_path(key) as path:
        return await _in_thread(look, path)


async def _in_thread(work: Callable[[Path], T], path: Path) -> T:
    try:
        return await asyncio.to_thread(work, path)
    except UnreadableFile as error:
        option = error.code.removeprefix("unknown_")
        pointer = f"/{option}" if error.code.startswith("unknown_") else "/file"
        raise FileRefused(
            error.message, errors=[FieldError(pointer=pointer, code=error.code, message=error.message)]
        ) from error


async def look_at(ctx: Ctx, row: Import, options: ImportOptions) -> Look:
    """Suggestions, and the mapping that would be used. Raises ``FileRefused``, ``Invalid`` (422) and ``ScopeMissing``
    (403)."""
    info, rows = await _read(row.file_key, row.file_name, options, FileInfo.model_validate(row.format))
    names = await load_directory(
        ctx, date_order=options.date_order or "dmy", decimal=options.decimal, region=options.country
    )
    folder_id = _folder(options, names)
    message = "is not a tag of this workspace"
    unknown = [number for number, tag_id in enumerate(options.tag_ids) if tag_id not in names.tag_names]
    refuse([FieldError(pointer=f"/tag_ids/{number}", code="unknown", message=message) for number in unknown])
    suggestions = await asyncio.to_thread(suggest, ctx, info, rows, names, folder_id)
    mapping = resolve(options.mapping, suggestions, info, create_fields=options.create_fields)
    check_rights(ctx, mapping, info, names)
    if options.date_order is None:
        names = await load_directory(
            ctx, date_order=date_order_of(mapping, rows, names), decimal=options.decimal, region=options.country
        )
    return Look(info, rows, names, suggestions, folder_id, mapping, match_of(options.match_by, mapping))


def _folder(options: ImportOptions, names: Directory) -> UUID | None:
    """Raises ``Invalid`` (422) for a folder that is not there or only readable, and for a status that is not the
    folder's."""
    folder_id = options.folder_id
    if options.folder:
        folder_id = names.folder_names.get(options.folder.strip().casefold())
        if folder_id is None or options.folder_id not in {None, folder_id}:
            raise Invalid.at("/folder", "unknown", "is not the name or path of one folder")
    if folder_id is not None and folder_id not in names.folders:
        raise Invalid.at("/folder_id", "unknown", "is not a folder of this workspace")
    if folder_id is not None and not names.folders[folder_id].writable:
        raise Invalid.at("/folder_id", "read_only", "is a folder where you may only read")
    if options.status_id is not None and (
        folder_id is None or options.status_id not in names.folders[folder_id].status_names
    ):
        raise Invalid.at("/status_id", "unknown", "is not a status of the folder")
    return folder_id


def _how(options: ImportOptions, look: Look, plan: Plan, *, create_missing_tags: bool) -> How:
    return How(
        plan=plan,
        match=look.match,
        mode=options.mode,
        folder_id=look.folder_id,
        status_id=options.status_id,
        lifecycle=options.lifecycle,
        source=options.source or None,
        tag_ids=tuple(options.tag_ids),
        create_missing_tags=create_missing_tags,
    )


async def preview(ctx: Ctx, row: Import, options: ImportOptions) -> PreviewOut:
    """What the file holds, and what its first rows would come to. Changes nothing."""
    look = await look_at(ctx, row, options)
    targets = existing_only(look.mapping)
    plan = plan_of(targets, look.info.format)
    how = _how(options, look, plan, create_missing_tags=_may_make_tags(ctx, options))
    drafts = [read_row(first, plan, look.names) for first in look.rows[:PREVIEW_ROWS]]
    planned = await plan_batch(ctx, drafts, how, look.names)
    new = {
        column: target.split(":", 2)[2] for column, target in look.mapping.items() if target.startswith("new_field:")
    }
    return PreviewOut(
        file=_file_out(look.info),
        columns=[_column_out(look, item) for item in look.suggestions],
        match_by=look.match.replace("ext:", "external_id:"),
        rows=[_preview_row(entry, look.names, new) for entry in planned],
    )


def _file_out(info: FileInfo) -> FileOut:
    names = ("format", "encoding", "encoding_certain", "delimiter", "has_header", "sheet")
    return FileOut(
        **{name: getattr(info, name) for name in names}, sheets=list(info.sheets), warnings=list(info.warnings)
    )


def _column_out(look: Look, item: ColumnSuggestion) -> ColumnOut:
    samples = [
        value[:SAMPLE_CHARACTERS]
        for row in look.rows
        if row.problem is None and (value := row.values[item.column].strip())
    ]
    return ColumnOut(
        index=item.column,
        heading=item.header,
        samples=storable(samples[:COLUMN_SAMPLES]),
        suggested=item.target,
        confidence=item.confidence,
        reason=item.reason,
        target=look.mapping.get(item.column, "skip"),
    )


def _preview_row(entry: Planned, names: Directory, new_fields: dict[int, str]) -> PreviewRow:
    draft = entry.draft
    customer = None
    if entry.outcome != "rejected":
        after: dict[str, Any] = {**(dict(entry.before._mapping) if entry.before is not None else {}), **entry.values}
        folder = names.folders.get(after["folder_id"]) if after.get("folder_id") else None
        custom = names.fields.visible({**after.get("custom_fields", {}), **entry.custom.display})
        customer = PreviewCustomer(
            name=after.get("name", ""),
            kind=after.get("kind", "person"),
            lifecycle=after.get("lifecycle", "customer"),
            emails=[item["address"] for item in after.get("emails", ())],
            phones=[item["number"] for item in after.get("phones", ())],
            location=after.get("location"),
            folder=folder.path if folder else None,
            status=folder.status_names.get(after["status_id"]) if folder and after.get("status_id") else None,
            owner=names.member_names.get(after["owner_id"]) if after.get("owner_id") else None,
            tags=[names.tag_names[tag_id] for tag_id in entry.tag_ids] + draft.new_tags,
            custom_fields={names.fields.by_key[key].label: value for key, value in custom.items() if value is not None}
            | {label: draft.values[column] for column, label in new_fields.items() if draft.values[column].strip()},
        )
    problems = [
        CellProblemOut(column=problem.column, code=problem.code, message=problem.message) for problem in draft.problems
    ]
    values = storable([value[:SAMPLE_CHARACTERS] for value in draft.values])
    return PreviewRow(number=draft.number, values=values, outcome=entry.outcome, customer=customer, problems=problems)


def _may_make_tags(ctx: Ctx, options: ImportOptions) -> bool:
    return ctx.may(P.tags_manage) if options.create_missing_tags is None else options.create_missing_tags


async def start(ctx: Ctx, row: Import, options: ImportOptions) -> None:
    """Start the job of a locked import. Raises ``ImportAlreadyStarted`` (409), ``Invalid`` (422) and ``ScopeMissing``
    (403); then nothing is started."""
    if row.state != "uploaded":
        raise ImportAlreadyStarted
    look = await look_at(ctx, row, options)
    if options.tag_ids:
        ctx.require(P.tags_write)
    if options.create_missing_tags:
        ctx.require(P.tags_manage)
    check(look.mapping, look.info)
    mapping = await make_fields(ctx, look.mapping, look.names)
    row.format = look.info.model_dump(mode="json")
    row.options = {
        "mapping": {str(column): target for column, target in mapping.items() if target != "skip"},
        "match": look.match,
        "mode": options.mode,
        "folder_id": str(look.folder_id) if look.folder_id else None,
        "status_id": str(options.status_id) if options.status_id else None,
        "lifecycle": options.lifecycle,
        "source": options.source or None,
        "tag_ids": [str(tag_id) for tag_id in options.tag_ids],
        "create_missing_tags": _may_make_tags(ctx, options),
        "date_order": look.names.reading.date_order,
        "decimal": options.decimal,
        "country": options.country,
    }
    row.state = "started"
    row.job_id = await enqueue(ctx, "import_customers", {"import_id": str(row.id)}, visible=True)
    await ctx.session.flush()
    ctx.emit(ImportStarted(subject_id=row.id, file_name=row.file_name))
