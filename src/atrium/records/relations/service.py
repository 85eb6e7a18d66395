"""Related customers (B7, B8): typed, labelled both ways, trees without cycles, sub-customers in one call."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.kernel.context import Ctx
from atrium.kernel.errors import AtriumError, Conflict, Forbidden, Invalid, NotFound
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.records.customers.record.schemas import CustomerIn
from atrium.records.customers.record.service import CustomerNotFound, create_customer, get_customer, touch
from atrium.records.relations.events import (
    RelationCreated,
    RelationDeleted,
    RelationTypeCreated,
    RelationTypeDeleted,
    RelationTypeUpdated,
)
from atrium.records.relations.models import Relation, RelationType
from atrium.records.relations.queries import is_above, relations_of, visible_relations
from atrium.records.relations.schemas import RelationIn, RelationTypeIn, RelationTypePatch

DEFAULT_RELATION_TYPES: tuple[Mapping[str, Any], ...] = (
    {"name": "employee", "inverse_name": "company", "is_tree": False},  # people work for several companies
    {"name": "branch", "inverse_name": "parent company", "is_tree": True},
    {"name": "child", "inverse_name": "parent", "is_tree": False},  # a child has two parents
    {"name": "partner", "inverse_name": "partner", "is_tree": False},
)
"""What a new workspace starts with."""


class RelationNotFound(NotFound):
    title = "There is no such relation, or you may not see it"


class RelationTypeNotFound(NotFound):
    title = "There is no such relation type"


class RelationTypeNameTaken(Conflict):
    code, title = "name-taken", "This name is taken"


class RelationTypeInUse(Conflict):
    code, title = "relation-type-in-use", "Customers are still related in this way"


class AlreadyRelated(Conflict):
    code, title = "already-related", "These customers are related in this way already"


class ParentExists(Conflict):
    code, title = "parent-exists", "In this kind of relation a customer has only one parent"


class RelationCycle(Conflict):
    code, title = "relation-cycle", "A customer cannot stand above itself"


async def seed_relation_types(session: AsyncSession, workspace_id: UUID) -> None:
    """Give a new workspace the default types. Repeating it adds nothing."""
    rows = [{"workspace_id": workspace_id, "id": uuid7(), **values} for values in DEFAULT_RELATION_TYPES]
    await session.execute(insert(RelationType).values(rows).on_conflict_do_nothing())


def is_symmetrical(kind: RelationType) -> bool:
    return kind.name.casefold() == kind.inverse_name.casefold()


async def list_types(ctx: Ctx, limit: int, cursor: str | None) -> tuple[Sequence[RelationType], str | None]:
    """A to Z."""
    query = select(RelationType).where(RelationType.workspace_id == ctx.workspace_id)
    order = (func.lower(RelationType.name), RelationType.id)
    if cursor:
        query = query.where(after(order, decode_cursor("relation_types", cursor), descending=[False, False]))
    rows = (
        await ctx.session.execute(query.add_columns(order[0].label("lowered")).order_by(*order).limit(limit + 1))
    ).all()
    page, next_cursor = page_of(rows, limit, "relation_types", lambda row: [row.lowered, row.RelationType.id])
    return [row.RelationType for row in page], next_cursor


async def get_type(ctx: Ctx, type_id: UUID, *, lock: bool = False) -> RelationType:
    """Raises ``RelationTypeNotFound`` (404)."""
    query = select(RelationType).where(RelationType.workspace_id == ctx.workspace_id, RelationType.id == type_id)
    query = query.execution_options(populate_existing=True)
    row = await ctx.session.scalar(query.with_for_update(key_share=True) if lock else query)
    if row is None:
        raise RelationTypeNotFound
    return row


async def create_type(ctx: Ctx, data: RelationTypeIn) -> RelationType:
    """Raises ``RelationTypeNameTaken`` (409) and ``Invalid`` (422) for a tree that reads the same both ways."""
    row = RelationType(
        workspace_id=ctx.workspace_id,
        id=uuid7(),
        name=data.name,
        inverse_name=data.inverse_name or data.name,
        is_tree=data.is_tree,
    )
    if row.is_tree and is_symmetrical(row):
        raise Invalid.at("/is_tree", "symmetrical", "needs two different names, because one end is above the other")
    try:
        async with ctx.session.begin_nested():
            ctx.session.add(row)
    except IntegrityError as error:
        raise _name_taken() from error
    await ctx.session.refresh(row)
    ctx.emit(RelationTypeCreated(subject_id=row.id, name=row.name))
    return row


async def update_type(ctx: Ctx, row: RelationType, data: RelationTypePatch) -> RelationType:
    """Rename a locked type. Raises ``RelationTypeNameTaken`` (409), and ``Invalid`` (422) when it would begin or cease
    to read the same both ways."""
    values = data.provided()
    if is_symmetrical(row) and values:
        values = {
            "name": values.get("name") or values["inverse_name"],
            "inverse_name": values.get("inverse_name") or values["name"],
        }
    after_names = {"name": row.name, "inverse_name": row.inverse_name} | values
    if (after_names["name"].casefold() == after_names["inverse_name"].casefold()) != is_symmetrical(row):
        raise Invalid.at(
            "/inverse_name",
            "symmetry",
            "decides whether the type reads the same both ways, which cannot change: make a new type",
        )
    changes = diff({name: getattr(row, name) for name in values}, values)
    if not changes:
        return row
    own = (RelationType.workspace_id == ctx.workspace_id, RelationType.id == row.id)
    statement = (
        update(RelationType)
        .where(*own)
        .values(**values, version=RelationType.version + 1, updated_at=func.clock_timestamp())
    )
    try:
        async with ctx.session.begin_nested():
            await ctx.session.execute(statement.execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise _name_taken() from error
    await ctx.session.refresh(row)
    ctx.emit(RelationTypeUpdated(subject_id=row.id, name=row.name, changes=changes))
    return row


async def delete_type(ctx: Ctx, row: RelationType) -> None:
    """Raises ``RelationTypeInUse`` (409) while any relation has this type."""
    own = (RelationType.workspace_id == ctx.workspace_id, RelationType.id == row.id)
    try:
        async with ctx.session.begin_nested():
            await ctx.session.execute(delete(RelationType).where(*own).execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise RelationTypeInUse("Remove the relations of this type first.") from error
    ctx.emit(RelationTypeDeleted(subject_id=row.id, name=row.name))


def _name_taken() -> RelationTypeNameTaken:
    return RelationTypeNameTaken("There is another relation type with this name.")


async def list_relations(
    ctx: Ctx, customer_id: UUID, *, type_ids: Sequence[UUID], direction: str | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows of ``relations_of``, the newest first. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    scope = f"relations:{customer_id}:{sorted(type_ids)}:{direction}"
    query = relations_of(ctx, customer_id)
    if type_ids:
        query = query.where(Relation.type_id.in_(type_ids))
    if direction is not None:
        mutual = func.lower(RelationType.name) == func.lower(RelationType.inverse_name)
        query = query.where(
            or_(
                mutual,
                (Relation.from_customer_id if direction == "outgoing" else Relation.to_customer_id) == customer_id,
            )
        )
    if cursor:
        query = query.where(Relation.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(Relation.id.desc()).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.Relation.id])


async def get_relation(ctx: Ctx, relation_id: UUID) -> Row[Any]:
    """A row of ``visible_relations``. Raises ``RelationNotFound`` (404)."""
    row: Row[Any] | None = (await ctx.session.execute(visible_relations(ctx).where(Relation.id == relation_id))).first()
    if row is None:
        raise RelationNotFound
    return row


async def create_relation(ctx: Ctx, customer_id: UUID, data: RelationIn) -> Row[Any]:
    """Link a customer that exists, or create and link one, all or nothing. Returns the relation as read from
    ``customer_id``.

    Raises ``CustomerNotFound`` (404), ``Invalid`` (422) for an unknown type or other customer, ``Forbidden`` (403) when
    either is in a read-only folder, ``AlreadyRelated``, ``ParentExists`` or ``RelationCycle`` (409), and whatever
    ``create_customer`` raises, its pointers below ``/new_customer``."""
    await get_customer(ctx, customer_id)
    other_id = await _other(ctx, customer_id, data)
    for identifier in sorted({customer_id, other_id}):
        await get_customer(ctx, identifier, level="write")
    kind = await _type_to_link(ctx, data.type_id)
    outgoing = data.direction == "outgoing"
    first, second = (customer_id, other_id) if outgoing else (other_id, customer_id)
    if is_symmetrical(kind):
        first, second = sorted((first, second))
    if kind.is_tree:
        await _check_tree(ctx, kind, above=first, below=second)
    values = {
        "workspace_id": ctx.workspace_id,
        "id": uuid7(),
        "type_id": kind.id,
        "from_customer_id": first,
        "to_customer_id": second,
    }
    if (
        await ctx.session.scalar(insert(Relation).values(values).on_conflict_do_nothing().returning(Relation.id))
        is None
    ):
        raise AlreadyRelated
    _tell(ctx, RelationCreated, values["id"], kind, first, second)
    await touch(ctx, first)
    await touch(ctx, second)
    return (await ctx.session.execute(relations_of(ctx, customer_id).where(Relation.id == values["id"]))).one()


async def delete_relation(ctx: Ctx, row: Row[Any]) -> None:
    """The customers stay. Raises ``Forbidden`` (403) when either is in a read-only folder."""
    relation, kind = row.Relation, row.RelationType
    first, second = relation.from_customer_id, relation.to_customer_id
    for identifier in sorted({first, second}):
        await get_customer(ctx, identifier, level="write")
    gone = (
        delete(Relation)
        .where(Relation.workspace_id == ctx.workspace_id, Relation.id == relation.id)
        .returning(Relation.id)
    )
    if await ctx.session.scalar(gone.execution_options(synchronize_session=False)) is None:
        raise RelationNotFound
    _tell(ctx, RelationDeleted, relation.id, kind, first, second)
    await touch(ctx, first)
    await touch(ctx, second)


async def _type_to_link(ctx: Ctx, type_id: UUID) -> RelationType:
    """The type; a tree's is locked until the commit, so that no two requests can close a cycle or add a second parent
    together."""
    try:
        kind = await get_type(ctx, type_id)
        return await get_type(ctx, type_id, lock=True) if kind.is_tree else kind
    except RelationTypeNotFound:
        raise Invalid.at("/type_id", "unknown", "is not a relation type of this workspace") from None


async def _other(ctx: Ctx, customer_id: UUID, data: RelationIn) -> UUID:
    if data.new_customer is not None:
        return await _create(ctx, data.new_customer)
    other_id = data.customer_id
    if other_id is None or other_id == customer_id:
        raise Invalid.at("/customer_id", "same", "must be another customer")
    try:
        await get_customer(ctx, other_id)
    except CustomerNotFound:
        raise Invalid.at("/customer_id", "unknown", "is not a customer you can see") from None
    return other_id


async def _create(ctx: Ctx, data: CustomerIn) -> UUID:
    if ctx.visibility.mode == "customer":
        raise Forbidden("This key serves one customer and cannot make others.")
    try:
        return await create_customer(ctx, data)
    except AtriumError as refusal:
        refusal.errors = [
            error.model_copy(update={"pointer": f"/new_customer{error.pointer}"}) for error in refusal.errors
        ]
        raise


async def _check_tree(ctx: Ctx, kind: RelationType, *, above: UUID, below: UUID) -> None:
    query = select(Relation.from_customer_id).where(
        Relation.workspace_id == ctx.workspace_id, Relation.type_id == kind.id, Relation.to_customer_id == below
    )
    parent = await ctx.session.scalar(query)
    if parent == above:
        raise AlreadyRelated
    if parent is not None:
        raise ParentExists(f"This customer has a {kind.inverse_name} already.")
    if await is_above(ctx, kind.id, below, above):
        raise RelationCycle(f"This would make a customer its own {kind.inverse_name}.")


def _tell(
    ctx: Ctx,
    event: type[RelationCreated | RelationDeleted],
    relation_id: UUID,
    kind: RelationType,
    first: UUID,
    second: UUID,
) -> None:
    for customer_id, other_id, label in ((first, second, kind.name), (second, first, kind.inverse_name)):
        ctx.emit(
            event(
                customer_id=customer_id,
                subject_id=relation_id,
                other_customer_id=other_id,
                relation_type_id=kind.id,
                label=label,
            )
        )
