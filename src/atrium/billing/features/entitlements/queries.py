"""Everything that decides what a customer may use, in one statement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select

from atrium.access.workspaces.models import Workspace
from atrium.billing.features.plans.catalogue import Value
from atrium.billing.features.plans.models import CustomerFeatures
from atrium.billing.features.plans.queries import catalogue_columns, catalogue_of
from atrium.billing.features.plans.schemas import Catalogue
from atrium.kernel.context import Ctx
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers


@dataclass(frozen=True, slots=True)
class Subject:
    """A customer, the catalogue that applies to it, and the facts that conditions ask for."""

    customer_id: UUID
    folder_id: UUID | None
    lifecycle: str
    saas_mode: bool
    plan_key: str | None
    overrides: Mapping[str, Value]
    version: int
    catalogue: Catalogue


async def load_subject(ctx: Ctx, customer_id: UUID) -> Subject | None:
    """None when there is no such customer in the actor's sight."""
    own = and_(CustomerFeatures.workspace_id == Customer.workspace_id, CustomerFeatures.customer_id == Customer.id)
    query = (
        select(
            Customer.id,
            Customer.folder_id,
            Customer.lifecycle,
            Workspace.saas_mode,
            CustomerFeatures.plan_key,
            CustomerFeatures.overrides,
            CustomerFeatures.version,
            *catalogue_columns(ctx),
        )
        .join(Workspace, Workspace.id == Customer.workspace_id)
        .outerjoin(CustomerFeatures, own)
        .where(visible_customers(ctx), Customer.id == customer_id)
    )
    row: Any = (await ctx.session.execute(query)).one_or_none()
    if row is None:
        return None
    return Subject(
        customer_id=row.id,
        folder_id=row.folder_id,
        lifecycle=row.lifecycle,
        saas_mode=row.saas_mode,
        plan_key=row.plan_key,
        overrides=row.overrides or {},
        version=row.version or 0,
        catalogue=catalogue_of(row.plan_rows, row.feature_rows),
    )
