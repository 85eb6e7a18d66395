"""Whom an automation acts for, with their present rights."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.authentication import context_from
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.jobs import ActorGone


async def act_for(
    session: AsyncSession, workspace_id: Any, actor_type: str, actor_id: Any, name: str, automation_id: Any
) -> Ctx:
    """The context of an automation: the present rights and sight of whoever it acts for, under its own name. Raises
    ``ActorGone`` (403)."""
    statement = text("SELECT rights_of(:workspace_id, :actor_type, :actor_id)")
    rights = (
        await session.execute(statement, {"workspace_id": workspace_id, "actor_type": actor_type, "actor_id": actor_id})
    ).scalar_one_or_none()
    if rights is None:
        raise ActorGone("Whoever this automation acts for may no longer act in this workspace.")
    ctx = context_from(rights, session)
    # Not as the member: what an automation did is news to them too.
    ctx.actor = Actor("system", automation_id, f"Automation {name}")
    return ctx


def acts_for(run: Any) -> Actor:
    return Actor("api_key" if run.actor_type == "api_key" else "member", run.actor_id, run.actor_name)
