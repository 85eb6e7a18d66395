"""The event log: what happened, written in the transaction in which it happened (``architecture.md`` rule 7, B10).

Everything that follows a change (timeline, audit, automations, webhooks, live updates) reads this log and nothing
else."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import (
    BigInteger,
    Identity,
    Index,
    SmallInteger,
    Text,
    TextClause,
    Uuid,
    bindparam,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import func
from sqlalchemy.sql.selectable import TextualSelect

from atrium.kernel.context import Ctx, Emitted
from atrium.kernel.db import Base, Entity, one_of
from atrium.kernel.ids import uuid7
from atrium.kernel.live import ring_on_commit
from atrium.kernel.permissions import P
from atrium.kernel.subscriptions import SITTING_SECONDS
from atrium.kernel.wake import wake

TXID = text("(pg_current_xact_id()::text)::bigint")
MAX_DEPTH = 8
"""Longest chain of events that cause one another; a longer one is a loop."""


class EventRow(Entity, Base):
    __tablename__ = "events"

    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
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
    # The transaction that wrote it last: tells exactly what a snapshot of the database has not seen yet
    # (``edge/live/stream``).
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
            Index("ix_events_txid", "workspace_id", "txid"),
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
    }


_Sitting = tuple[UUID | None, str, UUID | None, UUID | None]


def _sitting(emitted: Emitted) -> _Sitting:
    """What edits of one sitting have in common."""
    return emitted.event.customer_id, emitted.event.type, emitted.actor.id, emitted.event.subject_id


_HEARD = """
SELECT s.consumer FROM event_subscriptions s, unnest(s.patterns) AS pattern WHERE s.workspace_id = :workspace_id
  AND (pattern IN ('*', {type}) OR right(pattern, 2) = '.*' AND starts_with({type}, left(pattern, -1)))
"""
"""The consumers that subscribed to a type, as the database knows them when the event is written and not before: what
``subscriptions.matches`` says, in SQL."""


def _heard(event_type: str) -> str:
    return _HEARD.replace("{type}", event_type)


class _Open(NamedTuple):
    """An event that edits of the same sitting are still added to; ``now``: when it was found; ``heard``: who
    subscribed to it."""

    id: UUID
    changes: dict[str, Any]
    now: datetime
    heard: list[str]


def _open(customer: str) -> TextualSelect:
    """The newest open event of each sitting, locked; one text for any number of them. What is open is asked in words
    that no index knows: else all open events may be gone through for each customer, and an edit of many leaves many."""
    return text(f"""
SELECT wanted.place, open.id, open.changes, statement_timestamp() AS now, ARRAY({_heard("wanted.type")}) AS heard
FROM unnest(CAST(:customers AS uuid[]), CAST(:types AS text[]), CAST(:actors AS uuid[]), CAST(:subjects AS uuid[]))
  WITH ORDINALITY AS wanted (customer_id, type, actor_id, subject_id, place)
