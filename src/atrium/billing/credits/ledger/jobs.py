"""What happens to credits by itself: expiry, the checker; and the steps of automations."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from atrium.access.workspaces.models import Workspace
from atrium.billing.credits.ledger import events, queries, service
from atrium.billing.credits.ledger.schemas import (
    ConsumeCreditsStep,
    CreditConsumeIn,
    CreditGrantIn,
    CreditSource,
    GrantCreditsStep,
)
from atrium.kernel.commit import as_system
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.errors import Conflict
from atrium.kernel.loops import loop
from atrium.kernel.permissions import ALL, P
from atrium.kernel.schedules import every
from atrium.kernel.steps import Output, StepCall, step
from atrium.kernel.system import system_transaction

BATCH = 100
CHECKED_AT_ONCE = 1000
_FIRST = UUID(int=0)

# Of the system role's few columns; what is held of an ended grant waits for its hold.
_DUE = text("""
SELECT workspace_id, account_id FROM credit_grants WHERE NOT spent AND expires_at <= statement_timestamp()
  AND remaining > held
UNION
SELECT workspace_id, account_id FROM credit_holds WHERE state = 'open' AND expires_at <= statement_timestamp()
LIMIT :limit
""")
_CHECK = text("SELECT * FROM credits_check(:workspace_id, :after, :limit, :whole)")


@loop("credits that end")
async def expire_due() -> int:
    """Grants and holds whose time is over. Several workers may try the same account: whoever comes second finds
    nothing."""
    async with system_transaction() as session:
        due = (await session.execute(_DUE, {"limit": BATCH})).all()
    for workspace_id, account_id in due:
        async with as_system(workspace_id) as ctx:
            await service.expire(ctx, account_id)
    return len(due)


@every("check credits", timedelta(minutes=1))
async def check_new() -> None:
    """The sum of the entries, what is left of the grants and the balance agree, for every account; of the entries only
    those that came since are summed."""
    await check_all(whole=False)


@every("check credits from the beginning", timedelta(days=1))
async def check_whole() -> None:
    """The same with all entries, so that nobody changes an old one unnoticed."""
    await check_all(whole=True)


async def check_all(*, whole: bool) -> int:
    """Check every workspace's accounts. Returns how many do not add up."""
    async with system_transaction() as session:
        workspace_ids = list(await session.scalars(select(Workspace.id)))
    return sum([await check_workspace(workspace_id, whole=whole) for workspace_id in workspace_ids])


async def check_workspace(workspace_id: UUID, *, whole: bool) -> int:
    """Check one workspace's accounts. Returns how many do not add up."""
    position, wrong = _FIRST, 0
    while True:
        async with as_system(workspace_id) as ctx:
            rows = (
                await ctx.session.execute(
                    _CHECK, {"workspace_id": workspace_id, "after": position, "limit": CHECKED_AT_ONCE, "whole": whole}
                )
            ).all()
            for row in rows:
                if row.problem is not None:
                    wrong += 1
                    await _alert(ctx, row)
        if len(rows) < CHECKED_AT_ONCE:
            return wrong
        position = rows[-1].account_id


async def _alert(ctx: Ctx, row: Any) -> None:
    if not row.is_new:
        return
    ctx.emit(
        events.CreditsCheckFailed(
            customer_id=row.customer_id,
            subject_id=row.account_id,
            unit=row.unit,
            balance=row.balance,
            available=row.balance,
            problem=row.problem,
            entries_sum=int(row.entries),
            grants_sum=int(row.remaining),
            member_ids=await queries.managers(ctx, row.customer_id),
        )
    )


def _system(session: Any, workspace_id: UUID) -> Ctx:
    return Ctx(session=session, workspace_id=workspace_id, actor=Actor("system", None, "Atrium"), permissions=ALL)


# ── automations ─────────────────────────────────────────────────────────────────


class NoCustomer(Conflict):
    code, title = "step-not-possible", "This run has no customer"


@step(
    "consume_credits",
    ConsumeCreditsStep,
    title="Consume credits",
    description="Pays with the customer's credits; fails when there are too few.",
    permission=P.credits_consume,
)
async def consume_credits(call: StepCall[ConsumeCreditsStep]) -> Output:
    config, paid = call.config, CreditSource(type="automation_run", id=str(call.run_id))
    data = CreditConsumeIn(
        unit=config.unit, amount=config.amount, source=paid, note=call.facts.render(config.note)[:500]
    )
    return _left(await service.consume(call.ctx, _customer(call), data, key=call.key))


@step(
    "grant_credits",
    GrantCreditsStep,
    title="Give credits",
    description="Gives the customer credits, for a time or for ever.",
    permission=P.credits_manage,
)
async def grant_credits(call: StepCall[GrantCreditsStep]) -> Output:
    config = call.config
    ends = datetime.now(UTC) + timedelta(days=config.expires_in_days) if config.expires_in_days else None
    given: dict[str, Any] = {
        "priority": config.priority,
        "expires_at": ends,
        "category": config.category,
        "note": call.facts.render(config.note)[:500],
    }
    data = CreditGrantIn(unit=config.unit, amount=config.amount, **given)
    return _left((await service.grant(call.ctx, _customer(call), data, source="automation", key=call.key))[1])


def _customer(call: StepCall[Any]) -> UUID:
    if call.customer_id is None:
        raise NoCustomer
    return call.customer_id


def _left(answer: dict[str, Any]) -> Output:
    return {"entry_id": answer["entry"]["id"], "balance": answer["balance"], "available": answer["available"]}
