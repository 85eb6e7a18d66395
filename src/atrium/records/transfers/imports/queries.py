"""Imports with the state of their jobs, and the rows that were rejected."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.context import Ctx
from atrium.kernel.errors import NotFound
from atrium.kernel.jobs import Job
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.records.transfers.imports.models import Import, ImportReject
from atrium.records.transfers.imports.schemas import ImportOut, ImportResult


class ImportNotFound(NotFound):
    title = "There is no such import, or it is not yours"


def _imports(ctx: Ctx) -> Select[Any]:
    """One's own imports; everybody's for those who manage the workspace. The file holds people whom others may not
    see."""
    query = (
        select(Import, Job.state.label("job_state"), Job.progress_total, Job.result)
        .outerjoin(Job, and_(Job.workspace_id == Import.workspace_id, Job.id == Import.job_id))
        .where(Import.workspace_id == ctx.workspace_id)
    )
    return (
        query
        if ctx.may(P.workspace_manage)
        else query.where(Import.created_by_type == ctx.actor.type, Import.created_by_id == ctx.actor.id)
    )


async def get_import(ctx: Ctx, import_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(Import, job_state, progress_total, result)``. Raises ``ImportNotFound`` (404)."""
    query = _imports(ctx).where(Import.id == import_id)
    row: Row[Any] | None = (await ctx.session.execute(query.with_for_update(of=Import) if lock else query)).first()
    if row is None:
        raise ImportNotFound
    return row


async def list_imports(ctx: Ctx, limit: int, cursor: str | None) -> tuple[Sequence[Row[Any]], str | None]:
    """Newest first."""
    query = _imports(ctx)
    if cursor:
        query = query.where(Import.id < decode_cursor("imports", cursor)[0])
    rows = (await ctx.session.execute(query.order_by(Import.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, "imports", lambda row: [row.Import.id])


async def list_rejects(
    ctx: Ctx, import_id: UUID, limit: int, cursor: str | None
) -> tuple[Sequence[ImportReject], str | None]:
    """In the order of the file. Raises ``ImportNotFound`` (404)."""
    await get_import(ctx, import_id)
    scope = f"import_rejects:{import_id}"
    after = decode_cursor(scope, cursor)[0] if cursor else -1
    rows = await rejects_after(ctx.session, ctx.workspace_id, import_id, after, limit + 1)
    return page_of(rows, limit, scope, lambda row: [row.row_number])


async def rejects_after(
    session: AsyncSession, workspace_id: UUID, import_id: UUID, row_number: int, limit: int
) -> Sequence[ImportReject]:
    query = (
        select(ImportReject)
        .where(
            ImportReject.workspace_id == workspace_id,
            ImportReject.import_id == import_id,
            ImportReject.row_number > row_number,
        )
        .order_by(ImportReject.row_number)
        .limit(limit)
    )
    return (await session.scalars(query)).all()


def import_out(row: Row[Any]) -> ImportOut:
    found: Import = row.Import
    started = "ended" if row.job_state is None else row.job_state
    result = row.result or {}
    return ImportOut(
        id=found.id,
        job_id=found.job_id,
        state=started if found.state == "started" else "uploaded",
        file_name=found.file_name,
        file_size=found.file_size,
        rows_done=found.rows_done,
        rows_total=row.progress_total,
        result=ImportResult(**{name: result[name] for name in ImportResult.model_fields if name in result}),
        created_by=found.created_by_name,
        created_at=found.created_at,
    )
