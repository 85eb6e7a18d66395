from typing import Annotated
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.assignments import service
from atrium.records.customers.assignments.schemas import (
    CustomerTagsOut,
    TagMerge,
    TagMergeOut,
    TagsToAdd,
    TagsToHave,
    WorkersOut,
    WorkersToHave,
)
from atrium.records.customers.record.service import get_customer, show_customer
from atrium.records.tags.service import get_group

router = slice_router("customers")


@router.get("/customers/{customer_id}/tags", summary="List a customer's tags")
async def list_customer_tags(
    ctx: Annotated[Ctx, can(P.customers_read, P.tags_read)], customer_id: UUID
) -> CustomerTagsOut:
    """A to Z."""
    return await _tags(ctx, customer_id)


@router.post("/customers/{customer_id}/tags", summary="Add tags to a customer")
async def add_customer_tags(
    ctx: Annotated[Ctx, can(P.tags_write)], customer_id: UUID, data: TagsToAdd
) -> CustomerTagsOut:
    """Single tags, whole groups, or both. Those it has already stay."""
    await service.add_tags(ctx, [await get_customer(ctx, customer_id, level="write")], data)
    return await _tags(ctx, customer_id)


@router.put("/customers/{customer_id}/tags", summary="Replace a customer's tags")
async def set_customer_tags(
    ctx: Annotated[Ctx, can(P.tags_write)], customer_id: UUID, data: TagsToHave
) -> CustomerTagsOut:
    """Adds what is missing and removes what is not named."""
    await service.set_tags(ctx, await get_customer(ctx, customer_id, level="write"), data.tag_ids)
    return await _tags(ctx, customer_id)


@router.delete("/customers/{customer_id}/tags/{tag_id}", status_code=204, summary="Remove a tag from a customer")
async def remove_customer_tag(ctx: Annotated[Ctx, can(P.tags_write)], customer_id: UUID, tag_id: UUID) -> None:
    """The tag itself stays."""
    await service.remove_tag(ctx, await get_customer(ctx, customer_id, level="write"), tag_id)


@router.post("/customers/{customer_id}/tag-groups/{group_id}", summary="Add a group of tags to a customer")
async def add_customer_tag_group(
    ctx: Annotated[Ctx, can(P.tags_write)], customer_id: UUID, group_id: UUID
) -> CustomerTagsOut:
    """Adds every tag of the group."""
    await get_group(ctx, group_id)
    await service.add_tags(ctx, [await get_customer(ctx, customer_id, level="write")], TagsToAdd(group_ids=[group_id]))
    return await _tags(ctx, customer_id)


@router.delete(
    "/customers/{customer_id}/tag-groups/{group_id}", status_code=204, summary="Remove a group of tags from a customer"
)
async def remove_customer_tag_group(ctx: Annotated[Ctx, can(P.tags_write)], customer_id: UUID, group_id: UUID) -> None:
    """Removes every tag of the group that it has."""
    await service.remove_group(ctx, await get_customer(ctx, customer_id, level="write"), group_id)


@router.post("/tags/{tag_id}/merge", summary="Merge tags into this one")
async def merge_tags(ctx: Annotated[Ctx, can(P.tags_manage)], tag_id: UUID, data: TagMerge) -> TagMergeOut:
    """The others vanish; their customers get this one."""
    return TagMergeOut(customers=await service.merge_tags(ctx, tag_id, data.tag_ids))


@router.get("/customers/{customer_id}/workers", summary="List who works with a customer")
async def list_workers(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID) -> WorkersOut:
    """The owner and all members assigned."""
    return await _workers(ctx, customer_id)


@router.put("/customers/{customer_id}/workers", summary="Choose who works with a customer")
async def set_workers(
    ctx: Annotated[Ctx, can(P.customers_write)], customer_id: UUID, data: WorkersToHave
) -> WorkersOut:
    """Assigning others than oneself needs `customers:assign`.."""
    await service.set_workers(ctx, await get_customer(ctx, customer_id, level="write"), data)
    return await _workers(ctx, customer_id)


async def _tags(ctx: Ctx, customer_id: UUID) -> CustomerTagsOut:
    customer, _ = await show_customer(ctx, customer_id)
    return CustomerTagsOut(items=customer.tags)


async def _workers(ctx: Ctx, customer_id: UUID) -> WorkersOut:
    customer, _ = await show_customer(ctx, customer_id)
    return WorkersOut(owner=customer.owner, items=customer.workers)
