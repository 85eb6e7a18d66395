"""Customers as the contract shows them: columns, names of what they refer to, news."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, Select, Text, and_, cast, false, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from atrium.access.members.models import Member
from atrium.kernel.context import Ctx
from atrium.kernel.pictures import picture_url
from atrium.records.custom_fields.fields.access import FieldSet
from atrium.records.customers.contact_points.schemas import EmailOut, PhoneOut
from atrium.records.customers.record.models import Customer, CustomerTag, CustomerVisit, CustomerWorker
from atrium.records.customers.record.schemas import CustomerOut, FolderRef, MemberRef, StatusRef, TagRef
from atrium.records.folders.models import Folder, Status
from atrium.records.tags.models import Tag, TagGroup

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
TAG_COLOUR = "#64748b"


def _tags(customer: Any) -> Any:
    shown = func.jsonb_build_object(
        "id",
        Tag.id,
        "name",
        Tag.name,
        "colour",
        func.coalesce(Tag.colour, TagGroup.colour, TAG_COLOUR),
        "group_id",
        Tag.group_id,
    )
    return (
        select(func.jsonb_agg(aggregate_order_by(shown, func.lower(Tag.name))))
        .select_from(CustomerTag)
        .join(Tag, and_(Tag.workspace_id == CustomerTag.workspace_id, Tag.id == CustomerTag.tag_id))
        .outerjoin(TagGroup, and_(TagGroup.workspace_id == Tag.workspace_id, TagGroup.id == Tag.group_id))
        .where(CustomerTag.workspace_id == customer.workspace_id, CustomerTag.customer_id == customer.id)
        .scalar_subquery()
    )


def _workers(customer: Any) -> Any:
    shown = func.jsonb_build_object("id", _WORKER.id, "name", _WORKER.name)
    return (
        select(func.jsonb_agg(aggregate_order_by(shown, func.lower(_WORKER.name))))
        .select_from(CustomerWorker)
        .join(
            _WORKER, and_(_WORKER.workspace_id == CustomerWorker.workspace_id, _WORKER.id == CustomerWorker.member_id)
        )
        .where(CustomerWorker.workspace_id == customer.workspace_id, CustomerWorker.customer_id == customer.id)
        .scalar_subquery()
    )


_PLAIN = (
    "id",
    "kind",
    "name",
    "lifecycle",
    "email",
    "phone",
    "location",
    "time_zone",
    "language",
    "availability",
    "source",
    "created_at",
    "updated_at",
    "last_activity_at",
    "converted_at",
    "deleted_at",
)


JSON_COLUMNS = ("emails", "phones", "external_ids", "custom_fields")


COLUMNS = (*_PLAIN, *JSON_COLUMNS, "folder_id", "status_id", "owner_id", "avatar_key", "version")


_OWNER, _WORKER = aliased(Member), aliased(Member)


def with_names(customer: Any, *, json_as_text: bool = False) -> Select[Any]:
    """Rows of ``Customer``, or of an alias of it, with the names of what they refer to."""

    def shown(column: Any, *, is_json: bool) -> Any:
        return cast(column, Text) if json_as_text and is_json else column

    return (
        select(
            *(shown(getattr(customer, name), is_json=name in JSON_COLUMNS).label(name) for name in COLUMNS),
            Folder.name.label("folder_name"),
            Folder.colour.label("folder_colour"),
            Status.name.label("status_name"),
            Status.colour.label("status_colour"),
            Status.category.label("status_category"),
            _OWNER.name.label("owner_name"),
            shown(_tags(customer), is_json=True).label("tags"),
            shown(_workers(customer), is_json=True).label("workers"),
        )
        .select_from(customer)
        .outerjoin(Folder, and_(Folder.workspace_id == customer.workspace_id, Folder.id == customer.folder_id))
        .outerjoin(Status, and_(Status.workspace_id == customer.workspace_id, Status.id == customer.status_id))
        .outerjoin(_OWNER, and_(_OWNER.workspace_id == customer.workspace_id, _OWNER.id == customer.owner_id))
    )


@cache
def _with_names(*, json_as_text: bool) -> Select[Any]:
    """The part that is the same for every caller, built once: building it costs more than running it."""
    return with_names(Customer, json_as_text=json_as_text)


def customers_with_names(ctx: Ctx, *, json_as_text: bool = False) -> Select[Any]:
    """Customers as the contract shows them, in one statement: names of folder, status, owner, workers and tags, and
    whether there is news.

    ``json_as_text`` leaves JSON as the server sends it, for ``customer_json``."""
    return with_news(ctx.member_id, person=ctx.actor.type == "member", json_as_text=json_as_text)


def with_news(member_id: Any, *, person: bool, json_as_text: bool) -> Select[Any]:
    seen = and_(
        CustomerVisit.workspace_id == Customer.workspace_id,
        CustomerVisit.customer_id == Customer.id,
        CustomerVisit.member_id == member_id,
    )
    unread = Customer.last_activity_at > func.coalesce(CustomerVisit.seen_at, NEVER) if person else false()
    return _with_names(json_as_text=json_as_text).add_columns(unread.label("unread")).outerjoin(CustomerVisit, seen)


def customer_out(row: Row[Any], fields: FieldSet) -> CustomerOut:
    """A row of ``customers_with_names`` as the contract shows it, without the custom fields that the caller may not
    view."""
    values = row._mapping
    return CustomerOut.model_construct(
        **{
            name: values[name]
            for name in COLUMNS
            if name in CustomerOut.model_fields and name not in {"custom_fields", "emails", "phones"}
        },
        emails=[EmailOut.model_construct(**email) for email in row.emails],
        phones=[PhoneOut.model_construct(**phone) for phone in row.phones],
        custom_fields=fields.visible(row.custom_fields),
        folder=FolderRef.model_construct(id=row.folder_id, name=row.folder_name, colour=row.folder_colour)
        if row.folder_id
        else None,
        status=StatusRef.model_construct(
            id=row.status_id, name=row.status_name, colour=row.status_colour, category=row.status_category
        )
        if row.status_id
        else None,
        owner=MemberRef.model_construct(id=row.owner_id, name=row.owner_name) if row.owner_id else None,
        workers=[MemberRef.model_construct(id=UUID(worker["id"]), name=worker["name"]) for worker in row.workers or ()],
        tags=[_tag_ref(tag) for tag in row.tags or ()],
        avatar_url=picture_url(f"/customers/{row.id}/avatar", row.avatar_key),
        unread=row.unread,
    )


def customer_json(row: Sequence[Any], fields: FieldSet) -> dict[str, Any]:
    """The same as ``customer_out`` for a row with ``json_as_text``, for ``orjson`` to write: a list has no time for
    models, nor to read JSON again."""
    (
        emails,
        phones,
        external_ids,
        custom_fields,
        folder_id,
        status_id,
        owner_id,
        avatar_key,
        _,
        folder_name,
        folder_colour,
        status_name,
        status_colour,
        status_category,
        owner_name,
        tags,
        workers,
        unread,
        *_,
    ) = row[len(_PLAIN) :]
    return dict(zip(_PLAIN, row, strict=False)) | {
        "emails": orjson.Fragment(emails),
        "phones": orjson.Fragment(phones),
        "folder": {"id": folder_id, "name": folder_name, "colour": folder_colour} if folder_id else None,
        "status": {"id": status_id, "name": status_name, "colour": status_colour, "category": status_category}
        if status_id
        else None,
        "owner": {"id": owner_id, "name": owner_name} if owner_id else None,
        "workers": orjson.Fragment(workers or "[]"),
        "tags": orjson.Fragment(tags or "[]"),
        "external_ids": orjson.Fragment(external_ids),
        "custom_fields": fields.visible(orjson.loads(custom_fields)) if custom_fields != "{}" else {},
        "avatar_url": picture_url(f"/customers/{row[0]}/avatar", avatar_key),
        "unread": unread,
    }


def _tag_ref(tag: dict[str, Any]) -> TagRef:
    group_id = UUID(tag["group_id"]) if tag["group_id"] else None
    return TagRef.model_construct(id=UUID(tag["id"]), name=tag["name"], colour=tag["colour"], group_id=group_id)
