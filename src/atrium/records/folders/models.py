from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from atrium.kernel.db import Base, Entity, Timestamps, belongs_to, one_of

CATEGORIES = ("open", "won", "lost", "closed")
LEVELS = ("none", "read", "write", "manage")


class Folder(Timestamps, Entity, Base):
    """``sections`` lists the visible sections of the profile; NULL shows all."""

    __tablename__ = "folders"

    parent_id: Mapped[UUID | None]
    name: Mapped[str]
    icon: Mapped[str] = mapped_column(server_default="folder")
    colour: Mapped[str] = mapped_column(server_default="#64748b")
    position: Mapped[int] = mapped_column(server_default="0")
    sections: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            belongs_to("folders", "parent_id", ondelete="RESTRICT"),
            CheckConstraint("parent_id <> id", name="parent"),
            Index(
                "uq_folders_name",
                "workspace_id",
                "parent_id",
                text("lower(name)"),
                unique=True,
                postgresql_nulls_not_distinct=True,
            ),
        )


class Status(Timestamps, Entity, Base):
    __tablename__ = "statuses"

    folder_id: Mapped[UUID]
    name: Mapped[str]
    colour: Mapped[str] = mapped_column(server_default="#64748b")
    category: Mapped[str] = mapped_column(server_default="open")
    position: Mapped[int] = mapped_column(server_default="0")
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))
    version: Mapped[int] = mapped_column(BigInteger, server_default="1")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("category", *CATEGORIES),
            belongs_to("folders", "folder_id"),
            Index("uq_statuses_name", "workspace_id", "folder_id", text("lower(name)"), unique=True),
            Index("uq_statuses_default", "workspace_id", "folder_id", unique=True, postgresql_where=text("is_default")),
        )


class FolderPermission(Entity, Base):
    """What a role or a member may do in a folder and the folders below it; a member's own row beats the role's, a
    nearer folder's beats a farther one's."""

    __tablename__ = "folder_permissions"

    folder_id: Mapped[UUID]
    role_id: Mapped[UUID | None]
    member_id: Mapped[UUID | None]
    level: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            one_of("level", *LEVELS),
            CheckConstraint("(role_id IS NULL) <> (member_id IS NULL)", name="grantee"),
            belongs_to("folders", "folder_id"),
            belongs_to("roles", "role_id"),
            belongs_to("members", "member_id"),
            Index(
                "uq_folder_permissions_role",
                "workspace_id",
                "folder_id",
                "role_id",
                unique=True,
                postgresql_where=text("role_id IS NOT NULL"),
            ),
            Index(
                "uq_folder_permissions_member",
                "workspace_id",
                "folder_id",
                "member_id",
                unique=True,
                postgresql_where=text("member_id IS NOT NULL"),
            ),
        )
