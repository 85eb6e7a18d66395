"""Lists of customers: filter, order, pages, counts (A1, C9)."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Row,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    exists,
    or_,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import aliased
from sqlalchemy.sql.expression import literal_column

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Invalid
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.records.custom_fields.values.filters import FieldSort, parse_filters, parse_sort
from atrium.records.custom_fields.values.models import CustomFieldValue
from atrium.records.customers.record.models import Customer, CustomerTag, CustomerWorker
from atrium.records.customers.record.rendering import customers_with_names, with_news
from atrium.records.customers.record.schemas import CustomerFilter, FieldCondition
from atrium.records.customers.record.sight import View, in_sight, seen_by, view_of, visibility_json, visible_customers

SORTS: dict[str, tuple[Any, bool]] = {
    "last_activity_at": (Customer.last_activity_at, False),
    "created_at": (Customer.created_at, False),
    "updated_at": (Customer.updated_at, False),
    # A column that the database keeps (``migrations/sql/2026_11_22_foundation/search.sql``).
    "name": (literal_column("customers.search_name", type_=Text()), False),
}


MOST_FOUND = 10_000
"""A search, or a filter by custom fields, in another order than recency sorts this many of its newest matches."""


CAP = 10_000
"""Totals are counted up to here."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list shows: ``filter`` in the form of the database function ``search_customers``, and the order."""

    q: str
    filter: dict[str, Any]
    sort: str = "-last_activity_at"
    sort_field: FieldSort | None = None

    @property
    def scope(self) -> str:
        return orjson.dumps([self.q, self.filter, self.sort], option=orjson.OPT_SORT_KEYS).decode()

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    @property
    def by_recency(self) -> bool:
        return self.sort == "-last_activity_at"


async def listing_of(
    ctx: Ctx, wanted: CustomerFilter, sort: str = "-last_activity_at", conditions: Sequence[tuple[str, str]] = ()
) -> Listing:
    """The listing of a filter; ``conditions`` are further ones in the form of the query string (``field[key][op]``,
    value).

    Raises ``Invalid`` (422) for an unknown sort or a condition that the field's type does not have."""
    chosen = _chosen(wanted)
    parameters = [parameter for condition in wanted.fields for parameter in _as_parameters(condition)]
    if parsed := await parse_filters(ctx, [*parameters, *conditions]):
        chosen["fields"] = [condition.as_json() for condition in parsed]
    name = sort.removeprefix("-")
    if name.startswith("field."):
        return Listing(wanted.q, chosen, sort, await parse_sort(ctx, sort))
    if name not in SORTS:
        raise Invalid.at("query/sort", "unknown", f"must be one of {', '.join(SORTS)} or field.<key>")
    return Listing(wanted.q, chosen, sort)


def plain_listing(wanted: CustomerFilter, sort: str) -> Listing:
    """The same without conditions on custom fields, nor an order by one."""
    return Listing(wanted.q, _chosen(wanted), sort)


def _chosen(wanted: CustomerFilter) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for name in ("lifecycle", "folder_id", "status_id", "tag_id", "all_tag_id", "owner_id", "worker_id"):
        if values := getattr(wanted, name):
            chosen[name] = [str(value) for value in values]
    if wanted.no_folder:
        chosen["folder_id"] = [*chosen.get("folder_id", ()), "none"]
    if wanted.trashed:
        chosen["trashed"] = True
    return chosen


def _as_parameters(condition: FieldCondition) -> list[tuple[str, str]]:
    if condition.op in {"exists", "missing"}:
        return [(f"field[{condition.key}][exists]", "true" if condition.op == "exists" else "false")]
    return [(f"field[{condition.key}][{condition.op}]", value) for value in condition.values]


async def found_ids(ctx: Ctx, listing: Listing, page: int = 5000) -> AsyncIterator[list[UUID]]:
    """The ids of all customers of a listing, newest activity first, in pages. Only true matches: what is done to all of
    them must not touch near misses."""
    listing = replace(listing, filter={**listing.filter, "fuzzy": False})
    after_at, after_id = None, None
    while True:
        found = await _search(ctx, listing, after_at, after_id, page)
        if found:
            yield [row.customer_id for row in found]
            after_at, after_id = found[-1].last_activity_at, found[-1].customer_id
        if len(found) < page:
            return


