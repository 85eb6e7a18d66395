"""What members whom a step notifies get: a notification and an e-mail."""

from uuid import UUID

from sqlalchemy import select

from atrium.access.workspaces.models import Workspace
from atrium.adapters.mail import Action, Brand, send, system_mail
from atrium.edge.automations.steps import service
from atrium.engage.notifications.service import Kind, ids_in, notifies
from atrium.kernel.jobs import Run, job
from atrium.kernel.settings import settings
from atrium.records.notes.queries import members_who_see

announce = service.announce

TOLD = Kind(
    "automation", "An automation tells me something", "{title}", ids_in("member_ids"), "/w/{customer_id}", of_own=True
)
notifies("members.notified", TOLD)


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
    action = Action("Open the customer", f"{settings().base_url.rstrip('/')}/customers/{customer_id}")
    paragraphs = [part for part in run.payload["message"].split("\n\n") if part.strip()] or [run.payload["title"]]
    await send(system_mail(brand, readers[0].email, run.payload["title"], paragraphs, action, key=run.payload["key"]))
