"""Reading folders: which of them the actor sees, in tree order, with their statuses and the fields they show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import (
    Boolean,
    DateTime,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    column,
    exists,
    func,
    or_,
    select,
    table,
    true,
)
from sqlalchemy.types import Text, Uuid

from atrium.access.members.models import Member
from atrium.access.roles.models import Role
from atrium.kernel.authentication import rights_of_member
from atrium.kernel.context import Ctx, FolderLevel, Remembered
from atrium.kernel.errors import Forbidden, Invalid, NotFound
from atrium.kernel.kept import Kept
from atrium.records.folders.models import LEVELS, Folder, FolderPermission, Status
from atrium.records.folders.schemas import FolderOut, StatusOut

# The slices of these tables come after this one; they are only looked at.
CUSTOMERS = table(
    "customers",
    column("workspace_id", Uuid()),
    column("folder_id", Uuid()),
    column("status_id", Uuid()),
    column("deleted_at", DateTime(timezone=True)),
)
FIELDS = table(
    "custom_fields",
    column("workspace_id", Uuid()),
    column("id", Uuid()),
    column("position", Integer()),
    column("every_folder", Boolean()),
    column("every_viewer", Boolean()),
    column("archived_at", DateTime(timezone=True)),
)
FIELD_FOLDERS = table(
    "custom_field_folders", column("workspace_id", Uuid()), column("field_id", Uuid()), column("folder_id", Uuid())
)
FIELD_ROLES = table(
    "custom_field_roles",
    column("workspace_id", Uuid()),
    column("field_id", Uuid()),
    column("role_id", Uuid()),
    column("access", Text()),
)

STATUSES = Remembered[dict[UUID, tuple[Folder | None, list[Status]]]]("folder_statuses")
"""By folder, with the folder itself, so that the session still holds it when ``get_folder`` asks."""
_HELD = Remembered[set[Status]]("statuses_held")
"""A session forgets what nobody holds, and would ask for it again for each of many customers."""


class FolderNotFound(NotFound):
    title = "There is no such folder"


class FolderLevelMissing(Forbidden):
    code, title = "folder-level-missing", "Your permission in this folder does not go so far"


def level_in(ctx: Ctx, folder_id: UUID) -> FolderLevel:
    """What the actor may do in a folder: everything, unless a folder permission says less."""
    return ctx.visibility.folder_levels.get(folder_id, "manage")


async def get_folder(ctx: Ctx, folder_id: UUID, level: FolderLevel = "read") -> Folder:
    """Raises ``FolderNotFound`` (404), also for a hidden one, and ``FolderLevelMissing`` (403)."""
    row = await ctx.session.get(Folder, (ctx.workspace_id, folder_id))
    own = level_in(ctx, folder_id)
    if row is None or own == "none":
        raise FolderNotFound
    if LEVELS.index(own) < LEVELS.index(level):
        raise FolderLevelMissing(f"This needs the level {level} in the folder {row.name}; yours is {own}.")
    return row


@dataclass(frozen=True, slots=True)
class Place:
    """Where a folder stands in the tree that the actor sees. ``path`` orders the tree: each step is ``[position, name,
    id]``."""

    folder: Folder
    parent_id: UUID | None
    path: list[list[Any]]


async def visible_tree(ctx: Ctx) -> list[Place]:
    """All folders that the actor sees, each after its parent. One whose parent is hidden stands at the top."""
    rows = (await ctx.session.scalars(select(Folder).where(Folder.workspace_id == ctx.workspace_id))).all()
    seen = {row.id: row for row in rows if level_in(ctx, row.id) != "none"}
    paths: dict[UUID, list[list[Any]]] = {}

    def path_of(row: Folder) -> list[list[Any]]:
        if row.id not in paths:
            above = path_of(seen[row.parent_id]) if row.parent_id in seen else []
            paths[row.id] = [*above, [row.position, row.name.lower(), str(row.id)]]
        return paths[row.id]

    places = [Place(row, row.parent_id if row.parent_id in seen else None, path_of(row)) for row in seen.values()]
    return sorted(places, key=lambda place: place.path)


async def statuses_of(ctx: Ctx, folder_ids: Collection[UUID]) -> dict[UUID, list[Status]]:
    """The statuses of each of these folders, in order."""
    query = (
        select(Status)
        .where(Status.workspace_id == ctx.workspace_id, Status.folder_id.in_(folder_ids))
        .order_by(Status.position, Status.id)
    )
    found: dict[UUID, list[Status]] = {folder_id: [] for folder_id in folder_ids}
    for row in await ctx.session.scalars(query):
        found[row.folder_id].append(row)
    return found


async def fields_of(ctx: Ctx, folder_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Ids of the unarchived custom fields that each of these folders shows the actor, in order."""
    field = FIELDS.c
    shown = and_(
        FIELD_FOLDERS.c.workspace_id == field.workspace_id,
        FIELD_FOLDERS.c.field_id == field.id,
        FIELD_FOLDERS.c.folder_id == Folder.id,
    )
    role = and_(
        FIELD_ROLES.c.workspace_id == field.workspace_id,
        FIELD_ROLES.c.field_id == field.id,
        FIELD_ROLES.c.access == "view",
        FIELD_ROLES.c.role_id == ctx.role_id,
    )
    owner = exists().where(Role.workspace_id == ctx.workspace_id, Role.id == ctx.role_id, Role.system_key == "owner")
    viewable = (
        true()
        if ctx.actor.type == "system"
        else or_(field.every_viewer, exists().select_from(FIELD_ROLES).where(role), owner)
    )
    query = (
        select(Folder.id, field.id)
        .join(FIELDS, field.workspace_id == Folder.workspace_id)
        .where(
            Folder.workspace_id == ctx.workspace_id, Folder.id.in_(folder_ids), field.archived_at.is_(None), viewable
        )
        .where(or_(field.every_folder, exists().select_from(FIELD_FOLDERS).where(shown)))
        .order_by(field.position, field.id)
    )
    found: dict[UUID, list[UUID]] = {folder_id: [] for folder_id in folder_ids}
    for folder_id, field_id in (await ctx.session.execute(query)).all():
        found[folder_id].append(field_id)
    return found


