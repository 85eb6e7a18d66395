from typing import Annotated

from fastapi import Path, Request, Response

from atrium.edge.embeds.pages import service
from atrium.edge.embeds.pages.schemas import EmbedPageOut
from atrium.kernel.route import public
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Token

router = slice_router("embeds")
EmbedKey = Annotated[
    Token, Path(max_length=100, description="Public key of an embed token.", examples=["3vQx0bq2mP9yT7Lr1cZkWd"])
]


@router.get("/embed/pages/{embed_key}", summary="Ask whether a site may show widgets")
async def get_embed_page(
    _: Annotated[None, public()], embed_key: EmbedKey, request: Request, response: Response
) -> EmbedPageOut:
    """For the loader on the host page. A site that is not allowed gets 403 `origin-not-allowed`, with a sentence to
    show in place of the widget, and the member finds a line in the log. 410 when the token was revoked or has
    expired."""
    response.headers.update(service.ANYWHERE)
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    page = await service.admit(embed_key, None if origin == own else origin)
    return EmbedPageOut(allowed_origins=page.allowed_origins, theme=page.theme)
