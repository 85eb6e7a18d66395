"""External ids and e-mail addresses by which other systems name a customer, each taken once."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError
from atrium.records.customers.record.models import Customer, CustomerIdentifier
from atrium.records.customers.record.sight import visible_customers


class IdentifierTaken(Conflict):
    """``existing_id`` names the other customer if the caller may see it."""

    code, title = "duplicate-customer", "Another customer has this already"


def identifiers_of(row: Customer) -> list[tuple[str, str]]:
    """Everything a customer is known by: ``(scheme, value)`` of its addresses, numbers and ids elsewhere."""
    return identifiers_in({"emails": row.emails, "phones": row.phones, "external_ids": row.external_ids})


def identifiers_in(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    emails = [("email", email["address"]) for email in row.get("emails") or ()]
    phones = [("phone", number) for number in dict.fromkeys(phone["number"] for phone in row.get("phones") or ())]
    return [*emails, *phones, *((f"ext:{scheme}", value) for scheme, value in (row.get("external_ids") or {}).items())]


async def add_identifiers(ctx: Ctx, customer_id: UUID, identifiers: Iterable[tuple[str, str]]) -> None:
    """Raises ``IdentifierTaken`` (409), naming the holder if the caller may see it."""
    wanted = sorted(set(identifiers))
    if not wanted:
        return
    rows = [
        {"workspace_id": ctx.workspace_id, "scheme": scheme, "value": value, "customer_id": customer_id}
        for scheme, value in wanted
    ]
    added = await ctx.session.execute(
        insert(CustomerIdentifier)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(CustomerIdentifier.scheme, CustomerIdentifier.value)
    )
    missing = set(wanted) - {(row.scheme, row.value) for row in added}
    if missing:
        raise await taken(ctx, *min(missing))


async def taken(ctx: Ctx, scheme: str, value: str) -> IdentifierTaken:
    """What to raise for an identifier that another customer has."""
    holder = select(CustomerIdentifier.customer_id).where(
        CustomerIdentifier.workspace_id == ctx.workspace_id,
        CustomerIdentifier.scheme == scheme,
        CustomerIdentifier.value == value,
    )
    seen = await ctx.session.scalar(select(Customer.id).where(visible_customers(ctx), Customer.id.in_(holder)))
    what, pointer = (
        ("e-mail address", "/emails") if scheme == "email" else (f"{scheme.removeprefix('ext:')} id", "/external_ids")
    )
    error = FieldError(pointer=pointer, code="taken", message=f"another customer has this {what}")
    return IdentifierTaken(
        f"Another customer has this {what} already.", errors=[error], existing_id=str(seen) if seen else None
    )


async def remove_identifiers(ctx: Ctx, gone: Mapping[UUID, Iterable[tuple[str, str]]]) -> None:
    """Take from each customer what it is no longer known by."""
    rows = [(customer_id, scheme, value) for customer_id, known in gone.items() for scheme, value in known]
    if rows:
        customers, schemes, values = map(list, zip(*rows, strict=True))
        given = {"customers": customers, "schemes": schemes, "values": values}
        await ctx.session.execute(_REMOVE, {"workspace_id": ctx.workspace_id, **given})


_REMOVE = text("""
DELETE FROM customer_identifiers i
USING unnest(CAST(:customers AS uuid[]), CAST(:schemes AS text[]), CAST(:values AS text[])) AS gone (customer_id,
  scheme, value)
WHERE i.workspace_id = :workspace_id AND i.customer_id = gone.customer_id AND i.scheme = gone.scheme
  AND i.value = gone.value
""")
