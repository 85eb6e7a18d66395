"""Reading through a widget. The same services as everywhere decide what may be seen; what only concerns the house is
left out here."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from atrium.billing.credits.ledger import statements
from atrium.billing.features.entitlements.service import require
from atrium.billing.quotas.service import get_quota
from atrium.edge.embeds.reads.schemas import (
    EmbedBalance,
    EmbedCreditEntry,
    EmbedField,
    EmbedProfile,
    EmbedQuota,
    EmbedStatus,
    EmbedTimelineItem,
)
from atrium.edge.embeds.tokens.service import FEATURE
from atrium.kernel.context import Ctx
from atrium.records.custom_fields.fields.access import FieldView, load_fields
from atrium.records.custom_fields.fields.models import CustomField
from atrium.records.customers.record.service import CustomerNotFound, show_customer
from atrium.records.notes.service import list_notes
from atrium.records.timeline.service import list_timeline

KINDS = ("customer", "note", "tag", "field", "folder", "status", "profile", "work", "credits")
"""Groups of events that concern the customer; keys, settings, imports and other customers do not."""
OF_THE_HOUSE = frozenset({"member", "customer", "follow_up"})
"""Types of custom fields that name colleagues, other customers, or when to call."""


async def subject(ctx: Ctx) -> UUID:
    """The customer of the widget. Raises ``CustomerNotFound`` (404), ``PrerequisitesUnmet`` (409) once its feature
    Embeds is off."""
    customer_id = ctx.visibility.customer_id
    if customer_id is None:
        raise CustomerNotFound
    await require(ctx, customer_id, FEATURE)
    return customer_id


async def profile(ctx: Ctx) -> EmbedProfile:
    """Raises as ``subject`` does."""
    found, _ = await show_customer(ctx, await subject(ctx))
    folder_id = found.folder.id if found.folder else None
    fields = [field for field in (await load_fields(ctx)).shown_in(folder_id) if field.type not in OF_THE_HOUSE]
    held = [field for field in fields if found.custom_fields.get(field.key) not in (None, "", [])]
    labels = await _labels(ctx, held)
    return EmbedProfile(
        name=found.name,
        kind=found.kind,
        email=found.email,
        phone=found.phone,
        location=found.location,
        status=EmbedStatus(name=found.status.name, colour=found.status.colour) if found.status else None,
        fields=[
            EmbedField(
                key=field.key,
                label=field.label,
                type=field.type,
                value=_readable(found.custom_fields[field.key], labels.get(field.id, {})),
            )
            for field in held
        ],
    )


async def _labels(ctx: Ctx, fields: Sequence[FieldView]) -> dict[UUID, dict[str, str]]:
    chosen = [field.id for field in fields if field.type in {"select", "multi_select"}]
    if not chosen:
        return {}
    query = select(CustomField.id, CustomField.options).where(
        CustomField.workspace_id == ctx.workspace_id, CustomField.id.in_(chosen)
    )
    return {
        row.id: {option["key"]: option["label"] for option in row.options} for row in await ctx.session.execute(query)
    }


def _readable(value: Any, labels: Mapping[str, str]) -> Any:
    if not labels:
        return value
    return [labels.get(key, key) for key in value] if isinstance(value, list) else labels.get(value, value)


async def notes(ctx: Ctx, *, limit: int, cursor: str | None) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows of ``visible_notes``. Raises as ``subject`` does."""
    return await list_notes(ctx, await subject(ctx), limit, cursor)


async def timeline(ctx: Ctx, *, limit: int, cursor: str | None) -> tuple[list[EmbedTimelineItem], str | None]:
    """Newest first. Raises as ``subject`` does."""
    found, next_cursor = await list_timeline(ctx, await subject(ctx), kinds=KINDS, types=(), limit=limit, cursor=cursor)
    return [EmbedTimelineItem.model_validate(item) for item in found], next_cursor


async def balances(ctx: Ctx) -> list[EmbedBalance]:
    """Raises as ``subject`` does."""
    return [EmbedBalance.model_validate(balance) for balance in await statements.balances(ctx, await subject(ctx))]


async def entries(
    ctx: Ctx, *, unit: str | None, limit: int, cursor: str | None
) -> tuple[list[EmbedCreditEntry], str | None]:
    """Newest first. Raises as ``subject`` does, and ``Invalid`` (422) for an unknown unit."""
    found, next_cursor = await statements.history(ctx, await subject(ctx), unit=unit, limit=limit, cursor=cursor)
    return [EmbedCreditEntry.model_validate(entry) for entry in found], next_cursor


async def quota(ctx: Ctx) -> EmbedQuota:
    """Raises as ``subject`` does, and ``PrerequisitesUnmet`` (409) while the customer has no quota."""
    found, _ = await get_quota(ctx, await subject(ctx))
    return EmbedQuota.model_validate(found)