async def list_page(
    ctx: Ctx, listing: Listing, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of rows for ``customer_json``. Two steps where the search function is needed: ids first, then their
    rows."""
    if listing.by_recency and (listing.q or listing.filter):
        return await _found_page(ctx, listing, limit, cursor)
    if not (listing.q or listing.filter or listing.sort_field):
        return await _plain_page(ctx, listing, limit, cursor)
    query, order, descending, nullable = _ordered(ctx, listing)
    if listing.q or "fields" in listing.filter:
        found = await _search(ctx, listing, None, None, MOST_FOUND)
        query = query.where(Customer.id.in_([row.customer_id for row in found]))
    else:
        query = query.where(*_conditions(listing.filter))
    if cursor:
        query = query.where(
            after(order, decode_cursor(listing.scope, cursor), descending=descending, nulls_last=nullable)
        )
    directed = [column.desc() if down else column.asc() for column, down in zip(order, descending, strict=True)]
    directed = [column.nulls_last() if null else column for column, null in zip(directed, nullable, strict=True)]
    rows = await _rows(ctx, query.order_by(*directed).limit(limit + 1))
    return page_of(rows, limit, listing.scope, lambda row: [row.sort_value, row.id])


async def _plain_page(
    ctx: Ctx, listing: Listing, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    view, person = view_of(ctx), ctx.actor.type == "member"
    query = _plain_query(
        view.mode,
        view.hidden_folder_ids is not None,
        view.granted_folder_ids is not None,
        person,
        listing.sort,
        cursor is not None,
    )
    position = (
        dict(zip(("after_value", "after_id"), decode_cursor(listing.scope, cursor), strict=True)) if cursor else {}
    )
    sight = ctx.visibility
    folders = {"hidden_folder_ids": sight.hidden_folder_ids, "granted_folder_ids": sight.granted_folder_ids}
    values = view._asdict() | folders | {"member_id": ctx.member_id, "limit": limit + 1} | position
    rows = await _rows(ctx, query, values)
    return page_of(rows, limit, listing.scope, lambda row: [row.sort_value, row.id])


@cache
def _plain_query(mode: str, hidden: bool, granted: bool, person: bool, sort: str, paged: bool) -> Select[Any]:
    """The unfiltered list for one kind of view: kept, because building a statement of this size costs as much as all
    else in a request."""
    folders = [
        bindparam(name, type_=ARRAY(Uuid)) if some else None
        for name, some in (("hidden_folder_ids", hidden), ("granted_folder_ids", granted))
    ]
    view = View(mode, *(bindparam(name, type_=Uuid) for name in ("workspace_id", "member_id", "customer_id")), *folders)
    column, down = SORTS[sort.removeprefix("-")][0], sort.startswith("-")
    order = (column, Customer.id)
    query = with_news(view.member_id, person=person, json_as_text=True).add_columns(column.label("sort_value"))
    query = query.where(seen_by(view, Customer), Customer.deleted_at.is_(None))
    if paged:
        position = tuple_(bindparam("after_value", type_=column.type), bindparam("after_id", type_=Uuid))
        query = query.where(tuple_(*order) < position if down else tuple_(*order) > position)
    return query.order_by(*(part.desc() if down else part.asc() for part in order)).limit(
        bindparam("limit", type_=Integer)
    )


def _conditions(chosen: dict[str, Any]) -> Iterator[ColumnElement[bool]]:
    """The plain filters of a listing as conditions on ``customers``, for orders that the search function does not
    know."""
    for name in ("lifecycle", "folder_id", "status_id", "owner_id"):
        if name in chosen:
            column = getattr(Customer, name)
            found = column.in_([value for value in chosen[name] if value != "none"])
            yield or_(found, column.is_(None)) if "none" in chosen[name] else found
    own = (CustomerTag.workspace_id == Customer.workspace_id, CustomerTag.customer_id == Customer.id)
    if "tag_id" in chosen:
        yield exists().where(*own, CustomerTag.tag_id.in_(chosen["tag_id"]))
    for tag_id in chosen.get("all_tag_id", ()):
        yield exists().where(*own, CustomerTag.tag_id == tag_id)
    if "worker_id" in chosen:
        assigned = (CustomerWorker.workspace_id == Customer.workspace_id, CustomerWorker.customer_id == Customer.id)
        yield exists().where(*assigned, CustomerWorker.member_id.in_(chosen["worker_id"]))


async def _rows(ctx: Ctx, query: Select[Any], values: dict[str, Any] | None = None) -> Sequence[Row[Any]]:
    """Plain rows, without the detour over entities that a session takes: a tenth of a list's time."""
    rows: Sequence[Row[Any]] = (await (await ctx.session.connection()).execute(query, values)).all()
    return rows


def _ordered(ctx: Ctx, listing: Listing) -> tuple[Select[Any], list[Any], list[bool], list[bool]]:
    query = customers_with_names(ctx, json_as_text=True)
    sight = (
        and_(in_sight(ctx), Customer.deleted_at.is_not(None))
        if listing.filter.get("trashed")
        else visible_customers(ctx)
    )
    down = listing.descending
    if listing.sort_field is None:
        column, _ = SORTS[listing.sort.removeprefix("-")]
        return (
            query.add_columns(column.label("sort_value")).where(sight),
            [column, Customer.id],
            [down, down],
            [False, False],
        )
    value = aliased(CustomFieldValue)
    held = and_(
        value.workspace_id == Customer.workspace_id,
        value.customer_id == Customer.id,
        value.field_id == listing.sort_field.field_id,
        value.position == 0,
    )
    column = getattr(value, listing.sort_field.column)
    return (
        query.outerjoin(value, held).add_columns(column.label("sort_value")).where(sight),
        [column, Customer.id],
        [down, down],
        [True, False],
    )


async def _found_page(
    ctx: Ctx, listing: Listing, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    after_at, after_id = decode_cursor(listing.scope, cursor) if cursor else (None, None)
    found = await _search(ctx, listing, after_at, after_id, limit + 1)
    shown, next_cursor = page_of(found, limit, listing.scope, lambda row: [row.last_activity_at, row.customer_id])
    if not shown:
        return [], None
    sight = in_sight(ctx) if listing.filter.get("trashed") else visible_customers(ctx)
    query = customers_with_names(ctx, json_as_text=True).where(
        sight, Customer.id.in_([row.customer_id for row in shown])
    )
    rows = {row.id: row for row in await _rows(ctx, query)}
    return [rows[row.customer_id] for row in shown if row.customer_id in rows], next_cursor


async def _search(ctx: Ctx, listing: Listing, after_at: Any, after_id: Any, limit: int) -> Sequence[Row[Any]]:
    return (
        await ctx.session.execute(
            _SEARCH, _search_values(ctx, listing) | {"after_at": after_at, "after_id": after_id, "limit": limit}
        )
    ).all()


_SEARCH = text(
    "SELECT customer_id, last_activity_at FROM search_customers(:q, :filter, :visibility, :after_at, :after_id, :limit)"
).bindparams(
    bindparam("filter", type_=JSONB),
    bindparam("visibility", type_=JSONB),
    bindparam("after_at", type_=DateTime(timezone=True)),
    bindparam("after_id", type_=Uuid),
)


_COUNT = text("SELECT count_customers(:q, :filter, :visibility, :cap)").bindparams(
    bindparam("filter", type_=JSONB), bindparam("visibility", type_=JSONB)
)


def _search_values(ctx: Ctx, listing: Listing) -> dict[str, Any]:
    return {"q": listing.q, "filter": listing.filter, "visibility": visibility_json(ctx)}


async def count(ctx: Ctx, listing: Listing) -> int:
    """How many customers the list has, counted up to ``CAP``."""
    return int(await ctx.session.scalar(_COUNT, _search_values(ctx, listing) | {"cap": CAP}) or 0)
