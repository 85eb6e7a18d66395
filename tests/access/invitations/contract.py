"""What contract tests need of invitations: things to name, and operations that need more than their examples."""

import secrets
from dataclasses import replace
from uuid import UUID

from sqlalchemy import update
from tests.contract.population import Population, makes
from tests.contract.requests import Call, adjusts


@makes("invitation_id")
async def invitation(its: Population) -> str:
    body = {"email": f"{its.key()}@example.com", "role_id": str(its.home.role_ids["agent"])}
    return str((await its.post("/invitations", **body))["id"])


@adjusts("lookup_invitation")
async def lookup_invitation(call: Call, its: Population) -> Call:
    return replace(call, body={"token": await _invitation_token(its)})


@adjusts("accept_invitation")
async def accept_invitation(call: Call, its: Population) -> Call:
    return replace(
        call, body={"token": await _invitation_token(its), "name": "Ana Ruiz", "password": secrets.token_urlsafe(16)}
    )


async def _invitation_token(its: Population) -> str:
    from atrium.access.members.models import Invitation
    from atrium.kernel.authentication import hash_token

    token = secrets.token_urlsafe(32)
    invitation_id = UUID(await its.identifier("invitation_id"))
    async with its.home.session() as session:
        await session.execute(
            update(Invitation).where(Invitation.id == invitation_id).values(token_hash=hash_token(token))
        )
    return token
