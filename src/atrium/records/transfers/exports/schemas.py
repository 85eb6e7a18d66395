from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.kernel.schemas import Input
from atrium.records.customers.record.schemas import ID, CustomerFilter

Format = Literal["csv", "jsonl", "vcard"]
SUFFIXES: dict[str, str] = {"csv": "csv", "jsonl": "jsonl", "vcard": "vcf"}


class ExportIn(Input):
    """What to export."""

    format: Format = Field(
        "csv",
        description="A table for spreadsheets, JSON Lines for programs, or vCard 4.0 for address books.",
        examples=["csv"],
    )
    filter: CustomerFilter = Field(
        default_factory=CustomerFilter, description="Which customers; all that you may see when nothing is named."
    )
    customer_ids: list[UUID] = Field(
        default_factory=list,
        max_length=10_000,
        description="These customers, in this order, instead of a filter; those you may not see are left out.",
        examples=[[ID]],
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.customer_ids and self.filter.model_fields_set:
            raise PydanticCustomError("one_way", "name either customer_ids or a filter")
        return self
