"""Sums over the ledger."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text

from atrium.kernel.context import Ctx

_BURN = text("""
SELECT COALESCE(-sum(amount) FILTER (WHERE type IN ('consume', 'deduct', 'capture', 'reversal')
    AND created_at >= clock_timestamp() - interval '30 days'), 0)::bigint AS burned,
  LEAST(30, GREATEST(1, ceil(extract(epoch FROM clock_timestamp() - min(created_at)) / 86400)))::int AS days
FROM credit_entries WHERE workspace_id = :workspace_id AND customer_id = :customer_id AND unit = :unit
  AND (created_at >= clock_timestamp() - interval '30 days' OR seq = 1)
""")

_GRANTS = text("""
SELECT remaining - held AS free, effective_at, expires_at FROM credit_grants
WHERE workspace_id = :workspace_id AND customer_id = :customer_id AND unit = :unit AND NOT spent AND remaining > held
  AND voided_at IS NULL
  AND (expires_at IS NULL OR expires_at > clock_timestamp())
ORDER BY priority, expires_at, created_at, id
""")

_DAYS = text("""
WITH days AS (
  SELECT (created_at AT TIME ZONE 'UTC')::date AS day, (array_agg(balance_after ORDER BY seq DESC))[1] AS balance,
    COALESCE(-sum(amount) FILTER (WHERE type IN ('consume', 'deduct', 'capture', 'reversal')), 0)::bigint AS burned,
    COALESCE(sum(amount) FILTER (WHERE type = 'grant'), 0)::bigint AS added,
    COALESCE(-sum(amount) FILTER (WHERE type IN ('expire', 'void')), 0)::bigint AS ended
  FROM credit_entries WHERE workspace_id = :workspace_id AND customer_id = :customer_id AND unit = :unit
    AND created_at >= CAST(:since AS date) AND created_at < CAST(:until AS date) + 1
  GROUP BY 1
), before AS (
  SELECT balance_after FROM credit_entries WHERE workspace_id = :workspace_id AND customer_id = :customer_id
    AND unit = :unit
    AND created_at < CAST(:since AS date) ORDER BY created_at DESC, seq DESC LIMIT 1
)
SELECT d::date AS day, days.balance, COALESCE(burned, 0) AS burned, COALESCE(added, 0) AS added, COALESCE(ended, 0) AS
  ended,
  COALESCE((SELECT balance_after FROM before), 0) AS opening
FROM generate_series(CAST(:since AS date), CAST(:until AS date), interval '1 day') AS d LEFT JOIN days
  ON days.day = d::date ORDER BY d
""")


def _here(ctx: Ctx, customer_id: UUID, unit: str) -> dict[str, Any]:
    return {"workspace_id": ctx.workspace_id, "customer_id": customer_id, "unit": unit}


async def burn_of(ctx: Ctx, customer_id: UUID, unit: str) -> Row[Any]:
    """``burned`` in the last thirty days, and how many of those ``days`` the account has existed (None: it has not)."""
    return (await ctx.session.execute(_BURN, _here(ctx, customer_id, unit))).one()


async def open_grants(ctx: Ctx, customer_id: UUID, unit: str) -> list[Row[Any]]:
    """Rows ``(free, effective_at, expires_at)`` in the order in which they burn."""
    return list((await ctx.session.execute(_GRANTS, _here(ctx, customer_id, unit))).all())


async def days_of(ctx: Ctx, customer_id: UUID, unit: str, since: date, until: date) -> list[Row[Any]]:
    """Every day of the span; ``balance`` is None on days without entries, ``opening`` the balance before the span."""
    return list(
        (await ctx.session.execute(_DAYS, {**_here(ctx, customer_id, unit), "since": since, "until": until})).all()
    )
