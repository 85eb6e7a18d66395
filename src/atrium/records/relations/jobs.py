"""What a new workspace starts with."""

from atrium.kernel.context import Ctx
from atrium.kernel.dispatch import consumes
from atrium.kernel.events import EventRow
from atrium.records.relations.service import seed_relation_types


@consumes("workspace.created", name="relations.seed_types")
async def on_workspace(ctx: Ctx, _event: EventRow) -> None:
    """The usual relation types; those a workspace has already stay as they are."""
    await seed_relation_types(ctx.session, ctx.workspace_id)
