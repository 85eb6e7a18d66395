"""What the steps do. Each writes through the service of the slice it concerns, so its checks, events and visibility are
those of a person's own act."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID

import orjson
from pydantic import ValidationError
from sqlalchemy import select

from atrium.access.members.models import Member
from atrium.access.workspaces.models import Workspace
from atrium.adapters import web
from atrium.adapters.mail import Brand, check_address, letter, send, system_mail
from atrium.edge.automations.conditions.service import value_problem
from atrium.edge.automations.steps.events import MembersNotified
from atrium.edge.automations.steps.queries import active_members, least_busy, next_turn
from atrium.edge.automations.steps.schemas import (
    AssignWorkerStep,
    BranchStep,
    CallWebhookStep,
    CreateNoteStep,
    ForEachRelatedStep,
    MoveToFolderStep,
    NotifyMembersStep,
    SendEmailStep,
    SetFieldStep,
    SetStatusStep,
    StopStep,
    TagsStep,
    WaitStep,
)
from atrium.engage.email_templates.models import EmailTemplate
from atrium.engage.email_templates.queries import write_letter
from atrium.kernel.context import Ctx
from atrium.kernel.encryption import seal, unseal
from atrium.kernel.errors import Conflict, Invalid, Unavailable
from atrium.kernel.jobs import enqueue
from atrium.kernel.permissions import P
from atrium.kernel.steps import Output, Sending, StepCall, StepCheck, control, step, step_together
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.assignments.schemas import TagsToAdd
from atrium.records.customers.assignments.service import add_tags, add_workers, take_tags
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.schemas import CustomerPatch
from atrium.records.customers.record.service import (
    convert_customer,
    get_customer,
    get_customers,
    show_customer,
    update_customer,
    update_customers,
)
from atrium.records.folders.queries import map_status
from atrium.records.notes.queries import members_who_see
from atrium.records.notes.schemas import NoteIn
from atrium.records.notes.service import add_notes
from atrium.records.tags.models import Tag

MOST_KEPT = 16_384
"""Bytes of a webhook's answer that are kept for later steps."""


class StepNotPossible(Conflict):
    """The step cannot be done with this customer as it is."""

    code, title = "step-not-possible", "The step cannot be done"


class WebhookRefused(Invalid):
    code, title = "webhook-refused", "The other server refused the call"


class WebhookBusy(Unavailable):
    code, title = "webhook-busy", "The other server cannot answer just now"


def _customer(call: StepCall[Any]) -> UUID:
    if call.customer_id is None:
        raise StepNotPossible("This run has no customer.")
    return call.customer_id


async def _customers(calls: Sequence[StepCall[Any]]) -> list[Customer]:
    return await get_customers(calls[0].ctx, [_customer(call) for call in calls], level="write")


async def _check_field(check: StepCheck[SetFieldStep]) -> None:
    """The field must be one that the author may change, and take the value, as far as that is known now."""
    name, _, key = check.config.field.partition(".")
    value = check.config.value
    if name == "custom_fields":
        found = (await load_fields(check.ctx)).by_key.get(key)
        if found is None or not found.viewable:
            check.refuse("/field", "unknown_field", f"names the custom field {key}, which does not exist")
        elif not found.editable:
            check.refuse("/field", "not_editable", f"names the custom field {key}, which you may not change")
        elif problem := value_problem(found, value):
            check.refuse("/value", "wrong_type", problem)
    elif name == "lifecycle":
        if value != "customer":
            check.refuse("/value", "wrong_type", "must be customer: a customer does not become a prospect again")
    elif not (isinstance(value, str) and "{{" in value):
        try:
            CustomerPatch.model_validate({name: value})
        except ValidationError as error:
            check.refuse("/value", "wrong_type", str(error.errors()[0]["msg"]))


