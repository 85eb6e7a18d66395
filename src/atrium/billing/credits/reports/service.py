"""What a running call costs, when credits run out, the chart and the file of the history."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from atrium.adapters.contact_files import BOM, csv_line
from atrium.billing.credits.ledger.queries import account_rows
from atrium.billing.credits.ledger.schemas import CreditEntryOut
from atrium.billing.credits.ledger.service import get_account
from atrium.billing.credits.ledger.statements import history
from atrium.billing.credits.reports import queries
from atrium.billing.credits.reports.schemas import CallPriceOut, CreditDay, CreditForecastOut, CreditSeriesOut
from atrium.billing.credits.units.service import check_unit
from atrium.kernel.context import Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import Conflict, Fix, Invalid, Unmet
from atrium.records.customers.record.service import get_customer

LONGEST_SPAN = timedelta(days=366)
FORECAST_DAYS = 730
ROWS_AT_ONCE = 200
COLUMNS = (
    "Date",
    "Unit",
    "Type",
    "Amount",
    "Balance after",
    "Note",
    "Source type",
    "Source",
    "By",
    "Kind of actor",
    "Entry",
    "Reverses",
    "Hold",
)


class NoCallPrice(Conflict):
    """No price per minute is set: the answer's ``unmet`` tells where."""

    code, title = "no-call-price", "Calls have no price for this customer and unit"


async def call_price(ctx: Ctx, customer_id: UUID, unit: str, seconds: int) -> CallPriceOut:
    """The price of a call that has lasted so long. Raises ``NoCallPrice`` (409) when none is set, and as
    ``get_account`` does."""
    account = await get_account(ctx, customer_id, unit)
    if account is None or account.price_per_minute is None:
        fix = Fix(label="Set a price", href=f"/customers?customer={customer_id}&manage=credits")
        raise NoCallPrice(
            "Set a price per minute first.",
            unmet=[Unmet(code="no_call_price", message="No price per minute is set.", fix=fix)],
        )
    price, grace = account.price_per_minute, account.grace_seconds
    minutes = billed_minutes(seconds, grace)
    amount = minutes * price
    available = (await account_rows(ctx, customer_id))[unit].available
    return CallPriceOut(
        unit=unit,
        seconds=seconds,
        price_per_minute=price,
        grace_seconds=grace,
        billed_minutes=minutes,
        amount=amount,
        available=available,
        covered=amount <= available,
        seconds_covered=available // price * 60 + grace if price else None,
        explanation=f"{seconds} s - {grace} s grace = {minutes} begun minute{'' if minutes == 1 else 's'} at {price}",
    )


