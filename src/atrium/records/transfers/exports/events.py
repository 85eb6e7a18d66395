from typing import ClassVar

from pydantic import Field

from atrium.kernel.events import Event


class CustomersExported(Event):
    """Who took customers' data out, and how many (audit)."""

    type: ClassVar[str] = "customers.exported"
    sentence: ClassVar[str] = "{actor} exported {count} customers ({format})"
    kind: ClassVar[str] = "security"
    format: str = Field(description="csv, jsonl or vcard.", examples=["csv"])
    count: int = Field(description="How many customers.", examples=[1284])
