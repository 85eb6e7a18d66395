"""A stranger's answers become a customer (B9): once, all or nothing, on behalf of the workspace and in the form's
name."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import Row, and_, func, insert, select
from sqlalchemy.orm import aliased

from atrium.access.members.models import Member
from atrium.edge.forms.forms.models import Form, FormSubmission
from atrium.edge.forms.forms.queries import tags_of
from atrium.edge.forms.forms.service import get_form
from atrium.edge.forms.pages.service import MIN_FILL_SECONDS, questions_of, read_token, require_active
from atrium.edge.forms.submissions.answers import Answers, read_answers
from atrium.edge.forms.submissions.events import FormSubmitted
from atrium.edge.forms.submissions.schemas import ConsentOut, FormPost, FormReceipt, SubmissionOut
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, Unavailable
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.schemas import Reference
from atrium.kernel.settings import settings
from atrium.records.custom_fields.fields.access import load_fields
from atrium.records.customers.assignments.schemas import TagsToAdd
from atrium.records.customers.assignments.service import add_tags
from atrium.records.customers.contact_points.schemas import EmailIn, PhoneIn
from atrium.records.customers.record.identifiers import IdentifierTaken
from atrium.records.customers.record.models import Customer, CustomerIdentifier
from atrium.records.customers.record.schemas import CustomerIn, CustomerPatch
from atrium.records.customers.record.service import CustomerNotFound, create_customer, get_customer, update_customer
from atrium.records.customers.record.sight import visible_customers
from atrium.records.notes.schemas import NoteIn
from atrium.records.notes.service import create_note
from atrium.records.relations.models import RelationType
from atrium.records.relations.schemas import RelationIn
from atrium.records.relations.service import create_relation, seed_relation_types

log = structlog.get_logger("atrium.forms")
SOURCE = "form"
MOST_CONTACT_POINTS = 20
EMPLOYEE = "employee"


class AlreadySubmitted(Conflict):
    code, title = "already-submitted", "These answers were sent already"


def known_of(customer: Customer) -> frozenset[str]:
    """What identifies the customer already, by property of a form. The name that a form asks for is a person's."""
    held = {
        "company" if customer.kind == "company" else "name": customer.name,
        "email": customer.emails,
        "phone": customer.phones,
    }
    return frozenset(name for name, value in held.items() if value)


async def submit(
    ctx: Ctx, form: Form, data: FormPost, customer: Customer | None = None, *, by: Ctx | None = None
) -> tuple[FormReceipt, bool]:
    """Store one post. Returns what to show and whether it is a repetition, which has no second effect.

    ``customer``: whose answers these are, whatever is in them; None for a stranger's, which are matched as the form
    says. ``by``: who is said to have sent them, in the same transaction; None: the form itself.

    Raises ``FormClosed`` (410), ``Invalid`` (422) naming every place, ``AlreadySubmitted`` (409) for other answers
    under the same token."""
    require_active(form)
    receipt = FormReceipt(thank_you=form.thank_you, redirect_url=form.redirect_url)
    nonce, age = read_token(form.id, data.token, customer.id if customer else None)
    if data.trap:
        # A robot is thanked like a person, so that it learns nothing.
        log.info("form trap", form_id=str(form.id))
        return receipt, False
    if age < MIN_FILL_SECONDS:
        raise Invalid.at("/token", "too_fast", "is too young: send it again in a moment")
    fingerprint = hashlib.sha256(orjson.dumps(data.values, option=orjson.OPT_SORT_KEYS)).digest()
    await _lock(ctx, f"form:{form.id}:{nonce}")
    sent = select(FormSubmission.fingerprint).where(
        FormSubmission.workspace_id == ctx.workspace_id, FormSubmission.form_id == form.id
    )
    before = await ctx.session.scalar(sent.where(FormSubmission.nonce == nonce))
    if before is not None:
        if before != fingerprint:
            raise AlreadySubmitted("Read the form again to send other answers.")
        return receipt, True
    questions = await questions_of(ctx, form, known_of(customer) if customer else ())
    answers = await read_answers(ctx, questions, data.values, of_known=customer is not None)
    row = {"page_url": data.page_url or None, "language": data.language, "nonce": nonce, "fingerprint": fingerprint}
    told = await _store(ctx, form, answers, row, customer.id if customer else None)
    if told is not None:
        (by or ctx).emit(told)
    return receipt, False


