from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy import Row

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import own
from atrium.records.relations import service
from atrium.records.relations.models import RelationType
from atrium.records.relations.schemas import (
    Direction,
    RelatedCustomer,
    RelationIn,
    RelationOut,
    RelationTypeIn,
    RelationTypeOut,
    RelationTypePatch,
)

router = slice_router("relations", "Related customers.")
IMMUTABLE = 1
"""Version of a relation: it is made and removed, never changed."""


@router.get("/relation-types", summary="List relation types")
async def list_relation_types(
    ctx: Annotated[Ctx, can(P.customers_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[RelationTypeOut]:
    """A to Z."""
    rows, next_cursor = await service.list_types(ctx, limit, cursor)
    return Page(items=[_type_out(row) for row in rows], next_cursor=next_cursor)


@router.post("/relation-types", status_code=201, summary="Create a relation type")
async def create_relation_type(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)], data: RelationTypeIn, response: Response
) -> RelationTypeOut:
    """Its name must not be taken (409)."""
    return _type(await service.create_type(ctx, data), response)


@router.get("/relation-types/{type_id}", summary="Get a relation type")
async def get_relation_type(
    ctx: Annotated[Ctx, can(P.customers_read)], type_id: UUID, response: Response
) -> RelationTypeOut:
    """One relation type with its ETag."""
    return _type(await service.get_type(ctx, type_id), response)


@router.patch("/relation-types/{type_id}", summary="Rename a relation type")
async def update_relation_type(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)],
    type_id: UUID,
    data: RelationTypePatch,
    request: Request,
    response: Response,
) -> RelationTypeOut:
    """Relations of this type read by the new names at once."""
    row = await service.get_type(ctx, type_id, lock=True)
    check_if_match(request, row.version)
    return _type(await service.update_type(ctx, row, data), response)


@router.delete("/relation-types/{type_id}", status_code=204, summary="Delete a relation type")
async def delete_relation_type(
    ctx: Annotated[Ctx, can(P.custom_fields_manage)], type_id: UUID, request: Request
) -> None:
    """Refused (409) while customers are related in this way."""
    row = await service.get_type(ctx, type_id, lock=True)
    check_if_match(request, row.version)
    await service.delete_type(ctx, row)


@router.get("/customers/{customer_id}/relations", summary="List related customers")
async def list_relations(
    ctx: Annotated[Ctx, can(P.customers_read)],
    customer_id: UUID,
    type_id: Annotated[list[UUID] | None, Query(max_length=50, description="Only these types.")] = None,
    direction: Annotated[
        Direction | None,
        Query(
            description=(
                "Only where this customer is the first (`outgoing`) or the second; relations that read the same both"
                " ways always."
            ),
            examples=["outgoing"],
        ),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[RelationOut]:
    """In both directions, labelled as read from this customer, the newest first; only customers the caller may see."""
    rows, next_cursor = await service.list_relations(
        ctx, customer_id, type_ids=type_id or (), direction=direction, limit=limit, cursor=cursor
    )
    return Page(items=[_relation_out(row, customer_id) for row in rows], next_cursor=next_cursor)


@router.post("/customers/{customer_id}/relations", status_code=201, summary="Link a customer")
async def create_relation(
    ctx: Annotated[Ctx, can(P.customers_write)], customer_id: UUID, data: RelationIn, response: Response
) -> RelationOut:
    """With `new_customer` the other one is created and linked in one step (sub-customer). Trees refuse cycles and
    second parents (409)."""
    row = await service.create_relation(ctx, customer_id, data)
    set_etag(response, IMMUTABLE)
    return _relation_out(row, customer_id)


@router.delete("/relations/{relation_id}", status_code=204, summary="Unlink two customers")
async def delete_relation(ctx: Annotated[Ctx, can(P.customers_write)], relation_id: UUID, request: Request) -> None:
    """Both customers stay."""
    row = await service.get_relation(ctx, relation_id)
    check_if_match(request, IMMUTABLE)
    await service.delete_relation(ctx, row)


def _type(row: RelationType, response: Response) -> RelationTypeOut:
    set_etag(response, row.version)
    return _type_out(row)


def _type_out(row: RelationType) -> RelationTypeOut:
    known = own(RelationTypeOut, row)
    return RelationTypeOut(**known, is_symmetrical=service.is_symmetrical(row))


def _relation_out(row: Row[Any], customer_id: UUID) -> RelationOut:
    relation, kind = row.Relation, row.RelationType
    outgoing = relation.from_customer_id == customer_id
    avatar = f"/api/v1/customers/{row.id}/avatar?v={row.avatar_key[-12:]}" if row.avatar_key else None
    return RelationOut(
        id=relation.id,
        type_id=relation.type_id,
        label=kind.name if outgoing else kind.inverse_name,
        direction="mutual" if service.is_symmetrical(kind) else "outgoing" if outgoing else "incoming",
        customer=RelatedCustomer(
            id=row.id,
            name=row.name,
            kind=row.kind,
            lifecycle=row.lifecycle,
            email=row.email,
            phone=row.phone,
            avatar_url=avatar,
        ),
        created_at=relation.created_at,
    )
