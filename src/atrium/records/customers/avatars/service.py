"""A customer's picture: re-encoded, so nothing hidden in the file survives."""

from collections.abc import AsyncIterator, Awaitable, Callable

from sqlalchemy import update

from atrium.adapters import images, storage
from atrium.kernel.context import Ctx
from atrium.kernel.errors import NotFound
from atrium.kernel.ids import uuid7
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.service import touch

MOST_BYTES = 256 * 1024


class NoAvatar(NotFound):
    title = "This customer has no picture"


async def set_avatar(ctx: Ctx, customer: Customer, content: bytes, crop: images.Crop | None) -> None:
    """Replace the picture of a locked customer. Raises ``NotAnImage`` (422)."""
    picture = await images.avatar(content, crop)
    key = f"{ctx.workspace_id}/avatars/{uuid7()}.webp"

    async def chunks() -> AsyncIterator[bytes]:
        yield picture

    await storage.put_stream(key, chunks(), MOST_BYTES)
    await _replace(ctx, customer, key)


async def remove_avatar(ctx: Ctx, customer: Customer) -> None:
    """Raises ``NoAvatar`` (404)."""
    if customer.avatar_key is None:
        raise NoAvatar
    await _replace(ctx, customer, None)


async def read_avatar(customer: Customer) -> bytes:
    """The picture as WebP. Raises ``NoAvatar`` (404)."""
    if customer.avatar_key is None:
        raise NoAvatar
    return await storage.get_bytes(customer.avatar_key, MOST_BYTES)


async def _replace(ctx: Ctx, customer: Customer, key: str | None) -> None:
    old = customer.avatar_key
    await ctx.session.execute(
        update(Customer)
        .where(Customer.workspace_id == ctx.workspace_id, Customer.id == customer.id)
        .values(avatar_key=key)
    )
    await touch(ctx, customer.id, changed=True)
    if old is not None:
        ctx.after_commit.append(_forget(old))


def _forget(key: str) -> Callable[[], Awaitable[None]]:
    async def forget() -> None:
        await storage.delete(key)

    return forget
