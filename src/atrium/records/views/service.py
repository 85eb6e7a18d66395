"""Saved views: filters, columns and order of the list of customers, private or shared."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, update
from sqlalchemy.exc import IntegrityError

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import FieldSet, load_fields
from atrium.records.custom_fields.values.filters import parse_filters
from atrium.records.customers.record.listing import SORTS
from atrium.records.customers.record.schemas import CustomerFilter, FieldCondition
from atrium.records.views.events import ViewShared, ViewUnshared, ViewUpdated
from atrium.records.views.models import View
from atrium.records.views.queries import existing, visible_views
from atrium.records.views.schemas import COLUMNS, DEFAULT_SORT, StalePart, ViewIn, ViewPatch

FIELD = "field."
NAMED = {
    "folder_id": "folder",
    "status_id": "status",
    "tag_id": "tag",
    "all_tag_id": "tag",
    "owner_id": "member",
    "worker_id": "member",
}
"""Parts of a filter that hold ids, and of what."""


class ViewNotFound(NotFound):
    title = "There is no such view, or you may not see it"


class ViewNameTaken(Conflict):
    code, title = "name-taken", "This name is taken"


class NotTheOwner(Forbidden):
    code, title = "not-the-owner", "Only its owner may do this"


def is_own(ctx: Ctx, row: View) -> bool:
    return ctx.member_id is not None and row.member_id == ctx.member_id


def may_edit(ctx: Ctx, row: View) -> bool:
    return ctx.may(P.views_write) and (ctx.may(P.views_share) if row.shared else is_own(ctx, row))


async def list_views(ctx: Ctx, limit: int, cursor: str | None) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows of ``visible_views`` in the order set by hand, then A to Z."""
    order = (View.position, func.lower(View.name), View.id)
    query = visible_views(ctx).add_columns(order[1].label("lowered"))
    if cursor:
        query = query.where(after(order, decode_cursor("views", cursor), descending=[False] * 3))
    rows = (await ctx.session.execute(query.order_by(*order).limit(limit + 1))).all()
    return page_of(rows, limit, "views", lambda row: [row.View.position, row.lowered, row.View.id])


async def get_view(ctx: Ctx, view_id: UUID, *, lock: bool = False) -> Row[Any]:
    """A row of ``visible_views``. Raises ``ViewNotFound`` (404), also for others' private views."""
    query = visible_views(ctx).where(View.id == view_id)
    row: Row[Any] | None = (await ctx.session.execute(query.with_for_update(of=View) if lock else query)).first()
    if row is None:
        raise ViewNotFound
    return row


async def create_view(ctx: Ctx, data: ViewIn) -> Row[Any]:
    """Raises ``Invalid`` (422), ``ViewNameTaken`` (409), and ``ScopeMissing`` (403) for a shared one without
    ``views:share``."""
    if data.shared:
        ctx.require(P.views_share)
    elif ctx.member_id is None:
        raise Invalid.at(
            "/shared", "no_member", "must be true, because nobody is behind this key to own a private view"
        )
    await _check(ctx, data.provided())
    values = data.model_dump() | {"filters": _kept(data.filters)}
    row = View(workspace_id=ctx.workspace_id, id=uuid7(), member_id=ctx.member_id, **values)
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise _taken() from error
    if row.shared:
        ctx.emit(ViewShared(subject_id=row.id, name=row.name))
    return await get_view(ctx, row.id)


