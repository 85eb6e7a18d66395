"""Plans, and features of the workspace's own: settings, changed rarely and by few. Changes are made one after the
other."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from atrium.billing.features.plans.catalogue import PLAN, Feature, Value
from atrium.billing.features.plans.events import (
    FeatureCreated,
    FeatureDeleted,
    FeatureUpdated,
    PlanCreated,
    PlanDeleted,
    PlanUpdated,
)
from atrium.billing.features.plans.models import CustomerFeatures, FeatureRow, PlanRow
from atrium.billing.features.plans.queries import load_catalogue
from atrium.billing.features.plans.schemas import Catalogue, FeatureIn, FeaturePatch, PlanDefinition, PlanIn, PlanPatch
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Fix, Invalid, NotFound, Unmet
from atrium.kernel.events import diff
from atrium.kernel.ids import uuid7
from atrium.records.usages.service import InUse

MOST_FEATURES = 100
MOST_PLANS = 50
LONGEST_TEXT = 500


class FeatureNotFound(NotFound):
    title = "There is no such feature"


class PlanNotFound(NotFound):
    title = "There is no such plan"


class KeyTaken(Conflict):
    code, title = "key-taken", "This key is taken"


class BuiltIn(Conflict):
    code, title = "built-in", "This comes with Atrium"


class TooMany(Conflict):
    code, title = "too-many", "There are too many already"


class FallbackPlan(Conflict):
    code, title = "default-plan", "Customers fall back to this plan"


async def change_catalogue(ctx: Ctx) -> Catalogue:
    """The catalogue, which nobody else changes until the transaction ends: two changes at once could make features
    require each other."""
    await ctx.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"),
        {"name": f"feature-catalogue:{ctx.workspace_id}"},
    )
    return await load_catalogue(ctx)


async def get_feature(ctx: Ctx, key: str) -> tuple[Feature, Catalogue]:
    """Raises ``FeatureNotFound`` (404)."""
    catalogue = await load_catalogue(ctx)
    if key not in catalogue.features:
        raise FeatureNotFound
    return catalogue.features[key], catalogue


async def create_feature(ctx: Ctx, data: FeatureIn) -> tuple[Feature, Catalogue]:
    """Raises ``KeyTaken`` (409), ``TooMany`` (409) and ``Invalid`` (422)."""
    catalogue = await change_catalogue(ctx)
    if data.key in catalogue.features or data.key == PLAN:
        raise KeyTaken("Another feature has this key.")
    if len(catalogue.versions) >= MOST_FEATURES:
        raise TooMany(f"A workspace can have {MOST_FEATURES} features of its own.")
    values = _stored(catalogue, data.key, {**data.model_dump(), "type": data.type})
    await ctx.session.execute(
        insert(FeatureRow).values(workspace_id=ctx.workspace_id, id=uuid7(), key=data.key, **values)
    )
    ctx.emit(FeatureCreated(key=data.key, name=data.label))
    return await get_feature(ctx, data.key)


async def update_feature(ctx: Ctx, catalogue: Catalogue, key: str, data: FeaturePatch) -> tuple[Feature, Catalogue]:
    """``catalogue`` must be from ``change_catalogue``. Raises ``FeatureNotFound`` (404), ``BuiltIn`` (409) and
    ``Invalid`` (422)."""
    before = _own_feature(catalogue, key)
    listed = [{"key": choice, "label": label} for choice, label in before.choices.items()]
    now = {
        "label": before.label,
        "description": before.description,
        "default": before.default,
        "choices": listed,
        "unit": before.unit,
    }
    now |= {"type": before.type, "maximum": before.maximum, "requires": list(before.requires)}
    given = data.model_dump(exclude_unset=True)
    values = _stored(catalogue, key, {**now, **given})
    changes = diff(
        {name: now[name] for name in given},
        {name: values["default_value" if name == "default" else name] for name in given},
    )
    if changes:
        statement = update(FeatureRow).where(FeatureRow.workspace_id == ctx.workspace_id, FeatureRow.key == key)
        await ctx.session.execute(
            statement.values(**values, version=FeatureRow.version + 1, updated_at=func.clock_timestamp())
        )
        ctx.emit(FeatureUpdated(key=key, name=values["label"], changes=changes))
    return await get_feature(ctx, key)


async def delete_feature(ctx: Ctx, catalogue: Catalogue, key: str) -> None:
    """With what plans and customers said about it. Raises ``FeatureNotFound`` (404), ``BuiltIn`` and ``InUse``
    (409)."""
    found = _own_feature(catalogue, key)
    needing = [other for other in catalogue.features.values() if key in other.requires]
    if needing:
        fix = Fix(label="Open the catalogue", href="/settings/features")
        raise InUse(
            f"{needing[0].label} requires it.",
            unmet=[
                Unmet(code="required-by-feature", message=f"{other.label} requires it.", fix=fix) for other in needing
            ],
        )
    await ctx.session.execute(
        delete(FeatureRow).where(FeatureRow.workspace_id == ctx.workspace_id, FeatureRow.key == key)
    )
    statement = update(PlanRow).where(PlanRow.workspace_id == ctx.workspace_id, PlanRow.values.has_key(key))
    await ctx.session.execute(
        statement.values(values=PlanRow.values.op("-")(key)).execution_options(synchronize_session=False)
    )
    mine = update(CustomerFeatures).where(
        CustomerFeatures.workspace_id == ctx.workspace_id, CustomerFeatures.overrides.has_key(key)
    )
    await ctx.session.execute(
        mine.values(overrides=CustomerFeatures.overrides.op("-")(key)).execution_options(synchronize_session=False)
    )
    ctx.emit(FeatureDeleted(key=key, name=found.label))


def _own_feature(catalogue: Catalogue, key: str) -> Feature:
    found = catalogue.features.get(key)
    if found is None:
        raise FeatureNotFound
    if found.built_in:
        raise BuiltIn("This feature comes with Atrium. Its values can be changed in the plans.")
    return found


def _stored(catalogue: Catalogue, key: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a feature's row. Raises ``Invalid`` (422) naming every bad place."""
    errors: list[FieldError] = []
    choices = {choice["key"]: choice["label"] for choice in given["choices"]}
    if len(choices) < len(given["choices"]):
        errors.append(FieldError(pointer="/choices", code="duplicate", message="must have different keys"))
    if given["type"] in {"choice", "choices"} and not choices:
        errors.append(FieldError(pointer="/choices", code="missing", message="must offer something"))
    requires = list(dict.fromkeys(given["requires"]))
    for place, needed in enumerate(requires):
        if needed not in catalogue.features:
            errors.append(FieldError(pointer=f"/requires/{place}", code="unknown", message="is not a feature"))
        elif key in _needs(catalogue, needed):
            errors.append(
                FieldError(pointer=f"/requires/{place}", code="circular", message="requires this feature itself")
            )
    feature = Feature(
        key, given["label"], "", "own", type=given["type"], choices=choices, maximum=given["maximum"] or 1_000_000_000
    )
    default = feature.off if given["default"] is None else check_value(feature, given["default"], "/default", errors)
    if errors:
        raise Invalid("The feature is not acceptable.", errors=errors)
    return {
        "label": given["label"],
        "description": given["description"],
        "type": given["type"],
        "default_value": default,
        "unit": given["unit"],
        "choices": given["choices"],
        "maximum": given["maximum"],
        "requires": requires,
    }


