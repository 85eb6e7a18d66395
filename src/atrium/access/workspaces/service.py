"""The workspace itself, and how one comes to be."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import func, select, update

from atrium.access.accounts import service as accounts
from atrium.access.accounts.queries import as_system
from atrium.access.members.service import delete_after_commit, join, store_picture
from atrium.access.roles import service as roles
from atrium.access.roles.models import Role
from atrium.access.workspaces.events import WorkspaceCreated, WorkspaceUpdated
from atrium.access.workspaces.models import Workspace
from atrium.access.workspaces.schemas import WorkspacePatch
from atrium.adapters import images, storage
from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.errors import Fix, Invalid, NotFound, Unmet
from atrium.kernel.events import diff, write_pending
from atrium.kernel.ids import uuid7
from atrium.kernel.schemas import Name


class NoLogo(NotFound):
    title = "There is no logo"


@dataclass(frozen=True, slots=True)
class CreatedWorkspace:
    """``owner_id`` is the member; ``role_ids`` are by ``system_key``; ``account_created`` is False when the owner had
    an account already."""

    workspace_id: UUID
    owner_id: UUID
    user_id: UUID
    role_ids: dict[str, UUID]
    account_created: bool


PLANS_WITH = {"prospects": frozenset({"pro", "enterprise"})}
"""Which plans include a capability."""


def features_of(plan: str) -> dict[str, Any]:
    """What a plan includes (A1), by capability: ``allowed`` and, if not, ``unmet`` as in a refusal."""
    reason = Unmet(
        code="plan-excludes",
        message=f"Your plan, {plan.capitalize()}, does not include this. Whoever runs this installation can change it.",
        fix=Fix(label="See the workspace's plan", href="/settings/workspace"),
    )
    allowed = {name: plan in plans for name, plans in PLANS_WITH.items()}
    return {name: {"allowed": yes, "unmet": [] if yes else [reason.model_dump()]} for name, yes in allowed.items()}


async def get_workspace(ctx: Ctx, *, lock: bool = False) -> Workspace:
    query = select(Workspace).where(Workspace.id == ctx.workspace_id).execution_options(populate_existing=True)
    return (await ctx.session.scalars(query.with_for_update() if lock else query)).one()


async def update_workspace(ctx: Ctx, row: Workspace, data: WorkspacePatch) -> Workspace:
    """``row`` must be locked."""
    values = data.provided()
    if "colours" in values:
        merged = {**row.colours, **data.colours.provided()}
        values["colours"] = {name: colour for name, colour in merged.items() if colour is not None}
    changes = diff({key: getattr(row, key) for key in values}, values)
    if not changes:
        return row
    ctx.emit(WorkspaceUpdated(name=values.get("name", row.name), changes=changes))
    return await _change(ctx, values)


async def set_logo(ctx: Ctx, row: Workspace, content: bytes | None) -> Workspace:
    """Show this picture, or none. Raises ``NotAnImage`` (422)."""
    key = None if content is None else await store_picture(ctx, "logo", content)
    if key == row.logo_key:
        return row
    delete_after_commit(ctx, row.logo_key)
    ctx.emit(
        WorkspaceUpdated(
            name=row.name, changes=diff({"logo": row.logo_key is not None}, {"logo": "new" if key else False})
        )
    )
    return await _change(ctx, {"logo_key": key})


async def logo(row: Workspace) -> bytes:
    """The logo as WebP. Raises ``NoLogo`` (404)."""
    if row.logo_key is None:
        raise NoLogo
    return await storage.get_bytes(row.logo_key, images.AVATAR_MAX_BYTES * 2)


async def _change(ctx: Ctx, values: dict[str, Any]) -> Workspace:
    changed = (
        update(Workspace)
        .where(Workspace.id == ctx.workspace_id)
        .values(**values, version=Workspace.version + 1, updated_at=func.now())
    )
    await ctx.session.execute(changed.execution_options(synchronize_session=False))
    return await get_workspace(ctx)


async def create_workspace_with_owner(name: str, email: str, password: str, member_name: str) -> CreatedWorkspace:
    """A new workspace with its built-in roles and an owner, all or nothing. Someone who has an account keeps their
    password.

    Raises ``Invalid`` (422) for a name that cannot be one, and what ``accounts.create_user`` raises."""
    name, member_name = _name(name, "/name"), _name(member_name, "/member_name")
    workspace_id = uuid7()
    async with transaction(database().session(workspace_id)) as session:
        async with as_system(session):
            session.add(Workspace(id=workspace_id, name=name))
            known = await accounts.find_user_by_email(session, email)
            user = known or await accounts.create_user(session, email, member_name, password)
        role_ids = await roles.create_built_in(session, workspace_id)
        owner_role = await session.get_one(Role, (workspace_id, role_ids["owner"]))
        ctx = Ctx(
            session=session, workspace_id=workspace_id, actor=Actor("system", None, "Atrium"), permissions=frozenset()
        )
        ctx.emit(WorkspaceCreated(name=name))
        owner_id = await join(ctx, user, owner_role, name=member_name)
        await write_pending(ctx)
    return CreatedWorkspace(workspace_id, owner_id, user.id, role_ids, account_created=known is None)


def _name(value: str, pointer: str) -> str:
    try:
        return TypeAdapter[str](Name).validate_python(value)
    except ValidationError as error:
        raise Invalid.at(pointer, "name", "must be a single line of 1 to 200 characters") from error
