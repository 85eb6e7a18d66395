"""Whose turn it is, and which customers are related."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from atrium.edge.automations.engine.models import Rotation
from atrium.kernel.context import Ctx
from atrium.records.relations.models import Relation
from atrium.records.relations.queries import relations_of


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


async def related_customers(ctx: Ctx, customer_id: UUID, relation_type_id: UUID | None, most: int) -> list[UUID]:
    """Related customers that the actor may see, each once, the oldest relation first."""
    query = relations_of(ctx, customer_id).order_by(Relation.id).limit(most * 2)
    if relation_type_id is not None:
        query = query.where(Relation.type_id == relation_type_id)
    return list(dict.fromkeys(row[2] for row in await ctx.session.execute(query)))[:most]
