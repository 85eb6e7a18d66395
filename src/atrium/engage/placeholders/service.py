"""What is known of a customer and its workspace, under the names that placeholders use. What the actor may not see is
not there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from atrium.access.workspaces.models import Workspace
from atrium.engage.placeholders.paths import CUSTOMER
from atrium.kernel.context import Ctx, Remembered
from atrium.records.customers.record.schemas import CustomerOut

_WORKSPACE = Remembered[tuple[str, ZoneInfo]]("workspace")


async def workspace_of(ctx: Ctx) -> tuple[str, ZoneInfo]:
    """The workspace's name and time zone."""
    known = _WORKSPACE.of(ctx)
    if known is None:
        query = select(Workspace.name, Workspace.time_zone).where(Workspace.id == ctx.workspace_id)
        row = (await ctx.session.execute(query)).one()
        known = _WORKSPACE.put(ctx, (row.name, ZoneInfo(row.time_zone)))
    return known


async def common_values(ctx: Ctx, customer: Mapping[str, Any] | None) -> dict[str, Any]:
    """What every text can refer to: the customer (``customer_values``), the workspace, today where it is, and now."""
    name, zone = await workspace_of(ctx)
    now = datetime.now(UTC)
    return {
        "customer": customer,
        "workspace": {"name": name},
        "today": now.astimezone(zone).date().isoformat(),
        "now": moment(now),
    }


def first_name(kind: str, name: str) -> str:
    return name.split(maxsplit=1)[0] if kind == "person" and name.split() else name


def customer_values(customer: CustomerOut) -> dict[str, Any]:
    """A customer under the names of ``CUSTOMER``."""
    as_names = {"folder", "status", "owner", "tags"}
    plain: dict[str, Any] = {
        name: plain_value(getattr(customer, name))
        for name in CUSTOMER
        if name in CustomerOut.model_fields and name not in as_names
    }
    return plain | {
        "first_name": first_name(customer.kind, customer.name),
        "folder_id": customer.folder and str(customer.folder.id),
        "folder": customer.folder and customer.folder.name,
        "status_id": customer.status and str(customer.status.id),
        "status": customer.status and customer.status.name,
        "status_category": customer.status and customer.status.category,
        "owner_id": customer.owner and str(customer.owner.id),
        "owner": customer.owner and customer.owner.name,
        "tag_ids": [str(tag.id) for tag in customer.tags],
        "tags": [tag.name for tag in customer.tags],
        "worker_ids": [str(worker.id) for worker in customer.workers],
        "custom_fields": dict(customer.custom_fields),
        "external_ids": dict(customer.external_ids),
    }


def plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment(value)
    return str(value) if isinstance(value, UUID) else value


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
