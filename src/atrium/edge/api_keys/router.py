from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.edge.api_keys import service
from atrium.edge.api_keys.schemas import ApiKeyCreated, ApiKeyIn, ApiKeyOut, ApiKeyPatch, ApiKeyRoll
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Reference, own

router = slice_router("api keys", "Keys for integrators.")


def _shown(row: Any) -> dict[str, Any]:
    key = row.ApiKey
    known = own(ApiKeyOut, key)
    return {
        **known,
        # A permission that a later version took away means nothing any more.
        "scopes": [permission for permission in P if permission.value in key.scopes],
        "networks": [str(network) for network in key.networks],
        "member": Reference(id=str(key.member_id), name=row.member_name),
        "state": row.state,
        "previous_secret_until": key.previous_expires_at,
    }


@router.get("/api-keys", summary="List API keys")
async def list_api_keys(
    ctx: Annotated[Ctx, can(P.api_keys_manage)],
    state: Annotated[
        list[Literal["active", "expired", "revoked"]] | None,
        Query(max_length=3, description="Only keys in one of these states.", examples=[["active"]]),
    ] = None,
    member_id: Annotated[UUID | None, Query(description="Only keys that act for this member.", examples=[None])] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ApiKeyOut]:
    """Newest first, whoever made them."""
    rows, next_cursor = await service.list_keys(
        ctx, states=state or [], member_id=member_id, limit=limit, cursor=cursor
    )
    return Page(items=[ApiKeyOut.model_validate(_shown(row)) for row in rows], next_cursor=next_cursor)


@router.post("/api-keys", status_code=201, summary="Create an API key")
async def create_api_key(
    ctx: Annotated[Ctx, can(P.api_keys_manage)], data: ApiKeyIn, response: Response
) -> ApiKeyCreated:
    """Acts for the caller, within these scopes and never beyond what the caller may do and see at the time. The secret
    is in this answer only. 403 for scopes the caller lacks."""
    row, secret = await service.create_key(ctx, data)
    return _with_secret(row, secret, response)


@router.get("/api-keys/{key_id}", summary="Get an API key")
async def get_api_key(ctx: Annotated[Ctx, can(P.api_keys_manage)], key_id: UUID, response: Response) -> ApiKeyOut:
    """One key with its ETag, without its secret."""
    return _answer(await service.get_key(ctx, key_id), response)


@router.patch("/api-keys/{key_id}", summary="Change an API key")
async def update_api_key(
    ctx: Annotated[Ctx, can(P.api_keys_manage)], key_id: UUID, data: ApiKeyPatch, request: Request, response: Response
) -> ApiKeyOut:
    """Name, scopes, expiry and networks. A revoked key stays revoked (409)."""
    row = await service.get_key(ctx, key_id, lock=True)
    check_if_match(request, row.ApiKey.version)
    return _answer(await service.update_key(ctx, row, data), response)


@router.post("/api-keys/{key_id}/roll", summary="Roll an API key")
async def roll_api_key(
    ctx: Annotated[Ctx, can(P.api_keys_manage)], key_id: UUID, data: ApiKeyRoll, response: Response
) -> ApiKeyCreated:
    """A new secret, in this answer only. The old one goes on working for `overlap_seconds`, so that nothing stops while
    you change over. Whoever rolls a key holds it, so its rights must lie within the caller's (403)."""
    row, secret = await service.roll_key(ctx, await service.get_key(ctx, key_id, lock=True), data.overlap_seconds)
    return _with_secret(row, secret, response)


@router.delete("/api-keys/{key_id}", status_code=204, summary="Revoke an API key")
async def delete_api_key(ctx: Annotated[Ctx, can(P.api_keys_manage)], key_id: UUID, request: Request) -> None:
    """Stops working at once, and stays in the list as revoked."""
    row = await service.get_key(ctx, key_id, lock=True)
    check_if_match(request, row.ApiKey.version)
    await service.revoke_key(ctx, row)


def _answer(row: Any, response: Response) -> ApiKeyOut:
    set_etag(response, row.ApiKey.version)
    return ApiKeyOut.model_validate(_shown(row))


def _with_secret(row: Any, secret: str, response: Response) -> ApiKeyCreated:
    set_etag(response, row.ApiKey.version)
    return ApiKeyCreated.model_validate({**_shown(row), "secret": secret})
