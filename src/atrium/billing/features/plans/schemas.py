from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from atrium.billing.features.plans.catalogue import Feature, FeatureType, Value
from atrium.kernel.schemas import BigInt, Input, Json, Key, Line, Name, Output, Prose, Token

BasePlan = Literal["basic", "pro", "enterprise"]
FeatureKey = Annotated[str, Field(min_length=1, max_length=60)]
FeatureValue = Annotated[
    bool | BigInt | str | list[str] | None,
    Field(description="By its type: true or false, a whole number, a text, one choice, or several.", examples=[True]),
]
GivenValues = Annotated[dict[FeatureKey, Json], Field(max_length=200)]


@dataclass(frozen=True, slots=True)
class PlanDefinition:
    """A plan with the values it gives. ``inherited``: what the workspace changed of the built-in plan it is based on.

    ``version`` is 0 while nobody has changed a built-in one."""

    key: str
    name: str
    based_on: BasePlan
    own: Mapping[str, Value]
    inherited: Mapping[str, Value]
    is_default: bool
    built_in: bool
    version: int

    def value(self, feature: Feature) -> Value:
        """Its own value, that of the plan it is based on, or the feature's default."""
        for values in (self.own, self.inherited):
            if feature.key in values:
                return values[feature.key]
        return feature.plans.get(self.based_on, feature.default)

    def says(self, feature: Feature) -> bool:
        """Whether the plan gives a value, rather than leaving it to the feature's default."""
        return feature.key in self.own or feature.key in self.inherited or self.based_on in feature.plans


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All features and plans of a workspace, by key, in the order in which they are shown."""

    features: Mapping[str, Feature]
    plans: Mapping[str, PlanDefinition]
    versions: Mapping[str, int]

    @property
    def default_plan(self) -> PlanDefinition:
        return next((plan for plan in self.plans.values() if plan.is_default), self.plans["basic"])

    def plan(self, key: str | None) -> PlanDefinition:
        return self.plans.get(key or "", self.default_plan)


class ChoiceIn(Input):
    """One choice of a feature."""

    key: Key = Field(description="Stable name of the choice.", examples=["gold"])
    label: Name = Field(description="What people read.", examples=["Gold"])


class ChoiceOut(Output):
    """One choice of a feature."""

    key: str = Field(description="Stable name of the choice.", examples=["generic"])
    label: str = Field(description="What people read.", examples=["Any app, by API"])


class FeatureIn(Input):
    """A new feature of the workspace's own."""

    key: Key = Field(
        description="Stable name, unique in the workspace. It cannot be changed.", examples=["priority_support"]
    )
    label: Name = Field(description="What people read.", examples=["Priority support"])
    description: Prose = Field(
        "", max_length=500, description="What it gives the customer.", examples=["Answers within an hour."]
    )
    type: FeatureType = Field(
        "boolean",
        description="What its value is: on or off, a whole number, a text, one of the choices, or several.",
        examples=["boolean"],
    )
    default: Json = Field(None, description="Its value where a plan says nothing; off when absent.", examples=[False])
    choices: list[ChoiceIn] = Field(
        default_factory=list,
        max_length=50,
        description="For `choice` and `choices`: what there is to choose from.",
        examples=[[]],
    )
    maximum: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = Field(
        None, description="For `number`: the largest.", examples=[None]
    )
    unit: Line = Field("", max_length=40, description="For `number`: what is counted.", examples=[""])
    requires: list[Token] = Field(
        default_factory=list, max_length=20, description="Keys of features that must be on.", examples=[["portal"]]
    )


