"""What folders and their statuses have in common when they are written: names taken once, order, versions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import cast, func, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import Uuid

from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid
from atrium.records.folders.models import Folder, Status
from atrium.records.folders.queries import level_in


class NameTaken(Conflict):
    code, title = "name-taken", "This name is taken"


async def write(ctx: Ctx, row: Folder | Status, values: dict[str, Any]) -> None:
    table = type(row)
    statement = update(table).where(table.workspace_id == ctx.workspace_id, table.id == row.id)
    try:
        async with ctx.session.begin_nested():
            changed = statement.values(**values, version=table.version + 1, updated_at=func.now())
            await ctx.session.execute(changed.execution_options(synchronize_session=False))
    except IntegrityError as error:
        raise NameTaken("Its neighbour has this name already.") from error
    await ctx.session.refresh(row)


async def reorder(ctx: Ctx, rows: Sequence[Folder] | Sequence[Status], wanted: list[UUID], pointer: str) -> list[str]:
    """Give locked rows their new places and return the names of those wanted; nothing when the order is as it was."""
    present = {row.id: row for row in rows}
    errors = [
        FieldError(pointer=f"{pointer}/{index}", code="unknown", message="does not belong here or is named twice")
        for index, row_id in enumerate(wanted)
        if row_id not in present
        or row_id in wanted[:index]
        or (isinstance(present[row_id], Folder) and level_in(ctx, row_id) == "none")
    ]
    if errors:
        raise Invalid("The order names something that does not belong here, or twice.", errors=errors[:100])
    order = [*wanted, *(row_id for row_id in present if row_id not in set(wanted))]
    moved = [row_id for index, row_id in enumerate(order) if present[row_id].position != index]
    if moved:
        table = type(rows[0])
        place = func.array_position(cast(order, ARRAY(Uuid)), table.id) - 1
        statement = update(table).where(table.workspace_id == ctx.workspace_id, table.id.in_(moved))
        changed = statement.values(position=place, version=table.version + 1, updated_at=func.now())
        await ctx.session.execute(changed.execution_options(synchronize_session=False))
    return [present[row_id].name for row_id in wanted] if moved else []


def count_in(count: int) -> str:
    return "10,000 or more" if count >= 10_000 else f"{count:,}"
