from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response

from atrium.access.invitations import service
from atrium.access.invitations.schemas import (
    InvitationAccept,
    InvitationIn,
    InvitationLookup,
    InvitationOut,
    InvitationPreview,
)
from atrium.access.members.schemas import MemberOut, RoleShort, member_out
from atrium.kernel.authentication import client_address
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.permissions import P
from atrium.kernel.route import can, public
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import own

router = slice_router("members")
State = Literal["open", "accepted", "revoked", "expired"]


def invitation_out(row: Any) -> InvitationOut:
    invitation = row.Invitation
    known = own(InvitationOut, invitation)
    return InvitationOut.model_validate({**known, "role": RoleShort.model_validate(row.Role), "state": row.state})


@router.get("/invitations", summary="List invitations")
async def list_invitations(
    ctx: Annotated[Ctx, can(P.members_manage)],
    state: Annotated[
        list[State] | None,
        Query(max_length=4, description="Only invitations in one of these states.", examples=[["open"]]),
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[InvitationOut]:
    """Newest first."""
    rows, next_cursor = await service.list_invitations(ctx, state or [], limit, cursor)
    return Page(items=[invitation_out(row) for row in rows], next_cursor=next_cursor)


@router.post("/invitations", status_code=201, summary="Invite someone")
async def create_invitation(
    ctx: Annotated[Ctx, can(P.members_manage)], data: InvitationIn, response: Response
) -> InvitationOut:
    """Sends an e-mail with a link that works once within seven days. 409 when the address belongs to a member or was
    invited already; 403 when the role or visibility goes beyond the caller's own."""
    return _answer(await service.invite(ctx, data), response)


@router.post("/invitations/lookup", summary="Look at an invitation")
async def lookup_invitation(_: Annotated[None, public()], data: InvitationLookup) -> InvitationPreview:
    """What an invited person sees before accepting. 404 for an unknown secret, 410 when it was accepted, revoked or has
    expired."""
    row = await service.open_invitation(data.token)
    user = row.User
    return InvitationPreview(
        workspace_name=row.workspace_name,
        email=row.Invitation.email,
        role_name=row.role_name,
        invited_by_name=row.Invitation.invited_by_name,
        account_exists=user is not None and user.password_hash is not None,
        totp_required=user is not None and user.totp_enabled_at is not None,
        expires_at=row.Invitation.expires_at,
    )


@router.post("/invitations/accept", status_code=201, summary="Accept an invitation")
async def accept_invitation(
    _: Annotated[None, public()], data: InvitationAccept, request: Request, response: Response
) -> MemberOut:
    """Makes the invited person a member and signs nobody in: sign in afterwards. Works once (410). An account that
    exists is proved by its password (422) and second factor (401)."""
    row = await service.accept_invitation(data, client_address(request))
    set_etag(response, row.Member.version)
    return member_out(row)


@router.get("/invitations/{invitation_id}", summary="Get an invitation")
async def get_invitation(
    ctx: Annotated[Ctx, can(P.members_manage)], invitation_id: UUID, response: Response
) -> InvitationOut:
    """One invitation with its ETag."""
    return _answer(await service.get_invitation(ctx, invitation_id), response)


@router.post("/invitations/{invitation_id}/resend", summary="Send an invitation again")
async def resend_invitation(
    ctx: Annotated[Ctx, can(P.members_manage)], invitation_id: UUID, response: Response
) -> InvitationOut:
    """A new link, good for seven more days; the link of the earlier e-mail stops working. 409 once it was accepted or
    revoked."""
    row = await service.get_invitation(ctx, invitation_id, lock=True)
    return _answer(await service.resend_invitation(ctx, row), response)


@router.delete("/invitations/{invitation_id}", status_code=204, summary="Revoke an invitation")
async def delete_invitation(ctx: Annotated[Ctx, can(P.members_manage)], invitation_id: UUID, request: Request) -> None:
    """Its link stops working at once. 409 once it was accepted or revoked."""
    row = await service.get_invitation(ctx, invitation_id, lock=True)
    check_if_match(request, _version(row))
    await service.revoke_invitation(ctx, row)


def _version(row: Any) -> str:
    return f"{row.state}-{int(row.Invitation.sent_at.timestamp() * 1_000_000)}"


def _answer(row: Any, response: Response) -> InvitationOut:
    set_etag(response, _version(row))
    return invitation_out(row)
