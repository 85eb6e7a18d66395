from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from atrium.adapters.images import MAX_INPUT_BYTES, Crop
from atrium.kernel.context import Ctx
from atrium.kernel.errors import TooLarge
from atrium.kernel.permissions import P
from atrium.kernel.pictures import PICTURE_RESPONSES, Picture, PictureVersion, picture_response
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.avatars import service
from atrium.records.customers.record.schemas import CustomerOut
from atrium.records.customers.record.service import get_customer, show_customer

router = slice_router("customers")
Share = Annotated[
    float | None, Form(ge=0, le=1, description="Of the picture's width or height, 0 to 1.", examples=[0.1])
]


@router.get(
    "/customers/{customer_id}/avatar",
    summary="Get a customer's picture",
    response_class=Response,
    responses=PICTURE_RESPONSES,
)
async def get_customer_avatar(
    ctx: Annotated[Ctx, can(P.customers_read)],
    customer_id: UUID,
    v: PictureVersion = None,  # noqa: ARG001 - only makes addresses differ
) -> Response:
    """256 × 256 pixels, WebP. 404 when there is none."""
    return picture_response(await service.read_avatar(await get_customer(ctx, customer_id)))


@router.put("/customers/{customer_id}/avatar", summary="Set a customer's picture")
async def set_customer_avatar(
    ctx: Annotated[Ctx, can(P.customers_write)],
    customer_id: UUID,
    file: Picture,
    x: Share = None,
    y: Share = None,
    size: Share = None,
) -> CustomerOut:
    """It is cropped to a square (`x`, `y` and `size` choose which), scaled to 256 by 256 and re-encoded without its
    metadata."""
    customer = await get_customer(ctx, customer_id, level="write")
    content = await file.read(MAX_INPUT_BYTES + 1)
    if len(content) > MAX_INPUT_BYTES:
        raise TooLarge("A picture may have at most 20 MB.")
    crop = Crop(x, y, size) if x is not None and y is not None and size else None
    await service.set_avatar(ctx, customer, content, crop)
    return (await show_customer(ctx, customer_id))[0]


@router.delete("/customers/{customer_id}/avatar", status_code=204, summary="Remove a customer's picture")
async def remove_customer_avatar(ctx: Annotated[Ctx, can(P.customers_write)], customer_id: UUID) -> None:
    """Answers 404 when it has none."""
    await service.remove_avatar(ctx, await get_customer(ctx, customer_id, level="write"))
