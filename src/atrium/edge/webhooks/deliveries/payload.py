"""Payloads, rendered for whoever is to read them (X1)."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from atrium.edge.events.service import contract_types, description, render
from atrium.edge.webhooks.deliveries.messages import (
    WebhookData,
    WebhookPayload,
    data_example,
    examples_of,
    webhooks_section,
)
from atrium.kernel.context import Ctx
from atrium.kernel.contract import SECTIONS
from atrium.kernel.events import EVENT_TYPES, EventRow
from atrium.kernel.permissions import P
from atrium.kernel.schemas import ActorOut
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.rendering import customer_out, customers_with_names
from atrium.records.customers.record.schemas import CustomerOut
from atrium.records.customers.record.sight import in_sight


async def payload_of(ctx: Ctx, event_id: UUID) -> WebhookPayload | None:
    """The event as the actor may see it now. None when they may not."""
    query = select(EventRow).where(EventRow.workspace_id == ctx.workspace_id, EventRow.id == event_id)
    event = (await ctx.session.scalars(query)).one_or_none()
    rendered = await render(ctx, [event]) if event is not None else []
    if not rendered:
        return None
    shown = rendered[0]
    values = {name: getattr(shown, name) for name in type(shown).model_fields}
    data = WebhookData.model_construct(**values, customer=await _customer(ctx, shown.customer_id))
    return WebhookPayload.model_construct(type=shown.type, timestamp=shown.occurred_at, data=data)


async def _customer(ctx: Ctx, customer_id: UUID | None) -> CustomerOut | None:
    if customer_id is None or not ctx.may(P.customers_read):
        return None
    # Whether there is news for the owner is nothing to tell another system.
    system = replace(ctx, actor=replace(ctx.actor, type="system"))
    row = (
        await ctx.session.execute(customers_with_names(system).where(in_sight(ctx), Customer.id == customer_id))
    ).one_or_none()
    return None if row is None else customer_out(row, await load_fields(ctx))


def sample_payload(
    event_type: str, message_id: UUID, actor: ActorOut, facts: dict[str, Any], at: datetime | None = None
) -> WebhookPayload:
    """A payload of this type made of the contract's examples; ``facts`` replace some of its ``data``."""
    event = EVENT_TYPES[event_type]
    about_a_customer = event.kind not in {"security", "settings", "import", "other"}
    values = {
        **examples_of(WebhookData),
        "id": message_id,
        "type": event_type,
        "occurred_at": at or datetime.now(UTC),
        "actor": actor,
        "data": {**data_example(event), **facts},
        "changes": {},
        "customer": _sample_customer() if about_a_customer else None,
    }
    if not about_a_customer:
        values["customer_id"] = None
    return WebhookPayload(type=event_type, timestamp=values["occurred_at"], data=WebhookData.model_validate(values))


def _sample_customer() -> CustomerOut:
    values = (
        dict.fromkeys(CustomerOut.model_fields)
        | {"emails": [], "phones": [], "workers": [], "tags": []}
        | examples_of(CustomerOut)
    )
    return CustomerOut.model_validate(values)


def _add_to_contract(document: dict[str, Any]) -> None:
    types = contract_types()
    document["webhooks"] = webhooks_section(types, {name: description(event) for name, event in types.items()})


SECTIONS.append(_add_to_contract)
