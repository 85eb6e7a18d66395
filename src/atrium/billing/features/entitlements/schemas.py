from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from atrium.billing.features.plans.catalogue import BUILT_IN, FeatureType
from atrium.billing.features.plans.schemas import ChoiceOut, FeatureValue
from atrium.kernel.errors import Unmet
from atrium.kernel.schemas import Input, Json, Output

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
_JSON_TYPES: dict[FeatureType, dict[str, Any]] = {
    "boolean": {"type": "boolean", "examples": [True]},
    "number": {"type": "integer", "examples": [5]},
    "text": {"type": "string", "maxLength": 500, "examples": ["portal.example.com"]},
    "choice": {"type": "string", "examples": ["generic"]},
    "choices": {"type": "array", "items": {"type": "string", "examples": ["generic"]}, "examples": [["generic"]]},
}


def _documented(schema: dict[str, Any]) -> None:
    """The catalogue's features as optional properties, so that typed clients know them."""
    plan = {
        "type": "string",
        "maxLength": 60,
        "description": "Key of the plan; null for the workspace's default.",
        "examples": ["pro"],
    }
    schema["properties"] = {"plan": _nullable(plan)}
    for feature in BUILT_IN:
        told = {
            **_JSON_TYPES[feature.type],
            "description": f"{feature.label}: {feature.description[0].lower()}{feature.description[1:]}",
        }
        schema["properties"][feature.key] = _nullable(told)
    schema["examples"] = [{"integration": True, "integration_apps": ["generic"]}]
    schema["additionalProperties"] = {"description": "The value of a feature of the workspace's own."}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    described = {key: schema.pop(key) for key in ("description", "examples")}
    return {"anyOf": [schema, {"type": "null"}], **described}


class FeaturesPatch(Input):
    """Values to set, by feature; null goes back to the plan's. `plan` is the plan itself."""

    model_config = ConfigDict(extra="allow", json_schema_extra=_documented)
    __pydantic_extra__: dict[str, Json] = Field(init=False)

    def values(self) -> dict[str, Any]:
        return dict(self.__pydantic_extra__)


class PlanOfCustomer(Output):
    """The plan a customer is on."""

    key: str = Field(description="Its key.", examples=["pro"])
    name: str = Field(description="Its name.", examples=["Pro"])
    source: Literal["customer", "default"] = Field(
        description="Whether the customer was given it, or has the workspace's default.", examples=["default"]
    )


class FeatureState(Output):
    """What a customer has of one feature, and why."""

    key: str = Field(description="The feature.", examples=["api_access"])
    label: str = Field(description="What people read.", examples=["API Access"])
    description: str = Field(
        description="What it gives the customer.", examples=["Keys and calls for this customer alone."]
    )
    group: str = Field(description="Where it is shown.", examples=["developers"])
    type: FeatureType = Field(description="What its value is.", examples=["boolean"])
    value: FeatureValue = Field(description="What holds now.", examples=[False])
    on: bool = Field(
        description="Whether it can be used: its value is neither false, 0, empty nor missing.", examples=[False]
    )
    source: Literal["override", "plan", "default", "forced"] = Field(
        description=(
            "Where the value comes from: set for this customer, from its plan, the same for all, or forced by what is"
            " in `forced_by` or `unmet`."
        ),
        examples=["plan"],
    )
    forced_by: str | None = Field(description="The feature that forces the value.", examples=[None])
    override: FeatureValue = Field(
        description="What was set for this customer; null when nothing was. A locked feature remembers it.",
        examples=[None],
    )
    plan_value: FeatureValue = Field(
        description="What it would be without the override and without locks.", examples=[False]
    )
    locked: bool = Field(description="Whether it cannot be changed now: `unmet` says why.", examples=[False])
    unmet: list[Unmet] = Field(description="What has to be mended before it can be used or changed.")
    choices: list[ChoiceOut] = Field(description="What there is to choose from.")
    minimum: int = Field(description="For numbers: the smallest.", examples=[0])
    maximum: int = Field(description="For numbers: the largest.", examples=[1000000000])
    unit: str = Field(description="For numbers: what is counted.", examples=[""])
    built_in: bool = Field(description="Whether it comes with Atrium.", examples=[True])


class MenuEntry(Output):
    """An entry of the customer's menu."""

    key: str = Field(description="The entry.", examples=["api_keys"])
    feature: str = Field(description="The feature that opens it.", examples=["api_keys_menu"])
    visible: bool = Field(description="Whether it is there; a locked one is shown with its reason.", examples=[False])
    locked: bool = Field(description="Whether it says why it cannot be used, in place of its content.", examples=[True])
    unmet: list[Unmet] = Field(description="The reasons.")


class CustomerFeaturesOut(Output):
    """What a customer may use, and the reason why not."""

    customer_id: UUID = Field(description="The customer.", examples=[ID])
    plan: PlanOfCustomer = Field(description="The plan it is on.")
    features: list[FeatureState] = Field(description="Every feature of the catalogue, in its order.")
    menu: list[MenuEntry] = Field(description="What the customer's menu shows.")


class FeatureChange(Output):
    """A feature whose value a change would change."""

    key: str = Field(description="The feature, or `plan`.", examples=["api_keys_menu"])
    label: str = Field(description="What people read.", examples=["API Keys menu"])
    before: FeatureValue = Field(description="Value before.", examples=[True])
    after: FeatureValue = Field(description="Value after.", examples=[False])
    asked: bool = Field(description="Whether it was asked for, or follows from something else.", examples=[False])
    because: str | None = Field(description="The feature it follows from.", examples=["api_access"])
    message: str = Field(description="The same, for people.", examples=["API Keys menu is locked: API Access is off."])


class FeatureRefusal(Output):
    """A part of a change that is not possible."""

    key: str = Field(description="The feature.", examples=["billing"])
    unmet: list[Unmet] = Field(description="Why.")


class FeaturesPreview(Output):
    """What a change would do. Nothing was changed."""

    possible: bool = Field(description="Whether it could be made as it is.", examples=[True])
    changes: list[FeatureChange] = Field(description="What would be another thing than now, cascades included.")
    refused: list[FeatureRefusal] = Field(description="What stands in the way.")


class CustomerFeaturesChangedOut(CustomerFeaturesOut):
    """What a customer may use after a change, and what the change did."""

    changes: list[FeatureChange] = Field(description="What is another thing than before, cascades included.")
