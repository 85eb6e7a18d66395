"""A page of customers and a single one, each in one statement (``kernel/hot_reads.py``).

Rows come as they lie in the table; names of folders, statuses, members and tags come beside them, each once, instead
of by joins for every row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Select,
    Text,
    Uuid,
    any_,
    bindparam,
    cast,
    false,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by

from atrium.access.members.models import Member
from atrium.kernel.context import Ctx
from atrium.kernel.etag import etag
from atrium.kernel.hot_reads import Answer, HotRead, Place, Shape, Wanted
from atrium.kernel.paging import decode_cursor, encode_cursor
from atrium.kernel.pictures import picture_url
from atrium.records.custom_fields.fields.access import viewable_keys
from atrium.records.customers.record.listing import CAP, SORTS, Listing, plain_listing
from atrium.records.customers.record.models import Customer, CustomerTag, CustomerVisit, CustomerWorker
from atrium.records.customers.record.rendering import COLUMNS, NEVER, TAG_COLOUR
from atrium.records.customers.record.schemas import CustomerFilter
from atrium.records.customers.record.sight import visibility_sql, visible_customers
from atrium.records.folders.models import Folder, Status
from atrium.records.tags.models import Tag, TagGroup

_WITH_MICROSECONDS = len("2026-11-22T09:30:00.123456+00:00")
_FILTERS = ("lifecycle", "folder_id", "status_id", "tag_id", "all_tag_id", "owner_id", "worker_id")


def instant(moment: str) -> str:
    """A moment as the database writes it in JSON, the way the contract does: with Z, and six digits or none."""
    if len(moment) == _WITH_MICROSECONDS:
        return f"{moment[:26]}Z"
    whole, _, part = moment.removesuffix("+00:00").partition(".")
    return f"{whole}.{part:0<6}Z" if part else f"{whole}Z"


# ── the statement


def seen_at(ctx: Ctx) -> ColumnElement[Any]:
    """When the calling member last opened the ``Customer`` of this row."""
    visit = (CustomerVisit.workspace_id == ctx.workspace_id, CustomerVisit.customer_id == Customer.id)
    return select(CustomerVisit.seen_at).where(*visit, CustomerVisit.member_id == ctx.member_id).scalar_subquery()


def customers_of(place: Place, *more: Any) -> Select[Any]:
    """The columns that every reading shows, of the customers that the caller may see."""
    ctx = place.ctx
    columns = [getattr(Customer, name) for name in COLUMNS]
    person = ctx.actor.type == "member"
    unread = Customer.last_activity_at > func.coalesce(seen_at(ctx), NEVER) if person else false()
    return select(*columns, unread.label("unread"), *more).where(visible_customers(ctx))


def shown(place: Place, page: CTE) -> dict[str, ColumnElement[Any]]:
    """The parts that ``Shown`` reads."""
    here = place.ctx.workspace_id
    tagged = _links(place, page, CustomerTag, CustomerTag.tag_id, "tagged")
    assigned = _links(place, page, CustomerWorker, CustomerWorker.member_id, "assigned")
    colour = func.coalesce(Tag.colour, TagGroup.colour, TAG_COLOUR)
    tags = select(_ordered([Tag.id, Tag.name, colour, Tag.group_id], func.lower(Tag.name))).select_from(Tag)
    tags = tags.outerjoin(TagGroup, (TagGroup.workspace_id == here) & (TagGroup.id == Tag.group_id))
    members = select(_ordered([Member.id, Member.name], func.lower(Member.name)))
    people = or_(Member.id == any_(_ids(page.c.owner_id)), Member.id == any_(_ids(assigned.c.other_id)))
    parts = {
        "rows": select(_listed(*page.c)).select_from(page),
        "folders": _named(place, Folder, page.c.folder_id, Folder.name, Folder.colour),
        "statuses": _named(place, Status, page.c.status_id, Status.name, Status.colour, Status.category),
        "tagged": select(_listed(*tagged.c)).select_from(tagged),
        "assigned": select(_listed(*assigned.c)).select_from(assigned),
        "tags": tags.where(Tag.workspace_id == here, Tag.id == any_(_ids(tagged.c.other_id))),
        "members": members.where(Member.workspace_id == here, people),
    }
    viewable = {"viewable": viewable_keys(place.ctx)}
    return {name: cast(part.scalar_subquery(), Text) for name, part in parts.items()} | viewable


def _links(place: Place, page: CTE, table: Any, other: Any, name: str) -> CTE:
    found = select(table.customer_id, other.label("other_id")).where(
        table.workspace_id == place.ctx.workspace_id, table.customer_id == any_(_ids(page.c.id))
    )
    return place.rows(found, name)


def _named(place: Place, table: Any, ids: Any, *columns: Any) -> Select[Any]:
    return select(_listed(table.id, *columns)).where(
        table.workspace_id == place.ctx.workspace_id, table.id == any_(_ids(ids))
    )


def _listed(*columns: Any) -> Any:
    return func.json_agg(func.json_build_array(*columns))


def _ordered(columns: Sequence[Any], order: Any) -> Any:
    return func.json_agg(aggregate_order_by(func.json_build_array(*columns), order))


def _ids(column: Any) -> Any:
    return func.array(select(column).scalar_subquery(), type_=ARRAY(Uuid))


# ── what is shown


_NAMED = {
    "folders": ("id", "name", "colour"),
    "statuses": ("id", "name", "colour", "category"),
    "members": ("id", "name"),
    "tags": ("id", "name", "colour", "group_id"),
}


class Shown:
    """The customers of a page as the contract shows them."""

    def __init__(self, parts: Mapping[str, Any]) -> None:
        self.rows: list[list[Any]] = orjson.loads(parts["rows"] or "[]")
        self.viewable = frozenset(parts["viewable"])
        self.folders, self.statuses, self.members, self.tags = (
            {row[0]: dict(zip(keys, row, strict=True)) for row in orjson.loads(parts[name] or "[]")}
            for name, keys in _NAMED.items()
        )
        self.tagged = _by_customer(parts["tagged"], self.tags)
        self.assigned = _by_customer(parts["assigned"], self.members)

    def items(self, rows: Sequence[Sequence[Any]] | None = None) -> list[dict[str, Any]]:
        return [self.item(row) for row in (self.rows if rows is None else rows)]

    def item(self, row: Sequence[Any]) -> dict[str, Any]:
        # Written out: this runs fifty times a page, and is most of what a list costs here.
        (customer_id, kind, name, lifecycle, email, phone, location, time_zone, language) = row[:9]
        (availability, source, created, updated, active, converted, deleted) = row[9:16]
        (emails, phones, external_ids, custom_fields) = row[16:20]
        (folder_id, status_id, owner_id, avatar_key, _, unread) = row[20:26]
        if not self.viewable.issuperset(custom_fields):
            custom_fields = {key: value for key, value in custom_fields.items() if key in self.viewable}
        return {
            "id": customer_id,
            "kind": kind,
            "name": name,
            "lifecycle": lifecycle,
            "email": email,
            "phone": phone,
            "emails": emails,
            "phones": phones,
            "location": location,
            "time_zone": time_zone,
            "language": language,
            "availability": availability,
            "source": source,
            "folder": self.folders.get(folder_id),
            "status": self.statuses.get(status_id),
            "owner": self.members.get(owner_id),
            "workers": self.assigned.get(customer_id, ()),
            "tags": self.tagged.get(customer_id, ()),
            "external_ids": external_ids,
            "custom_fields": custom_fields,
            "avatar_url": picture_url(f"/customers/{customer_id}/avatar", avatar_key) if avatar_key else None,
            "unread": unread,
            "created_at": instant(created),
            "updated_at": instant(updated),
            "last_activity_at": instant(active),
            "converted_at": converted and instant(converted),
            "deleted_at": deleted and instant(deleted),
        }


def _by_customer(links: str | None, known: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What each customer is linked to, in the order of ``known``."""
    place = {other: number for number, other in enumerate(known)}
    found: dict[str, list[Any]] = {}
    for customer_id, other_id in sorted(
        (link for link in orjson.loads(links or "[]") if link[1] in place), key=lambda link: place[link[1]]
    ):
        found.setdefault(customer_id, []).append(known[other_id])
    return found


