"""What was committed since a position in the event log. A position is a snapshot of the database: what it did not see
yet is what comes next, exactly, in whatever order transactions commit.

Each server counts transactions for itself, and one that was restored may count anew. So a position names its epoch, as
events do: the moment at which the server that counted was started. What another one counted is found by the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy import ColumnElement, DateTime, Text, and_, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.events import EPOCH, EventRow

OVERLAP = timedelta(minutes=5)
"""How much earlier than a position of another epoch one begins again. An event is dated before its transaction commits
(idle ones are ended after 15 seconds), and two servers' clocks differ."""
# asyncpg would want a snapshot as a tuple: it goes as text.
_UNSEEN = text(
    "events.txid >= (pg_snapshot_xmin(CAST(CAST(:position AS text) AS pg_snapshot))::text)::bigint"
    " AND NOT pg_visible_in_snapshot((events.txid::text)::xid8, CAST(CAST(:position AS text) AS pg_snapshot))"
)
_SEEN_BY = text("pg_visible_in_snapshot((events.txid::text)::xid8, CAST(CAST(:until AS text) AS pg_snapshot))")


class Position(NamedTuple):
    """How far somebody has read: everything that ``snapshot`` (text of a ``pg_snapshot``) sees, by the count of
    ``epoch``, at the time ``at``."""

    epoch: datetime
    at: datetime
    snapshot: str

    def __str__(self) -> str:
        return f"{self.epoch.isoformat()} {self.at.isoformat()} {self.snapshot}"

    @classmethod
    def read(cls, given: str) -> Self | None:
        """What ``str`` made of one; None for a text of another form, such as the positions before there were
        epochs."""
        match given.split(" "):
            case [epoch, at, snapshot]:
                return cls(datetime.fromisoformat(epoch), datetime.fromisoformat(at), snapshot)
        return None


_NOW = select(
    literal_column(str(EPOCH), DateTime(timezone=True)).label("epoch"),
    literal_column("statement_timestamp()", DateTime(timezone=True)).label("at"),
    literal_column("pg_current_snapshot()::text", Text).label("snapshot"),
).subquery("now")


async def position_now(session: AsyncSession) -> Position:
    """Everything committed up to here."""
    return Position._make((await session.execute(select(_NOW))).one())


async def committed_since(
    session: AsyncSession, workspace_id: UUID, position: Position, limit: int, *, until: Position | None = None
) -> tuple[Sequence[EventRow], Position]:
    """Events that the position had not seen, those of one transaction together, and the position after them. ``until``:
    only what that one has seen. When another server counts by now, some come again."""
    unseen = and_(EventRow.epoch == position.epoch, _UNSEEN.bindparams(position=position.snapshot))
    if until is not None:
        unseen = and_(unseen, _SEEN_BY.bindparams(until=until.snapshot))
    found, now = await _read(session, workspace_id, unseen, (EventRow.txid, EventRow.id), limit)
    if now.epoch != position.epoch:
        late = EventRow.dispatch_after >= position.at - OVERLAP
        return await _read(session, workspace_id, late, (EventRow.dispatch_after, EventRow.id), limit)
    return found, until or now


async def _read(
    session: AsyncSession, workspace_id: UUID, which: ColumnElement[bool], order: Sequence[Any], limit: int
) -> tuple[Sequence[EventRow], Position]:
    """Events, and the position of the very statement that found them, or none."""
    query = (
        select(EventRow, _NOW)
        .select_from(_NOW)
        .outerjoin(EventRow, and_(EventRow.workspace_id == workspace_id, which))
        .order_by(*order)
        .limit(limit)
    )
    rows = (await session.execute(query)).all()
    now = Position(rows[0].epoch, rows[0].at, rows[0].snapshot)
    return [row.EventRow for row in rows if row.EventRow is not None], now
