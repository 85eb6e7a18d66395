from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Name
from atrium.records.customers.record.schemas import ID, CustomerPatch, Lifecycle


class CustomerUpsert(CustomerPatch):
    """A customer to create, or what to change of the one that exists."""

    name: Name = Field("", description="Needed when the customer does not exist yet.", examples=["Ana Ruiz"])
    lifecycle: Lifecycle = Field(
        "customer", description="Only used when the customer is created.", examples=["customer"]
    )
    tag_ids: list[UUID] = Field(default_factory=list, max_length=200, description="Tags to add.", examples=[[ID]])
