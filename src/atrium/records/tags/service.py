"""Tags and tag groups (C7). What customers carry them is the customers slice's."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, NotFound, note_unknown
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.records.tags.events import (
    TagCreated,
    TagDeleted,
    TagGroupCreated,
    TagGroupDeleted,
    TagGroupUpdated,
    TagUpdated,
)
from atrium.records.tags.models import Tag, TagGroup
from atrium.records.tags.schemas import TagGroupIn, TagGroupPatch, TagIn, TagPatch
from atrium.records.usages.service import refuse_if_used


class TagNotFound(NotFound):
    title = "There is no such tag"


class TagGroupNotFound(NotFound):
    title = "There is no such tag group"


class TagNameTaken(Conflict):
    code, title = "name-taken", "This name is taken"


async def create_group(ctx: Ctx, data: TagGroupIn) -> TagGroup:
    """Raises ``TagNameTaken`` (409)."""
    row = TagGroup(workspace_id=ctx.workspace_id, id=uuid7(), **data.model_dump())
    await _store(ctx, row, "group")
    ctx.emit(TagGroupCreated(subject_id=row.id, name=row.name))
    return row


async def update_group(ctx: Ctx, row: TagGroup, data: TagGroupPatch) -> TagGroup:
    """Raises ``TagNameTaken`` (409)."""
    changes = await _apply(ctx, row, data.provided(), "group")
    if changes:
        ctx.emit(TagGroupUpdated(subject_id=row.id, name=row.name, changes=changes))
    return row


async def delete_group(ctx: Ctx, row: TagGroup) -> None:
    """Its tags stay, without a group. Raises ``TagNameTaken`` (409) when one of them would then meet a namesake."""
    try:
        async with ctx.session.begin_nested():
            await ctx.session.execute(
                delete(TagGroup).where(TagGroup.workspace_id == ctx.workspace_id, TagGroup.id == row.id)
            )
    except IntegrityError as error:
        raise TagNameTaken(
            "One of its tags has the name of a tag outside any group. Rename or merge it first."
        ) from error
    ctx.emit(TagGroupDeleted(subject_id=row.id, name=row.name))


async def get_group(ctx: Ctx, group_id: UUID) -> TagGroup:
    """Raises ``TagGroupNotFound`` (404)."""
    row = await ctx.session.get(TagGroup, (ctx.workspace_id, group_id))
    if row is None:
        raise TagGroupNotFound
    return row


async def list_groups(ctx: Ctx, limit: int, cursor: str | None) -> tuple[Sequence[TagGroup], str | None]:
    query = select(TagGroup).where(TagGroup.workspace_id == ctx.workspace_id)
    order = (TagGroup.position, func.lower(TagGroup.name), TagGroup.id)
    if cursor:
        query = query.where(after(order, decode_cursor("tag_groups", cursor), descending=[False] * 3))
    rows = (
        await ctx.session.execute(query.add_columns(order[1].label("lowered")).order_by(*order).limit(limit + 1))
    ).all()
    shown, next_cursor = page_of(
        rows, limit, "tag_groups", lambda row: [row.TagGroup.position, row.lowered, row.TagGroup.id]
    )
    return [row.TagGroup for row in shown], next_cursor


async def create_tag(ctx: Ctx, data: TagIn) -> Row[Any]:
    """Raises ``TagNameTaken`` (409) and ``Invalid`` (422) for an unknown group."""
    await _check_group(ctx, data.group_id)
    row = Tag(workspace_id=ctx.workspace_id, id=uuid7(), **data.model_dump())
    await _store(ctx, row, "tag")
    ctx.emit(TagCreated(subject_id=row.id, name=row.name))
    return await get_tag(ctx, row.id)


async def update_tag(ctx: Ctx, tag_id: UUID, data: TagPatch) -> Row[Any]:
    """Raises ``TagNameTaken`` (409) and ``Invalid`` (422) for an unknown group."""
    row = (await get_tag(ctx, tag_id)).Tag
    provided = data.provided()
    await _check_group(ctx, provided.get("group_id"))
    changes = await _apply(ctx, row, provided, "tag")
    if changes:
        ctx.emit(TagUpdated(subject_id=row.id, name=row.name, changes=changes))
    return await get_tag(ctx, tag_id)


async def delete_tag(ctx: Ctx, tag_id: UUID, *, force: bool = False) -> None:
    """Takes it from every customer, seen or not: a tag belongs to the workspace. Raises ``InUse`` (409) unless
    ``force``."""
    row = (await get_tag(ctx, tag_id)).Tag
    await refuse_if_used(ctx, "tag", [tag_id], force=force)
    await ctx.session.execute(delete(Tag).where(Tag.workspace_id == ctx.workspace_id, Tag.id == tag_id))
    ctx.emit(TagDeleted(subject_id=row.id, name=row.name))


async def get_tag(ctx: Ctx, tag_id: UUID) -> Row[Any]:
    """The row ``(Tag, group_colour)``. Raises ``TagNotFound`` (404)."""
    row = (await ctx.session.execute(_tags(ctx).where(Tag.id == tag_id))).first()
    if row is None:
        raise TagNotFound
    return row


async def list_tags(
    ctx: Ctx, *, group_id: UUID | None, q: str | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Tags A to Z, or as sorted by hand within a group that says so; optionally of one group and with ``q`` somewhere
    in the name."""
    group = await ctx.session.get(TagGroup, (ctx.workspace_id, group_id)) if group_id is not None else None
    by_hand = group is not None and group.sort == "position"
    scope = f"tags:{group_id}:{q}:{by_hand}"
    query = _tags(ctx)
    if group_id is not None:
        query = query.where(Tag.group_id == group_id)
    if q:
        query = query.where(func.strpos(func.lower(Tag.name), q.lower()) > 0)
    order = (*((Tag.position,) if by_hand else ()), func.lower(Tag.name), Tag.id)
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[False] * len(order)))
    rows = (
        await ctx.session.execute(query.add_columns(order[-2].label("lowered")).order_by(*order).limit(limit + 1))
    ).all()
    return page_of(rows, limit, scope, lambda row: [*([row.Tag.position] if by_hand else []), row.lowered, row.Tag.id])


