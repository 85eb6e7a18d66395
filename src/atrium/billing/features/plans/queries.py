"""The catalogue of a workspace in one statement, or as columns of another one."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from atrium.billing.features.plans.catalogue import BUILT_IN, PLANS, Feature
from atrium.billing.features.plans.models import FeatureRow, PlanRow
from atrium.billing.features.plans.schemas import Catalogue, PlanDefinition
from atrium.kernel.context import Ctx

_PLAN = ("key", "name", "based_on", "values", "is_default", "version")
_FEATURE = ("key", "label", "description", "type", "default_value", "choices", "maximum", "unit", "requires", "version")


def catalogue_columns(ctx: Ctx) -> list[Any]:
    """Scalar subqueries ``plan_rows`` and ``feature_rows``, for ``catalogue_of``."""
    return [_rows(ctx, PlanRow, _PLAN).label("plan_rows"), _rows(ctx, FeatureRow, _FEATURE).label("feature_rows")]


def _rows(ctx: Ctx, table: Any, columns: Sequence[str]) -> Any:
    pairs = [part for name in columns for part in (name, getattr(table, name))]
    listed = func.jsonb_agg(aggregate_order_by(func.jsonb_build_object(*pairs), table.id))
    return select(listed).where(table.workspace_id == ctx.workspace_id).scalar_subquery()


async def load_catalogue(ctx: Ctx) -> Catalogue:
    """The built-in features and plans, and what the workspace made of them."""
    row = (await ctx.session.execute(select(*catalogue_columns(ctx)))).one()
    return catalogue_of(row.plan_rows, row.feature_rows)


def catalogue_of(
    plan_rows: Sequence[Mapping[str, Any]] | None, feature_rows: Sequence[Mapping[str, Any]] | None
) -> Catalogue:
    own = [_feature(row) for row in feature_rows or ()]
    changed = {row["key"]: row for row in plan_rows or ()}
    default = next((key for key, row in changed.items() if row["is_default"]), "basic")
    untouched = {"values": {}, "version": 0}
    rows = {
        key: {**untouched, "name": name, **changed.pop(key, {}), "key": key, "based_on": key}
        for key, name in PLANS.items()
    }
    plans: dict[str, PlanDefinition] = {key: _plan(row, default, {}) for key, row in rows.items()}
    plans |= {key: _plan(row, default, rows[row["based_on"]]["values"]) for key, row in changed.items()}
    features = {feature.key: feature for feature in (*BUILT_IN, *own)}
    return Catalogue(features, plans, {row["key"]: row["version"] for row in feature_rows or ()})


def _plan(row: Mapping[str, Any], default: str, inherited: Mapping[str, Any]) -> PlanDefinition:
    key, same = row["key"], {name: row[name] for name in ("key", "name", "based_on", "version")}
    return PlanDefinition(
        **same, own=row["values"], inherited=inherited, is_default=key == default, built_in=key in PLANS
    )


def _feature(row: Mapping[str, Any]) -> Feature:
    return Feature(
        key=row["key"],
        label=row["label"],
        description=row["description"],
        group="own",
        type=row["type"],
        default=row["default_value"],
        choices={choice["key"]: choice["label"] for choice in row["choices"]},
        maximum=row["maximum"] or 1_000_000_000,
        unit=row["unit"],
        requires=tuple(row["requires"]),
        built_in=False,
    )
