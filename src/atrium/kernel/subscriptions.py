"""Who listens to which events in a workspace: consumers that only some workspaces use subscribe here, so that all
others pay nothing."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Text, UniqueConstraint, delete
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.context import Ctx
from atrium.kernel.db import Base, Entity

SITTING_SECONDS = "sitting_seconds"
"""Where ``Ctx.cache`` holds how long a sitting lasts in the workspace."""


class Subscription(Entity, Base):
    __tablename__ = "event_subscriptions"

    consumer: Mapped[str]
    subject_id: Mapped[UUID]
    patterns: Mapped[list[str]] = mapped_column(ARRAY(Text))

    @classmethod
    def constraints(cls) -> tuple[UniqueConstraint, ...]:
        return (UniqueConstraint("workspace_id", "consumer", "subject_id"),)


async def subscribe(ctx: Ctx, consumer: str, subject_id: UUID, patterns: Collection[str]) -> None:
    """From this transaction's commit on, ``consumer`` gets the workspace's events that match a pattern:
    ``customer.created``, ``customer.*`` or ``*``.

    ``subject_id`` is the endpoint or automation that wants them; its former patterns are replaced."""
    values = {
        "workspace_id": ctx.workspace_id,
        "consumer": consumer,
        "subject_id": subject_id,
        "patterns": sorted(patterns),
    }
    statement = insert(Subscription).values(values)
    changed = {"patterns": statement.excluded.patterns}
    await ctx.session.execute(
        statement.on_conflict_do_update(index_elements=["workspace_id", "consumer", "subject_id"], set_=changed)
    )


async def unsubscribe(ctx: Ctx, consumer: str, subject_id: UUID) -> None:
    """Events written after this transaction no longer reach ``consumer`` for the sake of ``subject_id``."""
    own = (
        Subscription.workspace_id == ctx.workspace_id,
        Subscription.consumer == consumer,
        Subscription.subject_id == subject_id,
    )
    await ctx.session.execute(delete(Subscription).where(*own))


def matches(pattern: str, event_type: str) -> bool:
    """Whether a pattern (an event type, ``family.*`` or ``*``) holds for an event type."""
    return pattern in {"*", event_type} or (pattern.endswith(".*") and event_type.startswith(pattern[:-1]))
