from datetime import timedelta
from uuid import UUID

from atrium.access.accounts import service as accounts
from atrium.access.accounts.models import User
from atrium.access.accounts.queries import as_system
from atrium.access.sessions import queries
from atrium.access.workspaces.models import Workspace
from atrium.adapters.mail import Action, Brand, send, system_mail
from atrium.kernel.jobs import Run, job
from atrium.kernel.pages import page_url
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction

BATCH = 5000


@job("send_password_reset")
async def send_password_reset(run: Run) -> None:
    """Make the secret and mail it. A repetition after a crash mails another link; both work until one is used."""
    async with run.step() as ctx:
        workspace = await ctx.session.get_one(Workspace, ctx.workspace_id)
        async with as_system(ctx.session) as session:
            user = await session.get(User, UUID(run.payload["user_id"]))
            token = await accounts.new_reset_token(session, user.id) if user else ""
    if user is not None:
        # The fragment of an address is sent to no server, so the secret shows up in no log on the way.
        link = page_url(f"/reset-password#token={token}")
        await send(
            system_mail(
                Brand(workspace.name, workspace.colours.get("accent") or "", "en"),
                user.email,
                "Set a new password",
                [
                    f"Hello {user.name},",
                    (
                        "someone, hopefully you, asked for a new password for this address. The link works once, within"
                        " an hour."
                    ),
                    "If it was not you, there is nothing to do: your password stays as it is.",
                ],
                Action("Set a new password", link),
                key=f"{run.job.id}:{run.job.attempts}",
            )
        )
    async with run.finish():
        pass


@every("purge_sessions", timedelta(hours=1))
async def purge_sessions() -> None:
    """Delete sessions that have ended by themselves."""
    deleted = BATCH
    while deleted == BATCH:
        async with system_transaction() as session:
            deleted = await queries.delete_expired(session, BATCH)
