from typing import Literal

from pydantic import Field

from atrium.kernel.schemas import Input
from atrium.records.customers.schemas import CustomerFilter

Format = Literal["csv", "jsonl", "vcard"]
SUFFIXES: dict[str, str] = {"csv": "csv", "jsonl": "jsonl", "vcard": "vcf"}


class ExportIn(Input):
    """What to export."""

    format: Format = Field("csv", description="A table for spreadsheets, JSON Lines for programs, or vCard 4.0 for address books.", examples=["csv"])
    filter: CustomerFilter = Field(default_factory=CustomerFilter, description="Which customers; all that you may see when nothing is named.")
