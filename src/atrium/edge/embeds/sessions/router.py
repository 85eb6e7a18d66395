from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from atrium.edge.embeds.sessions import service
from atrium.edge.embeds.sessions.schemas import EmbedExchangeIn, EmbedLaunchOut, EmbedSessionOut, EmbedView
from atrium.kernel.context import Ctx
from atrium.kernel.db import database
from atrium.kernel.permissions import P
from atrium.kernel.route import can, embed, embed_token, public
from atrium.kernel.route import router as slice_router

router = slice_router("embeds")


@router.post("/embed/launches", status_code=201, summary="Get a launch code for a widget")
async def create_embed_launch(ctx: Annotated[Ctx, embed_token()]) -> EmbedLaunchOut:
    """For your server, with the embed token: a code that is good once, for a minute. Give it to the page that shows the
    widget; the token itself never leaves your server. 401 with `embed-token-revoked` or `embed-token-expired`, 409 with
    `unmet` while the customer's feature Embeds is off."""
    return await service.launch(ctx)


async def opened(_: Annotated[None, public()], request: Request, data: EmbedExchangeIn) -> tuple[Ctx, UUID]:
    """The context of the widget that the code launches, committed by the route like any other."""
    request.state.session = session = database().authenticating_session()
    request.state.ctx, launch_id = await service.open_launch(
        session, data.code, request_id=request.scope.get("atrium.request_id", "")
    )
    return request.state.ctx, launch_id


@router.post("/embed/sessions", status_code=201, summary="Exchange a launch code")
async def create_embed_session(launch: Annotated[tuple[Ctx, UUID], Depends(opened)]) -> EmbedSessionOut:
    """A bearer for 15 minutes, for the widget's page. A code that was used answers 410 `launch-code-used`, one that is
    too old 410 `launch-code-expired`, and nothing is issued. No cookie is ever set or read."""
    return await service.exchange(*launch)


@router.get("/embed/session", summary="Get what a widget shows")
async def get_embed_session(ctx: Annotated[Ctx, embed()]) -> EmbedView:
    """Widgets, scopes and looks as they are now, and when the bearer ends."""
    return await service.view(ctx)


@router.post(
    "/customers/{customer_id}/embed-tokens/{token_id}/preview",
    status_code=201,
    summary="Preview the widgets of an embed token",
)
async def preview_embed_token(
    ctx: Annotated[Ctx, can(P.embeds_manage)], customer_id: UUID, token_id: UUID
) -> EmbedSessionOut:
    """A bearer as a page would get it, to see the widgets from inside. 403 for whoever may not see what they show."""
    return await service.preview(ctx, customer_id, token_id)
