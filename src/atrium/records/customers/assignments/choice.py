"""Whom an automation assigns, of several."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from atrium.access.members.models import Member
from atrium.kernel.context import Ctx
from atrium.records.customers.record.models import Customer, CustomerWorker


async def active_members(ctx: Ctx, member_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the members who still are, in the given order."""
    query = select(Member.id).where(
        Member.workspace_id == ctx.workspace_id, Member.id.in_(member_ids), Member.state == "active"
    )
    active = set(await ctx.session.scalars(query))
    return [member_id for member_id in member_ids if member_id in active]


async def least_busy(ctx: Ctx, member_ids: Sequence[UUID]) -> UUID:
    """The member who works with the fewest customers, the first of several."""
    query = (
        select(CustomerWorker.member_id, func.count())
        .join(
            Customer,
            (Customer.workspace_id == CustomerWorker.workspace_id) & (Customer.id == CustomerWorker.customer_id),
        )
        .where(
            CustomerWorker.workspace_id == ctx.workspace_id,
            CustomerWorker.member_id.in_(member_ids),
            Customer.deleted_at.is_(None),
        )
        .group_by(CustomerWorker.member_id)
    )
    busy = {row[0]: row[1] for row in await ctx.session.execute(query)}
    return min(member_ids, key=lambda member_id: busy.get(member_id, 0))
