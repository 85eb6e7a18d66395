from typing import Literal

from pydantic import Field

from atrium.kernel.schemas import Output

Kind = Literal["text", "number", "date", "time", "id", "list", "boolean", "any"]


class PathOut(Output):
    """A path that conditions and placeholders may use."""

    path: str = Field(description="The path.", examples=["customer.lifecycle"])
    kind: str = Field(
        description="Kind of its values: text, number, date, time, id, list, boolean or any.", examples=["text"]
    )
    refers_to: str | None = Field(
        None, description="What its ids are: folder, status, member, tag or customer.", examples=[None]
    )
    options: list[str] = Field(
        default_factory=list,
        description="All values it can have, if they are few.",
        examples=[["prospect", "customer"]],
    )
