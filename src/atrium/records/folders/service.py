"""Folders, their statuses and permissions (B8, B12): one policy for the customers inside."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from atrium.access.members.models import Member
from atrium.access.roles.models import Role
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import decode_cursor, encode_cursor
from atrium.records.folders.events import (
    FolderCreated,
    FolderDeleted,
    FolderPermissionsChanged,
    FoldersReordered,
    FolderUpdated,
)
from atrium.records.folders.models import Folder, FolderPermission, Status
from atrium.records.folders.queries import (
    FolderNotFound,
    Place,
    count_customers,
    folder_levels_now,
    get_folder,
    grants_of,
    parents,
    visible_tree,
)
from atrium.records.folders.schemas import FolderGrant, FolderIn, FolderOrder, FolderPatch
from atrium.records.folders.statuses import check_statuses
from atrium.records.folders.writing import NameTaken, count_in, reorder, write
from atrium.records.usages.service import refuse_if_used

MAX_DEPTH = 10


class FolderInUse(Conflict):
    code, title = "folder-in-use", "The folder is not empty"


class LocksYouOut(Conflict):
    code, title = "locks-you-out", "You would lock yourself out"


# ── Folders ─────────────────────────────────────────────────────────────────────


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
    check_statuses(data.statuses)
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
        await write(ctx, row, values)
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
                message=f"{count_in(customers)} customers, trash included, are in it. Move them first.",
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
    names = await reorder(ctx, rows, data.folder_ids, "/folder_ids")
    if names:
        ctx.emit(FoldersReordered(subject_id=data.parent_id, names=names))


async def set_permissions(ctx: Ctx, row: Folder, entries: list[FolderGrant]) -> None:
    """Replace a folder's permissions. Raises ``Invalid`` (422) naming bad entries, and ``LocksYouOut`` (409) when the
    actor would no longer manage it."""
    await _check_grantees(ctx, entries)
    await write(ctx, row, {})
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


# ── Statuses ────────────────────────────────────────────────────────────────────
