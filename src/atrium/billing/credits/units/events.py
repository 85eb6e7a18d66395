from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class CreditUnitEvent(Event):
    kind: ClassVar[str] = "settings"
    unit: str = Field(description="Key of the unit.", examples=["sms"])
    name: str = Field(description="Its name.", examples=["SMS"])


class CreditUnitCreated(CreditUnitEvent):
    type: ClassVar[str] = "credit_unit.created"


class CreditUnitUpdated(CreditUnitEvent):
    type: ClassVar[str] = "credit_unit.updated"


class CreditUnitDeleted(CreditUnitEvent):
    type: ClassVar[str] = "credit_unit.deleted"
