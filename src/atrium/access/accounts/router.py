from typing import Annotated

from fastapi import Body, Request

from atrium.access.accounts import service
from atrium.access.accounts.schemas import RecoveryCodes, TotpBegin, TotpConfirm, TotpDisable, TotpSetup
from atrium.kernel.authentication import client_address
from atrium.kernel.route import SignedIn
from atrium.kernel.route import router as slice_router

router = slice_router("auth", prefix="/me/totp")


@router.post("", summary="Begin to set up the second factor")
async def begin_totp(ctx: SignedIn, data: TotpBegin, request: Request) -> TotpSetup:
    """Answers a new secret for an authenticator app. It replaces one that was begun and never confirmed; 409 when the
    second factor is on."""
    _never_keep(request)
    return await service.begin_totp(ctx, data.password, client_address(request))


@router.post("/confirm", summary="Switch the second factor on")
async def confirm_totp(ctx: SignedIn, data: TotpConfirm, request: Request) -> RecoveryCodes:
    """From now on signing in needs a code. The ten recovery codes are shown only in this answer."""
    _never_keep(request)
    return RecoveryCodes(recovery_codes=await service.confirm_totp(ctx, data.code))


@router.delete("", status_code=204, summary="Switch the second factor off")
async def disable_totp(ctx: SignedIn, data: Annotated[TotpDisable, Body()], request: Request) -> None:
    """Needs the password and a code or recovery code. The remaining recovery codes end with it."""
    await service.disable_totp(ctx, data, client_address(request))


def _never_keep(request: Request) -> None:
    """An answer with a secret is not kept for repetitions under an Idempotency-Key: secrets are stored sealed or not at
    all."""
    request.state.idempotency = None
