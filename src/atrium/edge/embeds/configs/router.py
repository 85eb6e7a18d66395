from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from atrium.edge.embeds.configs import service
from atrium.edge.embeds.configs.schemas import NEEDS, EmbedConfigIn, EmbedConfigOut, EmbedConfigPatch
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import own

router = slice_router(
    "embeds",
    "Widgets of a customer on other people's pages: configurations, tokens, launches, and what a widget may read.",
)


@router.get("/embed-configs", summary="List embed configurations")
async def list_embed_configs(
    ctx: Annotated[Ctx, can(P.embeds_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[EmbedConfigOut]:
    """A to Z."""
    rows, next_cursor = await service.list_configs(ctx, limit=limit, cursor=cursor)
    return Page(items=[_shown(row) for row in rows], next_cursor=next_cursor)


@router.post("/embed-configs", status_code=201, summary="Create an embed configuration")
async def create_embed_config(
    ctx: Annotated[Ctx, can(P.embeds_manage)], data: EmbedConfigIn, response: Response
) -> EmbedConfigOut:
    """Which widgets, on which sites, with which scopes. Scopes that the caller lacks answer 403."""
    return _one(await service.create_config(ctx, data), response)


@router.get("/embed-configs/{config_id}", summary="Get an embed configuration")
async def get_embed_config(
    ctx: Annotated[Ctx, can(P.embeds_read)], config_id: UUID, response: Response
) -> EmbedConfigOut:
    """One configuration with its ETag."""
    return _one(await service.get_config(ctx, config_id), response)


@router.patch("/embed-configs/{config_id}", summary="Change an embed configuration")
async def update_embed_config(
    ctx: Annotated[Ctx, can(P.embeds_manage)],
    config_id: UUID,
    data: EmbedConfigPatch,
    request: Request,
    response: Response,
) -> EmbedConfigOut:
    """Everything made with it follows at once, open widgets included: what a scope allowed is refused from then on."""
    found = await service.get_config(ctx, config_id, lock=True)
    check_if_match(request, found.EmbedConfig.version)
    return _one(await service.update_config(ctx, found, data), response)


@router.delete("/embed-configs/{config_id}", status_code=204, summary="Delete an embed configuration")
async def delete_embed_config(ctx: Annotated[Ctx, can(P.embeds_manage)], config_id: UUID, request: Request) -> None:
    """409 while tokens work with it."""
    found = await service.get_config(ctx, config_id, lock=True)
    check_if_match(request, found.EmbedConfig.version)
    await service.delete_config(ctx, found)


def _one(row: Any, response: Response) -> EmbedConfigOut:
    set_etag(response, row.EmbedConfig.version)
    return _shown(row)


def _shown(row: Any) -> EmbedConfigOut:
    config = row.EmbedConfig
    known = own(EmbedConfigOut, config)
    # A scope or widget that a later version took away means nothing any more.
    known["scopes"] = [permission for permission in P if permission.value in config.scopes]
    known["widgets"] = [widget for widget in config.widgets if widget in NEEDS]
    return EmbedConfigOut.model_validate({**known, "active_tokens": row.active_tokens})
