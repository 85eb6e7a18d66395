"""Making and changing forms (B9). What strangers send through them: ``edge/forms/submissions``."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from atrium.access.members.service import check_members
from atrium.edge.forms.forms.events import FormCreated, FormDeleted, FormUpdated
from atrium.edge.forms.forms.models import Form, FormField, FormTag
from atrium.edge.forms.forms.queries import count_submissions, fields_of, forms, forms_using, tags_of
from atrium.edge.forms.forms.schemas import FormFieldIn, FormIn, FormPatch
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, NotFound, Unmet, refuse
from atrium.kernel.events import Change, diff
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.records.custom_fields.fields.access import FieldView, load_fields
from atrium.records.customers.record.sight import require_write
from atrium.records.folders.models import Folder, Status
from atrium.records.tags.service import check_tags
from atrium.records.usages.service import Thing, Use, finds_uses, follows_merges, refuse_if_used

NOT_ASKED = frozenset({"member", "customer", "follow_up"})
"""Types of custom fields that name what is inside the workspace: a stranger has nothing to choose from."""
IDENTIFYING = frozenset({"name", "email", "phone", "company"})
COLUMNS = frozenset(FormPatch.model_fields) - {"fields", "tag_ids"}


class FormNotFound(NotFound):
    title = "There is no such form"


class FormHasSubmissions(Conflict):
    code, title = "form-has-submissions", "The form has submissions"


async def get_form(ctx: Ctx, form_id: UUID, *, lock: bool = False) -> Row[Any]:
    """A row of ``queries.forms``, the form locked if asked. Raises ``FormNotFound`` (404)."""
    query = forms(ctx).where(Form.id == form_id)
    row: Row[Any] | None = (await ctx.session.execute(query.with_for_update(of=Form) if lock else query)).first()
    if row is None:
        raise FormNotFound
    return row


async def list_forms(
    ctx: Ctx, *, q: str | None, active: bool | None, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """A to Z."""
    scope, lowered = f"forms:{q}:{active}", func.lower(Form.name)
    query = forms(ctx)
    if q:
        query = query.where(func.strpos(lowered, q.lower()) > 0)
    if active is not None:
        query = query.where(Form.active.is_(active))
    if cursor:
        query = query.where(after((lowered, Form.id), decode_cursor(scope, cursor), descending=[False, False]))
    rows = (
        await ctx.session.execute(
            query.add_columns(lowered.label("lowered")).order_by(lowered, Form.id).limit(limit + 1)
        )
    ).all()
    return page_of(rows, limit, scope, lambda row: [row.lowered, row.Form.id])


async def create_form(ctx: Ctx, data: FormIn) -> Row[Any]:
    """Raises ``Invalid`` (422) naming every place, and ``Forbidden`` (403) for a folder in which the actor may not
    write."""
    given = {name: getattr(data, name) for name in FormIn.model_fields}
    await _check(ctx, given, None)
    row_id = uuid7()
    columns = {name: given[name] for name in COLUMNS}
    await ctx.session.execute(
        insert(Form).values(workspace_id=ctx.workspace_id, id=row_id, key=secrets.token_urlsafe(16), **columns)
    )
    await _store_fields(ctx, row_id, data.fields)
    await _store_tags(ctx, row_id, data.tag_ids)
    ctx.emit(FormCreated(subject_id=row_id, name=data.name))
    return await get_form(ctx, row_id)


async def update_form(ctx: Ctx, found: Row[Any], data: FormPatch) -> Row[Any]:
    """Change a locked form. Raises as ``create_form`` does."""
    form, given = found.Form, data.provided()
    if "status_id" not in given and given.get("folder_id", form.folder_id) != form.folder_id:
        given["status_id"] = None  # the old one belongs to the old folder
    await _check(ctx, given, found)
    columns = {name: given[name] for name in COLUMNS & given.keys()}
    changes = diff({name: getattr(form, name) for name in columns}, columns)
    before = await _lists(ctx, form.id)
    if "fields" in given:
        await _store_fields(ctx, form.id, given["fields"])
    if "tag_ids" in given:
        await _store_tags(ctx, form.id, given["tag_ids"])
    after_it = await _lists(ctx, form.id)
    for name in (name for name in after_it if before[name] != after_it[name]):
        changes[name] = Change(
            before=[str(item[0]) for item in before[name]], after=[str(item[0]) for item in after_it[name]]
        )
    if changes:
        statement = update(Form).where(Form.workspace_id == ctx.workspace_id, Form.id == form.id)
        changed = statement.values(**columns, version=Form.version + 1, updated_at=func.now()).execution_options(
            synchronize_session=False
        )
        await ctx.session.execute(changed)
        ctx.emit(FormUpdated(subject_id=form.id, name=columns.get("name", form.name), changes=changes))
    return await get_form(ctx, form.id)


async def duplicate_form(ctx: Ctx, found: Row[Any]) -> Row[Any]:
    """A copy with a key of its own, switched off."""
    form: Form = found.Form
    row_id, name = uuid7(), f"{form.name[:180]} (copy)"
    columns = {column: getattr(form, column) for column in COLUMNS} | {"name": name, "active": False}
    await ctx.session.execute(
        insert(Form).values(workspace_id=ctx.workspace_id, id=row_id, key=secrets.token_urlsafe(16), **columns)
    )
    rows = [
        {column.key: getattr(field, column.key) for column in FormField.__table__.columns}
        | {"id": uuid7(), "form_id": row_id}
        for field in await fields_of(ctx, form.id)
    ]
    if rows:
        await ctx.session.execute(insert(FormField), rows)
    await _store_tags(ctx, row_id, await tags_of(ctx, form.id))
    ctx.emit(FormCreated(subject_id=row_id, name=name))
    return await get_form(ctx, row_id)


async def delete_form(ctx: Ctx, found: Row[Any], *, force: bool) -> None:
    """Its submissions and the consents in them go with it. Raises ``FormHasSubmissions`` and ``InUse`` (409) unless
    ``force``."""
    form: Form = found.Form
    await refuse_if_used(ctx, "form", [form.id], force=force)
    count = 0 if force else await count_submissions(ctx, form.id)
    if count:
        message = (
            f"{count:,} submissions, with the consents in them, would go with it. Switch it off instead, or repeat this"
            " with force=true."
        )
        raise FormHasSubmissions(message, unmet=[Unmet(code="has_submissions", message=message, fix=None)])
    await ctx.session.execute(delete(Form).where(Form.workspace_id == ctx.workspace_id, Form.id == form.id))
    ctx.emit(FormDeleted(subject_id=form.id, name=form.name))


# ── Checks ──────────────────────────────────────────────────────────────────────


async def _check(ctx: Ctx, given: Mapping[str, Any], found: Row[Any] | None) -> None:
    errors: list[FieldError] = []
    form: Form | None = found.Form if found else None
    if {"folder_id", "status_id"} & given.keys():
        await _check_place(ctx, given, form, errors)
    if given.get("tag_ids"):
        await check_tags(ctx, given["tag_ids"], "/tag_ids", errors)
    if given.get("owner_id") and (form is None or given["owner_id"] != form.owner_id):
        await check_members(ctx, [given["owner_id"]], "/owner_id", errors)
    if "fields" in given:
        present = {UUID(field["field_id"]) for field in (found.fields or () if found else ()) if field["field_id"]}
        await _check_fields(ctx, given["fields"], present, errors)
    refuse(errors)


async def _check_place(ctx: Ctx, given: Mapping[str, Any], form: Form | None, errors: list[FieldError]) -> None:
    folder_id: UUID | None = given.get("folder_id", form.folder_id if form else None)
    status_id: UUID | None = given.get("status_id", form.status_id if form else None)
    if folder_id is not None:
        known = await ctx.session.get(Folder, (ctx.workspace_id, folder_id))
        if known is None or folder_id in ctx.visibility.hidden_folder_ids:
            errors.append(FieldError(pointer="/folder_id", code="unknown", message="is not a folder of this workspace"))
            return
        require_write(ctx, folder_id)
    if status_id is None:
        return
    status = await ctx.session.get(Status, (ctx.workspace_id, status_id))
    if folder_id is None:
        errors.append(
            FieldError(
                pointer="/status_id", code="no_folder", message="needs a folder, because statuses belong to folders"
            )
        )
    elif status is None or status.folder_id != folder_id:
        errors.append(FieldError(pointer="/status_id", code="unknown", message="is not a status of that folder"))


async def _check_fields(
    ctx: Ctx, given: Sequence[FormFieldIn], present: Collection[UUID], errors: list[FieldError]
) -> None:
    known = (await load_fields(ctx)).by_id
    seen: set[Any] = set()
    for index, field in enumerate(given):
        where, code, message = _finding(field, known, present)
        bound = field.property or field.field_id
        for name, value in (("key", field.key), ("property" if field.property else "field_id", bound)):
            if not code and value is not None and (name, value) in seen:
                where, code, message = name, "repeated", "is asked twice"
            seen.add((name, value))
        if code:
            errors.append(FieldError(pointer=f"/fields/{index}/{where}", code=code, message=message))
    if not errors and not any(field.property in IDENTIFYING for field in given):
        errors.append(
            FieldError(
                pointer="/fields",
                code="anonymous",
                message="must ask for a name, an e-mail address, a phone number or a company",
            )
        )


def _finding(field: FormFieldIn, known: Mapping[UUID, FieldView], present: Collection[UUID]) -> tuple[str, str, str]:
    """What is wrong with one question: ``(property of it, code, message)``, empty texts when nothing is."""
    binding = {
        "property": field.property,
        "custom_field": field.field_id,
        "consent": field.consent_text.strip() or None,
    }
    named = {"property": "property", "custom_field": "field_id", "consent": "consent_text"}
    for kind, value in binding.items():
        if value is None and kind == field.kind:
            return named[kind], "missing", f"is needed for the kind {field.kind}"
        if value is not None and kind != field.kind:
            return named[kind], "not_for_kind", f"does not belong to the kind {field.kind}"
    if field.field_id is None:
        return "", "", ""
    bound = known.get(field.field_id)
    if bound is None or (not bound.viewable and field.field_id not in present):
        return "field_id", "unknown", "is not a custom field of this workspace"
    if not bound.editable and field.field_id not in present:
        return "field_id", "not_editable", "may not be filled in with your role"
    if bound.type in NOT_ASKED:
        return "field_id", "not_askable", f"has the type {bound.type}, which a stranger cannot answer"
    return "", "", ""


async def _store_fields(ctx: Ctx, form_id: UUID, given: Sequence[FormFieldIn]) -> None:
    known = (await load_fields(ctx)).by_id
    taken = {field.key for field in given if field.key}
    rows = []
    for position, field in enumerate(given):
        wanted = field.property or (known[field.field_id].key if field.field_id else "consent")
        key = field.key or next(
            name
            for number in range(1, 200)
            if (name := wanted if number == 1 else f"{wanted[:50]}_{number}") not in taken
        )
        taken.add(key)
        rows.append(
            {
                "workspace_id": ctx.workspace_id,
                "id": uuid7(),
                "form_id": form_id,
                "position": position,
                **field.model_dump(),
                "key": key,
            }
        )
    await ctx.session.execute(
        delete(FormField).where(FormField.workspace_id == ctx.workspace_id, FormField.form_id == form_id)
    )
    await ctx.session.execute(insert(FormField), rows)


async def _store_tags(ctx: Ctx, form_id: UUID, tag_ids: Sequence[UUID]) -> None:
    await ctx.session.execute(
        delete(FormTag).where(FormTag.workspace_id == ctx.workspace_id, FormTag.form_id == form_id)
    )
    rows = [
        {"workspace_id": ctx.workspace_id, "form_id": form_id, "tag_id": tag_id} for tag_id in dict.fromkeys(tag_ids)
    ]
    if rows:
        await ctx.session.execute(insert(FormTag), rows)


async def _lists(ctx: Ctx, form_id: UUID) -> dict[str, list[tuple[Any, ...]]]:
    """Everything about the questions and the tags, what to call each of them first."""
    details = ("key", "kind", "property", "field_id", "consent_text", "label", "help", "required")
    questions = [
        (field.label or field.key, *(getattr(field, name) for name in details))
        for field in await fields_of(ctx, form_id)
    ]
    return {"fields": questions, "tag_ids": sorted((tag_id,) for tag_id in await tags_of(ctx, form_id))}


# ── What uses fields, tags, folders and statuses ────────────────────────────────


@finds_uses("forms")
async def uses(ctx: Ctx, thing: Thing, ids: Collection[UUID]) -> Sequence[Use]:
    """The forms by name, or only how many to who may not read forms."""
    rows = await forms_using(ctx, thing, ids)
    if rows and not ctx.may(P.forms_read):
        return [Use("used_by_form", f"{len(rows)} forms use it.")]
    return [Use("used_by_form", f"The form “{row.name}” uses it.", f"/forms/{row.id}") for row in rows]


@follows_merges("forms")
async def follow_merge(ctx: Ctx, thing: Thing, ids: Collection[UUID], into: UUID) -> None:
    if thing != "tag":
        return
    carriers = (
        select(FormTag.workspace_id, FormTag.form_id)
        .where(FormTag.workspace_id == ctx.workspace_id, FormTag.tag_id.in_(ids))
        .distinct()
    )
    rows = [
        {"workspace_id": row.workspace_id, "form_id": row.form_id, "tag_id": into}
        for row in await ctx.session.execute(carriers)
    ]
    if rows:
        await ctx.session.execute(upsert(FormTag).values(rows).on_conflict_do_nothing())
