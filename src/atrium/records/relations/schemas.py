from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import Input, Name, Output
from atrium.records.customers.record.schemas import CustomerIn

ID = "0197a3f2-7d1c-7cc0-9a53-1d0f6f3f9b10"
Direction = Literal["outgoing", "incoming"]


class RelationTypeIn(Input):
    """A new way in which customers can be related."""

    name: Name = Field(max_length=60, description="What the second customer is to the first.", examples=["employee"])
    inverse_name: Name | None = Field(
        None,
        max_length=60,
        description=(
            "What the first is to the second; absent, null or equal to `name` when both are the same to each other."
        ),
        examples=["company"],
    )
    is_tree: bool = Field(
        False,
        description="Whether each customer has at most one of the first kind, without cycles. Cannot be changed later.",
        examples=[False],
    )


class RelationTypePatch(Input):
    """What to change of a relation type. One that reads the same both ways stays so."""

    name: Name = Field("", max_length=60, description="New name.", examples=["staff member"])
    inverse_name: Name = Field("", max_length=60, description="New name of the way back.", examples=["employer"])


class RelationTypeOut(Output):
    """A way in which customers can be related."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="What the second customer is to the first.", examples=["employee"])
    inverse_name: str = Field(description="What the first is to the second.", examples=["company"])
    is_symmetrical: bool = Field(description="Whether it reads the same both ways.", examples=[False])
    is_tree: bool = Field(
        description="Whether each customer has at most one of the first kind, without cycles.", examples=[False]
    )
    created_at: datetime = Field(description="When it was made.", examples=["2026-11-22T09:30:00Z"])
    updated_at: datetime = Field(description="When it was last changed.", examples=["2026-11-22T09:30:00Z"])


class RelationIn(Input):
    """Another customer to link, known or new."""

    type_id: UUID = Field(description="The type of relation.", examples=[ID])
    direction: Direction = Field(
        "outgoing",
        description="`outgoing`: the other one is the type's `name` to this customer; `incoming`: its `inverse_name`.",
        examples=["outgoing"],
    )
    customer_id: UUID | None = Field(None, description="The customer to link.", examples=[ID])
    new_customer: CustomerIn | None = Field(None, description="Or a customer to create and link at once.")

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.customer_id is None) == (self.new_customer is None):
            raise PydanticCustomError("one_of_both", "send either customer_id or new_customer")
        return self


class RelatedCustomer(Output):
    """The customer at the other end."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    name: str = Field(description="Name.", examples=["Ruiz e Hijos"])
    kind: str = Field(description="person or company.", examples=["company"])
    lifecycle: str = Field(description="prospect or customer.", examples=["customer"])
    email: str | None = Field(description="The primary address.", examples=["hola@example.com"])
    phone: str | None = Field(description="The primary number (E.164).", examples=["+34600112233"])
    avatar_url: str | None = Field(description="Its picture, if any.", examples=[None])


class RelationOut(Output):
    """A relation, as read from one of its customers."""

    id: UUID = Field(description="Identifier.", examples=[ID])
    type_id: UUID = Field(description="The type of relation.", examples=[ID])
    label: str = Field(description="What the other one is to this customer.", examples=["company"])
    direction: Literal["outgoing", "incoming", "mutual"] = Field(
        description="Which way the type is read; `mutual` when both ways are the same.", examples=["incoming"]
    )
    customer: RelatedCustomer = Field(description="The customer at the other end.")
    created_at: datetime = Field(description="When they were linked.", examples=["2026-11-22T09:30:00Z"])
