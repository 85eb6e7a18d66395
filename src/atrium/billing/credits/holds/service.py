"""Holds (X7): reserve, then pay a part and release the rest. What a hold reserved stays reserved even when the grant
ends before the hold does."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from atrium.billing.credits.holds.models import CreditHold
from atrium.billing.credits.holds.schemas import CreditCaptureIn, CreditHoldIn, HoldState
from atrium.billing.credits.ledger import queries
from atrium.billing.credits.ledger.events import CreditsHeld, CreditsReleased
from atrium.billing.credits.ledger.queries import Answer
from atrium.billing.credits.ledger.service import announce, consumed, refuse, state_of, what, writable
from atrium.billing.credits.units.service import check_unit
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, NotFound
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.records.customers.record.service import get_customer


class HoldNotFound(NotFound):
    title = "There is no such hold, or you may not see it"


class HoldSettled(Conflict):
    code, title = "hold-settled", "This hold is settled"


class HoldExpired(Conflict):
    code, title = "hold-expired", "This hold's time is over"


class HoldExceeded(Conflict):
    code, title = "hold-exceeded", "The hold is smaller"


async def list_holds(
    ctx: Ctx, customer_id: UUID, *, unit: str | None, states: Sequence[HoldState], limit: int, cursor: str | None
) -> tuple[Sequence[CreditHold], str | None]:
    """One page, newest first. Raises ``CustomerNotFound`` (404) and ``Invalid`` (422) for an unknown unit."""
    await get_customer(ctx, customer_id)
    query = select(CreditHold).where(CreditHold.workspace_id == ctx.workspace_id, CreditHold.customer_id == customer_id)
    if unit is not None:
        await check_unit(ctx, unit, "query/unit")
        query = query.where(CreditHold.unit == unit)
    if states:
        query = query.where(CreditHold.state.in_(states))
    scope, order = f"credit_holds:{customer_id}:{unit}:{sorted(states)}", (CreditHold.created_at, CreditHold.id)
    if cursor:
        query = query.where(after(order, decode_cursor(scope, cursor), descending=[True, True]))
    rows = (await ctx.session.scalars(query.order_by(*(column.desc() for column in order)).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.created_at, row.id])


async def get_hold(ctx: Ctx, customer_id: UUID, hold_id: UUID) -> CreditHold:
    """Raises ``CustomerNotFound`` and ``HoldNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    here = (
        CreditHold.workspace_id == ctx.workspace_id,
        CreditHold.customer_id == customer_id,
        CreditHold.id == hold_id,
    )
    found = await ctx.session.scalar(select(CreditHold).where(*here).execution_options(populate_existing=True))
    if found is None:
        raise HoldNotFound
    return found


async def hold(ctx: Ctx, customer_id: UUID, data: CreditHoldIn) -> tuple[CreditHold, Answer]:
    """Reserve credits. Raises ``InsufficientCredits`` (402), which stores nothing."""
    await writable(ctx, customer_id)
    await check_unit(ctx, data.unit)
    ends = datetime.now(UTC) + timedelta(seconds=data.expires_in_seconds)
    facts = what(ctx, data.note, data.source)
    answer = await queries.call(
        ctx, queries.HOLD, customer_id=customer_id, unit=data.unit, amount=data.amount, expires_at=ends, what=facts
    )
    refuse(answer, data.amount)
    row = await get_hold(ctx, customer_id, UUID(answer["hold"]["id"]))
    ctx.emit(CreditsHeld(**state_of(answer), hold_id=row.id, amount=row.amount), settle=True)
    await announce(ctx, answer)
    return row, answer


async def capture(ctx: Ctx, customer_id: UUID, hold_id: UUID, data: CreditCaptureIn) -> tuple[CreditHold, Answer]:
    """Pay a part of it; the rest is free again. Raises ``HoldSettled``, ``HoldExpired`` and ``HoldExceeded`` (409)."""
    row, answer = await _end(ctx, customer_id, hold_id, data.amount, data.note)
    consumed(ctx, answer)
    await announce(ctx, answer)
    return row, answer


async def release(ctx: Ctx, customer_id: UUID, hold_id: UUID, note: str) -> tuple[CreditHold, Answer]:
    """Let all of it go. Raises ``HoldSettled`` (409)."""
    row, answer = await _end(ctx, customer_id, hold_id, 0, note)
    ctx.emit(CreditsReleased(**state_of(answer), hold_id=row.id, amount=row.amount, expired=False), settle=True)
    await announce(ctx, answer)
    return row, answer


async def _end(ctx: Ctx, customer_id: UUID, hold_id: UUID, amount: int, note: str) -> tuple[CreditHold, Answer]:
    await writable(ctx, customer_id)
    await get_hold(ctx, customer_id, hold_id)
    answer = await queries.call(ctx, queries.END_HOLD, hold_id=hold_id, amount=amount, what=what(ctx, note))
    match answer.get("refused"):
        case "settled":
            raise HoldSettled(f"It was {answer['state']} already.")
        case "expired":
            raise HoldExpired("Its credits are free again. Hold or consume anew.")
        case "exceeds":
            raise HoldExceeded(f"It holds {answer['amount']}. Consume the rest separately.")
        case _:
            refuse(answer)
    return await get_hold(ctx, customer_id, hold_id), answer
