"""What automations do with tags and workers of a customer (ADR 0009)."""

from collections.abc import Sequence
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import select

from atrium.kernel.permissions import P
from atrium.kernel.schemas import Input
from atrium.kernel.steps import Output, StepCall, StepCheck, StepNotPossible, step, step_together
from atrium.records.customers.assignments.choice import active_members, least_busy
from atrium.records.customers.assignments.schemas import TagsToAdd
from atrium.records.customers.assignments.service import add_tags, add_workers, take_tags
from atrium.records.customers.record.schemas import ID, CustomerPatch
from atrium.records.customers.record.service import get_customer, get_customers, update_customer
from atrium.records.tags.models import Tag


class TagsStep(Input):
    """Tags and whole groups of tags, to add or to remove."""

    tag_ids: list[UUID] = Field(default_factory=list, max_length=100, description="Tags.", examples=[[ID]])
    group_ids: list[UUID] = Field(
        default_factory=list,
        max_length=20,
        description="Groups, meaning each of their tags at that time.",
        examples=[[ID]],
    )

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.tag_ids and not self.group_ids:
            raise PydanticCustomError("empty", "must name at least one tag or group")
        return self


class AssignWorkerStep(Input):
    """Assign one member: the first, one after the other, or whoever works with the fewest customers."""

    choose: Literal["fixed", "round_robin", "least_busy"] = Field(
        "fixed", description="How one is chosen.", examples=["round_robin"]
    )
    member_ids: list[UUID] = Field(
        min_length=1, max_length=50, description="Among whom. `fixed` assigns all of them.", examples=[[ID]]
    )
    as_owner: bool = Field(
        False, description="Whether the (first) one becomes the customer's owner too.", examples=[True]
    )


@step_together(
    "add_tags", TagsStep, title="Add tags", description="Adds tags and whole groups of tags.", permission=P.tags_write
)
async def add(calls: Sequence[StepCall[TagsStep]]) -> list[Output]:
    config = calls[0].config
    await add_tags(
        calls[0].ctx,
        await get_customers(calls[0].ctx, [call.customer() for call in calls], level="write"),
        TagsToAdd(tag_ids=config.tag_ids, group_ids=config.group_ids),
    )
    return [{} for _ in calls]


@step(
    "remove_tags",
    TagsStep,
    title="Remove tags",
    description="Takes tags and whole groups of tags off.",
    permission=P.tags_write,
)
async def remove(call: StepCall[TagsStep]) -> Output:
    customer = await get_customer(call.ctx, call.customer(), level="write")
    grouped = select(Tag.id).where(Tag.workspace_id == call.ctx.workspace_id, Tag.group_id.in_(call.config.group_ids))
    members = list(await call.ctx.session.scalars(grouped)) if call.config.group_ids else []
    await take_tags(call.ctx, [customer], [*call.config.tag_ids, *members])
    return {}


async def _check_assign(check: StepCheck[AssignWorkerStep]) -> None:
    if any(member_id != check.ctx.member_id for member_id in check.config.member_ids) and not check.ctx.may(
        P.customers_assign
    ):
        check.refuse(
            "/member_ids", "not_allowed", "names others than yourself, which needs the permission customers:assign"
        )


@step(
    "assign_worker",
    AssignWorkerStep,
    title="Assign somebody",
    description="Assigns a member: a certain one, in turn, or the least busy.",
    check=_check_assign,
    permission=P.customers_write,
)
async def assign_worker(call: StepCall[AssignWorkerStep]) -> Output:
    customer = await get_customer(call.ctx, call.customer(), level="write")
    members = await active_members(call.ctx, call.config.member_ids)
    if not members:
        raise StepNotPossible("None of the members to choose from is active any more.")
    if call.config.choose == "round_robin":
        members = [members[await call.turn() % len(members)]]
    elif call.config.choose == "least_busy":
        members = [await least_busy(call.ctx, members)]
    await add_workers(call.ctx, [customer], members)
    if call.config.as_owner:
        await update_customer(call.ctx, customer, CustomerPatch(owner_id=members[0]))
    return {"member_ids": [str(member_id) for member_id in members]}