async def update_view(ctx: Ctx, row: View, data: ViewPatch) -> Row[Any]:
    """Change a locked view. Whatever touches a shared one needs ``views:share`` (403); only its owner can make it
    private."""
    given = data.provided()
    shared = given.get("shared", row.shared)
    _check_edit(ctx, row)
    if shared:
        ctx.require(P.views_share)
    elif row.shared and not is_own(ctx, row):
        raise NotTheOwner("Only its owner can make a shared view private.")
    await _check(ctx, given)
    values = {key: _kept(value) if isinstance(value, CustomerFilter) else value for key, value in given.items()}
    changes = diff({key: getattr(row, key) for key in values}, values)
    if not changes:
        return await get_view(ctx, row.id)
    was_shared = row.shared
    own = (View.workspace_id == ctx.workspace_id, View.id == row.id)
    statement = update(View).where(*own).values(**values, version=View.version + 1, updated_at=func.clock_timestamp())
    try:
        async with ctx.session.begin_nested():
            await ctx.session.execute(statement.execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise _taken() from error
    found = await get_view(ctx, row.id)
    match was_shared, shared:
        case False, True:
            ctx.emit(ViewShared(subject_id=row.id, name=found.View.name))
        case True, False:
            ctx.emit(ViewUnshared(subject_id=row.id, name=found.View.name))
        case True, True:
            ctx.emit(ViewUpdated(subject_id=row.id, name=found.View.name, parts=sorted(changes)))
    return found


async def delete_view(ctx: Ctx, row: View) -> None:
    """Raises ``ScopeMissing`` (403) for a shared one without ``views:share``."""
    _check_edit(ctx, row)
    await ctx.session.execute(
        delete(View)
        .where(View.workspace_id == ctx.workspace_id, View.id == row.id)
        .execution_options(synchronize_session=False)
    )
    if row.shared:
        ctx.emit(ViewUnshared(subject_id=row.id, name=row.name))


def _check_edit(ctx: Ctx, row: View) -> None:
    if row.shared:
        ctx.require(P.views_share)


def _kept(filters: CustomerFilter) -> dict[str, Any]:
    return filters.model_dump(mode="json", exclude_defaults=True)


def _taken() -> ViewNameTaken:
    return ViewNameTaken("You have another view with this name.")


async def _check(ctx: Ctx, given: Mapping[str, Any]) -> None:
    """Refuse columns, orders and conditions that the list would refuse. Ids may name what is gone: the view says so
    when it is read."""
    fields = await load_fields(ctx)
    errors: list[FieldError] = []
    columns: list[str] = given.get("columns", [])
    for number, column in enumerate(columns):
        if not _is_column(column, fields):
            errors.append(
                FieldError(
                    pointer=f"/columns/{number}",
                    code="unknown_column",
                    message="is not a column of the list of customers",
                )
            )
        elif column in columns[:number]:
            errors.append(FieldError(pointer=f"/columns/{number}", code="duplicate", message="is given twice"))
    if "sort" in given and not _is_sort(given["sort"], fields):
        errors.append(
            FieldError(pointer="/sort", code="unknown_sort", message="is not an order of the list of customers")
        )
    if "filters" in given:
        for number, condition in enumerate(given["filters"].fields):
            errors.extend(await _check_condition(ctx, condition, f"/filters/fields/{number}"))
    if errors:
        raise Invalid("; ".join(f"{error.pointer} {error.message}" for error in errors[:3]) + ".", errors=errors)


async def _check_condition(ctx: Ctx, condition: FieldCondition, pointer: str) -> list[FieldError]:
    try:
        await parse_filters(ctx, as_parameters(condition))
    except Conflict:  # its values are still being copied for filters: that will pass
        return []
    except Invalid as refusal:
        return [error.model_copy(update={"pointer": pointer}) for error in refusal.errors]
    return []


def as_parameters(condition: FieldCondition) -> list[tuple[str, str]]:
    """A condition as the list's query parameters."""
    if condition.op in {"exists", "missing"}:
        return [(f"field[{condition.key}][exists]", "true" if condition.op == "exists" else "false")]
    return [(f"field[{condition.key}][{condition.op}]", value) for value in condition.values or [""]]


def _is_column(column: str, fields: FieldSet) -> bool:
    return column.removeprefix(FIELD) in fields.viewable_keys if column.startswith(FIELD) else column in COLUMNS


def _is_sort(sort: str, fields: FieldSet) -> bool:
    name = sort.removeprefix("-")
    if not name.startswith(FIELD):
        return name in SORTS
    found = fields.by_key.get(name.removeprefix(FIELD))
    return found is not None and found.viewable and found.filterable and found.type != "multi_select"


async def as_seen(ctx: Ctx, rows: Sequence[View]) -> list[dict[str, Any]]:
    """``filters``, ``columns``, ``sort`` and ``stale`` of each view as the actor may see them, in one statement for
    all."""
    filters = [CustomerFilter.model_validate(row.filters) for row in rows]
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for item in filters:
        for part, kind in NAMED.items():
            wanted[kind].update(getattr(item, part))
    known = await existing(ctx, wanted)
    fields = await load_fields(ctx)
    return [_as_seen(row, item, known, fields) for row, item in zip(rows, filters, strict=True)]


def _as_seen(row: View, filters: CustomerFilter, known: set[tuple[str, UUID]], fields: FieldSet) -> dict[str, Any]:
    sort_stands = _is_sort(row.sort, fields)
    return {
        "filters": filters.model_copy(
            update={"fields": [condition for condition in filters.fields if condition.key in fields.viewable_keys]}
        ),
        "columns": [column for column in row.columns if _is_column(column, fields)],
        "sort": row.sort if sort_stands else DEFAULT_SORT,
        "stale": list(_stale(row, filters, known, fields)),
    }


def _stale(row: View, filters: CustomerFilter, known: set[tuple[str, UUID]], fields: FieldSet) -> Iterator[StalePart]:
    for part, kind in NAMED.items():
        for number, identifier in enumerate(getattr(filters, part)):
            if (kind, identifier) not in known:
                yield _gone(f"/filters/{part}/{number}", kind)
    for number, condition in enumerate(filters.fields):
        if condition.key not in fields.viewable_keys:
            yield _gone(f"/filters/fields/{number}", "field")
    for number, column in enumerate(row.columns):
        if not _is_column(column, fields):
            yield _gone(f"/columns/{number}", "field")
    if not _is_sort(row.sort, fields):
        yield _gone("/sort", "field")


def _gone(pointer: str, kind: str) -> StalePart:
    named = "custom field" if kind == "field" else kind
    return StalePart.model_validate(
        {"pointer": pointer, "kind": kind, "message": f"This {named} no longer exists, or you may not see it."}
    )
