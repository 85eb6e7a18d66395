"""Who else is looking at a customer. Known to those who may see the customer, kept nowhere, over after ``SECONDS``
without a sign of life."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select

from atrium.access.members.models import Member
from atrium.edge.live.presence.schemas import PresenceOut, ViewerOut
from atrium.kernel.attendance import attend, leave, present
from atrium.kernel.context import Ctx
from atrium.kernel.live import ring
from atrium.kernel.pictures import picture_url
from atrium.records.customers.record.service import get_customer

SECONDS = 45


def _place(ctx: Ctx, customer_id: UUID) -> str:
    return f"{ctx.workspace_id}:{customer_id}"


async def stay(ctx: Ctx, customer_id: UUID) -> PresenceOut:
    """Say that the member is looking at the customer. An API key only asks. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    if ctx.actor.type != "member":
        return await _others(ctx, await present(_place(ctx, customer_id)))
    everyone, news = await attend(_place(ctx, customer_id), str(ctx.member_id), SECONDS)
    if news:
        await _tell(ctx, customer_id, everyone)
    return await _others(ctx, everyone)


async def go(ctx: Ctx, customer_id: UUID) -> None:
    """Say that the member looks no more. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    others, news = await leave(_place(ctx, customer_id), str(ctx.member_id))
    if news:
        await _tell(ctx, customer_id, others)


async def look(ctx: Ctx, customer_id: UUID) -> PresenceOut:
    """Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    return await _others(ctx, await present(_place(ctx, customer_id)))


async def _tell(ctx: Ctx, customer_id: UUID, everyone: Collection[str]) -> None:
    others = sorted(set(everyone) - {str(ctx.member_id)})
    if others:
        about = {"customer_id": str(customer_id)}
        await ring(ctx.workspace_id, {"event": "presence", "to": others, "data": about, **about})


async def _others(ctx: Ctx, everyone: Collection[str]) -> PresenceOut:
    ids = {UUID(each) for each in everyone} - {ctx.member_id}
    if not ids:
        return PresenceOut(items=[])
    query = (
        select(Member)
        .where(Member.workspace_id == ctx.workspace_id, Member.id.in_(ids), Member.state == "active")
        .order_by(func.lower(Member.name))
    )
    found = await ctx.session.scalars(query)
    return PresenceOut(
        items=[
            ViewerOut(
                id=member.id,
                name=member.name,
                avatar_url=picture_url(f"/members/{member.id}/avatar", member.avatar_key),
            )
            for member in found
        ]
    )
