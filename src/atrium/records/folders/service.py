"""Folders, their statuses and permissions (B8, B12): one policy for the customers inside."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import cast, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import Uuid

from atrium.access.members.models import Member
from atrium.access.roles.models import Role
from atrium.kernel.context import Ctx, FolderLevel
from atrium.kernel.errors import Conflict, FieldError, Invalid, NotFound, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, encode_cursor, page_of
from atrium.records.folders.events import (
    FolderCreated,
    FolderDeleted,
    FolderPermissionsChanged,
    FoldersReordered,
    FolderUpdated,
    StatusCreated,
    StatusDeleted,
    StatusesReordered,
    StatusUpdated,
)
from atrium.records.folders.models import Folder, FolderPermission, Status
from atrium.records.folders.queries import (
    FolderNotFound,
    Place,
    count_customers,
    folder_levels_now,
    get_folder,
    grants_of,
    level_in,
    parents,
    statuses_of,
    visible_tree,
)
from atrium.records.folders.schemas import FolderGrant, FolderIn, FolderOrder, FolderPatch, StatusIn, StatusPatch
from atrium.records.usages.service import refuse_if_used

MAX_DEPTH = 10
MAX_STATUSES = 200


class StatusNotFound(NotFound):
    title = "There is no such status"


class NameTaken(Conflict):
    code, title = "name-taken", "This name is taken"


class FolderInUse(Conflict):
    code, title = "folder-in-use", "The folder is not empty"


class StatusInUse(Conflict):
    code, title = "status-in-use", "Customers have this status"


class LocksYouOut(Conflict):
    code, title = "locks-you-out", "You would lock yourself out"


# ── Folders
# ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def list_folders(ctx: Ctx, limit: int, cursor: str | None) -> tuple[Sequence[Place], str | None]:
    """The folders that the actor sees, each after its parent."""
    places = await visible_tree(ctx)
    if cursor:
        last = decode_cursor("folders", cursor)
        places = [place for place in places if place.path > last]
    return places[:limit], encode_cursor("folders", places[limit - 1].path) if len(places) > limit else None


async def place_of(ctx: Ctx, folder_id: UUID) -> Place:
    """Where a folder stands. Raises ``FolderNotFound`` (404)."""
    found = next((place for place in await visible_tree(ctx) if place.folder.id == folder_id), None)
    if found is None:
        raise FolderNotFound
    return found


async def create_folder(ctx: Ctx, data: FolderIn) -> Folder:
    """Raises ``NameTaken`` (409), ``Invalid`` (422) for a bad parent or bad statuses, ``FolderLevelMissing`` (403)
    below a folder that the actor does not manage."""
    _check_statuses(data.statuses)
    folder_id = uuid7()
    await _check_parent(ctx, folder_id, data.parent_id)
    values = data.model_dump(exclude={"statuses"})
    row = Folder(
        workspace_id=ctx.workspace_id, id=folder_id, position=await _last_position(ctx, data.parent_id), **values
    )
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise NameTaken("Its neighbour has this name already.") from error
    default = next((index for index, status in enumerate(data.statuses) if status.is_default), 0)
    for index, status in enumerate(data.statuses):
        values = status.model_dump() | {"is_default": index == default}
        ctx.session.add(
            Status(workspace_id=ctx.workspace_id, id=uuid7(), folder_id=folder_id, position=index, **values)
        )
    await ctx.session.flush()
    await ctx.session.refresh(row)
    ctx.emit(FolderCreated(subject_id=row.id, name=row.name))
    return row


async def update_folder(ctx: Ctx, row: Folder, data: FolderPatch) -> None:
    """Raises as ``create_folder`` does."""
    values = data.provided()
    if "parent_id" in values and values["parent_id"] != row.parent_id:
        await _check_parent(ctx, row.id, values["parent_id"])
        values["position"] = await _last_position(ctx, values["parent_id"])
    changes = diff({name: getattr(row, name) for name in values}, values)
    if changes:
        await _write(ctx, row, values)
        ctx.emit(FolderUpdated(subject_id=row.id, name=row.name, changes=changes))


async def delete_folder(ctx: Ctx, row: Folder, *, force: bool = False) -> None:
    """Its statuses and permissions go with it. Raises ``FolderInUse`` (409) while customers or folders are in it, and
    ``InUse`` (409) unless ``force``."""
    await ctx.session.execute(
        select(Folder.id).where(Folder.workspace_id == ctx.workspace_id, Folder.id == row.id).with_for_update()
    )
    customers = await count_customers(ctx, folder_id=row.id)
    folders = sum(parent_id == row.id for parent_id in (await parents(ctx)).values())
    unmet = []
    if customers:
        unmet.append(
            Unmet(
                code="has_customers",
                message=f"{_counted(customers)} customers, trash included, are in it. Move them first.",
                fix=None,
            )
        )
    if folders:
        unmet.append(
            Unmet(code="has_folders", message=f"{folders} folders are in it. Move or delete them first.", fix=None)
        )
    if unmet:
        raise FolderInUse(" ".join(item.message for item in unmet), unmet=unmet)
    await refuse_if_used(ctx, "folder", [row.id], force=force)
    try:
        async with ctx.session.begin_nested():
            await ctx.session.execute(
                delete(Folder).where(Folder.workspace_id == ctx.workspace_id, Folder.id == row.id)
            )
    except IntegrityError as error:
        raise FolderInUse("Someone put something into it just now.") from error
    ctx.emit(FolderDeleted(subject_id=row.id, name=row.name))


async def reorder_folders(ctx: Ctx, data: FolderOrder) -> None:
    """Put the folders of one parent into this order. Raises ``Invalid`` (422) for a folder that does not lie there."""
    if data.parent_id is not None:
        await _managed_parent(ctx, data.parent_id)
    query = select(Folder).where(
        Folder.workspace_id == ctx.workspace_id, Folder.parent_id.is_not_distinct_from(data.parent_id)
    )
    rows = list(
        await ctx.session.scalars(
            query.order_by(Folder.position, func.lower(Folder.name), Folder.id).with_for_update(key_share=True)
        )
    )
    names = await _reorder(ctx, rows, data.folder_ids, "/folder_ids")
    if names:
        ctx.emit(FoldersReordered(subject_id=data.parent_id, names=names))


async def set_permissions(ctx: Ctx, row: Folder, entries: list[FolderGrant]) -> None:
    """Replace a folder's permissions. Raises ``Invalid`` (422) naming bad entries, and ``LocksYouOut`` (409) when the
    actor would no longer manage it."""
    await _check_grantees(ctx, entries)
    await _write(ctx, row, {})
    before = await _described_grants(ctx, row)
    mine = (FolderPermission.workspace_id == ctx.workspace_id, FolderPermission.folder_id == row.id)
    await ctx.session.execute(delete(FolderPermission).where(*mine))
    if entries:
        given = [
            {"workspace_id": ctx.workspace_id, "id": uuid7(), "folder_id": row.id, **entry.model_dump()}
            for entry in entries
        ]
        await ctx.session.execute(insert(FolderPermission), given)
    if ctx.member_id is not None and (await folder_levels_now(ctx)).get(row.id, "manage") != "manage":
        raise LocksYouOut(
            "After this you could no longer manage the folder. Leave yourself or your role the level manage."
        )
    changes = diff({"permissions": before}, {"permissions": await _described_grants(ctx, row)})
    if changes:
        ctx.emit(FolderPermissionsChanged(subject_id=row.id, name=row.name, changes=changes))


async def _described_grants(ctx: Ctx, row: Folder) -> list[str]:
    return [f"{grant.name}: {grant.level}" for grant in await grants_of(ctx, row.id)]


async def _check_grantees(ctx: Ctx, entries: list[FolderGrant]) -> None:
    its_roles = select(Role.id, Role.system_key).where(Role.workspace_id == ctx.workspace_id)
    roles = dict((await ctx.session.execute(its_roles)).all())
    its_members = select(Member.id, Member.role_id).where(
        Member.workspace_id == ctx.workspace_id, Member.state != "removed"
    )
    members = dict((await ctx.session.execute(its_members)).all())
    errors, met = list[FieldError](), set[UUID]()
    for index, entry in enumerate(entries):
        match [grantee for grantee in (entry.role_id, entry.member_id) if grantee]:
            case [grantee] if grantee not in (roles if entry.role_id else members):
                errors.append(
                    FieldError(pointer=f"/entries/{index}", code="unknown", message="names nobody of this workspace")
                )
            case [grantee] if roles.get(members.get(grantee, grantee)) == "owner":
                errors.append(
                    FieldError(
                        pointer=f"/entries/{index}",
                        code="owner",
                        message="cannot restrict an owner, who may always do everything",
                    )
                )
            case [grantee] if grantee in met:
                errors.append(FieldError(pointer=f"/entries/{index}", code="repeated", message="names someone twice"))
            case [grantee]:
                met.add(grantee)
            case _:
                errors.append(
                    FieldError(
                        pointer=f"/entries/{index}", code="one_grantee", message="must name either a role or a member"
                    )
                )
    if errors:
        raise Invalid("; ".join(f"{error.pointer} {error.message}" for error in errors[:3]) + ".", errors=errors[:100])


async def _check_parent(ctx: Ctx, folder_id: UUID, parent_id: UUID | None) -> None:
    """No cycle and no more than ten levels, whatever others move meanwhile: moves of one workspace take turns."""
    if parent_id is None:
        return
    await _managed_parent(ctx, parent_id)
    await ctx.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": f"folder_tree:{ctx.workspace_id}"}
    )
    above = await parents(ctx)
    chain: list[UUID] = []
    step: UUID | None = parent_id
    while step is not None:
        chain.append(step)
        step = above.get(step)
    if folder_id in chain:
        raise Invalid.at("/parent_id", "cycle", "cannot be the folder itself or one inside it")
    if len(chain) + _height(above, folder_id) > MAX_DEPTH:
        raise Invalid.at("/parent_id", "too_deep", f"would nest folders more than {MAX_DEPTH} deep")


def _height(above: Mapping[UUID, UUID | None], folder_id: UUID) -> int:
    return 1 + max((_height(above, child) for child, parent_id in above.items() if parent_id == folder_id), default=0)


async def _managed_parent(ctx: Ctx, parent_id: UUID) -> None:
    try:
        await get_folder(ctx, parent_id, "manage")
    except FolderNotFound:
        raise Invalid.at("/parent_id", "unknown", "is not a folder of this workspace") from None


async def _last_position(ctx: Ctx, parent_id: UUID | None) -> int:
    query = select(func.coalesce(func.max(Folder.position) + 1, 0))
    return (
        await ctx.session.execute(
            query.where(Folder.workspace_id == ctx.workspace_id, Folder.parent_id.is_not_distinct_from(parent_id))
        )
    ).scalar_one()


async def _write(ctx: Ctx, row: Folder | Status, values: dict[str, Any]) -> None:
    table = type(row)
    statement = update(table).where(table.workspace_id == ctx.workspace_id, table.id == row.id)
    try:
        async with ctx.session.begin_nested():
            changed = statement.values(**values, version=table.version + 1, updated_at=func.now())
            await ctx.session.execute(changed.execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise NameTaken("Its neighbour has this name already.") from error
    await ctx.session.refresh(row)


async def _reorder(ctx: Ctx, rows: Sequence[Folder] | Sequence[Status], wanted: list[UUID], pointer: str) -> list[str]:
    """Give locked rows their new places and return the names of those wanted; nothing when the order is as it was."""
    present = {row.id: row for row in rows}
    errors = [
        FieldError(pointer=f"{pointer}/{index}", code="unknown", message="does not belong here or is named twice")
        for index, row_id in enumerate(wanted)
        if row_id not in present
        or row_id in wanted[:index]
        or (isinstance(present[row_id], Folder) and level_in(ctx, row_id) == "none")
    ]
    if errors:
        raise Invalid("The order names something that does not belong here, or twice.", errors=errors[:100])
    order = [*wanted, *(row_id for row_id in present if row_id not in set(wanted))]
    moved = [row_id for index, row_id in enumerate(order) if present[row_id].position != index]
    if moved:
        table = type(rows[0])
        place = func.array_position(cast(order, ARRAY(Uuid)), table.id) - 1
        statement = update(table).where(table.workspace_id == ctx.workspace_id, table.id.in_(moved))
        changed = statement.values(position=place, version=table.version + 1, updated_at=func.now())
        await ctx.session.execute(changed.execution_options(synchronize_session=False))
    return [present[row_id].name for row_id in wanted] if moved else []


def _counted(count: int) -> str:
    return "10,000 or more" if count >= 10_000 else f"{count:,}"


# ── Statuses
# ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _check_statuses(given: list[StatusIn]) -> None:
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
        await _write(ctx, row, values)
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
            message=f"{_counted(customers)} customers, trash included, have this status. Give them another first.",
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
    names = await _reorder(ctx, await _locked_statuses(ctx, folder), status_ids, "/status_ids")
    if names:
        ctx.emit(StatusesReordered(subject_id=folder.id, folder_name=folder.name, names=names))


async def _locked_statuses(ctx: Ctx, folder: Folder) -> list[Status]:
    """The folder's statuses in order. From here to the commit nobody else changes them, since all do so behind the
    folder's row."""
    ctx.cache.pop("folder_statuses", None)
    await _write(ctx, folder, {})
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
