from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Output
from atrium.records.customers.record.schemas import ID


class ViewerOut(Output):
    """A member who is looking at a customer."""

    id: UUID = Field(description="The member.", examples=[ID])
    name: str = Field(description="Name.", examples=["Noa Levi"])
    avatar_url: str | None = Field(description="Address of the picture, if there is one.", examples=[None])


class PresenceOut(Output):
    """Who is looking at a customer just now."""

    items: list[ViewerOut] = Field(description="Members other than the caller, A to Z.")