def _needs(catalogue: Catalogue, key: str) -> set[str]:
    """The feature itself and everything it requires."""
    found, waiting = {key}, [key]
    while waiting:
        feature = catalogue.features.get(waiting.pop())
        new = set(feature.requires) - found if feature else set()
        found |= new
        waiting.extend(new)
    return found


def check_value(feature: Feature, value: Any, pointer: str, errors: list[FieldError]) -> Value:
    """The value as it is kept; what is wrong with it is added to ``errors``."""

    def refuse(code: str, message: str) -> Value:
        errors.append(FieldError(pointer=pointer, code=code, message=message))
        return feature.off

    match feature.type:
        case "boolean":
            return value if isinstance(value, bool) else refuse("bool_type", "must be true or false")
        case "number":
            if isinstance(value, bool) or not isinstance(value, int):
                return refuse("int_type", "must be a whole number")
            if not feature.minimum <= value <= feature.maximum:
                return refuse("out_of_range", f"must lie between {feature.minimum} and {feature.maximum}")
            return value
        case "text":
            if (
                not isinstance(value, str)
                or len(value) > LONGEST_TEXT
                or any(ord(character) < 32 for character in value)
            ):
                return refuse("text", f"must be one line of at most {LONGEST_TEXT} characters")
            return value.strip()
        case "choice":
            return (
                value
                if isinstance(value, str) and value in feature.choices
                else refuse("unknown_choice", f"must be one of {_listed(feature.choices)}")
            )
        case "choices":
            if (
                not isinstance(value, list)
                or len(value) > len(feature.choices)
                or not all(isinstance(item, str) and item in feature.choices for item in value)
            ):
                return refuse("unknown_choice", f"must be a list of {_listed(feature.choices)}, each at most once")
            return [key for key in feature.choices if key in value]


