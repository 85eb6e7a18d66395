from typing import Annotated

from fastapi import Path, Response

from atrium.kernel.context import Ctx
from atrium.kernel.etag import set_etag
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Key, Token
from atrium.records.customers.record.schemas import CustomerOut
from atrium.records.customers.record.service import show_customer
from atrium.records.customers.upserts.schemas import CustomerUpsert
from atrium.records.customers.upserts.service import upsert_customer

router = slice_router("customers")


@router.put(
    "/customers/by/{scheme}/{value}",
    summary="Create or change a customer",
    responses={201: {"description": "Created.", "model": CustomerOut}},
)
async def upsert_customer_by_identifier(
    ctx: Annotated[Ctx, can(P.customers_write)],
    scheme: Annotated[Key, Path(description="`email`, or the name of the other system.", examples=["hubspot"])],
    value: Annotated[Token, Path(max_length=254, description="The address, or the id there.", examples=["991"])],
    data: CustomerUpsert,
    response: Response,
) -> CustomerOut:
    """Finds the customer by an address or an id elsewhere, then creates (201) or changes it (200). Repeating it changes
    nothing."""
    customer_id, created = await upsert_customer(ctx, scheme, value, data)
    response.status_code = 201 if created else 200
    customer, version = await show_customer(ctx, customer_id)
    set_etag(response, version)
    return customer