# ── a single customer


def _one(place: Place, _variant: Any) -> dict[str, ColumnElement[Any]]:
    query = customers_of(place).where(Customer.id == bindparam("customer_id", type_=Uuid)).limit(1)
    return shown(place, place.rows(query, "page"))


async def _one_answer(_ctx: Ctx, parts: Mapping[str, Any], _wanted: Wanted) -> Answer | None:
    found = Shown(parts)
    if not found.rows:
        return None
    return Answer(orjson.dumps(found.item(found.rows[0])), etag(found.rows[0][COLUMNS.index("version")]))


ONE = HotRead(lambda given: Wanted(values=given), _one, _one_answer)


# ── a page


def _page_wanted(given: Mapping[str, Any]) -> Wanted | None:
    conditions: dict[str, Any] = {name: given[name] or [] for name in _FILTERS}
    asked = CustomerFilter.model_construct(
        None, **conditions, q=given["q"], no_folder=given["no_folder"], trashed=given["trashed"], fields=[]
    )
    sort, cursor, limit, counted = given["sort"], given["cursor"], given["limit"], given["include_total"]
    if asked.trashed or sort.removeprefix("-") not in SORTS:
        return None
    listing = plain_listing(asked, sort)
    searched = bool(listing.q or listing.filter)
    if searched and not listing.by_recency:
        return None
    position = decode_cursor(listing.scope, cursor) if cursor else [None, None]
    values = {
        "limit": limit,
        "after_value": position[0],
        "after_id": position[1],
        "q": listing.q,
        "filter": orjson.dumps(listing.filter).decode(),
        "listing": listing,
    }
    return Wanted((sort, searched, cursor is not None, counted, limit + 1), values)


