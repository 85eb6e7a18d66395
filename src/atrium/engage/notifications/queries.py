"""A member's notifications: those about customers they may still see, of kinds they may still read."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from atrium.access.members.models import Member
from atrium.engage.notifications.models import Notification, NotificationPreference, NotificationTimes
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers

MOST_COUNTED = 100


def visible_notifications(ctx: Ctx, hidden_kinds: Collection[str]) -> list[ColumnElement[bool]]:
    """Conditions on the caller's own notifications."""
    own = and_(Notification.workspace_id == ctx.workspace_id, Notification.member_id == ctx.member_id)
    seen = aliased(Customer)
    about = (
        exists().where(visible_customers(ctx, seen), seen.id == Notification.customer_id)
        if ctx.may(P.customers_read)
        else None
    )
    sight = Notification.customer_id.is_(None) if about is None else or_(Notification.customer_id.is_(None), about)
    return [own, sight, Notification.kind.not_in(sorted(hidden_kinds))]


def with_customer(ctx: Ctx) -> Any:
    """Rows ``(Notification, customer_name)``."""
    customer = and_(Customer.workspace_id == Notification.workspace_id, Customer.id == Notification.customer_id)
    query = select(Notification, Customer.name.label("customer_name")).outerjoin(Customer, customer)
    return query.where(Notification.workspace_id == ctx.workspace_id).execution_options(populate_existing=True)


async def count_unread(ctx: Ctx, hidden_kinds: Collection[str]) -> int:
    some = (
        select(Notification.id)
        .where(*visible_notifications(ctx, hidden_kinds), Notification.in_app, Notification.read_at.is_(None))
        .limit(MOST_COUNTED)
    )
    return int(await ctx.session.scalar(select(func.count()).select_from(some.subquery())) or 0)


async def active_members(ctx: Ctx, member_ids: Collection[UUID]) -> set[UUID]:
    query = select(Member.id).where(
        Member.workspace_id == ctx.workspace_id, Member.id.in_(member_ids), Member.state == "active"
    )
    return set(await ctx.session.scalars(query))


async def preferences_of(ctx: Ctx, member_ids: Collection[UUID]) -> dict[tuple[UUID, str], NotificationPreference]:
    query = select(NotificationPreference).where(
        NotificationPreference.workspace_id == ctx.workspace_id, NotificationPreference.member_id.in_(member_ids)
    )
    return {
        (row.member_id, row.kind): row
        for row in await ctx.session.scalars(query.execution_options(populate_existing=True))
    }


async def put_preference(ctx: Ctx, kind: str, values: dict[str, Any]) -> None:
    row = {"workspace_id": ctx.workspace_id, "member_id": ctx.member_id, "kind": kind, **values}
    statement = insert(NotificationPreference).values(row)
    await ctx.session.execute(
        statement.on_conflict_do_update(index_elements=["workspace_id", "member_id", "kind"], set_=values)
    )


async def times_of(ctx: Ctx, member_ids: Collection[UUID]) -> dict[UUID, NotificationTimes]:
    query = select(NotificationTimes).where(
        NotificationTimes.workspace_id == ctx.workspace_id, NotificationTimes.member_id.in_(member_ids)
    )
    return {row.member_id: row for row in await ctx.session.scalars(query.execution_options(populate_existing=True))}


async def put_times(ctx: Ctx, values: dict[str, Any]) -> None:
    statement = insert(NotificationTimes).values(workspace_id=ctx.workspace_id, member_id=ctx.member_id, **values)
    await ctx.session.execute(
        statement.on_conflict_do_update(index_elements=["workspace_id", "member_id"], set_=values)
    )