def billed_minutes(seconds: int, grace_seconds: int) -> int:
    """Begun minutes after the grace: with 6 seconds of grace, 6 s are none, 66 s are one and 67 s are two."""
    return -(-max(seconds - grace_seconds, 0) // 60)


async def forecast(ctx: Ctx, customer_id: UUID, unit: str) -> CreditForecastOut:
    """The day on which the credits run out. Raises ``CustomerNotFound`` (404) and ``Invalid`` (422) for an unknown
    unit."""
    await get_customer(ctx, customer_id)
    await check_unit(ctx, unit, "query/unit")
    burn = await queries.burn_of(ctx, customer_id, unit)
    row = (await account_rows(ctx, customer_id)).get(unit)
    available, burned, days = row.available if row else 0, max(burn.burned or 0, 0), burn.days or 1
    pace = burned / days
    known: dict[str, Any] = {
        "unit": unit,
        "available": available,
        "burned": burned,
        "days_observed": days,
        "per_day": round(pace, 4),
    }
    if pace == 0:
        told = "Nothing was used in the last thirty days, so the credits do not run out by use."
        return CreditForecastOut(**known, runs_out_on=None, days_left=None, expiring_unused=0, explanation=told)
    now = datetime.now(UTC)
    grants = [
        (grant.free, grant.effective_at, grant.expires_at)
        for grant in await queries.open_grants(ctx, customer_id, unit)
    ]
    days_left, lost = run_down(grants, pace, now)
    told = f"{burned} used in {days} day{'' if days == 1 else 's'} is {pace:.4g} a day; {available} available"
    told += (
        f" last {days_left} day{'' if days_left == 1 else 's'}"
        if days_left is not None
        else f" last longer than {FORECAST_DAYS} days"
    )
    told += f", {lost} of all that was given end unused before" if lost else ""
    ends = (now + timedelta(days=days_left)).date() if days_left is not None else None
    return CreditForecastOut(
        **known, runs_out_on=ends, days_left=days_left, expiring_unused=lost, explanation=f"{told}."
    )


def run_down(
    grants: Sequence[tuple[int, datetime, datetime | None]], per_day: float, now: datetime
) -> tuple[int | None, int]:
    """Burn grants ``(amount, effective_at, expires_at)``, given in the order in which they burn, day by day. Returns
    the days until a day cannot be paid (None beyond two years) and how much ended unused by then."""
    left = [float(amount) for amount, _, _ in grants]
    lost = 0.0
    for day in range(FORECAST_DAYS):
        moment, need = now + timedelta(days=day), per_day
        for number, (_, begins, ends) in enumerate(grants):
            if ends is not None and ends <= moment:
                lost, left[number] = lost + left[number], 0.0
            elif begins <= moment and need > 0:
                part = min(left[number], need)
                left[number] -= part
                need -= part
        # Fractions of a credit are how a pace is spread over days, not something that anybody lacks.
        if need > 1e-6 * per_day:
            return day, round(lost)
    return None, round(lost)


async def series(ctx: Ctx, customer_id: UUID, unit: str, since: date | None, until: date | None) -> CreditSeriesOut:
    """Balance and burn of each day, thirty by default. Raises ``Invalid`` (422) for a span that is too long or ends
    before it begins."""
    await get_customer(ctx, customer_id)
    await check_unit(ctx, unit, "query/unit")
    last = until or datetime.now(UTC).date()
    first = since or last - timedelta(days=29)
    if first > last:
        raise Invalid.at("query/since", "after_until", "must not be after until")
    if last - first > LONGEST_SPAN:
        raise Invalid.at("query/since", "too_long", "must be at most 366 days before until")
    days, balance = [], None
    for row in await queries.days_of(ctx, customer_id, unit, first, last):
        balance = row.balance if row.balance is not None else row.opening if balance is None else balance
        days.append(CreditDay(dated_on=row.day, balance=balance, burned=row.burned, added=row.added, ended=row.ended))
    return CreditSeriesOut(unit=unit, customer_id=customer_id, days=days)


async def history_file(ctx: Ctx, customer_id: UUID, filters: dict[str, Any]) -> AsyncIterator[bytes]:
    """The history as CSV, newest first, as it stands now. Raises as ``history`` does, before the first piece.

    Each page is a transaction of its own: a slow reader holds no connection."""
    filters = {**filters, "until": filters.get("until") or datetime.now(UTC)}
    first = await history(ctx, customer_id, **filters, limit=ROWS_AT_ONCE)

    async def pieces() -> AsyncIterator[bytes]:
        yield BOM + csv_line(COLUMNS)
        entries, cursor = first
        yield b"".join(map(_line, entries))
        while cursor is not None:
            async with transaction(database().session(ctx.workspace_id)) as session:
                entries, cursor = await history(
                    replace(ctx, session=session, cache={}), customer_id, **filters, limit=ROWS_AT_ONCE, cursor=cursor
                )
            yield b"".join(map(_line, entries))

    return pieces()


def _line(entry: CreditEntryOut) -> bytes:
    source = (entry.source.type, entry.source.id) if entry.source else ("", "")
    by = (entry.actor.name, entry.actor.type, str(entry.id), str(entry.reverses_id or ""), str(entry.hold_id or ""))
    return csv_line(
        [
            entry.created_at.isoformat(),
            entry.unit,
            entry.type,
            entry.amount,
            entry.balance_after,
            entry.note,
            *source,
            *by,
        ]
    )
