"""Custom fields (B5, C5): their definitions, and the values that customers hold in them.

The customers slice keeps the values for display (``customers.custom_fields``, merged key by key); this slice validates
them and keeps the typed copy by which they are filtered and sorted (``design/search.md``)."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import Uuid

from atrium.access.workspaces.models import Workspace
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, NotFound, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import enqueue
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.schemas import Json
from atrium.records.custom_fields.definitions import events
from atrium.records.custom_fields.definitions.options import limits_of, options_of, unused_key
from atrium.records.custom_fields.definitions.queries import (
    count_values,
    definitions,
    links_of,
    shown_in_folder,
    sorted_links,
    unknown_links,
)
from atrium.records.custom_fields.definitions.schemas import CustomFieldIn, CustomFieldPatch
from atrium.records.custom_fields.fields.access import FIELDS, LINKS
from atrium.records.custom_fields.fields.models import CustomField, CustomFieldFolder, CustomFieldRole
from atrium.records.custom_fields.fields.rules import KINDS, Rules, ValueRefused
from atrium.records.custom_fields.values.reading import read_value
from atrium.records.custom_fields.values.service import active_members
from atrium.records.folders.queries import get_folder
from atrium.records.usages.service import refuse_if_used


class CustomFieldNotFound(NotFound):
    title = "There is no such custom field"


class KeyTaken(Conflict):
    code, title = "key-taken", "This key is taken"


class FieldInUse(Conflict):
    code, title = "field-in-use", "Customers have values in this field"


class OptionInUse(Conflict):
    code, title = "option-in-use", "Customers have this option"


# ── Definitions ─────────────────────────────────────────────────────────────────


async def get_field(ctx: Ctx, field_id: UUID, *, lock: bool = False) -> Row[Any]:
    """The row ``(CustomField, folder_ids, view_role_ids, edit_role_ids, viewable, editable)``; locked, no value of it
    is stored until the commit.

    Raises ``CustomFieldNotFound`` (404)."""
    query = definitions(ctx).where(CustomField.id == field_id).execution_options(populate_existing=True)
    row: Row[Any] | None = (await ctx.session.execute(query.with_for_update(of=CustomField) if lock else query)).first()
    if row is None:
        raise CustomFieldNotFound
    return row


async def list_fields(
    ctx: Ctx, *, archived: bool, folder_id: UUID | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """In their order; with ``folder_id`` those that its customers show. Raises ``FolderNotFound`` (404)."""
    scope, order = f"custom_fields:{archived}:{folder_id}", (CustomField.position, CustomField.id)
    query = definitions(ctx).where(
        CustomField.archived_at.is_not(None) if archived else CustomField.archived_at.is_(None)
    )
    if folder_id is not None:
        await get_folder(ctx, folder_id)
        query = query.where(shown_in_folder(folder_id))
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[False, False]))
    rows = (await ctx.session.execute(query.order_by(*order).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.CustomField.position, row.CustomField.id])


async def create_field(ctx: Ctx, data: CustomFieldIn) -> Row[Any]:
    """Raises ``Invalid`` (422) naming what does not fit the type, and ``KeyTaken`` (409)."""
    given = {name: getattr(data, name) for name in CustomFieldPatch.model_fields}
    columns = await _columns(ctx, CustomField(type=data.type, options=[], validation={}), given)
    used = (
        await ctx.session.execute(
            select(CustomField.key, CustomField.position).where(CustomField.workspace_id == ctx.workspace_id)
        )
    ).all()
    key = data.key or unused_key(data.label, {row.key for row in used}, "field")
    position = max((row.position for row in used), default=-1) + 1
    row = CustomField(workspace_id=ctx.workspace_id, id=uuid7(), key=key, type=data.type, position=position, **columns)
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise KeyTaken(f"There is a field with the key {key}, perhaps an archived one.") from error
    await _link(ctx, row.id, given)
    ctx.emit(events.CustomFieldCreated(subject_id=row.id, key=row.key, label=row.label))
    return await get_field(ctx, row.id)


async def update_field(ctx: Ctx, field_id: UUID, data: CustomFieldPatch) -> Row[Any]:
    """Values stored before are not checked again. Raises ``Invalid`` (422), and ``OptionInUse`` (409) when an option
    that customers have is left out."""
    found, given = await get_field(ctx, field_id, lock=True), data.provided()
    row: CustomField = found.CustomField
    columns = await _columns(ctx, row, given)
    if given.get("folder_ids") is not None:
        # Whoever cannot see a folder cannot take the field from it.
        given["folder_ids"] = [*given["folder_ids"], *(set(found.folder_ids) & set(ctx.visibility.hidden_folder_ids))]
    await _keep_used_options(ctx, row, columns)
    after_it = {name: value for name, value in columns.items() if name not in LINKS.values()}
    changes = diff({name: getattr(row, name) for name in after_it}, after_it) | diff(
        links_of(found), {**links_of(found), **sorted_links(given)}
    )
    if not changes:
        return found
    if columns.get("filterable", row.filterable) != row.filterable:
        columns["filter_ready"] = not columns["filterable"]
        await enqueue(
            ctx, "index_custom_field", {"field_id": str(row.id), "filterable": columns["filterable"]}, as_system=True
        )
    await _write(ctx, row, columns)
    await _link(ctx, row.id, given)
    ctx.emit(
        events.CustomFieldUpdated(
            subject_id=row.id, key=row.key, label=after_it.get("label", row.label), changes=changes
        )
    )
    return await get_field(ctx, row.id)


async def archive_field(ctx: Ctx, field_id: UUID, *, archived: bool, force: bool = False) -> Row[Any]:
    """Archived, its values are kept but nobody sees, changes or filters them; restoring brings them back. Raises
    ``InUse`` (409) unless ``force``."""
    row: CustomField = (await get_field(ctx, field_id, lock=True)).CustomField
    if (row.archived_at is not None) != archived:
        await refuse_if_used(ctx, "custom_field", [field_id], force=force or not archived)
        await _write(ctx, row, {"archived_at": func.now() if archived else None})
        ctx.emit(
            (events.CustomFieldArchived if archived else events.CustomFieldRestored)(
                subject_id=row.id, key=row.key, label=row.label
            )
        )
    return await get_field(ctx, field_id)


async def delete_field(ctx: Ctx, field_id: UUID, *, force: bool = False) -> None:
    """Raises ``FieldInUse`` (409) while customers, those in the trash included, have values in it, and ``InUse`` (409)
    unless ``force``."""
    row: CustomField = (await get_field(ctx, field_id, lock=True)).CustomField
    count = await count_values(ctx, row)
    if count:
        unmet = Unmet(
            code="has_values",
            message=f"{count:,} customers have a value in it. Archive it instead: its values stay and can come back.",
            fix=None,
        )
        raise FieldInUse(unmet.message, unmet=[unmet])
    await refuse_if_used(ctx, "custom_field", [field_id], force=force)
    await ctx.session.execute(
        delete(CustomField).where(CustomField.workspace_id == ctx.workspace_id, CustomField.id == field_id)
    )
    FIELDS.forget(ctx)
    ctx.emit(events.CustomFieldDeleted(subject_id=row.id, key=row.key, label=row.label))


async def reorder_fields(ctx: Ctx, field_ids: list[UUID]) -> None:
    """Fields left out follow in their old order. Raises ``Invalid`` (422) for an unknown or repeated one."""
    query = (
        select(CustomField)
        .where(CustomField.workspace_id == ctx.workspace_id)
        .order_by(CustomField.position, CustomField.id)
    )
    present = {row.id: row for row in await ctx.session.scalars(query.with_for_update(key_share=True))}
    bad = [
        index for index, field_id in enumerate(field_ids) if field_id not in present or field_id in field_ids[:index]
    ]
    if bad:
        errors = [
            FieldError(
                pointer=f"/field_ids/{index}",
                code="unknown",
                message="is not a field of this workspace, or named twice",
            )
            for index in bad[:100]
        ]
        raise Invalid("The order names a field that is not there, or one twice.", errors=errors)
    order = list(dict.fromkeys([*field_ids, *present]))
    moved = [row_id for index, row_id in enumerate(order) if present[row_id].position != index]
    if moved:
        place = func.array_position(cast(order, ARRAY(Uuid)), CustomField.id) - 1
        statement = update(CustomField).where(CustomField.workspace_id == ctx.workspace_id, CustomField.id.in_(moved))
        changed = statement.values(position=place, version=CustomField.version + 1, updated_at=func.now())
        await ctx.session.execute(changed.execution_options(synchronize_session=False))
        FIELDS.forget(ctx)
        ctx.emit(events.CustomFieldsReordered(keys=[present[field_id].key for field_id in field_ids]))


async def _columns(ctx: Ctx, row: CustomField, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that ``given`` sets, checked against the field's type."""
    columns = {name: given[name] for name in ("label", "help", "section", "required") if name in given}
    columns |= {column: given[name] is None for name, column in LINKS.items() if name in given}
    errors = await unknown_links(ctx, given)
    country, currency = (
        await ctx.session.execute(select(Workspace.country, Workspace.currency).where(Workspace.id == ctx.workspace_id))
    ).one()
    try:
        if "filterable" in given:
            columns["filterable"] = row.type in KINDS if given["filterable"] is None else given["filterable"]
            if columns["filterable"] and row.type not in KINDS:
                raise ValueRefused("not_filterable", f"cannot be true for the type {row.type}", "/filterable")
        if "options" in given:
            columns["options"] = options_of(row.type, given["options"], row.options)
        if "validation" in given:
            columns["validation"] = limits_of(row.type, given["validation"], row.validation.get("currency", currency))
            if columns["validation"].get("currency") != row.validation.get(
                "currency", columns["validation"].get("currency")
            ):
                raise ValueRefused("immutable", "cannot be changed", "/validation/currency")
        if columns.keys() & {"options", "validation"} or "default_value" in given:
            columns["default_value"] = await _default(
                ctx, row, columns, given.get("default_value", row.default_value), country
            )
    except ValueRefused as error:
        errors.append(FieldError(pointer=error.at, code=error.code, message=error.message))
    if errors:
        raise Invalid("; ".join(f"{error.pointer} {error.message}" for error in errors[:3]) + ".", errors=errors[:100])
    return columns