def _listed(choices: Iterable[str]) -> str:
    return ", ".join(choices)


async def get_plan(ctx: Ctx, key: str) -> tuple[PlanDefinition, Catalogue]:
    """Raises ``PlanNotFound`` (404)."""
    catalogue = await load_catalogue(ctx)
    return _plan(catalogue, key), catalogue


async def create_plan(ctx: Ctx, data: PlanIn) -> tuple[PlanDefinition, Catalogue]:
    """Raises ``KeyTaken`` (409), ``TooMany`` (409) and ``Invalid`` (422)."""
    catalogue = await change_catalogue(ctx)
    if data.key in catalogue.plans:
        raise KeyTaken("Another plan has this key.")
    if len(catalogue.plans) >= MOST_PLANS:
        raise TooMany(f"A workspace can have {MOST_PLANS} plans.")
    values = {key: value for key, value in _plan_values(catalogue, data.values).items() if value is not None}
    row = {
        "workspace_id": ctx.workspace_id,
        "id": uuid7(),
        "key": data.key,
        "name": data.name,
        "based_on": data.based_on,
        "values": values,
    }
    await ctx.session.execute(insert(PlanRow).values(row))
    ctx.emit(PlanCreated(key=data.key, name=data.name))
    return await get_plan(ctx, data.key)


async def update_plan(ctx: Ctx, catalogue: Catalogue, key: str, data: PlanPatch) -> tuple[PlanDefinition, Catalogue]:
    """``catalogue`` must be from ``change_catalogue``. Raises ``PlanNotFound`` (404) and ``Invalid`` (422)."""
    before = _plan(catalogue, key)
    given = data.provided()
    own = {**before.own, **_plan_values(catalogue, given.get("values", {}))}
    own = {feature: value for feature, value in own.items() if value is not None}
    name, is_default = given.get("name", before.name), given.get("is_default", before.is_default)
    changes = diff({"name": before.name, "is_default": before.is_default}, {"name": name, "is_default": is_default})
    changes |= diff({**dict.fromkeys(own), **before.own}, {**dict.fromkeys(before.own), **own})
    if changes:
        if is_default and not before.is_default:
            await ctx.session.execute(
                update(PlanRow)
                .where(PlanRow.workspace_id == ctx.workspace_id, PlanRow.is_default)
                .values(is_default=False)
            )
        row = {"name": name, "values": own, "is_default": is_default}
        statement = insert(PlanRow).values(
            workspace_id=ctx.workspace_id, id=uuid7(), key=key, based_on=before.based_on, **row
        )
        row |= {"version": PlanRow.version + 1, "updated_at": func.clock_timestamp()}
        await ctx.session.execute(statement.on_conflict_do_update(index_elements=["workspace_id", "key"], set_=row))
        ctx.emit(PlanUpdated(key=key, name=name, changes=changes))
    return await get_plan(ctx, key)


