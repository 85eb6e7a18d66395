from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response

from atrium.access.roles import service
from atrium.access.roles.schemas import PermissionOut, RoleIn, RoleOut, RolePatch
from atrium.kernel.context import Ctx
from atrium.kernel.etag import check_if_match, set_etag
from atrium.kernel.paging import Cursor, Limit, Page, decode_cursor, page_of
from atrium.kernel.permissions import P
from atrium.kernel.route import can
from atrium.kernel.route import router as slice_router

router = slice_router("members")


def role_out(row: Any) -> RoleOut:
    role = row.Role
    shown = {
        name: getattr(role, name) for name in ("id", "name", "description", "system_key", "created_at", "updated_at")
    }
    return RoleOut.model_validate(
        {**shown, "permissions": sorted(service.permissions_of(role)), "members": row.members}
    )


def permission_out(permission: P) -> PermissionOut:
    group = permission.value.partition(":")[0]
    group_label = group.replace("_", " ").capitalize().replace("Api", "API").replace("Email", "E-mail")
    return PermissionOut(
        key=permission,
        group=group,
        group_label=group_label,
        label=permission.label,
        description=permission.description,
    )


@router.get("/permissions", summary="List permissions")
async def list_permissions(
    _ctx: Annotated[Ctx, can(P.members_read)], limit: Limit = 200, cursor: Cursor = None
) -> Page[PermissionOut]:
    """Everything a role or an API key can be allowed, in the order of the role editor."""
    start = decode_cursor("permissions", cursor)[0] if cursor else 0
    numbered = list(enumerate(P))[start : start + limit + 1]
    rows, next_cursor = page_of(numbered, limit, "permissions", lambda row: [row[0] + 1])
    return Page(items=[permission_out(permission) for _, permission in rows], next_cursor=next_cursor)


@router.get("/roles", summary="List roles")
async def list_roles(
    ctx: Annotated[Ctx, can(P.members_read)], limit: Limit = 50, cursor: Cursor = None
) -> Page[RoleOut]:
    """A to Z, the built-in ones included."""
    rows, next_cursor = await service.list_roles(ctx, limit, cursor)
    return Page(items=[role_out(row) for row in rows], next_cursor=next_cursor)


@router.post("/roles", status_code=201, summary="Create a role")
async def create_role(ctx: Annotated[Ctx, can(P.roles_manage)], data: RoleIn, response: Response) -> RoleOut:
    """It can allow only what the caller may do too (403). Its name must not be taken (409)."""
    return _answer(await service.create_role(ctx, data), response)


@router.get("/roles/{role_id}", summary="Get a role")
async def get_role(ctx: Annotated[Ctx, can(P.members_read)], role_id: UUID, response: Response) -> RoleOut:
    """One role with its ETag."""
    return _answer(await service.get_role(ctx, role_id), response)


@router.patch("/roles/{role_id}", summary="Change a role")
async def update_role(
    ctx: Annotated[Ctx, can(P.roles_manage)], role_id: UUID, data: RolePatch, request: Request, response: Response
) -> RoleOut:
    """Takes effect with the next request of everyone who has it. Built-in roles cannot be changed (409)."""
    row = await service.get_role(ctx, role_id, lock=True)
    check_if_match(request, row.Role.version)
    return _answer(await service.update_role(ctx, row.Role, data), response)


@router.delete("/roles/{role_id}", status_code=204, summary="Delete a role")
async def delete_role(ctx: Annotated[Ctx, can(P.roles_manage)], role_id: UUID, request: Request) -> None:
    """Refused (409, `unmet` says why) while members or open invitations have it, or a custom field would lose its only
    guard."""
    row = await service.get_role(ctx, role_id, lock=True)
    check_if_match(request, row.Role.version)
    await service.delete_role(ctx, row.Role, row.members)


def _answer(row: Any, response: Response) -> RoleOut:
    set_etag(response, row.Role.version)
    return role_out(row)
