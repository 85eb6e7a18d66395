from typing import Annotated

from fastapi import Path, Request, Response

from atrium.billing.credits.units import service
from atrium.billing.credits.units.schemas import UNIT_EXAMPLE, CreditUnitIn, CreditUnitOut, CreditUnitPatch
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("credits")
UnitPath = Annotated[
    str,
    Path(
        min_length=1,
        max_length=40,
        pattern=r"^[a-z][a-z0-9_]*$",
        description="Key of the unit.",
        examples=[UNIT_EXAMPLE],
    ),
]


@router.get("/credit-units", summary="List credit units")
async def list_credit_units(
    ctx: Annotated[Ctx, can(P.credits_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[CreditUnitOut]:
    """What customers can have credits of, by key."""
    found = sorted((await service.units(ctx)).values(), key=lambda unit: unit.key)
    if cursor:
        position = decode_cursor("credit_units", cursor)[0]
        found = [unit for unit in found if unit.key > position]
    items, next_cursor = page_of(found[: limit + 1], limit, "credit_units", lambda unit: [unit.key])
    return Page(items=[CreditUnitOut.model_validate(unit) for unit in items], next_cursor=next_cursor)


@router.post("/credit-units", status_code=201, summary="Create a credit unit")
async def create_credit_unit(
    ctx: Annotated[Ctx, can(P.credits_manage)], data: CreditUnitIn, response: Response
) -> CreditUnitOut:
    """Every customer has an account of it from now on, empty at first."""
    return _one(await service.create_unit(ctx, data), response)


@router.get("/credit-units/{unit}", summary="Get a credit unit")
async def get_credit_unit(
    ctx: Annotated[Ctx, can(P.credits_read)], unit: UnitPath, response: Response
) -> CreditUnitOut:
    """One unit with its ETag."""
    return _one(await service.get_unit(ctx, unit), response)


@router.patch("/credit-units/{unit}", summary="Rename a credit unit")
async def update_credit_unit(
    ctx: Annotated[Ctx, can(P.credits_manage)],
    unit: UnitPath,
    data: CreditUnitPatch,
    request: Request,
    response: Response,
) -> CreditUnitOut:
    """Its name and description; the key stays."""
    found = await service.get_unit(ctx, unit)
    check_if_match(request, found.version)
    return _one(await service.update_unit(ctx, found, data), response)


@router.delete("/credit-units/{unit}", status_code=204, summary="Delete a credit unit")
async def delete_credit_unit(ctx: Annotated[Ctx, can(P.credits_manage)], unit: UnitPath, request: Request) -> None:
    """Refused (409) for a built-in one, and once a customer has a history in it."""
    found = await service.get_unit(ctx, unit)
    check_if_match(request, found.version)
    await service.delete_unit(ctx, found)


def _one(unit: service.Unit, response: Response) -> CreditUnitOut:
    set_etag(response, unit.version)
    return CreditUnitOut.model_validate(unit)
