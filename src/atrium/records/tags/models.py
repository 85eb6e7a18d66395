from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to, one_of


class TagGroup(Timestamps, Entity, Base):
    __tablename__ = "tag_groups"

    name: Mapped[str]
    colour: Mapped[str] = mapped_column(server_default="#64748b")
    position: Mapped[int] = mapped_column(server_default="0")
    sort: Mapped[str] = mapped_column(server_default="name")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("sort", "name", "position"),
            Index("uq_tag_groups_name", "workspace_id", text("lower(name)"), unique=True),
        )


class Tag(Timestamps, Entity, Base):
    """``colour`` NULL takes the group's."""

    __tablename__ = "tags"

    group_id: Mapped[UUID | None]
    name: Mapped[str]
    colour: Mapped[str | None]
    position: Mapped[int] = mapped_column(server_default="0")
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("tag_groups", "group_id", ondelete="SET NULL"),
            Index(
                "uq_tags_name",
                "workspace_id",
                "group_id",
                text("lower(name)"),
                unique=True,
                postgresql_nulls_not_distinct=True,
            ),
        )
