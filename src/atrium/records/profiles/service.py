"""Channel identities (C4): by which name a customer is met on which channel. An identity never changes hands without a
person's decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from atrium.adapters.phones import PhoneNotUnderstood, parse
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Conflict, FieldError, Invalid, NotFound, Unavailable
from atrium.kernel.events import Change
from atrium.kernel.ids import uuid7
from atrium.kernel.paging import after, decode_cursor, page_of
from atrium.records.customers.contact_points.service import EmailNotUnderstood, normalise_email, workspace_region
from atrium.records.customers.record.service import get_customer, touch
from atrium.records.profiles.events import (
    ProfileClaimed,
    ProfileCreated,
    ProfileDeleted,
    ProfileGained,
    ProfileKept,
    ProfileLost,
    ProfileUpdated,
)
from atrium.records.profiles.models import Profile, ProfileConflict
from atrium.records.profiles.queries import visible_conflicts, visible_profiles
from atrium.records.profiles.schemas import Channel, ConflictDecision, ProfileIn, ProfilePatch

BY_NUMBER = frozenset({"phone", "sms", "whatsapp"})


class ProfileNotFound(NotFound):
    title = "There is no such profile, or you may not see it"


class ProfileConflictNotFound(NotFound):
    title = "There is no such conflict, or you may not see it"


class ProfileTaken(Conflict):
    """``existing_id`` names the profile if the caller may see its customer."""

    code, title = "profile-taken", "This identity is known already"


class ConflictResolved(Conflict):
    code, title = "conflict-resolved", "This was decided already"


async def normalise_handle(ctx: Ctx, channel: str, handle: str) -> str:
    """The handle as it is kept: an address in lower case, a number as E.164, else without blanks around. Raises
    ``Invalid`` (422) at ``/handle``."""
    try:
        if channel == "email":
            return normalise_email(handle)
        if channel in BY_NUMBER:
            return parse(handle, await workspace_region(ctx)).e164
    except EmailNotUnderstood as error:
        raise _bad_handle("not_an_email", str(error)) from None
    except PhoneNotUnderstood as error:
        raise _bad_handle(error.reason, error.detail) from None
    if not handle.strip():
        raise _bad_handle("blank", "must not be blank")
    return handle.strip()


def _bad_handle(code: str, message: str) -> Invalid:
    return Invalid(message, errors=[FieldError(pointer="/handle", code=code, message=message)])


async def list_profiles(
    ctx: Ctx, customer_id: UUID, limit: int, cursor: str | None
) -> tuple[Sequence[Profile], str | None]:
    """The most recently met first. Raises ``CustomerNotFound`` (404)."""
    await get_customer(ctx, customer_id)
    scope = f"profiles:{customer_id}"
    query = visible_profiles(ctx).where(Profile.customer_id == customer_id)
    if cursor:
        query = query.where(
            after((Profile.last_seen_at, Profile.id), decode_cursor(scope, cursor), descending=[True, True])
        )
    rows = (
        await ctx.session.scalars(query.order_by(Profile.last_seen_at.desc(), Profile.id.desc()).limit(limit + 1))
    ).all()
    return page_of(rows, limit, scope, lambda row: [row.last_seen_at, row.id])


async def get_profile(ctx: Ctx, profile_id: UUID, *, lock: bool = False) -> Profile:
    """Raises ``ProfileNotFound`` (404)."""
    query = visible_profiles(ctx).where(Profile.id == profile_id)
    row = await ctx.session.scalar(query.with_for_update(of=Profile) if lock else query)
    if row is None:
        raise ProfileNotFound
    return row


async def create_profile(ctx: Ctx, customer_id: UUID, data: ProfileIn) -> Profile:
    """Raises ``CustomerNotFound`` (404), ``Invalid`` (422) and, when the identity is known, ``ProfileTaken`` (409)."""
    await get_customer(ctx, customer_id, level="write")
    handle = await normalise_handle(ctx, data.channel, data.handle)
    values = {
        "workspace_id": ctx.workspace_id,
        "id": uuid7(),
        "customer_id": customer_id,
        "channel": data.channel,
        "handle": handle,
        "display_name": data.display_name or None,
        "verified_at": func.clock_timestamp() if data.verified else None,
    }
    row: Profile | None = await ctx.session.scalar(
        insert(Profile).values(values).on_conflict_do_nothing().returning(Profile)
    )
    if row is None:
        known = await ctx.session.scalar(
            visible_profiles(ctx).where(Profile.channel == data.channel, Profile.handle == handle)
        )
        whose = "This customer" if known is not None and known.customer_id == customer_id else "Another customer"
        error = FieldError(pointer="/handle", code="taken", message="is known already")
        raise ProfileTaken(
            f"{whose} has this identity already.", errors=[error], existing_id=str(known.id) if known else None
        )
    ctx.emit(ProfileCreated(customer_id=customer_id, subject_id=row.id, channel=row.channel, handle=row.handle))
    await touch(ctx, customer_id)
    return row


async def update_profile(ctx: Ctx, row: Profile, data: ProfilePatch) -> Profile:
    """Change a locked profile. Raises ``Forbidden`` (403) in a read-only folder."""
    await get_customer(ctx, row.customer_id, level="write")
    given = data.provided()
    values: dict[str, Any] = {}
    changes: dict[str, Change] = {}
    if "display_name" in given and (given["display_name"] or None) != row.display_name:
        values["display_name"] = given["display_name"] or None
        changes["display_name"] = Change(before=row.display_name, after=values["display_name"])
    if "verified" in given and given["verified"] != (row.verified_at is not None):
        values["verified_at"] = func.clock_timestamp() if given["verified"] else None
        changes["verified"] = Change(before=row.verified_at is not None, after=given["verified"])
    if values:
        await _store(ctx, row.id, values)
        ctx.emit(
            ProfileUpdated(
                customer_id=row.customer_id, subject_id=row.id, channel=row.channel, handle=row.handle, changes=changes
            )
        )
        await touch(ctx, row.customer_id)
    return await get_profile(ctx, row.id)


async def delete_profile(ctx: Ctx, row: Profile) -> None:
    """Forget a locked profile, and claims on it. Raises ``Forbidden`` (403) in a read-only folder."""
    await get_customer(ctx, row.customer_id, level="write")
    await ctx.session.execute(
        delete(Profile)
        .where(Profile.workspace_id == ctx.workspace_id, Profile.id == row.id)
        .execution_options(synchronize_session=False)
    )
    ctx.emit(ProfileDeleted(customer_id=row.customer_id, subject_id=row.id, channel=row.channel, handle=row.handle))
    await touch(ctx, row.customer_id)


async def record_contact(
    ctx: Ctx, customer_id: UUID, channel: Channel, handle: str, display_name: str | None = None
) -> Profile:
    """Note that a customer was met on a channel: for the channels themselves, whatever the actor may see.

    A new identity is added, a known one is seen again. One that belongs to another customer stays with it: the claim is
    parked as a ``ProfileConflict`` for a person, once, and the other's profile is returned. Raises ``Invalid`` (422)
    for a handle that the channel cannot have."""
    kept = await normalise_handle(ctx, channel, handle)
    profile_id = uuid7()
    statement = insert(Profile).values(
        workspace_id=ctx.workspace_id,
        id=profile_id,
        customer_id=customer_id,
        channel=channel,
        handle=kept,
        display_name=display_name or None,
    )
    again = statement.on_conflict_do_update(
        index_elements=[Profile.workspace_id, Profile.channel, Profile.handle],
        set_={
            "last_seen_at": func.clock_timestamp(),
            "display_name": func.coalesce(statement.excluded.display_name, Profile.display_name),
        },
        where=Profile.customer_id == customer_id,
    ).returning(Profile)
    row: Profile | None = await ctx.session.scalar(again, execution_options={"populate_existing": True})
    if row is None:
        return await _park(ctx, customer_id, channel, kept)
    if row.id == profile_id:
        ctx.emit(ProfileCreated(customer_id=customer_id, subject_id=row.id, channel=channel, handle=kept))
    return row


async def _park(ctx: Ctx, customer_id: UUID, channel: str, handle: str) -> Profile:
    query = select(Profile).where(
        Profile.workspace_id == ctx.workspace_id, Profile.channel == channel, Profile.handle == handle
    )
    profile = await ctx.session.scalar(query)
    if profile is None:
        raise Unavailable("The profile was deleted at this very moment.")
    claim = insert(ProfileConflict).values(
        workspace_id=ctx.workspace_id, id=uuid7(), profile_id=profile.id, claimed_by_customer_id=customer_id
    )
    if await ctx.session.scalar(claim.on_conflict_do_nothing().returning(ProfileConflict.id)):
        event = ProfileClaimed(
            customer_id=customer_id,
            subject_id=profile.id,
            channel=channel,
            handle=handle,
            other_customer_id=profile.customer_id,
        )
        ctx.emit(event)
    return profile


async def list_conflicts(ctx: Ctx, state: str, limit: int, cursor: str | None) -> tuple[Sequence[Row[Any]], str | None]:
    """Rows of ``visible_conflicts`` in this state, the oldest first."""
    scope = f"profile_conflicts:{state}"
    query = visible_conflicts(ctx).where(ProfileConflict.state == state)
    if cursor:
        query = query.where(ProfileConflict.id > decode_cursor(scope, cursor)[0])
    rows = (await ctx.session.execute(query.order_by(ProfileConflict.id).limit(limit + 1))).all()
    return page_of(rows, limit, scope, lambda row: [row.ProfileConflict.id])


async def get_conflict(ctx: Ctx, conflict_id: UUID, *, lock: bool = False) -> Row[Any]:
    """A row of ``visible_conflicts``. Raises ``ProfileConflictNotFound`` (404)."""
    if lock:
        # Apart from the joins: after a wait they would be checked with what they found before it, and the row would be
        # missed.
        own = and_(ProfileConflict.workspace_id == ctx.workspace_id, ProfileConflict.id == conflict_id)
        of_it = and_(Profile.workspace_id == ProfileConflict.workspace_id, Profile.id == ProfileConflict.profile_id)
        await ctx.session.execute(
            select(Profile.id).join(ProfileConflict, of_it).where(own).with_for_update(of=(ProfileConflict, Profile))
        )
    row: Row[Any] | None = (
        await ctx.session.execute(visible_conflicts(ctx).where(ProfileConflict.id == conflict_id))
    ).first()
    if row is None:
        raise ProfileConflictNotFound
    return row


async def resolve_conflict(ctx: Ctx, conflict_id: UUID, data: ConflictDecision) -> Row[Any]:
    """Decide whose identity it is, once. Raises ``ConflictResolved`` (409), and ``Forbidden`` (403) when either
    customer is in a read-only folder."""
    row = await get_conflict(ctx, conflict_id, lock=True)
    conflict, profile = row.ProfileConflict, row.Profile
    holder, claimant = profile.customer_id, conflict.claimed_by_customer_id
    for customer_id in sorted({holder, claimant}):
        await get_customer(ctx, customer_id, level="write")
    if conflict.state != "open":
        raise ConflictResolved
    known = {"subject_id": profile.id, "channel": profile.channel, "handle": profile.handle}
    if data.decision == "keep":
        ctx.emit(ProfileKept(customer_id=claimant, other_customer_id=holder, **known))
    else:
        await _store(ctx, profile.id, {"customer_id": claimant})
        ctx.emit(ProfileLost(customer_id=holder, other_customer_id=claimant, **known))
        ctx.emit(ProfileGained(customer_id=claimant, other_customer_id=holder, **known))
        await touch(ctx, holder)
    await touch(ctx, claimant)
    state = {
        "state": "kept" if data.decision == "keep" else "moved",
        "resolved_at": func.clock_timestamp(),
        "resolved_by_name": ctx.actor.name,
    }
    own = and_(ProfileConflict.workspace_id == ctx.workspace_id, ProfileConflict.id == conflict_id)
    await ctx.session.execute(
        update(ProfileConflict).where(own).values(**state).execution_options(synchronize_session=False)
    )
    return await get_conflict(ctx, conflict_id)


async def _store(ctx: Ctx, profile_id: UUID, values: dict[str, Any]) -> None:
    statement = (
        update(Profile).where(Profile.workspace_id == ctx.workspace_id, Profile.id == profile_id).values(**values)
    )
    await ctx.session.execute(statement.execution_options(synchronize_session=False))
