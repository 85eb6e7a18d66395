from datetime import datetime

from pydantic import Field

from atrium.kernel.errors import Unmet
from atrium.kernel.schemas import Output


class Loss(Output):
    """Something that goes with the customer."""

    what: str = Field(description="Stable machine name.", examples=["notes"])
    count: int = Field(description="How many.", examples=[4])


class DeletionPlan(Output):
    """What deleting this customer would mean."""

    allowed: bool = Field(description="Whether it can be deleted now.", examples=[True])
    blockers: list[Unmet] = Field(description="What has to be settled first.")
    losses: list[Loss] = Field(description="What vanishes for good when the trash is emptied.")
    restorable_until: datetime | None = Field(
        description="How long it could be restored.", examples=["2026-12-22T09:30:00Z"]
    )
