"""Notes on customers whom the actor may see, and the members who may see a customer."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, case, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import aliased

from atrium.access.members.models import Member
from atrium.kernel.authentication import context_from
from atrium.kernel.context import Ctx
from atrium.kernel.permissions import P
from atrium.records.customers.profile.declared import acts, counts, goes_with_customer, rows_of_customer
from atrium.records.customers.record.models import Customer
from atrium.records.customers.record.sight import visible_customers
from atrium.records.notes.models import Note, NoteMention


def visible_notes(ctx: Ctx) -> Any:
    """Rows ``(Note, author_name, avatar_key, mentions)`` of the customers that the actor may see."""
    return (
        with_author(ctx, Note)
        .join(Customer, and_(Customer.workspace_id == Note.workspace_id, Customer.id == Note.customer_id))
        .where(Note.workspace_id == ctx.workspace_id, visible_customers(ctx))
        .execution_options(populate_existing=True)
    )


def with_author(ctx: Ctx, note: Any) -> Any:
    """Rows ``(Note, author_name, avatar_key, mentions)`` of the notes of ``note``, which is ``Note`` or stands in for
    it."""
    author, mentioned = aliased(Member), aliased(Member)
    mentions = (
        select(
            func.jsonb_agg(
                aggregate_order_by(
                    func.jsonb_build_object("id", mentioned.id, "name", mentioned.name), func.lower(mentioned.name)
                )
            )
        )
        .select_from(NoteMention)
        .join(mentioned, and_(mentioned.workspace_id == ctx.workspace_id, mentioned.id == NoteMention.member_id))
        .where(NoteMention.workspace_id == ctx.workspace_id, NoteMention.note_id == note.id)
        .scalar_subquery()
    )
    # A member's present name; a key's and a customer's at the time.
    name = case((note.author_type == "member", func.coalesce(author.name, note.author_name)), else_=note.author_name)
    avatar = case((note.author_type == "member", author.avatar_key))
    shown = select(note, name.label("author_name"), avatar.label("avatar_key"), mentions.label("mentions"))
    return shown.outerjoin(author, and_(author.workspace_id == ctx.workspace_id, author.id == note.member_id))


async def members_who_see(
    ctx: Ctx, customer_id: UUID, member_ids: Sequence[UUID], *, needed: P | None = P.notes_read
) -> list[Row[Any]]:
    """Rows ``(id, name, email)`` of the active members among these who may read this customer and its notes (or what
    else is ``needed``), whatever the actor may see."""
    rights = func.rights_of_member(Member.workspace_id, Member.id, type_=JSONB)
    query = select(Member.id, Member.name, Member.email, rights.label("rights")).where(
        Member.workspace_id == ctx.workspace_id, Member.id.in_(member_ids), Member.state == "active"
    )
    members = (await ctx.session.execute(query)).all()
    sights = [context_from(member.rights, ctx.session) for member in members]
    if not members:
        return []
    seen = select(*(exists().where(visible_customers(sight), Customer.id == customer_id) for sight in sights))
    answers = (await ctx.session.execute(seen)).one()
    readers = [sight.may(P.customers_read) and (needed is None or sight.may(needed)) for sight in sights]
    return [member for member, sees, reads in zip(members, answers, readers, strict=True) if sees and reads]


@counts("notes", "Notes.", needs=P.notes_read)
def notes_of_customer(_ctx: Ctx) -> Select[Any]:
    return rows_of_customer(Note)


acts("note", P.notes_write)


goes_with_customer("notes")
