from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from atrium.billing.credits.ledger import service, statements
from atrium.billing.credits.ledger.models import CreditAccount, CreditGrant
from atrium.billing.credits.ledger.queries import Answer
from atrium.billing.credits.ledger.schemas import (
    CreditBalancesOut,
    CreditConsumeIn,
    CreditDeductionIn,
    CreditEntryOut,
    CreditGrantedOut,
    CreditGrantIn,
    CreditGrantOut,
    CreditMovementOut,
    CreditNoteIn,
    CreditSettingsOut,
    CreditSettingsPatch,
    EntryType,
    GrantState,
    TopUpRuleOut,
)
from atrium.billing.credits.units.schemas import UNIT_EXAMPLE, UnitKey
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Instant, Line

router = slice_router("credits", "What customers have, hold and used, in units.")
HOME = "/customers/{customer_id}/credits"
UnitPath = Annotated[
    str,
    Path(
        min_length=1,
        max_length=40,
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Key of the unit.",
        examples=[UNIT_EXAMPLE],
    ),
]
OfUnit = Annotated[UnitKey | None, Query(description="Only this unit.", examples=[UNIT_EXAMPLE])]
OfTypes = Annotated[
    list[EntryType] | None, Query(max_length=7, description="Only entries of these types.", examples=[["consume"]])
]
OfSourceType = Annotated[
    Line | None, Query(max_length=60, description="Only what paid for this kind of thing.", examples=["call"])
]
OfSource = Annotated[
    Line | None,
    Query(max_length=200, description="Only what paid for the thing with this identifier.", examples=["call_8812"]),
]
Since = Annotated[Instant | None, Query(description="Only what happened at or after this moment.", examples=[None])]
Until = Annotated[Instant | None, Query(description="Only what happened before this moment.", examples=[None])]


@router.get(HOME, summary="Get a customer's credits")
async def get_credits(ctx: Annotated[Ctx, can(P.credits_read)], customer_id: UUID) -> CreditBalancesOut:
    """The balance of every unit of the workspace, those never used included."""
    return CreditBalancesOut(balances=await statements.balances(ctx, customer_id))


