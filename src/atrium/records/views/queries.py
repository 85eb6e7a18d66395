"""Views the actor may see, and what they name that still exists."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, or_, select, true, union_all

from atrium.access.members.models import Member
from atrium.kernel.context import Ctx
from atrium.records.folders.models import Folder, Status
from atrium.records.tags.models import Tag
from atrium.records.views.models import View


def visible_views(ctx: Ctx) -> Any:
    """Rows ``(View, owner_name)``: the actor's own and the shared ones."""
    mine = View.member_id == ctx.member_id if ctx.member_id is not None else View.shared
    return (
        select(View, Member.name.label("owner_name"))
        .outerjoin(Member, and_(Member.workspace_id == View.workspace_id, Member.id == View.member_id))
        .where(View.workspace_id == ctx.workspace_id, or_(View.shared, mine))
        .execution_options(populate_existing=True)
    )


async def existing(ctx: Ctx, wanted: Mapping[str, Collection[UUID]]) -> set[tuple[str, UUID]]:
    """Those of the ``folder``, ``status``, ``tag`` and ``member`` ids that exist and may be seen, in one statement."""
    hidden = ctx.visibility.hidden_folder_ids
    tables: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "folder": (Folder, Folder.id.not_in(hidden) if hidden else true()),
        "status": (Status, Status.folder_id.not_in(hidden) if hidden else true()),
        "tag": (Tag, true()),
        "member": (Member, Member.state != "removed"),
    }
    parts = [
        select(literal(what).label("kind"), table.id).where(
            table.workspace_id == ctx.workspace_id, table.id.in_(wanted[what]), allowed
        )
        for what, (table, allowed) in tables.items()
        if wanted.get(what)
    ]
    if not parts:
        return set()
    return {(row.kind, row.id) for row in await ctx.session.execute(union_all(*parts) if len(parts) > 1 else parts[0])}
