"""The log in an order that a poller can follow without missing anything."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text

from atrium.kernel.context import Ctx
from atrium.kernel.events import EventRow
from atrium.kernel.paging import after
from atrium.records.timeline.queries import customer_in_sight, field_types, sees_everyone

RETENTION = timedelta(days=30)
"""How far back a poller, a redelivery and the log of deliveries reach."""
POSITION = (EventRow.dispatch_after, EventRow.id)
"""The order in which events settle. An event still open to its sitting lies in the future, and is not shown before."""

# A transaction that is open just now may have written an event that nobody sees yet, dated after its own beginning.
# Whoever read beyond that moment would never come back for it, so the list ends where the oldest open transaction
# began. One that has written nothing so far (a long export) dates an event when it writes it, within seconds, and need
# not hold the list back for longer.
_SETTLED_UNTIL = text("""
SELECT LEAST(clock_timestamp(), min(CASE WHEN backend_xid IS NULL
  THEN GREATEST(xact_start, clock_timestamp() - interval '10 seconds') ELSE xact_start END))
FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
""")


async def settled_until(ctx: Ctx) -> datetime:
    """Events before this moment are complete: none will appear among them any more."""
    found: datetime = (await ctx.session.execute(_SETTLED_UNTIL)).scalar_one()
    return found


def settled(ctx: Ctx, since: datetime, until: datetime, types: Collection[str]) -> Select[EventRow]:
    """The workspace's events of these types that settled in ``[since, until)``, oldest first. Edits that were taken
    back are left out."""
    taken_back = and_(EventRow.changes == {}, EventRow.type.in_(sorted(field_types())))
    return (
        select(EventRow)
        .where(
            EventRow.workspace_id == ctx.workspace_id, EventRow.dispatch_after >= since, EventRow.dispatch_after < until
        )
        .where(EventRow.type.in_(sorted(types)), ~taken_back)
        .order_by(*POSITION)
    )


def in_sight(ctx: Ctx) -> list[ColumnElement[bool]]:
    """Conditions that leave out the events of customers out of the actor's sight."""
    if sees_everyone(ctx):
        return []
    return [or_(EventRow.customer_id.is_(None), and_(EventRow.customer_id.is_not(None), customer_in_sight(ctx)))]


def following(position: Sequence[Any]) -> ColumnElement[bool]:
    return after(POSITION, position, descending=[False, False])


async def position_of(ctx: Ctx, event_id: UUID) -> tuple[datetime, UUID] | None:
    """Where an event of the last thirty days stands, or None."""
    query = select(*POSITION).where(EventRow.workspace_id == ctx.workspace_id, EventRow.id == event_id)
    found = (
        await ctx.session.execute(query.where(EventRow.dispatch_after >= func.clock_timestamp() - RETENTION))
    ).first()
    return None if found is None else (found.dispatch_after, found.id)
