"""A customer's newest events with the names of what they refer to, in one statement (``kernel/hot_reads.py``)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CTE, ColumnElement, Select, Text, Uuid, any_, bindparam, cast, distinct, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from atrium.kernel.context import Ctx
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.kernel.hot_reads import Answer, HotRead, Place, Wanted
from atrium.kernel.paging import decode_cursor, encode_cursor
from atrium.records.custom_fields.fields.access import FIELDS, fields_from, fields_json, viewable_keys
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers
from atrium.records.timeline.queries import CUSTOM_FIELD, named, of_customer
from atrium.records.timeline.telling import Told, chosen, scope_of, told

COLUMNS = tuple(Told.__dataclass_fields__)
CUSTOMER_ID = bindparam("customer_id", type_=Uuid)
_UUID = '"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"'


def events_of(place: Place) -> Select[Any]:
    """The events of a customer that the caller may see."""
    keys = select(func.unnest(viewable_keys(place.ctx)).label("key")).subquery()
    prefixed = place.rows(select(func.array_agg(CUSTOM_FIELD + keys.c.key).label("keys")), "viewable_changes")
    viewable = cast(select(prefixed.c["keys"]).scalar_subquery(), ARRAY(Text))
    return of_customer(place.ctx, CUSTOMER_ID, viewable)


def newest(place: Place, query: Select[Any], most: int) -> CTE:
    columns = (getattr(EventRow, name) for name in COLUMNS)
    return place.rows(query.with_only_columns(*columns).order_by(EventRow.id.desc()).limit(most), "recent")


def parts_of(place: Place, recent: CTE) -> dict[str, ColumnElement[Any]]:
    """The parts that ``read`` reads: the events, the fields, and the names of everything whose id stands in them."""
    found = func.regexp_matches(
        cast(recent.c.data, Text) + cast(recent.c.changes, Text), _UUID, "g", type_=ARRAY(Text)
    ).column_valued("found")
    ids = place.rows(select(func.array_agg(distinct(cast(found[1], Uuid))).label("ids")).select_from(recent), "ids")
    wanted = cast(select(ids.c.ids).scalar_subquery(), ARRAY(Uuid))
    parts: dict[str, ColumnElement[Any]] = {
        f"{what}_names": cast(
            select(func.json_agg(func.json_build_array(table.id, table.name)))
            .where(table.workspace_id == place.ctx.workspace_id, table.id == any_(wanted), allowed)
            .scalar_subquery(),
            Text,
        )
        for what, (table, allowed) in named(place.ctx).items()
    }
    rows = select(func.json_agg(func.json_build_array(*recent.c))).select_from(recent).scalar_subquery()
    return parts | {"events": cast(rows, Text), "fields": fields_json(place.ctx)}


async def read(ctx: Ctx, parts: Mapping[str, Any], most: int) -> list[dict[str, Any]]:
    FIELDS.put(ctx, fields_from(parts["fields"]))
    names = {
        what.removesuffix("_names"): {UUID(row[0]): row[1] for row in orjson.loads(rows or "[]")}
        for what, rows in parts.items()
        if what.endswith("_names")
    }
    return await told(ctx, [_told(row) for row in orjson.loads(parts["events"] or "[]")[:most]], names)


def _told(row: list[Any]) -> Told:
    row[COLUMNS.index("occurred_at")] = datetime.fromisoformat(row[COLUMNS.index("occurred_at")])
    row[COLUMNS.index("customer_id")] = UUID(row[COLUMNS.index("customer_id")])
    return Told(*row)


def _wanted(given: Mapping[str, Any]) -> Wanted | None:
    kinds, types, limit, cursor = given["kind"] or (), given["type"] or (), given["limit"], given["cursor"]
    if not EVENT_TYPES.keys() >= set(types):
        return None
    scope = scope_of(given["customer_id"], kinds, types)
    values = {"customer_id": given["customer_id"], "scope": scope, "limit": limit}
    if cursor:
        values["before"] = decode_cursor(scope, cursor)[0]
    return Wanted((tuple(sorted(kinds)), tuple(sorted(types)), bool(cursor), limit + 1), values)


def _build(place: Place, variant: tuple[tuple[str, ...], tuple[str, ...], bool, int]) -> dict[str, ColumnElement[Any]]:
    kinds, types, paged, most = variant
    query = chosen(events_of(place), kinds, types)
    if paged:
        query = query.where(EventRow.id < bindparam("before", type_=Uuid))
    seen = exists().where(visible_customers(place.ctx), Customer.id == CUSTOMER_ID)
    return {"seen": seen, **parts_of(place, newest(place, query, most))}


async def _answer(ctx: Ctx, parts: Mapping[str, Any], wanted: Wanted) -> Answer | None:
    if not parts["seen"]:
        return None
    limit = wanted.values["limit"]
    rows = orjson.loads(parts["events"] or "[]")
    after = encode_cursor(wanted.values["scope"], [UUID(rows[limit - 1][0])]) if len(rows) > limit else None
    page = {"items": await read(ctx, parts, limit), "next_cursor": after}
    return Answer(orjson.dumps(page, option=orjson.OPT_UTC_Z))


TIMELINE = HotRead(_wanted, _build, _answer)
