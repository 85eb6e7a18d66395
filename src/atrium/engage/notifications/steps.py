"""What automations tell members (ADR 0009)."""

from collections.abc import Sequence
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from atrium.engage.notifications.events import MembersNotified
from atrium.kernel.context import Ctx
from atrium.kernel.jobs import enqueue
from atrium.kernel.schemas import Input, Line, Prose
from atrium.kernel.steps import Output, StepCall, step
from atrium.records.customers.record.schemas import ID
from atrium.records.customers.record.service import show_customer
from atrium.records.notes.queries import members_who_see


class NotifyMembersStep(Input):
    """Tell members, those of them who may see the customer."""

    to: list[Literal["owner", "workers"]] = Field(
        default_factory=list,
        max_length=2,
        description="Members by what they are to the customer.",
        examples=[["owner"]],
    )
    member_ids: list[UUID] = Field(default_factory=list, max_length=50, description="Members by name.", examples=[[ID]])
    title: Line = Field(min_length=1, max_length=200, description="Template.", examples=["New lead: {{customer.name}}"])
    message: Prose = Field("", max_length=2000, description="Template. Plain text.", examples=["Please call today."])

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not self.to and not self.member_ids:
            raise PydanticCustomError("empty", "must name somebody")
        return self


@step(
    "notify_members", NotifyMembersStep, title="Notify members", description="Tells members who may see the customer."
)
async def notify_members(call: StepCall[NotifyMembersStep]) -> Output:
    customer = (await show_customer(call.ctx, call.customer()))[0]
    wanted = list(call.config.member_ids)
    wanted += [customer.owner.id] if "owner" in call.config.to and customer.owner else []
    wanted += [worker.id for worker in customer.workers] if "workers" in call.config.to else []
    told = [member.id for member in await members_who_see(call.ctx, customer.id, list(dict.fromkeys(wanted)))]
    title = " ".join(call.facts.render(call.config.title).split())
    await announce(call.ctx, told, customer.id, title, call.facts.render(call.config.message), call.key)
    return {"member_ids": [str(member_id) for member_id in told], "title": title}


async def announce(ctx: Ctx, member_ids: Sequence[UUID], customer_id: UUID, title: str, message: str, key: str) -> None:
    """Tell members something about a customer, in this transaction: in Atrium by the event, and by e-mail, one job for
    each."""
    if member_ids:
        ctx.emit(MembersNotified(customer_id=customer_id, member_ids=list(member_ids), title=title))
    for member_id in member_ids:
        payload = {
            "member_id": str(member_id),
            "customer_id": str(customer_id),
            "title": title,
            "message": message,
            "key": f"{key}:{member_id}",
        }
        await enqueue(ctx, "mail_announcement", payload, as_system=True)
