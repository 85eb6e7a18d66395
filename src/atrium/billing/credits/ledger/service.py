"""Credits (A6, X7). Every movement is one function of the database (``migrations/sql/2026_11_29_credits/credits.sql``);
here is who may, what is refused, and what is told.

``balances`` and ``history`` are the interface for whoever shows credits elsewhere (widgets, portal)."""

from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, select, update

from atrium.billing.credits.ledger import events, queries
from atrium.billing.credits.ledger.models import CreditAccount, CreditEntry, CreditGrant
from atrium.billing.credits.ledger.queries import Answer
from atrium.billing.credits.ledger.schemas import (
    CreditConsumeIn,
    CreditDeductionIn,
    CreditGrantIn,
    CreditSettingsPatch,
    CreditSource,
)
from atrium.billing.credits.units.service import check_unit, know_units, units_json
from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError, Conflict, Invalid, NotFound
from atrium.kernel.events import Change
from atrium.kernel.kept import Kept
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.service import CustomerNotFound, get_customer
from atrium.records.customers.record.sight import require_write, visible_customers


class InsufficientCredits(AtriumError):
    status, code, title = 402, "insufficient-credits", "There are not enough credits"


class GrantNotFound(NotFound):
    title = "There is no such grant, or you may not see it"


class EntryNotFound(NotFound):
    title = "There is no such entry, or you may not see it"


class GrantEnded(Conflict):
    code, title = "grant-ended", "Nothing is left of this grant"


class GrantHeld(Conflict):
    code, title = "grant-held", "A part of this grant is reserved"


class NotReversible(Conflict):
    code, title = "not-reversible", "Only a debit can be reversed"


class AlreadyReversed(Conflict):
    code, title = "already-reversed", "This was reversed already"


# ── reading ─────────────────────────────────────────────────────────────────────


# ── movements ───────────────────────────────────────────────────────────────────


async def writable(ctx: Ctx, customer_id: UUID) -> None:
    """Raises ``CustomerNotFound`` (404) and ``Forbidden`` (403) in a read-only folder. The customer's row is not
    locked: the account's is. Brings the units along, which ``check_unit`` will be asked for."""
    found = (await _PLACE.run(ctx, customer_id=customer_id)).first()
    if found is None:
        raise CustomerNotFound
    know_units(ctx, found.units)
    require_write(ctx, found.folder_id)


def _place(ctx: Ctx) -> Select[Any]:
    here = visible_customers(ctx), Customer.id == bindparam("customer_id", type_=Uuid)
    return select(Customer.folder_id, units_json(ctx).label("units")).where(*here)


_PLACE = Kept(_place)


def what(ctx: Ctx, note: str = "", source: CreditSource | None = None, key: str | None = None) -> dict[str, Any]:
    """Who moves credits and why, as the functions take it. ``key``: a second movement of the account with it is the
    first one."""
    actor = {
        "actor_type": ctx.actor.type,
        "actor_id": str(ctx.actor.id) if ctx.actor.id else None,
        "actor_name": ctx.actor.name,
    }
    paid = {"source_type": source.type, "source_id": source.id} if source else {}
    return {"note": note, **actor, **paid, **({"key": key} if key else {})}


def refuse(answer: Answer, amount: int = 0, pointer: str = "/amount") -> None:
    """Raises what the function refused for."""
    match answer.get("refused"):
        case None:
            return
        case "insufficient":
            raise InsufficientCredits(f"{answer['available']} are available, {amount} are needed.")
        case "too_much":
            raise Invalid.at(pointer, "too_much", "would make the balance larger than can be counted exactly")
        case "expired":
            raise Invalid.at("/expires_at", "past", "must lie in the future and after effective_at")
        case "voided":
            raise GrantEnded("It was voided already.")
        case "spent":
            raise GrantEnded("It is used up. Reverse the entries that used it, if they were wrong.")
        case "held":
            raise GrantHeld(f"{answer['held']} of it are held. Release or capture the holds first.")
        case "not_a_debit":
            raise NotReversible("Grants are voided; what expired, was voided or is a reversal itself stays.")
        case "reversed":
            raise AlreadyReversed
        case _:
            raise EntryNotFound


