"""Where a customer stands: its folder, the status there, and what the folder requires."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid
from atrium.kernel.kept import Kept
from atrium.records.custom_fields.fields.access import FIELDS, fields_from, fields_json
from atrium.records.custom_fields.values.service import required_fields_missing
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import require_write
from atrium.records.folders.models import Status
from atrium.records.folders.queries import folder_with_statuses, know_folder, map_status


class RequiredFieldsMissing(Conflict):
    """The folder shows required fields that the customer has no value for."""

    code, title = "required-fields-missing", "This folder requires fields that are empty"


async def look_around(ctx: Ctx, folder_id: UUID) -> None:
    """Read in one statement what making a customer in the folder asks for: the folder, its statuses and the fields."""
    rows = (await ctx.session.execute(*_AROUND.of(ctx, folder_id=folder_id))).all()
    know_folder(ctx, folder_id, rows)
    if rows:
        FIELDS.put(ctx, fields_from(rows[0].fields))


def _around(ctx: Ctx) -> Select[Any]:
    first = func.row_number().over(order_by=(Status.position, Status.id)) == 1
    return folder_with_statuses(ctx).add_columns(case((first, fields_json(ctx))).label("fields"))


_AROUND = Kept(_around)


async def placement_of(
    ctx: Ctx, folder_id: UUID | None, status_id: UUID | None, errors: list[FieldError]
) -> tuple[UUID | None, UUID | None]:
    if folder_id is None:
        if status_id is not None:
            errors.append(
                FieldError(
                    pointer="/status_id", code="no_folder", message="needs a folder, because statuses belong to folders"
                )
            )
        return None, None
    if ctx.visibility.folder_levels.get(folder_id) == "none":
        errors.append(FieldError(pointer="/folder_id", code="unknown", message="is not a folder of this workspace"))
        return None, None
    require_write(ctx, folder_id)
    try:
        found, _ = await map_status(
            ctx, folder_id, wanted_status_id=status_id, wanted_name=None, previous_status_id=None
        )
    except Invalid as error:
        errors.extend(error.errors)
        return None, None
    return folder_id, found


async def moved_to(ctx: Ctx, row: Customer, given: Mapping[str, Any], errors: list[FieldError]) -> dict[str, Any]:
    """The columns folder_id and status_id, as far as they change."""
    folder_id = given.get("folder_id", row.folder_id)
    if "folder_id" not in given and "status_id" not in given:
        return {}
    if folder_id == row.folder_id:
        if "status_id" not in given or given["status_id"] == row.status_id:
            return {}
        _, status_id = await placement_of(ctx, folder_id, given["status_id"], errors)
        return {"status_id": status_id}
    if folder_id is None:
        return {"folder_id": None, "status_id": None}
    if ctx.visibility.folder_levels.get(folder_id) != "none":
        require_write(ctx, folder_id)
        try:
            status_id, _ = await map_status(
                ctx,
                folder_id,
                wanted_status_id=given.get("status_id"),
                wanted_name=None,
                previous_status_id=row.status_id,
            )
        except Invalid as error:
            errors.extend(error.errors)
            return {}
        return {"folder_id": folder_id, "status_id": status_id}
    errors.append(FieldError(pointer="/folder_id", code="unknown", message="is not a folder of this workspace"))
    return {}


async def check_required(ctx: Ctx, folder_id: UUID | None, values: Mapping[str, Any]) -> None:
    missing = await required_fields_missing(ctx, folder_id, values)
    if missing:
        errors = [
            FieldError(pointer=f"/custom_fields/{key}", code="required", message="is required in this folder")
            for key in missing
        ]
        raise RequiredFieldsMissing(f"Fill these first: {', '.join(missing)}.", errors=errors)
