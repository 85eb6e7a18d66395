"""Who may see which customers: one predicate that every read path joins (``architecture.md`` rule 5, B12, X1)."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from atrium.kernel.context import Ctx
from atrium.records.customers.models import Customer, CustomerWorker


def visible_customers(ctx: Ctx, customer: Any = Customer) -> ColumnElement[bool]:
    """The rows of ``customers`` (or an alias of it) that the actor may see: its workspace, not in the trash, not hidden by folder, assigned where needed."""
    return and_(in_sight(ctx, customer), customer.deleted_at.is_(None))


def in_sight(ctx: Ctx, customer: Any = Customer) -> ColumnElement[bool]:
    """The same, with the trash."""
    sight = ctx.visibility
    conditions: list[ColumnElement[bool]] = [customer.workspace_id == ctx.workspace_id]
    if sight.hidden_folder_ids:
        conditions.append(or_(customer.folder_id.is_(None), customer.folder_id.not_in(sight.hidden_folder_ids)))
    if sight.mode == "customer":
        conditions.append(customer.id == sight.customer_id)
    elif sight.mode != "all":
        assigned = exists().where(
            CustomerWorker.workspace_id == customer.workspace_id, CustomerWorker.customer_id == customer.id, CustomerWorker.member_id == sight.member_id
        )
        granted = customer.folder_id.in_(sight.granted_folder_ids) if sight.mode == "folders" and sight.granted_folder_ids else None
        conditions.append(assigned if granted is None else or_(granted, assigned))
    return and_(*conditions)


def writable_level(ctx: Ctx, folder_id: Any) -> str:
    """The actor's level in a folder: ``manage`` unless a folder permission says less."""
    return ctx.visibility.folder_levels.get(folder_id, "manage") if folder_id is not None else "manage"
