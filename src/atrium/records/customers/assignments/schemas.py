from uuid import UUID

from pydantic import Field

from atrium.kernel.schemas import Input, Output
from atrium.records.customers.record.schemas import ID, MemberRef, TagRef


class TagsToAdd(Input):
    """Tags, and whole groups of tags, to add."""

    tag_ids: list[UUID] = Field(default_factory=list, max_length=200, description="Tags to add.", examples=[[ID]])
    group_ids: list[UUID] = Field(
        default_factory=list, max_length=50, description="Groups whose tags are all added.", examples=[[ID]]
    )


class TagsToHave(Input):
    """The tags that the customer shall have, and no others."""

    tag_ids: list[UUID] = Field(max_length=500, description="All its tags.", examples=[[ID]])


class CustomerTagsOut(Output):
    """A customer's tags."""

    items: list[TagRef] = Field(description="A to Z.")


class WorkersToHave(Input):
    """Who works with the customer."""

    worker_ids: list[UUID] = Field(
        max_length=100, description="All members assigned; the owner is one of them in any case.", examples=[[ID]]
    )
    owner_id: UUID | None = Field(
        None, description="The member responsible; null for nobody. Absent: unchanged.", examples=[ID]
    )


class WorkersOut(Output):
    """Who works with the customer."""

    owner: MemberRef | None = Field(description="The member responsible, if any.")
    items: list[MemberRef] = Field(description="Members assigned, A to Z.")


class TagMerge(Input):
    """Which tags to melt into this one."""

    tag_ids: list[UUID] = Field(
        min_length=1, max_length=100, description="Tags that vanish; their customers get this one.", examples=[[ID]]
    )


class TagMergeOut(Output):
    """What a merge did."""

    customers: int = Field(description="How many customers got the tag that did not have it.", examples=[12])
