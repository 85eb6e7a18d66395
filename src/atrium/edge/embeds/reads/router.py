import asyncio
from typing import Annotated, Any

from fastapi import Query

from atrium.adapters.markdown import render
from atrium.billing.credits.units.schemas import UNIT_EXAMPLE, UnitKey
from atrium.edge.embeds.reads import service
from atrium.edge.embeds.reads.schemas import (
    EmbedCreditEntry,
    EmbedCredits,
    EmbedNote,
    EmbedProfile,
    EmbedQuota,
    EmbedTimelineItem,
)
from atrium.kernel.context import Ctx
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import embed
from atrium.kernel.route import router as slice_router

router = slice_router("embeds")


@router.get("/embed/profile", summary="Read the customer of a widget")
async def get_embed_profile(ctx: Annotated[Ctx, embed(P.customers_read)]) -> EmbedProfile:
    """Without what only concerns the house: owner, tags, external ids, and fields that a role has to itself."""
    return await service.profile(ctx)


@router.get("/embed/notes", summary="Read the notes about the customer of a widget")
async def list_embed_notes(
    ctx: Annotated[Ctx, embed(P.notes_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[EmbedNote]:
    """Pinned ones first, then the newest."""
    rows, next_cursor = await service.notes(ctx, limit=limit, cursor=cursor)
    return Page(items=await asyncio.to_thread(lambda: [_note(row) for row in rows]), next_cursor=next_cursor)


@router.get("/embed/timeline", summary="Read the timeline of the customer of a widget")
async def list_embed_timeline(
    ctx: Annotated[Ctx, embed(P.timeline_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[EmbedTimelineItem]:
    """Newest first. Notes and credits are in it only with their own scopes, and nothing that a role has to itself."""
    items, next_cursor = await service.timeline(ctx, limit=limit, cursor=cursor)
    return Page(items=items, next_cursor=next_cursor)


@router.get("/embed/credits", summary="Read the credits of the customer of a widget")
async def get_embed_credits(ctx: Annotated[Ctx, embed(P.credits_read)]) -> EmbedCredits:
    """The balance of every unit of the workspace, those never used included."""
    return EmbedCredits(balances=await service.balances(ctx))


@router.get("/embed/credits/entries", summary="Read the history of credits of the customer of a widget")
async def list_embed_credit_entries(
    ctx: Annotated[Ctx, embed(P.credits_read)],
    unit: Annotated[UnitKey | None, Query(description="Only this unit.", examples=[UNIT_EXAMPLE])] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[EmbedCreditEntry]:
    """Newest first."""
    items, next_cursor = await service.entries(ctx, unit=unit, limit=limit, cursor=cursor)
    return Page(items=items, next_cursor=next_cursor)


@router.get("/embed/quota", summary="Read the quota of the customer of a widget")
async def get_embed_quota(ctx: Annotated[Ctx, embed(P.quotas_read)]) -> EmbedQuota:
    """Tool calls within the sliding window. 409 with `unmet` unless the customer's Integration is on and apps are
    chosen."""
    return await service.quota(ctx)


def _note(row: Any) -> EmbedNote:
    note = row.Note
    return EmbedNote(
        id=note.id,
        html=render(note.body),
        author_name=row.author_name,
        pinned=note.pinned_at is not None,
        created_at=note.created_at,
    )
