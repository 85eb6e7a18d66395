"""Notes about customers (C6). A note is seen by whoever sees its customer and may read notes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Uuid, bindparam, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from atrium.access.members.models import Member
from atrium.access.workspaces.models import Workspace
from atrium.adapters.mail import Action, Brand, Email, system_mail
from atrium.adapters.markdown import mentions, plain
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Invalid, NotFound
from atrium.kernel.ids import uuid7
from atrium.kernel.kept import Kept
from atrium.kernel.pages import customer_url
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.service import get_customer, get_customers, touch, touching
from atrium.records.notes.events import NoteCreated, NoteDeleted, NoteMentioned, NotePinned, NoteUnpinned, NoteUpdated
from atrium.records.notes.models import Note, NoteMention
from atrium.records.notes.queries import members_who_see, visible_notes, with_author
from atrium.records.notes.schemas import NoteIn, NotePatch

EXCERPT_CHARACTERS = 140
MOST_MENTIONS = 50


class NoteNotFound(NotFound):
    title = "There is no such note, or you may not see it"


def excerpt(body: str) -> str:
    """The beginning of a note without markup, for events and e-mails."""
    return plain(body, EXCERPT_CHARACTERS) or "…"


async def list_notes(
    ctx: Ctx, customer_id: UUID, limit: int, cursor: str | None
) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows of ``visible_notes``, pinned ones first, then the newest. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    scope = f"notes:{customer_id}"
    query = visible_notes(ctx).where(Note.customer_id == customer_id)
    if cursor:
        query = query.where(
            after(
                (Note.pinned_at, Note.id),
                decode_cursor(scope, cursor),
                descending=[True, True],
                nulls_last=[True, False],
            )
        )
    rows = (
        await ctx.session.execute(query.order_by(Note.pinned_at.desc().nulls_last(), Note.id.desc()).limit(limit + 1))
    ).all()
    return page_of(rows, limit, scope, lambda row: [row.Note.pinned_at, row.Note.id])


async def get_note(ctx: Ctx, note_id: UUID, *, lock: bool = False) -> Row[Any]:
    """A row of ``visible_notes``, the note locked if asked. Raises ``NoteNotFound`` (404)."""
    row: Row[Any] | None = (await ctx.session.execute(*_NOTE.of(ctx, lock, note_id=note_id))).first()
    if row is None:
        raise NoteNotFound
    return row


def _note(ctx: Ctx, locked: bool) -> Select[Any]:
    query: Select[Any] = visible_notes(ctx).where(Note.id == bindparam("note_id", type_=Uuid))
    return query.with_for_update(of=Note) if locked else query


_NOTE = Kept(_note)


def is_own(ctx: Ctx, note: Note) -> bool:
    """Whether the actor wrote it, itself or, a member, through one of their keys."""
    if (note.author_type, note.author_id) == (ctx.actor.type, ctx.actor.id):
        return True
    return ctx.actor.type == "member" and note.member_id == ctx.actor.id


def may_edit(ctx: Ctx, note: Note) -> bool:
    return ctx.may(P.notes_write) and (is_own(ctx, note) or ctx.may(P.notes_manage))


async def create_note(ctx: Ctx, customer_id: UUID, data: NoteIn) -> Row[Any]:
    """A row of ``visible_notes``. Raises ``CustomerNotFound`` (404), ``Forbidden`` (403) in a read-only folder,
    ``Invalid`` (422) for too many mentions."""
    await get_customer(ctx, customer_id, level="write")
    values = _values(ctx, customer_id, data)
    row: Row[Any] = (await ctx.session.execute(*_WRITTEN.of(ctx, **_bound(values), customer_ids=[customer_id]))).one()
    await _tell(ctx, row.Note)
    return await get_note(ctx, row.Note.id) if _mentions(row.Note) else row


async def add_notes(ctx: Ctx, notes: Sequence[tuple[UUID, NoteIn]]) -> list[Note]:
    """One note each about different customers. Raises as ``create_note`` does for any of them, and then none is
    written."""
    await get_customers(ctx, [customer_id for customer_id, _ in notes], level="write")
    written = [_values(ctx, customer_id, data) for customer_id, data in notes]
    await (await ctx.session.connection()).execute(_INSERT, written)
    rows = [Note(**values) for values in written]
    for row in rows:
        await _tell(ctx, row)
    await touch(ctx, *(row.customer_id for row in rows))
    return rows


def _values(ctx: Ctx, customer_id: UUID, data: NoteIn) -> dict[str, Any]:
    return {
        "workspace_id": ctx.workspace_id,
        "id": uuid7(),
        "customer_id": customer_id,
        "body": data.body,
        "author_type": ctx.actor.type,
        "author_id": ctx.actor.id,
        "author_name": ctx.actor.name,
        "member_id": ctx.member_id,
    }


async def _tell(ctx: Ctx, note: Note) -> None:
    ctx.emit(NoteCreated(customer_id=note.customer_id, subject_id=note.id, excerpt=excerpt(note.body)))
    if _mentions(note):
        await _mention(ctx, note, note.body)


def _mentions(note: Note) -> bool:
    """Whether it may mention somebody."""
    return "member:" in note.body


_TABLE: Any = Note.__table__
_INSERT = insert(_TABLE)


def _bound(values: dict[str, Any]) -> dict[str, Any]:
    return {f"new_{name}": value for name, value in values.items()}


def _written(ctx: Ctx) -> Select[Any]:
    """The note written and the customer touched; what it is shown with comes along."""
    given = {
        name: bindparam(f"new_{name}", type_=_TABLE.c[name].type)
        for name in (
            "workspace_id",
            "id",
            "customer_id",
            "body",
            "author_type",
            "author_id",
            "author_name",
            "member_id",
        )
    }
    note = aliased(Note, _INSERT.values(given).returning(*_TABLE.c).cte("written"), name="Note", adapt_on_names=True)
    shown: Select[Any] = with_author(ctx, note).add_cte(touching(ctx, False).cte("seen"))
    return shown


_WRITTEN = Kept(_written)


async def update_note(ctx: Ctx, note: Note, data: NotePatch) -> Row[Any]:
    """Change a locked note. Raises ``ScopeMissing`` (403) for another's without ``notes:manage``."""
    await _check_edit(ctx, note)
    body = data.provided().get("body", note.body)
    if body != note.body:
        await _store(
            ctx, note.id, {"body": body, "edited_at": func.clock_timestamp(), "updated_at": func.clock_timestamp()}
        )
        ctx.emit(NoteUpdated(customer_id=note.customer_id, subject_id=note.id, excerpt=excerpt(body)), settle=True)
        await _mention(ctx, note, body)
        await touch(ctx, note.customer_id)
    return await get_note(ctx, note.id)


