"""Quotas. PostgreSQL alone counts: one function, one locked row per customer and metric, the time read after the lock
(``migrations/sql/2026_11_28_quotas/quotas.sql``)."""

from collections.abc import Collection, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Text, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert

from atrium.billing.features.entitlements.service import Features, PrerequisitesUnmet, features_of, lock_features
from atrium.billing.quotas.events import MeteringChanged, QuotaChanged, QuotaUsedUp
from atrium.billing.quotas.models import Metering, Quota
from atrium.billing.quotas.queries import Count, consume, peek, usage
from atrium.billing.quotas.schemas import TIERS, WINDOW, Metered, QuotaIn, QuotaOut, UsageOut
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError, Invalid, TooManyRequests
from atrium.kernel.events import Change
from atrium.kernel.ids import uuid7
from atrium.kernel.metering import METERS
from atrium.records.customers.record.service import get_customer

TOOL_CALLS = "tool_calls"
METERED: tuple[Metered, ...] = ("api_calls", "automation_steps", "webhooks")


class QuotaExceeded(TooManyRequests):
    code, title = "quota-exceeded", "The quota is used up"


class KeyReused(Invalid):
    code, title = "idempotency-key-reused", "This key was used for another amount"


async def get_quota(ctx: Ctx, customer_id: UUID) -> tuple[QuotaOut, int]:
    """The quota of tool calls and its version. Raises ``PrerequisitesUnmet`` (409) unless Integration is on and apps
    are chosen."""
    features = _required(await features_of(ctx, customer_id))
    count = await peek(ctx, customer_id, TOOL_CALLS, _plan_limit(features))
    return _out(features, count), count.version


async def lock_quota(ctx: Ctx, customer_id: UUID) -> tuple[Features, Quota]:
    """The quota's row, made if it is not there. Raises as ``get_quota`` does, and ``Forbidden`` (403) in a read-only
    folder."""
    features = _required(await lock_features(ctx, customer_id))
    own = {"workspace_id": ctx.workspace_id, "customer_id": customer_id, "metric": TOOL_CALLS}
    await ctx.session.execute(insert(Quota).values(**own).on_conflict_do_nothing())
    query = select(Quota).filter_by(**own).with_for_update().execution_options(populate_existing=True)
    return features, (await ctx.session.scalars(query)).one()


async def set_quota(ctx: Ctx, features: Features, row: Quota, data: QuotaIn) -> tuple[QuotaOut, int]:
    """``row`` must be locked (``lock_quota``). What was used stays used. Raises ``Invalid`` (422)."""
    if (data.tier == "custom") != (data.limit is not None):
        message = "is needed with the tier custom" if data.limit is None else "goes with the tier custom alone"
        raise Invalid(
            "The limit does not fit the tier.", errors=[FieldError(pointer="/limit", code="limit", message=message)]
        )
    own_limit = data.limit if data.tier == "custom" else TIERS.get(data.tier or "")
    before = (row.tier, row.own_limit)
    if before != (data.tier, own_limit):
        statement = update(Quota).where(
            Quota.workspace_id == ctx.workspace_id, Quota.customer_id == row.customer_id, Quota.metric == row.metric
        )
        values = {"tier": data.tier, "own_limit": own_limit, "version": Quota.version + 1}
        await ctx.session.execute(statement.values(values).execution_options(synchronize_session=False))
        plan_limit = _plan_limit(features)
        changes = {
            "tier": Change(before=before[0], after=data.tier),
            "limit": Change(before=before[1] or plan_limit, after=own_limit or plan_limit),
        }
        changes = {key: change for key, change in changes.items() if change.before != change.after}
        ctx.emit(
            QuotaChanged(customer_id=row.customer_id, metric=row.metric, limit=own_limit or plan_limit, changes=changes)
        )
    return await get_quota(ctx, row.customer_id)


async def consume_quota(ctx: Ctx, customer_id: UUID, amount: int, key: str) -> QuotaOut:
    """Use some of the customer's tool calls, once per actor and key. What cannot be let through leaves no trace.

    Raises ``PrerequisitesUnmet`` (409), ``QuotaExceeded`` (429) with ``Retry-After``, ``Invalid`` (422) for more than
    the limit itself."""
    features = _required(await features_of(ctx, customer_id))
    count = await consume(ctx, customer_id, TOOL_CALLS, amount, f"{ctx.actor.id or ''}:{key}", _plan_limit(features))
    if count.outcome == "mismatch":
        raise KeyReused("Use a new key for a new amount.")
    if count.outcome == "never":
        raise Invalid.at("/amount", "exceeds_limit", f"is more than the whole quota of {count.quota_limit}")
    out = _out(features, count)
    if count.outcome == "exceeded":
        headers = {**rate_limit_headers(out, count), "Retry-After": str(count.retry_after_seconds)}
        when = count.free_at.isoformat(timespec="milliseconds").replace("+00:00", "Z") if count.free_at else "later"
        raise QuotaExceeded(
            f"{out.used} of {out.limit} are used. There is room for {amount} at {when}.", headers=headers
        )
    if count.used_up:
        ctx.emit(QuotaUsedUp(customer_id=customer_id, metric=TOOL_CALLS, limit=count.quota_limit))
    return out


