"""The workspace's custom fields as the actor sees them, and filters and sorts by their values."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Uuid

from atrium.access.roles.models import Role
from atrium.kernel.context import Ctx
from atrium.kernel.errors import FieldError
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import LINKS, folders_of_field, granted
from atrium.records.custom_fields.fields.models import CustomField, CustomFieldFolder, CustomFieldRole
from atrium.records.custom_fields.fields.rules import KINDS
from atrium.records.custom_fields.values.models import CustomFieldValue
from atrium.records.custom_fields.values.queries import CUSTOMERS
from atrium.records.folders.models import Folder


def definitions(ctx: Ctx) -> Select[Any]:
    """Fields, archived ones too, with their folders, roles and the actor's access: those whose values the actor may
    view, or all for who manages them."""
    roles = {
        access: func.array(
            select(CustomFieldRole.role_id)
            .where(
                CustomFieldRole.workspace_id == CustomField.workspace_id,
                CustomFieldRole.field_id == CustomField.id,
                CustomFieldRole.access == access,
            )
            .order_by(CustomFieldRole.role_id)
            .scalar_subquery(),
            type_=ARRAY(Uuid),
        ).label(f"{access}_role_ids")
        for access in ("view", "edit")
    }
    viewable = granted(ctx, "view")
    query = select(
        CustomField,
        folders_of_field().label("folder_ids"),
        *roles.values(),
        viewable.label("viewable"),
        and_(viewable, granted(ctx, "edit")).label("editable"),
    ).where(CustomField.workspace_id == ctx.workspace_id)
    return query if ctx.may(P.custom_fields_manage) else query.where(viewable)


async def count_values(ctx: Ctx, row: CustomField, option: str | None = None) -> int:
    """How many customers, those in the trash included, have a value (or this option) in a field, counted up to
    10,000."""
    if row.filterable and row.filter_ready:
        held = CustomFieldValue
        query = (
            select(held.customer_id).distinct().where(held.workspace_id == ctx.workspace_id, held.field_id == row.id)
        )
        kind = getattr(held, f"{KINDS[row.type]}_value")
        query = query.where(kind.is_not(None) if option is None else kind == option)
    else:
        # Nothing indexes these values: the whole table may have to be read.
        await ctx.session.execute(text("SELECT set_config('statement_timeout', '30000', true)"))
        value = CUSTOMERS.c.custom_fields[row.key]
        query = select(CUSTOMERS.c.id).where(CUSTOMERS.c.workspace_id == ctx.workspace_id, value.astext.is_not(None))
        query = (
            query
            if option is None
            else query.where(value.contains([option]) if row.type == "multi_select" else value.astext == option)
        )
    return (await ctx.session.execute(select(func.count()).select_from(query.limit(10_000).subquery()))).scalar_one()


def shown_in_folder(folder_id: UUID) -> ColumnElement[bool]:
    """Whether customers of a folder show the ``CustomField`` of this row."""
    mine = and_(
        CustomFieldFolder.workspace_id == CustomField.workspace_id, CustomFieldFolder.field_id == CustomField.id
    )
    return or_(CustomField.every_folder, exists().where(mine, CustomFieldFolder.folder_id == folder_id))


async def unknown_links(ctx: Ctx, given: Mapping[str, Any]) -> list[FieldError]:
    """Folders and roles among ``folder_ids``, ``view_role_ids`` and ``edit_role_ids`` that are not of this workspace,
    or hidden."""
    errors: list[FieldError] = []
    for name, model, what in (
        ("folder_ids", Folder, "folder"),
        ("view_role_ids", Role, "role"),
        ("edit_role_ids", Role, "role"),
    ):
        wanted: list[UUID] = given.get(name) or []
        if wanted:
            found = set(
                await ctx.session.scalars(
                    select(model.id).where(model.workspace_id == ctx.workspace_id, model.id.in_(wanted))
                )
            )
            hidden = set(ctx.visibility.hidden_folder_ids)
            unknown = [index for index, link in enumerate(wanted) if link not in found or link in hidden]
            errors += [
                FieldError(pointer=f"/{name}/{index}", code="unknown", message=f"is not a {what} of this workspace")
                for index in unknown
            ]
    return errors


def links_of(found: Row[Any]) -> dict[str, list[UUID] | None]:
    """``folder_ids``, ``view_role_ids`` and ``edit_role_ids`` of a row of ``definitions``: None where nothing restricts
    the field."""
    return {
        name: None if getattr(found.CustomField, column) else list(getattr(found, name))
        for name, column in LINKS.items()
    }


def sorted_links(given: Mapping[str, Any]) -> dict[str, list[UUID] | None]:
    """The same from a request."""
    return {name: given[name] if given[name] is None else sorted(set(given[name])) for name in LINKS if name in given}