async def folders_out(ctx: Ctx, places: Sequence[Place]) -> list[FolderOut]:
    """Folders as the contract shows them, in two statements."""
    ids = [place.folder.id for place in places]
    statuses, fields = (await statuses_of(ctx, ids), await fields_of(ctx, ids)) if ids else ({}, {})
    return [_folder_out(ctx, place, statuses[place.folder.id], fields[place.folder.id]) for place in places]


def _folder_out(ctx: Ctx, place: Place, statuses: list[Status], fields: list[UUID]) -> FolderOut:
    row = place.folder
    own = {
        name: getattr(row, name)
        for name in ("id", "name", "icon", "colour", "position", "sections", "created_at", "updated_at")
    }
    return FolderOut(
        **own,
        parent_id=place.parent_id,
        depth=len(place.path) - 1,
        level=level_in(ctx, row.id),
        statuses=[StatusOut.model_validate(status) for status in statuses],
        custom_field_ids=fields,
    )


async def grants_of(ctx: Ctx, folder_id: UUID) -> Sequence[Row[UUID | None, UUID | None, str, str]]:
    """A folder's permissions with the names of the roles and members: roles first, each A to Z."""
    name = func.coalesce(Role.name, Member.name)
    query = (
        select(FolderPermission.role_id, FolderPermission.member_id, FolderPermission.level, name.label("name"))
        .outerjoin(Role, and_(Role.workspace_id == FolderPermission.workspace_id, Role.id == FolderPermission.role_id))
        .outerjoin(
            Member, and_(Member.workspace_id == FolderPermission.workspace_id, Member.id == FolderPermission.member_id)
        )
        .where(FolderPermission.workspace_id == ctx.workspace_id, FolderPermission.folder_id == folder_id)
        .order_by(FolderPermission.role_id.is_(None), func.lower(name), FolderPermission.id)
    )
    return (await ctx.session.execute(query)).all()


async def count_customers(ctx: Ctx, **where: UUID) -> int:
    """How many customers have this ``folder_id`` or ``status_id``, those in the trash included, counted up to
    10,000."""
    mine = [
        CUSTOMERS.c.workspace_id == ctx.workspace_id,
        *(CUSTOMERS.c[name] == value for name, value in where.items()),
    ]
    # Asked apart, because each has an index of its own.
    counts = [
        select(func.count())
        .select_from(select(CUSTOMERS.c.workspace_id).where(*mine, trash).limit(10_000).subquery())
        .scalar_subquery()
        for trash in (CUSTOMERS.c.deleted_at.is_(None), CUSTOMERS.c.deleted_at.is_not(None))
    ]
    return int((await ctx.session.execute(select(counts[0] + counts[1]))).scalar_one())


