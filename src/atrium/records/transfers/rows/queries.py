"""The names by which the cells of a file are understood, as far as the actor sees them."""

from collections.abc import Iterable
from datetime import UTC, tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import func, select

from atrium.access.members.models import Member
from atrium.access.workspaces.models import Workspace
from atrium.adapters.contact_files import DateOrder
from atrium.kernel.context import Ctx
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.custom_fields.fields.models import CustomField
from atrium.records.custom_fields.values.texts import Reading
from atrium.records.customers.record.sight import writable_level
from atrium.records.folders.queries import statuses_of, visible_tree
from atrium.records.tags.models import Tag
from atrium.records.transfers.rows.schemas import Directory, FolderEntry


async def load_directory(
    ctx: Ctx, *, date_order: DateOrder = "dmy", decimal: Any = None, region: str | None = None
) -> Directory:
    """Seven statements, whatever the number of rows that are read with it."""
    country, zone_name = (
        await ctx.session.execute(
            select(Workspace.country, Workspace.time_zone).where(Workspace.id == ctx.workspace_id)
        )
    ).one()
    zone = zone_of(zone_name)
    folders = await _folders(ctx)
    members = list(
        await ctx.session.execute(
            select(Member.id, Member.name, Member.email).where(
                Member.workspace_id == ctx.workspace_id, Member.state == "active"
            )
        )
    )
    labels = await option_labels(ctx)
    tags = list(
        await ctx.session.execute(
            select(Tag.id, Tag.name)
            .where(Tag.workspace_id == ctx.workspace_id)
            .order_by(Tag.group_id.is_not(None), func.lower(Tag.name), Tag.id)
        )
    )
    tags_by_name: dict[str, UUID] = {}
    for row in tags:
        tags_by_name.setdefault(row.name.casefold(), row.id)
    by_name = _unique((row.name.casefold(), row.id) for row in members)
    by_label = {
        field_id: {text.casefold(): key for key, label in options for text in (label, key)}
        for field_id, options in labels.items()
    }
    return Directory(
        fields=await load_fields(ctx),
        reading=Reading(
            date_order,
            decimal,
            zone,
            by_name | {row.email.casefold(): row.id for row in members} | {str(row.id): row.id for row in members},
            by_label,
        ),
        region=region or country,
        zone=zone,
        folders={entry.id: entry for entry, _ in folders},
        folder_names=_unique((name.casefold(), entry.id) for entry, name in folders)
        | {entry.path.casefold(): entry.id for entry, _ in folders},
        tags=tags_by_name,
        tag_names={row.id: row.name for row in tags},
        member_names={row.id: row.name for row in members},
    )


def zone_of(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


async def option_labels(ctx: Ctx) -> dict[UUID, list[tuple[str, str]]]:
    """Key and label of the options of every select field."""
    query = select(CustomField.id, CustomField.options).where(
        CustomField.workspace_id == ctx.workspace_id,
        CustomField.type.in_(["select", "multi_select"]),
        CustomField.archived_at.is_(None),
    )
    return {
        row.id: [(option["key"], option["label"]) for option in row.options] for row in await ctx.session.execute(query)
    }


async def _folders(ctx: Ctx) -> list[tuple[FolderEntry, str]]:
    places = await visible_tree(ctx)
    statuses = await statuses_of(ctx, [place.folder.id for place in places])
    paths: dict[UUID, str] = {}
    found: list[tuple[FolderEntry, str]] = []
    for place in places:
        folder = place.folder
        paths[folder.id] = f"{paths[place.parent_id]} / {folder.name}" if place.parent_id in paths else folder.name
        own = statuses[folder.id]
        entry = FolderEntry(
            id=folder.id,
            path=paths[folder.id],
            writable=writable_level(ctx, folder.id) in {"write", "manage"},
            statuses={status.name.casefold(): status.id for status in own},
            status_names={status.id: status.name for status in own},
            default_status_id=next((status.id for status in own if status.is_default), None),
        )
        found.append((entry, folder.name))
    return found


def _unique(pairs: Iterable[tuple[str, UUID]]) -> dict[str, UUID | None]:
    """Values by name, None where several have the same."""
    found: dict[str, UUID | None] = {}
    for name, value in pairs:
        found[name] = None if name in found else value
    return found
