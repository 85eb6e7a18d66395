from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from atrium.billing.quotas import service
from atrium.billing.quotas.schemas import ConsumeIn, Metered, MeteringIn, MeteringOut, QuotaIn, QuotaOut, UsageOut
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.idempotency import key_of
from atrium.kernel.paging import Cursor, Limit, Page, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("quotas", "How many calls of tools a customer may make, and what else is counted.")


@router.get("/customers/{customer_id}/quota", summary="Get a customer's quota of tool calls")
async def get_customer_quota(
    ctx: Annotated[Ctx, can(P.quotas_read)], customer_id: UUID, response: Response
) -> QuotaOut:
    """What is used and left of it now, and when there will be more. 409 with `unmet` unless Integration is on and apps
    are chosen."""
    return _answer(await service.get_quota(ctx, customer_id), response)


@router.put("/customers/{customer_id}/quota", summary="Set a customer's quota of tool calls")
async def set_customer_quota(
    ctx: Annotated[Ctx, can(P.quotas_manage)], customer_id: UUID, data: QuotaIn, request: Request, response: Response
) -> QuotaOut:
    """Holds at once; what was used within the last 15 minutes stays used."""
    features, row = await service.lock_quota(ctx, customer_id)
    check_if_match(request, row.version)
    return _answer(await service.set_quota(ctx, features, row, data), response)


@router.post("/customers/{customer_id}/quota/consume", summary="Use some of a customer's quota")
async def consume_customer_quota(
    ctx: Annotated[Ctx, can(P.quotas_consume, key_required=True)],
    customer_id: UUID,
    data: ConsumeIn,
    request: Request,
    response: Response,
) -> QuotaOut:
    """Call this before a tool is called. The `Idempotency-Key` is required: a repetition is answered alike and not
    counted twice. 429 with `Retry-After`, to the second in which there is room again, counts nothing and is not kept:
    the same key may try again."""
    out = await service.consume_quota(ctx, customer_id, data.amount, key_of(request) or "")
    response.headers.update(service.rate_limit_headers(out))
    return out


@router.get("/customers/{customer_id}/usage", summary="List what is counted for a customer")
async def list_customer_usage(
    ctx: Annotated[Ctx, can(P.quotas_read)], customer_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[UsageOut]:
    """Calls with its keys, steps of automations, webhooks: what the workspace has counted besides tool calls."""
    start = decode_cursor("usage", cursor)[0] if cursor else 0
    numbered = list(enumerate(await service.list_usage(ctx, customer_id)))[start : start + limit + 1]
    rows, next_cursor = page_of(numbered, limit, "usage", lambda row: [row[0] + 1])
    return Page(items=[item for _, item in rows], next_cursor=next_cursor)


@router.get("/metering", summary="Get what is counted")
async def get_metering(ctx: Annotated[Ctx, can(P.quotas_read)], response: Response) -> MeteringOut:
    """What the workspace has counted for the customer concerned, besides tool calls."""
    return _metering(await service.get_metering(ctx), response)


@router.put("/metering", summary="Choose what is counted")
async def set_metering(
    ctx: Annotated[Ctx, can(P.workspace_manage)], data: MeteringIn, request: Request, response: Response
) -> MeteringOut:
    """Replaces the list. What was counted before stays counted."""
    _, version = await service.get_metering(ctx, lock=True)
    check_if_match(request, version)
    return _metering(await service.set_metering(ctx, data.metrics), response)


def _answer(found: tuple[QuotaOut, int], response: Response) -> QuotaOut:
    out, version = found
    set_etag(response, version)
    response.headers.update(service.rate_limit_headers(out))
    return out


def _metering(found: tuple[list[Metered], int], response: Response) -> MeteringOut:
    metrics, version = found
    set_etag(response, version)
    return MeteringOut(metrics=metrics)