async def parents(ctx: Ctx) -> Mapping[UUID, UUID | None]:
    """The parent of every folder of the workspace, hidden ones too."""
    rows = await ctx.session.execute(select(Folder.id, Folder.parent_id).where(Folder.workspace_id == ctx.workspace_id))
    return dict(rows.all())


async def folder_levels_now(ctx: Ctx) -> Mapping[UUID, FolderLevel]:
    """The actor's levels as this transaction has left them, by the function that every request starts with."""
    rights = await rights_of_member(ctx.session, ctx.workspace_id, ctx.member_id) if ctx.member_id else None
    return {
        UUID(folder_id): cast("FolderLevel", level)
        for folder_id, level in ((rights or {}).get("folder_levels") or {}).items()
    }


@dataclass(frozen=True, slots=True)
class FolderPolicy:
    """What a folder decides for the customers in it. ``sections`` None shows all; the custom fields are
    ``FieldSet.shown_in(folder_id)``."""

    folder: Folder
    level: FolderLevel
    statuses: list[Status]

    @property
    def sections(self) -> list[str] | None:
        return self.folder.sections

    @property
    def default_status(self) -> Status | None:
        return next((status for status in self.statuses if status.is_default), None)


def folder_with_statuses(ctx: Ctx) -> Select[Any]:
    """Rows ``(Folder, Status)`` of the folder ``:folder_id``, for ``know_folder``."""
    own = and_(Status.workspace_id == ctx.workspace_id, Status.folder_id == Folder.id)
    here = (Folder.workspace_id == ctx.workspace_id, Folder.id == bindparam("folder_id", type_=Uuid))
    query: Any = select(Folder, Status).outerjoin(Status, own).where(*here)
    return cast("Select[Any]", query.order_by(Status.position, Status.id))


_WITH_STATUSES = Kept(folder_with_statuses)


def know_folder(ctx: Ctx, folder_id: UUID, rows: Sequence[Row[Any]]) -> None:
    """What ``folder_policy`` answers from here on."""
    known = STATUSES.of(ctx) or STATUSES.put(ctx, {})
    folder = rows[0].Folder if rows else None
    known[folder_id] = folder, [row.Status for row in rows if row.Status is not None]


async def folder_policy(ctx: Ctx, folder_id: UUID) -> FolderPolicy:
    """Looked up once per context. Raises ``FolderNotFound`` (404)."""
    if folder_id not in (STATUSES.of(ctx) or {}):
        know_folder(ctx, folder_id, (await ctx.session.execute(*_WITH_STATUSES.of(ctx, folder_id=folder_id))).all())
    folder = await get_folder(ctx, folder_id)
    _, statuses = (STATUSES.of(ctx) or {})[folder_id]
    return FolderPolicy(folder, level_in(ctx, folder_id), statuses)


def _hold(ctx: Ctx, row: Status) -> None:
    (_HELD.of(ctx) or _HELD.put(ctx, set())).add(row)


async def map_status(
    ctx: Ctx,
    folder_id: UUID | None,
    *,
    wanted_status_id: UUID | None,
    wanted_name: str | None,
    previous_status_id: UUID | None,
) -> tuple[UUID | None, Literal["given", "same_name", "default", "none"]]:
    """The status of a customer who comes into a folder: the one given by id or name, else one named like the previous
    one, else the default.

    A name that the folder lacks falls through to the default. Raises ``Invalid`` (422) at ``/status_id`` for a status
    of another folder, and at ``/folder_id`` for a folder that does not exist or is hidden."""
    if folder_id is None:
        if wanted_status_id is not None:
            raise Invalid.at("/status_id", "needs_folder", "belongs to a folder: name that too")
        return None, "none"
    try:
        policy = await folder_policy(ctx, folder_id)
    except FolderNotFound:
        raise Invalid.at("/folder_id", "unknown", "is not a folder of this workspace") from None
    ids = {status.name.lower(): status.id for status in policy.statuses}
    if wanted_status_id is not None:
        if wanted_status_id not in ids.values():
            raise Invalid.at("/status_id", "unknown", "is not a status of the folder")
        return wanted_status_id, "given"
    if wanted_name and wanted_name.strip().lower() in ids:
        return ids[wanted_name.strip().lower()], "given"
    previous = await ctx.session.get(Status, (ctx.workspace_id, previous_status_id)) if previous_status_id else None
    if previous is not None:
        _hold(ctx, previous)
    if previous is not None and previous.name.lower() in ids:
        return ids[previous.name.lower()], "same_name"
    return (policy.default_status.id, "default") if policy.default_status else (None, "none")
