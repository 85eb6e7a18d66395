"""Adding and removing tags and workers of a customer, and merging tags."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, delete, func, literal, select, text
from sqlalchemy.dialects.postgresql import insert

from atrium.access.members.service import check_members
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError, Invalid, NotFound, refuse
from atrium.kernel.events import Change
from atrium.kernel.permissions import P
from atrium.records.customers.assignments.events import (
    CustomerOwnerChanged,
    CustomerTagged,
    CustomerUnassigned,
    CustomerUntagged,
)
from atrium.records.customers.assignments.schemas import TagsToAdd, WorkersToHave
from atrium.records.customers.record.events import CustomerAssigned
from atrium.records.customers.record.models import Customer, CustomerTag, CustomerWorker
from atrium.records.customers.record.service import touch
from atrium.records.customers.record.writes import link_tags, link_workers
from atrium.records.tags.events import TagsMerged
from atrium.records.tags.models import Tag, TagGroup
from atrium.records.tags.service import check_tags, get_tag
from atrium.records.usages.service import merged


class TagNotOnCustomer(NotFound):
    title = "The customer does not have this tag"


async def add_tags(ctx: Ctx, customers: Sequence[Customer], data: TagsToAdd) -> None:
    """Add tags and all tags of groups to locked customers; those they have already stay. Raises ``Invalid`` (422)
    naming unknown ones."""
    errors: list[FieldError] = []
    await check_tags(ctx, data.tag_ids, "/tag_ids", errors)
    found: dict[UUID, list[UUID]] = {}
    if data.group_ids:
        known = set(
            await ctx.session.scalars(
                select(TagGroup.id).where(TagGroup.workspace_id == ctx.workspace_id, TagGroup.id.in_(data.group_ids))
            )
        )
        for number, group_id in enumerate(data.group_ids):
            if group_id not in known:
                errors.append(
                    FieldError(
                        pointer=f"/group_ids/{number}", code="unknown", message="is not a tag group of this workspace"
                    )
                )
        for row in await ctx.session.execute(
            select(Tag.group_id, Tag.id).where(Tag.workspace_id == ctx.workspace_id, Tag.group_id.in_(data.group_ids))
        ):
            found.setdefault(row.group_id, []).append(row.id)
    refuse(errors)
    wanted = [*data.tag_ids, *(tag_id for group in found.values() for tag_id in group)]
    added = await link_tags(ctx, [customer.id for customer in customers], wanted)
    for customer_id, tag_ids in added.items():
        ctx.emit(CustomerTagged(customer_id=customer_id, tag_ids=tag_ids))
    if added:
        await touch(ctx, *added, changed=True)


async def set_tags(ctx: Ctx, customer: Customer, tag_ids: Sequence[UUID]) -> None:
    """Make its tags exactly these."""
    errors: list[FieldError] = []
    await check_tags(ctx, tag_ids, "/tag_ids", errors)
    refuse(errors)
    held = set(await ctx.session.scalars(_tags_of(ctx, customer.id)))
    added = (await link_tags(ctx, [customer.id], tag_ids)).get(customer.id, [])
    removed = sorted(held - set(tag_ids))
    if removed:
        await _unlink_tags(ctx, [customer.id], removed)
        ctx.emit(CustomerUntagged(customer_id=customer.id, tag_ids=removed))
    if added:
        ctx.emit(CustomerTagged(customer_id=customer.id, tag_ids=added))
    if added or removed:
        await touch(ctx, customer.id, changed=True)


async def remove_tag(ctx: Ctx, customer: Customer, tag_id: UUID) -> None:
    """Raises ``TagNotOnCustomer`` (404)."""
    await _remove(ctx, customer, [tag_id])


async def remove_group(ctx: Ctx, customer: Customer, group_id: UUID) -> None:
    """Take all tags of a group off. Raises ``TagNotOnCustomer`` (404) when it has none of them."""
    group = select(Tag.id).where(Tag.workspace_id == ctx.workspace_id, Tag.group_id == group_id)
    await _remove(
        ctx, customer, list(await ctx.session.scalars(_tags_of(ctx, customer.id).where(CustomerTag.tag_id.in_(group))))
    )


async def take_tags(ctx: Ctx, customers: Sequence[Customer], tag_ids: Sequence[UUID]) -> None:
    """Take tags off, those that each of them has."""
    removed = await _unlink_tags(ctx, [customer.id for customer in customers], tag_ids)
    for customer_id, gone in removed.items():
        ctx.emit(CustomerUntagged(customer_id=customer_id, tag_ids=gone))
    if removed:
        await touch(ctx, *removed, changed=True)


async def add_workers(ctx: Ctx, customers: Sequence[Customer], member_ids: Sequence[UUID]) -> None:
    """Assign members besides those assigned already. Raises ``Invalid`` (422) naming unknown ones."""
    errors: list[FieldError] = []
    await check_members(ctx, member_ids, "/worker_ids", errors)
    refuse(errors)
    added = await link_workers(ctx, [(customer.id, member_id) for customer in customers for member_id in member_ids])
    for customer_id, members in added.items():
        ctx.emit(CustomerAssigned(customer_id=customer_id, member_ids=members))
    if added:
        await touch(ctx, *added, changed=True)


class _Wanted(NamedTuple):
    """Who shall be assigned to a customer, in place of those who are."""

    customer: Customer
    held: set[UUID]
    worker_ids: list[UUID]
    owner_id: UUID | None


async def set_workers(ctx: Ctx, customer: Customer, data: WorkersToHave) -> None:
    """Make its workers exactly these. Raises ``Invalid`` (422) naming unknown members."""
    owner_id = data.provided().get("owner_id", customer.owner_id)
    wanted = list(dict.fromkeys([*data.worker_ids, *([owner_id] if owner_id else [])]))
    held = (await _workers_of(ctx, [customer.id])).get(customer.id, [])
    await _have_workers(ctx, [_Wanted(customer, set(held), wanted, owner_id)])


async def remove_workers(ctx: Ctx, customers: Sequence[Customer], member_ids: Sequence[UUID]) -> None:
    """Take members off, those assigned; an owner among them owns the customer no longer."""
    held, wanted = await _workers_of(ctx, [customer.id for customer in customers]), list[_Wanted]()
    for customer in customers:
        own = held.get(customer.id, [])
        rest = [member_id for member_id in own if member_id not in member_ids]
        if len(rest) < len(own):
            owner_id = None if customer.owner_id in member_ids else customer.owner_id
            rest = list(dict.fromkeys([*rest, *([owner_id] if owner_id else [])]))
            wanted.append(_Wanted(customer, set(own), rest, owner_id))
    await _have_workers(ctx, wanted)


async def _have_workers(ctx: Ctx, wanted: Sequence[_Wanted]) -> None:
    errors: list[FieldError] = []
    new = [(entry.customer.id, member) for entry in wanted for member in entry.worker_ids if member not in entry.held]
    await check_members(ctx, list(dict.fromkeys(member for _, member in new)), "/worker_ids", errors)
    refuse(errors)
    added = await link_workers(ctx, new)
    removed = {entry.customer.id: sorted(entry.held - set(entry.worker_ids)) for entry in wanted}
    await _unlink_workers(ctx, [(customer_id, member) for customer_id in removed for member in removed[customer_id]])
    owned = [entry for entry in wanted if entry.owner_id != entry.customer.owner_id]
    await _set_owners(ctx, owned)
    for customer, _, _, owner_id in wanted:
        if removed[customer.id]:
            ctx.emit(CustomerUnassigned(customer_id=customer.id, member_ids=removed[customer.id]))
        if customer.id in added:
            ctx.emit(CustomerAssigned(customer_id=customer.id, member_ids=added[customer.id]))
        if owner_id != customer.owner_id:
            before = str(customer.owner_id) if customer.owner_id else None
            change = Change(before=before, after=str(owner_id) if owner_id else None)
            ctx.emit(CustomerOwnerChanged(customer_id=customer.id, owner_id=owner_id, changes={"owner_id": change}))
    moved = {entry.customer.id for entry in owned}
    if changed := [customer_id for customer_id in removed if removed[customer_id] or customer_id in {*added, *moved}]:
        await touch(ctx, *changed, changed=True)


async def _unlink_workers(ctx: Ctx, pairs: Sequence[tuple[UUID, UUID]]) -> None:
    if not pairs:
        return
    if {member_id for _, member_id in pairs} != {ctx.member_id}:
        ctx.require(P.customers_assign)
    customers, members = map(list, zip(*pairs, strict=True))
    values = {"workspace_id": ctx.workspace_id, "customers": customers, "members": members}
    await ctx.session.execute(_UNLINK_WORKERS, values)


_UNLINK_WORKERS = text("""
DELETE FROM customer_workers w USING unnest(CAST(:customers AS uuid[]), CAST(:members AS uuid[])) AS gone (customer_id,
  member_id)
