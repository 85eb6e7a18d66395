"""Doing one thing after the other, each as if it came alone: with its own checks, its own events, its own failure."""

from collections.abc import Awaitable, Callable
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
from atrium.records.customers.record.listing import listing_of
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.schemas import CustomerPatch
from atrium.records.customers.record.service import convert_customer, create_customer, get_customer, update_customer
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


async def act(ctx: Ctx, customer_id: UUID, action: Action) -> None:
    """Do the action with one customer. Raises what the single operation would raise."""
    customer = await get_customer(ctx, customer_id, level="write")
    match action:
        case SetStatus():
            await update_customer(ctx, customer, CustomerPatch(status_id=action.status_id))
        case Move():
            await update_customer(ctx, customer, _move(action))
        case AddTags():
            await add_tags(ctx, [customer], TagsToAdd(tag_ids=action.tag_ids, group_ids=action.group_ids))
        case RemoveTags():
            await take_tags(ctx, customer, action.tag_ids)
        case Assign():
            await _assign(ctx, customer, action)
        case Unassign():
            await remove_workers(ctx, customer, action.worker_ids)
        case Convert():
            await convert_customer(ctx, customer)
        case SetFields():
            await update_customer(ctx, customer, CustomerPatch(custom_fields=action.custom_fields))
        case Delete():
            await delete_customers(ctx, [customer])
        case _:
            assert_never(action)


def _move(action: Move) -> CustomerPatch:
    if action.status_id is None:
        return CustomerPatch(folder_id=action.folder_id)
    return CustomerPatch(folder_id=action.folder_id, status_id=action.status_id)


async def _assign(ctx: Ctx, customer: Customer, action: Assign) -> None:
    await add_workers(ctx, customer, action.worker_ids)
    if "owner_id" in action.model_fields_set:
        await update_customer(ctx, customer, CustomerPatch(owner_id=action.owner_id))
