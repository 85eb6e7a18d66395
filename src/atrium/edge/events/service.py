"""Events as other systems get them, by poll and by webhook: as far as whoever asks may see (X1)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from atrium.edge.events.queries import RETENTION, following, in_sight, position_of, settled, settled_until
from atrium.edge.events.schemas import EventOut, EventTypeOut
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Invalid
from atrium.kernel.events import EVENT_TYPES, Event, EventRow
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.schemas import ActorOut
from atrium.kernel.subscriptions import matches
from atrium.records.timeline.queries import hidden_types
from atrium.records.timeline.telling import redact

OF_THE_WORKSPACE = frozenset({"security", "settings"})
"""Kinds that tell how the workspace is run, and not what happens to customers: they need the permission of the audit
log."""


def contract_types() -> dict[str, type[Event]]:
    """The event types of the product, by name (tests declare others)."""
    return {name: event for name, event in sorted(EVENT_TYPES.items()) if event.__module__.startswith("atrium.")}


def event_types() -> list[EventTypeOut]:
    return [
        EventTypeOut(type=name, kind=event.kind, description=description(event))
        for name, event in contract_types().items()
    ]


def description(event: type[Event]) -> str:
    """The beginning of its docstring, else its name in words."""
    text = " ".join((event.__doc__ or "").split("\n\n")[0].split()).replace("``", "`")
    return (
        text
        if text and event.__doc__ != Event.__doc__
        else f"{event.type.replace('.', ' ').replace('_', ' ').capitalize()}."
    )


def check_patterns(patterns: Sequence[str], pointer: str) -> None:
    """Raises ``Invalid`` (422) for a pattern that is no event type, no ``family.*`` of one and not ``*``."""
    for number, pattern in enumerate(patterns):
        if not any(matches(pattern, name) for name in contract_types()):
            raise Invalid.at(
                f"{pointer}/{number}", "unknown", "is not an event type, a family such as customer.*, or *"
            )


def chosen_types(patterns: Sequence[str]) -> set[str]:
    """The event types that match any of the patterns."""
    return {name for name in EVENT_TYPES if any(matches(pattern, name) for pattern in patterns)}


def readable_types(ctx: Ctx) -> set[str]:
    """The event types that the actor's permissions let through."""
    closed = (
        set()
        if ctx.may(P.audit_read)
        else {name for name, event in EVENT_TYPES.items() if event.kind in OF_THE_WORKSPACE}
    )
    return set(EVENT_TYPES) - hidden_types(ctx) - closed


async def render(ctx: Ctx, events: Sequence[EventRow]) -> list[EventOut]:
    """The events as the actor may see them; those that they may not see are left out."""
    readable = readable_types(ctx)
    allowed = [
        event for event in events if event.type in readable and (event.customer_id is None or ctx.may(P.customers_read))
    ]
    return [event_out(event) for event in await redact(ctx, allowed)]


def event_out(event: EventRow) -> EventOut:
    actor = ActorOut.model_validate(
        {"type": event.actor_type, "id": str(event.actor_id) if event.actor_id else None, "name": event.actor_name}
    )
    own = {
        name: getattr(event, name)
        for name in ("id", "type", "occurred_at", "customer_id", "subject_id", "cause_id", "data", "changes")
    }
    return EventOut.model_validate({**own, "actor": actor})


async def list_events(
    ctx: Ctx,
    *,
    types: Sequence[str] = (),
    customer_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after_id: UUID | None = None,
    limit: int,
    cursor: str | None,
) -> tuple[list[EventOut], str | None]:
    """One page in the order in which events settled, oldest first. Raises ``Invalid`` (422)."""
    check_patterns(types, "query/type")
    scope = f"events:{sorted(types)}:{customer_id}:{since}:{until}:{after_id}"
    horizon = await settled_until(ctx)
    oldest = datetime.now(UTC) - RETENTION
    wanted = readable_types(ctx) & (chosen_types(types) if types else set(EVENT_TYPES))
    query = settled(ctx, max(since, oldest) if since else oldest, min(until, horizon) if until else horizon, wanted)
    query = query.where(*in_sight(ctx)).limit(limit + 1)
    if customer_id is not None:
        query = query.where(EventRow.customer_id == customer_id)
    if not ctx.may(P.customers_read):
        query = query.where(EventRow.customer_id.is_(None))
    if after_id is not None:
        position = await position_of(ctx, after_id)
        if position is None:
            raise Invalid.at("query/after_id", "unknown", "is no event of the last thirty days")
        query = query.where(following(position))
    if cursor:
        query = query.where(following(decode_cursor(scope, cursor)))
    rows = (await ctx.session.scalars(query)).all()
    page, next_cursor = page_of(rows, limit, scope, lambda row: [row.dispatch_after, row.id])
    return await render(ctx, page), next_cursor
