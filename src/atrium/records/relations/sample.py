"""Who works where."""

from sqlalchemy import select

from atrium.kernel.sample import Sample
from atrium.records.relations.models import RelationType
from atrium.records.relations.schemas import RelationIn
from atrium.records.relations.service import create_relation, seed_relation_types


async def fill(sample: Sample) -> None:
    """Employees of the companies."""
    ctx, companies = sample.ctx, sample.made["companies"]
    await seed_relation_types(ctx.session, ctx.workspace_id)
    mine = RelationType.workspace_id == ctx.workspace_id, RelationType.name == "employee"
    employee = await ctx.session.scalar(select(RelationType.id).where(*mine))
    assert employee is not None
    for number, person in enumerate(sample.made["people"][:16]):
        await create_relation(ctx, companies[number % len(companies)], RelationIn(type_id=employee, customer_id=person))
