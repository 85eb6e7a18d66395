"""From events to effects: each event is fanned out once into deliveries, each delivery's effect commits together with
its completion.

Never by a cursor over ids: they commit out of order, and such a reader lost 44 % of events in a measurement."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import TextClause, UniqueConstraint, func, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.commit import run_hooks
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import Base, Entity, belongs_to, database, one_of, transaction
from atrium.kernel.events import CONSUMERS, MAX_DEPTH, EventRow, write_pending
from atrium.kernel.ids import uuid7
from atrium.kernel.leases import QUEUES, Leased, backoff, claim, due_index
from atrium.kernel.permissions import ALL
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

log = structlog.get_logger("atrium.dispatch")
ATTEMPTS = 10
AT_ONCE = 50
"""Most deliveries of one transaction."""
Consumer = Callable[[Ctx, EventRow], Awaitable[None]]


class Happened(NamedTuple):
    """An event with the context in which its consequences are written; the contexts of a batch share one
    transaction."""

    ctx: Ctx
    event: EventRow


BatchConsumer = Callable[[Sequence[Happened]], Awaitable[None]]
_consumers: dict[str, BatchConsumer] = {}


class Delivery(Leased, Entity, Base):
    __tablename__ = "deliveries"

    event_id: Mapped[UUID]
    consumer: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="queued")
    done_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("state", "queued", "running", "done", "dead"),
            belongs_to("events", "event_id"),
            UniqueConstraint("workspace_id", "event_id", "consumer"),
            due_index("deliveries"),
        )


def consumes(*event_types: str, name: str) -> Callable[[Consumer], Consumer]:
    """Register a coroutine as a consumer of events: run once per event, as the system, in a transaction that it may
    share with other events.

    With no event type named it gets what workspaces subscribe it to (``kernel/subscriptions.py``)."""

    def register(consumer: Consumer) -> Consumer:
        async def one_after_the_other(happened: Sequence[Happened]) -> None:
            for ctx, event in happened:
                await consumer(ctx, event)
                # What one event loaded is stale for the next.
                await ctx.session.flush()
                ctx.session.expunge_all()

        consumes_together(*event_types, name=name)(one_after_the_other)
        return consumer

    return register


def consumes_together(*event_types: str, name: str) -> Callable[[BatchConsumer], BatchConsumer]:
    """The same for a coroutine that takes several events of one workspace at a time, in their order."""

    def register(consumer: BatchConsumer) -> BatchConsumer:
        if _consumers.setdefault(name, consumer) is not consumer:
            raise TypeError(f"consumer {name} is registered twice")
        for event_type in event_types:
            CONSUMERS.setdefault(event_type, set()).add(name)
        return consumer

    return register


async def anything_due() -> bool:
    """Whether there is something to do in any of the queues: one look in place of one for each of them."""
    async with system_transaction() as session:
        return bool(await session.scalar(_anything_due()))


@cache
def _anything_due() -> TextClause:
    looks = [
        "EXISTS (SELECT FROM events WHERE dispatched_at IS NULL AND dispatch_after <= statement_timestamp())",
        *(
            f"EXISTS (SELECT FROM {table} WHERE state IN ('queued', 'running') AND due_at <= statement_timestamp())"
            for table in QUEUES
        ),
    ]
    return text(f"SELECT {' OR '.join(looks)}")


async def fan_out(limit: int = 500) -> int:
    """Turn undispatched events into deliveries. Returns how many events were handled."""
    async with system_transaction() as session:
        query = (
            select(EventRow.workspace_id, EventRow.id, EventRow.consumers)
            .where(EventRow.dispatched_at.is_(None), EventRow.dispatch_after <= func.statement_timestamp())
            .order_by(EventRow.dispatch_after)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        events = (await session.execute(query)).all()
        rows = [
            {"workspace_id": event.workspace_id, "id": uuid7(), "event_id": event.id, "consumer": consumer}
            for event in events
            for consumer in event.consumers
        ]
        if rows:
            await session.execute(insert(Delivery).on_conflict_do_nothing(), rows)
        if events:
            keys = [(event.workspace_id, event.id) for event in events]
            await session.execute(
                update(EventRow)
                .where(tuple_(EventRow.workspace_id, EventRow.id).in_(keys))
                .values(dispatched_at=func.clock_timestamp())
            )
        return len(events)


async def deliver_due(limit: int = AT_ONCE) -> int:
    """Lease due deliveries and carry them out. Returns how many were leased."""
    async with system_transaction() as session:
        rows = await claim(session, Delivery, limit, settings().job_lease_seconds)
    alike: dict[tuple[UUID, str], list[Delivery]] = {}
    for row in rows:
        alike.setdefault((row.workspace_id, row.consumer), []).append(row)
    for batch in alike.values():
        await _deliver_all(batch)
    return len(rows)


async def _deliver_all(rows: Sequence[Delivery]) -> None:
    """Deliveries of one consumer and workspace together; when that fails, each by itself, so that a bad one holds up no
    other."""
    if len(rows) > 1:
        try:
            await _carry_out(rows)
        except Exception as error:
            log.info(
                "deliveries taken apart", consumer=rows[0].consumer, deliveries=len(rows), reason=type(error).__name__
            )
        else:
            return
    for row in rows:
        await _deliver(row)


async def _deliver(row: Delivery) -> None:
    try:
        await _carry_out([row])
    except Exception as error:
        log.warning(
            "delivery failed", consumer=row.consumer, event_id=str(row.event_id), attempts=row.attempts, exc_info=error
        )
        await _postpone(row, error)


# Completion and event in one statement: the completion proves the lease, locks the row, and commits with the effect or
# not at all.
_COMPLETE = (
    select(EventRow)
    .from_statement(
        text("""
