from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.kernel.errors import Problem
from atrium.kernel.schemas import Input, JsonObject, Key, Output, Token
from atrium.records.customers.record.schemas import ID, CustomerFilter, CustomerIn, CustomerPatch
from atrium.records.customers.upserts.schemas import CustomerUpsert


class CreateOperation(Input):
    """Create a customer."""

    op: Literal["create"] = Field(description="What to do.", examples=["create"])
    data: CustomerIn = Field(description="The new customer.")


class UpdateOperation(Input):
    """Change a customer."""

    op: Literal["update"] = Field(description="What to do.", examples=["update"])
    customer_id: UUID = Field(description="Which.", examples=[ID])
    data: CustomerPatch = Field(description="What to change.")


class UpsertOperation(Input):
    """Create or change a customer by an address or an id elsewhere."""

    op: Literal["upsert"] = Field(description="What to do.", examples=["upsert"])
    scheme: Key = Field(description="`email`, or the name of the other system.", examples=["hubspot"])
    value: Token = Field(max_length=254, description="The address, or the id there.", examples=["991"])
    data: CustomerUpsert = Field(description="The customer.")


class DeleteOperation(Input):
    """Put a customer into the trash."""

    op: Literal["delete"] = Field(description="What to do.", examples=["delete"])
    customer_id: UUID = Field(description="Which.", examples=[ID])


Operation = Annotated[CreateOperation | UpdateOperation | UpsertOperation | DeleteOperation, Field(discriminator="op")]


class BatchIn(Input):
    """Up to 100 operations, done in order, each by itself: one that fails leaves no trace and does not stop the
    others."""

    operations: list[Operation] = Field(min_length=1, max_length=100, description="What to do.")


class BatchResult(Output):
    """What came of one operation."""

    index: int = Field(description="Its place in the request, from 0.", examples=[0])
    status: int = Field(description="The HTTP status it would have answered alone.", examples=[201])
    customer_id: UUID | None = Field(None, description="The customer, if there is one.", examples=[ID])
    problem: Problem | None = Field(None, description="Why it was refused.")


class BatchOut(Output):
    """What came of the operations."""

    results: list[BatchResult] = Field(description="One for each operation, in order.")


class SetStatus(Input):
    """Set the status."""

    type: Literal["set_status"] = Field(description="What to do.", examples=["set_status"])
    status_id: UUID = Field(description="A status; customers in other folders than its own are refused.", examples=[ID])


class Move(Input):
    """Move to a folder."""

    type: Literal["move"] = Field(description="What to do.", examples=["move"])
    folder_id: UUID | None = Field(description="The new folder; null for none.", examples=[ID])
    status_id: UUID | None = Field(
        None, description="Its new status; else one of the same name, else the default.", examples=[ID]
    )


class AddTags(Input):
    """Add tags and whole groups of tags."""

    type: Literal["add_tags"] = Field(description="What to do.", examples=["add_tags"])
    tag_ids: list[UUID] = Field(default_factory=list, max_length=200, description="Tags.", examples=[[ID]])
    group_ids: list[UUID] = Field(default_factory=list, max_length=50, description="Groups of tags.", examples=[[ID]])


class RemoveTags(Input):
    """Remove tags."""

    type: Literal["remove_tags"] = Field(description="What to do.", examples=["remove_tags"])
    tag_ids: list[UUID] = Field(min_length=1, max_length=200, description="Tags.", examples=[[ID]])


class Assign(Input):
    """Assign members, besides those assigned already."""

    type: Literal["assign"] = Field(description="What to do.", examples=["assign"])
    worker_ids: list[UUID] = Field(default_factory=list, max_length=100, description="Members to add.", examples=[[ID]])
    owner_id: UUID | None = Field(None, description="The new owner; absent: unchanged, null: nobody.", examples=[ID])


class Unassign(Input):
    """Take members off, those assigned; an owner among them owns the customer no longer."""

    type: Literal["unassign"] = Field(description="What to do.", examples=["unassign"])
    worker_ids: list[UUID] = Field(min_length=1, max_length=100, description="Members to take off.", examples=[[ID]])


class Convert(Input):
    """Make prospects customers; those who are customers already are refused."""

    type: Literal["convert"] = Field(description="What to do.", examples=["convert"])


class SetFields(Input):
    """Set or clear custom fields."""

    type: Literal["set_fields"] = Field(description="What to do.", examples=["set_fields"])
    custom_fields: JsonObject = Field(
        min_length=1,
        max_length=100,
        description="Values by the fields' keys; null clears.",
        examples=[{"renewal_on": "2027-01-31"}],
    )


class Delete(Input):
    """Put into the trash."""

    type: Literal["delete"] = Field(description="What to do.", examples=["delete"])


Action = Annotated[
    SetStatus | Move | AddTags | RemoveTags | Assign | Unassign | Convert | SetFields | Delete,
    Field(discriminator="type"),
]


class Selection(Input):
    """Either some customers, or all that a filter finds."""

    customer_ids: list[UUID] = Field(
        default_factory=list, max_length=10_000, description="These customers.", examples=[[ID]]
    )
    filter: CustomerFilter | None = Field(None, description="All that this finds, once, when the job begins.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.customer_ids) == (self.filter is not None):
            raise PydanticCustomError("one_way", "name either customer_ids or a filter")
        return self


class BulkIn(Input):
    """One change to many customers."""

    selection: Selection = Field(description="Which customers.")
    action: Action = Field(description="What to do with each of them.")


class JobRef(Output):
    """A job that was started."""

    job_id: UUID = Field(description="Follow it at `/jobs/{id}`.", examples=[ID])
