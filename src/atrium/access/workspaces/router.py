from typing import Annotated

from fastapi import Request, Response

from atrium.access.workspaces import service
from atrium.access.workspaces.models import Workspace
from atrium.access.workspaces.schemas import WorkspaceOut, WorkspacePatch
from atrium.adapters.images import MAX_INPUT_BYTES
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.permissions import P
from atrium.kernel.pictures import PICTURE_RESPONSES, Picture, PictureVersion, picture_response, picture_url
from atrium.kernel.route import SignedIn, can
from atrium.kernel.route import router as slice_router
from atrium.kernel.schemas import own

router = slice_router("workspace", "The workspace itself.")


def workspace_out(row: Workspace) -> WorkspaceOut:
    known = own(WorkspaceOut, row)
    return WorkspaceOut.model_validate({**known, "logo_url": picture_url("/workspace/logo", row.logo_key)})


@router.get("/workspace", summary="Get the workspace")
async def get_workspace(ctx: SignedIn, response: Response) -> WorkspaceOut:
    """The workspace that the session or key belongs to, with its ETag."""
    return _answer(await service.get_workspace(ctx), response)


@router.patch("/workspace", summary="Change the workspace")
async def update_workspace(
    ctx: Annotated[Ctx, can(P.workspace_manage)], data: WorkspacePatch, request: Request, response: Response
) -> WorkspaceOut:
    """Name, colours, language, country, time zone, currency. The plan is set by the operator."""
    row = await service.get_workspace(ctx, lock=True)
    check_if_match(request, row.version)
    return _answer(await service.update_workspace(ctx, row, data), response)


@router.get("/workspace/logo", summary="Get the logo", response_class=Response, responses=PICTURE_RESPONSES)
async def get_workspace_logo(ctx: SignedIn, v: PictureVersion = None) -> Response:  # noqa: ARG001 - only makes addresses differ
    """256 × 256 pixels. 404 when there is none."""
    content = await service.logo(await service.get_workspace(ctx))
    return picture_response(content)


@router.put("/workspace/logo", summary="Set the logo")
async def set_workspace_logo(
    ctx: Annotated[Ctx, can(P.workspace_manage)], file: Picture, request: Request, response: Response
) -> WorkspaceOut:
    """Decoded, cropped to a square and encoded anew, so that nothing but the picture remains of the file."""
    row = await service.get_workspace(ctx, lock=True)
    check_if_match(request, row.version)
    return _answer(await service.set_logo(ctx, row, await file.read(MAX_INPUT_BYTES + 1)), response)


@router.delete("/workspace/logo", status_code=204, summary="Remove the logo")
async def delete_workspace_logo(ctx: Annotated[Ctx, can(P.workspace_manage)], request: Request) -> None:
    """Atrium's own is shown again."""
    row = await service.get_workspace(ctx, lock=True)
    check_if_match(request, row.version)
    await service.set_logo(ctx, row, None)


def _answer(row: Workspace, response: Response) -> WorkspaceOut:
    set_etag(response, row.version)
    return workspace_out(row)
