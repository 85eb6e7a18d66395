"""Copying a field's values for filters when it becomes filterable, and removing the copies when it no longer is."""

from uuid import UUID

from sqlalchemy import CursorResult, select, text, update

from atrium.kernel.context import Ctx
from atrium.kernel.jobs import Run, job
from atrium.records.custom_fields.fields.models import CustomField
from atrium.records.custom_fields.values.queries import CUSTOMERS
from atrium.records.custom_fields.values.service import store_many
from atrium.records.custom_fields.values.typed import Values, typed_values

BATCH = 1000


REMOVE = text("""
DELETE FROM custom_field_values WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM custom_field_values WHERE workspace_id = :workspace_id AND field_id = :field_id LIMIT :batch))
""")


@job("index_custom_field")
async def index_custom_field(run: Run) -> None:
    """``{"field_id", "filterable"}``, enqueued by ``update_field``. Ends when the field is gone or says otherwise by
    now: then another job sees to it."""
    more = True
    while more:
        async with run.step() as ctx:
            # Locked so that nobody turns it round within the step.
            query = select(CustomField).where(
                CustomField.workspace_id == ctx.workspace_id, CustomField.id == UUID(run.payload["field_id"])
            )
            row = (await ctx.session.scalars(query.with_for_update(read=True))).one_or_none()
            more = (
                row is not None
                and row.filterable == run.payload["filterable"]
                and await (_copy if row.filterable else _remove)(ctx, run, row)
            )


async def _copy(ctx: Ctx, run: Run, row: CustomField) -> bool:
    """One batch of customers by id. They are locked until the commit, so that no older value overtakes the one being
    written."""
    customer = CUSTOMERS.c
    query = select(customer.id, customer.custom_fields[row.key].label("value"))
    query = query.where(
        customer.workspace_id == ctx.workspace_id, customer.id > UUID(run.result.get("after", str(UUID(int=0))))
    )
    found = (await ctx.session.execute(query.order_by(customer.id).limit(BATCH).with_for_update(read=True))).all()
    changes = [
        (one.id, Values(typed=typed_values(row.id, row.type, one.value), versions={row.id: row.version}))
        for one in found
        if one.value is not None
    ]
    await store_many(ctx, changes)
    run.done += len(found)
    if len(found) == BATCH:
        run.result["after"] = str(found[-1].id)
        return True
    ready = (
        update(CustomField)
        .where(CustomField.workspace_id == ctx.workspace_id, CustomField.id == row.id)
        .values(filter_ready=True)
    )
    await ctx.session.execute(ready.execution_options(synchronize_session=False))
    return False


async def _remove(ctx: Ctx, run: Run, row: CustomField) -> bool:
    result = await ctx.session.execute(REMOVE, {"workspace_id": ctx.workspace_id, "field_id": row.id, "batch": BATCH})
    assert isinstance(result, CursorResult)
    run.done += result.rowcount
    return result.rowcount == BATCH
