from typing import Annotated, Any
from uuid import UUID

from atrium.edge.embeds.refusals import service
from atrium.edge.embeds.refusals.schemas import EmbedRefusalOut
from atrium.kernel.context import Ctx
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Reference

router = slice_router("embeds")


@router.get("/customers/{customer_id}/embed-refusals", summary="List sites that were turned away")
async def list_embed_refusals(
    ctx: Annotated[Ctx, can(P.embeds_read)], customer_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[EmbedRefusalOut]:
    """Sites that tried to show the customer's widgets and may not, one line for each token and site; the newest site
    first."""
    rows, next_cursor = await service.list_refusals(ctx, customer_id, limit=limit, cursor=cursor)
    return Page(items=[_shown(row) for row in rows], next_cursor=next_cursor)


def _shown(row: Any) -> EmbedRefusalOut:
    found, label = row
    own = {name: getattr(found, name) for name in ("id", "origin", "times", "first_at", "last_at")}
    return EmbedRefusalOut(**own, token=Reference(id=str(found.token_id), name=label))
