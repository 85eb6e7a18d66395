"""What accounts have and had: balances, grants, entries."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, or_, select

from atrium.billing.credits.ledger import queries
from atrium.billing.credits.ledger.models import CreditEntry, CreditGrant
from atrium.billing.credits.ledger.queries import Answer
from atrium.billing.credits.ledger.schemas import (
    CreditBalanceOut,
    CreditEntryOut,
    CreditGrantOut,
    CreditGrantShare,
    CreditSourceOut,
    GrantState,
)
from atrium.billing.credits.units.service import check_unit, units
from atrium.kernel.context import Ctx
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.schemas import ActorOut
from atrium.records.customers.record.service import get_customer

ORDER = (CreditEntry.created_at, CreditEntry.seq, CreditEntry.id)


async def balances(ctx: Ctx, customer_id: UUID) -> list[CreditBalanceOut]:
    """What the customer has of every unit, those never used included. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    known, rows = await units(ctx), await queries.account_rows(ctx, customer_id)
    return [
        _balance_out(key, known[key].name if key in known else key, rows.get(key))
        for key in [*known, *(key for key in rows if key not in known)]
    ]


def _balance_out(unit: str, name: str, row: Row[Any] | None) -> CreditBalanceOut:
    if row is None:
        empty = dict.fromkeys(("balance", "held", "pending", "available", "promotional", "next_expiry_amount"), 0)
        return CreditBalanceOut(
            account_id=None, unit=unit, unit_name=name, low_below=None, low=False, next_expiry_at=None, **empty
        )
    return CreditBalanceOut(
        account_id=row.id,
        unit=unit,
        unit_name=name,
        balance=row.balance,
        held=row.held,
        pending=row.pending,
        available=row.available,
        promotional=row.promotional,
        low_below=row.low_below,
        low=row.low_below is not None and row.available < row.low_below,
        next_expiry_at=row.next_at,
        next_expiry_amount=row.next_amount,
    )


async def history(
    ctx: Ctx,
    customer_id: UUID,
    *,
    unit: str | None = None,
    types: Sequence[str] = (),
    source_type: str | None = None,
    source_id: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> tuple[list[CreditEntryOut], str | None]:
    """One page of the ledger, newest first. Raises ``CustomerNotFound`` (404) and ``Invalid`` (422) for an unknown
    unit."""
    await get_customer(ctx, customer_id)
    if unit is not None:
        await check_unit(ctx, unit, "query/unit")
    scope = f"credit_entries:{customer_id}:{unit}:{sorted(types)}:{source_type}:{source_id}:{since}:{until}"
    query = queries.entries_of(
        ctx, customer_id, unit=unit, types=types, source_type=source_type, source_id=source_id, since=since, until=until
    )
    if cursor:
        query = query.where(after(ORDER, decode_cursor(scope, cursor), descending=[True, True, True]))
    rows = (await ctx.session.execute(query.order_by(*(column.desc() for column in ORDER)).limit(limit + 1))).all()
    page, next_cursor = page_of(
        rows, limit, scope, lambda row: [row.CreditEntry.created_at, row.CreditEntry.seq, row.CreditEntry.id]
    )
    return [entry_out(row.CreditEntry, row.reversed_by_id) for row in page], next_cursor


async def list_grants(
    ctx: Ctx, customer_id: UUID, *, unit: str | None, states: Sequence[GrantState], limit: int, cursor: str | None
) -> tuple[list[CreditGrantOut], str | None]:
    """One page of grants, newest first. Raises as ``history`` does."""
    await get_customer(ctx, customer_id)
    query = select(CreditGrant).where(
        CreditGrant.workspace_id == ctx.workspace_id, CreditGrant.customer_id == customer_id
    )
    if unit is not None:
        await check_unit(ctx, unit, "query/unit")
        query = query.where(CreditGrant.unit == unit)
    if states:
        query = query.where(or_(*(queries.grants_in(state) for state in states)))
    scope, order = f"credit_grants:{customer_id}:{unit}:{sorted(states)}", (CreditGrant.created_at, CreditGrant.id)
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[True, True]))
    rows = (await ctx.session.scalars(query.order_by(*(column.desc() for column in order)).limit(limit + 1))).all()
    page, next_cursor = page_of(rows, limit, scope, lambda row: [row.created_at, row.id])
    now = datetime.now(UTC)
    return [grant_out(row, now) for row in page], next_cursor


def _actor(row: Any) -> ActorOut:
    return ActorOut(type=row.actor_type, id=str(row.actor_id) if row.actor_id else None, name=row.actor_name)


def entry_out(row: CreditEntry, reversed_by_id: UUID | None = None) -> CreditEntryOut:
    shares = [
        CreditGrantShare(grant_id=grant_id, amount=amount)
        for grant_id, amount in zip(row.grant_ids, row.grant_amounts, strict=True)
    ]
    own = {
        name: getattr(row, name)
        for name in ("id", "unit", "type", "amount", "balance_after", "note", "hold_id", "reverses_id", "created_at")
    }
    source = CreditSourceOut(type=row.source_type, id=row.source_id) if row.source_type and row.source_id else None
    return CreditEntryOut(**own, actor=_actor(row), source=source, grants=shares, reversed_by_id=reversed_by_id)


def entry_from(answer: Answer) -> CreditEntryOut:
    """The new entry in a function's answer."""
    return entry_out(
        CreditEntry(**{**answer["entry"], "created_at": datetime.fromisoformat(answer["entry"]["created_at"])})
    )


def grant_out(row: CreditGrant, now: datetime) -> CreditGrantOut:
    own = (
        "id",
        "unit",
        "amount",
        "remaining",
        "held",
        "priority",
        "category",
        "source",
        "effective_at",
        "expires_at",
        "voided_at",
        "note",
        "created_at",
    )
    return CreditGrantOut(**{name: getattr(row, name) for name in own}, state=_state(row, now), actor=_actor(row))


def _state(row: CreditGrant, now: datetime) -> GrantState:
    if row.voided_at is not None:
        return "voided"
    if row.ended_at is not None or (row.remaining and row.expires_at is not None and row.expires_at <= now):
        return "expired"
    if not row.remaining:
        return "spent"
    return "pending" if row.effective_at > now else "active"
