from datetime import timedelta

from sqlalchemy import delete, func, select, tuple_

from atrium.billing.quotas.models import QuotaUse
from atrium.kernel.schedules import every
from atrium.kernel.system import system_transaction

KEPT = timedelta(hours=24)
AT_ONCE = 5000
_KEY = (QuotaUse.workspace_id, QuotaUse.customer_id, QuotaUse.metric, QuotaUse.key)


@every("forget old uses of quotas", timedelta(minutes=15))
async def forget_uses() -> None:
    """Uses that left the window long ago: as long as an idempotency key lasts, theirs is remembered too."""
    forgotten = AT_ONCE
    while forgotten == AT_ONCE:
        async with system_transaction() as session:
            old = (
                select(*_KEY)
                .where(QuotaUse.used_at < func.clock_timestamp() - KEPT)
                .order_by(QuotaUse.used_at)
                .limit(AT_ONCE)
            )
            gone = await session.execute(delete(QuotaUse).where(tuple_(*_KEY).in_(old)).returning(QuotaUse.amount))
            forgotten = len(gone.all())