async def _store(
    ctx: Ctx, form: Form, answers: Answers, post: dict[str, Any], owner_id: UUID | None
) -> FormSubmitted | None:
    """What is to be told of it, None when the form ignores it. ``post``: what is kept besides the answers;
    ``owner_id``: the customer whose they are, None when the form's rules find one or make one."""
    holders = await _holders(ctx, answers)
    known = next(
        (holders[scheme] for scheme in ("email", "phone") if scheme in form.match_by and scheme in holders), None
    )
    matched = owner_id or (known if form.on_duplicate != "new" else None)
    email_holder = holders.get("email")
    taken_by = email_holder if email_holder != matched else None
    try:
        if matched is None:
            outcome, customer_id = "created", await _create(ctx, form, answers, without_email=taken_by is not None)
        elif owner_id or form.on_duplicate == "update":
            outcome, customer_id = (
                "updated",
                await _update(
                    ctx, form, answers, matched, without_email=taken_by is not None, own=owner_id is not None
                ),
            )
        else:
            outcome, customer_id = "ignored", matched
    except Invalid as error:
        raise _at_questions(error, answers) from error
    except (IdentifierTaken, CustomerNotFound) as error:
        # Somebody else changed the customer at this very moment. What these errors tell is not for strangers.
        raise Unavailable("Others are changing the same data just now.") from error
    submission_id = uuid7()
    row = {
        "workspace_id": ctx.workspace_id,
        "id": submission_id,
        "form_id": form.id,
        "customer_id": customer_id,
        "outcome": outcome,
        "duplicate_of_id": taken_by if outcome != "ignored" else None,
        "values": answers.values,
        "custom_fields": answers.custom_fields,
        "consents": answers.consents,
        **post,
    }
    await ctx.session.execute(insert(FormSubmission).values(row))
    if outcome == "ignored":
        return None
    return FormSubmitted(
        customer_id=customer_id,
        subject_id=form.id,
        form_name=form.name,
        submission_id=submission_id,
        outcome=outcome,
        values={name: value for name, value in answers.values.items() if name != "message"},
        custom_fields=answers.custom_fields,
        consents=[consent["key"] for consent in answers.consents if consent["given"]],
    )


async def _holders(ctx: Ctx, answers: Answers) -> dict[str, UUID]:
    """Who has the address and who the number; of several with one number, the one with whom something happened last.

    Locked against others who bring the same ones at this moment, by the names that upserts use too."""
    wanted = {scheme: answers.values[scheme] for scheme in ("email", "phone") if scheme in answers.values}
    for scheme, value in wanted.items():
        await _lock(ctx, f"customer:{ctx.workspace_id}:{scheme}:{value}")
    holders: dict[str, UUID] = {}
    for scheme, value in wanted.items():
        query = (
            select(Customer.id)
            .join(
                CustomerIdentifier,
                and_(
                    CustomerIdentifier.workspace_id == Customer.workspace_id,
                    CustomerIdentifier.customer_id == Customer.id,
                ),
            )
            .where(visible_customers(ctx), CustomerIdentifier.scheme == scheme, CustomerIdentifier.value == value)
            .order_by(Customer.last_activity_at.desc(), Customer.id)
        )
        found = await ctx.session.scalar(query.limit(1))
        if found is not None:
            holders[scheme] = found
    return holders


