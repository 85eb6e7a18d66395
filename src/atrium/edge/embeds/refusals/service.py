"""Who was turned away: noted by the widgets' page, read by members."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert

from atrium.edge.embeds.configs.models import EmbedToken
from atrium.edge.embeds.refusals.events import EmbedRefused
from atrium.edge.embeds.refusals.models import EmbedRefusal
from atrium.kernel.commit import committed
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import decode_cursor, page_of
from atrium.records.customers.record.service import get_customer

MOST_ORIGINS = 200
"""So many sites are remembered for each token: a browser can be made to name any number of them."""
MOST_CHARACTERS = 300


async def note(workspace_id: UUID, token_id: UUID, customer_id: UUID, label: str, origin: str) -> None:
    """Note that this site was turned away, in a transaction of its own: the request itself is refused."""
    origin = (
        "".join(character for character in origin[:MOST_CHARACTERS] if character.isascii() and character.isprintable())
        or "null"
    )
    session = database().session(workspace_id)
    actor = Actor("embed", token_id, label)
    async with committed(Ctx(session=session, workspace_id=workspace_id, actor=actor, permissions=frozenset())) as ctx:
        own = (EmbedRefusal.workspace_id == workspace_id, EmbedRefusal.token_id == token_id)
        known = await session.scalar(select(EmbedRefusal.id).where(*own, EmbedRefusal.origin == origin))
        if (
            known is None
            and (await session.scalar(select(func.count()).select_from(EmbedRefusal).where(*own)) or 0) >= MOST_ORIGINS
        ):
            return
        row = {
            "workspace_id": workspace_id,
            "id": uuid7(),
            "token_id": token_id,
            "customer_id": customer_id,
            "origin": origin,
        }
        again = {"times": EmbedRefusal.times + 1, "last_at": func.clock_timestamp()}
        statement = (
            insert(EmbedRefusal)
            .values(row)
            .on_conflict_do_update(index_elements=["workspace_id", "token_id", "origin"], set_=again)
        )
        if await session.scalar(statement.returning(literal_column("xmax = 0"))):
            ctx.emit(EmbedRefused(customer_id=customer_id, subject_id=token_id, origin=origin, label=label))


async def list_refusals(
    ctx: Ctx, customer_id: UUID, *, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows ``(EmbedRefusal, label)``, the site that came last to be known first. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    scope = f"embed_refusals:{customer_id}"
    token = and_(EmbedToken.workspace_id == EmbedRefusal.workspace_id, EmbedToken.id == EmbedRefusal.token_id)
    query = select(EmbedRefusal, EmbedToken.label).join(EmbedToken, token)
    query = query.where(EmbedRefusal.workspace_id == ctx.workspace_id, EmbedRefusal.customer_id == customer_id)
    if cursor:
        query = query.where(EmbedRefusal.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(EmbedRefusal.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.EmbedRefusal.id])
