"""One transaction of a context: what it did and the events it emitted, then whatever waits for that to be true."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from atrium.kernel.context import Actor, Ctx
from atrium.kernel.db import database, transaction
from atrium.kernel.events import write_pending
from atrium.kernel.permissions import ALL


async def run_hooks(ctx: Ctx) -> None:
    """What was to happen after the commit, each thing once."""
    for hook in dict.fromkeys(ctx.after_commit):
        await hook()


@asynccontextmanager
async def committed(ctx: Ctx) -> AsyncIterator[Ctx]:
    """Everything done with ``ctx`` inside the block is committed at its end, with its events, or vanishes when it
    raises."""
    async with transaction(ctx.session):
        yield ctx
        await write_pending(ctx)
    await run_hooks(ctx)


@asynccontextmanager
async def as_system(workspace_id: UUID) -> AsyncIterator[Ctx]:
    """The same for what Atrium itself does in a workspace."""
    session = database().session(workspace_id)
    ctx = Ctx(session=session, workspace_id=workspace_id, actor=Actor("system", None, "Atrium"), permissions=ALL)
    async with committed(ctx):
        yield ctx
