from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from atrium.billing.credits.holds import service
from atrium.billing.credits.holds.models import CreditHold
from atrium.billing.credits.holds.schemas import (
    CreditCaptureIn,
    CreditHoldIn,
    CreditHoldOut,
    CreditHoldSettledOut,
    HoldState,
)
from atrium.billing.credits.ledger.queries import Answer
from atrium.billing.credits.ledger.schemas import CreditNoteIn, CreditSourceOut
from atrium.billing.credits.ledger.statements import entry_from
from atrium.billing.credits.units.schemas import UNIT_EXAMPLE, UnitKey
from atrium.kernel.context import Ctx
from atrium.kernel.etag import set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import ActorOut

router = slice_router("credits")
HOME = "/customers/{customer_id}/credits/holds"


@router.get(HOME, summary="List a customer's holds")
async def list_credit_holds(
    ctx: Annotated[Ctx, can(P.credits_read)],
    customer_id: UUID,
    unit: Annotated[UnitKey | None, Query(description="Only this unit.", examples=[UNIT_EXAMPLE])] = None,
    state: Annotated[
        list[HoldState] | None,
        Query(max_length=4, description="Only holds in one of these states.", examples=[["open"]]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CreditHoldOut]:
    """Newest first."""
    rows, next_cursor = await service.list_holds(
        ctx, customer_id, unit=unit, states=state or (), limit=limit, cursor=cursor
    )
    return Page(items=[hold_out(row) for row in rows], next_cursor=next_cursor)


@router.post(HOME, status_code=201, summary="Hold credits")
async def create_credit_hold(
    ctx: Annotated[Ctx, can(P.credits_consume, key_required=True)], customer_id: UUID, data: CreditHoldIn
) -> CreditHoldSettledOut:
    """Reserves credits for something that is still running, such as a call: nobody else can spend them until the hold
    is captured, released or expires. 402 `insufficient-credits` when less is available."""
    return _settled(*await service.hold(ctx, customer_id, data))


@router.get(f"{HOME}/{{hold_id}}", summary="Get a hold")
async def get_credit_hold(
    ctx: Annotated[Ctx, can(P.credits_read)], customer_id: UUID, hold_id: UUID, response: Response
) -> CreditHoldOut:
    """One hold with its ETag."""
    row = await service.get_hold(ctx, customer_id, hold_id)
    set_etag(response, row.state)
    return hold_out(row)


@router.post(f"{HOME}/{{hold_id}}/capture", summary="Pay a part of a hold")
async def capture_credit_hold(
    ctx: Annotated[Ctx, can(P.credits_consume, key_required=True)],
    customer_id: UUID,
    hold_id: UUID,
    data: CreditCaptureIn,
) -> CreditHoldSettledOut:
    """Once; the rest is free again. 409 when it was settled, when its time is over, or when it holds less."""
    return _settled(*await service.capture(ctx, customer_id, hold_id, data))


@router.post(f"{HOME}/{{hold_id}}/release", summary="Release a hold")
async def release_credit_hold(
    ctx: Annotated[Ctx, can(P.credits_consume, key_required=True)], customer_id: UUID, hold_id: UUID, data: CreditNoteIn
) -> CreditHoldSettledOut:
    """Everything it reserved is free again. 409 when it was settled."""
    return _settled(*await service.release(ctx, customer_id, hold_id, data.note))


def hold_out(row: CreditHold) -> CreditHoldOut:
    own = {
        name: getattr(row, name)
        for name in ("id", "unit", "amount", "captured", "state", "expires_at", "note", "created_at", "settled_at")
    }
    actor = ActorOut.model_validate(
        {"type": row.actor_type, "id": str(row.actor_id) if row.actor_id else None, "name": row.actor_name}
    )
    source = CreditSourceOut(type=row.source_type, id=row.source_id) if row.source_type and row.source_id else None
    return CreditHoldOut(**own, actor=actor, source=source)


def _settled(row: CreditHold, answer: Answer) -> CreditHoldSettledOut:
    entry = entry_from(answer) if answer.get("entry") else None
    return CreditHoldSettledOut(
        balance=answer["balance"], available=answer["available"], hold=hold_out(row), entry=entry
    )
