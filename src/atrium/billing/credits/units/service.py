"""Units: two that every workspace has, and those that it adds."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Text, cast, delete, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from atrium.billing.credits.units.events import CreditUnitCreated, CreditUnitDeleted, CreditUnitUpdated
from atrium.billing.credits.units.models import CreditUnit
from atrium.billing.credits.units.schemas import BUILT_IN, CreditUnitIn, CreditUnitPatch
from atrium.kernel.context import Ctx, Remembered
from atrium.kernel.errors import Conflict, Invalid, NotFound
from atrium.kernel.events import diff
from atrium.kernel.kept import Kept

MOST_UNITS = 50


class UnitNotFound(NotFound):
    title = "There is no such unit"


class UnitExists(Conflict):
    code, title = "unit-exists", "There is a unit with this key already"


class UnitInUse(Conflict):
    code, title = "unit-in-use", "Customers have credits of this unit"


class UnitBuiltIn(Conflict):
    code, title = "unit-built-in", "Every workspace has this unit"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is named here. ``version`` 0: a built-in one that nobody renamed."""

    key: str
    name: str
    description: str
    built_in: bool
    version: int


def units_json(ctx: Ctx) -> ColumnElement[Any]:
    """What the workspace added or renamed, as one text for ``know_units``."""
    unit: Any = CreditUnit.__table__.c
    row = func.json_build_array(unit.key, unit.name, unit.description, unit.version)
    rows = select(func.json_agg(aggregate_order_by(row, unit.key))).where(unit.workspace_id == ctx.workspace_id)
    return cast(rows.scalar_subquery(), Text)


_UNITS = Kept(lambda ctx: select(units_json(ctx)))
_KNOWN = Remembered[dict[str, Unit]]("credit_units")


async def units(ctx: Ctx) -> dict[str, Unit]:
    """Every unit of the workspace by its key, built-in ones first, then A to Z."""
    found = _KNOWN.of(ctx)
    return know_units(ctx, (await _UNITS.run(ctx)).scalar_one()) if found is None else found


def know_units(ctx: Ctx, rows: str | None) -> dict[str, Unit]:
    """What ``units`` answers from here on. ``rows``: the value of ``units_json``, read beside something else."""
    return _KNOWN.put(ctx, _units_from(rows))


@lru_cache(maxsize=1000)
def _units_from(rows: str | None) -> dict[str, Unit]:
    known = {
        key: Unit(key, name, description, built_in=True, version=0) for key, (name, description) in BUILT_IN.items()
    }
    for key, name, description, version in orjson.loads(rows or "[]"):
        known[key] = Unit(key, name, description, key in BUILT_IN, version)
    return known


async def get_unit(ctx: Ctx, key: str) -> Unit:
    """Raises ``UnitNotFound`` (404)."""
    found = (await units(ctx)).get(key)
    if found is None:
        raise UnitNotFound
    return found


async def check_unit(ctx: Ctx, key: str, pointer: str = "/unit") -> Unit:
    """The unit that a body or query names. Raises ``Invalid`` (422) at its place."""
    found = (await units(ctx)).get(key)
    if found is None:
        raise Invalid.at(pointer, "unknown_unit", "is not a unit of this workspace")
    return found


async def create_unit(ctx: Ctx, data: CreditUnitIn) -> Unit:
    """Raises ``UnitExists`` (409) and ``Invalid`` (422) when there are too many."""
    known = await units(ctx)
    if data.key in known:
        raise UnitExists
    if len(known) >= MOST_UNITS:
        raise Invalid.at(
            "/key", "too_many_units", f"would be one unit more than the {MOST_UNITS} that a workspace can have"
        )
    values = {"workspace_id": ctx.workspace_id, "key": data.key, "name": data.name, "description": data.description}
    made = await ctx.session.scalar(
        insert(CreditUnit).values(**values).on_conflict_do_nothing().returning(CreditUnit.key)
    )
    if made is None:
        raise UnitExists
    ctx.emit(CreditUnitCreated(unit=data.key, name=data.name))
    return await _again(ctx, data.key)


async def update_unit(ctx: Ctx, unit: Unit, data: CreditUnitPatch) -> Unit:
    """Rename it. Raises ``Invalid`` (422) for a name that is null or missing its text."""
    wanted = data.provided()
    before = {"name": unit.name, "description": unit.description}
    changes = diff(before, {**before, **wanted})
    if not changes:
        return unit
    values = {"workspace_id": ctx.workspace_id, "key": unit.key, **before, **wanted}
    statement = insert(CreditUnit).values(**values)
    changed = {**wanted, "version": CreditUnit.version + 1, "updated_at": func.clock_timestamp()}
    await ctx.session.execute(statement.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=changed))
    ctx.emit(CreditUnitUpdated(unit=unit.key, name=values["name"], changes=changes))
    return await _again(ctx, unit.key)


async def delete_unit(ctx: Ctx, unit: Unit) -> None:
    """Raises ``UnitBuiltIn`` and ``UnitInUse`` (409): the ledger keeps what was counted in it."""
    if unit.built_in:
        raise UnitBuiltIn("It can be renamed, but not deleted.")
    used = text(
        "SELECT count(*) FROM credit_accounts WHERE workspace_id = :workspace_id AND unit = :unit AND last_seq > 0"
    )
    count = await ctx.session.scalar(used, {"workspace_id": ctx.workspace_id, "unit": unit.key})
    if count:
        raise UnitInUse(
            f"{count} customer{'s have' if count > 1 else ' has'} a history in this unit, which stays readable."
        )
    await ctx.session.execute(
        delete(CreditUnit).where(CreditUnit.workspace_id == ctx.workspace_id, CreditUnit.key == unit.key)
    )
    _KNOWN.forget(ctx)
    ctx.emit(CreditUnitDeleted(unit=unit.key, name=unit.name))


async def _again(ctx: Ctx, key: str) -> Unit:
    _KNOWN.forget(ctx)
    return await get_unit(ctx, key)
