from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Response, UploadFile

from atrium.adapters.images import Crop
from atrium.kernel.context import Ctx
from atrium.kernel.errors import TooLarge
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.avatars import service
from atrium.records.customers.schemas import CustomerOut
from atrium.records.customers.service import get_customer, show_customer

router = slice_router("customers")
MOST_BYTES = 20 * 1024 * 1024
Share = Annotated[float | None, Form(ge=0, le=1, description="Of the picture's width or height, 0 to 1.", examples=[0.1])]


@router.get(
    "/customers/{customer_id}/avatar",
    summary="Get a customer's picture",
    response_class=Response,
    responses={200: {"content": {"image/webp": {}}, "description": "The picture, 256 by 256."}},
)
async def get_customer_avatar(ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID) -> Response:
    """A WebP picture."""
    content = await service.read_avatar(await get_customer(ctx, customer_id))
    return Response(content, media_type="image/webp", headers={"Cache-Control": "private, max-age=86400"})


@router.put("/customers/{customer_id}/avatar", summary="Set a customer's picture")
async def set_customer_avatar(
    ctx: Annotated[Ctx, can(P.customers_write)],
    customer_id: UUID,
    file: Annotated[UploadFile, File(description="PNG, JPEG, WebP or GIF, at most 20 MB.")],
    x: Share = None,
    y: Share = None,
    size: Share = None,
) -> CustomerOut:
    """It is cropped to a square (`x`, `y` and `size` choose which), scaled to 256 by 256 and re-encoded without its metadata."""
    customer = await get_customer(ctx, customer_id, level="write")
    content = await file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise TooLarge("A picture may have at most 20 MB.")
    crop = Crop(x, y, size) if x is not None and y is not None and size else None
    await service.set_avatar(ctx, customer, content, crop)
    return (await show_customer(ctx, customer_id))[0]


@router.delete("/customers/{customer_id}/avatar", status_code=204, summary="Remove a customer's picture")
async def remove_customer_avatar(ctx: Annotated[Ctx, can(P.customers_write)], customer_id: UUID) -> None:
    """Answers 404 when it has none."""
    await service.remove_avatar(ctx, await get_customer(ctx, customer_id, level="write"))
