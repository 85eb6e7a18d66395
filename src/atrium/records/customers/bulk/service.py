"""Doing one thing after the other, each as if it came alone: with its own checks, its own events, its own failure."""

from collections.abc import Awaitable, Callable, Sequence
from typing import assert_never
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from atrium.access.members.service import check_members
from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError, FieldError, as_atrium_error, problem, refuse, sqlstate_of
from atrium.kernel.jobs import enqueue
from atrium.kernel.permissions import P
from atrium.records.customers.assignments.schemas import TagsToAdd
from atrium.records.customers.assignments.service import add_tags, add_workers, remove_workers, take_tags
from atrium.records.customers.bulk.schemas import (
    Action,
    AddTags,
    Assign,
    BatchResult,
    BulkIn,
    Convert,
    CreateOperation,
    Delete,
    DeleteOperation,
    Move,
    Operation,
    RemoveTags,
    SetFields,
    SetStatus,
    Unassign,
    UpdateOperation,
    UpsertOperation,
)
from atrium.records.customers.record.conversion import AlreadyCustomer, convert_customers
from atrium.records.customers.record.listing import listing_of
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.schemas import CustomerPatch
from atrium.records.customers.record.service import (
    Refusals,
    create_customer,
    get_customer,
    lock_customers,
    update_customer,
    update_customers,
)
from atrium.records.customers.trash.service import delete_customers
from atrium.records.customers.upserts.service import upsert_customer
from atrium.records.folders.models import Status
from atrium.records.folders.queries import map_status
from atrium.records.tags.service import check_tags

WHOLE_TRANSACTION = frozenset({"40001", "40P01", "25P02"})
"""Failures after which the rest of the transaction is lost too."""

PERMISSIONS: dict[str, P] = {
    "set_status": P.customers_write,
    "move": P.customers_write,
    "set_fields": P.customers_write,
    "add_tags": P.tags_write,
    "remove_tags": P.tags_write,
    "assign": P.customers_write,
    "unassign": P.customers_write,
    "convert": P.customers_write,
    "delete": P.customers_delete,
}


async def attempt(ctx: Ctx, work: Callable[[], Awaitable[None]]) -> AtriumError | None:
    """Do one thing in a savepoint. Returns the refusal, if any; raises only what spoils the whole transaction."""
    try:
        async with ctx.attempt():
            await work()
    except AtriumError as error:
        return error
    except DBAPIError as error:
        if sqlstate_of(error) in WHOLE_TRANSACTION or error.connection_invalidated:
            raise
        return as_atrium_error(error)
    return None


async def run_batch(ctx: Ctx, operations: list[Operation]) -> list[BatchResult]:
    """Each operation's outcome, in order."""
    results = []
    for index, operation in enumerate(operations):
        outcome = BatchResult(index=index, status=200)

        async def work(operation: Operation = operation, outcome: BatchResult = outcome) -> None:
            outcome.customer_id, outcome.status = await _operate(ctx, operation)

        refusal = await attempt(ctx, work)
        if refusal is not None:
            outcome.customer_id, outcome.status = None, refusal.status
            outcome.problem = problem(refusal, instance=f"/api/v1/customers/batch#{index}", request_id=ctx.request_id)
        results.append(outcome)
    return results


async def _operate(ctx: Ctx, operation: Operation) -> tuple[UUID | None, int]:
    match operation:
        case CreateOperation():
            return await create_customer(ctx, operation.data), 201
        case UpdateOperation():
            await update_customer(ctx, await get_customer(ctx, operation.customer_id, level="write"), operation.data)
            return operation.customer_id, 200
        case UpsertOperation():
            customer_id, created = await upsert_customer(ctx, operation.scheme, operation.value, operation.data)
            return customer_id, 201 if created else 200
        case DeleteOperation():
            ctx.require(P.customers_delete)
            await delete_customers(ctx, [await get_customer(ctx, operation.customer_id, level="write")])
            return operation.customer_id, 204
        case _:
            assert_never(operation)


async def start_bulk(ctx: Ctx, data: BulkIn) -> UUID:
    """Start the job and return its id. Raises ``ScopeMissing`` (403) and, for a filter that cannot be, ``Invalid``
    (422)."""
    ctx.require(PERMISSIONS[data.action.type])
    if data.selection.filter is not None:
        await listing_of(ctx, data.selection.filter)
    await _check_action(ctx, data.action)
    return await enqueue(ctx, "edit_customers", data.model_dump(mode="json", exclude_unset=True), visible=True)