async def _create(ctx: Ctx, form: Form, answers: Answers, *, without_email: bool) -> UUID:
    values = answers.values
    company = values.get("company")
    is_company = company is not None and not {"name", "email", "phone"} & values.keys()
    name = values.get("name") or values.get("email") or values.get("phone") or company
    given: dict[str, Any] = {
        "name": name,
        "kind": "company" if is_company else "person",
        "lifecycle": form.lifecycle,
        "source": SOURCE,
        "location": values.get("location"),
        "folder_id": form.folder_id,
        "status_id": form.status_id,
        "owner_id": await _active(ctx, form.owner_id),
        "tag_ids": list(await tags_of(ctx, form.id)),
        "custom_fields": answers.custom_fields,
    }
    if "email" in values and not without_email:
        given["email"] = values["email"]
    if answers.phone:
        given["phone"] = answers.phone
    customer_id = await create_customer(ctx, CustomerIn.model_validate(given))
    await _more(ctx, form, answers, customer_id, company=None if is_company else company)
    return customer_id


async def _update(ctx: Ctx, form: Form, answers: Answers, customer_id: UUID, *, without_email: bool, own: bool) -> UUID:
    """What was answered replaces what was there; addresses and numbers are added; folder, status and owner stay as
    members left them.

    ``own``: the customer's own answers."""
    row, values = await get_customer(ctx, customer_id, level="write"), answers.values
    if own and row.kind == "company":
        # Somebody answers for the company: their name is not the company's, and it works nowhere.
        values = {name: value for name, value in values.items() if name not in {"name", "company"}}
    given: dict[str, Any] = {name: values[name] for name in ("name", "location") if name in values}
    emails = [email["address"] for email in row.emails]
    if "email" in values and not without_email and values["email"] not in emails and len(emails) < MOST_CONTACT_POINTS:
        kept = [EmailIn(**email) for email in row.emails]
        given["emails"] = [*kept, EmailIn(address=values["email"], primary=not kept)]
    phones = [phone["number"] for phone in row.phones]
    if answers.phone and values["phone"] not in phones and len(phones) < MOST_CONTACT_POINTS:
        known = [
            PhoneIn(number=_dialled(phone), label=phone["label"], primary=phone["primary"]) for phone in row.phones
        ]
        given["phones"] = [*known, PhoneIn(number=answers.phone, primary=not known)]
    if answers.custom_fields:
        given["custom_fields"] = answers.custom_fields
    await update_customer(ctx, row, CustomerPatch.model_validate(given))
    await add_tags(ctx, [row], TagsToAdd(tag_ids=list(await tags_of(ctx, form.id))))
    await _more(ctx, form, answers, customer_id, company=values.get("company"))
    return customer_id


def _dialled(phone: dict[str, Any]) -> str:
    return f"{phone['number']} ext. {phone['extension']}" if phone.get("extension") else str(phone["number"])


async def _more(ctx: Ctx, form: Form, answers: Answers, customer_id: UUID, *, company: str | None) -> None:
    if company is not None:
        await _link_company(ctx, form, customer_id, company)
    if "message" in answers.values:
        await create_note(ctx, customer_id, NoteIn(body=as_plain(answers.values["message"])))


def as_plain(text: str) -> str:
    """A stranger's text as Markdown that shows it and nothing else: no links with other words on them, no pictures, no
    mentions."""
    for character in "\\[]<`":
        text = text.replace(character, f"\\{character}")
    return text


async def _link_company(ctx: Ctx, form: Form, customer_id: UUID, name: str) -> None:
    """The company of this name, made when there is none, as the customer's company."""
    await _lock(ctx, f"company:{ctx.workspace_id}:{name.lower()}")
    query = select(Customer.id).where(
        visible_customers(ctx), Customer.kind == "company", func.lower(Customer.name) == name.lower()
    )
    company_id = await ctx.session.scalar(query.order_by(Customer.created_at, Customer.id).limit(1))
    if company_id == customer_id:
        return
    if company_id is None:
        made = CustomerIn(name=name, kind="company", lifecycle=form.lifecycle, source=SOURCE, folder_id=form.folder_id)
        company_id = await create_customer(ctx, made)
    of_name = select(RelationType.id).where(
        RelationType.workspace_id == ctx.workspace_id, func.lower(RelationType.name) == EMPLOYEE
    )
    type_id = await ctx.session.scalar(of_name)
    if type_id is None:
        await seed_relation_types(ctx.session, ctx.workspace_id)
        type_id = await ctx.session.scalar(of_name)
    assert type_id is not None
    with suppress(
        Conflict
    ):  # related already, or the workspace's own rules for this relation forbid it: the answers count all the same
        async with ctx.attempt():
            await create_relation(ctx, company_id, RelationIn(type_id=type_id, customer_id=customer_id))


