"""Notifications: made from events, in the same way for every kind, as the notices of all capabilities say
(``kernel/notices.py``)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert

from atrium.engage.notifications.models import Notification, NotificationPreference
from atrium.engage.notifications.queries import (
    active_members,
    count_unread,
    preferences_of,
    put_preference,
    put_times,
    times_of,
    visible_notifications,
    with_customer,
)
from atrium.engage.notifications.schemas import (
    KindPreferenceOut,
    NotificationOut,
    NotificationPreferencesOut,
    NotificationPreferencesPatch,
)
from atrium.kernel.context import Ctx
from atrium.kernel.dispatch import consumes
from atrium.kernel.errors import Forbidden, Invalid, NotFound
from atrium.kernel.events import EventRow
from atrium.kernel.ids import uuid7
from atrium.kernel.jobs import enqueue
from atrium.kernel.live import ring_on_commit
from atrium.kernel.notices import NOTICES, Notice
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.schemas import ActorOut
from atrium.records.customers.record.schemas import MemberRef
from atrium.records.notes.queries import members_who_see

DIGEST_HOUR = 8
TOGETHER = timedelta(minutes=5)
"""Things of one kind by one actor within this time, not yet read, are told as one."""


class NotificationNotFound(NotFound):
    title = "There is no such notification, or you may not see it"


def tells(kind: Notice) -> None:
    """Tell members of every event that the notice names."""

    @consumes(kind.event_type, name=f"notifications.{kind.name}")
    async def told(ctx: Ctx, event: EventRow) -> None:
        await notify(ctx, kind, event)


async def notify(ctx: Ctx, kind: Notice, event: EventRow) -> None:
    """Make one notification for each recipient who may see what it is about, and wants to know, and did not do it."""
    wanted = set(kind.recipients(event))
    if not kind.of_own and event.actor_type == "member":
        wanted.discard(event.actor_id)
    told = await _who_may_know(ctx, kind, event, wanted) if wanted else set()
    chosen = await preferences_of(ctx, told) if told else {}
    rows = []
    for member_id in sorted(told):
        in_app, email = channels(kind, chosen.get((member_id, kind.name)))
        if (in_app or email != "off") and not (kind.more and await _joined(ctx, kind, event, member_id)):
            rows.append(_row(ctx, kind, event, member_id, in_app=in_app))
    if rows:
        await ctx.session.execute(insert(Notification).on_conflict_do_nothing(), rows)
    if told:
        tell(ctx, told)


def tell(ctx: Ctx, member_ids: Collection[UUID]) -> None:
    """Have the members' open pages count again."""
    ring_on_commit(
        ctx.session, ctx.workspace_id, {"event": "notification", "to": [str(member_id) for member_id in member_ids]}
    )


def channels(kind: Notice, chosen: NotificationPreference | None) -> tuple[bool, str]:
    """Whether it is shown in Atrium, and how often it is mailed."""
    return (chosen.in_app, chosen.email) if chosen is not None else (True, kind.email)


async def _who_may_know(ctx: Ctx, kind: Notice, event: EventRow, wanted: Collection[UUID]) -> set[UUID]:
    if event.customer_id is None:
        return await active_members(ctx, wanted)
    return {member.id for member in await members_who_see(ctx, event.customer_id, list(wanted), needed=kind.needs)}


def _row(ctx: Ctx, kind: Notice, event: EventRow, member_id: UUID, *, in_app: bool) -> dict[str, Any]:
    own = {
        name: getattr(event, name)
        for name in ("customer_id", "subject_id", "actor_type", "actor_id", "actor_name", "data")
    }
    return {
        "workspace_id": ctx.workspace_id,
        "id": uuid7(),
        "member_id": member_id,
        "kind": kind.name,
        "event_id": event.id,
        "in_app": in_app,
        **own,
    }


async def _joined(ctx: Ctx, kind: Notice, event: EventRow, member_id: UUID) -> bool:
    """Add the event to an unread notification of just now. False when there is none."""
    found = await ctx.session.scalar(
        select(Notification)
        .where(
            Notification.workspace_id == ctx.workspace_id,
            Notification.member_id == member_id,
            Notification.kind == kind.name,
            Notification.actor_id.is_not_distinct_from(event.actor_id),
            Notification.read_at.is_(None),
            Notification.digest_id.is_(None),
            Notification.created_at > func.clock_timestamp() - TOGETHER,
        )
        .order_by(Notification.id.desc())
        .limit(1)
        .with_for_update()
    )
    if found is None:
        return False
    if found.customer_id != event.customer_id:
        found.count += 1
        await ctx.session.flush()
    return True


def only_people(ctx: Ctx) -> None:
    """Raises ``Forbidden`` (403) for API keys."""
    if ctx.actor.type != "member":
        raise Forbidden("Notifications are for people: sign in to read them.")


def hidden_kinds(ctx: Ctx) -> set[str]:
    return {kind.name for kind in NOTICES.values() if kind.needs is not None and not ctx.may(kind.needs)}


async def list_notifications(
    ctx: Ctx, *, unread: bool, limit: int, cursor: str | None
) -> tuple[list[NotificationOut], str | None]:
    """One page, newest first."""
    only_people(ctx)
    scope = f"notifications:{ctx.member_id}:{unread}"
    query = with_customer(ctx).where(*visible_notifications(ctx, hidden_kinds(ctx)), Notification.in_app)
    if unread:
        query = query.where(Notification.read_at.is_(None))
    if cursor:
        query = query.where(Notification.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(Notification.id.desc()).limit(limit + 1))).all()
    page, next_cursor = page_of(rows, limit, scope, lambda row: [row.Notification.id])
    return [notification_out(row) for row in page], next_cursor


