"""Who may see which customers: one predicate that every read path joins (``architecture.md`` rule 5, B12, X1)."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, all_, and_, any_, exists, func, literal, or_
from sqlalchemy.dialects.postgresql import ARRAY

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Forbidden
from atrium.records.customers.record.models import Customer, CustomerWorker


def visible_customers(ctx: Ctx, customer: Any = Customer) -> ColumnElement[bool]:
    """The rows of ``customers`` (or an alias of it) that the actor may see: its workspace, not in the trash, not hidden
    by folder, assigned where needed."""
    return and_(in_sight(ctx, customer), customer.deleted_at.is_(None))


def in_sight(ctx: Ctx, customer: Any = Customer) -> ColumnElement[bool]:
    """The same, with the trash."""
    return seen_by(view_of(ctx), customer)


class View(NamedTuple):
    """What decides who is in sight: values, or parameters for a statement that is kept. No folders: None."""

    mode: str
    workspace_id: Any
    member_id: Any
    customer_id: Any
    hidden_folder_ids: Any
    granted_folder_ids: Any


def view_of(ctx: Ctx) -> View:
    sight = ctx.visibility
    hidden, granted = folder_array(sight.hidden_folder_ids), folder_array(sight.granted_folder_ids)
    return View(sight.mode, ctx.workspace_id, sight.member_id, sight.customer_id, hidden, granted)


def folder_array(ids: Any) -> Any:
    """As an array; None for no folder. What a hot read has in their place is one already."""
    if isinstance(ids, list):
        return literal(ids, ARRAY(Uuid)) if ids else None
    return ids


def seen_by(view: View, customer: Any) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [customer.workspace_id == view.workspace_id]
    if view.hidden_folder_ids is not None:
        conditions.append(or_(customer.folder_id.is_(None), customer.folder_id != all_(view.hidden_folder_ids)))
    if view.mode == "customer":
        conditions.append(customer.id == view.customer_id)
    elif view.mode != "all":
        assigned = exists().where(
            CustomerWorker.workspace_id == customer.workspace_id,
            CustomerWorker.customer_id == customer.id,
            CustomerWorker.member_id == view.member_id,
        )
        granted = (
            customer.folder_id == any_(view.granted_folder_ids)
            if view.mode == "folders" and view.granted_folder_ids is not None
            else None
        )
        conditions.append(assigned if granted is None else or_(granted, assigned))
    return and_(*conditions)


def writable_level(ctx: Ctx, folder_id: UUID | None) -> str:
    """The actor's level in a folder: ``manage`` unless a folder permission says less."""
    return ctx.visibility.folder_levels.get(folder_id, "manage") if folder_id is not None else "manage"


def visibility_json(ctx: Ctx) -> dict[str, Any]:
    """The same predicate for the database function ``search_customers``."""
    sight = ctx.visibility
    return {
        "mode": sight.mode,
        "member_id": sight.member_id and str(sight.member_id),
        "customer_id": sight.customer_id and str(sight.customer_id),
        "hidden_folder_ids": [str(folder) for folder in sight.hidden_folder_ids],
        "granted_folder_ids": [str(folder) for folder in sight.granted_folder_ids],
    }


def visibility_sql(ctx: Ctx) -> ColumnElement[Any]:
    """The same where the values are columns (``kernel/hot_reads.py``)."""
    sight = ctx.visibility
    parts = {
        "mode": sight.mode,
        "member_id": sight.member_id,
        "hidden_folder_ids": func.to_jsonb(sight.hidden_folder_ids) if sight.hides_folders else None,
        "granted_folder_ids": func.to_jsonb(sight.granted_folder_ids) if sight.grants_folders else None,
    }
    given = [argument for name, part in parts.items() if part is not None for argument in (name, part)]
    return func.jsonb_build_object(*given)


def require_write(ctx: Ctx, folder_id: UUID | None) -> None:
    """Raises ``Forbidden`` (403) when the actor may only read in this folder."""
    if writable_level(ctx, folder_id) in {"none", "read"}:
        raise Forbidden("In this folder you may only read.")
