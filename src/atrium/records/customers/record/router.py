from typing import Annotated, Literal
from uuid import UUID

import orjson
from fastapi import Query, Request, Response

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.hot_reads import hot
from atrium.kernel.paging import Cursor, Limit
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Line
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record import hot_reads, listing, rendering, service
from atrium.records.customers.record.conversion import convert_customers
from atrium.records.customers.record.schemas import CustomerFilter, CustomerIn, CustomerOut, CustomerPage, CustomerPatch

router = slice_router("customers", "Customers and leads.")
Sort = Annotated[
    str,
    Query(
        max_length=80,
        pattern=r"^-?([a-z_]+|field\.[a-z][a-z0-9_]*)$",
        description=(
            "`last_activity_at`, `created_at`, `updated_at`, `name` or `field.<key>`; with `-` in front descending. A"
            " search, or a filter by custom fields, in another order than by activity sorts its 10,000 most recently"
            " active matches."
        ),
        examples=["-last_activity_at"],
    ),
]


@router.get(
    "/customers",
    summary="List and search customers",
    response_model=CustomerPage,
    openapi_extra={"x-query-prefixes": ["field["]},
)
@hot(hot_reads.PAGE)
async def list_customers(
    ctx: Annotated[Ctx, can(P.customers_read)],
    request: Request,
    q: Annotated[
        Line, Query(max_length=200, description="Part of a name, address, number, location or id.", examples=["60011"])
    ] = "",
    lifecycle: Annotated[
        list[Literal["prospect", "customer"]] | None, Query(max_length=2, description="Prospects, customers or both.")
    ] = None,
    folder_id: Annotated[list[UUID] | None, Query(max_length=100, description="In one of these folders.")] = None,
    no_folder: Annotated[bool, Query(description="Also (or only) those in no folder.")] = False,
    status_id: Annotated[list[UUID] | None, Query(max_length=100, description="With one of these statuses.")] = None,
    tag_id: Annotated[list[UUID] | None, Query(max_length=100, description="With any of these tags.")] = None,
    all_tag_id: Annotated[list[UUID] | None, Query(max_length=100, description="With all of these tags.")] = None,
    owner_id: Annotated[list[UUID] | None, Query(max_length=100, description="Owned by one of these members.")] = None,
    worker_id: Annotated[
        list[UUID] | None, Query(max_length=100, description="Assigned to one of these members.")
    ] = None,
    trashed: Annotated[bool, Query(description="Those in the trash instead.")] = False,
    include_total: Annotated[bool, Query(description="Also count them, up to 10,000.")] = False,
    sort: Sort = "-last_activity_at",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Response:
    """The customers the caller may see. Custom fields filter as `field[renewal_on][gte]=2026-01-01`, with the operators
    `eq`, `in`, `gt`, `gte`, `lt`, `lte`, `contains`, `exists` and `missing`, as far as the field's type has them."""
    wanted = CustomerFilter.model_construct(
        q=q,
        lifecycle=lifecycle or [],
        folder_id=folder_id or [],
        no_folder=no_folder,
        status_id=status_id or [],
        tag_id=tag_id or [],
        all_tag_id=all_tag_id or [],
        owner_id=owner_id or [],
        worker_id=worker_id or [],
        trashed=trashed,
        fields=[],
    )
    conditions = [(name, value) for name, value in request.query_params.multi_items() if name.startswith("field[")]
    chosen = await listing.listing_of(ctx, wanted, sort, conditions)
    rows, next_cursor = await listing.list_page(ctx, chosen, limit, cursor)
    known = await load_fields(ctx)
    # A near miss by a typing error is shown but not counted: the total is never less than what is on the page.
    total = max(await listing.count(ctx, chosen), len(rows)) if include_total else None
    page = {"items": [rendering.customer_json(row, known) for row in rows], "next_cursor": next_cursor, "total": total}
    return Response(orjson.dumps(page, default=str, option=orjson.OPT_UTC_Z), media_type="application/json")


@router.post("/customers", status_code=201, summary="Create a customer")
async def create_customer(
    ctx: Annotated[Ctx, can(P.customers_write)], data: CustomerIn, response: Response
) -> CustomerOut:
    """A duplicate address or external id answers 409 with `existing_id`, if the caller may see that customer."""
    customer, version = await service.show_new_customer(ctx, data)
    set_etag(response, version)
    return customer


@router.get("/customers/{customer_id}", summary="Get a customer")
@hot(hot_reads.ONE)
async def get_customer(
    ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID, response: Response
) -> CustomerOut:
    """One customer with its ETag."""
    return await _show(ctx, customer_id, response)


@router.patch("/customers/{customer_id}", summary="Change a customer")
async def update_customer(
    ctx: Annotated[Ctx, can(P.customers_write)],
    customer_id: UUID,
    data: CustomerPatch,
    request: Request,
    response: Response,
) -> CustomerOut:
    """Moving to another folder keeps the values it hides and maps the status: the given one, else one of the same name,
    else the default. It is refused (409) while a field that the folder requires is empty."""
    row = await service.get_customer_to_edit(ctx, customer_id)
    check_if_match(request, row.version)
    customer, version = await service.show_updated_customer(ctx, row, data)
    set_etag(response, version)
    return customer


@router.post("/customers/{customer_id}/convert", summary="Make a prospect a customer")
async def convert_customer(
    ctx: Annotated[Ctx, can(P.customers_write)], customer_id: UUID, response: Response
) -> CustomerOut:
    """Once in its life; the id stays. A customer answers 409."""
    row = await service.get_customer(ctx, customer_id, level="write")
    await convert_customers(ctx, [row])
    return await _show(ctx, customer_id, response)


@router.post("/customers/{customer_id}/visit", status_code=204, summary="Note that the member has seen a customer")
async def visit_customer(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID) -> None:
    """Clears the badge for new activity. Does nothing for API keys."""
    await service.get_customer(ctx, customer_id)
    await service.mark_seen(ctx, customer_id)


async def _show(ctx: Ctx, customer_id: UUID, response: Response) -> CustomerOut:
    customer, version = await service.show_customer(ctx, customer_id)
    set_etag(response, version)
    return customer
