from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, InWorkspace, belongs_to, one_of

RHYTHMS = ("off", "hourly", "daily")


class Notification(Entity, Base):
    """One thing that one member is told. ``count`` tells how many events of the same kind by the same actor it stands
    for."""

    __tablename__ = "notifications"

    member_id: Mapped[UUID]
    kind: Mapped[str]
    event_id: Mapped[UUID]
    customer_id: Mapped[UUID | None]
    subject_id: Mapped[UUID | None]
    actor_type: Mapped[str]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    count: Mapped[int] = mapped_column(server_default="1")
    in_app: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    read_at: Mapped[datetime | None]
    digest_id: Mapped[UUID | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("actor_type", "member", "api_key", "embed", "system", "customer"),
            belongs_to("members", "member_id"),
            belongs_to("customers", "customer_id"),
            UniqueConstraint("workspace_id", "member_id", "kind", "event_id"),
            Index("ix_notifications_member", "workspace_id", "member_id", "id"),
            Index(
                "ix_notifications_unread", "workspace_id", "member_id", "id", postgresql_where=text("read_at IS NULL")
            ),
            Index(
                "ix_notifications_unsent",
                "workspace_id",
                "member_id",
                postgresql_where=text("read_at IS NULL AND digest_id IS NULL"),
            ),
            # What deletes a customer looks for its notifications.
            Index(
                "ix_notifications_customer",
                "workspace_id",
                "customer_id",
                postgresql_where=text("customer_id IS NOT NULL"),
            ),
        )


class NotificationPreference(InWorkspace, Base):
    """How a member wants to hear of one kind, where it is not as the kind itself says."""

    __tablename__ = "notification_preferences"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    in_app: Mapped[bool]
    email: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("members", "member_id"), one_of("email", *RHYTHMS))


class NotificationTimes(InWorkspace, Base):
    """When a member's day begins, for digests."""

    __tablename__ = "notification_times"

    member_id: Mapped[UUID] = mapped_column(primary_key=True)
    time_zone: Mapped[str | None]
    hour: Mapped[int] = mapped_column(SmallInteger, server_default="8")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("members", "member_id"),)
