from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, belongs_to


class EmbedLaunch(Entity, Base):
    """A code that a page exchanges once. Only its hash is kept."""

    __tablename__ = "embed_launches"

    token_id: Mapped[UUID]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("embed_tokens", "token_id"),
            Index("uq_embed_launches_code_hash", "code_hash", unique=True),
            Index("ix_embed_launches_expires_at", "expires_at"),
            Index("ix_embed_launches_token", "workspace_id", "token_id"),
        )


class EmbedSession(Entity, Base):
    """A bearer in the memory of one page. Only its hash is kept; what it may do is its token's business."""

    __tablename__ = "embed_sessions"

    token_id: Mapped[UUID]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("embed_tokens", "token_id"),
            Index("uq_embed_sessions_secret_hash", "secret_hash", unique=True),
            Index("ix_embed_sessions_expires_at", "expires_at"),
            Index("ix_embed_sessions_token", "workspace_id", "token_id"),
        )
