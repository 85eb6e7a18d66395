import hashlib
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy import Row

from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import Reference, own
from atrium.records.profiles import service
from atrium.records.profiles.models import Profile
from atrium.records.profiles.schemas import ConflictDecision, ProfileConflictOut, ProfileIn, ProfileOut, ProfilePatch

router = slice_router("profiles", "Channel identities.")


@router.get("/customers/{customer_id}/profiles", summary="List a customer's profiles")
async def list_profiles(
    ctx: Annotated[Ctx, can(P.customers_read)], customer_id: UUID, limit: Limit = 50, cursor: Cursor = None
) -> Page[ProfileOut]:
    """Through which channels the customer is met, and by which identity; the most recent first."""
    rows, next_cursor = await service.list_profiles(ctx, customer_id, limit, cursor)
    return Page(items=[_profile_out(row) for row in rows], next_cursor=next_cursor)


@router.post("/customers/{customer_id}/profiles", status_code=201, summary="Add a profile")
async def create_profile(
    ctx: Annotated[Ctx, can(P.customers_write)], customer_id: UUID, data: ProfileIn, response: Response
) -> ProfileOut:
    """An identity belongs to one customer of the workspace (409)."""
    return _one(await service.create_profile(ctx, customer_id, data), response)


@router.get("/profiles/{profile_id}", summary="Get a profile")
async def get_profile(ctx: Annotated[Ctx, can(P.customers_read)], profile_id: UUID, response: Response) -> ProfileOut:
    """One profile with its ETag."""
    return _one(await service.get_profile(ctx, profile_id), response)


@router.patch("/profiles/{profile_id}", summary="Change a profile")
async def update_profile(
    ctx: Annotated[Ctx, can(P.customers_write)],
    profile_id: UUID,
    data: ProfilePatch,
    request: Request,
    response: Response,
) -> ProfileOut:
    """Its name, or whether it is verified. Channel and handle are what it is: for others, add another profile."""
    row = await service.get_profile(ctx, profile_id, lock=True)
    check_if_match(request, _version(row))
    return _one(await service.update_profile(ctx, row, data), response)


@router.delete("/profiles/{profile_id}", status_code=204, summary="Delete a profile")
async def delete_profile(ctx: Annotated[Ctx, can(P.customers_write)], profile_id: UUID, request: Request) -> None:
    """Conflicts about it go with it."""
    row = await service.get_profile(ctx, profile_id, lock=True)
    check_if_match(request, _version(row))
    await service.delete_profile(ctx, row)


@router.get("/profile-conflicts", summary="List profile conflicts")
async def list_profile_conflicts(
    ctx: Annotated[Ctx, can(P.customers_read)],
    state: Annotated[
        Literal["open", "kept", "moved"], Query(description="Open ones, or decided ones.", examples=["open"])
    ] = "open",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ProfileConflictOut]:
    """Identities that two customers were met with, the oldest first; only where the caller may see both."""
    rows, next_cursor = await service.list_conflicts(ctx, state, limit, cursor)
    return Page(items=[_conflict_out(row) for row in rows], next_cursor=next_cursor)


@router.post("/profile-conflicts/{conflict_id}/resolve", summary="Resolve a profile conflict")
async def resolve_profile_conflict(
    ctx: Annotated[Ctx, can(P.customers_write)], conflict_id: UUID, data: ConflictDecision
) -> ProfileConflictOut:
    """Keep the identity where it is, or move it to the claimant."""
    return _conflict_out(await service.resolve_conflict(ctx, conflict_id, data))


def _version(row: Profile) -> str:
    """The table needs no counter: these are all the values that can change."""
    state = (row.customer_id, row.display_name, row.verified_at, row.last_seen_at)
    return hashlib.sha256(repr(state).encode("utf-8", "replace")).hexdigest()[:20]


def _one(row: Profile, response: Response) -> ProfileOut:
    set_etag(response, _version(row))
    return _profile_out(row)


def _profile_out(row: Profile) -> ProfileOut:
    known = own(ProfileOut, row)
    return ProfileOut(**known, verified=row.verified_at is not None)


def _conflict_out(row: Row[Any]) -> ProfileConflictOut:
    conflict, profile = row.ProfileConflict, row.Profile
    return ProfileConflictOut(
        id=conflict.id,
        profile=_profile_out(profile),
        held_by=Reference(id=str(profile.customer_id), name=row.holder_name),
        claimed_by=Reference(id=str(conflict.claimed_by_customer_id), name=row.claimant_name),
        state=conflict.state,
        created_at=conflict.created_at,
        resolved_at=conflict.resolved_at,
        resolved_by=conflict.resolved_by_name,
    )
