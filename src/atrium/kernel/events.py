"""The event log: what happened, written in the transaction in which it happened (``architecture.md`` rule 7, B10).

Everything that follows a change (timeline, audit, automations, webhooks, live updates) reads this log and nothing
else."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import (
    BigInteger,
    Index,
    SmallInteger,
    Text,
    TextClause,
    Uuid,
    bindparam,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import func

from atrium.kernel.context import Ctx, Emitted
from atrium.kernel.db import Base, Entity, one_of
from atrium.kernel.ids import uuid7
from atrium.kernel.live import ring_on_commit
from atrium.kernel.permissions import P
from atrium.kernel.subscriptions import SITTING_SECONDS
from atrium.kernel.wake import wake

EPOCH = text("pg_postmaster_start_time()")
TXID = text("(pg_current_xact_id()::text)::bigint")
MAX_DEPTH = 8
"""Longest chain of events that cause one another; a longer one is a loop."""


class EventRow(Entity, Base):
    __tablename__ = "events"

    type: Mapped[str]
    customer_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    actor_type: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    cause_id: Mapped[UUID | None]
    depth: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    request_id: Mapped[str] = mapped_column(server_default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    changes: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    consumers: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}")
    occurred_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    dispatch_after: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    dispatched_at: Mapped[datetime | None]
    # The transaction that wrote it last, and since when the server runs that counted it: a number of one server says
    # nothing on another. Tells exactly what a snapshot of the database has not seen yet (``edge/live/stream``).
    epoch: Mapped[datetime | None] = mapped_column(server_default=EPOCH)
    txid: Mapped[int | None] = mapped_column(BigInteger, server_default=TXID)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("actor_type", "member", "api_key", "embed", "system", "customer"),
            Index(
                "ix_events_customer",
                "workspace_id",
                "customer_id",
                "id",
                postgresql_where=text("customer_id IS NOT NULL"),
            ),
            Index("ix_events_workspace", "workspace_id", "id"),
            Index("ix_events_type", "workspace_id", "type", "id"),
            Index("ix_events_written", "workspace_id", "epoch", "txid"),
            Index("ix_events_settled", "workspace_id", "dispatch_after", "id"),
            Index("ix_events_undispatched", "dispatch_after", postgresql_where=text("dispatched_at IS NULL")),
        )


class Change(BaseModel):
    """A field's value before and after."""

    before: Any = Field(None, description="Value before.", examples=["Leads"])
    after: Any = Field(None, description="Value after.", examples=["Active clients"])


class Event(BaseModel):
    """Base of all events. Subclasses are named in the past tense and set ``type``; their own fields become the event's
    ``data``.

    ``kind`` is the group that timelines filter by; ``needs`` the permission to read such events, beyond that of the
    timeline; ``shown`` is false for one that repeats another line of the timeline. ``changes`` maps a field to its
    ``Change``; ``subject_id`` is the note, tag or key that it happened to, if not the customer itself."""

    model_config = ConfigDict(frozen=True)
    type: ClassVar[str]
    kind: ClassVar[str] = "other"
    needs: ClassVar[P | None] = None
    shown: ClassVar[bool] = True

    customer_id: UUID | None = Field(
        None, description="The customer it happened to.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"]
    )
    subject_id: UUID | None = Field(
        None, description="What else it happened to.", examples=["0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b11"]
    )
    changes: dict[str, Change] = Field(default_factory=dict, description="Fields that changed.")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        declared = cls.__dict__.get("type")
        if isinstance(declared, str) and EVENT_TYPES.setdefault(declared, cls) is not cls:
            raise TypeError(f"event type {declared} is declared twice")

    def data(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"customer_id", "subject_id", "changes"})


EVENT_TYPES: dict[str, type[Event]] = {}
"""Every event type that exists, by name."""


def event_kinds() -> list[str]:
    """The groups that events belong to, A to Z."""
    return sorted({event.kind for event in EVENT_TYPES.values()} | {Event.kind})


CONSUMERS: dict[str, set[str]] = {}
"""Names of the consumers of each event type, filled by ``kernel/dispatch.py``. With those that subscribed
(``kernel/subscriptions.py``) they are written into the event; events nobody consumes are born dispatched."""


def diff(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Change]:
    """The entries of two equally keyed mappings that differ."""
    return {
        key: Change(before=before.get(key), after=value) for key, value in after.items() if before.get(key) != value
    }