async def grant(
    ctx: Ctx, customer_id: UUID, data: CreditGrantIn, *, source: str | None = None, key: str | None = None
) -> tuple[CreditGrant, Answer]:
    """The new grant, and the function's answer. Raises ``Invalid`` (422) for a unit, time or sum that cannot be."""
    await writable(ctx, customer_id)
    await check_unit(ctx, data.unit)
    values = {
        "customer_id": customer_id,
        **data.model_dump(include={"unit", "amount", "priority", "effective_at", "expires_at", "category"}),
    }
    origin = source or ("manual" if ctx.actor.type == "member" else "api")
    answer = await queries.call(ctx, queries.GRANT, **values, source=origin, what=what(ctx, data.note, key=key))
    refuse(answer)
    row = await ctx.session.get_one(CreditGrant, (ctx.workspace_id, UUID(answer["entry"]["grant_ids"][0])))
    if not answer.get("replayed"):
        ctx.emit(
            events.CreditsGranted(**_moved(answer), grant_id=row.id, category=row.category, expires_at=row.expires_at)
        )
        await announce(ctx, answer)
    return row, answer


async def void_grant(ctx: Ctx, customer_id: UUID, grant_id: UUID, note: str) -> tuple[CreditGrant, Answer]:
    """Take back what is left of a grant. Raises ``GrantNotFound`` (404), ``GrantEnded`` and ``GrantHeld`` (409)."""
    await writable(ctx, customer_id)
    own = select(CreditGrant).where(
        CreditGrant.workspace_id == ctx.workspace_id, CreditGrant.id == grant_id, CreditGrant.customer_id == customer_id
    )
    row = await ctx.session.scalar(own)
    if row is None:
        raise GrantNotFound
    answer = await queries.call(ctx, queries.VOID, grant_id=grant_id, what=what(ctx, note))
    refuse(answer)
    await ctx.session.refresh(row)
    ctx.emit(events.CreditsVoided(**_moved(answer), grant_id=grant_id))
    await announce(ctx, answer)
    return row, answer


async def consume(ctx: Ctx, customer_id: UUID, data: CreditConsumeIn, *, key: str | None = None) -> Answer:
    """Pay for usage. Raises ``InsufficientCredits`` (402), which stores nothing."""
    answer = await _debit(ctx, customer_id, "consume", data.unit, data.amount, what(ctx, data.note, data.source, key))
    if not answer.get("replayed"):
        consumed(ctx, answer)
        await announce(ctx, answer)
    return answer


def consumed(ctx: Ctx, answer: Answer) -> None:
    """Usage of one sitting is one event, whose change spans all of it."""
    moved = _moved(answer)
    span = {"balance": Change(before=moved["balance"] + moved["amount"], after=moved["balance"])}
    ctx.emit(events.CreditsConsumed(**moved, changes=span), settle=True)


async def deduct(ctx: Ctx, customer_id: UUID, data: CreditDeductionIn) -> Answer:
    """Take credits away. Raises ``InsufficientCredits`` (402)."""
    answer = await _debit(ctx, customer_id, "deduct", data.unit, data.amount, what(ctx, data.reason, data.source))
    ctx.emit(events.CreditsDeducted(**_moved(answer)))
    await announce(ctx, answer)
    return answer


async def _debit(
    ctx: Ctx, customer_id: UUID, entry_type: Literal["consume", "deduct"], unit: str, amount: int, facts: dict[str, Any]
) -> Answer:
    await writable(ctx, customer_id)
    await check_unit(ctx, unit)
    answer: Answer = await queries.call(
        ctx, queries.CONSUME, customer_id=customer_id, unit=unit, type=entry_type, amount=amount, what=facts
    )
    refuse(answer, amount)
    return answer


async def reverse(ctx: Ctx, customer_id: UUID, entry_id: UUID, note: str) -> Answer:
    """Take a debit back. Raises ``EntryNotFound`` (404), ``NotReversible`` and ``AlreadyReversed`` (409)."""
    await writable(ctx, customer_id)
    own = (
        CreditEntry.workspace_id == ctx.workspace_id,
        CreditEntry.id == entry_id,
        CreditEntry.customer_id == customer_id,
    )
    if await ctx.session.scalar(select(CreditEntry.id).where(*own)) is None:
        raise EntryNotFound
    answer: Answer = await queries.call(ctx, queries.REVERSE, entry_id=entry_id, what=what(ctx, note))
    refuse(answer)
    ctx.emit(events.CreditsReversed(**_moved(answer), reverses_id=entry_id))
    await announce(ctx, answer)
    return answer


# ── what is told ────────────────────────────────────────────────────────────────


def state_of(answer: Answer) -> dict[str, Any]:
    """What every event of an account holds."""
    return {
        "customer_id": UUID(answer["customer_id"]),
        "subject_id": UUID(answer["account_id"]),
        "unit": answer["unit"],
        "balance": answer["balance"],
        "available": answer["available"],
    }


def _moved(answer: Answer) -> dict[str, Any]:
    entry = answer["entry"]
    facts = {name: entry[name] for name in ("note", "source_type", "source_id")}
    return {**state_of(answer), **facts, "entry_id": UUID(entry["id"]), "amount": abs(entry["amount"])}