async def delete_plan(ctx: Ctx, catalogue: Catalogue, key: str) -> None:
    """Raises ``PlanNotFound`` (404), ``BuiltIn``, ``FallbackPlan`` and ``InUse`` (409)."""
    plan = _plan(catalogue, key)
    if plan.built_in:
        raise BuiltIn("This plan comes with Atrium. Its values can be changed.")
    if plan.is_default:
        raise FallbackPlan("Make another plan the default first.")
    on_it = select(func.count()).where(
        CustomerFeatures.workspace_id == ctx.workspace_id, CustomerFeatures.plan_key == key
    )
    customers_on_it = await ctx.session.scalar(on_it)
    if customers_on_it:
        number = f"{customers_on_it} customer is" if customers_on_it == 1 else f"{customers_on_it} customers are"
        raise InUse(
            f"{number} on this plan.",
            unmet=[Unmet(code="customers-on-plan", message=f"{number} on this plan. Give them another first.")],
        )
    await ctx.session.execute(delete(PlanRow).where(PlanRow.workspace_id == ctx.workspace_id, PlanRow.key == key))
    ctx.emit(PlanDeleted(key=key, name=plan.name))


def _plan(catalogue: Catalogue, key: str) -> PlanDefinition:
    if key not in catalogue.plans:
        raise PlanNotFound
    return catalogue.plans[key]


def _plan_values(catalogue: Catalogue, given: Mapping[str, Any]) -> dict[str, Value]:
    errors: list[FieldError] = []
    values: dict[str, Value] = {}
    for key, value in given.items():
        pointer = f"/values/{pointer_part(key)}"
        feature = catalogue.features.get(key)
        if feature is None:
            errors.append(FieldError(pointer=pointer, code="unknown_feature", message="is not a feature"))
        else:
            values[key] = None if value is None else check_value(feature, value, pointer, errors)
    if errors:
        raise Invalid("The values are not acceptable.", errors=errors)
    return values


def pointer_part(key: str) -> str:
    """A key of the caller's as a part of a JSON Pointer (RFC 6901)."""
    return key.encode("utf-8", "replace").decode().replace("\x00", "")[:60].replace("~", "~0").replace("/", "~1")


async def lock_customer(ctx: Ctx, customer_id: UUID) -> CustomerFeatures:
    """The customer's row, made if it is not there, locked: two changes at once could each break what the other relies
    on.

    The customer must be known to exist and be visible."""
    await ctx.session.execute(
        insert(CustomerFeatures).values(workspace_id=ctx.workspace_id, customer_id=customer_id).on_conflict_do_nothing()
    )
    query = select(CustomerFeatures).where(
        CustomerFeatures.workspace_id == ctx.workspace_id, CustomerFeatures.customer_id == customer_id
    )
    return (await ctx.session.scalars(query.with_for_update().execution_options(populate_existing=True))).one()


async def store_customer(ctx: Ctx, customer_id: UUID, plan_key: str | None, overrides: Mapping[str, Value]) -> None:
    """The row must be locked (``lock_customer``)."""
    statement = update(CustomerFeatures).where(
        CustomerFeatures.workspace_id == ctx.workspace_id, CustomerFeatures.customer_id == customer_id
    )
    values = {
        "plan_key": plan_key,
        "overrides": dict(overrides),
        "version": CustomerFeatures.version + 1,
        "updated_at": func.clock_timestamp(),
    }
    await ctx.session.execute(statement.values(values).execution_options(synchronize_session=False))