async def unread_count(ctx: Ctx) -> int:
    only_people(ctx)
    return await count_unread(ctx, hidden_kinds(ctx))


async def mark(ctx: Ctx, notification_id: UUID, *, read: bool) -> NotificationOut:
    """Raises ``NotificationNotFound`` (404)."""
    only_people(ctx)
    found = (Notification.id == notification_id, *visible_notifications(ctx, hidden_kinds(ctx)))
    if read:
        found = (*found, Notification.read_at.is_(None))
    await ctx.session.execute(
        update(Notification).where(*found).values(read_at=func.clock_timestamp() if read else None)
    )
    own = (Notification.id == notification_id, Notification.in_app, *visible_notifications(ctx, hidden_kinds(ctx)))
    row = (await ctx.session.execute(with_customer(ctx).where(*own))).first()
    if row is None or ctx.member_id is None:
        raise NotificationNotFound
    tell(ctx, [ctx.member_id])
    return notification_out(row)


async def mark_all_read(ctx: Ctx, until_id: UUID | None) -> int:
    """Mark what is shown as read, up to the newest that was seen. Returns how many were not. Raises ``Invalid`` (422)
    for somebody else's."""
    only_people(ctx)
    own = (
        Notification.workspace_id == ctx.workspace_id,
        Notification.member_id == ctx.member_id,
        Notification.id == until_id,
    )
    if until_id is not None and await ctx.session.scalar(select(Notification.id).where(*own)) is None:
        raise Invalid.at("/until_id", "unknown", "is not a notification of yours")
    unread = [*visible_notifications(ctx, hidden_kinds(ctx)), Notification.read_at.is_(None)]
    if until_id is not None:
        unread.append(Notification.id <= until_id)
    statement = update(Notification).where(*unread).values(read_at=func.clock_timestamp()).returning(Notification.id)
    marked = len((await ctx.session.execute(statement.execution_options(synchronize_session=False))).all())
    if marked and ctx.member_id is not None:
        tell(ctx, [ctx.member_id])
    return marked


async def preferences(ctx: Ctx) -> NotificationPreferencesOut:
    only_people(ctx)
    own = [ctx.member_id] if ctx.member_id else []
    chosen = await preferences_of(ctx, own)
    kinds = []
    for kind in NOTICES.values():
        in_app, email = channels(kind, next((row for (_, name), row in chosen.items() if name == kind.name), None))
        kinds.append(
            KindPreferenceOut.model_validate({"kind": kind.name, "label": kind.label, "in_app": in_app, "email": email})
        )
    times = next(iter((await times_of(ctx, own)).values()), None)
    return NotificationPreferencesOut(
        kinds=kinds, time_zone=times.time_zone if times else None, hour=times.hour if times else DIGEST_HOUR
    )


async def change_preferences(ctx: Ctx, data: NotificationPreferencesPatch) -> None:
    """Raises ``Invalid`` (422) for an unknown kind."""
    only_people(ctx)
    chosen = await preferences_of(ctx, [ctx.member_id] if ctx.member_id else [])
    for number, patch in enumerate(data.kinds):
        kind = NOTICES.get(patch.kind)
        if kind is None:
            raise Invalid.at(f"/kinds/{number}/kind", "unknown", f"must be one of {', '.join(sorted(NOTICES))}")
        in_app, email = channels(kind, next((row for (_, name), row in chosen.items() if name == kind.name), None))
        given = patch.provided()
        await put_preference(
            ctx, kind.name, {"in_app": given.get("in_app", in_app), "email": given.get("email", email)}
        )
    values = {name: value for name, value in data.provided().items() if name in {"time_zone", "hour"}}
    if values:
        await put_times(ctx, values)


def notification_out(row: Row[Any]) -> NotificationOut:
    """A row of ``with_customer`` as the contract shows it."""
    its: Notification = row.Notification
    kind = NOTICES.get(its.kind)
    actor = {"type": its.actor_type, "id": str(its.actor_id) if its.actor_id else None, "name": its.actor_name}
    path = kind.path if kind else None
    return NotificationOut(
        id=its.id,
        kind=its.kind,
        sentence=sentence(kind, its, row.customer_name),
        path=path.format_map({**its.data, "customer_id": its.customer_id, "subject_id": its.subject_id})
        if path
        else None,
        actor=ActorOut.model_validate(actor),
        customer=MemberRef(id=its.customer_id, name=row.customer_name)
        if its.customer_id and row.customer_name
        else None,
        subject_id=its.subject_id,
        count=its.count,
        created_at=its.created_at,
        read_at=its.read_at,
    )


def sentence(kind: Notice | None, its: Notification, customer_name: str | None) -> str:
    """One line for people."""
    if kind is None:
        return f"{its.actor_name}: {its.kind.replace('_', ' ')}"
    template = kind.more if kind.more and its.count > 1 else kind.sentence
    texts = {key: str(value) for key, value in its.data.items() if isinstance(value, str | int)}
    return template.format_map(
        defaultdict(
            str, {**texts, "actor": its.actor_name, "customer": customer_name or "", "others": str(its.count - 1)}
        )
    )


def sentences(rows: Sequence[Row[Any]]) -> list[str]:
    return [sentence(NOTICES.get(row.Notification.kind), row.Notification, row.customer_name) for row in rows]


async def send_digest_now(ctx: Ctx) -> int:
    """Have all unread notifications mailed. Returns how many there are, counted up to 100."""
    unread = await unread_count(ctx)
    if unread:
        await enqueue(
            ctx, "mail_digest", {"member_id": str(ctx.member_id)}, unique_key=f"now:{ctx.member_id}", as_system=True
        )
    return unread