def _page(place: Place, variant: tuple[str, bool, bool, bool, int]) -> dict[str, ColumnElement[Any]]:
    sort, searched, paged, counted, most = variant
    column, down = SORTS[sort.removeprefix("-")][0], sort.startswith("-")
    more = {"total": _total(place)} if counted else {}
    if searched or place.ctx.visibility.mode != "all":
        found = _found(place, most)
        query = customers_of(place).where(Customer.id == any_(_ids(found.c.customer_id)))
        listed = cast(select(_listed(*found.c)).select_from(found).scalar_subquery(), Text)
        return {"found": listed, **shown(place, place.rows(query, "page")), **more}
    query = customers_of(place, column.label("sort_value"))
    order = (column, Customer.id)
    if paged:
        position = tuple_(bindparam("after_value", type_=column.type), bindparam("after_id", type_=Uuid))
        query = query.where(tuple_(*order) < position if down else tuple_(*order) > position)
    query = query.order_by(*(part.desc() if down else part.asc() for part in order))
    return {**shown(place, place.rows(query.limit(most), "page")), **more}


def _searched() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return bindparam("q", type_=Text), cast(bindparam("filter", type_=Text), JSONB)


def _found(place: Place, most: int) -> CTE:
    """The ids that the search finds, in their order."""
    position = bindparam("after_value", type_=DateTime(timezone=True)), bindparam("after_id", type_=Uuid)
    search = func.search_customers(*_searched(), visibility_sql(place.ctx), *position, most).table_valued(
        "customer_id", "last_activity_at"
    )
    return place.rows(select(search), "found")


def _total(place: Place) -> ColumnElement[Any]:
    return func.count_customers(*_searched(), visibility_sql(place.ctx), CAP)


async def _page_answer(_ctx: Ctx, parts: Mapping[str, Any], wanted: Wanted) -> Answer | None:
    found, listing, limit = Shown(parts), wanted.values["listing"], wanted.values["limit"]
    assert isinstance(listing, Listing)
    if "found" in parts:
        places = orjson.loads(parts["found"] or "[]")
        by_id = {row[0]: row for row in found.rows}
        rows = [by_id[place[0]] for place in places[:limit] if place[0] in by_id]
        last = (places[limit - 1][1], places[limit - 1][0]) if len(places) > limit else None
    else:
        rows = found.rows[:limit]
        last = (rows[-1][-1], rows[-1][0]) if len(found.rows) > limit else None
    total = parts.get("total")
    page = {"items": found.items(rows), "next_cursor": last and _cursor(listing, *last), "total": total}
    return Answer(orjson.dumps(page))


def _cursor(listing: Listing, value: str, customer_id: str) -> str:
    by_name = listing.sort.removeprefix("-") == "name"
    return encode_cursor(listing.scope, [value if by_name else datetime.fromisoformat(value), UUID(customer_id)])


def _fits(shape: Shape, wanted: Wanted) -> bool:
    """How many customers a member sees decides between going through the newest and looking them up. The search decides
    so, and finds in its own order only; other orders are planned with the member known."""
    return shape.mode == "all" or wanted.values["listing"].by_recency


PAGE = HotRead(_page_wanted, _page, _page_answer, _fits)