async def _check_action(ctx: Ctx, action: Action) -> None:
    """Refuse at once what could not succeed for any customer. Raises ``Invalid`` (422) naming every place."""
    errors: list[FieldError] = []
    match action:
        case SetStatus():
            if await ctx.session.get(Status, (ctx.workspace_id, action.status_id)) is None:
                errors.append(
                    FieldError(pointer="/action/status_id", code="unknown", message="is not a status of this workspace")
                )
        case Move():
            await map_status(
                ctx, action.folder_id, wanted_status_id=action.status_id, wanted_name=None, previous_status_id=None
            )
        case AddTags():
            if not action.tag_ids and not action.group_ids:
                errors.append(FieldError(pointer="/action/tag_ids", code="empty", message="name tags or groups to add"))
            await check_tags(ctx, action.tag_ids, "/action/tag_ids", errors)
        case RemoveTags():
            await check_tags(ctx, action.tag_ids, "/action/tag_ids", errors)
        case Assign():
            await check_members(
                ctx, [*action.worker_ids, *([action.owner_id] if action.owner_id else [])], "/action/worker_ids", errors
            )
        case Unassign():
            # Not `check_members`: who left the workspace can still be taken off.
            if set(action.worker_ids) != {ctx.member_id}:
                ctx.require(P.customers_assign)
        case SetFields() | Convert() | Delete():
            pass
        case _:
            assert_never(action)
    refuse(errors)


async def edit(ctx: Ctx, customer_ids: Sequence[UUID], action: Action) -> Refusals:
    """Do the action with each of the customers, as if each came alone. Returns why not, for those with whom it was not
    done.

    They are written together. When that is refused for the sake of some, halves are tried, down to the ones it is
    about."""
    refused: Refusals = {}

    async def work() -> None:
        refused.update(await act(ctx, customer_ids, action))

    refusal = await attempt(ctx, work)
    if refusal is None:
        return refused
    if len(customer_ids) == 1:
        return {customer_ids[0]: refusal}
    half = len(customer_ids) // 2
    return await edit(ctx, customer_ids[:half], action) | await edit(ctx, customer_ids[half:], action)


async def act(ctx: Ctx, customer_ids: Sequence[UUID], action: Action) -> Refusals:
    """Do the action with the customers. Returns the refusals known to be about one customer; raises what the single
    operation would raise for any of them, with nothing done."""
    refused: Refusals = {}
    customers = await lock_customers(ctx, customer_ids, refused)
    match action:
        case _ if not customers:
            pass
        case SetStatus():
            await _patch(ctx, customers, CustomerPatch(status_id=action.status_id), refused)
        case Move():
            await _patch(ctx, customers, _move(action), refused)
        case AddTags():
            await add_tags(ctx, customers, TagsToAdd(tag_ids=action.tag_ids, group_ids=action.group_ids))
        case RemoveTags():
            await take_tags(ctx, customers, action.tag_ids)
        case Assign():
            await add_workers(ctx, customers, action.worker_ids)
            if "owner_id" in action.model_fields_set:
                owner = CustomerPatch(owner_id=action.owner_id)
                await update_customers(ctx, [(customer, owner) for customer in customers])
        case Unassign():
            await remove_workers(ctx, customers, action.worker_ids)
        case Convert():
            refused |= {row.id: AlreadyCustomer() for row in customers if row.lifecycle == "customer"}
            await convert_customers(ctx, [row for row in customers if row.id not in refused])
        case SetFields():
            await _patch(ctx, customers, CustomerPatch(custom_fields=action.custom_fields), refused)
        case Delete():
            await delete_customers(ctx, customers)
        case _:
            assert_never(action)
    return refused


async def _patch(ctx: Ctx, customers: Sequence[Customer], patch: CustomerPatch, refused: Refusals) -> None:
    await update_customers(ctx, [(customer, patch) for customer in customers], refused)


def _move(action: Move) -> CustomerPatch:
    if action.status_id is None:
        return CustomerPatch(folder_id=action.folder_id)
    return CustomerPatch(folder_id=action.folder_id, status_id=action.status_id)
