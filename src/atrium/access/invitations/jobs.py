from uuid import UUID

from sqlalchemy import select

from atrium.access.invitations import service
from atrium.access.members.queries import workspaces
from atrium.adapters.mail import Action, Brand, send, system_mail
from atrium.kernel.authentication import hash_token
from atrium.kernel.encryption import unseal
from atrium.kernel.jobs import Run, job
from atrium.kernel.pages import page_url


@job("send_invitation", attempts=10)
async def send_invitation(run: Run) -> None:
    """Mail the link. A repetition sends the same link under the same Message-ID; a link that was replaced or settled
    meanwhile is not sent."""
    invitation_id = UUID(run.payload["invitation_id"])
    token = unseal(run.payload["sealed_token"], service.seal_context(invitation_id))
    async with run.step() as ctx:
        row = await service.get_invitation(ctx, invitation_id)
        workspace = (await ctx.session.execute(select(workspaces).where(workspaces.c.id == ctx.workspace_id))).one()
    if row.state != "open" or row.Invitation.token_hash != hash_token(token):
        return
    # A fragment is sent to no server and stands in no log.
    action = Action("Accept the invitation", page_url(f"/accept-invitation#token={token}"))
    paragraphs = [
        f"{row.Invitation.invited_by_name} invites you to work with them in {workspace.name}.",
        (
            f"The link works once, until {row.Invitation.expires_at:%Y-%m-%d}. If you did not expect it, you need do"
            " nothing."
        ),
    ]
    brand = Brand(workspace.name, workspace.colours.get("accent") or "", workspace.locale)
    await send(
        system_mail(
            brand,
            row.Invitation.email,
            f"Invitation to {workspace.name}",
            paragraphs,
            action,
            key=f"invitation:{token}",
        )
    )
