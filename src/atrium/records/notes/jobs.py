"""E-mails to members who are mentioned in a note."""

from uuid import UUID

from atrium.adapters.mail import send
from atrium.kernel.context import Ctx
from atrium.kernel.dispatch import consumes
from atrium.kernel.events import EventRow
from atrium.kernel.jobs import Run, enqueue, job
from atrium.records.notes import service


@consumes("note.mentioned", name="notes.mail_mention")
async def on_mention(ctx: Ctx, event: EventRow) -> None:
    """One job per member who was mentioned."""
    payload = {"note_id": str(event.subject_id), "member_id": event.data["member_id"], "author_name": event.actor_name}
    await enqueue(ctx, "mail_note_mention", payload, unique_key=str(event.id), as_system=True)


@job("mail_note_mention")
async def mail_note_mention(run: Run) -> None:
    """Sends the mail if the member may still see the note at this moment."""
    async with run.step() as ctx:
        mail = await service.mention_mail(
            ctx,
            UUID(run.payload["note_id"]),
            UUID(run.payload["member_id"]),
            run.payload["author_name"],
            key=f"note-mention:{run.job.id}",
        )
    if mail is not None:
        await send(mail)
