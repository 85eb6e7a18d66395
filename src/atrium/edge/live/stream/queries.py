"""What was committed since a position in the event log. A position is a snapshot of the database: what it did not see
yet is what comes next, exactly, in whatever order transactions commit."""

import re
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.events import EventRow

MOST_CHARACTERS = 4000
_SNAPSHOT = re.compile(r"(\d{1,18}):(\d{1,18}):(\d{1,18}(?:,\d{1,18})*)?")
# asyncpg would want a snapshot as a tuple: it goes as text.
_UNSEEN = text(
    "events.txid >= (pg_snapshot_xmin(CAST(CAST(:position AS text) AS pg_snapshot))::text)::bigint"
    " AND NOT pg_visible_in_snapshot((events.txid::text)::xid8, CAST(CAST(:position AS text) AS pg_snapshot))"
)
_SEEN_BY = text("pg_visible_in_snapshot((events.txid::text)::xid8, CAST(CAST(:until AS text) AS pg_snapshot))")
_NOW = text("SELECT pg_current_snapshot()::text")
_KNOWN = text(
    "SELECT pg_snapshot_xmax(CAST(CAST(:position AS text) AS pg_snapshot)) <= pg_snapshot_xmax(pg_current_snapshot())"
)


def is_position(given: str) -> bool:
    """Whether PostgreSQL would read it as a snapshot."""
    found = _SNAPSHOT.fullmatch(given) if len(given) <= MOST_CHARACTERS else None
    if found is None:
        return False
    low, high = int(found[1]), int(found[2])
    running = [int(number) for number in found[3].split(",")] if found[3] else []
    return 0 < low <= high and running == sorted(running) and all(low <= number < high for number in running)


async def position_now(session: AsyncSession) -> str:
    """Everything committed up to here."""
    return str(await session.scalar(_NOW))


async def is_of_this_database(session: AsyncSession, position: str) -> bool:
    """False for a position of the time before a backup was restored."""
    return bool(await session.scalar(_KNOWN, {"position": position}))


async def committed_since(
    session: AsyncSession, workspace_id: UUID, position: str, limit: int, *, until: str | None = None
) -> tuple[Sequence[EventRow], str]:
    """Events that the position had not seen, those of one transaction together, and the position after them. ``until``:
    only what that one has seen."""
    query = select(EventRow, literal_column("pg_current_snapshot()::text", Text).label("position")).where(
        EventRow.workspace_id == workspace_id, _UNSEEN
    )
    values = {"position": position}
    if until is not None:
        query = query.where(_SEEN_BY)
        values["until"] = until
    found = (await session.execute(query.order_by(EventRow.txid, EventRow.id).limit(limit), values)).all()
    return [row.EventRow for row in found], (until or found[-1].position) if found else position