async def _active(ctx: Ctx, member_id: UUID | None) -> UUID | None:
    """The owner, unless they have left since."""
    if member_id is None:
        return None
    query = select(Member.id).where(
        Member.workspace_id == ctx.workspace_id, Member.id == member_id, Member.state == "active"
    )
    found: UUID | None = await ctx.session.scalar(query)
    return found


def _at_questions(error: Invalid, answers: Answers) -> Invalid:
    """What the records services found, at the question that asked for it."""
    places = {f"/custom_fields/{key}": f"/values/{question}" for key, question in answers.keys.items()}

    def at(found: FieldError) -> FieldError:
        place = next(
            (place for place in places if found.pointer == place or found.pointer.startswith(f"{place}/")), None
        )
        pointer = places[place] + found.pointer.removeprefix(place) if place else f"/values{found.pointer}"
        return found.model_copy(update={"pointer": pointer})

    return Invalid(error.detail, errors=[at(found) for found in error.errors])


async def _lock(ctx: Ctx, name: str) -> None:
    await ctx.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


# ── Reading them ────────────────────────────────────────────────────────────────


async def list_submissions(
    ctx: Ctx, form_id: UUID, *, outcomes: Sequence[str], limit: int, cursor: str | None
) -> tuple[list[SubmissionOut], str | None]:
    """Newest first, those of customers whom the actor may see. Raises ``FormNotFound`` (404)."""
    await get_form(ctx, form_id)
    scope, other = f"form_submissions:{form_id}:{sorted(outcomes)}", aliased(Customer)
    query = (
        select(FormSubmission, Customer.name.label("customer_name"), other.name.label("other_name"))
        .join(
            Customer,
            and_(Customer.workspace_id == FormSubmission.workspace_id, Customer.id == FormSubmission.customer_id),
        )
        .outerjoin(other, and_(other.id == FormSubmission.duplicate_of_id, visible_customers(ctx, other)))
        .where(
            FormSubmission.workspace_id == ctx.workspace_id, FormSubmission.form_id == form_id, visible_customers(ctx)
        )
    )
    if outcomes:
        query = query.where(FormSubmission.outcome.in_(outcomes))
    if cursor:
        query = query.where(FormSubmission.id < decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(FormSubmission.id.desc()).limit(limit + 1))).all()
    shown, next_cursor = page_of(rows, limit, scope, lambda row: [row.FormSubmission.id])
    fields = await load_fields(ctx)
    return [_submission_out(ctx, row, fields.visible(row.FormSubmission.custom_fields)) for row in shown], next_cursor


def _submission_out(ctx: Ctx, row: Row[Any], custom_fields: dict[str, Any]) -> SubmissionOut:
    found: FormSubmission = row.FormSubmission
    values = (
        found.values
        if ctx.may(P.notes_read)
        else {name: value for name, value in found.values.items() if name != "message"}
    )
    return SubmissionOut.model_validate(
        {
            "id": found.id,
            "submitted_at": found.submitted_at,
            "outcome": found.outcome,
            "customer": Reference(id=str(found.customer_id), name=row.customer_name),
            "duplicate_of": Reference(id=str(found.duplicate_of_id), name=row.other_name)
            if row.other_name is not None
            else None,
            "values": values,
            "custom_fields": custom_fields,
            "consents": [ConsentOut(**consent) for consent in found.consents],
            "page_url": found.page_url,
            "language": found.language,
        }
    )


def post_limits(form_id: UUID, address: str) -> tuple[tuple[str, int], ...]:
    """What posts to a form are counted by, and how many are taken in a minute: those of one network address, and all to
    one form."""
    config = settings()
    return (
        (f"form-posts:{address}", config.form_posts_per_minute),
        (f"form:{form_id}", config.form_posts_in_all_per_minute),
    )
