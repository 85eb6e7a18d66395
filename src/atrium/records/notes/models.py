from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, InWorkspace, Timestamps, belongs_to, one_of


class Note(Timestamps, Entity, Base):
    """``body`` is Markdown as written; it is rendered and sanitised when read."""

    __tablename__ = "notes"

    customer_id: Mapped[UUID]
    body: Mapped[str]
    author_type: Mapped[str]
    author_id: Mapped[UUID | None]
    author_name: Mapped[str]
    member_id: Mapped[UUID | None]
    pinned_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("author_type", "member", "api_key", "embed", "system", "customer"),
            belongs_to("customers", "customer_id"),
            belongs_to("members", "member_id", ondelete="SET NULL"),
            Index("ix_notes_customer", "workspace_id", "customer_id", "id"),
        )


class NoteMention(InWorkspace, Base):
    __tablename__ = "note_mentions"

    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[UUID] = mapped_column(primary_key=True)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (belongs_to("notes", "note_id"), belongs_to("members", "member_id"))