class FeaturePatch(Input):
    """What to change of a feature of the workspace's own."""

    label: Name = Field("", description="New text for people.", examples=["Priority support"])
    description: Prose = Field("", max_length=500, description="New description.", examples=["Answers within an hour."])
    default: Json = Field(None, description="New value where a plan says nothing; null means off.", examples=[True])
    choices: list[ChoiceIn] = Field(
        default_factory=list, max_length=50, description="New choices, replaced whole.", examples=[[]]
    )
    maximum: Annotated[int, Field(ge=1, le=1_000_000_000)] | None = Field(
        None, description="New largest number.", examples=[None]
    )
    unit: Line = Field("", max_length=40, description="New unit.", examples=[""])
    requires: list[Token] = Field(
        default_factory=list, max_length=20, description="New list of features that must be on.", examples=[[]]
    )


class FeatureDefinition(Output):
    """A feature as the catalogue has it."""

    key: str = Field(description="Stable name.", examples=["api_access"])
    label: str = Field(description="What people read.", examples=["API Access"])
    description: str = Field(
        description="What it gives the customer.", examples=["Keys and calls for this customer alone."]
    )
    group: str = Field(
        description=(
            "Where it is shown: `portal`, `developers`, `ai`, `integration`, `billing`, or `own` for the workspace's"
            " own."
        ),
        examples=["developers"],
    )
    type: FeatureType = Field(description="What its value is.", examples=["boolean"])
    default: FeatureValue = Field(description="Its value where a plan says nothing.", examples=[False])
    plan_values: dict[str, FeatureValue] = Field(
        description="Its value in each plan, by the plan's key.", examples=[{"basic": False, "enterprise": True}]
    )
    choices: list[ChoiceOut] = Field(description="What there is to choose from.")
    minimum: int = Field(description="For numbers: the smallest.", examples=[0])
    maximum: int = Field(description="For numbers: the largest.", examples=[1000000000])
    unit: str = Field(description="For numbers: what is counted.", examples=[""])
    requires: list[str] = Field(description="Features that must be on.", examples=[[]])
    conditions: list[str] = Field(
        description="What else must hold: `white_label_portal`, `stripe_connect`, `active_account`.",
        examples=[["active_account"]],
    )
    forces: dict[str, FeatureValue] = Field(
        description="Values that other features have while this one is on.", examples=[{"pricing_hidden": True}]
    )
    turns_off: list[str] = Field(description="Features that are switched off with it.", examples=[["ai_gateway"]])
    menu: str | None = Field(description="The entry of the customer's menu that it opens.", examples=["api_keys"])
    built_in: bool = Field(
        description="Whether it comes with Atrium and can neither be changed nor deleted.", examples=[True]
    )


class PlanIn(Input):
    """A new plan."""

    key: Key = Field(description="Stable name, unique in the workspace. It cannot be changed.", examples=["partner"])
    name: Name = Field(description="What people read.", examples=["Partner"])
    based_on: BasePlan = Field(
        "basic", description="The built-in plan whose values it has where it says nothing itself.", examples=["pro"]
    )
    values: GivenValues = Field(
        default_factory=dict, description="Its own values, by feature.", examples=[{"api_access": True}]
    )


class PlanPatch(Input):
    """What to change of a plan."""

    name: Name = Field("", description="New name.", examples=["Partner"])
    values: GivenValues = Field(
        default_factory=dict,
        description="Values to set, by feature; null goes back to the plan it is based on.",
        examples=[{"api_access": True}],
    )
    is_default: Literal[True] = Field(
        True, description="Customers without a plan of their own get this one from now on.", examples=[True]
    )


class PlanOut(Output):
    """A plan that customers may be on."""

    key: str = Field(description="Stable name.", examples=["pro"])
    name: str = Field(description="What people read.", examples=["Pro"])
    based_on: BasePlan = Field(
        description="The built-in plan whose values it has where it says nothing itself.", examples=["pro"]
    )
    values: dict[str, FeatureValue] = Field(description="What it gives, by feature.", examples=[{"api_access": False}])
    own_values: dict[str, FeatureValue] = Field(description="Those of them that the workspace set.", examples=[{}])
    is_default: bool = Field(description="Whether customers without a plan of their own have it.", examples=[False])
    built_in: bool = Field(description="Whether it comes with Atrium and cannot be deleted.", examples=[True])