@step_together(
    "set_field",
    SetFieldStep,
    title="Set a field",
    description="Sets or clears one field of the customer.",
    check=_check_field,
    permission=P.customers_write,
)
async def set_field(calls: Sequence[StepCall[SetFieldStep]]) -> list[Output]:
    ctx, config, customers = calls[0].ctx, calls[0].config, await _customers(calls)
    name, _, key = config.field.partition(".")
    if name == "lifecycle":
        found = [customer.lifecycle for customer in customers]
        for customer in customers:
            if customer.lifecycle != "customer":
                await convert_customer(ctx, customer)
        return [{"field": name, "before": before, "after": "customer"} for before in found]

    def held(customer: Customer) -> Any:
        return customer.custom_fields.get(key) if key else getattr(customer, name)

    before = [held(customer) for customer in customers]
    values = [call.facts.filled(config.value) for call in calls]
    patches = [
        CustomerPatch.model_validate({"custom_fields": {key: value}} if key else {name: value}) for value in values
    ]
    await update_customers(ctx, list(zip(customers, patches, strict=True)))
    return [
        {"field": config.field, "before": old, "after": held(customer)}
        for old, customer in zip(before, customers, strict=True)
    ]


@step_together(
    "set_status",
    SetStatusStep,
    title="Set the status",
    description="Gives the customer a status of its folder.",
    permission=P.customers_write,
)
async def set_status(calls: Sequence[StepCall[SetStatusStep]]) -> list[Output]:
    config, customers = calls[0].config, await _customers(calls)
    before = [customer.status_id for customer in customers]
    await update_customers(
        calls[0].ctx, [(customer, CustomerPatch(status_id=config.status_id)) for customer in customers]
    )
    return [{"before": old and str(old), "after": str(config.status_id)} for old in before]


async def _check_move(check: StepCheck[MoveToFolderStep]) -> None:
    try:
        await map_status(
            check.ctx,
            check.config.folder_id,
            wanted_status_id=check.config.status_id,
            wanted_name=None,
            previous_status_id=None,
        )
    except Invalid as error:
        for found in error.errors:
            check.refuse(found.pointer, found.code, found.message)


@step_together(
    "move_to_folder",
    MoveToFolderStep,
    title="Move to a folder",
    description="Moves the customer, with a status of the new folder.",
    check=_check_move,
    permission=P.customers_write,
)
async def move_to_folder(calls: Sequence[StepCall[MoveToFolderStep]]) -> list[Output]:
    config, customers = calls[0].config, await _customers(calls)
    before = [customer.folder_id for customer in customers]
    patch = CustomerPatch.model_validate(
        config.model_dump(exclude_none=config.status_id is None) | {"folder_id": config.folder_id}
    )
    await update_customers(calls[0].ctx, [(customer, patch) for customer in customers])
    return [{"before": old and str(old), "after": config.folder_id and str(config.folder_id)} for old in before]


@step_together(
    "add_tags", TagsStep, title="Add tags", description="Adds tags and whole groups of tags.", permission=P.tags_write
)
async def add(calls: Sequence[StepCall[TagsStep]]) -> list[Output]:
    config = calls[0].config
    await add_tags(calls[0].ctx, await _customers(calls), TagsToAdd(tag_ids=config.tag_ids, group_ids=config.group_ids))
    return [{} for _ in calls]


@step(
    "remove_tags",
    TagsStep,
    title="Remove tags",
    description="Takes tags and whole groups of tags off.",
    permission=P.tags_write,
)
async def remove(call: StepCall[TagsStep]) -> Output:
    customer = await get_customer(call.ctx, _customer(call), level="write")
    grouped = select(Tag.id).where(Tag.workspace_id == call.ctx.workspace_id, Tag.group_id.in_(call.config.group_ids))
    members = list(await call.ctx.session.scalars(grouped)) if call.config.group_ids else []
    await take_tags(call.ctx, customer, [*call.config.tag_ids, *members])
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
    customer = await get_customer(call.ctx, _customer(call), level="write")
    members = await active_members(call.ctx, call.config.member_ids)
    if not members:
        raise StepNotPossible("None of the members to choose from is active any more.")
    if call.config.choose == "round_robin":
        members = [members[await next_turn(call.ctx, call.automation_id, call.step_id) % len(members)]]
    elif call.config.choose == "least_busy":
        members = [await least_busy(call.ctx, members)]
    await add_workers(call.ctx, customer, members)
    if call.config.as_owner:
        await update_customer(call.ctx, customer, CustomerPatch(owner_id=members[0]))
    return {"member_ids": [str(member_id) for member_id in members]}


