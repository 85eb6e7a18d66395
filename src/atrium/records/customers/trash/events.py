from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class CustomerDeleted(Event):
    """Put into the trash."""

    type: ClassVar[str] = "customer.deleted"
    kind: ClassVar[str] = "customer"
    name: str = Field(description="Its name.", examples=["Ana Ruiz"])


class CustomerRestored(Event):
    type: ClassVar[str] = "customer.restored"
    kind: ClassVar[str] = "customer"
    name: str = Field(description="Its name.", examples=["Ana Ruiz"])


class CustomerPurged(Event):
    """Gone for good."""

    type: ClassVar[str] = "customer.purged"
    kind: ClassVar[str] = "customer"
