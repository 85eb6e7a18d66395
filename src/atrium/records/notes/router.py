import asyncio
import html
import re
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import Row

from atrium.adapters.markdown import render
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.pictures import picture_url
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.records.customers.record.schemas import MemberRef
from atrium.records.notes import service
from atrium.records.notes.schemas import NoteAuthor, NoteIn, NoteOut, NotePatch

router = slice_router("notes", "Notes about a customer.")
SHORT = 2_000
"""So many characters are rendered in less time than a thread takes to start."""
_MENTION = re.compile(r'(<span class="mention" data-member-id="([0-9a-f-]{36})">).*?</span>', re.DOTALL)


@router.get("/customers/{customer_id}/notes", summary="List a customer's notes")
async def list_notes(
    ctx: Annotated[Ctx, can(P.notes_read)], customer_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[NoteOut]:
    """Pinned ones first, then the newest."""
    rows, next_cursor = await service.list_notes(ctx, customer_id, limit, cursor)
    return Page(items=await notes_out(ctx, rows), next_cursor=next_cursor)


@router.post("/customers/{customer_id}/notes", status_code=201, summary="Write a note")
async def create_note(
    ctx: Annotated[Ctx, can(P.notes_write)], customer_id: UUID, data: NoteIn, response: Response
) -> NoteOut:
    """Members mentioned in it who may see the customer get an e-mail."""
    return await _one(ctx, await service.create_note(ctx, customer_id, data), response)


@router.get("/notes/{note_id}", summary="Get a note")
async def get_note(ctx: Annotated[Ctx, can(P.notes_read)], note_id: UUID, response: Response) -> NoteOut:
    """One note with its ETag."""
    return await _one(ctx, await service.get_note(ctx, note_id), response)


@router.patch("/notes/{note_id}", summary="Edit a note")
async def update_note(
    ctx: Annotated[Ctx, can(P.notes_write)], note_id: UUID, data: NotePatch, request: Request, response: Response
) -> NoteOut:
    """Somebody else's note needs `notes:manage`."""
    note = (await service.get_note(ctx, note_id, lock=True)).Note
    check_if_match(request, note.version)
    return await _one(ctx, await service.update_note(ctx, note, data), response)


@router.delete("/notes/{note_id}", status_code=204, summary="Delete a note")
async def delete_note(ctx: Annotated[Ctx, can(P.notes_write)], note_id: UUID, request: Request) -> None:
    """For good. Somebody else's note needs `notes:manage`."""
    note = (await service.get_note(ctx, note_id, lock=True)).Note
    check_if_match(request, note.version)
    await service.delete_note(ctx, note)


@router.put("/notes/{note_id}/pin", summary="Pin a note")
async def pin_note(
    ctx: Annotated[Ctx, can(P.notes_write)], note_id: UUID, request: Request, response: Response
) -> NoteOut:
    """It stays above the others, for everybody."""
    note = (await service.get_note(ctx, note_id, lock=True)).Note
    check_if_match(request, note.version)
    return await _one(ctx, await service.pin_note(ctx, note, pinned=True), response)


@router.delete("/notes/{note_id}/pin", status_code=204, summary="Unpin a note")
async def unpin_note(ctx: Annotated[Ctx, can(P.notes_write)], note_id: UUID, request: Request) -> None:
    """It takes its place by time again."""
    note = (await service.get_note(ctx, note_id, lock=True)).Note
    check_if_match(request, note.version)
    await service.pin_note(ctx, note, pinned=False)


async def notes_out(ctx: Ctx, rows: Sequence[Row[Any]]) -> list[NoteOut]:
    """Rows of ``visible_notes`` as the contract shows them. Long ones are rendered off the event loop: a page can hold
    millions of characters."""
    if sum(len(row.Note.body) for row in rows) <= SHORT:
        return [_note_out(ctx, row) for row in rows]
    return await asyncio.to_thread(lambda: [_note_out(ctx, row) for row in rows])


async def _one(ctx: Ctx, row: Row[Any], response: Response) -> NoteOut:
    set_etag(response, row.Note.version)
    return (await notes_out(ctx, [row]))[0]


def _note_out(ctx: Ctx, row: Row[Any]) -> NoteOut:
    note = row.Note
    mentions = [MemberRef(**member) for member in row.mentions or ()]
    avatar = picture_url(f"/members/{note.member_id}/avatar", row.avatar_key)
    return NoteOut(
        id=note.id,
        customer_id=note.customer_id,
        body=note.body,
        html=_with_present_names(render(note.body), {str(member.id): member.name for member in mentions}),
        author=NoteAuthor(
            type=note.author_type,
            id=str(note.author_id) if note.author_id else None,
            name=row.author_name,
            avatar_url=avatar,
        ),
        mentions=mentions,
        pinned=note.pinned_at is not None,
        editable=service.may_edit(ctx, note),
        created_at=note.created_at,
        edited_at=note.edited_at,
        pinned_at=note.pinned_at,
    )


def _with_present_names(rendered: str, names: dict[str, str]) -> str:
    """A mention says who the member is now, not what the writer called them."""
    return _MENTION.sub(
        lambda found: f"{found[1]}@{html.escape(names[found[2]])}</span>" if found[2] in names else found[0], rendered
    )
