"""Keeping the search index up: rows that were written are found at once by reading them, and by their grams as soon as
this has run."""

import time
from collections import deque
from datetime import timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from atrium.kernel.db import database, transaction
from atrium.kernel.errors import sqlstate_of
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction

log = structlog.get_logger("atrium.search")
FIRST_BATCH, SMALLEST_BATCH, LARGEST_BATCH = 200, 5, 5000
BATCH_SECONDS = 0.5
"""What a batch should take: batches grow while they take less than half of it, and shrink above it."""
RUN_SECONDS = 8.0
"""Then other schedules get their turn; the rest waits ten seconds."""
CANCELLED = "57014"


@every("index customers for search", timedelta(seconds=10))
async def index_customers() -> None:
    """Index what has been written since the last time (``migrations/sql/2026_12_03_search/search.sql``): a batch of
    each workspace in turn, whichever comes first this time, until all is done or the time is up.

    Raises the first failure at the end: it holds up no other workspace."""
    until = time.monotonic() + RUN_SECONDS
    async with system_transaction() as session:
        backlog = await session.scalars(text("SELECT * FROM search_backlog() ORDER BY random()"))
        waiting = deque((workspace_id, FIRST_BATCH) for workspace_id in backlog)
    failures: list[Exception] = []
    while waiting:
        workspace_id, size = waiting.popleft()
        try:
            if following := await _index(workspace_id, size):
                waiting.append((workspace_id, following))
        except Exception as failure:
            if _took_too_long(failure) and size > SMALLEST_BATCH:
                waiting.appendleft((workspace_id, max(SMALLEST_BATCH, size // 4)))
                continue  # whatever the time: each run must get on
            log.warning("search index failed", workspace_id=str(workspace_id), exc_info=failure)
            failures.append(failure)
        if time.monotonic() > until:
            break
    if failures:
        raise failures[0]


async def _index(workspace_id: UUID, size: int) -> int:
    """Index a batch. Returns the size of the next one, or 0 when no more is waiting."""
    started = time.monotonic()
    async with transaction(database().session(workspace_id)) as session:
        indexed = await session.scalar(select(func.search_reindex(size))) or 0
    if indexed < size:
        return 0
    taken = time.monotonic() - started
    if taken > BATCH_SECONDS:
        return max(SMALLEST_BATCH, size // 2)
    return min(LARGEST_BATCH, size * 2) if taken < BATCH_SECONDS / 2 else size


def _took_too_long(failure: Exception) -> bool:
    """Whether the database stopped a batch at the statement timeout: then it has done nothing."""
    return isinstance(failure, DBAPIError) and sqlstate_of(failure) == CANCELLED
