from datetime import timedelta

from atrium.access.accounts import queries
from atrium.kernel.schedules import every
from atrium.kernel.settings import settings
from atrium.kernel.system import system_transaction

BATCH = 5000


@every("purge_accounts", timedelta(hours=1))
async def purge_accounts() -> None:
    """Delete counts of failed attempts that no longer matter, and reset tokens a day after their end."""
    span = timedelta(seconds=settings().login_lock_seconds)
    deleted = BATCH
    while deleted == BATCH:
        async with system_transaction() as session:
            deleted = await queries.delete_old_attempts(session, span, BATCH)
    async with system_transaction() as session:
        await queries.delete_old_tokens(session, timedelta(days=1))
