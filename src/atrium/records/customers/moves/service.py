"""Simulating a move: the same rules as ``customers.service.update_customer``, without the change."""

from typing import get_args
from uuid import UUID

from atrium.kernel.context import Ctx
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.custom_fields.values.service import required_fields_missing
from atrium.records.customers.moves.schemas import FieldRef, MovePlan
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.schemas import StatusRef
from atrium.records.customers.record.sight import writable_level
from atrium.records.folders.queries import folder_policy, map_status
from atrium.records.folders.schemas import Section


async def plan_move(ctx: Ctx, customer: Customer, folder_id: UUID | None, status_id: UUID | None) -> MovePlan:
    """Raises ``Invalid`` (422) for a folder or status that cannot be the target."""
    found, how = await map_status(
        ctx, folder_id, wanted_status_id=status_id, wanted_name=None, previous_status_id=customer.status_id
    )
    statuses = (await folder_policy(ctx, folder_id)).statuses if folder_id else []
    status = next((row for row in statuses if row.id == found), None)
    fields = await load_fields(ctx)
    before = {field.key: field for field in fields.shown_in(customer.folder_id)}
    after = {field.key: field for field in fields.shown_in(folder_id)}
    missing = await required_fields_missing(ctx, folder_id, customer.custom_fields)
    old, new = await _sections(ctx, customer.folder_id), await _sections(ctx, folder_id)
    writable = all(writable_level(ctx, folder) in {"write", "manage"} for folder in (customer.folder_id, folder_id))
    return MovePlan(
        allowed=writable and not missing,
        status=StatusRef(id=status.id, name=status.name, colour=status.colour, category=status.category)
        if status
        else None,
        status_found=how,
        appearing=[FieldRef(key=key, label=field.label) for key, field in after.items() if key not in before],
        disappearing=[FieldRef(key=key, label=field.label) for key, field in before.items() if key not in after],
        missing=[FieldRef(key=key, label=fields.by_key[key].label) for key in missing],
        sections_appearing=[section for section in new if section not in old],
        sections_disappearing=[section for section in old if section not in new],
    )


async def _sections(ctx: Ctx, folder_id: UUID | None) -> list[str]:
    shown = (await folder_policy(ctx, folder_id)).sections if folder_id else None
    return list(get_args(Section)) if shown is None else shown
