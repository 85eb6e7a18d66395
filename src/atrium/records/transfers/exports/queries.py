"""What an export reads: the chosen ids of one moment, then pages of rows by id."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, any_, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY

from atrium.kernel.context import Ctx
from atrium.records.customers.record.listing import Listing, found_ids
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.rendering import customers_with_names
from atrium.records.customers.record.sight import visible_customers

PAGE = 1000
ID_BYTES = 16

# One look-up a scheme, however many ids there are.
_SCHEMES = text("""
WITH RECURSIVE schemes AS (
  (SELECT scheme FROM customer_identifiers WHERE workspace_id = :workspace_id AND scheme >= 'ext:' AND scheme < 'ext;'
    ORDER BY scheme LIMIT 1)
  UNION ALL
  SELECT (SELECT i.scheme FROM customer_identifiers i WHERE i.workspace_id = :workspace_id AND i.scheme > schemes.scheme
    AND i.scheme < 'ext;'
    ORDER BY i.scheme LIMIT 1) FROM schemes WHERE schemes.scheme IS NOT NULL
)
SELECT substr(scheme, 5) FROM schemes WHERE scheme IS NOT NULL LIMIT 100
""")


async def schemes_of(ctx: Ctx) -> list[str]:
    """The systems of whose ids the workspace knows any."""
    return list(await ctx.session.scalars(_SCHEMES, {"workspace_id": ctx.workspace_id}))


async def chosen_ids(ctx: Ctx, listing: Listing) -> bytes:
    """The ids that a filter finds, 16 bytes each."""
    pages: AsyncIterator[list[UUID]] = found_ids(ctx, listing)
    return b"".join([customer_id.bytes async for page in pages for customer_id in page])


async def count_visible(ctx: Ctx) -> int:
    return await ctx.session.scalar(select(func.count()).select_from(Customer).where(visible_customers(ctx))) or 0


async def page_after(ctx: Ctx, last: UUID | None) -> Sequence[Row[Any]]:
    """The next visible customers in the order of their ids."""
    query = customers_with_names(ctx).where(visible_customers(ctx)).order_by(Customer.id).limit(PAGE)
    rows: Sequence[Row[Any]] = (
        await ctx.session.execute(query if last is None else query.where(Customer.id > last))
    ).all()
    return rows


async def page_of_ids(ctx: Ctx, ids: Sequence[UUID]) -> Sequence[Row[Any]]:
    """Those of these customers that are still visible, in the given order."""
    query = customers_with_names(ctx).where(
        visible_customers(ctx), Customer.id == any_(literal(list(ids), ARRAY(Uuid())))
    )
    rows = {row.id: row for row in await ctx.session.execute(query)}
    return [rows[customer_id] for customer_id in ids if customer_id in rows]
