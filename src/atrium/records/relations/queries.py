"""Relations read from one customer, and the trees among them."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from atrium.kernel.context import Ctx
from atrium.records.customers.profile.declared import counts
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers
from atrium.records.relations.models import Relation, RelationType


def relations_of(ctx: Ctx, customer_id: UUID) -> Any:
    """Rows ``(Relation, RelationType, other…)`` of a customer, in both directions, where the actor may see the other
    one."""
    other = aliased(Customer)
    other_id = case(
        (Relation.from_customer_id == customer_id, Relation.to_customer_id), else_=Relation.from_customer_id
    )
    return (
        select(
            Relation,
            RelationType,
            other.id,
            other.name,
            other.kind,
            other.lifecycle,
            other.email,
            other.phone,
            other.avatar_key,
        )
        .join(
            RelationType, and_(RelationType.workspace_id == Relation.workspace_id, RelationType.id == Relation.type_id)
        )
        .join(other, and_(other.workspace_id == Relation.workspace_id, other.id == other_id))
        .where(
            Relation.workspace_id == ctx.workspace_id,
            or_(Relation.from_customer_id == customer_id, Relation.to_customer_id == customer_id),
            visible_customers(ctx, other),
        )
    )


def visible_relations(ctx: Ctx) -> Any:
    """Rows ``(Relation, RelationType)`` of which the actor may see both customers."""
    first, second = aliased(Customer), aliased(Customer)
    return (
        select(Relation, RelationType)
        .join(
            RelationType, and_(RelationType.workspace_id == Relation.workspace_id, RelationType.id == Relation.type_id)
        )
        .join(first, and_(first.workspace_id == Relation.workspace_id, first.id == Relation.from_customer_id))
        .join(second, and_(second.workspace_id == Relation.workspace_id, second.id == Relation.to_customer_id))
        .where(Relation.workspace_id == ctx.workspace_id, visible_customers(ctx, first), visible_customers(ctx, second))
    )


async def is_above(ctx: Ctx, type_id: UUID, customer_id: UUID, below_id: UUID) -> bool:
    """Whether a customer is ``below_id`` itself or one of its forefathers in the tree of this type."""
    of_type = (Relation.workspace_id == ctx.workspace_id, Relation.type_id == type_id)
    first = select(Relation.from_customer_id.label("id")).where(*of_type, Relation.to_customer_id == below_id)
    above = first.cte("above", recursive=True)
    # UNION, not UNION ALL: it ends even if the data held a cycle.
    above = above.union(select(Relation.from_customer_id).where(*of_type, Relation.to_customer_id == above.c.id))
    return (
        customer_id == below_id
        or await ctx.session.scalar(select(above.c.id).where(above.c.id == customer_id).limit(1)) is not None
    )


@counts("relations", "Related customers that the caller may see.", example=1)
def relations_of_customer(ctx: Ctx) -> Select[Any]:
    other = aliased(Customer)
    ends = and_(
        Relation.workspace_id == Customer.workspace_id,
        or_(
            and_(Relation.from_customer_id == Customer.id, Relation.to_customer_id == other.id),
            and_(Relation.to_customer_id == Customer.id, Relation.from_customer_id == other.id),
        ),
    )
    seen = visible_customers(ctx, other)
    return select(func.count()).select_from(Relation).join(other, ends).where(seen).correlate(Customer)