async def _default(ctx: Ctx, row: CustomField, columns: Mapping[str, Any], value: Json, country: str) -> Json:
    options = tuple(option["key"] for option in columns.get("options", row.options))
    try:
        default = read_value(value, Rules(row.type, columns.get("validation", row.validation), options, country))
    except ValueRefused as error:
        raise ValueRefused(error.code, error.message, f"/default_value{error.at}") from None
    if default is not None and row.type == "customer":
        raise ValueRefused("no_default", "is not possible for the type customer", "/default_value")
    if default is not None and row.type == "member" and UUID(str(default)) not in await active_members(ctx):
        raise ValueRefused("unknown_member", "is not an active member of this workspace", "/default_value")
    return default


async def _keep_used_options(ctx: Ctx, row: CustomField, columns: Mapping[str, Any]) -> None:
    kept = {option["key"] for option in columns.get("options", row.options)}
    gone = [option for option in row.options if option["key"] not in kept]
    counts = [(option, count) for option in gone if (count := await count_values(ctx, row, option["key"]))]
    if counts:
        unmet = [
            Unmet(code="option_in_use", message=f"{count:,} customers have the option {option['label']}.", fix=None)
            for option, count in counts
        ]
        raise OptionInUse("Give them another value first. " + " ".join(item.message for item in unmet[:5]), unmet=unmet)


async def _write(ctx: Ctx, row: CustomField, columns: Mapping[str, Any]) -> None:
    statement = update(CustomField).where(CustomField.workspace_id == ctx.workspace_id, CustomField.id == row.id)
    changed = statement.values(**columns, version=CustomField.version + 1, updated_at=func.now())
    await ctx.session.execute(changed.execution_options(synchronize_session=False))
    FIELDS.forget(ctx)


async def _link(ctx: Ctx, field_id: UUID, given: Mapping[str, Any]) -> None:
    for name in LINKS.keys() & given.keys():
        table, column, same = (
            (CustomFieldFolder, "folder_id", {})
            if name == "folder_ids"
            else (CustomFieldRole, "role_id", {"access": name.split("_")[0]})
        )
        mine = [
            getattr(table, key) == value
            for key, value in {"workspace_id": ctx.workspace_id, "field_id": field_id, **same}.items()
        ]
        await ctx.session.execute(delete(table).where(*mine))
        rows = [
            {"workspace_id": ctx.workspace_id, "field_id": field_id, **same, column: link}
            for link in dict.fromkeys(given[name] or ())
        ]
        if rows:
            await ctx.session.execute(insert(table), rows)
    FIELDS.forget(ctx)