CROSS JOIN LATERAL (
  SELECT e.id, e.changes FROM events e
  WHERE e.workspace_id = :workspace_id AND e.customer_id {customer} AND e.type = wanted.type
    AND e.actor_id IS NOT DISTINCT FROM wanted.actor_id
    AND e.subject_id IS NOT DISTINCT FROM wanted.subject_id
    AND coalesce(e.dispatched_at, 'infinity') = 'infinity'
    AND e.dispatch_after + interval '0' > statement_timestamp()
  ORDER BY e.id DESC LIMIT 1 FOR UPDATE SKIP LOCKED
) AS open
""").columns(changes=JSONB)  # noqa: S608 - one of two texts of our own


# Two texts, since no index serves IS NOT DISTINCT FROM.
_OPEN = {True: _open("= wanted.customer_id"), False: _open("IS NULL")}


async def _open_sittings(ctx: Ctx, settling: Sequence[Emitted]) -> dict[_Sitting, _Open]:
    """The events that these edits may still be added to."""
    found: dict[_Sitting, _Open] = {}
    for of_customers, query in _OPEN.items():
        keys = list(
            dict.fromkeys(
                _sitting(emitted) for emitted in settling if (emitted.event.customer_id is not None) == of_customers
            )
        )
        if keys:
            customers, types, actors, subjects = zip(*keys, strict=True)
            values = {
                "workspace_id": ctx.workspace_id,
                "customers": customers,
                "types": types,
                "actors": actors,
                "subjects": subjects,
            }
            rows = await ctx.session.execute(query, values)
            found |= {keys[row.place - 1]: _Open(row.id, row.changes, row.now, row.heard) for row in rows}
    return found


def _merge(ctx: Ctx, event: Event, into: _Open, settle_seconds: float) -> tuple[_Open, dict[str, Any]]:
    """An edit added to the open event of the same sitting: as it is then, and the parameters of ``_MERGE``."""
    changes, now, consumers = into.changes, into.now, CONSUMERS.get(event.type, set()) | set(into.heard)
    merged = dict(changes)
    for key, change in event.changes.items():
        before = merged[key]["before"] if key in merged else change.model_dump(mode="json")["before"]
        merged[key] = {"before": before, "after": change.model_dump(mode="json")["after"]}
    merged = {key: change for key, change in merged.items() if change["before"] != change["after"]}
    values: dict[str, Any] = {
        "changes": merged,
        "data": event.data(),
        "occurred_at": now,
        "dispatch_after": now + timedelta(seconds=settle_seconds),
        # Edits that were all taken back are nobody's business.
        "consumers": sorted(consumers) if merged or not event.changes else [],
    }
    own = {"own_workspace_id": ctx.workspace_id, "own_id": into.id}
    parameters = {f"new_{name}": value for name, value in values.items()} | own
    return into._replace(changes=merged), parameters


_TABLE: Any = EventRow.__table__
_MERGED = ("changes", "data", "occurred_at", "dispatch_after", "consumers")
_MERGE = (
    update(_TABLE)
    .where(_TABLE.c.workspace_id == bindparam("own_workspace_id"), _TABLE.c.id == bindparam("own_id"))
    .values({name: bindparam(f"new_{name}", type_=_TABLE.c[name].type) for name in _MERGED} | {"txid": TXID})
)


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
    sittings = await _open_sittings(ctx, [one for one in pending if one.settle]) if sitting_seconds else {}
    rows, merges = list[dict[str, Any]](), list[dict[str, Any]]()
    for emitted in pending:
        settle_seconds = sitting_seconds if emitted.settle else 0
        sitting = sittings.get(_sitting(emitted)) if settle_seconds else None
        if sitting is not None:
            sittings[_sitting(emitted)], merge = _merge(ctx, emitted.event, sitting, settle_seconds)
            merges.append(merge)
        else:
            rows.append(_row(ctx, emitted, settle_seconds))
    if merges:
        await (await ctx.session.connection()).execute(_MERGE, merges)
    due = await _insert(ctx, rows, beside)
    ring_on_commit(ctx.session, ctx.workspace_id)
    if due and wake not in ctx.after_commit:
        ctx.after_commit.append(wake)


# The time is that of this statement, after all locks were taken.
_INSERT = text(
    """
INSERT INTO events (workspace_id, id, type, customer_id, subject_id, actor_type, actor_id, actor_name, cause_id, depth,
  request_id, data, changes, consumers, occurred_at, dispatch_after, dispatched_at)
SELECT :workspace_id, e.id, e.type, e.customer_id, e.subject_id, e.actor_type, e.actor_id, e.actor_name, e.cause_id,
  e.depth, e.request_id, e.data, e.changes, told.consumers, statement_timestamp(),
  statement_timestamp() + make_interval(secs => e.settle_seconds),
  CASE WHEN cardinality(told.consumers) = 0 AND e.settle_seconds = 0 THEN statement_timestamp() END
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS e (id uuid, type text, customer_id uuid, subject_id uuid,
  actor_type text, actor_id uuid, actor_name text, cause_id uuid, depth smallint, request_id text, data jsonb,
  changes jsonb, consumers text[], settle_seconds float8)
CROSS JOIN LATERAL (
  SELECT ARRAY(SELECT unnest(e.consumers) UNION {heard} ORDER BY 1) AS consumers OFFSET 0
) AS told
RETURNING dispatched_at IS NULL AND dispatch_after <= occurred_at
""".replace("{heard}", _heard("e.type"))
).bindparams(bindparam("workspace_id", type_=Uuid), bindparam("rows", type_=Text))


async def _insert(ctx: Ctx, rows: list[dict[str, Any]], beside: tuple[TextClause, dict[str, Any]] | None) -> bool:
    """Whether one of these events has somebody waiting for it now."""
    if not rows and beside is None:
        return False
    values = {"workspace_id": ctx.workspace_id, "rows": orjson.dumps(rows, default=str).decode()} if rows else {}
    statement, more = (None, {}) if beside is None else beside
    done = await (await ctx.session.connection()).execute(_together(statement, events=bool(rows)), values | more)
    return bool(rows) and any(done.scalars())


@cache
def _together(other: TextClause | None, *, events: bool) -> TextClause:
    if other is None:
        return _INSERT
    if not events:
        return other
    parameters = [*other._bindparams.values(), *_INSERT._bindparams.values()]
    return text(f"WITH beside AS ({other.text}) {_INSERT.text}").bindparams(*parameters)
