"""The audit log: the event log as those see it who answer for the workspace. Nothing is ever taken out of it
(``architecture.md`` rule 7)."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select

from atrium.access.audit.schemas import AuditEntry
from atrium.kernel.context import Ctx
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.schemas import ActorOut

VisibleCustomers = Callable[[Ctx], ColumnElement[bool]]
"""A condition on ``EventRow.customer_id``: this customer is in the actor's sight."""
Redaction = Callable[[Ctx, Sequence[EventRow]], Awaitable[Sequence[EventRow]]]
"""Leaves out events, or parts of copies of them, that the actor may not see, such as custom fields closed to their
role."""

REDACTIONS: list[Redaction] = []
"""Applied to every page. Later slices, which know customers and fields, put theirs here."""
VISIBLE_CUSTOMERS: list[VisibleCustomers] = []
"""Set once, by the slice that knows customers. Until then a restricted reader gets no customer's events: it fails
closed."""

_IRREGULAR = {"sent", "resent", "made", "left", "put", "set"}
_MARGIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look for; empty means everything. ``since`` is the first moment, ``until`` the first one after."""

    types: Sequence[str] = field(default_factory=tuple)
    kinds: Sequence[str] = field(default_factory=tuple)
    actor_id: UUID | None = None
    customer_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_entries(
    ctx: Ctx, wanted: Filter, limit: int, cursor: str | None
) -> tuple[Sequence[AuditEntry], str | None]:
    """Newest first."""
    scope = f"audit:{wanted}"
    query = select(EventRow).where(EventRow.workspace_id == ctx.workspace_id, *_conditions(wanted), *_in_sight(ctx))
    if cursor:
        query = query.where(EventRow.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.scalars(query.order_by(EventRow.id.desc()).limit(limit + 1))).all()
    page, next_cursor = page_of(rows, limit, scope, lambda row: [row.id])
    shown: Sequence[EventRow] = page
    for redact in REDACTIONS:
        shown = await redact(ctx, shown)
    return [entry(row) for row in shown], next_cursor


def _conditions(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.types:
        conditions.append(EventRow.type.in_(wanted.types))
    if wanted.kinds:
        conditions.append(
            EventRow.type.in_([name for name, event in EVENT_TYPES.items() if event.kind in wanted.kinds])
        )
    if wanted.actor_id is not None:
        conditions.append(EventRow.actor_id == wanted.actor_id)
    if wanted.customer_id is not None:
        conditions.append(EventRow.customer_id == wanted.customer_id)
    # Ids begin with a time, so they let the index skip what is far from the period. A sitting's event keeps the id of
    # its beginning, and the clocks of application and database differ: hence the margin.
    if wanted.since is not None:
        conditions += [EventRow.occurred_at >= wanted.since, EventRow.id >= _first_id(wanted.since - _MARGIN)]
    if wanted.until is not None:
        conditions += [EventRow.occurred_at < wanted.until, EventRow.id < _first_id(wanted.until + _MARGIN)]
    return conditions


def _first_id(moment: datetime) -> UUID:
    """The lowest version 7 identifier of this millisecond."""
    return UUID(int=max(int(moment.timestamp() * 1000), 0) << 80)


def _in_sight(ctx: Ctx) -> list[ColumnElement[bool]]:
    """Whoever sees only some customers gets only their events, and those of the workspace; a customer's own key gets no
    others."""
    sight = ctx.visibility
    if sight.mode == "all" and not sight.hidden_folder_ids:
        return []
    visible = VISIBLE_CUSTOMERS[0](ctx) if VISIBLE_CUSTOMERS else false()
    if sight.mode == "customer":
        return [EventRow.customer_id == sight.customer_id, visible]
    return [or_(EventRow.customer_id.is_(None), and_(EventRow.customer_id.is_not(None), visible))]


def entry(row: EventRow) -> AuditEntry:
    """An event as an entry, before anything is taken out."""
    known = EVENT_TYPES.get(row.type)
    actor = ActorOut.model_validate(
        {"type": row.actor_type, "id": str(row.actor_id) if row.actor_id else None, "name": row.actor_name}
    )
    own = {
        name: getattr(row, name)
        for name in ("id", "type", "occurred_at", "customer_id", "subject_id", "data", "changes", "request_id")
    }
    return AuditEntry.model_validate(
        {**own, "kind": known.kind if known else "other", "actor": actor, "sentence": sentence(row)}
    )


def sentence(row: EventRow) -> str:
    """One readable line: by the event class's template, unless that needs names of things to which data holds only ids;
    else from the type.

    ``tag_group.created`` → ``Ana created the tag group “Stage”``; ``customer.status_changed`` → ``Ana changed the
    status of the customer``."""
    template = getattr(EVENT_TYPES.get(row.type), "sentence", "")
    if template:
        texts = {key: str(value) for key, value in row.data.items() if isinstance(value, str | int)}
        with suppress(KeyError):
            return str(template).format_map({**texts, "actor": row.actor_name})
    noun, _, happened = row.type.partition(".")
    noun, words = _words(noun), _words(happened)
    name = row.data.get("name")
    named = f"the {noun} “{name}”" if isinstance(name, str) and name else f"the {noun}"
    *before, last = words.split(" ")
    if not (last.endswith("ed") or last in _IRREGULAR):
        return f"{row.actor_name}: {noun} {words}"
    if not before:
        return f"{row.actor_name} {last} {named}"
    return f"{row.actor_name} {last} the {' '.join(before)} of {named}"


def _words(name: str) -> str:
    return name.replace("_", " ").replace("api key", "API key").replace("totp", "second factor")