def _row(ctx: Ctx, emitted: Emitted, settle_seconds: float) -> dict[str, Any]:
    event, actor = emitted.event, emitted.actor
    return {
        "id": uuid7(),
        "type": event.type,
        "customer_id": event.customer_id,
        "subject_id": event.subject_id,
        "actor_type": actor.type,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "cause_id": emitted.cause.id,
        "depth": emitted.cause.depth,
        "request_id": ctx.request_id,
        "data": event.data(),
        "changes": {key: change.model_dump(mode="json") for key, change in event.changes.items()},
        "consumers": sorted(CONSUMERS.get(event.type, ())),
        "settle_seconds": settle_seconds,
        "edited": bool(event.changes),
    }


def _sitting(emitted: Emitted) -> tuple[UUID | None, str, UUID | None, UUID | None]:
    """What edits of one sitting have in common."""
    return emitted.event.customer_id, emitted.event.type, emitted.actor.id, emitted.event.subject_id


def _rows(ctx: Ctx, pending: Sequence[Emitted], sitting_seconds: float) -> list[dict[str, Any]]:
    """What is to be written: a row for each event, and one for all edits of a sitting that have the same cause. The
    first of a sitting ``joins`` the open event, if there is one."""
    rows: list[dict[str, Any]] = []
    sittings: set[Any] = set()
    edits: dict[Any, dict[str, Any]] = {}
    for emitted in pending:
        settles, sitting = emitted.settle and sitting_seconds > 0, _sitting(emitted)
        row = _row(ctx, emitted, sitting_seconds if settles else 0) | {"joins": settles and sitting not in sittings}
        earlier = edits.setdefault((sitting, emitted.cause), row) if settles else row
        if settles:
            sittings.add(sitting)
        if earlier is row:
            rows.append(row)
        else:
            earlier["changes"] = _merged(earlier["changes"], row["changes"])
            earlier |= {"data": row["data"], "edited": earlier["edited"] or row["edited"]}
    return rows


def _merged(older: dict[str, Any], newer: dict[str, Any]) -> dict[str, Any]:
    """The change that two make together; the merging statement says the same in SQL."""
    both = {
        key: {"before": older.get(key, change)["before"], "after": change["after"]} for key, change in newer.items()
    }
    return {key: change for key, change in (older | both).items() if change["before"] != change["after"]}


_SITTING_SECONDS = text("SELECT settle_seconds FROM workspaces WHERE id = :workspace_id")


async def write_pending(ctx: Ctx, beside: tuple[TextClause, dict[str, Any]] | None = None) -> None:
    """Write the events emitted so far. Called once before the commit by ``kernel/route.py`` and ``kernel/jobs.py``.
    ``beside``: another row, written in the same statement where there is one."""
    if not ctx.pending_events:
        await _insert(ctx, [], beside)
        return
    # Emptied, not replaced: contexts of one transaction may share the list.
    pending = list(ctx.pending_events)
    ctx.pending_events.clear()
    sitting_seconds = 0
    if any(emitted.settle for emitted in pending):
        sitting_seconds = ctx.cache.get(SITTING_SECONDS) or (
            await ctx.session.scalar(_SITTING_SECONDS, {"workspace_id": ctx.workspace_id}) or 0
        )
    due = await _insert(ctx, _rows(ctx, pending, sitting_seconds), beside)
    ring_on_commit(ctx.session, ctx.workspace_id)
    if due and wake not in ctx.after_commit:
        ctx.after_commit.append(wake)


_GIVEN = """
SELECT e.*, ARRAY(
  SELECT unnest(e.consumers) UNION
  SELECT s.consumer FROM event_subscriptions s, unnest(s.patterns) AS pattern WHERE s.workspace_id = :workspace_id
    AND (pattern IN ('*', e.type) OR right(pattern, 2) = '.*' AND starts_with(e.type, left(pattern, -1)))
  ORDER BY 1
) AS told
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS e (id uuid, type text, customer_id uuid, subject_id uuid,
  actor_type text, actor_id uuid, actor_name text, cause_id uuid, depth smallint, request_id text, data jsonb,
  changes jsonb, consumers text[], settle_seconds float8, edited boolean, joins boolean)
OFFSET 0
"""
"""The events to write, each with everybody who is to hear of it: also whoever subscribed, as the database knows them
when the event is written and not before (what ``subscriptions.matches`` says, in SQL)."""

