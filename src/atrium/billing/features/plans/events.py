from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class CatalogueEvent(Event):
    kind: ClassVar[str] = "settings"
    key: str = Field(description="Its key.", examples=["pro"])
    name: str = Field(description="Its name.", examples=["Pro"])


class PlanCreated(CatalogueEvent):
    type: ClassVar[str] = "plan.created"


class PlanUpdated(CatalogueEvent):
    """Values of a plan changed: whatever its customers do not set themselves changes with it."""

    type: ClassVar[str] = "plan.updated"


class PlanDeleted(CatalogueEvent):
    type: ClassVar[str] = "plan.deleted"


class FeatureCreated(CatalogueEvent):
    type: ClassVar[str] = "feature.created"


class FeatureUpdated(CatalogueEvent):
    type: ClassVar[str] = "feature.updated"


class FeatureDeleted(CatalogueEvent):
    type: ClassVar[str] = "feature.deleted"
