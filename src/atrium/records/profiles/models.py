from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, belongs_to, one_of

CHANNELS = ("webchat", "email", "whatsapp", "sms", "phone", "messenger", "instagram", "telegram", "api", "other")


class Profile(Entity, Base):
    """``handle`` is normalised (lower-case address, E.164 number) and unique within its channel."""

    __tablename__ = "profiles"

    customer_id: Mapped[UUID]
    channel: Mapped[str]
    handle: Mapped[str]
    display_name: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("channel", *CHANNELS),
            belongs_to("customers", "customer_id"),
            UniqueConstraint("workspace_id", "channel", "handle"),
            Index("ix_profiles_customer", "workspace_id", "customer_id"),
        )


class ProfileConflict(Entity, Base):
    """A claim on an identity that belongs to another customer, parked until a person decides."""

    __tablename__ = "profile_conflicts"

    profile_id: Mapped[UUID]
    claimed_by_customer_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(server_default="open")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    resolved_at: Mapped[datetime | None]
    resolved_by_name: Mapped[str | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("state", "open", "kept", "moved"),
            belongs_to("profiles", "profile_id"),
            belongs_to("customers", "claimed_by_customer_id"),
            Index(
                "uq_profile_conflicts_open",
                "workspace_id",
                "profile_id",
                "claimed_by_customer_id",
                unique=True,
                postgresql_where=text("state = 'open'"),
            ),
        )
