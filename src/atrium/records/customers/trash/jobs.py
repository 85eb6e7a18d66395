from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from atrium.access.workspaces.models import Workspace
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.events import write_pending
from atrium.kernel.permissions import ALL
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction
from atrium.records.customers.trash.service import purge_expired

BATCH = 200


@every("purge the trash", timedelta(hours=6))
async def purge_trash() -> None:
    """Empty every workspace's trash of what is too old, in small transactions."""
    async with system_transaction() as session:
        workspace_ids = list(await session.scalars(select(Workspace.id)))
    for workspace_id in workspace_ids:
        while await _purge_some(workspace_id) == BATCH:
            pass


async def _purge_some(workspace_id: UUID) -> int:
    async with transaction(database().session(workspace_id)) as session:
        ctx = Ctx(session=session, workspace_id=workspace_id, actor=Actor("system", None, "Atrium"), permissions=ALL)
        purged = await purge_expired(ctx, BATCH)
        await write_pending(ctx)
    for hook in ctx.after_commit:
        await hook()
    return purged