async def delete_note(ctx: Ctx, note: Note) -> None:
    """Remove a locked note for good. Raises ``ScopeMissing`` (403) for another's without ``notes:manage``."""
    await _check_edit(ctx, note)
    text = excerpt(note.body)
    await ctx.session.execute(delete(Note).where(Note.workspace_id == ctx.workspace_id, Note.id == note.id))
    ctx.emit(NoteDeleted(customer_id=note.customer_id, subject_id=note.id, excerpt=text))
    await touch(ctx, note.customer_id)


async def pin_note(ctx: Ctx, note: Note, *, pinned: bool) -> Row[Any]:
    """Put a locked note on top, or let it go. Anybody who may write notes may, also on others' notes."""
    await get_customer(ctx, note.customer_id, level="write")
    if pinned != (note.pinned_at is not None):
        await _store(
            ctx,
            note.id,
            {"pinned_at": func.clock_timestamp() if pinned else None, "updated_at": func.clock_timestamp()},
        )
        event = NotePinned if pinned else NoteUnpinned
        ctx.emit(event(customer_id=note.customer_id, subject_id=note.id, excerpt=excerpt(note.body)))
    return await get_note(ctx, note.id)


async def mention_mail(ctx: Ctx, note_id: UUID, member_id: UUID, author_name: str, key: str) -> Email | None:
    """The mail to a member who was mentioned. None when the note is gone, or the member or their sight of the customer
    is."""
    query = (
        select(Note, Customer.name)
        .join(Customer, (Customer.workspace_id == Note.workspace_id) & (Customer.id == Note.customer_id))
        .where(Note.workspace_id == ctx.workspace_id, Note.id == note_id)
    )
    found = (await ctx.session.execute(query)).first()
    if found is None:
        return None
    note, customer_name = found
    readers = await members_who_see(ctx, note.customer_id, [member_id])
    if not readers:
        return None
    workspace = await ctx.session.get_one(Workspace, ctx.workspace_id)
    brand = Brand(workspace.name, color=str(workspace.colours.get("accent", "")), language=workspace.locale)
    paragraphs = [f"{author_name} mentioned you in a note about {customer_name}:", excerpt(note.body)]
    action = Action("Read the note", customer_url(note.customer_id))
    return system_mail(
        brand, readers[0].email, f"{author_name} mentioned you: {customer_name}", paragraphs, action, key=key
    )


async def _check_edit(ctx: Ctx, note: Note) -> None:
    await get_customer(ctx, note.customer_id, level="write")
    if not is_own(ctx, note):
        ctx.require(P.notes_manage)


async def _store(ctx: Ctx, note_id: UUID, values: dict[str, Any]) -> None:
    statement = (
        update(Note)
        .where(Note.workspace_id == ctx.workspace_id, Note.id == note_id)
        .values(**values, version=Note.version + 1)
    )
    await ctx.session.execute(statement.execution_options(synchronize_session=False))


async def _mention(ctx: Ctx, note: Note, body: str) -> None:
    """Keep whom the text mentions, and tell those who were not mentioned before and may see the customer."""
    wanted = mentions(body)
    if len(wanted) > MOST_MENTIONS:
        raise Invalid.at("/body", "too_many_mentions", f"must mention at most {MOST_MENTIONS} members")
    here = (NoteMention.workspace_id == ctx.workspace_id, NoteMention.note_id == note.id)
    await ctx.session.execute(
        delete(NoteMention)
        .where(*here, NoteMention.member_id.not_in(wanted))
        .execution_options(synchronize_session=False)
    )
    if not wanted:
        return
    active = await ctx.session.scalars(
        select(Member.id).where(
            Member.workspace_id == ctx.workspace_id, Member.id.in_(wanted), Member.state == "active"
        )
    )
    rows = [{"workspace_id": ctx.workspace_id, "note_id": note.id, "member_id": member_id} for member_id in active]
    if not rows:
        return
    added = await ctx.session.scalars(
        insert(NoteMention).values(rows).on_conflict_do_nothing().returning(NoteMention.member_id)
    )
    others = [member_id for member_id in added if (ctx.actor.type, ctx.actor.id) != ("member", member_id)]
    if not others:
        return
    for member in await members_who_see(ctx, note.customer_id, others):
        ctx.emit(
            NoteMentioned(customer_id=note.customer_id, subject_id=note.id, member_id=member.id, excerpt=excerpt(body))
        )
