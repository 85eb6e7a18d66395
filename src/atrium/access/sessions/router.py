from typing import Annotated
from uuid import UUID

from fastapi import Request, Response

from atrium.access.sessions import service
from atrium.access.sessions.schemas import (
    ChangePassword,
    ForgotPassword,
    LoginIn,
    MeOut,
    MePatch,
    ResetPassword,
    SessionOut,
    SwitchWorkspace,
    WorkspaceChoice,
)
from atrium.access.sessions.service import Caller
from atrium.kernel.authentication import client_address, session_cookie_name
from atrium.kernel.context import Ctx
from atrium.kernel.errors import Forbidden
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page
from atrium.kernel.route import SignedIn, public
from atrium.kernel.route import router as slice_router
from atrium.kernel.settings import settings

router = slice_router("auth", "Signing in and out, passwords, the second factor.")
COOKIE_SECONDS = 400 * 86400
"""As long as browsers keep a cookie at most (RFC 6265bis): the database decides when a session ends, and prolongs it
with each use."""


@router.post("/auth/login", summary="Sign in")
async def login(_: Annotated[None, public()], data: LoginIn, request: Request, response: Response) -> MeOut:
    """Sets the session cookie and answers what `GET /me` answers. 401 with the code `totp-required` asks for
    `totp_code` as well; 429 says in `Retry-After` how long too many failures have locked the address."""
    _refuse_other_sites(request)
    token, me = await service.login(data, _caller(request), _session_token(request))
    _set_cookie(response, token)
    return me


@router.post("/auth/logout", status_code=204, summary="Sign out")
async def logout(ctx: SignedIn, request: Request, response: Response) -> None:
    """Ends this session at once."""
    await service.logout(ctx, _caller(request))
    _clear_cookie(response)


@router.post("/auth/workspace", summary="Switch to another workspace")
async def switch_workspace(ctx: SignedIn, data: SwitchWorkspace, request: Request) -> MeOut:
    """This session goes on in another workspace of the person; other sessions stay where they are. Answers what `GET
    /me` answers there."""
    return await service.switch_workspace(ctx, data.workspace_id, _session_token(request) or "", _caller(request))


@router.post("/auth/password/forgot", status_code=202, summary="Ask for a link to set a new password")
async def forgot_password(_: Annotated[None, public()], data: ForgotPassword, request: Request) -> None:
    """Sends an e-mail if someone has this address; the answer is the same if not. The link works once, within an
    hour."""
    _refuse_other_sites(request)
    await service.request_password_reset(data.email, _caller(request))


@router.post("/auth/password/reset", status_code=204, summary="Set a new password by the link")
async def reset_password(_: Annotated[None, public()], data: ResetPassword, request: Request) -> None:
    """Ends every session of the person. 410 when the link was used or its hour is over."""
    _refuse_other_sites(request)
    await service.reset_password(data, _caller(request))


@router.get("/me", summary="Who am I, and what may I do?")
async def get_me(ctx: SignedIn, request: Request, response: Response) -> MeOut:
    """For a signed-in person also their other workspaces and the CSRF token. Answers API keys, too."""
    return await _me(ctx, request, response)


@router.patch("/me", summary="Change oneself")
async def update_me(ctx: SignedIn, data: MePatch, request: Request, response: Response) -> MeOut:
    """Name and availability."""
    check_if_match(request, await service.member_version(ctx))
    await service.update_me(ctx, data)
    return await _me(ctx, request, response)


@router.post("/me/password", status_code=204, summary="Change the password")
async def change_password(ctx: SignedIn, data: ChangePassword, request: Request) -> None:
    """Ends the person's other sessions; this one goes on."""
    await service.change_password(ctx, data, _caller(request))


@router.get("/sessions", summary="List the browsers one is signed in with")
async def list_sessions(ctx: SignedIn, limit: Limit = 50, cursor: Cursor = None) -> Page[SessionOut]:
    """One's own, in every workspace, the newest first."""
    rows, next_cursor = await service.list_sessions(ctx, limit, cursor)
    items = [
        SessionOut.model_validate(
            {
                **{
                    name: getattr(row.LoginSession, name)
                    for name in SessionOut.model_fields
                    if hasattr(row.LoginSession, name)
                },
                "current": row.LoginSession.id == ctx.session_id,
                "workspace": WorkspaceChoice(id=row.LoginSession.workspace_id, name=row.workspace_name),
            }
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=next_cursor)


@router.delete("/sessions/{session_id}", status_code=204, summary="Sign a browser out")
async def delete_session(ctx: SignedIn, session_id: UUID, request: Request, response: Response) -> None:
    """Its next request is refused."""
    await service.end_session(ctx, session_id, _caller(request))
    if session_id == ctx.session_id:
        _clear_cookie(response)


@router.delete("/sessions", status_code=204, summary="Sign all other browsers out")
async def delete_other_sessions(ctx: SignedIn, request: Request) -> None:
    """All of one's sessions but this one."""
    await service.end_other_sessions(ctx, _caller(request))


async def _me(ctx: Ctx, request: Request, response: Response) -> MeOut:
    answer, version = await service.me(ctx, _session_token(request) if ctx.session_id else None)
    set_etag(response, version)
    return answer


def _caller(request: Request) -> Caller:
    agent = "".join(character for character in request.headers.get("user-agent", "")[:300] if character.isprintable())
    return Caller(client_address(request), agent, request.scope.get("atrium.request_id", ""))


def _session_token(request: Request) -> str | None:
    return request.cookies.get(session_cookie_name())


def _refuse_other_sites(request: Request) -> None:
    """Another site must not sign its visitors in as somebody else, nor have mails sent. Only browsers send these
    headers, and always one of them."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = (
        site in {"same-origin", "none"}
        if site
        else origin in {None, f"{request.url.scheme}://{request.headers.get('host', '')}"}
    )
    if not own:
        raise Forbidden("This came from another site. Open Atrium itself to sign in.")


def _set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        session_cookie_name(),
        token,
        max_age=COOKIE_SECONDS,
        path="/",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="lax",
    )


def _clear_cookie(response: Response) -> None:
    response.delete_cookie(
        session_cookie_name(), path="/", secure=settings().secure_cookies, httponly=True, samesite="lax"
    )
