from datetime import timedelta
from uuid import UUID

from atrium.kernel.commit import as_system
from atrium.kernel.schedules import every_workspace
from atrium.records.customers.trash.service import purge_expired

BATCH = 200


@every_workspace("purge the trash", timedelta(hours=6))
async def purge_trash(workspace_id: UUID) -> None:
    """Empty a workspace's trash of what is too old, in small transactions."""
    purged = BATCH
    while purged == BATCH:
        async with as_system(workspace_id) as ctx:
            purged = await purge_expired(ctx, BATCH)