async def announce(ctx: Ctx, answer: Answer) -> None:
    """What else a movement led to: grants that ended, lines that were crossed."""
    state = state_of(answer)
    for ended in answer["ended"]:
        ctx.emit(
            events.CreditsGrantExpired(
                **{**state, "balance": ended["balance"]}, grant_id=UUID(ended["grant_id"]), amount=ended["amount"]
            )
        )
    crossed = set(answer["crossed"])
    if not crossed:
        return
    told = await queries.managers(ctx, state["customer_id"])
    if "low" in crossed:
        ctx.emit(events.CreditsLow(**state, member_ids=told, threshold=answer["low_below"]))
    if "depleted" in crossed:
        ctx.emit(events.CreditsDepleted(**state, member_ids=told))
    if "top_up" in crossed:
        ctx.emit(events.CreditsTopUpDue(**state, member_ids=told, top_up=answer["top_up_amount"]))


# ── settings ────────────────────────────────────────────────────────────────────


async def get_account(ctx: Ctx, customer_id: UUID, unit: str) -> CreditAccount | None:
    """None when nothing happened in this unit so far. Raises ``CustomerNotFound`` (404) and ``Invalid`` (422) for an
    unknown unit."""
    await get_customer(ctx, customer_id)
    await check_unit(ctx, unit, "path/unit")
    here = (
        CreditAccount.workspace_id == ctx.workspace_id,
        CreditAccount.customer_id == customer_id,
        CreditAccount.unit == unit,
    )
    found: CreditAccount | None = await ctx.session.scalar(
        select(CreditAccount).where(*here).execution_options(populate_existing=True)
    )
    return found


async def account_for_change(ctx: Ctx, customer_id: UUID, unit: str) -> CreditAccount:
    """The account, made when it is missing, locked. Raises as ``get_account`` does, and ``Forbidden`` (403)."""
    await writable(ctx, customer_id)
    await check_unit(ctx, unit, "path/unit")
    account_id = await queries.call(ctx, queries.OPEN, customer_id=customer_id, unit=unit)
    here = (CreditAccount.workspace_id == ctx.workspace_id, CreditAccount.id == account_id)
    locked = (
        select(CreditAccount).where(*here).with_for_update(key_share=True).execution_options(populate_existing=True)
    )
    return (await ctx.session.scalars(locked)).one()


async def change_settings(ctx: Ctx, account: CreditAccount, data: CreditSettingsPatch) -> CreditAccount:
    """Change a locked account. A threshold above what is available makes it low without telling anybody: nothing was
    crossed."""
    wanted = data.provided()
    if "grace_seconds" in wanted and wanted["grace_seconds"] is None:
        raise Invalid.at("/grace_seconds", "null", "must be a number of seconds")
    values: dict[str, Any] = {
        name: wanted[name] for name in ("low_below", "price_per_minute", "grace_seconds") if name in wanted
    }
    if "top_up" in wanted:
        rule = data.top_up
        values |= {
            "top_up_below": rule and rule.below,
            "top_up_amount": rule and rule.amount,
            "top_up_ceiling": rule and rule.monthly_ceiling,
        }
    before = {name: getattr(account, name) for name in values}
    changes = {
        name: Change(before=before[name], after=value) for name, value in values.items() if before[name] != value
    }
    if not changes:
        return account
    if "low_below" in changes:
        row = (await queries.account_rows(ctx, account.customer_id))[account.unit]
        values["low"] = values["low_below"] is not None and row.available < values["low_below"]
    if any(name.startswith("top_up") for name in changes):
        values["top_up_asked_for"] = None
    here = (CreditAccount.workspace_id == ctx.workspace_id, CreditAccount.id == account.id)
    statement = update(CreditAccount).where(*here).values(**values, version=CreditAccount.version + 1)
    await ctx.session.execute(statement.execution_options(synchronize_session=False))
    await ctx.session.refresh(account)
    ctx.emit(
        events.CreditsSettingsChanged(
            customer_id=account.customer_id, subject_id=account.id, unit=account.unit, changes=changes
        ),
        settle=True,
    )
    return account


async def expire(ctx: Ctx, account_id: UUID) -> None:
    """Let what has ended in one account go: grants and holds."""
    answer: Answer | None = await queries.call(ctx, queries.EXPIRE, account_id=account_id)
    if answer is None:
        return
    for hold in answer["holds"]:
        ctx.emit(
            events.CreditsReleased(**state_of(answer), hold_id=UUID(hold["id"]), amount=hold["amount"], expired=True)
        )
    await announce(ctx, answer)
