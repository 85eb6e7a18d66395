"""The unscoped session. Only the modules on the guest list in ``.importlinter`` may import this."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.db import database, transaction


@asynccontextmanager
async def system_transaction() -> AsyncIterator[AsyncSession]:
    """One transaction as the role ``atrium_system``: identities, queues and the list of workspaces, but no customer
    data."""
    async with transaction(database().system_session()) as session:
        yield session