def rate_limit_headers(out: QuotaOut, count: Count | None = None) -> dict[str, str]:
    """The ``RateLimit`` headers of the IETF draft: what is left, and in how many seconds more will be."""
    seconds = count.retry_after_seconds if count else None
    told = f'"{out.metric}";r={out.remaining}' + (f";t={seconds}" if seconds is not None else "")
    return {"RateLimit-Policy": f'"{out.metric}";q={out.limit};w={out.window_seconds}', "RateLimit": told}


def _required(features: Features) -> Features:
    reasons = features.reasons("tool_call_quota")
    if reasons:
        raise PrerequisitesUnmet(" ".join(reason.message for reason in reasons), unmet=reasons)
    return features


def _plan_limit(features: Features) -> int:
    return TIERS[features.plan.based_on]


def _out(features: Features, count: Count) -> QuotaOut:
    return QuotaOut(
        metric=TOOL_CALLS,
        tier=cast("Any", count.tier or features.plan.based_on),
        source="customer" if count.tier else "plan",
        limit=count.quota_limit,
        used=count.used,
        remaining=max(0, count.quota_limit - count.used),
        window_seconds=int(WINDOW.total_seconds()),
        resets_at=count.resets_at,
        full_at=count.full_at,
    )


# Metering --------------------------------------------------------------------


async def get_metering(ctx: Ctx, *, lock: bool = False) -> tuple[list[Metered], int]:
    """What the workspace has counted, and the version of that."""
    query = select(Metering.metrics, Metering.version).where(Metering.workspace_id == ctx.workspace_id)
    row = (await ctx.session.execute(query.with_for_update() if lock else query)).one_or_none()
    return ([metric for metric in METERED if metric in row.metrics], row.version) if row else ([], 0)


async def set_metering(ctx: Ctx, metrics: Collection[Metered]) -> tuple[list[Metered], int]:
    """Count these from now on, and no others."""
    before, _ = await get_metering(ctx, lock=True)
    wanted = [metric for metric in METERED if metric in metrics]
    if wanted != before:
        statement = insert(Metering).values(workspace_id=ctx.workspace_id, metrics=wanted)
        values = {"metrics": wanted, "version": Metering.version + 1}
        await ctx.session.execute(statement.on_conflict_do_update(index_elements=["workspace_id"], set_=values))
        ctx.emit(MeteringChanged(changes={"metrics": Change(before=before, after=wanted)}))
    return await get_metering(ctx)


_COUNTED = """
INSERT INTO quota_uses (workspace_id, customer_id, metric, key, used_at, amount)
SELECT m.workspace_id, c.id, :metric, u.key, clock_timestamp(), 1
FROM metering m CROSS JOIN {uses} JOIN customers c ON c.workspace_id = m.workspace_id AND c.id = u.customer_id
WHERE m.workspace_id = :workspace_id AND :metric = ANY(m.metrics) ON CONFLICT DO NOTHING
"""
_METER = text(
    _COUNTED.format(uses="unnest(CAST(:customer_ids AS uuid[]), CAST(:keys AS text[])) AS u (customer_id, key)")
)
_METER_EVENT = text(
    _COUNTED.format(
        uses="(SELECT customer_id, :key AS key FROM events WHERE workspace_id = :workspace_id AND id = :event_id) AS u"
    )
).bindparams(bindparam("key", type_=Text()))


async def meter(ctx: Ctx, metric: Metered, uses: Sequence[tuple[UUID, str]]) -> None:
    """Count one for each customer and key, if the workspace has the metric counted.

    In the transaction of the effect: counted if and only if that commits, once per key. One statement that locks
    nothing others need: such uses are only ever added, and summed when somebody looks."""
    if uses:
        values = {"customer_ids": [customer_id for customer_id, _ in uses], "keys": [key for _, key in uses]}
        await ctx.session.execute(_METER, {"workspace_id": ctx.workspace_id, "metric": metric, **values})


async def meter_event(ctx: Ctx, metric: Metered, event_id: UUID, key: str) -> None:
    """The same for the customer whom this event is about, if it is about one."""
    await ctx.session.execute(
        _METER_EVENT, {"workspace_id": ctx.workspace_id, "metric": metric, "event_id": event_id, "key": key}
    )


async def _meter_call(ctx: Ctx) -> None:
    """A call with a key or token that is bound to one customer."""
    if ctx.visibility.mode == "customer" and ctx.visibility.customer_id is not None:
        await meter(ctx, "api_calls", [(ctx.visibility.customer_id, str(uuid7()))])


METERS.append(_meter_call)


async def list_usage(ctx: Ctx, customer_id: UUID) -> list[UsageOut]:
    """How much of each metered thing was counted. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    metrics, _ = await get_metering(ctx)
    found = await usage(ctx, customer_id, metrics)
    return [
        UsageOut(metric=metric, used=found[metric], window_seconds=int(WINDOW.total_seconds())) for metric in metrics
    ]
