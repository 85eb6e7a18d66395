from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path, Request, Response

from atrium.billing.features.plans import service
from atrium.billing.features.plans.catalogue import Feature
from atrium.billing.features.plans.queries import load_catalogue
from atrium.billing.features.plans.schemas import (
    Catalogue,
    ChoiceOut,
    FeatureDefinition,
    FeatureIn,
    FeaturePatch,
    PlanDefinition,
    PlanIn,
    PlanOut,
    PlanPatch,
)
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import own

router = slice_router("features")
FeatureKey = Annotated[str, Path(max_length=60, description="The feature's key.", examples=["priority_support"])]
PlanKey = Annotated[str, Path(max_length=60, description="The plan's key.", examples=["pro"])]


def _part(items: Sequence[Any], limit: int, cursor: str | None, scope: str) -> tuple[list[Any], str | None]:
    """A page of a short list that is held whole."""
    start = decode_cursor(scope, cursor)[0] if cursor else 0
    rows, next_cursor = page_of(
        list(enumerate(items))[start : start + limit + 1], limit, scope, lambda row: [row[0] + 1]
    )
    return [item for _, item in rows], next_cursor


@router.get("/features", summary="List the catalogue of features")
async def list_features(
    ctx: Annotated[Ctx, can(P.features_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[FeatureDefinition]:
    """Those that come with Atrium, then the workspace's own: with what each needs, forces and switches off, and its
    value in every plan."""
    catalogue = await load_catalogue(ctx)
    items, next_cursor = _part(list(catalogue.features.values()), limit, cursor, "features")
    return Page(items=[feature_out(item, catalogue) for item in items], next_cursor=next_cursor)


@router.post("/features", status_code=201, summary="Add a feature")
async def create_feature(
    ctx: Annotated[Ctx, can(P.workspace_manage)], data: FeatureIn, response: Response
) -> FeatureDefinition:
    """One of the workspace's own. Its key must not be taken (409)."""
    return _feature(await service.create_feature(ctx, data), response)


@router.get("/features/{feature_key}", summary="Get a feature of the catalogue")
async def get_feature(
    ctx: Annotated[Ctx, can(P.features_read)], feature_key: FeatureKey, response: Response
) -> FeatureDefinition:
    """One feature with its ETag."""
    return _feature(await service.get_feature(ctx, feature_key), response)


@router.patch("/features/{feature_key}", summary="Change a feature")
async def update_feature(
    ctx: Annotated[Ctx, can(P.workspace_manage)],
    feature_key: FeatureKey,
    data: FeaturePatch,
    request: Request,
    response: Response,
) -> FeatureDefinition:
    """One of the workspace's own: those that come with Atrium are refused (409)."""
    catalogue = await service.change_catalogue(ctx)
    check_if_match(request, catalogue.versions.get(feature_key, 0))
    return _feature(await service.update_feature(ctx, catalogue, feature_key, data), response)


@router.delete("/features/{feature_key}", status_code=204, summary="Delete a feature")
async def delete_feature(
    ctx: Annotated[Ctx, can(P.workspace_manage)], feature_key: FeatureKey, request: Request
) -> None:
    """With what plans and customers have of it. 409 for one that comes with Atrium or that others require."""
    catalogue = await service.change_catalogue(ctx)
    check_if_match(request, catalogue.versions.get(feature_key, 0))
    await service.delete_feature(ctx, catalogue, feature_key)


@router.get("/plans", summary="List the plans of customers")
async def list_plans(
    ctx: Annotated[Ctx, can(P.features_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[PlanOut]:
    """Those that come with Atrium, then the workspace's own."""
    catalogue = await load_catalogue(ctx)
    items, next_cursor = _part(list(catalogue.plans.values()), limit, cursor, "plans")
    return Page(items=[plan_out(item, catalogue) for item in items], next_cursor=next_cursor)


@router.post("/plans", status_code=201, summary="Add a plan")
async def create_plan(ctx: Annotated[Ctx, can(P.workspace_manage)], data: PlanIn, response: Response) -> PlanOut:
    """Its key must not be taken (409)."""
    return _plan(await service.create_plan(ctx, data), response)


@router.get("/plans/{plan_key}", summary="Get a plan")
async def get_plan(ctx: Annotated[Ctx, can(P.features_read)], plan_key: PlanKey, response: Response) -> PlanOut:
    """One plan with its ETag."""
    return _plan(await service.get_plan(ctx, plan_key), response)


@router.patch("/plans/{plan_key}", summary="Change a plan")
async def update_plan(
    ctx: Annotated[Ctx, can(P.workspace_manage)],
    plan_key: PlanKey,
    data: PlanPatch,
    request: Request,
    response: Response,
) -> PlanOut:
    """Customers on it who do not say otherwise themselves have the new values at once; what they may not use stays
    locked."""
    catalogue = await service.change_catalogue(ctx)
    _check(request, catalogue, plan_key)
    return _plan(await service.update_plan(ctx, catalogue, plan_key, data), response)


@router.delete("/plans/{plan_key}", status_code=204, summary="Delete a plan")
async def delete_plan(ctx: Annotated[Ctx, can(P.workspace_manage)], plan_key: PlanKey, request: Request) -> None:
    """409 while customers are on it, for the default one, and for those that come with Atrium."""
    catalogue = await service.change_catalogue(ctx)
    _check(request, catalogue, plan_key)
    await service.delete_plan(ctx, catalogue, plan_key)


def _check(request: Request, catalogue: Catalogue, plan_key: str) -> None:
    if plan_key in catalogue.plans:
        check_if_match(request, catalogue.plans[plan_key].version)


def _feature(found: tuple[Feature, Catalogue], response: Response) -> FeatureDefinition:
    feature, catalogue = found
    set_etag(response, catalogue.versions.get(feature.key, 0))
    return feature_out(feature, catalogue)


def _plan(found: tuple[PlanDefinition, Catalogue], response: Response) -> PlanOut:
    plan, catalogue = found
    set_etag(response, plan.version)
    return plan_out(plan, catalogue)


def feature_out(feature: Feature, catalogue: Catalogue) -> FeatureDefinition:
    known = own(FeatureDefinition, feature)
    choices = [ChoiceOut(key=key, label=label) for key, label in feature.choices.items()]
    plan_values = {key: plan.value(feature) for key, plan in catalogue.plans.items()}
    lists = {name: list(known[name]) for name in ("requires", "conditions", "turns_off")}
    return FeatureDefinition.model_validate(
        {**known, **lists, "forces": dict(feature.forces), "choices": choices, "plan_values": plan_values}
    )


def plan_out(plan: PlanDefinition, catalogue: Catalogue) -> PlanOut:
    values = {key: plan.value(feature) for key, feature in catalogue.features.items()}
    return PlanOut(
        key=plan.key,
        name=plan.name,
        based_on=plan.based_on,
        values=values,
        own_values=dict(plan.own),
        is_default=plan.is_default,
        built_in=plan.built_in,
    )