@step_together(
    "create_note",
    CreateNoteStep,
    title="Write a note",
    description="Writes a note about the customer.",
    permission=P.notes_write,
)
async def write_notes(calls: Sequence[StepCall[CreateNoteStep]]) -> list[Output]:
    notes = await add_notes(
        calls[0].ctx, [(_customer(call), NoteIn(body=call.facts.render(call.config.body))) for call in calls]
    )
    return [{"note_id": str(note.id)} for note in notes]


# ── mail and members
# ────────────────────────────────────────────────────────────────────────────────────────────────────────


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
        customer = (await show_customer(call.ctx, _customer(call)))[0]
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


@step(
    "notify_members", NotifyMembersStep, title="Notify members", description="Tells members who may see the customer."
)
async def notify_members(call: StepCall[NotifyMembersStep]) -> Output:
    customer = (await show_customer(call.ctx, _customer(call)))[0]
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


# ── webhooks
# ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def seal_context(automation_id: UUID) -> str:
    """Where a sealed header belongs: it opens in no other automation."""
    return f"automation:{automation_id}"


def sealed(automation_id: UUID, secret: str) -> str:
    return seal(secret, seal_context(automation_id))


def server_of(url: str) -> str:
    """Scheme, host and port: what a kept secret header is bound to."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


async def _call(sending: Sending) -> Output:
    intent = sending.intent
    secrets = {
        name: unseal(value, seal_context(sending.automation_id)) for name, value in intent["secret_headers"].items()
    }
    content = None if intent["body"] is None else orjson.dumps(intent["body"])
    headers = {"Content-Type": "application/json", **intent["headers"], **secrets, "Idempotency-Key": sending.key}
    async with web.client() as http:
        found = await web.fetch(
            http, intent["method"], intent["url"], headers=headers, content=content, max_bytes=MOST_KEPT, truncate=True
        )
    if found.status in {408, 425, 429} or found.status >= 500:
        raise WebhookBusy(f"The other server answered {found.status}.")
    if found.status >= 400:
        raise WebhookRefused(f"The other server answered {found.status}: {_decoded(found.body)[:300]}")
    return {"status": found.status, "body": _answer(found), "truncated": found.truncated}


def _decoded(body: bytes) -> str:
    return body.decode("utf-8", "replace").replace("\x00", "")


def _answer(found: web.Fetched) -> Any:
    """JSON as such, anything else as text."""
    try:
        return orjson.loads(_decoded(found.body))
    except orjson.JSONDecodeError:
        return _decoded(found.body)


async def _check_webhook(check: StepCheck[CallWebhookStep]) -> None:
    parts = urlsplit(check.config.url)
    if "{{" in parts.scheme + parts.netloc:
        check.refuse(
            "/url", "server_template", "must name the server itself: placeholders are for the path and the query"
        )
        return
    try:
        web.check_url(re.sub(r"\{\{.*?\}\}", "x", check.config.url))
    except web.UrlNotAllowed as error:
        check.refuse("/url", error.reason, error.detail[:1].lower() + error.detail[1:].rstrip("."))


@step(
    "call_webhook",
    CallWebhookStep,
    title="Call a webhook",
    description="Sends JSON to an address on the internet.",
    needs_customer=False,
    check=_check_webhook,
    send=_call,
    secret="secret_headers",  # noqa: S106 - a name
)
async def call_webhook(call: StepCall[CallWebhookStep]) -> Output:
    """``secret_headers`` hold sealed values here and are opened only for the call itself. A repetition carries the same
    ``Idempotency-Key``."""
    url = re.sub(
        r"\{\{\s*([^{}]*?)\s*\}\}",
        lambda match: quote(call.facts.render(f"{{{{{match[1]}}}}}"), safe=""),
        call.config.url,
    )
    headers = {name: " ".join(call.facts.render(value).split()) for name, value in call.config.headers.items()}
    return {
        "method": call.config.method,
        "url": web.check_url(url),
        "headers": headers,
        "secret_headers": dict(call.config.secret_headers),
        "body": call.facts.filled(call.config.body),
    }


control("wait", WaitStep, title="Wait", description="For a time, until a moment, or until something happens.")
control("branch", BranchStep, title="Decide", description="Goes one way or the other.")
control(
    "for_each_related",
    ForEachRelatedStep,
    title="For each related customer",
    description="Does its steps with each related customer.",
)
control("stop", StopStep, title="Stop", description="Ends the run.")
