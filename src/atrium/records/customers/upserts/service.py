"""Upsert by e-mail address or external id: repeating it changes nothing, two at once make one customer."""

from uuid import UUID

from sqlalchemy import func, select

from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError, Invalid, refuse
from atrium.records.customers.contact_points.service import EmailNotUnderstood, normalise_email
from atrium.records.customers.record.models import CustomerIdentifier
from atrium.records.customers.record.schemas import CustomerIn
from atrium.records.customers.record.service import create_customer, get_customer, update_customer
from atrium.records.customers.record.writes import link_tags
from atrium.records.customers.upserts.schemas import CustomerUpsert
from atrium.records.tags.service import check_tags


async def upsert_customer(ctx: Ctx, scheme: str, value: str, data: CustomerUpsert) -> tuple[UUID, bool]:
    """Find by e-mail or external id, then change or create. Returns the id and whether it was created.

    Two callers with the same new value at once end with one customer. Raises ``CustomerNotFound`` (404) when the holder
    is out of sight."""
    if scheme == "email":
        try:
            key, value = "email", normalise_email(value)
        except EmailNotUnderstood as error:
            raise Invalid.at("path/value", "not_an_email", str(error)) from error
    else:
        key = f"ext:{scheme}"
    await ctx.session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(f"customer:{ctx.workspace_id}:{key}:{value}", 0)))
    )
    found = await ctx.session.scalar(
        select(CustomerIdentifier.customer_id).where(
            CustomerIdentifier.workspace_id == ctx.workspace_id,
            CustomerIdentifier.scheme == key,
            CustomerIdentifier.value == value,
        )
    )
    if found is not None:
        row = await get_customer(ctx, found, level="write")
        await update_customer(ctx, row, data)
        if data.tag_ids:
            errors: list[FieldError] = []
            await check_tags(ctx, data.tag_ids, "/tag_ids", errors)
            refuse(errors)
            await link_tags(ctx, [found], data.tag_ids)
        return found, False
    if not data.name:
        raise Invalid.at("/name", "missing", "is needed, because the customer does not exist yet")
    given = data.provided()
    if scheme != "email":
        given["external_ids"] = {**given.get("external_ids", {}), scheme: value}
    elif not given.get("email") and not given.get("emails"):
        given["email"] = value
    return await create_customer(ctx, CustomerIn.model_construct(set(given), **given)), True
