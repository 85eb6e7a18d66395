"""Finding a form by its public key, what its page shows, and page tokens."""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from atrium.access.workspaces.models import Workspace
from atrium.edge.forms.forms.models import Form, FormField
from atrium.edge.forms.forms.queries import fields_of
from atrium.edge.forms.forms.service import FormNotFound
from atrium.edge.forms.pages.schemas import PublicField, PublicForm, PublicLimits, PublicOption
from atrium.kernel.context import Actor, Ctx, Visibility
from atrium.kernel.db import database
from atrium.kernel.errors import Gone, Invalid
from atrium.kernel.permissions import ALL
from atrium.kernel.settings import settings
from atrium.records.custom_fields.fields.access import FIELDS, FieldSet, FieldView, load_fields
from atrium.records.custom_fields.fields.models import CustomField

MIN_FILL_SECONDS = 2.0
"""Nobody reads and answers faster; robots do."""
MAX_AGE_SECONDS = 24 * 3600
PROPERTY_TYPES = {
    "name": "text",
    "email": "email",
    "phone": "phone",
    "location": "text",
    "company": "text",
    "message": "long_text",
}
_KEY = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


class FormClosed(Gone):
    code, title = "form-closed", "This form takes no answers"


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form with what it is bound to. ``bound``: the custom field, None for a property or a consent."""

    row: FormField
    bound: FieldView | None
    required: bool


async def open_form(session: AsyncSession, key: str, *, request_id: str = "") -> tuple[Ctx, Form]:
    """The form and a context that acts for the workspace in the form's name; ``session`` has seen no workspace before.
    Raises ``FormNotFound`` (404)."""
    found = await _look_up(session, key)
    if found is None:
        raise FormNotFound
    workspace_id = UUID(found["workspace_id"])
    session.info.update(workspace_id=workspace_id)
    actor = Actor("system", UUID(found["id"]), found["name"])
    ctx = Ctx(session=session, workspace_id=workspace_id, actor=actor, permissions=ALL, request_id=request_id)
    return ctx, await session.get_one(Form, (workspace_id, UUID(found["id"])))


def in_its_name(ctx: Ctx, form: Form) -> Ctx:
    """The same transaction, acting for the workspace in the form's name as ``open_form`` does, for a caller who was let
    in otherwise."""
    actor = Actor("system", form.id, form.name)
    return replace(ctx, actor=actor, permissions=ALL, visibility=Visibility(), role_id=None, user_id=None, cache={})


async def embedding_origins(key: str) -> list[str] | None:
    """The sites that may embed the form; None when there is no such form."""
    async with database().authenticating_session() as session:
        found = await _look_up(session, key)
    return None if found is None else [str(origin) for origin in found["allowed_origins"]]


async def allows_origin(key: str, origin: str) -> bool:
    return origin in (await embedding_origins(key) or ())


async def _look_up(session: AsyncSession, key: str) -> dict[str, Any] | None:
    if not _KEY.fullmatch(key):
        return None
    found: dict[str, Any] | None = await session.scalar(text("SELECT open_form(:key)"), {"key": key})
    return found


def require_active(form: Form) -> None:
    """Raises ``FormClosed`` (410)."""
    if not form.active:
        raise FormClosed("It was switched off by its owner.")


async def questions_of(ctx: Ctx, form: Form, known: Collection[str] = ()) -> list[Question]:
    """The form's questions, without those bound to archived fields. Nobody has to answer again for properties that are
    ``known``.

    From here on the form may fill in only the custom fields that it asks for, so that a field which its folder requires
    and it does not ask for turns nobody away."""
    rows, fields = await fields_of(ctx, form.id), await load_fields(ctx)
    asked = {row.field_id for row in rows if row.field_id is not None}
    FIELDS.put(ctx, FieldSet({key: replace(found, editable=found.id in asked) for key, found in fields.by_key.items()}))
    bound = {row.id: fields.by_id.get(row.field_id) if row.field_id else None for row in rows}
    return [
        Question(row, found := bound[row.id], _required(row, found, form) and row.property not in known)
        for row in rows
        if row.field_id is None or bound[row.id] is not None
    ]


def _required(row: FormField, bound: FieldView | None, form: Form) -> bool:
    return row.required or (bound is not None and bound.required and bound.shown(form.folder_id))


async def show_form(ctx: Ctx, form: Form) -> PublicForm:
    """Raises ``FormClosed`` (410)."""
    require_active(form)
    return await present(ctx, form, await questions_of(ctx, form), page_token(form.id))


async def present(ctx: Ctx, form: Form, questions: Sequence[Question], token: str) -> PublicForm:
    """The form as a page shows it, with these of its questions."""
    ids = [question.bound.id for question in questions if question.bound]
    query = select(CustomField.id, CustomField.help, CustomField.options).where(
        CustomField.workspace_id == ctx.workspace_id, CustomField.id.in_(ids)
    )
    details = {row.id: row for row in await ctx.session.execute(query)}
    workspace = await ctx.session.scalar(select(Workspace.name).where(Workspace.id == ctx.workspace_id))
    return PublicForm(
        title=form.title or form.name,
        description=form.description,
        submit_label=form.submit_label,
        workspace_name=str(workspace),
        fields=[_shown(question, details) for question in questions],
        token=token,
    )


def _shown(question: Question, details: Mapping[UUID, Any]) -> PublicField:
    row, bound = question.row, question.bound
    own = details[bound.id] if bound else None
    return PublicField.model_validate(
        {
            "key": row.key,
            "type": bound.type if bound else PROPERTY_TYPES[row.property] if row.property else "consent",
            "property": row.property,
            "label": row.label or (bound.label if bound else None),
            "help": row.help or (own.help if own else ""),
            "consent_text": row.consent_text,
            "required": question.required,
            "options": [PublicOption(key=option["key"], label=option["label"]) for option in own.options]
            if own
            else [],
            "limits": PublicLimits.model_validate(dict(bound.rules.validation)) if bound else PublicLimits(),
        }
    )


# ── Page tokens ─────────────────────────────────────────────────────────────────


def page_token(form_id: UUID, *, customer_id: UUID | None = None, issued_at: float | None = None) -> str:
    """A signed note of when the page was shown, and to which customer if that is known, with a nonce by which the
    answers count once.

    ``issued_at``: seconds of the epoch, now when None."""
    payload = (
        f"{_page(form_id, customer_id)}.{secrets.token_hex(12)}.{time.time() if issued_at is None else issued_at:.3f}"
    )
    return base64.urlsafe_b64encode(f"{payload}.{_signature(payload)}".encode()).decode().rstrip("=")


def read_token(form_id: UUID, token: str, customer_id: UUID | None = None) -> tuple[str, float]:
    """The nonce, and the page's age in seconds. Raises ``Invalid`` (422) at ``/token`` when it is another form's or
    customer's, forged or too old."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4)).decode("ascii")
        payload, _, signature = raw.rpartition(".")
        named, nonce, issued = payload.split(".", 2)
        genuine = hmac.compare_digest(signature, _signature(payload)) and named == _page(form_id, customer_id)
        age = time.time() - float(issued)
    except (ValueError, binascii.Error):
        genuine = False
    if not genuine:
        raise Invalid.at("/token", "bad_token", "does not come from this form's page")
    if age > MAX_AGE_SECONDS:
        raise Invalid.at("/token", "expired", "is older than a day: read the form again")
    return nonce, age


def _page(form_id: UUID, customer_id: UUID | None) -> str:
    return form_id.hex if customer_id is None else f"{form_id.hex}:{customer_id.hex}"


def _signature(payload: str) -> str:
    return hmac.new(
        settings().secret_key.get_secret_value().encode(), b"form page:" + payload.encode(), hashlib.sha256
    ).hexdigest()[:32]