async def check_tags(ctx: Ctx, tag_ids: Sequence[UUID], pointer: str, errors: list[FieldError]) -> None:
    """Note every one of the ids that is no tag of this workspace."""
    if tag_ids:
        known = set(
            await ctx.session.scalars(select(Tag.id).where(Tag.workspace_id == ctx.workspace_id, Tag.id.in_(tag_ids)))
        )
        note_unknown(tag_ids, known, pointer, "is not a tag of this workspace", errors)


def _tags(ctx: Ctx) -> Any:
    group = (TagGroup.workspace_id == Tag.workspace_id) & (TagGroup.id == Tag.group_id)
    return (
        select(Tag, TagGroup.colour.label("group_colour"))
        .outerjoin(TagGroup, group)
        .where(Tag.workspace_id == ctx.workspace_id)
    )


async def _check_group(ctx: Ctx, group_id: UUID | None) -> None:
    if group_id is not None and await ctx.session.get(TagGroup, (ctx.workspace_id, group_id)) is None:
        raise Invalid.at("/group_id", "unknown", "is not a tag group of this workspace")


async def _apply(ctx: Ctx, row: Tag | TagGroup, values: dict[str, Any], what: str) -> dict[str, Any]:
    before = {key: getattr(row, key) for key in values}
    changes = diff(before, values)
    if not changes:
        return {}
    table = type(row)
    statement = (
        update(table)
        .where(table.workspace_id == ctx.workspace_id, table.id == row.id)
        .values(**values, version=table.version + 1, updated_at=func.now())
    )
    try:
        async with ctx.session.begin_nested():
            await ctx.session.execute(statement.execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise _taken(what) from error
    await ctx.session.refresh(row)
    return changes


async def _store(ctx: Ctx, row: Tag | TagGroup, what: str) -> None:
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise _taken(what) from error
    await ctx.session.refresh(row)


def _taken(what: str) -> TagNameTaken:
    return TagNameTaken(f"There is another {what} with this name.")
