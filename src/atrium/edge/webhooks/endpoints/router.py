from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from atrium.edge.webhooks.endpoints import service
from atrium.edge.webhooks.endpoints.schemas import (
    SecretRotation,
    WebhookEndpointCreated,
    WebhookEndpointIn,
    WebhookEndpointOut,
    WebhookEndpointPatch,
    columns_shown,
)
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("webhooks", "Who is told what happens, and whether it arrived.", prefix="/webhook-endpoints")


def _answer(row: Any, response: Response) -> WebhookEndpointOut:
    set_etag(response, row.WebhookEndpoint.version)
    return WebhookEndpointOut.model_validate(columns_shown(row))


def _with_secret(row: Any, secret: str, response: Response) -> WebhookEndpointCreated:
    set_etag(response, row.WebhookEndpoint.version)
    return WebhookEndpointCreated.model_validate({**columns_shown(row), "secret": secret})


@router.get("", summary="List webhook endpoints")
async def list_webhook_endpoints(
    ctx: Annotated[Ctx, can(P.webhooks_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[WebhookEndpointOut]:
    """Newest first, whoever added them."""
    rows, next_cursor = await service.list_endpoints(ctx, limit=limit, cursor=cursor)
    return Page(items=[WebhookEndpointOut.model_validate(columns_shown(row)) for row in rows], next_cursor=next_cursor)


@router.post("", status_code=201, summary="Add a webhook endpoint")
async def create_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_write)], data: WebhookEndpointIn, response: Response
) -> WebhookEndpointCreated:
    """It is told what the caller may see at the time, signed as Standard Webhooks say. The secret is in this answer
    only. An endpoint that an API key adds is told no more than the key may read."""
    row, secret = await service.create_endpoint(ctx, data)
    return _with_secret(row, secret, response)


@router.get("/{endpoint_id}", summary="Get a webhook endpoint")
async def get_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_read)], endpoint_id: UUID, response: Response
) -> WebhookEndpointOut:
    """One endpoint with its ETag, without its secret."""
    return _answer(await service.get_endpoint(ctx, endpoint_id), response)


@router.patch("/{endpoint_id}", summary="Change a webhook endpoint")
async def update_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_write)],
    endpoint_id: UUID,
    data: WebhookEndpointPatch,
    request: Request,
    response: Response,
) -> WebhookEndpointOut:
    """Whoever decides where payloads go gets to read them, so the rights of the endpoint's owner must lie within the
    caller's (403)."""
    row = await service.get_endpoint(ctx, endpoint_id, lock=True)
    check_if_match(request, row.WebhookEndpoint.version)
    return _answer(await service.update_endpoint(ctx, row, data), response)


@router.delete("/{endpoint_id}", status_code=204, summary="Delete a webhook endpoint")
async def delete_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_write)], endpoint_id: UUID, request: Request
) -> None:
    """With everything that waits for it, and its log."""
    row = await service.get_endpoint(ctx, endpoint_id, lock=True)
    check_if_match(request, row.WebhookEndpoint.version)
    await service.delete_endpoint(ctx, row.WebhookEndpoint)


@router.post("/{endpoint_id}/rotate", summary="Rotate a webhook secret")
async def rotate_webhook_secret(
    ctx: Annotated[Ctx, can(P.webhooks_write)], endpoint_id: UUID, data: SecretRotation, response: Response
) -> WebhookEndpointCreated:
    """A new secret, in this answer only. For `overlap_seconds` both sign, so that nothing is refused while you change
    over."""
    row, secret = await service.rotate_secret(
        ctx, await service.get_endpoint(ctx, endpoint_id, lock=True), data.overlap_seconds
    )
    return _with_secret(row, secret, response)


@router.post("/{endpoint_id}/disable", summary="Disable a webhook endpoint")
async def disable_webhook_endpoint(
    ctx: Annotated[Ctx, can(P.webhooks_write)], endpoint_id: UUID, response: Response
) -> WebhookEndpointOut:
    """It is told nothing until it is enabled. What waits for it goes on waiting; what happens meanwhile can be replayed
    for thirty days."""
    row = await service.get_endpoint(ctx, endpoint_id, lock=True)
    await service.disable(ctx, row.WebhookEndpoint, "manual")
    return _answer(await service.get_endpoint(ctx, endpoint_id), response)
