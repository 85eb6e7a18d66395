"""Members are told what the notices of all capabilities say, at once and in digests."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update

from atrium.access.members.models import Member
from atrium.access.workspaces.models import Workspace
from atrium.adapters.mail import Action, Brand, Email, send, system_mail
from atrium.engage.notifications.models import Notification, NotificationTimes
from atrium.engage.notifications.queries import preferences_of, times_of, visible_notifications, with_customer
from atrium.engage.notifications.service import (
    DIGEST_HOUR,
    channels,
    hidden_kinds,
    sentences,
)
from atrium.kernel.authentication import context_from, rights_of_member
from atrium.kernel.commit import as_system
from atrium.kernel.context import Ctx
from atrium.kernel.jobs import Run, enqueue, job
from atrium.kernel.notices import NOTICES
from atrium.kernel.pages import customer_url, page_url
from atrium.kernel.schedules import every_workspace
from atrium.records.notes.queries import members_who_see

MOST_IN_A_DIGEST = 50
KEPT_DAYS = 90
PENDING_DAYS = 3
"""What was not mailed by then is old news."""


@every_workspace("notification digests", timedelta(minutes=5))
async def plan_digests(workspace_id: UUID) -> None:
    """Begin the digests that are due."""
    async with as_system(workspace_id) as ctx:
        await plan_workspace(ctx, datetime.now(UTC))


async def plan_workspace(ctx: Ctx, now: datetime) -> None:
    """One job for each member with something to mail whose time has come. What nobody needs any more goes."""
    oldest = UUID(int=int((now - timedelta(days=KEPT_DAYS)).timestamp() * 1000) << 80)
    await ctx.session.execute(
        delete(Notification).where(Notification.workspace_id == ctx.workspace_id, Notification.id < oldest)
    )
    pending = (
        select(Notification.member_id, Notification.kind, func.min(Notification.created_at).label("since"))
        .where(
            Notification.workspace_id == ctx.workspace_id,
            Notification.read_at.is_(None),
            Notification.digest_id.is_(None),
            Notification.created_at > now - timedelta(days=PENDING_DAYS),
        )
        .group_by(Notification.member_id, Notification.kind)
    )
    rows = (await ctx.session.execute(pending)).all()
    if not rows:
        return
    members = {row.member_id for row in rows}
    zone = await ctx.session.scalar(select(Workspace.time_zone).where(Workspace.id == ctx.workspace_id))
    chosen, times = await preferences_of(ctx, members), await times_of(ctx, members)
    due: dict[UUID, list[str]] = {}
    for row in rows:
        kind = NOTICES.get(row.kind)
        rhythm = channels(kind, chosen.get((row.member_id, row.kind)))[1] if kind else "off"
        if rhythm != "off" and row.since < last_time(rhythm, times.get(row.member_id), zone or "UTC", now):
            due.setdefault(row.member_id, []).append(row.kind)
    for member_id, kinds in due.items():
        await enqueue(
            ctx,
            "mail_digest",
            {"member_id": str(member_id), "kinds": sorted(kinds)},
            unique_key=str(member_id),
            as_system=True,
        )


def last_time(rhythm: str, times: NotificationTimes | None, workspace_zone: str, now: datetime) -> datetime:
    """The last moment at which digests of this rhythm were due: what is older belongs into one."""
    if rhythm == "hourly":
        return now.replace(minute=0, second=0, microsecond=0)
    local = now.astimezone(ZoneInfo((times.time_zone if times else None) or workspace_zone))
    today = local.replace(hour=times.hour if times else DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)


@job("mail_digest")
async def mail_digest(run: Run) -> None:
    """The choice is kept before the mail leaves: a repetition sends the same mail again, under the same id, and no
    other ever holds them."""
    async with run.step() as ctx:
        mail = await digest(ctx, UUID(run.payload["member_id"]), run.payload.get("kinds"), run.job.id)
    if mail is not None:
        await send(mail)


async def digest(ctx: Ctx, member_id: UUID, kinds: list[str] | None, digest_id: UUID) -> Email | None:
    """The mail with what the member has not read and may see at this moment. None when there is nothing, or nobody."""
    rights = await rights_of_member(ctx.session, ctx.workspace_id, member_id)
    if rights is None:
        return None
    reader = context_from(rights, ctx.session)
    visible = [*visible_notifications(reader, hidden_kinds(reader)), Notification.read_at.is_(None)]
    waiting = (
        [*visible] if kinds is None else [*visible, Notification.kind.in_(kinds), Notification.digest_id.is_(None)]
    )
    mine = (Notification.workspace_id == ctx.workspace_id, Notification.digest_id == digest_id)
    if await ctx.session.scalar(select(Notification.id).where(*mine).limit(1)) is None:
        chosen = (
            update(Notification)
            .where(*waiting)
            .values(digest_id=digest_id)
            .execution_options(synchronize_session=False)
        )
        await ctx.session.execute(chosen)
    rows = (
        await ctx.session.execute(with_customer(reader).where(*mine, *visible).order_by(Notification.id.desc()))
    ).all()
    if not rows:
        return None
    workspace = await ctx.session.get_one(Workspace, ctx.workspace_id)
    member = await ctx.session.get_one(Member, (ctx.workspace_id, member_id))
    brand = Brand(workspace.name, color=str(workspace.colours.get("accent", "")), language=workspace.locale)
    told = [f"• {line}" for line in sentences(rows[:MOST_IN_A_DIGEST])]
    if len(rows) > MOST_IN_A_DIGEST:
        told.append(f"… and {len(rows) - MOST_IN_A_DIGEST} more.")
    subject = f"{len(rows)} notification{'s' if len(rows) > 1 else ''} you have not read"
    action = Action("Open your notifications", page_url("/notifications"))
    return system_mail(brand, member.email, subject, ["\n".join(told)], action, key=f"notification-digest:{digest_id}")


@job("mail_announcement", attempts=10)
async def mail_announcement(run: Run) -> None:
    """Sends the mail if the member may still see the customer; a repetition has the same Message-ID."""
    customer_id = UUID(run.payload["customer_id"])
    async with run.step() as ctx:
        readers = await members_who_see(ctx, customer_id, [UUID(run.payload["member_id"])])
        row = (
            await ctx.session.execute(
                select(Workspace.name, Workspace.colours, Workspace.locale).where(Workspace.id == ctx.workspace_id)
            )
        ).one()
    if not readers:
        return
    brand = Brand(row.name, str(row.colours.get("accent") or ""), row.locale)
    action = Action("Open the customer", customer_url(customer_id))
    paragraphs = [part for part in run.payload["message"].split("\n\n") if part.strip()] or [run.payload["title"]]
    await send(system_mail(brand, readers[0].email, run.payload["title"], paragraphs, action, key=run.payload["key"]))
