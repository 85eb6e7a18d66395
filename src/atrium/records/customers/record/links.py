"""Tags and workers of a customer, as rows."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from atrium.kernel.context import Ctx
from atrium.records.customers.record.models import CustomerWorker


async def link_tags(ctx: Ctx, customer_ids: Iterable[UUID], tag_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Add tags. Returns the ones that each customer did not have yet."""
    wanted = {"customers": list(customer_ids), "tags": list(tag_ids)}
    added: dict[UUID, list[UUID]] = {}
    if all(wanted.values()):
        for row in await ctx.session.execute(_LINK_TAGS, {"workspace_id": ctx.workspace_id, **wanted}):
            added.setdefault(row.customer_id, []).append(row.tag_id)
    return added


_LINK_TAGS = text("""
INSERT INTO customer_tags (workspace_id, customer_id, tag_id)
SELECT DISTINCT CAST(:workspace_id AS uuid), customer_id, tag_id
FROM unnest(CAST(:customers AS uuid[])) AS customer_id CROSS JOIN unnest(CAST(:tags AS uuid[])) AS tag_id ORDER BY 2, 3
ON CONFLICT DO NOTHING RETURNING customer_id, tag_id
""")


async def link_workers(ctx: Ctx, customer_id: UUID, member_ids: Iterable[UUID]) -> list[UUID]:
    """Assign members. Returns the ones who were not assigned yet."""
    rows = [
        {"workspace_id": ctx.workspace_id, "customer_id": customer_id, "member_id": member_id}
        for member_id in dict.fromkeys(member_ids)
    ]
    if not rows:
        return []
    return list(
        await ctx.session.scalars(
            insert(CustomerWorker).values(rows).on_conflict_do_nothing().returning(CustomerWorker.member_id)
        )
    )
