"""The statuses of a folder: each folder has its own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from atrium.kernel.context import Ctx, FolderLevel
from atrium.kernel.errors import Conflict, FieldError, Invalid, NotFound, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.records.folders.events import StatusCreated, StatusDeleted, StatusesReordered, StatusUpdated
from atrium.records.folders.models import Folder, Status
from atrium.records.folders.queries import STATUSES, count_customers, get_folder, level_in, statuses_of
from atrium.records.folders.schemas import StatusIn, StatusPatch
from atrium.records.folders.writing import NameTaken, count_in, reorder, write
from atrium.records.usages.service import refuse_if_used

MAX_STATUSES = 200


class StatusNotFound(NotFound):
    title = "There is no such status"


class StatusInUse(Conflict):
    code, title = "status-in-use", "Customers have this status"


def check_statuses(given: list[StatusIn]) -> None:
    names = [status.name.lower() for status in given]
    errors = [
        FieldError(pointer=f"/statuses/{index}/name", code="repeated", message="is the name of two statuses")
        for index, name in enumerate(names)
        if name in names[:index]
    ]
    defaults = [index for index, status in enumerate(given) if status.is_default]
    errors += [
        FieldError(pointer=f"/statuses/{index}/is_default", code="one_default", message="can be true once")
        for index in defaults[1:]
    ]
    if errors:
        raise Invalid("; ".join(f"{error.pointer} {error.message}" for error in errors[:3]) + ".", errors=errors)


async def get_status(ctx: Ctx, status_id: UUID, level: FolderLevel = "read") -> tuple[Status, Folder]:
    """A status and its folder. Raises ``StatusNotFound`` (404), also in a hidden folder, and ``FolderLevelMissing``
    (403)."""
    row = await ctx.session.get(Status, (ctx.workspace_id, status_id))
    if row is None or level_in(ctx, row.folder_id) == "none":
        raise StatusNotFound
    return row, await get_folder(ctx, row.folder_id, level)


async def list_statuses(
    ctx: Ctx, folder_id: UUID, limit: int, cursor: str | None
) -> tuple[Sequence[Status], str | None]:
    """Raises ``FolderNotFound`` (404)."""
    await get_folder(ctx, folder_id)
    scope, order = f"statuses:{folder_id}", (Status.position, Status.id)
    query = select(Status).where(Status.workspace_id == ctx.workspace_id, Status.folder_id == folder_id)
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[False, False]))
    rows = (await ctx.session.scalars(query.order_by(*order).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.position, row.id])


async def create_status(ctx: Ctx, folder: Folder, data: StatusIn) -> Status:
    """At the end of the folder's list; the first one is the default. Raises ``NameTaken`` (409)."""
    present = await _locked_statuses(ctx, folder)
    if len(present) >= MAX_STATUSES:
        raise Invalid.at("/name", "too_many", f"would be status number {MAX_STATUSES + 1} of the folder")
    position = max((status.position for status in present), default=-1) + 1
    row = Status(
        workspace_id=ctx.workspace_id,
        id=uuid7(),
        folder_id=folder.id,
        position=position,
        **data.model_dump(exclude={"is_default"}),
    )
    row.is_default = False
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise NameTaken("Another status of this folder has this name.") from error
    if data.is_default or not present:
        await _make_default(ctx, row)
    await ctx.session.refresh(row)
    ctx.emit(StatusCreated(subject_id=row.id, name=row.name, folder_name=folder.name))
    return row


async def update_status(ctx: Ctx, row: Status, folder: Folder, data: StatusPatch) -> None:
    """Raises ``NameTaken`` (409), and ``Invalid`` (422) for taking the default away without giving it to another."""
    await _locked_statuses(ctx, folder)
    await ctx.session.refresh(row)
    values = data.provided()
    changes = diff({name: getattr(row, name) for name in values}, values)
    default = values.pop("is_default", row.is_default)
    if row.is_default and not default:
        raise Invalid.at(
            "/is_default", "needs_default", "stays true until another status of the folder becomes the default"
        )
    if changes:
        await write(ctx, row, values)
        if default and not row.is_default:
            await _make_default(ctx, row)
            await ctx.session.refresh(row)
        ctx.emit(StatusUpdated(subject_id=row.id, name=row.name, folder_name=folder.name, changes=changes))


async def delete_status(ctx: Ctx, row: Status, folder: Folder, *, force: bool = False) -> None:
    """The next status becomes the default in its stead. Raises ``StatusInUse`` (409) while customers have it: a bulk
    edit gives them another; and ``InUse`` (409) unless ``force``."""
    present = await _locked_statuses(ctx, folder)
    customers = await count_customers(ctx, status_id=row.id)
    if customers:
        unmet = Unmet(
            code="has_customers",
            message=f"{count_in(customers)} customers, trash included, have this status. Give them another first.",
            fix=None,
        )
        raise StatusInUse(unmet.message, unmet=[unmet])
    await refuse_if_used(ctx, "status", [row.id], force=force)
    try:
        async with ctx.session.begin_nested():
            gone = (
                delete(Status)
                .where(Status.workspace_id == ctx.workspace_id, Status.id == row.id)
                .returning(Status.is_default)
            )
            was_default = (await ctx.session.execute(gone)).scalar_one_or_none()
    except IntegrityError as error:
        raise StatusInUse("A customer got this status just now.") from error
    heir = next((status for status in present if status.id != row.id), None)
    if was_default and heir is not None:
        await _make_default(ctx, heir)
    ctx.emit(StatusDeleted(subject_id=row.id, name=row.name, folder_name=folder.name))


async def reorder_statuses(ctx: Ctx, folder: Folder, status_ids: list[UUID]) -> None:
    """Raises ``Invalid`` (422) for a status of another folder."""
    names = await reorder(ctx, await _locked_statuses(ctx, folder), status_ids, "/status_ids")
    if names:
        ctx.emit(StatusesReordered(subject_id=folder.id, folder_name=folder.name, names=names))


async def _locked_statuses(ctx: Ctx, folder: Folder) -> list[Status]:
    """The folder's statuses in order. From here to the commit nobody else changes them, since all do so behind the
    folder's row."""
    STATUSES.forget(ctx)
    await write(ctx, folder, {})
    return (await statuses_of(ctx, [folder.id]))[folder.id]


async def _make_default(ctx: Ctx, row: Status) -> None:
    for of_row, default in ((Status.id != row.id, False), (Status.id == row.id, True)):
        mine = (
            Status.workspace_id == ctx.workspace_id,
            Status.folder_id == row.folder_id,
            of_row,
            Status.is_default.is_(not default),
        )
        changed = (
            update(Status).where(*mine).values(is_default=default, version=Status.version + 1, updated_at=func.now())
        )
        await ctx.session.execute(changed.execution_options(synchronize_session=False))
