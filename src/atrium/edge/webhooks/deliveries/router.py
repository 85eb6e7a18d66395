from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from atrium.edge.webhooks.deliveries import queries, service
from atrium.edge.webhooks.deliveries.models import WebhookDelivery
from atrium.edge.webhooks.deliveries.schemas import (
    State,
    WebhookAttemptOut,
    WebhookDeliveryDetail,
    WebhookDeliveryOut,
    WebhookReplayIn,
    WebhookReplayOut,
    WebhookTestIn,
)
from atrium.edge.webhooks.endpoints import service as endpoints
from atrium.edge.webhooks.endpoints.schemas import WebhookEndpointOut, columns_shown
from atrium.kernel.context import Ctx
from atrium.kernel.etag import set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line

router = slice_router("webhooks", prefix="/webhook-endpoints/{endpoint_id}")


def _shown(row: WebhookDelivery) -> WebhookDeliveryOut:
    own = {
        name: getattr(row, name)
        for name in WebhookDeliveryOut.model_fields
        if name not in {"webhook_id", "next_attempt_at"}
    }
    return WebhookDeliveryOut.model_validate(
        {**own, "webhook_id": service.webhook_id(row.id), "next_attempt_at": queries.next_attempt_at(row)}
    )


@router.post("/enable", summary="Enable a webhook endpoint")
async def enable_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_write)], endpoint_id: UUID, response: Response
) -> WebhookEndpointOut:
    """What waits for it is sent at once. An endpoint whose owner is gone, or may no longer manage webhooks, becomes the
    caller's own."""
    row = await endpoints.enable(ctx, await endpoints.get_endpoint(ctx, endpoint_id, lock=True))
    await service.resume(ctx, endpoint_id)
    set_etag(response, row.WebhookEndpoint.version)
    return WebhookEndpointOut.model_validate(columns_shown(row))


@router.post("/test", status_code=202, summary="Send a test")
async def test_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_write)], endpoint_id: UUID, data: WebhookTestIn
) -> WebhookDeliveryOut:
    """An example of a type, made of this contract's examples; tried once, also while the endpoint is disabled. What
    came of it is in the log."""
    row = await endpoints.get_endpoint(ctx, endpoint_id)
    return _shown(await service.test(ctx, row.WebhookEndpoint, data.event_type))


@router.post("/replay", status_code=202, summary="Send a period again")
async def replay_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_write)], endpoint_id: UUID, data: WebhookReplayIn
) -> WebhookReplayOut:
    """Everything that happened in the period and that the endpoint wants, or only what did not get through. Deliveries
    keep their `webhook-id`."""
    row = await endpoints.get_endpoint(ctx, endpoint_id)
    return WebhookReplayOut(job_id=await service.replay(ctx, row.WebhookEndpoint, data))


@router.get("/deliveries", summary="List an endpoint's deliveries")
async def list_webhook_deliveries(
    ctx: Annotated[Ctx, can(P.webhooks_read)],
    endpoint_id: UUID,
    state: Annotated[
        list[State] | None, Query(max_length=5, description="Only those in one of these states.", examples=[["failed"]])
    ] = None,
    event_type: Annotated[
        list[Annotated[Line, Query(max_length=100)]] | None,
        Query(max_length=50, description="Only these event types.", examples=[["customer.created"]]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[WebhookDeliveryOut]:
    """Of the last thirty days, newest first."""
    await endpoints.get_endpoint(ctx, endpoint_id)
    rows, next_cursor = await queries.list_deliveries(
        ctx, endpoint_id, states=state or (), types=event_type or (), limit=limit, cursor=cursor
    )
    return Page(items=[_shown(row) for row in rows], next_cursor=next_cursor)


@router.get("/deliveries/{delivery_id}", summary="Get a delivery")
async def get_webhook_delivery(
    ctx: Annotated[Ctx, can(P.webhooks_read)], endpoint_id: UUID, delivery_id: UUID, response: Response
) -> WebhookDeliveryDetail:
    """With its payload and its last attempts, as far as the caller may see them."""
    endpoint = (await endpoints.get_endpoint(ctx, endpoint_id)).WebhookEndpoint
    row = await service.get_delivery(ctx, endpoint_id, delivery_id)
    readable = await service.may_read_answers(ctx, endpoint)
    calls = [WebhookAttemptOut.model_validate(attempt) for attempt in await queries.attempts_of(ctx, delivery_id)]
    if not readable:
        calls = [attempt.model_copy(update={"response_body": None}) for attempt in calls]
    set_etag(response, f"{row.state}-{row.attempts}-{len(calls)}")
    payload = await service.shown_payload(ctx, endpoint, row)
    return WebhookDeliveryDetail.model_construct(**_shown(row).model_dump(), payload=payload, calls=calls)


@router.post("/deliveries/{delivery_id}/redeliver", status_code=202, summary="Send a delivery again")
async def redeliver_webhook(
    ctx: Annotated[Ctx, can(P.webhooks_write)], endpoint_id: UUID, delivery_id: UUID
) -> WebhookDeliveryOut:
    """At once and from the first attempt on, under the same `webhook-id`. 409 while it is being sent, or the endpoint
    is disabled."""
    endpoint = (await endpoints.get_endpoint(ctx, endpoint_id)).WebhookEndpoint
    return _shown(await service.redeliver(ctx, endpoint, delivery_id))