@router.get(f"{HOME}/grants", summary="List a customer's grants")
async def list_credit_grants(
    ctx: Annotated[Ctx, can(P.credits_read)],
    customer_id: UUID,
    unit: OfUnit = None,
    state: Annotated[
        list[GrantState] | None,
        Query(max_length=5, description="Only grants in one of these states.", examples=[["active"]]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CreditGrantOut]:
    """Newest first. They burn in another order: by priority, then those that end earlier, then the older ones."""
    items, next_cursor = await statements.list_grants(
        ctx, customer_id, unit=unit, states=state or (), limit=limit, cursor=cursor
    )
    return Page(items=items, next_cursor=next_cursor)


@router.post(f"{HOME}/grants", status_code=201, summary="Give credits")
async def create_credit_grant(
    ctx: Annotated[Ctx, can(P.credits_manage, key_required=True)], customer_id: UUID, data: CreditGrantIn
) -> CreditGrantedOut:
    """They burn by priority, then those that end earlier, then the older ones. What is left when they end is taken out
    of the balance."""
    return _granted(*await service.grant(ctx, customer_id, data))


@router.post(f"{HOME}/grants/{{grant_id}}/void", summary="Take a grant back")
async def void_credit_grant(
    ctx: Annotated[Ctx, can(P.credits_manage, key_required=True)], customer_id: UUID, grant_id: UUID, data: CreditNoteIn
) -> CreditGrantedOut:
    """What is left of it leaves the balance; what was used stays used. 409 when nothing is left, or when a part of it
    is held."""
    return _granted(*await service.void_grant(ctx, customer_id, grant_id, data.note))


@router.post(f"{HOME}/consume", status_code=201, summary="Pay for usage with credits")
async def consume_credits(
    ctx: Annotated[Ctx, can(P.credits_consume, key_required=True)], customer_id: UUID, data: CreditConsumeIn
) -> CreditMovementOut:
    """For systems that meter: `source` names the call, tool call or order that it pays for. 402 `insufficient-credits`
    when less is available, and then nothing is stored: the same key may be sent again once there is more."""
    return _movement(await service.consume(ctx, customer_id, data))


@router.post(f"{HOME}/deductions", status_code=201, summary="Deduct credits")
async def deduct_credits(
    ctx: Annotated[Ctx, can(P.credits_manage, key_required=True)], customer_id: UUID, data: CreditDeductionIn
) -> CreditMovementOut:
    """Takes credits away with a reason. 402 `insufficient-credits` when less is available, and then nothing is
    stored."""
    return _movement(await service.deduct(ctx, customer_id, data))


@router.get(f"{HOME}/entries", summary="List the history of a customer's credits")
async def list_credit_entries(
    ctx: Annotated[Ctx, can(P.credits_read)],
    customer_id: UUID,
    unit: OfUnit = None,
    type: OfTypes = None,  # noqa: A002 - the name in the contract
    source_type: OfSourceType = None,
    source_id: OfSource = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[CreditEntryOut]:
    """Newest first. Entries are never changed: a mistake is reversed by another entry."""
    filters = {
        "unit": unit,
        "types": type or (),
        "source_type": source_type,
        "source_id": source_id,
        "since": since,
        "until": until,
    }
    items, next_cursor = await statements.history(ctx, customer_id, **filters, limit=limit, cursor=cursor)  # type: ignore[arg-type]  # by their names
    return Page(items=items, next_cursor=next_cursor)


@router.post(f"{HOME}/entries/{{entry_id}}/reverse", status_code=201, summary="Reverse a debit")
async def reverse_credit_entry(
    ctx: Annotated[Ctx, can(P.credits_manage, key_required=True)], customer_id: UUID, entry_id: UUID, data: CreditNoteIn
) -> CreditMovementOut:
    """Its credits go back to the grants they came from; what came from a grant that has ended since, ends at once
    again. 409 for anything but a debit, and for one that was reversed."""
    return _movement(await service.reverse(ctx, customer_id, entry_id, data.note))


@router.get(f"{HOME}/settings/{{unit}}", summary="Get the settings of a customer's credits")
async def get_credit_settings(
    ctx: Annotated[Ctx, can(P.credits_read)], customer_id: UUID, unit: UnitPath, response: Response
) -> CreditSettingsOut:
    """Threshold, price of calls and rule for topping up, with their ETag."""
    return _settings(unit, await service.get_account(ctx, customer_id, unit), response)


@router.patch(f"{HOME}/settings/{{unit}}", summary="Change the settings of a customer's credits")
async def update_credit_settings(
    ctx: Annotated[Ctx, can(P.credits_manage)],
    customer_id: UUID,
    unit: UnitPath,
    data: CreditSettingsPatch,
    request: Request,
    response: Response,
) -> CreditSettingsOut:
    """The low balance is told once each time the available credits go below the threshold. Topping up is told once a
    calendar month until billing can buy."""
    account = await service.account_for_change(ctx, customer_id, unit)
    check_if_match(request, account.version)
    return _settings(unit, await service.change_settings(ctx, account, data), response)


def _granted(row: CreditGrant, answer: Answer) -> CreditGrantedOut:
    return CreditGrantedOut(
        balance=answer["balance"], available=answer["available"], grant=statements.grant_out(row, datetime.now(UTC))
    )


def _movement(answer: Answer) -> CreditMovementOut:
    return CreditMovementOut(
        balance=answer["balance"], available=answer["available"], entry=statements.entry_from(answer)
    )


def _settings(unit: str, account: CreditAccount | None, response: Response) -> CreditSettingsOut:
    set_etag(response, account.version if account else 0)
    if account is None:
        return CreditSettingsOut(unit=unit, low_below=None, price_per_minute=None, grace_seconds=0, top_up=None)
    rule = None
    if account.top_up_below is not None and account.top_up_amount is not None and account.top_up_ceiling is not None:
        asked = account.top_up_asked_for == datetime.now(UTC).date().replace(day=1)
        rule = TopUpRuleOut(
            below=account.top_up_below,
            amount=account.top_up_amount,
            monthly_ceiling=account.top_up_ceiling,
            asked_this_month=asked,
        )
    return CreditSettingsOut(
        unit=unit,
        low_below=account.low_below,
        price_per_minute=account.price_per_minute,
        grace_seconds=account.grace_seconds,
        top_up=rule,
    )
