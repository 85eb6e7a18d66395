"""The sample workspace of ``atrium up --demo``: a small studio with leads, clients, notes and a timeline, made once."""

import json
import secrets
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select, update

from atrium.access.accounts import service as accounts
from atrium.access.members import service as members
from atrium.access.workspaces import service as workspaces
from atrium.access.workspaces.models import Workspace
from atrium.data_folder import write_private
from atrium.edge.api_keys.models import ApiKey
from atrium.kernel.authentication import hash_token
from atrium.kernel.context import Actor, Ctx, Visibility
from atrium.kernel.db import close_database, database, transaction
from atrium.kernel.events import write_pending
from atrium.kernel.permissions import ALL
from atrium.kernel.sample import Sample
from atrium.kernel.system import system_transaction
from atrium.registry import chapters, load_handlers

OWNER = "demo@atrium.test"
PEOPLE = (
    ("Noa Levi", "noa@atrium.test", "manager"),
    ("Tomás Vega", "tomas@atrium.test", "agent"),
    ("Ines Costa", "ines@atrium.test", "viewer"),
)


async def ensure_demo(data_dir: Path, base_url: str) -> dict[str, str]:
    """The login of the sample workspace: ``base_url email password api_key``. Makes the workspace when it is not there
    yet."""
    load_handlers()
    known = _read(data_dir / "demo.json")
    try:
        if known and await _works(known.get("api_key", "")):
            return {**known, "base_url": base_url}
        login = {"base_url": base_url, "email": OWNER, "password": f"demo-{secrets.token_urlsafe(9)}", "api_key": ""}
        made = await workspaces.create_workspace_with_owner("Lumen Studio", OWNER, login["password"], "Dana Ortiz")
        if not made.account_created:
            # A start that was cut off left the account behind; its password was never shown to anybody.
            async with system_transaction() as session:
                user = await accounts.find_user_by_email(session, OWNER)
                assert user is not None
                await accounts.set_password(session, user, login["password"])
        for name, email, role in PEOPLE:
            with suppress(members.AlreadyMember):
                await members.create_member(made.workspace_id, email, secrets.token_urlsafe(24), role, name)
        async with transaction(database().session(made.workspace_id)) as session:
            ctx = Ctx(
                session=session,
                workspace_id=made.workspace_id,
                actor=Actor("member", made.owner_id, "Dana Ortiz"),
                permissions=ALL,
                visibility=Visibility(member_id=made.owner_id),
                role_id=made.role_ids["owner"],
            )
            await _fill(ctx, login)
            await write_pending(ctx)
            # Written before the commit: a key that nobody knows would be worse than a file that the next start
            # replaces.
            write_private(data_dir / "demo.json", json.dumps(login, indent=2) + "\n")
        return login
    finally:
        await close_database()


def _read(path: Path) -> dict[str, str]:
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else {}
    return {}


async def _works(api_key: str) -> bool:
    async with system_transaction() as session:
        return (
            await session.scalar(
                select(ApiKey.id).where(ApiKey.secret_hash == hash_token(api_key), ApiKey.revoked_at.is_(None))
            )
            is not None
        )


async def _fill(ctx: Ctx, login: dict[str, str]) -> None:
    """Everything in the workspace, chapter by chapter."""
    settings = {"country": "ES", "currency": "EUR", "time_zone": "Europe/Madrid", "saas_mode": True}
    await ctx.session.execute(update(Workspace).where(Workspace.id == ctx.workspace_id).values(**settings))
    sample = Sample(ctx, login)
    for fill in chapters():
        await fill(sample)
