"""E-mails that automations send (ADR 0009)."""

import re
from dataclasses import replace
from typing import Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import select

from atrium.access.members.models import Member
from atrium.access.workspaces.models import Workspace
from atrium.adapters.mail import Brand, check_address, letter, send, system_mail
from atrium.engage.email_templates.models import EmailTemplate
from atrium.engage.email_templates.queries import write_letter
from atrium.kernel.context import Ctx
from atrium.kernel.schemas import Input, Line, Message
from atrium.kernel.steps import Output, Sending, StepCall, StepCheck, StepNotPossible, step
from atrium.records.customers.record.service import show_customer


class SendEmailStep(Input):
    """Send an e-mail to the customer or to an address: a template, or a subject and a body of the step's own."""

    to: Literal["customer", "address"] = Field(
        "customer", description="To the customer's primary address, or to `address`.", examples=["customer"]
    )
    address: Line | None = Field(
        None, max_length=254, description="Template. The address, for `to: address`.", examples=[None]
    )
    template_id: UUID | None = Field(
        None,
        description="The e-mail template, as it reads when it is sent; then without `subject` and `body`.",
        examples=[None],
    )
    subject: Line | None = Field(
        None, min_length=1, max_length=300, description="Template.", examples=["Welcome, {{customer.first_name}}"]
    )
    body: Message | None = Field(
        None,
        description="Template. Plain text; blank lines part paragraphs.",
        examples=["Hello {{customer.first_name}},\n\nthank you."],
    )
    reply_to: Literal["owner"] | None = Field(
        None, description="Whether answers go to the customer's owner.", examples=["owner"]
    )

    @model_validator(mode="after")
    def _address(self) -> Self:
        if (self.to == "address") != bool(self.address):
            raise PydanticCustomError("address", "address goes with to: address")
        return self


async def _brand(ctx: Ctx) -> dict[str, str]:
    row = (
        await ctx.session.execute(
            select(Workspace.name, Workspace.colours, Workspace.locale).where(Workspace.id == ctx.workspace_id)
        )
    ).one()
    return {"name": row.name, "color": str(row.colours.get("accent") or ""), "language": row.locale}


async def _mail(sending: Sending) -> Output:
    intent = sending.intent
    brand, to, subject = Brand(**intent["brand"]), intent["to"], intent["subject"]
    if "template" in intent:
        mail = letter(brand, to, subject, intent["body"], intent["html"], key=sending.key)
    else:
        mail = system_mail(brand, to, subject, re.split(r"\n\s*\n", intent["body"].strip()), key=sending.key)
    await send(replace(mail, reply_to=intent["reply_to"]))
    return {name: intent[name] for name in ("to", "subject", "template") if name in intent} | {
        "message_id": mail.message_id
    }


async def _check_email(check: StepCheck[SendEmailStep]) -> None:
    """It has one source of its text. Whether the template is there is looked up with everything else that the flow
    names."""
    for name in ("subject", "body"):
        own = getattr(check.config, name)
        if own is None and check.config.template_id is None:
            check.refuse(f"/{name}", "missing", "is needed, or a template")
        elif own is not None and check.config.template_id is not None:
            check.refuse(f"/{name}", "not_with_template", "does not go with a template, which brings its own")


async def _text(call: StepCall[SendEmailStep]) -> Output:
    """What is written, and of a template its name too, as it reads now. Raises ``StepNotPossible`` (409) for a template
    that was taken away."""
    config = call.config
    if config.template_id is None:
        return {
            "subject": " ".join(call.facts.render(config.subject or "").split()) or "-",
            "body": call.facts.render(config.body or ""),
        }
    template = await call.ctx.session.get(EmailTemplate, (call.ctx.workspace_id, config.template_id))
    if template is None:
        raise StepNotPossible("The e-mail template was deleted.")
    if template.archived_at is not None:
        raise StepNotPossible(f"The e-mail template “{template.name}” is archived.")
    filled = write_letter(template.subject, template.body, call.facts.render)
    return {"template": template.name, "subject": filled.subject, "body": filled.text, "html": filled.html}


@step(
    "send_email",
    SendEmailStep,
    title="Send an e-mail",
    description="Writes to the customer or to an address.",
    needs_customer=False,
    check=_check_email,
    send=_mail,
)
async def send_email(call: StepCall[SendEmailStep]) -> Output:
    """Raises ``StepNotPossible`` (409) for a customer without an address and ``MailRefused`` (422) for an address that
    is none."""
    address, reply_to = call.config.address and call.facts.render(call.config.address), None
    if call.config.to == "customer" or call.config.reply_to:
        customer = (await show_customer(call.ctx, call.customer()))[0]
        address = customer.email if call.config.to == "customer" else address
        if call.config.reply_to and customer.owner:
            own = (
                Member.workspace_id == call.ctx.workspace_id,
                Member.id == customer.owner.id,
                Member.state == "active",
            )
            reply_to = await call.ctx.session.scalar(select(Member.email).where(*own))
    if not address:
        raise StepNotPossible("The customer has no e-mail address.")
    return {
        "to": check_address(address.strip()),
        **await _text(call),
        "brand": await _brand(call.ctx),
        "reply_to": reply_to,
    }
