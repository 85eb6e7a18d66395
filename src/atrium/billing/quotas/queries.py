"""Uses within the window, in one statement each."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text

from atrium.billing.quotas.models import QuotaUse
from atrium.billing.quotas.schemas import WINDOW
from atrium.kernel.context import Ctx

_CONSUME = text(
    "SELECT * FROM quota_consume(:workspace_id, :customer_id, :metric, :amount, :key, :plan_limit, :window)"
)
_PEEK = text("SELECT * FROM quota_peek(:workspace_id, :customer_id, :metric, :plan_limit, :window)")


class Count(NamedTuple):
    """A row of the SQL functions. ``free_at`` is when a refused amount would fit."""

    outcome: str
    tier: str | None
    quota_limit: int
    used: int
    resets_at: datetime | None
    full_at: datetime | None
    free_at: datetime | None
    retry_after_seconds: int | None
    used_up: bool
    version: int


async def consume(ctx: Ctx, customer_id: UUID, metric: str, amount: int, key: str, plan_limit: int) -> Count:
    values = {
        "workspace_id": ctx.workspace_id,
        "customer_id": customer_id,
        "metric": metric,
        "amount": amount,
        "key": key,
        "plan_limit": plan_limit,
        "window": WINDOW,
    }
    return _count((await ctx.session.execute(_CONSUME, values)).one())


async def peek(ctx: Ctx, customer_id: UUID, metric: str, plan_limit: int) -> Count:
    values = {
        "workspace_id": ctx.workspace_id,
        "customer_id": customer_id,
        "metric": metric,
        "plan_limit": plan_limit,
        "window": WINDOW,
    }
    return _count((await ctx.session.execute(_PEEK, values)).one())


def _count(row: Any) -> Count:
    return Count(*row)


async def usage(ctx: Ctx, customer_id: UUID, metrics: Collection[str]) -> dict[str, int]:
    """How much of each metric was counted within the window."""
    total = func.sum(QuotaUse.amount)
    query = (
        select(QuotaUse.metric, total)
        .where(
            QuotaUse.workspace_id == ctx.workspace_id, QuotaUse.customer_id == customer_id, QuotaUse.metric.in_(metrics)
        )
        .where(QuotaUse.used_at > func.clock_timestamp() - WINDOW)
        .group_by(QuotaUse.metric)
    )
    found = {metric: int(used) for metric, used in await ctx.session.execute(query)} if metrics else {}
    return {metric: found.get(metric, 0) for metric in metrics}
