from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Query, Response, UploadFile
from pydantic import ValidationError

from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError, Invalid
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line, Token
from atrium.records.transfers.imports import queries, service
from atrium.records.transfers.imports.queries import import_out
from atrium.records.transfers.imports.schemas import (
    CellProblemOut,
    ImportOptions,
    ImportOut,
    PreviewOut,
    RejectOut,
    UploadOptions,
)

router = slice_router("imports and exports", "Contacts in and out.")
CHUNK_BYTES = 1024 * 1024
MOST_OPTION_CHARACTERS = 500_000


@router.post(
    "/imports",
    status_code=202,
    summary="Import customers from a file",
    responses={201: {"description": "Kept, with a preview.", "model": ImportOut}},
)
async def create_import(
    ctx: Annotated[Ctx, can(P.customers_import, P.customers_write)],
    response: Response,
    file: Annotated[
        UploadFile, File(description="CSV, TSV, Excel (.xlsx), vCard 2.1 to 4.0 or JSON Lines, told by its content.")
    ],
    options: Annotated[
        str,
        Form(
            max_length=MOST_OPTION_CHARACTERS,
            description="`ImportOptions` as JSON, and `preview`.",
            examples=['{"mapping": {"Name": "name", "E-mail": "email"}, "match_by": "email", "mode": "both"}'],
        ),
    ] = "{}",
) -> ImportOut:
    """Starts at once (202): the job's progress and counts are at `/jobs/{id}`, with a file of the rejected rows in
    `errors_url`. With `preview` in the options the file is only kept, and the answer (201) shows its columns, what they
    most likely mean, and what the first rows would come to.

    Importing the same file again changes nothing. A row that cannot be imported is rejected with its reasons and never
    ends the import."""
    wanted = _parsed(options)
    preview = None
    async with service.store_upload(ctx, _chunks(file), file.filename or "", wanted) as row:
        if wanted.preview:
            response.status_code = 201
            preview = await service.preview(ctx, row, wanted)
        else:
            await service.start(ctx, row, wanted)
        return import_out(await queries.get_import(ctx, row.id)).model_copy(update={"preview": preview})


def _parsed(options: str) -> UploadOptions:
    try:
        return UploadOptions.model_validate_json(options.encode("utf-8", "replace") or b"{}")
    except ValidationError as error:
        errors = [
            FieldError(
                pointer="/".join(["/options", *map(str, found["loc"])])[:300],
                code=found["type"],
                message=found["msg"].removeprefix("Value error, "),
            )
            for found in error.errors(include_url=False, include_context=False, include_input=False)[:50]
        ]
        raise Invalid("The options are not acceptable.", errors=[_printable(found) for found in errors]) from error


def _printable(error: FieldError) -> FieldError:
    return FieldError(
        pointer=error.pointer.encode("utf-8", "replace").decode().replace("\x00", ""),
        code=error.code,
        message=error.message.encode("utf-8", "replace").decode().replace("\x00", "")[:300],
    )


async def _chunks(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk


@router.get("/imports", summary="List imports")
async def list_imports(
    ctx: Annotated[Ctx, can(P.customers_import)], limit: Limit = 50, cursor: Cursor = None
) -> Page[ImportOut]:
    """Newest first: one's own, or with `workspace:manage` everybody's."""
    rows, next_cursor = await queries.list_imports(ctx, limit, cursor)
    return Page(items=[import_out(row) for row in rows], next_cursor=next_cursor)


@router.get("/imports/{import_id}", summary="Get an import")
async def get_import(ctx: Annotated[Ctx, can(P.customers_import)], import_id: UUID) -> ImportOut:
    """Its state, progress and counts."""
    return import_out(await queries.get_import(ctx, import_id))


@router.get("/imports/{import_id}/preview", summary="Look at an import's file again")
async def get_import_preview(
    ctx: Annotated[Ctx, can(P.customers_import)],
    import_id: UUID,
    encoding: Annotated[
        Line | None, Query(max_length=40, description="Name of the character encoding.", examples=["windows-1252"])
    ] = None,
    delimiter: Annotated[
        Token | None, Query(max_length=1, description="What separates the cells.", examples=[";"])
    ] = None,
    has_header: Annotated[bool | None, Query(description="Whether the first row holds headings.")] = None,
    sheet: Annotated[
        Line | None, Query(max_length=200, description="Sheet of a workbook.", examples=["Contacts"])
    ] = None,
) -> PreviewOut:
    """As in the answer to the upload, read in another way."""
    row = await queries.get_import(ctx, import_id)
    return await service.preview(
        ctx, row.Import, ImportOptions(encoding=encoding, delimiter=delimiter, has_header=has_header, sheet=sheet)
    )


@router.post("/imports/{import_id}/preview", summary="Preview an import")
async def preview_import(
    ctx: Annotated[Ctx, can(P.customers_import)], import_id: UUID, data: ImportOptions
) -> PreviewOut:
    """What the first rows would come to with these options. Changes nothing."""
    row = await queries.get_import(ctx, import_id)
    return await service.preview(ctx, row.Import, data)


@router.post("/imports/{import_id}/start", status_code=202, summary="Start an import")
async def start_import(
    ctx: Annotated[Ctx, can(P.customers_import, P.customers_write)], import_id: UUID, data: ImportOptions
) -> ImportOut:
    """Once: 409 when it was started already."""
    row = await queries.get_import(ctx, import_id, lock=True)
    await service.start(ctx, row.Import, data)
    return import_out(await queries.get_import(ctx, import_id))


@router.get("/imports/{import_id}/rejects", summary="List rejected rows")
async def list_import_rejects(
    ctx: Annotated[Ctx, can(P.customers_import)], import_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[RejectOut]:
    """In the order of the file, also while the import runs and after it was cancelled. The job's `errors_url` has them
    as a CSV file."""
    rows, next_cursor = await queries.list_rejects(ctx, import_id, limit, cursor)
    items = [
        RejectOut(
            row_number=row.row_number,
            values=row.values,
            reasons=[CellProblemOut.model_construct(**reason) for reason in row.reasons],
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=next_cursor)