# The time is that of this statement, after all locks were taken. Edits that were all taken back are nobody's business,
# here and below.
_WRITE = """
INSERT INTO events (workspace_id, id, type, customer_id, subject_id, actor_type, actor_id, actor_name, cause_id, depth,
  request_id, data, changes, consumers, occurred_at, dispatch_after, dispatched_at)
SELECT :workspace_id, e.id, e.type, e.customer_id, e.subject_id, e.actor_type, e.actor_id, e.actor_name, e.cause_id,
  e.depth, e.request_id, e.data, e.changes, CASE WHEN e.edited AND e.changes = '{}' THEN '{}' ELSE e.told END,
  statement_timestamp(),
  statement_timestamp() + make_interval(secs => e.settle_seconds),
  CASE WHEN cardinality(e.told) = 0 AND e.settle_seconds = 0 THEN statement_timestamp() END
FROM ({given}) AS e
RETURNING dispatched_at IS NULL AND dispatch_after <= occurred_at
"""

_OPEN = """
SELECT given.id AS newer, open.id, open.changes FROM given CROSS JOIN LATERAL (
  SELECT e.id, e.changes FROM events e
  WHERE e.workspace_id = :workspace_id AND e.customer_id {customer} AND e.type = given.type
    AND e.actor_id IS NOT DISTINCT FROM given.actor_id AND e.subject_id IS NOT DISTINCT FROM given.subject_id
    AND coalesce(e.dispatched_at, 'infinity') = 'infinity'
    AND e.dispatch_after + interval '0' > statement_timestamp()
  ORDER BY e.id DESC LIMIT 1 FOR UPDATE SKIP LOCKED
) AS open WHERE given.joins AND given.customer_id IS {known} NULL
"""
"""The newest event of each sitting that edits are still added to, locked. Asked twice, since no index serves IS NOT
DISTINCT FROM. What is open is asked in words that no index knows: else all open events may be gone through for each
customer, and an edit of many leaves many."""

_PARTS = """
given AS MATERIALIZED ({given}),
open AS MATERIALIZED (
  {of_customers} UNION ALL {others}
),
spans AS (
  SELECT open.id, given.data, given.settle_seconds, given.edited, given.told, (
    SELECT COALESCE(jsonb_object_agg(key, jsonb_build_object('before', span.before, 'after', span.after))
      FILTER (WHERE span.before IS DISTINCT FROM span.after), '{}')
    FROM (
      SELECT key, COALESCE(older.value, newer.value) -> 'before' AS before,
        COALESCE(newer.value, older.value) -> 'after' AS after
      FROM jsonb_each(open.changes) AS older FULL JOIN jsonb_each(given.changes) AS newer USING (key)
    ) AS span
  ) AS changes
  FROM open JOIN given ON given.id = open.newer
),
merged AS (
  UPDATE events SET data = spans.data, changes = spans.changes, occurred_at = statement_timestamp(),
    dispatch_after = statement_timestamp() + make_interval(secs => spans.settle_seconds),
    consumers = CASE WHEN spans.changes = '{}' AND spans.edited THEN '{}' ELSE spans.told END,
    epoch = {epoch}, txid = {txid}
  FROM spans WHERE events.workspace_id = :workspace_id AND events.id = spans.id
)
"""
_MERGE = (
    _PARTS.replace("{given}", _GIVEN)
    .replace("{of_customers}", _OPEN.format(customer="= given.customer_id", known="NOT"))
    .replace("{others}", _OPEN.format(customer="IS NULL", known=""))
    .replace("{epoch}", EPOCH.text)
    .replace("{txid}", TXID.text)
)
_NEW = "SELECT given.* FROM given WHERE given.id NOT IN (SELECT open.newer FROM open)"
_PARAMETERS = bindparam("workspace_id", type_=Uuid), bindparam("rows", type_=Text)


async def _insert(ctx: Ctx, rows: list[dict[str, Any]], beside: tuple[TextClause, dict[str, Any]] | None) -> bool:
    """Whether one of these events has somebody waiting for it now."""
    if not rows and beside is None:
        return False
    values = {"workspace_id": ctx.workspace_id, "rows": orjson.dumps(rows, default=str).decode()} if rows else {}
    other, more = (None, {}) if beside is None else beside
    statement = _statement(other, events=bool(rows), merging=any(row["joins"] for row in rows))
    done = await (await ctx.session.connection()).execute(statement, values | more)
    return bool(rows) and any(done.scalars())


@cache
def _statement(beside: TextClause | None, *, events: bool, merging: bool) -> TextClause:
    """All in one: another row, edits added to open events of the same sitting, and new events."""
    if beside is not None and not events:
        return beside
    ahead = [*([f"beside AS ({beside.text})"] if beside is not None else []), *([_MERGE] if merging else [])]
    parts = f"WITH {', '.join(ahead)}" if ahead else ""
    parameters = [*(beside._bindparams.values() if beside is not None else []), *_PARAMETERS]
    return text(parts + _WRITE.replace("{given}", _NEW if merging else _GIVEN)).bindparams(*parameters)
