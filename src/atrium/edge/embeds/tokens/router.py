from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.edge.embeds.tokens import service
from atrium.edge.embeds.tokens.schemas import (
    EmbedTokenCreated,
    EmbedTokenIn,
    EmbedTokenOut,
    EmbedTokenPatch,
    EmbedTokenRotate,
    EmbedTokensRevoked,
)
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Reference, own
from atrium.kernel.settings import settings

router = slice_router("embeds")
HOME = "/customers/{customer_id}/embed-tokens"
ONE = f"{HOME}/{{token_id}}"


@router.get(HOME, summary="List a customer's embed tokens")
async def list_embed_tokens(
    ctx: Annotated[Ctx, can(P.embeds_read)],
    customer_id: UUID,
    state: Annotated[
        list[Literal["active", "expired", "revoked"]] | None,
        Query(max_length=3, description="Only tokens in one of these states.", examples=[["active"]]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EmbedTokenOut]:
    """Newest first, whoever made them."""
    rows, next_cursor = await service.list_tokens(ctx, customer_id, states=state or [], limit=limit, cursor=cursor)
    return Page(items=[EmbedTokenOut.model_validate(_shown(row)) for row in rows], next_cursor=next_cursor)


@router.post(HOME, status_code=201, summary="Create an embed token")
async def create_embed_token(
    ctx: Annotated[Ctx, can(P.embeds_manage)], customer_id: UUID, data: EmbedTokenIn, response: Response
) -> EmbedTokenCreated:
    """For one customer and one configuration. The secret is in this answer only. 409 with `unmet` while the customer's
    feature Embeds is off."""
    row, secret = await service.create_token(ctx, customer_id, data)
    return _with_secret(row, secret, response)


@router.post(f"{HOME}/revoke", summary="Revoke all embed tokens of a customer")
async def revoke_embed_tokens(ctx: Annotated[Ctx, can(P.embeds_manage)], customer_id: UUID) -> EmbedTokensRevoked:
    """Every token that works stops at once, and with it every open widget."""
    return EmbedTokensRevoked(revoked=await service.revoke_tokens(ctx, customer_id))


@router.get(ONE, summary="Get an embed token")
async def get_embed_token(
    ctx: Annotated[Ctx, can(P.embeds_read)], customer_id: UUID, token_id: UUID, response: Response
) -> EmbedTokenOut:
    """One token with its ETag, without its secret."""
    return _answer(await service.get_token(ctx, customer_id, token_id), response)


@router.patch(ONE, summary="Change an embed token")
async def update_embed_token(
    ctx: Annotated[Ctx, can(P.embeds_manage)],
    customer_id: UUID,
    token_id: UUID,
    data: EmbedTokenPatch,
    request: Request,
    response: Response,
) -> EmbedTokenOut:
    """Label, expiry and sites. A revoked token stays revoked (409)."""
    row = await service.get_token(ctx, customer_id, token_id, lock=True)
    check_if_match(request, row.EmbedToken.version)
    return _answer(await service.update_token(ctx, row, data), response)


@router.post(f"{ONE}/rotate", summary="Rotate an embed token")
async def rotate_embed_token(
    ctx: Annotated[Ctx, can(P.embeds_manage)],
    customer_id: UUID,
    token_id: UUID,
    data: EmbedTokenRotate,
    response: Response,
) -> EmbedTokenCreated:
    """A new secret, in this answer only. The old one goes on working for `overlap_seconds`; snippets need no change."""
    row, secret = await service.rotate_token(
        ctx, await service.get_token(ctx, customer_id, token_id, lock=True), data.overlap_seconds
    )
    return _with_secret(row, secret, response)


@router.delete(ONE, status_code=204, summary="Revoke an embed token")
async def delete_embed_token(
    ctx: Annotated[Ctx, can(P.embeds_manage)], customer_id: UUID, token_id: UUID, request: Request
) -> None:
    """It and every open widget of it stop at once; it stays in the list as revoked."""
    row = await service.get_token(ctx, customer_id, token_id, lock=True)
    check_if_match(request, row.EmbedToken.version)
    await service.revoke_token(ctx, row)


def _shown(row: Any) -> dict[str, Any]:
    token, config = row.EmbedToken, row.EmbedConfig
    known = own(EmbedTokenOut, token)
    return {
        **known,
        "page_url": f"{settings().base_url.rstrip('/')}/embed/w/{token.key}",
        "config": Reference(id=str(config.id), name=config.name),
        "effective_origins": token.allowed_origins or config.allowed_origins,
        "state": row.state,
        "previous_secret_until": token.previous_expires_at,
    }


def _answer(row: Any, response: Response) -> EmbedTokenOut:
    set_etag(response, row.EmbedToken.version)
    return EmbedTokenOut.model_validate(_shown(row))


def _with_secret(row: Any, secret: str, response: Response) -> EmbedTokenCreated:
    set_etag(response, row.EmbedToken.version)
    return EmbedTokenCreated.model_validate({**_shown(row), "secret": secret})
