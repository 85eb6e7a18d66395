"""The trash. What forbids a deletion and what goes with a customer is declared by the capabilities that it belongs to
(``records/customers/profile``)."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, table, update
from sqlalchemy.sql import column

from atrium.adapters import storage
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, Unmet
from atrium.kernel.settings import settings
from atrium.records.customers.profile.declared import BLOCKERS, LOSSES
from atrium.records.customers.record.identifiers import add_identifiers, identifiers_of, remove_identifiers
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.service import touch
from atrium.records.customers.record.sight import require_write
from atrium.records.customers.trash.events import CustomerDeleted, CustomerPurged, CustomerRestored
from atrium.records.customers.trash.schemas import DeletionPlan, Loss


class CustomerBlocked(Conflict):
    """``unmet`` lists what has to be settled first."""

    code, title = "customer-blocked", "This customer cannot be deleted yet"


class NotInTrash(Conflict):
    code, title = "not-in-trash", "This customer is not in the trash"


async def blockers_of(ctx: Ctx, customer_ids: Sequence[UUID]) -> dict[UUID, list[Unmet]]:
    """What forbids deleting each of these customers; those without an entry may go."""
    found: dict[UUID, list[Unmet]] = {}
    for blocker in BLOCKERS:
        for customer_id, unmet in (await blocker(ctx, customer_ids)).items():
            found.setdefault(customer_id, []).extend(unmet)
    return found


async def plan_deletion(ctx: Ctx, customer: Customer) -> DeletionPlan:
    """What deleting it would mean (X8)."""
    blockers = (await blockers_of(ctx, [customer.id])).get(customer.id, [])
    losses = []
    for name in LOSSES:
        rows = table(name, column("workspace_id"), column("customer_id"))
        number = await ctx.session.scalar(
            select(func.count())
            .select_from(rows)
            .where(rows.c.workspace_id == ctx.workspace_id, rows.c.customer_id == customer.id)
        )
        if number:
            losses.append(Loss(what=name, count=number))
    until = None if blockers else datetime.now(UTC) + timedelta(days=settings().trash_days)
    return DeletionPlan(allowed=not blockers, blockers=blockers, losses=losses, restorable_until=until)


async def delete_customers(ctx: Ctx, customers: Sequence[Customer]) -> None:
    """Put locked customers into the trash. Raises ``CustomerBlocked`` (409) when one of them may not go; then none
    does."""
    ids = [customer.id for customer in customers]
    blocked = await blockers_of(ctx, ids)
    if blocked:
        raise CustomerBlocked(
            "Settle what is still open first.", unmet=[unmet for found in blocked.values() for unmet in found]
        )
    now = func.clock_timestamp()
    await ctx.session.execute(
        update(Customer)
        .where(Customer.workspace_id == ctx.workspace_id, Customer.id.in_(ids))
        .values(deleted_at=now, version=Customer.version + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )
    # Their addresses and ids are free for others from now on; restoring claims them again.
    await remove_identifiers(ctx, {customer.id: identifiers_of(customer) for customer in customers})
    for customer in customers:
        ctx.emit(CustomerDeleted(customer_id=customer.id, name=customer.name))


async def restore_customer(ctx: Ctx, customer: Customer) -> None:
    """Raises ``NotInTrash`` (409), and ``IdentifierTaken`` (409) when another customer has one of its addresses or ids
    now."""
    if customer.deleted_at is None:
        raise NotInTrash
    require_write(ctx, customer.folder_id)
    await add_identifiers(ctx, customer.id, identifiers_of(customer))
    statement = update(Customer).where(Customer.workspace_id == ctx.workspace_id, Customer.id == customer.id)
    await ctx.session.execute(statement.values(deleted_at=None).execution_options(synchronize_session=False))
    ctx.emit(CustomerRestored(customer_id=customer.id, name=customer.name))
    await touch(ctx, customer.id, changed=True)


async def purge_customer(ctx: Ctx, customer: Customer) -> None:
    """Delete for good what lies in the trash, with everything that belongs to it. Raises ``NotInTrash`` (409)."""
    if customer.deleted_at is None:
        raise NotInTrash
    require_write(ctx, customer.folder_id)
    await purge(ctx, [customer])


async def purge(ctx: Ctx, customers: Sequence[Customer]) -> None:
    for customer in customers:
        if customer.avatar_key:
            ctx.after_commit.append(_forget_file(customer.avatar_key))
        ctx.emit(CustomerPurged(customer_id=customer.id))
    await ctx.session.execute(
        delete(Customer).where(
            Customer.workspace_id == ctx.workspace_id, Customer.id.in_([customer.id for customer in customers])
        )
    )


def _forget_file(key: str) -> Callable[[], Awaitable[None]]:
    async def forget() -> None:
        await storage.delete(key)

    return forget


async def purge_expired(ctx: Ctx, limit: int) -> int:
    """Purge what has been in the trash for longer than ``ATRIUM_TRASH_DAYS``. Returns how many were purged."""
    old = func.clock_timestamp() - timedelta(days=settings().trash_days)
    query = (
        select(Customer)
        .where(Customer.workspace_id == ctx.workspace_id, Customer.deleted_at < old)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    customers = (await ctx.session.scalars(query)).all()
    await purge(ctx, customers)
    return len(customers)
