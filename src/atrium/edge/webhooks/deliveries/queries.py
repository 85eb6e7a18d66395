"""The queue and the log in SQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, Select, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.edge.events.queries import RETENTION
from atrium.edge.webhooks.deliveries.models import WebhookAttempt, WebhookDelivery
from atrium.kernel.context import Ctx
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import decode_cursor, page_of

OPEN = ("queued", "running")
MOST_ATTEMPTS_SHOWN = 50

# From endpoint to endpoint along the index of open deliveries, so that a long queue of one costs the others nothing. Of
# each only as many are taken as may run at once: one at a time while it fails. Claims take turns, so that two workers
# do not both use up the same allowance.
_TURN = text("SELECT pg_advisory_xact_lock(hashtext('atrium.webhook_deliveries'))")
_DUE = text("""
WITH RECURSIVE waiting AS (
  (SELECT workspace_id, endpoint_id FROM webhook_deliveries WHERE state IN ('queued', 'running') ORDER BY 1, 2 LIMIT 1)
  UNION ALL
  SELECT following.* FROM waiting CROSS JOIN LATERAL (
    SELECT d.workspace_id, d.endpoint_id FROM webhook_deliveries d
    WHERE d.state IN ('queued', 'running') AND (d.workspace_id, d.endpoint_id) > (waiting.workspace_id,
      waiting.endpoint_id) ORDER BY 1, 2 LIMIT 1
  ) following
)
SELECT due.workspace_id, due.id FROM waiting
JOIN webhook_endpoints e ON e.workspace_id = waiting.workspace_id AND e.id = waiting.endpoint_id
CROSS JOIN LATERAL (
  SELECT d.workspace_id, d.id, d.due_at FROM webhook_deliveries d
  WHERE d.workspace_id = e.workspace_id AND d.endpoint_id = e.id AND d.state IN ('queued', 'running')
    AND d.due_at <= clock_timestamp()
    AND (e.state = 'enabled' OR d.event_id IS NULL)
  ORDER BY d.due_at
  LIMIT GREATEST(0, CASE WHEN e.failing_since IS NULL THEN :at_once ELSE 1 END - (
    SELECT count(*) FROM webhook_deliveries r
    WHERE r.workspace_id = e.workspace_id AND r.endpoint_id = e.id AND r.state = 'running'
      AND r.due_at > clock_timestamp()))
  FOR UPDATE SKIP LOCKED
) due
ORDER BY due.due_at LIMIT :most
""")


async def claim(session: AsyncSession, most: int, at_once: int, lease_seconds: float) -> list[WebhookDelivery]:
    """Lease up to ``most`` due deliveries, of each endpoint so many that at most ``at_once`` run. As the system, across
    all workspaces."""
    await session.execute(_TURN)
    found = [tuple(row) for row in await session.execute(_DUE, {"most": most, "at_once": at_once})]
    if not found:
        return []
    leased = (
        update(WebhookDelivery)
        .where(tuple_(WebhookDelivery.workspace_id, WebhookDelivery.id).in_(found))
        .values(
            state="running",
            lease_token=func.gen_random_uuid(),
            due_at=func.clock_timestamp() + timedelta(seconds=lease_seconds),
        )
        .returning(WebhookDelivery)
        .execution_options(synchronize_session=False)
    )
    rows = list(await session.scalars(leased))
    session.expunge_all()
    return rows


async def purge(session: AsyncSession, most: int) -> int:
    """Delete deliveries, with their attempts, that lie further back than anything can be replayed. As the system."""
    old = text(
        "DELETE FROM webhook_deliveries WHERE (workspace_id, id) IN (SELECT workspace_id, id FROM webhook_deliveries"
        " WHERE created_at < clock_timestamp() - CAST(:age AS interval) LIMIT :most)"
    )
    result = await session.execute(old, {"age": RETENTION, "most": most})
    assert isinstance(result, CursorResult)
    return result.rowcount


def own(row: WebhookDelivery) -> tuple[Any, ...]:
    """The delivery, as long as it is leased to whoever holds ``row``."""
    return (
        WebhookDelivery.workspace_id == row.workspace_id,
        WebhookDelivery.id == row.id,
        WebhookDelivery.lease_token == row.lease_token,
        WebhookDelivery.state == "running",
    )


async def settle(session: AsyncSession, row: WebhookDelivery, **values: Any) -> bool:
    """End or postpone a leased delivery. False when the lease was lost, or the delivery is gone."""
    statement = (
        update(WebhookDelivery).where(*own(row)).values(lease_token=None, **values).returning(WebhookDelivery.id)
    )
    return (await session.execute(statement.execution_options(synchronize_session=False))).first() is not None


async def queue(ctx: Ctx, endpoint_id: UUID, events: Sequence[tuple[UUID, str]], *, again: Sequence[str] = ()) -> int:
    """One delivery for each event; one that exists already is queued again when its state is among ``again``. Returns
    how many are queued now."""
    if not events:
        return 0
    rows = [
        {
            "workspace_id": ctx.workspace_id,
            "id": uuid7(),
            "endpoint_id": endpoint_id,
            "event_id": event_id,
            "event_type": event_type,
        }
        for event_id, event_type in events
    ]
    statement = insert(WebhookDelivery).values(rows)
    key = ["workspace_id", "event_id", "endpoint_id"]
    if again:
        fresh = {
            "state": "queued",
            "due_at": func.clock_timestamp(),
            "attempts": 0,
            "finished_at": None,
            "lease_token": None,
        }
        statement = statement.on_conflict_do_update(
            index_elements=key, set_=fresh, where=WebhookDelivery.state.in_(again)
        )
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    return len((await ctx.session.execute(statement.returning(WebhookDelivery.id))).all())


async def requeue(ctx: Ctx, endpoint_id: UUID, *states: str, delivery_id: UUID | None = None) -> int:
    """Queue deliveries in these states again, from the first attempt on. Returns how many."""
    statement = update(WebhookDelivery).where(
        WebhookDelivery.workspace_id == ctx.workspace_id,
        WebhookDelivery.endpoint_id == endpoint_id,
        WebhookDelivery.state.in_(states),
    )
    if delivery_id is not None:
        statement = statement.where(WebhookDelivery.id == delivery_id)
    fresh = {
        "state": "queued",
        "due_at": func.clock_timestamp(),
        "attempts": 0,
        "finished_at": None,
        "lease_token": None,
    }
    changed = await ctx.session.execute(
        statement.values(**fresh).returning(WebhookDelivery.id).execution_options(synchronize_session=False)
    )
    return len(changed.all())


def deliveries(ctx: Ctx, endpoint_id: UUID) -> Select[WebhookDelivery]:
    return select(WebhookDelivery).where(
        WebhookDelivery.workspace_id == ctx.workspace_id, WebhookDelivery.endpoint_id == endpoint_id
    )


async def list_deliveries(
    ctx: Ctx, endpoint_id: UUID, *, states: Sequence[str], types: Sequence[str], limit: int, cursor: str | None
) -> tuple[Sequence[WebhookDelivery], str | None]:
    """Newest first."""
    scope = f"webhook_deliveries:{endpoint_id}:{sorted(states)}:{sorted(types)}"
    query = deliveries(ctx, endpoint_id)
    if states:
        query = query.where(WebhookDelivery.state.in_(states))
    if types:
        query = query.where(WebhookDelivery.event_type.in_(types))
    if cursor:
        query = query.where(WebhookDelivery.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.scalars(query.order_by(WebhookDelivery.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.id])


async def attempts_of(ctx: Ctx, delivery_id: UUID) -> Sequence[WebhookAttempt]:
    query = select(WebhookAttempt).where(
        WebhookAttempt.workspace_id == ctx.workspace_id, WebhookAttempt.delivery_id == delivery_id
    )
    return (await ctx.session.scalars(query.order_by(WebhookAttempt.id.desc()).limit(MOST_ATTEMPTS_SHOWN))).all()


def next_attempt_at(row: WebhookDelivery) -> datetime | None:
    return row.due_at if row.state == "queued" else None
