"""What is there already of the rows of a batch, in a few statements whatever their number."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, any_, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from atrium.kernel.context import Ctx
from atrium.records.customers.record.models import Customer, CustomerTag
from atrium.records.customers.record.sight import visible_customers
from atrium.records.notes.models import Note
from atrium.records.transfers.plans.schemas import Found

_HOLDERS = text("""
SELECT i.scheme, i.value, i.customer_id, c.deleted_at IS NOT NULL AS trashed
FROM unnest(CAST(:schemes AS text[]), CAST(:values AS text[])) AS wanted (scheme, value)
JOIN customer_identifiers i ON i.workspace_id = :workspace_id AND i.scheme = wanted.scheme AND i.value = wanted.value
JOIN customers c ON c.workspace_id = i.workspace_id AND c.id = i.customer_id
WHERE i.scheme <> 'phone'
""")
COLUMNS = (
    "id",
    "kind",
    "name",
    "lifecycle",
    "email",
    "phone",
    "emails",
    "phones",
    "external_ids",
    "location",
    "time_zone",
    "language",
    "source",
    "folder_id",
    "status_id",
    "owner_id",
    "custom_fields",
)


async def find(
    ctx: Ctx,
    identifiers: Collection[tuple[str, str]],
    own_ids: Collection[UUID],
    *,
    tag_ids: Collection[UUID],
    notes: Collection[str],
    referred: Collection[UUID],
    lock: bool,
) -> Found:
    """What is there of these identifiers. The customers the actor sees are locked, in the order of their ids, when
    ``lock`` is set."""
    wanted = sorted(identifiers)
    found = (
        await ctx.session.execute(
            _HOLDERS,
            {
                "workspace_id": ctx.workspace_id,
                "schemes": [scheme for scheme, _ in wanted],
                "values": [value for _, value in wanted],
            },
        )
        if wanted
        else ()
    )
    holders, stale = {}, set()
    for scheme, value, customer_id, trashed in found:
        if trashed:
            stale.add((scheme, value))
        else:
            holders[scheme, value] = customer_id
    ids = sorted({*holders.values(), *own_ids})
    query = (
        select(*(getattr(Customer, name) for name in COLUMNS))
        .where(visible_customers(ctx), _among(Customer.id, ids))
        .order_by(Customer.id)
    )
    if lock:
        query = query.with_for_update(key_share=True)
    customers = {row.id: row for row in await ctx.session.execute(query)} if ids else {}
    known = await _existing(ctx, Customer.workspace_id == ctx.workspace_id, own_ids)
    seen = await _existing(ctx, visible_customers(ctx), referred)
    return Found(
        holders=holders,
        stale=frozenset(stale),
        customers=customers,
        tags=await _held(ctx, CustomerTag.customer_id, CustomerTag.tag_id, customers, tag_ids),
        notes=await _held(ctx, Note.customer_id, Note.body, customers, notes),
        own_ids=known,
        referred=seen,
    )


def _among(column: Any, values: Collection[Any]) -> ColumnElement[bool]:
    """One array parameter: the same statement whatever the number of values."""
    kind = Uuid() if isinstance(column.type, Uuid) else Text()
    found: ColumnElement[bool] = column == any_(literal(list(values), ARRAY(kind)))
    return found


async def _existing(ctx: Ctx, sight: ColumnElement[bool], ids: Collection[UUID]) -> frozenset[UUID]:
    return (
        frozenset(await ctx.session.scalars(select(Customer.id).where(sight, _among(Customer.id, ids))))
        if ids
        else frozenset()
    )


async def _held(
    ctx: Ctx, owner: Any, column: Any, customers: Collection[UUID], wanted: Collection[Any]
) -> dict[UUID, frozenset[Any]]:
    """Which of the wanted values each customer has."""
    if not customers or not wanted:
        return {}
    rows = await ctx.session.execute(
        select(owner, column).where(
            owner.class_.workspace_id == ctx.workspace_id, _among(owner, customers), _among(column, wanted)
        )
    )
    found: dict[UUID, set[Any]] = {}
    for customer_id, value in rows:
        found.setdefault(customer_id, set()).add(value)
    return {customer_id: frozenset(values) for customer_id, values in found.items()}
