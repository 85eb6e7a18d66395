"""A prospect becomes a customer: once, with the same id (A4)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, Uuid, any_, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict
from atrium.kernel.events import Change
from atrium.kernel.kept import Kept
from atrium.records.customers.record.events import CustomerConverted
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.writes import seen


class AlreadyCustomer(Conflict):
    code, title = "already-customer", "This is a customer already"


async def convert_customers(ctx: Ctx, rows: Sequence[Customer]) -> None:
    """Make locked prospects customers. Raises ``AlreadyCustomer`` (409) when one of them is; then none is changed."""
    if any(row.lifecycle == "customer" for row in rows):
        raise AlreadyCustomer
    if rows:
        await _CONVERTED.run(ctx, customer_ids=[row.id for row in rows])
    changes = {"lifecycle": Change(before="prospect", after="customer")}
    for row in rows:
        ctx.emit(CustomerConverted(customer_id=row.id, name=row.name, changes=changes))


def _converted(ctx: Ctx) -> Executable:
    customers: Any = Customer.__table__
    now = func.statement_timestamp()
    those = customers.c.id == any_(bindparam("customer_ids", type_=ARRAY(Uuid)))
    statement = update(customers).where(customers.c.workspace_id == ctx.workspace_id, those)
    statement = statement.values(
        lifecycle="customer", converted_at=now, updated_at=now, last_activity_at=now, version=customers.c.version + 1
    )
    if ctx.actor.type != "member":
        return statement
    converted = statement.returning(customers.c.id).cte("converted")
    return seen(ctx, select(converted.c.id))


_CONVERTED = Kept(_converted)
