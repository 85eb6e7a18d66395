from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from atrium.billing.features.entitlements import service
from atrium.billing.features.entitlements.schemas import (
    CustomerFeaturesChangedOut,
    CustomerFeaturesOut,
    FeatureChange,
    FeatureRefusal,
    FeaturesPatch,
    FeaturesPreview,
    FeatureState,
    MenuEntry,
    PlanOfCustomer,
)
from atrium.billing.features.plans.schemas import ChoiceOut
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("features", "What customers may use: plans, features, prerequisites, and the reason why not.")


@router.get("/customers/{customer_id}/features", summary="Get what a customer may use")
async def get_customer_features(
    ctx: Annotated[Ctx, can(P.features_read)], customer_id: UUID, response: Response
) -> CustomerFeaturesOut:
    """Every feature with its value, where the value comes from, and the reason why it cannot be used with the place to
    mend it."""
    features = await service.features_of(ctx, customer_id)
    set_etag(response, features.version)
    return features_out(features)


@router.patch("/customers/{customer_id}/features", summary="Change what a customer may use")
async def update_customer_features(
    ctx: Annotated[Ctx, can(P.features_manage)],
    customer_id: UUID,
    data: FeaturesPatch,
    request: Request,
    response: Response,
) -> CustomerFeaturesChangedOut:
    """Sets values for this customer; null goes back to the plan's. All of it or nothing: 409 with `unmet` when a
    prerequisite is missing. `changes` tells everything that is another thing now, what followed by itself included."""
    locked = await service.lock_features(ctx, customer_id)
    check_if_match(request, locked.version)
    features, steps = await service.change_features(ctx, locked, data.values())
    set_etag(response, features.version)
    return CustomerFeaturesChangedOut(
        **dict(features_out(features)), changes=[FeatureChange.model_validate(step) for step in steps]
    )


@router.post("/customers/{customer_id}/features/preview", summary="See what a change of features would do")
async def preview_customer_features(
    ctx: Annotated[Ctx, can(P.features_read)], customer_id: UUID, data: FeaturesPatch
) -> FeaturesPreview:
    """Takes what the change takes, changes nothing, and tells what else would change with it and what stands in its
    way."""
    plan = await service.preview(ctx, customer_id, data.values())
    return FeaturesPreview(
        possible=not plan.refused,
        changes=[FeatureChange.model_validate(step) for step in plan.steps],
        refused=[FeatureRefusal(key=key, unmet=unmet) for key, unmet in plan.refused.items()],
    )


def features_out(features: service.Features) -> CustomerFeaturesOut:
    states = list(features.states.values())
    source = "customer" if features.subject.plan_key in features.subject.catalogue.plans else "default"
    return CustomerFeaturesOut(
        customer_id=features.subject.customer_id,
        plan=PlanOfCustomer.model_validate({"key": features.plan.key, "name": features.plan.name, "source": source}),
        features=[_state_out(state, features) for state in states],
        menu=[
            MenuEntry(
                key=state.feature.menu,
                feature=state.feature.key,
                visible=bool(state.wanted),
                locked=bool(state.unmet),
                unmet=state.unmet,
            )
            for state in states
            if state.feature.menu
        ],
    )


def _state_out(state: service.State, features: service.Features) -> FeatureState:
    feature = state.feature
    same = {
        name: getattr(feature, name)
        for name in ("key", "label", "description", "group", "type", "minimum", "maximum", "unit", "built_in")
    }
    return FeatureState.model_validate(
        {
            **same,
            "value": state.value,
            "on": state.on,
            "source": state.source,
            "forced_by": state.forced_by,
            "override": features.subject.overrides.get(feature.key),
            "plan_value": features.plan.value(feature),
            "locked": bool(state.unmet),
            "unmet": state.unmet,
            "choices": [ChoiceOut(key=key, label=label) for key, label in feature.choices.items()],
        }
    )
