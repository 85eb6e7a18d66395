from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class CustomerFeaturesChanged(Event):
    """What a customer may use is another thing now: ``changes`` by feature, those that followed from others
    included."""

    type: ClassVar[str] = "customer.features_changed"
    kind: ClassVar[str] = "customer"
    plan: str = Field(description="The plan it is on.", examples=["pro"])
