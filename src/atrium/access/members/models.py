from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to, one_of

VISIBILITIES = ("all", "folders", "assigned")


class Member(Timestamps, Entity, Base):
    """A person's place in a workspace. Name and address are copies, because ``users`` is out of a workspace's sight.

    No key leads there either: it may be in another database. People are never deleted."""

    __tablename__ = "members"

    user_id: Mapped[UUID]
    role_id: Mapped[UUID]
    name: Mapped[str]
    email: Mapped[str]
    avatar_key: Mapped[str | None]
    visibility: Mapped[str] = mapped_column(server_default="all")
    availability: Mapped[str] = mapped_column(server_default="available")
    state: Mapped[str] = mapped_column(server_default="active")
    last_seen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("visibility", *VISIBILITIES),
            one_of("availability", "available", "busy", "away"),
            one_of("state", "active", "suspended", "removed"),
            belongs_to("roles", "role_id", ondelete="RESTRICT"),
            UniqueConstraint("workspace_id", "user_id"),
            Index("ix_members_user", "user_id"),
        )


class Invitation(Entity, Base):
    """An open invitation. Only the hash of its secret is kept."""

    __tablename__ = "invitations"

    email: Mapped[str]
    role_id: Mapped[UUID]
    visibility: Mapped[str] = mapped_column(server_default="all")
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    invited_by_name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("visibility", *VISIBILITIES),
            belongs_to("roles", "role_id"),
            Index(
                "uq_invitations_open",
                "workspace_id",
                "email",
                unique=True,
                postgresql_where=text("accepted_at IS NULL AND revoked_at IS NULL"),
            ),
        )