WHERE w.workspace_id = :workspace_id AND w.customer_id = gone.customer_id AND w.member_id = gone.member_id
""")


async def _set_owners(ctx: Ctx, owned: Sequence[_Wanted]) -> None:
    if owned:
        given = {"customers": [entry.customer.id for entry in owned], "owners": [entry.owner_id for entry in owned]}
        await ctx.session.execute(_SET_OWNERS, {"workspace_id": ctx.workspace_id, **given})


_SET_OWNERS = text("""
UPDATE customers c SET owner_id = given.owner_id
FROM unnest(CAST(:customers AS uuid[]), CAST(:owners AS uuid[])) AS given (id, owner_id)
WHERE c.workspace_id = :workspace_id AND c.id = given.id
""")


async def merge_tags(ctx: Ctx, tag_id: UUID, tag_ids: Sequence[UUID]) -> int:
    """Melt other tags into this one and return how many customers got it. Raises ``TagNotFound`` (404) and ``Invalid``
    (422)."""
    kept = (await get_tag(ctx, tag_id)).Tag
    errors: list[FieldError] = []
    await check_tags(ctx, tag_ids, "/tag_ids", errors)
    refuse(errors)
    if tag_id in tag_ids:
        raise Invalid.at("/tag_ids", "same", "must not contain the tag that remains")
    carriers = select(
        CustomerTag.workspace_id, CustomerTag.customer_id, literal(tag_id), func.min(CustomerTag.added_at)
    ).where(CustomerTag.workspace_id == ctx.workspace_id, CustomerTag.tag_id.in_(tag_ids))
    columns = ["workspace_id", "customer_id", "tag_id", "added_at"]
    statement = (
        insert(CustomerTag)
        .from_select(columns, carriers.group_by(CustomerTag.workspace_id, CustomerTag.customer_id))
        .on_conflict_do_nothing()
    )
    got = len((await ctx.session.execute(statement.returning(CustomerTag.customer_id))).all())
    await merged(ctx, "tag", tag_ids, tag_id)
    names = list(
        await ctx.session.execute(
            delete(Tag).where(Tag.workspace_id == ctx.workspace_id, Tag.id.in_(tag_ids)).returning(Tag.id, Tag.name)
        )
    )
    for gone in names:
        ctx.emit(TagsMerged(subject_id=gone.id, name=gone.name, into=kept.name))
    return got


def _tags_of(ctx: Ctx, customer_id: UUID) -> Select[UUID]:
    return select(CustomerTag.tag_id).where(
        CustomerTag.workspace_id == ctx.workspace_id, CustomerTag.customer_id == customer_id
    )


async def _workers_of(ctx: Ctx, customer_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    own = CustomerWorker.workspace_id == ctx.workspace_id, CustomerWorker.customer_id.in_(customer_ids)
    held: dict[UUID, list[UUID]] = {}
    for row in await ctx.session.execute(select(CustomerWorker.customer_id, CustomerWorker.member_id).where(*own)):
        held.setdefault(row.customer_id, []).append(row.member_id)
    return held


async def _unlink_tags(ctx: Ctx, customer_ids: Sequence[UUID], tag_ids: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    """Returns the ones that each customer had."""
    own = CustomerTag.workspace_id == ctx.workspace_id, CustomerTag.customer_id.in_(customer_ids)
    statement = delete(CustomerTag).where(*own, CustomerTag.tag_id.in_(tag_ids))
    removed: dict[UUID, list[UUID]] = {}
    for row in await ctx.session.execute(statement.returning(CustomerTag.customer_id, CustomerTag.tag_id)):
        removed.setdefault(row.customer_id, []).append(row.tag_id)
    return removed


async def _remove(ctx: Ctx, customer: Customer, tag_ids: Sequence[UUID]) -> None:
    if not set(tag_ids) & set(await ctx.session.scalars(_tags_of(ctx, customer.id))):
        raise TagNotOnCustomer
    await take_tags(ctx, [customer], tag_ids)
