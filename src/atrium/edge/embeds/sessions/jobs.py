from datetime import timedelta

from sqlalchemy import delete, func

from atrium.edge.embeds.sessions.models import EmbedLaunch, EmbedSession
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction

KEPT = timedelta(days=1)
"""So long a used or expired code is told apart from one that never was."""


@every("forget launches and sessions of widgets", timedelta(hours=1))
async def forget_ended() -> None:
    async with system_transaction() as session:
        for table in (EmbedLaunch, EmbedSession):
            ended = delete(table).where(table.expires_at < func.clock_timestamp() - KEPT)
            await session.execute(ended.execution_options(synchronize_session=False))
