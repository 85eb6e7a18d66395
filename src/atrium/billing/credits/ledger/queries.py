"""The ledger's functions, and what reads it. Who may see the customer is the service's business."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased

from atrium.access.members.models import Member
from atrium.billing.credits.ledger.models import CreditEntry, CreditGrant
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.records.notes.queries import members_who_see

MOST_TOLD = 50
Answer = dict[str, Any]

_WHAT = bindparam("what", type_=JSONB)
GRANT = text(
    "SELECT credits_grant(:workspace_id, :customer_id, :unit, :amount, :priority, CAST(:effective_at AS timestamptz),"
    " CAST(:expires_at AS timestamptz), :category, :source, :what)"
).bindparams(_WHAT)
VOID = text("SELECT credits_void(:workspace_id, :grant_id, :what)").bindparams(_WHAT)
CONSUME = text("SELECT credits_consume(:workspace_id, :customer_id, :unit, :type, :amount, :what)").bindparams(_WHAT)
HOLD = text(
    "SELECT credits_hold(:workspace_id, :customer_id, :unit, :amount, CAST(:expires_at AS timestamptz), :what)"
).bindparams(_WHAT)
END_HOLD = text("SELECT credits_end_hold(:workspace_id, :hold_id, :amount, :what)").bindparams(_WHAT)
REVERSE = text("SELECT credits_reverse(:workspace_id, :entry_id, :what)").bindparams(_WHAT)
EXPIRE = text("SELECT credits_expire(:workspace_id, :account_id)")
OPEN = text("SELECT credits_open(:workspace_id, :customer_id, :unit)")

# One row for each account, read in one snapshot.
_BALANCES = text("""
SELECT a.id, a.unit, a.balance, a.held, a.low_below, g.pending, g.promotional, a.balance - a.held - g.pending - g.dead
  AS available, g.next_at, g.next_amount
FROM credit_accounts a CROSS JOIN LATERAL (
  SELECT COALESCE(sum(remaining) FILTER (WHERE effective_at > clock_timestamp()), 0)::bigint AS pending,
    COALESCE(sum(remaining - held) FILTER (WHERE expires_at <= clock_timestamp()), 0)::bigint AS dead,
    COALESCE(sum(remaining) FILTER (WHERE category = 'promotional'), 0)::bigint AS promotional,
    min(expires_at) FILTER (WHERE expires_at > clock_timestamp()) AS next_at,
    COALESCE(sum(remaining) FILTER (WHERE expires_at = a.next_expiry_at), 0)::bigint AS next_amount
  FROM credit_grants WHERE workspace_id = a.workspace_id AND account_id = a.id AND NOT spent) g
WHERE a.workspace_id = :workspace_id AND a.customer_id = :customer_id
""")


async def call(ctx: Ctx, statement: Any, **values: Any) -> Any:
    """Run one function of the ledger: its ``Answer``, or the account that ``OPEN`` finds."""
    return (await ctx.session.execute(statement, {"workspace_id": ctx.workspace_id, **values})).scalar_one()


async def account_rows(ctx: Ctx, customer_id: UUID) -> dict[str, Row[Any]]:
    """What the customer has, by unit."""
    rows = await ctx.session.execute(_BALANCES, {"workspace_id": ctx.workspace_id, "customer_id": customer_id})
    return {row.unit: row for row in rows}


def entries_with_reversal() -> Select[CreditEntry, UUID]:
    """Rows ``(CreditEntry, reversed_by_id)``."""
    reversal = aliased(CreditEntry)
    return select(CreditEntry, reversal.id.label("reversed_by_id")).outerjoin(
        reversal, and_(reversal.workspace_id == CreditEntry.workspace_id, reversal.reverses_id == CreditEntry.id)
    )


def entries_of(
    ctx: Ctx,
    customer_id: UUID,
    *,
    unit: str | None,
    types: Sequence[str],
    source_type: str | None,
    source_id: str | None,
    since: datetime | None,
    until: datetime | None,
) -> Select[CreditEntry, UUID]:
    """The customer's history through these filters, not sorted."""
    query = entries_with_reversal().where(
        CreditEntry.workspace_id == ctx.workspace_id, CreditEntry.customer_id == customer_id
    )
    if unit is not None:
        query = query.where(CreditEntry.unit == unit)
    if types:
        query = query.where(CreditEntry.type.in_(types))
    if source_type is not None:
        query = query.where(CreditEntry.source_type == source_type)
    if source_id is not None:
        query = query.where(CreditEntry.source_id == source_id)
    if since is not None:
        query = query.where(CreditEntry.created_at >= since)
    return query if until is None else query.where(CreditEntry.created_at < until)


def grants_in(state: str) -> ColumnElement[bool]:
    """The condition that a grant is in this state just now."""
    now = func.clock_timestamp()
    voided, spent = CreditGrant.voided_at.is_not(None), CreditGrant.remaining == 0
    over = or_(
        CreditGrant.ended_at.is_not(None),
        and_(~spent, CreditGrant.expires_at.is_not(None), CreditGrant.expires_at <= now),
    )
    going = and_(~voided, ~over)
    conditions = {
        "voided": voided,
        "expired": and_(~voided, over),
        "spent": and_(going, spent),
        "pending": and_(going, ~spent, CreditGrant.effective_at > now),
        "active": and_(going, ~spent, CreditGrant.effective_at <= now),
    }
    return conditions[state]


async def managers(ctx: Ctx, customer_id: UUID) -> list[UUID]:
    """Members who may manage credits and see the customer, at most fifty of them."""
    active = (
        select(Member.id)
        .where(Member.workspace_id == ctx.workspace_id, Member.state == "active")
        .order_by(Member.id)
        .limit(200)
    )
    found = await members_who_see(ctx, customer_id, list(await ctx.session.scalars(active)), needed=P.credits_manage)
    return [member.id for member in found][:MOST_TOLD]
