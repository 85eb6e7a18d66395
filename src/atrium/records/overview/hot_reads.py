"""The open profile and the counts beside the list, each in one statement (``kernel/hot_reads.py``)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Text, cast, func, select

from atrium.kernel.context import Ctx
from atrium.kernel.etag import etag
from atrium.kernel.events import EventRow
from atrium.kernel.hot_reads import Answer, HotRead, Place, Wanted
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.profile.declared import COUNTED
from atrium.records.customers.record.hot_reads import Shown, customers_of, seen_at, shown
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.rendering import COLUMNS
from atrium.records.folders.models import Folder
from atrium.records.overview.summary import (
    RECENT,
    capabilities,
    counts_of,
    fields_shown,
    grouped,
    news_by_folder,
    nowhere,
)
from atrium.records.timeline.hot_reads import CUSTOMER_ID, events_of, newest, parts_of, read

_FOLDER = COLUMNS.index("folder_id")


def _build(place: Place, _variant: Any) -> dict[str, ColumnElement[Any]]:
    ctx, events = place.ctx, events_of(place)
    sections = select(Folder.sections).where(Folder.workspace_id == ctx.workspace_id, Folder.id == Customer.folder_id)
    counts = counts_of(ctx, events, seen_at(ctx))
    query = customers_of(place, sections.scalar_subquery().label("sections"), *counts).where(Customer.id == CUSTOMER_ID)
    if not ctx.may(P.timeline_read):
        events = events.where(EventRow.id.is_(None))
    return {**shown(place, place.rows(query.limit(1), "page")), **parts_of(place, newest(place, events, RECENT))}


async def _answer(ctx: Ctx, parts: Mapping[str, Any], _wanted: Wanted) -> Answer | None:
    found = Shown(parts)
    if not found.rows:
        return None
    row = found.rows[0]
    customer, version = found.item(row), row[COLUMNS.index("version")]
    timeline = await read(ctx, parts, RECENT)
    sections, *counted = row[len(COLUMNS) + 1 :]
    folder_id = UUID(row[_FOLDER]) if row[_FOLDER] else None
    overview = {
        "customer": customer,
        "version": version,
        "sections": sections,
        "fields": fields_shown(await load_fields(ctx), folder_id),
        "counts": dict(zip((*sorted(COUNTED), "unread"), counted, strict=True)),
        "timeline": timeline,
        "capabilities": capabilities(ctx, folder_id, customer["lifecycle"]),
    }
    return Answer(orjson.dumps(overview, option=orjson.OPT_UTC_Z), etag(version))


OVERVIEW = HotRead(lambda given: Wanted(values=given), _build, _answer)


def _counts_wanted(given: Mapping[str, Any]) -> Wanted | None:
    return None if given["by"] == "lifecycle" else Wanted(given["by"])


def _counts_build(place: Place, group: Any) -> dict[str, ColumnElement[Any]]:
    ctx = place.ctx
    rows = grouped(ctx, group).subquery()
    parts = {"groups": select(func.json_agg(func.json_build_array(*rows.c))).select_from(rows)}
    if group == "folder":
        parts["nowhere"] = nowhere(ctx)
        if ctx.actor.type == "member":
            news = news_by_folder(ctx).subquery()
            parts["news"] = select(func.json_agg(func.json_build_array(*news.c))).select_from(news)
    return {name: cast(part.scalar_subquery(), Text) for name, part in parts.items()}


async def _counts_answer(ctx: Ctx, parts: Mapping[str, Any], wanted: Wanted) -> Answer | None:
    news = dict(orjson.loads(parts.get("news") or "[]"))
    hidden = {str(folder) for folder in ctx.visibility.hidden_folder_ids} if wanted.variant == "folder" else set()
    items = [
        {"key": key, "count": number, "unread": news.get(key, 0)}
        for key, number in orjson.loads(parts["groups"] or "[]")
        if key not in hidden
    ]
    if "nowhere" in parts:
        items.append({"key": None, "count": int(parts["nowhere"]), "unread": news.get(None, 0)})
    return Answer(orjson.dumps({"items": items}))


COUNTS = HotRead(_counts_wanted, _counts_build, _counts_answer)
