"""Keeping the search index up: rows that were written are found at once by reading them, and by their grams as soon as
this has run."""

from datetime import timedelta

from sqlalchemy import func, select

from atrium.kernel.db import database, transaction
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction

BATCH = 2000


@every("index customers for search", timedelta(seconds=10))
async def index_customers() -> None:
    """Index what has been written since the last time, in small transactions
    (``migrations/sql/2026_11_22_foundation/search.sql``)."""
    async with system_transaction() as session:
        workspace_ids = list(await session.scalars(select(func.search_backlog())))
    for workspace_id in workspace_ids:
        indexed = BATCH
        while indexed == BATCH:
            async with transaction(database().session(workspace_id)) as session:
                indexed = await session.scalar(select(func.search_reindex(BATCH))) or 0