WITH done AS (
  UPDATE deliveries SET state = 'done', done_at = clock_timestamp()
  WHERE workspace_id = :workspace_id AND id = ANY (CAST(:ids AS uuid[])) AND lease_token = ANY (CAST(:tokens AS uuid[]))
    AND state = 'running'
  RETURNING workspace_id, event_id
)
SELECT e.* FROM events e JOIN done USING (workspace_id) WHERE e.id = done.event_id ORDER BY e.id
""")
    )
    .execution_options(populate_existing=True)
)


async def _carry_out(rows: Sequence[Delivery]) -> None:
    """Completions, effects and the events that come of them in one transaction, for those of the deliveries that are
    still ours."""
    workspace_id, name = rows[0].workspace_id, rows[0].consumer
    consumer = _consumers.get(name)
    if consumer is None:
        raise LookupError(f"no consumer {name}")
    async with transaction(database().session(workspace_id)) as session:
        own = {
            "workspace_id": workspace_id,
            "ids": [row.id for row in rows],
            "tokens": list({row.lease_token for row in rows}),
        }
        events = (await session.scalars(_COMPLETE, own)).all()
        base = Ctx(session=session, workspace_id=workspace_id, actor=Actor("system", None, "Atrium"), permissions=ALL)
        happened = [
            Happened(replace(base, cause_id=event.id, depth=event.depth + 1, cache={}), event) for event in events
        ]
        if reachable := [entry for entry in happened if entry.ctx.depth <= MAX_DEPTH]:
            await consumer(reachable)
        await write_pending(base)
    await run_hooks(base)


async def _postpone(row: Delivery, error: Exception) -> None:
    values: dict[str, Any] = {"last_error": f"{type(error).__name__}: {error}"[:500], "lease_token": None}
    if row.attempts >= ATTEMPTS:
        values |= {"state": "dead"}
    else:
        values |= {"state": "queued", "due_at": func.clock_timestamp() + backoff(row.attempts)}
    async with system_transaction() as session:
        await session.execute(
            update(Delivery)
            .where(
                Delivery.workspace_id == row.workspace_id,
                Delivery.id == row.id,
                Delivery.lease_token == row.lease_token,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        )
