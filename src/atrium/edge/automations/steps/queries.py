"""Whom to choose, and which customers are related."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from atrium.access.members.models import Member
from atrium.edge.automations.steps.models import Rotation
from atrium.kernel.context import Ctx
from atrium.records.customers.record.models import Customer, CustomerWorker
from atrium.records.relations.models import Relation
from atrium.records.relations.queries import relations_of


async def active_members(ctx: Ctx, member_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the members who still are, in the given order."""
    query = select(Member.id).where(
        Member.workspace_id == ctx.workspace_id, Member.id.in_(member_ids), Member.state == "active"
    )
    active = set(await ctx.session.scalars(query))
    return [member_id for member_id in member_ids if member_id in active]


async def next_turn(ctx: Ctx, automation_id: UUID, step_id: str) -> int:
    """Whose turn it is, from 0: every call another, also between runs at the same time, which wait for each other."""
    statement = insert(Rotation).values(
        workspace_id=ctx.workspace_id, automation_id=automation_id, step_id=step_id, turns=1
    )
    keys = [Rotation.workspace_id, Rotation.automation_id, Rotation.step_id]
    turned = statement.on_conflict_do_update(index_elements=keys, set_={"turns": Rotation.turns + 1}).returning(
        Rotation.turns
    )
    return int(await ctx.session.scalar(turned) or 1) - 1


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


async def related_customers(ctx: Ctx, customer_id: UUID, relation_type_id: UUID | None, most: int) -> list[UUID]:
    """Related customers that the actor may see, each once, the oldest relation first."""
    query = relations_of(ctx, customer_id).order_by(Relation.id).limit(most * 2)
    if relation_type_id is not None:
        query = query.where(Relation.type_id == relation_type_id)
    return list(dict.fromkeys(row[2] for row in await ctx.session.execute(query)))[:most]
