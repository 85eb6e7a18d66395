"""Fields, and customers with values in them."""

from typing import Any
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.kernel.ids import uuid7
from atrium.records.custom_fields.definitions.schemas import CustomFieldIn
from atrium.records.custom_fields.definitions.service import create_field
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.custom_fields.values.service import store_values, validate_values
from atrium.records.custom_fields.values.typed import Values
from atrium.records.customers.record.models import Customer


async def check(
    ctx: Ctx, values: dict[str, Any], *, creating: bool = False, folder_id: UUID | None = None, present: Any = None
) -> Values:
    return await validate_values(
        ctx, await load_fields(ctx), values, creating=creating, folder_id=folder_id, present=present
    )


async def define(ctx: Ctx, label: str, kind: str = "text", **more: Any) -> UUID:
    row = await create_field(ctx, CustomFieldIn.model_validate({"label": label, "type": kind, **more}))
    found: UUID = row.CustomField.id
    return found


async def make_customer(ctx: Ctx, values: dict[str, Any]) -> UUID:
    customer_id = uuid7()
    checked = await check(ctx, values, creating=True)
    kept = {key: value for key, value in checked.display.items() if value is not None}
    ctx.session.add(Customer(workspace_id=ctx.workspace_id, id=customer_id, name="Ana", custom_fields=kept))
    await ctx.session.flush()
    await store_values(ctx, customer_id, checked)
    return customer_id
